"""Titles of judged measures: a template per state, none of which says the state of a doubt."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.display import is_missing, number_text, quantity_text, share_text
from domain.schema.period import date_text
from views.slide_titles import Message, clause_title

_DONE_STATES: Final = ("done", "done_late")
#: The states of what is late, worst first.
LATE_STATES: Final = ("overdue", "regressed", "far_behind", "behind")


def task_name(row: Mapping[str, Any]) -> str:
    """The name of a measure, behind its project where the name has no word of it: 东湖污水处理厂二期工程投资."""
    name, project = str(row["name"]), "" if is_missing(row["project"]) else str(row["project"])
    shared = any(project[at : at + 2] in name for at in range(len(project) - 1))
    return name if shared or not project else f"{project}{name}"


def state_parts(counts: pd.DataFrame, coming: str) -> list[str]:
    """14项已完成, 5项在推进, 3项待核实, 1项为下半年任务: what together makes up all tasks.

    counts: state and n (views.scorecard.state_counts); coming: the period of what has not begun (views.plan).
    """
    number = dict(zip(counts["state"], counts["n"], strict=True))
    words = {**dict.fromkeys(_DONE_STATES, "已完成"), **dict.fromkeys(LATE_STATES, "落后"), "to_verify": "待核实",
             "not_started": f"为{coming}任务"}  # fmt: skip
    sums = dict.fromkeys(("已完成", "落后", "在推进", "待核实", f"为{coming}任务"), 0)
    for state, n in number.items():
        sums[words.get(state, "在推进")] += n
    return [f"{n}项{word}" for word, n in sums.items() if n]


def measure_messages(row: Mapping[str, Any], targets: Iterable[str] = (), sentence: str = "") -> tuple[Message, ...]:
    """The titles that a judged measure (domain.judging.rollup.roll_up) can give, the fullest first.

    targets: the claimed targets as written; where there are several and none is chosen, none of them is used.
    sentence: the one with its reported rate, which says more than the row's own quote; "" for none.
    """
    several = list(dict.fromkeys(targets))
    words = _Words.of(row, sentence)
    known = (
        words.name, words.actual, words.target, words.share, words.gap, words.rest, words.due, words.project,
        words.rate, words.late, *several,
    )  # fmt: skip
    texts = _TEMPLATES.get(str(row["state"]), _plain)(words, row, several)
    quote = words.quote
    return tuple(Message(text, quote, tuple(filter(None, known))) for text in texts)


@dataclass(frozen=True)
class _Words:
    """The words of a measure as they are written in titles; "" for what is missing."""

    name: str
    actual: str
    target: str
    share: str
    gap: str
    rest: str
    late: str
    due: str
    project: str
    rate: str
    quote: str
    in_time: bool

    @classmethod
    def of(cls, row: Mapping[str, Any], sentence: str = "") -> "_Words":
        def quantity(value: Any, qualifier: Any = None) -> str:
            return "" if is_missing(value) else quantity_text(value, row["unit"], qualifier)

        exact = row["actual_qualifier"] in (None, "exact") or is_missing(row["actual_qualifier"])
        known = exact and not is_missing(row["actual"]) and not is_missing(row["target"])
        rest = row["target"] - row["actual"] if known else None
        return cls(
            name=task_name(row),
            actual=quantity(row["actual"], row["actual_qualifier"]),
            target=quantity(row["target"], row["target_qualifier"]),
            share=_share(row),
            gap="" if is_missing(row["deviation"]) else f"{number_text(abs(row['deviation']), 1)}个百分点",
            rest=quantity(rest) if rest is not None and rest > 0 else "",
            late="" if is_missing(row["overdue"]) or not row["overdue"] else quantity(row["overdue"]),
            due="" if is_missing(row["due"]) else date_text(row["due"]),
            project="" if is_missing(row["project"]) else str(row["project"]),
            rate="" if is_missing(row["reported_rate"]) else f"{number_text(row['reported_rate'])}%",
            quote=sentence or ("" if is_missing(row["quote"]) else str(row["quote"])),
            in_time=not is_missing(row["overdue"]) and not row["overdue"] and "期" in str(row["quote"]),
        )


def _share(row: Mapping[str, Any]) -> str:
    """The completion: as the report prints it where that is the same rounded, else with one decimal."""
    if is_missing(row["completion"]):
        return ""
    reported = row["reported_rate"]
    if not is_missing(reported) and abs(reported - 100 * row["completion"]) < 0.5:
        return f"{number_text(reported)}%"
    return share_text(row["completion"])


def _done_part(words: _Words, row: Mapping[str, Any]) -> str:
    """高标准农田建设完成2,560亩，占目标3,200亩的80%; for a share of a whole only the share."""
    if row["unit"] == "%":
        return f"{words.name}{words.actual}"
    doing = "" if _FINISHING.search(words.name) else "完成"
    return f"{words.name}{doing}{words.actual}，占目标{words.target}的{words.share}"


#: Names that end with what is done: no 完成 behind them.
_FINISHING: Final = re.compile("完成|(?:完工|竣工|开工|签约|整改|化解|办结|验收|投产|入库|启动|种植|销号)$")


def _behind(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    gap = f"，低于序时进度{words.gap}"
    return [_done_part(words, row) + gap, f"{words.name}{words.actual}{gap}", f"{words.name}{words.share}{gap}"]


def _ahead(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    gap = f"，快于序时进度{words.gap}" if row["deviation"] > 0 else ""
    return [_done_part(words, row) + gap, _done_part(words, row)]


def _on_track(words: _Words, row: Mapping[str, Any], targets: list[str]) -> list[str]:
    return _items(words) if row["kind"] == "items" else [_done_part(words, row)]


def _items(words: _Words) -> list[str]:
    if words.late:
        return [f"{words.name}{words.actual}，尚有{words.rest}未办结，其中{words.late}逾期"]
    rest = f"{words.name}{words.actual}，尚有{words.rest}未办结"
    return [f"{rest}，均无逾期", rest] if words.in_time else [rest]


def _overdue(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    if row["kind"] == "items":
        return _items(words)
    if row["kind"] == "milestone":
        return [f"{words.name}应于{words.due}完成，尚未完成"]
    return [f"{words.name}应于{words.due}完成，实际完成{words.share}", f"{words.name}尚未完成，期限为{words.due}"]


def _done(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    if row["kind"] == "milestone" and row["unit"] == "节点":
        return [words.quote, f"{words.name}已完成"]
    if row["kind"] == "limit":
        return [f"{words.name}{words.actual}，控制在目标{words.target}以内"]
    if row["actual"] == row["target"] or row["unit"] == "%":
        return [f"{words.name}{words.actual}全部完成" if row["unit"] != "%" else f"{words.name}{words.actual}"]
    return [f"{words.name}{words.actual}，超过目标{words.target}，完成率{words.share}", f"{words.name}{words.actual}"]


def _done_late(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    return [f"{words.name}已完成，比期限晚，应于{words.due}完成", f"{words.name}已完成"]


def _open(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    if row["kind"] == "milestone":
        return [f"{words.name}尚未完成，期限未写明"]
    rest = (
        [f"{words.name}{words.actual}，尚有{words.rest}未完成，期限未写明"] if words.rest and row["unit"] != "%" else []
    )
    return [*rest, f"{_done_part(words, row)}，期限未写明"]


def _not_started(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    return [f"{words.name}目标{words.target}，尚未启动"]


def _accepted(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    return [f"{_done_part(words, row)}，偏差已批准"]


def _to_verify(words: _Words, row: Mapping[str, Any], targets: list[str]) -> list[str]:
    """What is printed and what has to be asked; no state, no deviation."""
    contested = len(targets) > 1
    if words.rate and (contested or is_missing(row["target"])):
        subject = words.project or words.name
        rate = _rate_word(words.quote, words.rate) or "完成率"
        asked = "对照哪个目标待确认" if contested else "目标待确认"
        return [f"{subject}自报{rate}{words.rate}，{asked}", f"{words.name}自报完成率{words.rate}，{asked}"]
    if words.rate:
        return [f"{words.name}自报完成率{words.rate}，怎么算的待确认"]
    if not words.actual:
        return [f"{words.name}目标{words.target}，完成数待确认", f"{words.name}，完成数待确认"]
    return [f"{words.name}{words.actual}，{'对照哪个目标待确认' if contested else '目标待确认'}"]


def _rate_word(quote: str, rate: str) -> str:
    """How a sentence calls its per cent: 总进度 for 完成总进度73%; "" where it does not name it shortly."""
    found = re.search(rf"(?:完成|占|达|已)?([\u4e00-\u9fff]{{0,4}}(?:进度|率))(?:为|达到|达)?{re.escape(rate)}", quote)
    return found[1] if found else ""


def _plain(words: _Words, row: Mapping[str, Any], _targets: list[str]) -> list[str]:
    """A number that is only watched: the clause of the report, else name and number."""
    expected = "预计" if row["kind"] == "forecast" and "预计" not in words.name else ""
    return [clause_title(words.quote, words.actual), f"{words.name}{expected}{words.actual}"]


_TEMPLATES: Final = {
    "overdue": _overdue, "regressed": _ahead, "far_behind": _behind, "behind": _behind, "to_verify": _to_verify,
    "done_late": _done_late, "accepted": _accepted, "open": _open, "on_track": _on_track, "ahead": _ahead,
    "done": _done, "not_started": _not_started,
}  # fmt: skip
