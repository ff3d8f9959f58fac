"""Building blocks of views: panels (a chart with its table and texts) and headline figures."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, join_cells, replaced_starts
from domain.schema.columns import Column
from domain.schema.display import NOT_STATED, is_missing, listed, quantity_text
from domain.schema.frames import records
from domain.schema.period import as_of_text
from domain.schema.tables import TABLES
from domain.schema.vocabulary import STATES

#: Columns of headline figures: label, value and unit as written, as_of in words, state (code; missing: no light), note,
#: start (offset of the figure; missing: no sentence), row_id (of a row from a workbook or an edit).
HEADLINE: Final = ("label", "value", "unit", "as_of", "state", "note", "start", "row_id")

_NUMBER: Final = re.compile(r"(?:预计)?(?:约|近)?[+−]?\d[\d,.]*余?")


@dataclass(frozen=True, eq=False)
class Panel:
    """One chart, the table below it, and its texts.

    table: every row that the page lists; columns: those that are shown, in order. drawn: the input table of the chart
    builder (see charts/). title: the takeaway with its numbers. subtitle: unit and as-of date. alt: description of the
    chart for screen readers. name: Chinese name of the saved picture and caption of the table. source_rows: the rows
    that the numbers were computed from, where the table's rows are not stored ones. incomparable: headline figures that
    cannot be compared and are not drawn; incomparable_reason: why, in a sentence. unplaced_domain: the domain (code)
    whose figures an empty panel lacks, because none of them found its place in a table.
    """

    name: str
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame
    columns: tuple[Column, ...]
    drawn: pd.DataFrame
    source_rows: pd.DataFrame | None = None
    incomparable: pd.DataFrame | None = None
    incomparable_reason: str = ""
    unplaced_domain: str = ""

    @property
    def empty(self) -> bool:
        """Whether there are no rows; `title` then says so."""
        return self.table.empty

    @property
    def has_content(self) -> bool:
        """Whether there are rows, or figures of its domain that found no place in a table."""
        return not self.empty or bool(self.unplaced_domain)

    @property
    def proof_rows(self) -> pd.DataFrame:
        """The stored rows behind the panel, with row_id, source_id and their proof."""
        return self.table if self.source_rows is None else self.source_rows


def panels_of(view: Any) -> dict[str, Panel]:
    """The panels of a view (a dataclass) by field name; those in a mapping as field.key."""
    found: dict[str, Panel] = {}
    for field in fields(view):
        value = getattr(view, field.name)
        if isinstance(value, Panel):
            found[field.name] = value
        elif isinstance(value, Mapping):
            found |= {f"{field.name}.{key}": each for key, each in value.items() if isinstance(each, Panel)}
    return found


def columns_of(table: str, names: str) -> tuple[Column, ...]:
    """The columns `names` (separated by spaces) of `table`. KeyError for one that it does not have."""
    return tuple(TABLES[table].column(name) for name in names.split())


def number_column(name: str, label: str, unit: str = "", *, qualifier: str = "") -> Column:
    """A computed column of numbers; `qualifier`: the column that holds their 约, 余, 以上."""
    return Column(name, "number", label, unit, qualifier_column=qualifier)


def text_column(name: str, label: str, *, may_be_empty: bool = False) -> Column:
    """A computed column of texts; `may_be_empty`: an empty column is not reported as 未载明."""
    return Column(name, "text", label, may_be_empty=may_be_empty)


#: The state of a row: a code, shown as its word.
STATE: Final = Column("state", "text", "状态", words=STATES)


def headline(
    label: str, quantity: str, row: Mapping[str, Any], *, column: str, note: str = "", state: str | None = None
) -> dict[str, Any]:
    """One headline figure: `quantity` as written (584亩); proved by `column` of `row`, else by the row."""
    value, unit = split_quantity(quantity)
    start = cell_starts(row.get("cells")).get(column, row.get("start"))
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "as_of": as_of_text(row.get("as_of_start"), row.get("as_of_end")),
        "state": state,
        "note": note,
        "start": None if is_missing(start) else start,
        "row_id": history_row_id(row) if is_missing(start) else None,
    }


def history_row_id(row: Mapping[Any, Any]) -> str | None:
    """The row_id of a row that comes from a workbook or an edit, without a sentence; None for any other row."""
    if not is_missing(row.get("start")) or is_missing(row.get("source_id")) or is_missing(row.get("row_id")):
        return None
    return str(row["row_id"])


def leads_to(rows: pd.DataFrame) -> pd.Series:
    """What each of `rows` opens where it is drawn; "" for nothing.

    Its indicator (indicator=ROW_ID), else what is said of its project (q=NAME), else its sentence (at=OFFSET), else the
    history of its row (row=ROW_ID).
    """

    def lead(row: dict[str, Any]) -> str:
        if "indicator_id" in row:
            return f"indicator={row['row_id']}"
        if not is_missing(row.get("project")):
            return f"q={row['project']}"
        if not is_missing(row.get("start")):
            return f"at={row['start']}"
        row_id = history_row_id(row)
        return "" if row_id is None else f"row={row_id}"

    return worded(rows, lead)


def headline_table(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Headline figures as a table: n rows, the columns of HEADLINE."""
    listed = list(rows)
    if not listed:
        return pd.DataFrame(columns=list(HEADLINE)).astype({"start": "Int64"})
    cells: dict[str, Any] = {column: [row.get(column) for row in listed] for column in HEADLINE}
    return pd.DataFrame(cells | {"start": pd.array(cells["start"], dtype="Int64")})


