"""Why a measure has its state, in one Chinese sentence with the numbers."""

import math
from collections.abc import Callable
from typing import Final

from domain.judging.history import MeasureHistory
from domain.judging.progress import Measure, Progress
from domain.schema.display import (
    NOT_STATED,
    is_missing,
    number_text,
    pace_text,
    points_text,
    quantity_text,
    share_text,
)
from domain.schema.period import date_text
from domain.schema.vocabulary import STATES


def reason_text(
    measure: Measure,
    progress: Progress,
    state: str,
    state_high: str,
    *,
    verify_reason: str | None,
    history: MeasureHistory,
) -> str:
    """The explanation of a state: its main reason first, then further facts.

    Says so where the two ends of an approximate figure differ, where an exception has lapsed or is incomplete.
    """
    first = (
        verify_reason
        if state == "to_verify" and verify_reason
        else _REASONS.get(state, _light)(measure, progress, history)
    )
    notes = (_borderline(progress, state, state_high), _exception(measure, state), _rate(measure))
    return "；".join([first, *(note for note in notes if note)])


def state_text(state: str, state_high: str | None = None) -> str:
    """The word of a state; 临界 with both words where the two ends of an approximate figure differ."""
    word = STATES[state]
    return word if state_high is None or state_high == state else f"临界：{word}/{STATES[state_high]}"


def _shares(measure: Measure, progress: Progress) -> str:
    """完成率73.0%，序时49.6%，偏差+23.4个百分点，进度系数1.47: as many of them as there are."""
    parts = [_done(measure, progress)]
    if measure.spread and progress.deviation is not None:
        parts.append(f"序时{share_text(progress.elapsed)}")
        parts.append(f"偏差{points_text(progress.deviation, _decimals(progress.deviation))}")
        if progress.pace is not None:
            parts.append(f"进度系数{pace_text(progress.pace)}")
    return "，".join(parts)


def _done(measure: Measure, progress: Progress) -> str:
    share = progress.printed.completion
    if measure.actual is not None and (share is None or measure.goal is None):
        goal = quantity_text(measure.goal, measure.unit, measure.target_qualifier)
        return f"完成值{quantity_text(measure.actual, measure.unit, measure.actual_qualifier)}，目标值{goal}"
    return f"完成率{share_text(share, 1 if share is None else _decimals(100 * share - 100))}"


def _decimals(points: float) -> int:
    """One decimal; more where rounding would show a limit of the rule that is not there (-9.96, 99.97)."""
    for decimals in (1, 2, 3):
        rounded = round(points, decimals)
        if rounded % 10 or rounded == points:
            return decimals
    return 4


