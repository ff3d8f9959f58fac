"""查找: what the version says of a word, a village or a responsible unit, over every table and the report's text."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.schema.display import NOT_STATED, is_missing
from domain.schema.frames import Tables, records
from domain.schema.labels import contents_text, row_names
from domain.schema.tables import KEPT_TABLES, TABLES
from domain.text.outline import read_outline
from views.judging import NEEDS_ATTENTION
from views.panel import Panel, number_column, text_column

#: Tables in the order in which their hits are shown; the text of the report comes last.
SEARCHED: Final = (*KEPT_TABLES, "findings")
TEXT: Final = "source"
LATE: Final = frozenset(NEEDS_ATTENTION - {"to_verify", "done_late"})
_MOST_PLACES: Final = 40


@dataclass(frozen=True)
class Hit:
    """One row or sentence that was found: its table (TEXT for the text), name, contents in words, sentence.

    row_id: of the row, "" for the text; start: offset of the sentence, None where there is none.
    """

    table: str
    name: str
    contents: str
    quote: str
    row_id: str
    start: int | None


def search(tables: Tables, text: str, query: str) -> dict[str, tuple[Hit, ...]]:
    """The hits by table (SEARCHED, then TEXT) that hold every word of `query`; tables without a hit are left out.

    Words are parted by blanks; full-width and half-width forms and upper and lower case are the same, blanks inside the
    searched text do not count. An indicator with several claimed targets is one hit.
    """
    words = [folded(word) for word in query.split()]
    if not words:
        return {}
    found = {name: tuple(_rows(name, tables[name], _holding(words))) for name in SEARCHED}
    found[TEXT] = tuple(_sentences(text, _holding(words)))
    return {name: hits for name, hits in found.items() if hits}


def of_owner(tables: Tables, owner: str) -> dict[str, tuple[Hit, ...]]:
    """The rows whose responsible unit is `owner`, as `search` returns them; "" for those that have none."""

    def is_owned(row: Mapping[str, Any]) -> bool:
        return is_missing(row["owner"]) if not owner else row["owner"] == owner

    found = {}
    for name in SEARCHED:
        if any(column.name == "owner" for column in TABLES[name].columns):
            rows = tables[name]
            kept = rows[[is_owned(row) for row in records(rows)]] if len(rows) else rows
            found[name] = tuple(_rows(name, kept, lambda _: True))
    return {name: hits for name, hits in found.items() if hits}


def places(tables: Tables) -> dict[str, int]:
    """The villages and other places that rows name, with the number of rows, most frequent first."""
    counts: Counter[str] = Counter()
    for name in KEPT_TABLES:
        if any(column.name == "place" for column in TABLES[name].columns):
            counts.update(str(place) for place in tables[name]["place"].dropna())
    return dict(counts.most_common(_MOST_PLACES))


def owners_panel(settled: pd.DataFrame) -> Panel:
    """The judged indicators by responsible unit: owner, n, late, to_verify; those with the most late ones first."""
    rows = settled[settled["state"] != "monitor"]
    groups: dict[str, list[str]] = {}
    for row in records(rows):
        groups.setdefault("" if is_missing(row["owner"]) else str(row["owner"]), []).append(str(row["state"]))
    table = pd.DataFrame(
        [
            {
                "owner": owner,
                "owner_text": owner or f"责任单位{NOT_STATED}",
                "n": len(states),
                "late": sum(state in LATE for state in states),
                "to_verify": states.count("to_verify"),
            }
            for owner, states in groups.items()
        ],
        columns=["owner", "owner_text", "n", "late", "to_verify"],
    ).sort_values(["late", "to_verify", "n"], ascending=False, kind="stable", ignore_index=True)
    listing = "；".join(f"{row['owner_text']}{row['n']}项，滞后{row['late']}项" for row in records(table))
    return Panel(
        name="责任单位",
        title=f"按责任单位：{listing}" if listing else "没有有目标的任务",
        subtitle="滞后的在前",
        alt=f"表格，按责任单位：{listing}。" if listing else "没有有目标的任务。",
        table=table,
        columns=(
            text_column("owner_text", "责任单位"),
            number_column("n", "任务", "项"),
            number_column("late", "滞后", "项"),
            number_column("to_verify", "待核实", "项"),
        ),
        drawn=table.iloc[:0],
        source_rows=rows,
    )


def folded(text: str) -> str:
    """`text` as it is compared: NFKC, lower case, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _holding(words: Iterable[str]) -> Callable[[str], bool]:
    listed = tuple(words)
    return lambda text: all(word in folded(text) for word in listed)


def _rows(name: str, rows: pd.DataFrame, holds: Callable[[str], bool]) -> Iterator[Hit]:
    names = row_names(name, rows)
    indicators: set[str] = set()
    for row in records(rows):
        row_id, quote = str(row["row_id"]), "" if is_missing(row["quote"]) else str(row["quote"])
        contents = contents_text(name, row, names[row_id])
        if not holds(f"{names[row_id]}\n{contents}\n{quote}"):
            continue
        indicator = row.get("indicator_id")
        if name == "measures" and not is_missing(indicator):
            if indicator in indicators:
                continue
            indicators.add(str(indicator))
        label = str(row["name"]) if name == "measures" and not is_missing(row["name"]) else names[row_id]
        yield Hit(name, label, contents, quote, row_id, None if is_missing(row["start"]) else int(row["start"]))


def _sentences(text: str, holds: Callable[[str], bool]) -> Iterator[Hit]:
    for paragraph in read_outline(text).paragraphs:
        for sentence in paragraph.sentences:
            quote = text[sentence.start : sentence.end].strip()
            if holds(quote):
                yield Hit(TEXT, "", "", quote, "", sentence.start)