def split_quantity(text: str) -> tuple[str, str]:
    """A written figure as number and unit: 约600亩 → (约600, 亩), 40余人 → (40余, 人); words alone have no unit."""
    number = _NUMBER.match(text)
    return (number.group(), text[number.end() :]) if number else (text, "")


def quantities(rows: pd.DataFrame, column: str, unit: str | None = None, qualifier: str = "qualifier") -> pd.Series:
    """The numbers of `column` as written, "" where missing. unit: of all rows, else that of their column unit."""

    def text(row: dict[str, Any]) -> str:
        value = row[column]
        return "" if is_missing(value) else quantity_text(value, unit or row["unit"], row.get(qualifier))

    return worded(rows, text)


def as_of_words(rows: pd.DataFrame) -> str:
    """The as-of dates of `rows` in words, each once, the most frequent first."""
    if rows.empty:
        return as_of_text(None, None)
    spans = rows.groupby(["as_of_start", "as_of_end"], dropna=False).size().sort_values(ascending=False, kind="stable")
    return "、".join(dict.fromkeys(as_of_text(start, end) for start, end in spans.index))


def joined(*parts: str | None, between: str = "；") -> str:
    """The parts that are neither missing nor empty, joined."""
    return between.join(str(part) for part in parts if not is_missing(part))


def named(rows: pd.DataFrame, *columns: str, missing: str = NOT_STATED) -> pd.DataFrame:
    """`rows` with missing texts of `columns` replaced by `missing`, for sentences and charts."""
    return rows.assign(**{column: rows[column].fillna(missing) for column in columns})


def proofs_renamed(rows: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """The `cells` of rows whose columns were renamed: {"area_mu": "value"} makes area_mu=1388 into value=1388."""

    def renamed(starts: Mapping[str, int]) -> dict[str, int]:
        return {new: starts[old] for old, new in names.items() if old in starts}

    return [join_cells(renamed(cell_starts(cells)), renamed(replaced_starts(cells))) for cells in rows["cells"]]


def comparable(rows: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows that share `unit` and `columns` with at least one other row."""
    measured = rows[rows["unit"].notna()]
    return measured[measured.groupby(["unit", *columns], dropna=False)["unit"].transform("size") > 1]


def comparable_readings(rows: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The readings that can be compared with another one: same unit and topic, both actual or both forecast, both of
    parts or of the whole.

    Adds sort: "actual whole", "actual part", "forecast whole" or "forecast part". Targets and baselines are left out. A
    figure that an indicator of `measures` has as forecast is a forecast.
    """
    part = rows[["project", "place"]].notna().any(axis="columns")
    forecasts = measures.loc[measures["kind"] == "forecast", "cells"]
    expected = {_printed_start(cells, "actual") for cells in forecasts} - {None}
    sorts = [
        f"{'forecast' if role == 'forecast' or _printed_start(cells, 'value') in expected else 'actual'}"
        f" {'part' if of_part else 'whole'}"
        for role, cells, of_part in zip(rows["role"], rows["cells"], part, strict=True)
    ]
    sort = pd.Series(sorts, index=rows.index, dtype="str")
    sorted_rows = rows.assign(sort=sort)
    return comparable(sorted_rows[~sorted_rows["role"].isin(["target", "baseline"])], "sort", "topic")


def _printed_start(cells: str | None, column: str) -> int | None:
    """The offset of the printed figure of `column`, also where it was changed since; None without one."""
    return cell_starts(cells).get(column, replaced_starts(cells).get(column))


def incomparable_sentence(rows: pd.DataFrame, drawn: pd.DataFrame) -> str:
    """The sentence that names the `rows` with a shared unit that are not in `drawn`, and why; "" for none."""
    omitted = comparable(rows)
    omitted = omitted[~omitted.index.isin(drawn.index)]
    return (
        f"{listed(omitted['name'])}口径不同（不是同一事项，或完成、目标、预计，全部、单个项目、村有别），不作图比较"
        if len(omitted)
        else ""
    )


def by_project(rows: pd.DataFrame, word: Callable[[dict[str, Any]], str], project: str = "project") -> str:
    """甲:…、…;乙:… — the texts of all rows, grouped by project; those that name none stand alone."""
    parts = [
        f"{'' if is_missing(name) else f'{name}：'}{'、'.join(worded(group, word))}"
        for name, group in rows.groupby(project, sort=False, dropna=False)
    ]
    return "；".join(parts)


def worded(rows: pd.DataFrame, word: Callable[[dict[str, Any]], str]) -> pd.Series:
    """`word` of every row as a column of dtype str, also for zero rows."""
    return pd.Series([word(row) for row in records(rows)], index=rows.index, dtype="str")
