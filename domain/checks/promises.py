"""Commitments and targets of an earlier report, looked for in a text: kept, under way, not mentioned, redefined.

A promise is found by its rare words: pairs of characters, weighted by how few sentences hold them. What the text says
of it is read off the sentence found: whether it stands in the plan, says that something is done, or has another number.
A person confirms it; nothing here is a verdict.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from domain.checks.report import Report
from domain.checks.words import NOT_YET
from domain.schema.display import is_missing
from domain.text.kinds import AHEAD
from domain.text.spans import Clause, Sentence

State = Literal["kept", "under_way", "not_mentioned", "redefined"]
STATES: Final[dict[State, str]] = {
    "redefined": "改了口径", "not_mentioned": "未再提及", "under_way": "在推进", "kept": "已兑现",
}  # fmt: skip

#: So much of the weight of a promise must be found in one sentence; more where it names no thing of its own.
_ENOUGH: Final = 0.34
_ENOUGH_OF_WORDS: Final = 0.5
#: As much must be found for another number to be one of the same promise.
_SAME: Final = 0.6
_DONE: Final = re.compile(
    r"完成|竣工|完工|通车|收官|建成|投产|投用|启用|投入使用|交付|结顶|落成|验收|达到|达成|实现|入库|销号|清零"
)
#: Words that any promise may have.
_GENERAL: Final = re.compile(
    r"加快|继续|推进|抓好|大力|全面|深入|认真|积极|进一步|持续|不断|切实|力争|确保|努力|做好|加强|开展|实施|推动|促进|助力|"
    r"着力|全力|争取|预计|计划|年底前?|年内|上半年|下半年|月底前?|今年|全年|完成|建成|实现"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Promise:
    """What was promised. text: its words; quote: its sentence; names: of project or place; value, unit: as printed."""

    row_id: str
    text: str
    quote: str
    domain: str
    names: tuple[str, ...] = ()
    value: float | None = None
    unit: str = ""
    due_text: str = ""

    @property
    def is_concrete(self) -> bool:
        """Whether it can be checked: it names a project, a number or a day."""
        return bool(self.names or self.value is not None or (self.due_text and self.due_text in self.text))


@dataclass(frozen=True)
class PromiseMatch:
    """What a text says of a promise: start, end: its sentence, None where there is none; printed: another number."""

    promise: Promise
    state: State
    start: int | None = None
    end: int | None = None
    printed: str = ""
    share: float = 0.0


def promises_of(tables: Mapping[str, Any]) -> list[Promise]:
    """The commitments of a version, in the order of its report."""
    rows = tables["commitments"].to_dict("records") if "commitments" in tables else []
    return [
        Promise(
            row_id=str(row["row_id"]), text=str(row["text"]), quote=_word(row["quote"]) or str(row["text"]),
            domain=_word(row["domain"]) or "commitments", names=tuple(filter(None, (_word(row["project"]),))),
            value=None if is_missing(row["quantity"]) else float(row["quantity"]), unit=_word(row["unit"]),
            due_text=_word(row["due_text"]),
        )
        for row in rows
    ]  # fmt: skip


def targets_of(tables: Mapping[str, Any]) -> list[Promise]:
    """The targets of a version that are not reached and were due behind its period, or have no due day.

    Of several claims of one target only the first counts; a target that a commitment promises is left to that.
    """
    committed = "".join(promise.quote for promise in promises_of(tables))
    rows = tables["measures"].to_dict("records") if "measures" in tables else []
    found: dict[str, Promise] = {}
    for row in rows:
        target, actual = row["target"], row["actual"]
        is_open = not is_missing(row["name"]) and not is_missing(target) and (is_missing(actual) or actual < target)
        is_due = not is_missing(row["due"]) and not is_missing(row["as_of_end"]) and row["due"] <= row["as_of_end"]
        if not is_open or is_due or is_missing(row["quote"]) or str(row["quote"]).strip("。；;") in committed:
            continue
        promise = Promise(
            row_id=str(row["row_id"]), text=str(row["name"]), quote=str(row["quote"]), domain=_word(row["domain"]),
            names=tuple(filter(None, (_word(row["project"]),))), value=float(target), unit=_word(row["unit"]),
        )  # fmt: skip
        found.setdefault(promise.text, promise)
    return list(found.values())


def find_promises(promises: Sequence[Promise], report: Report) -> list[PromiseMatch]:
    """Each promise with the sentence of `report` about it, in the order of `promises`."""
    sentences = [each for each in report.outline.sentences if len(each.text.strip()) > 3]
    pairs = [_pairs(each.text) for each in sentences]
    counts = Counter(pair for found in pairs for pair in found)
    return [_find(promise, report, sentences, pairs, counts) for promise in promises]


def _find(
    promise: Promise, report: Report, sentences: Sequence[Sentence], pairs: Sequence[set[str]], counts: Counter[str]
) -> PromiseMatch:
    wanted = _pairs(_GENERAL.sub("，", promise.text))
    weights = {pair: math.log(1 + len(sentences) / (1 + counts[pair])) for pair in wanted}
    total = sum(weights.values())
    shares = [sum(weights[pair] for pair in wanted & found) / total if total else 0.0 for found in pairs]
    ranked = sorted(range(len(sentences)), key=lambda at: (-round(shares[at], 6), sentences[at].kind in AHEAD, at))
    enough = _ENOUGH if promise.is_concrete else _ENOUGH_OF_WORDS
    near = [at for at in ranked if shares[at] >= enough]
    if not near:
        return PromiseMatch(promise, "not_mentioned", share=max(shares, default=0.0))
    reported = [at for at in near if sentences[at].kind not in AHEAD]
    best = reported[0] if reported else near[0]
    state, printed = _state(promise, report, sentences[best], is_same=shares[best] >= _SAME)
    return PromiseMatch(promise, state, sentences[best].start, sentences[best].end, printed, shares[best])


def _state(promise: Promise, report: Report, sentence: Sentence, *, is_same: bool) -> tuple[State, str]:
    """What a sentence says of a promise, and the number that it has instead of the promised one."""
    same = [
        figure
        for clause in _clauses(promise, report, sentence)
        for figure in report.figures_in(clause)
        if promise.value is not None and figure.unit == promise.unit and figure.role in ("target", "forecast", "")
    ]
    if is_same and same and all(figure.value != promise.value for figure in same):
        return "redefined", "、".join(figure.text for figure in same)
    if sentence.kind in AHEAD:
        return "under_way", ""
    near = "，".join(each.text for each in _clauses(promise, report, sentence)) or sentence.text
    is_done = _DONE.search(near) is not None and NOT_YET.search(near) is None
    return ("kept" if is_done else "under_way"), ""


def _clauses(promise: Promise, report: Report, sentence: Sentence) -> list[Clause]:
    """The clauses of the sentence that share words with the promise."""
    wanted = _pairs(_GENERAL.sub("，", promise.text))
    clauses = [each for each in report.outline.clauses if sentence.start <= each.start < sentence.end]
    return [each for each in clauses if wanted & _pairs(each.text)]


def _pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters of the Chinese words of `text`."""
    return {words[at : at + 2] for words in _HAN.findall(text) for at in range(len(words) - 1)}


def count_states(found: Iterable[PromiseMatch]) -> dict[State, int]:
    """How many promises have each state, in the order of STATES."""
    counts = Counter(each.state for each in found)
    return {state: counts[state] for state in STATES if counts[state]}


def _word(cell: Any) -> str:
    return "" if is_missing(cell) else str(cell)
