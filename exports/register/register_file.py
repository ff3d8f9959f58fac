"""指标台账 for print (xlsx): a summary with native charts, every indicator with its state, then every table in full.

A4 across, titles on each printed page. Numbers are numbers, written by their format as domain.schema.display writes
them; text is text, never a formula. Nothing here is read back: the workbook to fill in is exports/ledger.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.judging.reasons import state_text
from domain.schema.columns import Column
from domain.schema.display import is_missing, number_text, points_text, quantity_text, share_text, signed_text
from domain.schema.frames import conform, records
from domain.schema.ledger import written_cells
from domain.schema.period import as_of_text
from domain.schema.provenance import Sources, basis_text, rows_source_text, sources_text
from domain.schema.tables import TABLES
from domain.schema.vocabulary import DIMENSIONS, NOT_FIGURES, SEVERITIES, STATES
from exports.office.clean import clean, prose
from exports.office.spreadsheet import label_format, workbook_bytes
from exports.register.sheets import (
    Cell,
    SheetRows,
    add_state_colors,
    bar_chart,
    fitted,
    set_print,
    shown_width,
    write_heading,
    write_rows,
)
from views.brief_measures import claim_word
from views.judging import Judged
from views.measure_sentences import has_own_target
from views.overview import OverviewView, overview_view
from views.panel import as_of_words, worded
from views.plan import plan_view
from views.slide import Edition, ledger_rows, shown_tables
from views.slide_figures import milestone_words
from views.slides import report_name, reported_rows, unit_name

SUMMARY: Final = "汇总"
INDICATORS: Final = "指标完成情况"
#: Tables that the last sheets hold.
_LAST: Final = ("figures", "findings", "issues")
#: Provenance columns: to the right of the printed area.
_OUTSIDE_PRINT: Final = (
    "row_id", "part_of", "sentence", "section", "source_id", "start", "end", "sheet", "cell", "cells", "indicator_id",
    "figures", "as_of_start",
)  # fmt: skip
#: Of these the ones that only programs read: hidden.
_HIDDEN: Final = ("row_id", "part_of", "source_id", "start", "end", "cells", "indicator_id", "figures")
#: Tables that the sheet of indicators and those of the domains are made from: kept for tracing, not printed.
_FOR_TRACING: Final = ("statements", "measures", "figures", "findings", "issues")
#: Columns of a table that need no place on paper: what others say already.
_NOT_ON_PAPER: Final = {
    "commitments": ("theme", "topic", "begin", "due_text", "note"), "demolition": ("state_text",),
}  # fmt: skip
#: Most half-width characters of a column of sentences.
_SENTENCE_WIDTHS: Final = {"text": 104, "message": 104, "quote": 60, "sentence": 44, "state_text": 40}
#: Widths of the three columns of the summary.
_SUMMARY_WIDTHS: Final = (34, 17, 56)
#: Of the bars with 序时: behind the state the time that is gone.
_ELAPSED_WIDTH: Final = 12
_UNDECIDED: Final = "完成率与序时进度（目标待核实的不作结论）"
_NO_DAY: Final = date(2000, 1, 1)


def register(
    tables: Mapping[str, pd.DataFrame],
    edition: Edition | None = None,
    rule: str | None = None,
    *,
    hide: bool = True,
    previous: pd.DataFrame | None = None,
) -> bytes:
    """The register of a version; the arguments are those of views.slides.slides. The same input, the same bytes.

    Raises UnknownRuleError for a rule that the catalogue does not have.
    """
    edition = edition or Edition()
    shown = shown_tables(tables, hide=hide)
    overview = overview_view(shown, rule, previous)
    source = rows_source_text(ledger_rows(shown), edition.sources)
    tasks = plan_view(shown).commitments.table
    shown["commitments"] = shown["commitments"].reset_index(drop=True).assign(due=tasks["due"].where(tasks["own_due"]))
    workbook = Workbook()
    summary = workbook.active
    assert isinstance(summary, Worksheet)
    summary.title = SUMMARY
    _summary(summary, overview, f"{report_name(shown, edition)}指标台账", (edition.version, source),
             unit_name(shown, edition), as_of_words(reported_rows(shown)), hide=hide)  # fmt: skip
    sheet = workbook.create_sheet(INDICATORS)
    _indicators(sheet, overview.judged, edition.sources)
    _hide(sheet, hidden=overview.judged.claims.empty)
    for name, spec in sorted(TABLES.items(), key=lambda item: item[0] in _LAST):
        sheet, table = workbook.create_sheet(spec.label), shown.get(name, conform(name, []))
        _table(sheet, name, table, edition.sources)
        _hide(sheet, hidden=name in _FOR_TRACING or table.empty)
    workbook.properties.title = clean(report_name(shown, edition))
    workbook.properties.creator = ""
    days = shown["figures"]["as_of_end"].dropna()
    return workbook_bytes(workbook, _NO_DAY if days.empty else days.max().date())


def _hide(sheet: Worksheet, *, hidden: bool) -> None:
    if hidden:
        sheet.sheet_state = "hidden"
        sheet.print_area = None  # LibreOffice prints a hidden sheet that has one


def _summary(
    sheet: Worksheet, overview: OverviewView, title: str, about: tuple[str, ...], unit: str, as_of: str, *, hide: bool
) -> None:
    """Title, version and source (`about`), counts of states and deviations, headline figures, what needs attention.

    A part without rows is left out. unit: who fills it in; as_of: the days of the figures, in words.
    """
    year = overview.year_sentence if overview.deviations.table["elapsed"].notna().any() else ""
    sheet["A1"].value = None
    row = write_heading(sheet, 1, title, 18)
    kept = "个人姓名和受处分人数已隐去" if hide else ""
    lines = (*about, f"数据时点：{as_of}", year, overview.checks, kept)
    for line in lines:
        if line:
            row = write_heading(sheet, row, prose(line), 10, bold=False)
    row = last = write_heading(sheet, row, f"填报单位：{unit}　　填报人：　　　　审核人：　　　　", 10, bold=False)
    counts = overview.states.table
    if len(counts):
        row = write_heading(sheet, row + 1, prose(overview.states.title), 13)
        rows = [[Cell(word), _number(n, quantity_text(n, "项")), Cell(names)] for word, n, names in _state_rows(counts)]
        last = write_rows(sheet, SheetRows(row, ("状态", "项数", "指标"), rows, _SUMMARY_WIDTHS))
        add_state_colors(sheet, f"A{row + 1}:A{last - 1}")
        row = bar_chart(sheet, row, last, counts["state"].tolist(), title="各状态项数（项）")
    deviations = overview.deviations.table
    if len(deviations):
        contested = deviations["contested"].astype(bool)
        row = write_heading(sheet, row + 1, _UNDECIDED if contested.any() else prose(overview.deviations.title), 13)
        rows = [
            [
                Cell(each["label"]), _number(each["completion"], share_text(each["completion"]), "0.0%"),
                Cell(_pace_words(each)), _number(each["elapsed"], share_text(each["elapsed"]), "0.0%"),
            ]
            for each in records(deviations)
        ]  # fmt: skip
        widths = (*_SUMMARY_WIDTHS, _ELAPSED_WIDTH)
        last = write_rows(sheet, SheetRows(row, ("指标", "完成率", "状态", "序时进度"), rows, widths))
        add_state_colors(sheet, f"C{row + 1}:C{last - 1}")
        states = deviations["state"].mask(contested, "to_verify").tolist()
        title = "完成率（按状态着色）与序时进度（灰）"
        row = bar_chart(sheet, row, last, states, title=title, reference=len(widths))
    if len(overview.headlines):
        row = write_heading(sheet, row + 1, "主要数字", 13)
        rows = [
            [Cell(each["label"]), Cell(f"{each['value']}{each['unit']}", right=True), Cell(_note(each))]
            for each in records(overview.headlines)
        ]
        row = last = write_rows(sheet, SheetRows(row, ("指标", "数值", "说明"), rows, _SUMMARY_WIDTHS))
    if len(overview.attention.table):
        row = write_heading(sheet, row + 1, prose(overview.attention.title), 13)
        rows = [
            [Cell(each["name"]), Cell(state_text(each["state"])), Cell(prose(each["reason"]))]
            for each in records(overview.attention.table)
        ]
        last = write_rows(sheet, SheetRows(row, ("需要关注", "状态", "原因"), rows, _SUMMARY_WIDTHS))
        add_state_colors(sheet, f"B{row + 1}:B{last - 1}")
    set_print(sheet, f"A1:M{last}", title_rows="")
    sheet.page_setup.fitToHeight = 1


def _state_rows(counts: pd.DataFrame) -> list[tuple[str, int, str]]:
    return [(state_text(row["state"]), int(row["n"]), row["names"]) for row in records(counts)]


def _pace_words(row: dict[str, Any]) -> str:
    """超前，偏差+23.4个百分点; no state under one of several targets: 待核实（按此目标），偏差…."""
    word = f"{STATES['to_verify']}（按此目标）" if row["contested"] else row["word"]
    return f"{word}，偏差{points_text(row['deviation'])}"


def _note(row: dict[str, Any]) -> str:
    state = "" if is_missing(row["state"]) else state_text(row["state"])
    return "；".join(part for part in (state, row["note"], row["as_of"]) if part)


def _indicators(sheet: Worksheet, result: Judged, sources: Sources) -> None:
    """One row per claim of a target, judged: figures with units, shares, the state's word in its colour, the reason.

    What is only watched stands last, outside of the printed area: its numbers are on the sheets of the domains.
    """
    headers = (
        "指标", "目标依据", "目标值", "完成值", "完成率", "序时进度", "偏差（百分点）", "进度系数", "状态", "说明",
        "完成期限", "数据时点", "责任单位", "起始", "项目", "依据",
    )  # fmt: skip
    is_watched = (result.claims["state"] == "monitor").to_numpy()
    ordered = pd.concat([result.claims[~is_watched], result.claims[is_watched]])
    rows = [_indicator(row, sources) for row in records(ordered)]
    on_paper = len(rows) - int(is_watched.sum()) + 1
    widths = (*fitted((24, 56, 12, 12, 9, 9, 11, 9, 20, 40, 12, 13, 12)), 12, 16, 44)
    last = write_rows(sheet, SheetRows(1, headers, rows, widths))
    add_state_colors(sheet, f"I2:I{max(last - 1, 2)}")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{max(last - 1, 2)}"
    set_print(sheet, f"A1:M{max(on_paper, 2)}", title_rows="1:1")


def _indicator(row: dict[str, Any], sources: Sources) -> list[Cell]:
    def quantity(column: str) -> Cell:
        if column == "target" and not has_own_target(row):
            return Cell(None)
        if row["kind"] == "milestone":
            done = None if is_missing(row[column]) else milestone_words(row) or ("已完成" if row[column] else "未完成")
            return Cell(done if column == "actual" else None)
        is_forecast = column == "actual" and row["kind"] == "forecast"
        text = quantity_text(row[column], row["unit"], row[f"{column}_qualifier"], forecast=is_forecast)
        return _number(row[column], text)

    share, elapsed = row["completion"], row["elapsed"]
    return [
        Cell(row["name"]), Cell(row["claim"]), quantity("target"), quantity("actual"),
        _number(share, share_text(share), "0.0%"), _number(elapsed, share_text(elapsed), "0.0%"),
        _number(row["deviation"], signed_text(row["deviation"])),
        _number(row["pace"], "", "0.00"), Cell(claim_word(row)), Cell(prose(row["reason"])),
        Cell(row["due"], code="yyyy-mm-dd"), Cell(as_of_text(row["as_of_start"], row["as_of_end"])),
        Cell(row["owner"]), Cell(row["begin"], code="yyyy-mm-dd"), Cell(row["project"]),
        Cell(basis_text(row, sources), wraps=False),
    ]  # fmt: skip


def _number(value: Any, text: str, code: str | None = None) -> Cell:
    """A number displayed as `text` through a number format (or `code`); a text cell where no format can do that."""
    if is_missing(value):
        return Cell(None)
    found = code or label_format(float(value), text)
    return Cell(text, right=True) if found is None else Cell(float(value), code=found, right=True)


def _table(sheet: Worksheet, name: str, table: pd.DataFrame, sources: Sources) -> None:
    """Every row of a table: non-empty columns in the printed area, provenance columns to the right of it."""
    known = {column.name for column in TABLES[name].all_columns}
    table = table.assign(source_id=worded(table, lambda row: sources_text(sources.of_row(row))))
    unprinted = (*_NOT_ON_PAPER.get(name, ()), *_OUTSIDE_PRINT)
    own = [each for each in TABLES[name].columns if each.name not in unprinted and table[each.name].notna().any()]
    is_quoted = any(each.name in ("text", "message") for each in own)  # they say what the sentence says
    proof = () if is_quoted else ("as_of_end", "quote")
    printed = [*(own or TABLES[name].columns[:3]), *(TABLES[name].column(each) for each in proof)]
    outside = [*(("as_of_end", "quote") if is_quoted else ()), *unprinted]
    columns = [*printed, *(TABLES[name].column(each) for each in outside if each in known)]
    names = set(table.index[table["dimension"].isin(list(NOT_FIGURES))]) if "dimension" in table else set()
    cells = [
        _column_cells(name, column, table[column.name], names, wraps=at < len(printed))
        for at, column in enumerate(columns)
    ]
    rows = [list(row) for row in zip(*cells, strict=True)]
    widths = tuple(_width(column, texts) for column, texts in zip(columns, cells, strict=True))
    widths = (*fitted(widths[: len(printed)]), *widths[len(printed) :])
    last = write_rows(sheet, SheetRows(1, tuple(column.header for column in columns), rows, widths))
    for index, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].hidden = column.name in _HIDDEN
    sheet.freeze_panes = "B2"
    end = f"{get_column_letter(len(printed))}{max(last - 1, 2)}"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(last - 1, 2)}"
    set_print(sheet, f"A1:{end}", title_rows="1:1")


def _column_cells(
    name: str, column: Column, values: pd.Series, names: Collection[Any], *, wraps: bool
) -> list[Cell]:  # fmt: skip
    """The cells of one column: words for codes, typed dates and numbers; names: rows without quantities."""
    words = {"severity": SEVERITIES, "dimension": DIMENSIONS}.get(column.name, {})
    right = column.kind in ("number", "integer")
    found = []
    for at, value in zip(values.index, written_cells(name, column, values), strict=True):
        shown = words.get(value, value) if isinstance(value, str) else value
        code = "yyyy-mm-dd" if column.kind == "date" else None
        if right and isinstance(shown, int | float):
            code = "0" if at in names or column.kind == "integer" else _plain_format(float(shown))
        found.append(Cell(shown, code=code, right=right, wraps=wraps))
    return found


def _plain_format(value: float) -> str:
    """Thousands separators, and as many decimals as number_text shows: at most two."""
    return "#,##0" + ("." + "0" * len(number_text(value).partition(".")[2]) if "." in number_text(value) else "")


def _width(column: Column, cells: list[Cell]) -> float:
    """Width in half-width characters: that of the longest text, at least 8, at most 26, more for sentences."""
    widest = max([shown_width(each.value) for each in cells], default=0)
    most = _SENTENCE_WIDTHS.get(column.name, 26)
    return min(max(shown_width(column.header) + 2, widest + 2, 8), most)
