"""The figures of a report with their position in its clauses: the input of every rule about statements."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from domain.schema.vocabulary import NOT_FIGURES
from domain.text.headings import FURNITURE
from domain.text.outline import Outline
from domain.text.spans import Paragraph, Sentence, Span
from domain.text.task_tables import TaskCell, task_cell_at
from domain.text.text_tables import find_tables
from domain.text.traditional import simplified
from domain.text.wrapping import JoinedText
from loaders.report.periods import Span as Days
from loaders.report.table_numbers import figure_cells

_WIDTHS: Final = str.maketrans("，；：（）％！？０１２３４５６７８９．／", ",;:()%!?0123456789./")
#: 千万元以上的项目, 过亿元企业, 50万元以上村: the number tells which things are meant, not how much there is.
_THRESHOLD_BEHIND: Final = re.compile(r"(?:及?以[上下]|以内)的?(?=[\u4e00-\u9fff])(?!的?[为是占达共])")
_THRESHOLD_BEFORE: Final = re.compile(r"(?:超|过|逾|达到?|不足|低于|高于|不低于|超过)$")
_OF_LAND: Final = frozenset({"亩", "市亩", "公顷", "畝", "ha", "hm²", "hm2"})
_OF_THINGS: Final = re.compile(
    r"(?:元|亩|公顷|平方米|人|户)?(?:及?以[上下])?的?(?:重[大点])?(?:产业|工业|招商|技改|制造业|服务业|单体|集体经济|"
    r"经营性收入)?"
    r"(?:项目|企业|村|大户|行政村|车间|商贸业?|园区|单位)"
)


@dataclass(slots=True)
class Fact:
    """One figure and what its clause states; offsets are those of `Report.text`.

    figure: its row of `figures`. lead: where the words that belong to it begin (behind the figure before it in the
    clause, else the clause). tail: where those behind it end. kind: the name of its object in the lexicon. cell: the
    cell of a table of tasks that it stands in. is_sure: whether words of its own clause say its domain.
    """

    figure: dict[str, Any]
    start: int
    end: int
    clause: tuple[int, int]
    sentence: Sentence
    paragraph: Paragraph
    lead: int
    tail: int
    cell: TaskCell | None = None
    role: str = "actual"
    of_what: str | None = None
    object: str | None = None
    kind: str = ""
    stage: str | None = None
    group: str = ""
    domain: str = "other"
    is_sure: bool = False
    subject: str | None = None
    scope: str | None = None
    days: Days | None = None
    due: date | None = None
    part_of: int | None = None
    is_growth: bool = False
    declines: bool = False
    rules: list[str] = field(default_factory=list)

    @property
    def is_share(self) -> bool:
        """Whether it is a per cent."""
        return bool(self.figure["dimension"] == "percent")

    @property
    def unit(self) -> str:
        """The unit in which it is compared: its base unit; land in 亩 and floor area in 平方米 stay apart."""
        base = str(self.figure["base_unit"] or "")
        return "亩" if base == "平方米" and str(self.figure["unit"]).lstrip("十百千万亿") in _OF_LAND else base


class Report:
    """A report's text, joined and in half-width punctuation, with its outline and its figures in order."""

    def __init__(self, source_text: str, outline: Outline, figures: list[dict[str, Any]]) -> None:
        self.joined, self.outline = JoinedText(source_text), outline
        self.text = simplified(self.joined.text).translate(_WIDTHS).replace("依次", "分别")
        self.source, self.figures = source_text, figures
        #: Cells of tables by the offset of their figure in the source.
        self.cells = dict(figure_cells(source_text, find_tables(source_text)))
        self.starts = [self.joined.joined(int(each["start"])) for each in figures]
        self.ends = [self.joined.joined(int(each["end"]) - 1) + 1 for each in figures]

    @cached_property
    def facts(self) -> list[Fact]:
        """The figures of running text that state a fact, in its order; those of tables: table_facts.py."""
        return list(self._facts())

    def span(self, of: Span) -> tuple[int, int]:
        """A span of the outline as one of `text`."""
        return self.joined.joined(of.start), self.joined.joined(of.end)

    def lead(self, fact: Fact) -> str:
        """The words of its clause before the figure of `fact`."""
        return self.text[fact.lead : fact.start]

    def _facts(self) -> Iterator[Fact]:
        last = 0
        for at, figure in enumerate(self.figures):
            if figure["dimension"] in NOT_FIGURES:
                continue
            offset = int(figure["start"])
            if offset in self.cells:
                continue
            paragraph = self.outline.paragraph(offset)
            if paragraph.role in FURNITURE and paragraph.role != "title":
                continue
            start, end = self.starts[at], self.ends[at]
            if figure["dimension"] != "percent" and _is_threshold(self.text, start, end):
                continue
            clause = self.outline.clause(offset)
            inside = self.joined.joined(clause.start), self.joined.joined(clause.stop)
            lead = max(inside[0], last)
            last = end
            tail = max(end, min(inside[1], self.starts[at + 1] if at + 1 < len(self.starts) else inside[1]))
            yield Fact(
                figure, start, end, inside, self.outline.sentence(offset), paragraph, lead, tail,
                task_cell_at(self.source, offset),
                role=str(figure["role"] or "actual"), domain=str(figure["domain"] or "other"),
            )  # fmt: skip


def _is_threshold(text: str, start: int, end: int) -> bool:
    """Whether the number at [start, end) is a threshold that selects things: 千万元以上项目, 过亿元企业."""
    worded = text[start:end]
    if worded.endswith(("以上", "以下", "以内")):
        return _OF_THINGS.match(text, end) is not None
    if _THRESHOLD_BEHIND.match(text, end) and _OF_THINGS.match(text, end):
        return True
    return (
        _THRESHOLD_BEFORE.search(text, max(0, start - 4), start) is not None and _OF_THINGS.match(text, end) is not None
    )
