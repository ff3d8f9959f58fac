"""Reasons (Chinese) for the state 待核实: a measure has a target, but cannot be judged."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from domain.judging.progress import Measure, ends
from domain.judging.rate_bases import rate_match
from domain.schema.display import number_text, quantity_text
from domain.schema.period import date_text
from domain.schema.vocabulary import ELAPSED_MODES, KINDS, WATCHED

#: Kinds of which there is none without a target; of the others one may only be watched.
_ALWAYS_TARGETED: Final = frozenset({"coverage", "items", "milestone", "stage"})
#: Kinds that are yes or no, or steps: their number needs no unit.
_UNITLESS: Final = frozenset({"milestone", "stage"})


def targeted(measure: Measure) -> bool:
    """Whether a measure has a target: stated, claimed, or implied by a due date, a reported rate or the kind.

    Never for what is hoped for (预计, 可望), what is only watched, and a 同比 without its base.
    """
    if measure.kind == "forecast" or measure.kind in WATCHED:
        return False
    if measure.kind == "rate_of_change" and measure.baseline is None:
        return False
    if measure.kind in _ALWAYS_TARGETED:
        return True
    return any(hint is not None for hint in (measure.target, measure.claim, measure.reported_rate, measure.due))


def reason_to_verify(measure: Measure, same_report: Sequence[Measure] = ()) -> str | None:
    """Why `measure` is 待核实, as a Chinese clause; None where it can be judged.

    `same_report`: all rows of the same indicator in the same report; one of them must reproduce a reported rate.
    """
    if not targeted(measure):
        return None
    return next((found for check in _CHECKS if (found := check(measure)) is not None), None) or rate_reason(
        measure, same_report or (measure,)
    )


def _words_doubt(measure: Measure) -> str | None:
    if measure.kind not in KINDS:
        return f"指标类型“{measure.kind}”不在词表中，请改为{'、'.join(KINDS)}之一"
    if measure.elapsed_mode is not None and measure.elapsed_mode not in ELAPSED_MODES:
        return f"序时口径“{measure.elapsed_mode}”不在词表中，请改为{'、'.join(ELAPSED_MODES)}之一"
    if measure.direction is not None and measure.direction not in (1, -1):
        return f"方向“{number_text(measure.direction)}”无效，越高越好填1，越低越好填-1"
    return None


def _missing_doubt(measure: Measure) -> str | None:
    if measure.actual is None and measure.reported_rate is not None and measure.of_what is not None:
        return None
    waiting = measure.begin is not None and measure.as_of_end is not None and measure.as_of_end < measure.begin
    lacking = [
        word
        for word, absent in (
            ("完成值", measure.actual is None and not waiting),
            ("目标值", measure.goal is None),
            ("单位", measure.unit is None and measure.kind not in _UNITLESS),
        )
        if absent
    ]
    return f"未载明{'、'.join(lacking)}" if lacking else None


def _dates_doubt(measure: Measure) -> str | None:
    if measure.begin is not None and measure.due is not None and measure.due < measure.begin:
        return f"完成期限{date_text(measure.due)}早于起始日期{date_text(measure.begin)}"
    return None


def _base_reason(measure: Measure) -> str | None:
    if measure.goal is None or measure.is_limit_only or measure.actual is None:
        return None
    if measure.sign < 0 and measure.baseline is None:
        return "要求下降的指标未载明基数，完成率无从计算"
    if measure.goal == measure.base:
        return f"目标值与基数相同（均为{quantity_text(measure.goal, measure.unit)}），完成率无从计算"
    if (measure.goal - measure.base) * measure.sign < 0:
        direction = "上升" if measure.sign > 0 else "下降"
        change = f"基数{quantity_text(measure.base, measure.unit)}、目标{quantity_text(measure.goal, measure.unit)}"
        return f"指标要求{direction}，{change}却方向相反"
    return None


def _part_reason(measure: Measure) -> str | None:
    if measure.kind not in {"coverage", "items"} or measure.actual is None or measure.goal is None:
        return None
    actual, goal = quantity_text(measure.actual, measure.unit), quantity_text(measure.goal, measure.unit)
    if measure.actual > measure.goal:
        return f"完成数{actual}多于总数{goal}"
    if measure.kind != "items":
        return None
    open_items = (measure.open_in_time or 0) + (measure.overdue or 0)
    left = measure.goal - measure.actual
    if open_items > left or (open_items < left and measure.open_in_time is not None):
        return f"总数{goal}，已办结{actual}，限期内与逾期合计{quantity_text(open_items, measure.unit)}，相加不符"
    return None


def rate_reason(measure: Measure, same_report: Iterable[Measure]) -> str | None:
    """That no pair of an actual and a target in the same report gives the reported rate; None where one does, and
    where there is no pair.
    """
    rate = measure.reported_rate
    if rate is None or measure.actual is None:
        return None
    rows = list(same_report)
    actuals = {(row.actual, row.actual_qualifier, row.baseline) for row in rows if row.actual is not None}
    goals = {(row.goal, row.target_qualifier) for row in rows if row.goal is not None}
    pairs = [
        Measure(actual=actual, actual_qualifier=about, baseline=base, target=goal, target_qualifier=goal_about)
        for actual, about, base in actuals
        for goal, goal_about in goals
    ]
    if not pairs or any(_gives(pair, rate) for pair in pairs):
        return None
    pair_texts = "、".join(sorted(f"{number_text(pair.actual)}/{number_text(pair.target)}" for pair in pairs))
    return f"自报完成率{number_text(rate)}%无法由同一报告的数字（{pair_texts}）得出"


def _gives(pair: Measure, rate: float) -> bool:
    printed, worst, best = ends(pair)
    if printed.completion is None or worst.completion is None or best.completion is None:
        return False
    inside = worst.completion < rate / 100 < best.completion
    return inside or any(
        rate_match(rate, end.completion, 1) for end in (printed, worst, best) if end.completion is not None
    )


_CHECKS: Final[tuple[Callable[[Measure], str | None], ...]] = (
    _words_doubt,
    _dates_doubt,
    _missing_doubt,
    _base_reason,
    _part_reason,
)
