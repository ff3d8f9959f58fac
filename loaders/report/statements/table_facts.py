"""What the cells of a table state: one fact per figure, by the label of its row and the header of its column.

Scope is the label of the row, None for totals; where the labels are indicators, they are the objects. Target, actual
and rate of one thing make a pair in each row; 本周完成 stands alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from domain.schema.vocabulary import NOT_FIGURES
from domain.text.spans import Span as TextSpan
from domain.text.text_tables import TextTable
from domain.text.traditional import simplified
from loaders.report.periods import Span, months, printed_span
from loaders.report.statements.cell_columns import CellColumn, Plan, columns_of, pair_columns
from loaders.report.statements.dates import Calendar
from loaders.report.statements.due import DueDates
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import domain_of_lines, object_of_unit, place_endings, words_in
from loaders.report.statements.scope_names import names_of
from loaders.report.table_numbers import FigureCell

Pair = tuple[Fact | None, Fact | None, Fact | None]
_INDICATORS: Final = re.compile(r"指标|科目|税种|类[别型]|品种|内容|事项|工作|项目(?!名称)")
_LIST_MARK: Final = re.compile(
    r"^(?:[\d一二三四五六七八九十]{1,3}[、.．]|[(（][\d一二三四五六七八九十]{1,3}[)）]|其中[:：]?|[#＃])\s*"
)
_DATE: Final = re.compile(
    r"(?:(?:19|20)\d\d年)?\d{1,2}月?[-—至~～]\d{1,2}月|(?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}[日号])?|"
    r"(?:(?:19|20)\d\d年)?[上下]半年|(?:19|20)\d\d年"
)
_DUE_BEHIND: Final = re.compile(r"(?:底|末)?(?:之?前|以前|内)")
_TASK: Final = re.compile(r"占(?P<of>.{0,8}?(?:任务|计划|目标|预算)数?)")
_GROWTH: Final = re.compile(r"增[长速幅]率?|涨幅|降幅|增长")


def facts_of_cells(
    report: Report, calendar: Calendar, due_dates: DueDates, year: int | None
) -> tuple[list[Fact], list[Pair]]:
    """The facts of the tables of `report` in order, and their pairs. year: the reported year."""
    facts: list[Fact] = []
    pairs: list[Pair] = []
    for _, figures in groupby(_figures(report), lambda each: each[1].table.start):
        cells = list(figures)
        table = cells[0][1].table
        columns = columns_of(report, table)
        plan = list(pair_columns(columns))
        days = _days_above(report, table, year) or calendar.days_at(report.joined.joined(table.start))
        for _, in_row in groupby(cells, lambda each: each[1].row.start):
            row: dict[int, Fact] = {}
            for figure, cell in in_row:
                fact = row[cell.column] = _fact(report, figure, cell, columns[cell.column])
                if fact.role == "target":
                    fact.due = due_dates.in_words(cell.meaning.header)
                else:
                    fact.days = _days_in(cell.meaning.header, year) or days
            facts += row.values()
            pairs += _pairs_of(row, plan, columns)
    return facts, pairs


def _figures(report: Report) -> Iterator[tuple[dict[str, object], FigureCell]]:
    for figure in report.figures:
        cell = report.cells.get(int(figure["start"]))
        if cell is not None and figure["dimension"] not in NOT_FIGURES:
            yield figure, cell


def _fact(report: Report, figure: dict[str, object], cell: FigureCell, column: CellColumn) -> Fact:
    offset = int(str(figure["start"]))
    start, end = report.joined.joined(offset), report.joined.joined(int(str(figure["end"])) - 1) + 1
    span = report.span(TextSpan(cell.row.start, cell.row.end, ""))
    meaning = column.meaning
    fact = Fact(
        figure, start, end, span, report.outline.sentence(offset), report.outline.paragraph(offset), start, end,
        role=meaning.role, domain=str(figure["domain"] or "other"), stage=column.stage, group=column.stage_group,
        object=column.object, kind=column.word.name if column.word else "", is_growth=meaning.is_growth,
        declines=meaning.declines, rules=["table"],
    )  # fmt: skip
    if fact.domain in ("other", "") and column.word and not column.word.is_weak:
        fact.domain = column.word.domain
    if cell.row.label and not cell.row.is_total:
        _set_subject(fact, cell)
    if fact.domain == "other" and (fact.is_share or fact.figure["dimension"] == "money"):
        fact.domain = domain_of_lines(_lines_above(report, fact, cell.table)) or "other"
    fact.object = fact.object or object_of_unit(str(figure["unit"] or "").lstrip("万千百十亿"), fact.domain)
    return fact


def _lines_above(report: Report, fact: Fact, table: TextTable) -> Iterator[str]:
    """The lines right above a table, the headings over it from the lowest up, the title."""
    yield from (simplified(report.source[start:end]) for start, end in table.above)
    yield from (heading.title for heading in reversed(fact.paragraph.headings))
    yield from (each.text for each in report.outline.paragraphs if each.role == "title")


def _set_subject(fact: Fact, cell: FigureCell) -> None:
    """The label of the row as the scope of its facts, or as their object."""
    label = _LIST_MARK.sub("", cell.label)
    names = names_of(label)
    words = [word for word in words_in("objects", label, 0, len(label)) if not word.is_weak]
    is_name = bool(names) or label.endswith(place_endings())
    header = cell.table.columns[cell.table.label_column].header
    if not is_name and (words or _INDICATORS.search(header)):
        fact.object, fact.kind = label, words[-1].name if words else label
        if fact.is_share and fact.role == "actual" and _GROWTH.search(label) and not fact.stage:
            fact.stage, fact.is_growth = "同比增长", True
        if words and fact.domain == "other":
            fact.domain = words[-1].domain
        return
    fact.scope = label
    if label.endswith(("项目", "工程")) or (names and names[-1].is_project):
        fact.subject = label


def _pairs_of(row: dict[int, Fact], plan: Sequence[Plan], columns: dict[int, CellColumn]) -> Iterator[Pair]:
    """The pairs of one row; a rate is a share of what its header names, else of its target."""
    for each in plan:
        target, actual, rate = (row.get(at) if at is not None else None for at in each)
        if rate is not None and each[2] is not None:
            share = _TASK.search(columns[each[2]].meaning.header)
            whole = columns[each[0]].meaning.header if each[0] is not None else None
            rate.of_what = share["of"] if share else whole
        found = [one for one in (target, actual, rate) if one is not None]
        if len(found) > 1:
            _share_domain(found)
            yield target, actual, rate


def _share_domain(pair: Sequence[Fact]) -> None:
    """Target, actual and rate of one thing are of one domain: the one that any of their headers names."""
    named = {fact.domain for fact in pair} - {"other"}
    if len(named) == 1:
        for fact in pair:
            fact.domain = next(iter(named))
            unit = str(fact.figure["unit"] or "").lstrip("万千百十亿")
            fact.object = object_of_unit(unit, fact.domain) or fact.object if not fact.kind else fact.object


def _days_above(report: Report, table: TextTable, year: int | None) -> Span | None:
    """The days that the nearest line above that prints a month or day names."""
    for start, end in table.above:
        words = simplified(report.source[start:end])
        if found := [match for match in _DATE.finditer(words) if not _DUE_BEHIND.match(words, match.end())]:
            parts = [match[0] for match in found if re.search("[月半]", match[0])]
            return _span(parts[-1], year) if parts else None
    return None


def _days_in(header: str, year: int | None) -> Span | None:
    """The days that a header names: 1-6月完成, 2020年执行数."""
    match = _DATE.search(header)
    return _span(match[0], year) if match and not _DUE_BEHIND.match(header, match.end()) else None


def _span(printed: str, year: int | None) -> Span | None:
    if "半年" not in printed:
        return printed_span(printed, year)
    year = int(printed[:4]) if printed[0].isdecimal() else year
    if year is None:
        return None
    return months(year, 1, 6) if "上" in printed else months(year, 7, 12)