def _monitor(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    if measure.kind == "forecast":
        return "预计数，不作判定，也不计入完成数"
    if measure.kind == "rate_of_change":
        return "同比变化未载明基期数，不作判定"
    if measure.target is not None:
        return "指标类型为“只监测不判定”，目标值仅供对照"
    return "未设目标，仅作监测"


def _reached(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    if measure.due is None:
        return f"{_done(measure, progress)}，未设完成期限"
    if history.reached_in_time:
        return f"{_done(measure, progress)}，此前版本已在期限{date_text(measure.due)}前达到"
    return f"{_done(measure, progress)}，期限{date_text(measure.due)}"


def _reached_late(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    due = NOT_STATED if measure.due is None else date_text(measure.due)
    as_of = NOT_STATED if measure.as_of_end is None else date_text(measure.as_of_end)
    return f"{_done(measure, progress)}，但期限{due}已过，达到目标的数据截至{as_of}"


def _accepted(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    until = NOT_STATED if measure.accepted_until is None else date_text(measure.accepted_until)
    approval = f"{measure.accepted_reason}（{measure.accepted_by}批准，有效期至{until}）"
    return f"已批准偏差：{approval}；{_shares(measure, progress)}"


def _overdue(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    if measure.kind == "items" and measure.known_overdue:
        return f"{quantity_text(measure.known_overdue, measure.unit)}逾期未办结，{_done(measure, progress)}"
    if measure.due is None or measure.as_of_end is None:
        return _shares(measure, progress)
    days = (measure.as_of_end - measure.due).days
    return f"期限{date_text(measure.due)}已过{number_text(days)}天，{_done(measure, progress)}"


def _open(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    lacking = [
        word
        for word, absent in (
            ("起始日期", measure.spread and measure.begin is None and measure.due is not None),
            ("完成期限", measure.due is None),
            ("数据时点", measure.as_of_end is None),
        )
        if absent
    ]
    return f"{_done(measure, progress)}，未载明{'、'.join(lacking)}，不判定"


def _not_started(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    begin = NOT_STATED if measure.begin is None else date_text(measure.begin)
    as_of = NOT_STATED if measure.as_of_end is None else date_text(measure.as_of_end)
    return f"{begin}起实施，数据截至{as_of}，尚未到启动期"


def _regressed(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    current_text = quantity_text(measure.actual, measure.unit, measure.actual_qualifier)
    if history.fell and history.last is not None and history.last.as_of_end is not None:
        then = quantity_text(history.last.actual, history.last.unit, history.last.actual_qualifier)
        change = "减少" if measure.sign > 0 else "回升"
        return f"累计值由{date_text(history.last.as_of_end)}的{then}{change}到{current_text}"
    where = "低于" if measure.sign > 0 else "高于"
    return f"完成值{current_text}{where}基数{quantity_text(measure.base, measure.unit)}，{_shares(measure, progress)}"


def _light(measure: Measure, progress: Progress, history: MeasureHistory) -> str:
    if measure.spread:
        return _shares(measure, progress)
    if measure.kind == "items":
        return f"{_done(measure, progress)}，未办结{quantity_text(measure.left, measure.unit)}，无逾期"
    if measure.is_limit_only:
        outcome = "未突破" if progress.worst.reached else "已突破"
        return f"{_done(measure, progress)}，限额{outcome}"
    return f"{_done(measure, progress)}，期限未到，按节点只判是否如期，不判快慢"


def _borderline(progress: Progress, state: str, state_high: str) -> str | None:
    if state == state_high:
        return None
    low, high = progress.worst.completion, progress.best.completion
    ends = "" if low is None or high is None else f"（完成率{range_text(low, high)}）"
    return f"临界：约数两端{ends}分别为{STATES[state]}和{STATES[state_high]}"


def range_text(low: float, high: float | None) -> str:
    """From one completion to another: 70.1%至80.0%, 70.0%以上 where the high end is open (missing or infinite)."""
    return (
        f"{share_text(low)}以上" if is_missing(high) or high == math.inf else f"{share_text(low)}至{share_text(high)}"
    )


def _exception(measure: Measure, state: str) -> str | None:
    if state in {"accepted", "done", "done_late", "monitor"} or measure.accepted_reason is None:
        return None
    if measure.accepted_by is None or measure.accepted_until is None:
        lacking = "批准人" if measure.accepted_by is None else "有效期"
        return f"批准偏差缺{lacking}，不生效"
    if measure.as_of_end is None:
        return "数据时点未载明，批准偏差是否有效无从判断"
    if measure.as_of_end > measure.accepted_until:
        return f"批准偏差已于{date_text(measure.accepted_until)}到期"
    return None


def _rate(measure: Measure) -> str | None:
    if measure.outdated_rate is not None:
        rate = number_text(measure.outdated_rate)
        return f"自报完成率{rate}%早于现在的数字且与其不符，已搁置，不作判定依据"
    if measure.actual is None and measure.reported_rate is not None and measure.of_what is not None:
        return f"完成率为自报（{measure.of_what}），未载明完成值"
    return None


_REASONS: Final[dict[str, Callable[[Measure, Progress, MeasureHistory], str]]] = {
    "monitor": _monitor,
    "done": _reached,
    "done_late": _reached_late,
    "accepted": _accepted,
    "overdue": _overdue,
    "open": _open,
    "not_started": _not_started,
    "regressed": _regressed,
}
