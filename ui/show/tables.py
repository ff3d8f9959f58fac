"""A table as HTML: each number a link to its sentence, units in the headers, a CSV below it.

Not st.dataframe: it draws on a canvas, which supports no link per number, does not print, and is one picture to a
screen reader.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from domain.schema.cell_links import cell_starts
from domain.schema.columns import Column
from domain.schema.csv_text import csv_text
from domain.schema.display import MISSING, NOT_STATED, is_missing, number_text, qualified_text, signed_text
from ui.shell.links import indicator_link, page_link, row_link, source_link
from ui.shell.text import escape_html, escape_markdown, state_html
from views.panel import history_row_id

#: Decimals of computed columns, by unit and by name; other columns have as many as their numbers need, two at most.
_DECIMALS: Final = {"%": 1, "百分点": 1}
_DECIMALS_OF: Final = {"pace": 2, "per_wan_yuan": 2}
_MOST_DECIMALS: Final = 2
#: The column with a row's version in words; its number is in version_id, the offset of its sentence in proof.
_ORIGIN: Final = "origin"
_LONG_TEXT: Final = 24  # a column with a longer text gets the class "long"
#: Tables with more rows than this get a field that narrows them.
LONG_TABLE: Final = 15
_UNKNOWN: Final = f'<abbr class="unknown" title="{NOT_STATED}">{MISSING}</abbr>'


class Look(NamedTuple):
    """How the cells of one column are written: `decimals` of its numbers (None: as many as each needs), `css` class."""

    column: Column
    decimals: int | None
    css: str


def show_table(table: pd.DataFrame, columns: Sequence[Column], *, caption: str, lead: str = "sentence") -> None:
    """Draws `columns` of `table` in the order of its rows, and below it the same as CSV for Excel and WPS.

    `lead`: target of the link in a row's first column: its "sentence" (start), its "history" (row_id), the
    page of its "indicator", or "" for no link. Numbers in a row's `cells` are links to their sentences.
    """
    st.html(table_html(table, columns, caption=caption, lead=lead))
    show_download(table, columns, name=caption)


def show_download(table: pd.DataFrame, columns: Sequence[Column], *, name: str) -> None:
    """A button that saves `columns` of `table` as `name`.csv; the file is made when it is pressed."""
    st.download_button(
        escape_markdown(f"下载{name}（CSV）"),
        data=table_csv(table, columns),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"csv {name}",
        help="可用 Excel 或 WPS 打开",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def table_csv(table: pd.DataFrame, columns: Sequence[Column]) -> Callable[[], bytes]:
    """A function that returns `columns` of `table` as CSV bytes: codes as words, headers with units."""

    def content() -> bytes:
        shown = table.loc[:, [column.name for column in columns]].copy()
        for column in columns:
            if column.words and column.kind == "text":
                shown[column.name] = shown[column.name].map(lambda code, words=column.words: words.get(code, code))
        return csv_text(shown.set_axis([column.header for column in columns], axis="columns")).encode()

    return content


def table_html(table: pd.DataFrame, columns: Sequence[Column], *, caption: str, lead: str = "sentence") -> str:
    """`columns` of `table` as a <table> in a box that scrolls sideways.

    Columns without any value are not drawn but listed below the table.
    """
    filled = [column for column in columns if table[column.name].notna().any()]
    empty = [column.label for column in columns if column not in filled and not column.may_be_empty]
    looks = [_look(table[column.name], column) for column in filled]
    head = "".join(header_html(look.column.header, look.css) for look in looks)
    rows = (_row(row, looks, lead) for row in table.to_dict("records"))
    note = f'<p class="from">原文均{NOT_STATED}：{escape_html("、".join(empty))}</p>' if empty else ""
    sheet = (
        f'<div class="sheet" role="region" tabindex="0" aria-label="{escape_html(caption)}"><table><caption>'
        f"{escape_html(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>{note}"
    )
    return sheet if len(table) <= LONG_TABLE else f'<div class="narrowable">{narrow_field(caption)}{sheet}</div>'


def narrow_field(caption: str) -> str:
    """A field that hides the rows of its .narrowable without what is typed (ui/shell/assets/tables.js)."""
    label = escape_html(f"在“{caption}”中筛选")
    return (
        f'<p class="narrow"><input type="search" aria-label="{label}" placeholder="筛选" maxlength="40">'
        '<span role="status"></span></p>'
    )


def header_html(label: str, css: str) -> str:
    """A column header that sorts its table (ui/shell/assets/sort.js)."""
    return f'<th scope="col" class="{css}"><button type="button" class="sorter">{escape_html(label)}</button></th>'


def number_link(text: str, printed: object, row: Mapping[Any, Any] | None = None) -> str:
    """`text` of a number as a link: to the sentence in which it is `printed` (offset); for a computed one to the
    sentence of its `row`; for a row from a workbook or an edit to the row's history. Else the escaped text alone.
    """
    words, row = escape_html(text), row or {}
    if not is_missing(printed):
        return f'<a href="{escape_html(source_link(int(str(printed))))}" aria-label="{words}，见原文">{words}</a>'
    if not is_missing(row.get("start")):
        address = escape_html(source_link(int(row["start"])))
        return f'<a class="computed" href="{address}" aria-label="{words}，据原文推算，见原文">{words}</a>'
    row_id = history_row_id(row)
    return (
        words
        if row_id is None
        else f'<a href="{escape_html(row_link(row_id))}" aria-label="{words}，见来历">{words}</a>'
    )


def _proof_link(row: Mapping[Any, Any]) -> str:
    """The address of a row's sentence, else of its history; "" where neither is known."""
    if not is_missing(row.get("start")):
        return source_link(int(row["start"]))
    row_id = history_row_id(row)
    return "" if row_id is None else row_link(row_id)


def _look(values: pd.Series, column: Column) -> Look:
    if column.kind in ("number", "integer"):
        return Look(column, _precision(values, column), "number")
    if column.kind == "date":
        return Look(column, 0, "day")
    longest = max((len(str(value)) for value in values if not is_missing(value)), default=0)
    return Look(column, 0, "long" if longest > _LONG_TEXT else "words")


def _precision(values: pd.Series, column: Column) -> int | None:
    """The decimals of a column of numbers; None where each row has its own unit."""
    if column.unit_column:
        return None
    needed = max((_decimals(value) for value in values if not is_missing(value)), default=0)
    return _DECIMALS_OF.get(column.name, min(needed, _DECIMALS.get(column.unit, _MOST_DECIMALS)))


def _decimals(value: float) -> int:
    """The decimals that a number needs, at most _MOST_DECIMALS."""
    exponent = Decimal(number_text(value).replace(",", "").replace("−", "-")).as_tuple().exponent
    return min(max(-exponent, 0), _MOST_DECIMALS) if isinstance(exponent, int) else 0


def _row(row: Mapping[Any, Any], looks: Sequence[Look], lead: str) -> str:
    starts = cell_starts(row.get("cells"))
    first, *others = looks
    words = _cell(row, first, starts)
    if lead == "indicator":
        words = f'<a href="{escape_html(indicator_link(row["row_id"]))}">{words}</a>'
    elif lead == "history":
        words = f'<a href="{escape_html(row_link(row["row_id"]))}">{words}</a>'
    elif lead == "sentence" and "<a " not in words:
        address = _proof_link(row)
        words = f'<a href="{escape_html(address)}">{words}</a>' if address else words
    cells = "".join(f'<td class="{look.css}">{_cell(row, look, starts)}</td>' for look in others)
    return f'<tr><th scope="row" class="{first.css}">{words}</th>{cells}</tr>'


def _cell(row: Mapping[Any, Any], look: Look, starts: Mapping[str, int]) -> str:
    name, value = look.column.name, row[look.column.name]
    if name == "state":
        word = state_html(value, row.get("state_high"))
        judged = "rule_number" in row and value != "monitor"
        return f'<a href="{escape_html(indicator_link(row["row_id"]))}">{word}</a>' if judged else word
    if is_missing(value):
        return _UNKNOWN
    if look.column.kind in ("number", "integer"):
        qualifier = row.get(look.column.qualifier_column)
        written = signed_text(value) if look.column.unit == "百分点" else number_text(value, look.decimals)
        return number_link(qualified_text(written, qualifier=qualifier), starts.get(name), row)
    if look.column.kind == "date":
        return escape_html(f"{value:%Y-%m-%d}")
    if look.column.kind == "flag":
        return "是" if value else "否"
    text = escape_html(look.column.words.get(value, value))
    if name == _ORIGIN and row["version_id"]:
        return f'<a href="{escape_html(_origin_link(row))}">{text}</a>'
    return f'<a href="{escape_html(source_link(starts[name]))}">{text}</a>' if name in starts else text


def _origin_link(row: Mapping[Any, Any]) -> str:
    """The address of a row's sentence in the version that it came from, else of its history there."""
    if is_missing(row["proof"]):
        return page_link("source", row=row["row_id"], version=row["version_id"])
    return page_link("source", at=int(row["proof"]), version=row["version_id"])
