"""查找: what the version says of a word, a village or a responsible unit, over every table and the report's text."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import NOT_STATED, is_missing
from domain.schema.frames import Tables, records
from domain.schema.labels import contents_text, row_names
from domain.schema.tables import BASE_TABLES, TABLES
from domain.schema.vocabulary import ATTENTION_ORDER
from domain.text.outline import read_outline
from views.funding import money_by_kind, nested
from views.judging import NEEDS_ATTENTION
from views.panel import Panel, number_column, text_column

#: Tables in the order in which their hits are shown; the text of the report comes last.
SEARCHED: Final = (*BASE_TABLES, "findings")
TEXT: Final = "source"
LATE: Final = frozenset(NEEDS_ATTENTION - {"to_verify", "done_late"})
_MOST_PLACES: Final = 40
#: What a line about a row need not say: how it is counted, and its place in the report.
_BRIEFLY_LEFT_OUT: Final = frozenset({
    "domain", "of_what", "begin", "elapsed_mode", "kind", "direction", "claim", "theme", "topic", "due_text",
    "as_of_end", "baseline", "check", "confirm", "computed", "printed", "message", "part_of",
})  # fmt: skip
#: Of a milestone, which is reached or not, the 1 and 0 in which it is kept.
_OF_A_MILESTONE: Final = frozenset({"target", "actual"})


@dataclass(frozen=True)
class Hit:
    """One row or sentence that was found: its table (TEXT for the text), name, contents in words, sentence.

    row_id: of the row, "" for the text; start: offset of the sentence, None where there is none; state: of a judged
    indicator (code), else "".
    """

    table: str
    name: str
    contents: str
    quote: str
    row_id: str
    start: int | None
    state: str = ""


@dataclass(frozen=True, eq=False)
class SearchResult:
    """What is said of a word, a village or a responsible unit.

    hits: by table (SEARCHED, then TEXT), those with a hit; projects: that their rows name, in order; money: their money
    by kind (views.funding.money_by_kind), None where there is none.
    """

    hits: dict[str, tuple[Hit, ...]]
    projects: tuple[str, ...]
    money: Panel | None


def search_result(tables: Tables, hits: dict[str, tuple[Hit, ...]]) -> SearchResult:
    """The hits with the projects and the money that their rows name."""
    ids = {name: {hit.row_id for hit in found} for name, found in hits.items() if name != TEXT}
    rows = [tables[name][tables[name]["row_id"].isin(each)] for name, each in ids.items() if "project" in tables[name]]
    names = pd.concat([each["project"] for each in rows]).dropna() if rows else pd.Series([], dtype="str")
    money = nested(tables["funding"])
    money = money[money["row_id"].isin(ids.get("funding", set()))]
    return SearchResult(hits, tuple(dict.fromkeys(map(str, names))), money_by_kind(money) if len(money) else None)


def states_of(indicators: pd.DataFrame) -> dict[str, str]:
    """row_id of each claim of a judged indicator -> the state of the indicator."""
    rows = indicators[indicators["state"] != "monitor"]
    return {
        claim: str(row["state"])
        for row in records(rows)
        for claim in (str(row["row_id"]), *str(row["claim_rows"]).split())
    }


def search(
    tables: Tables, text: str, query: str, states: Mapping[str, str] | None = None
) -> dict[str, tuple[Hit, ...]]:
    """The hits by table (SEARCHED, then TEXT) that hold every word of `query`; tables without a hit are left out.

    Words are parted by blanks; full-width and half-width forms and upper and lower case are the same, blanks inside the
    searched text do not count. An indicator with several claimed targets is one hit. states: as `states_of` returns.
    """
    words = [folded(word) for word in query.split()]
    if not words:
        return {}
    found = {name: tuple(_rows(name, tables[name], _holding(words), states)) for name in SEARCHED}
    found["measures"] = _worst_first(found["measures"])
    found[TEXT] = tuple(_sentences(text, _holding(words)))
    return {name: hits for name, hits in found.items() if hits}


def of_owner(tables: Tables, owner: str, states: Mapping[str, str] | None = None) -> dict[str, tuple[Hit, ...]]:
    """What concerns the responsible unit `owner`, as `search` returns it; "": the rows that lack one.

    Its own rows; rows of other tables about the projects of these; its honours; the findings about figures of its rows,
    or to be settled with it.
    """
    own = {name: _owned(tables[name], owner) for name in SEARCHED if "owner" in tables[name]}
    concerned = dict(own)
    if owner:
        projects = {str(each) for rows in own.values() for each in rows["project"].dropna()}
        starts = {start for rows in own.values() for cells in rows["cells"] for start in cell_starts(cells).values()}
        for name in SEARCHED:
            rows = tables[name]
            if name not in own and "project" in rows:
                concerned[name] = rows[rows["project"].isin(list(projects))]
        concerned["honours"] = _naming(tables["honours"], "who", owner)
        findings = tables["findings"]
        about = [not starts.isdisjoint(_offsets(figures)) for figures in findings["figures"]]
        asked = findings["row_id"].isin(_naming(findings, "with_whom", owner)["row_id"])
        concerned["findings"] = findings[asked | pd.Series(about, index=findings.index, dtype="bool")]
    found = {
        name: tuple(_rows(name, concerned[name], lambda _: True, states)) for name in SEARCHED if name in concerned
    }
    found["measures"] = _worst_first(found["measures"])
    return {name: hits for name, hits in found.items() if hits}


def _worst_first(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Judged indicators before others, those in the worst state first."""
    return tuple(sorted(hits, key=lambda hit: ATTENTION_ORDER.index(hit.state) if hit.state else len(ATTENTION_ORDER)))


def _owned(rows: pd.DataFrame, owner: str) -> pd.DataFrame:
    return rows[rows["owner"] == owner] if owner else rows[rows["owner"].isna()]


def _naming(rows: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """The rows whose text in `column` holds `name`."""
    holds = [folded(name) in folded(str(text)) for text in rows[column].fillna("")]
    return rows[pd.Series(holds, index=rows.index, dtype="bool")]


def _offsets(figures: object) -> set[int]:
    return set() if is_missing(figures) else set(map(int, str(figures).split()))


def places(tables: Tables) -> dict[str, int]:
    """The villages and other places that rows name, with the number of rows, most frequent first."""
    counts: Counter[str] = Counter()
    for name in BASE_TABLES:
        if any(column.name == "place" for column in TABLES[name].columns):
            counts.update(str(place) for place in tables[name]["place"].dropna())
    return dict(counts.most_common(_MOST_PLACES))


def owners_panel(indicators: pd.DataFrame) -> Panel:
    """The judged indicators by responsible unit: owner, n, late, to_verify; those with the most late ones first, those
    without a responsible unit (owner "") last.
    """
    rows = indicators[indicators["state"] != "monitor"]
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
    ).sort_values(["late", "to_verify", "n"], ascending=False, kind="stable")
    table = pd.concat([table[table["owner"] != ""], table[table["owner"] == ""]], ignore_index=True)
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


def _rows(
    name: str, rows: pd.DataFrame, holds: Callable[[str], bool], states: Mapping[str, str] | None = None
) -> Iterator[Hit]:
    names = row_names(name, rows)
    indicators: set[str] = set()
    for row in records(rows):
        row_id, quote = str(row["row_id"]), "" if is_missing(row["quote"]) else str(row["quote"])
        if not holds(f"{names[row_id]}\n{contents_text(name, row, names[row_id])}\n{quote}"):
            continue
        indicator = row.get("indicator_id")
        if name == "measures" and not is_missing(indicator):
            if indicator in indicators:
                continue
            indicators.add(str(indicator))
        label = str(row["name"]) if name == "measures" and not is_missing(row["name"]) else names[row_id]
        left_out = _BRIEFLY_LEFT_OUT | (_OF_A_MILESTONE if row.get("kind") == "milestone" else set())
        contents = contents_text(name, row, label, without=left_out)
        start = None if is_missing(row["start"]) else int(row["start"])
        yield Hit(name, label, contents, quote, row_id, start, (states or {}).get(row_id, ""))


def _sentences(text: str, holds: Callable[[str], bool]) -> Iterator[Hit]:
    for paragraph in read_outline(text).paragraphs:
        for sentence in paragraph.sentences:
            quote = text[sentence.start : sentence.end].strip()
            if holds(quote):
                yield Hit(TEXT, "", "", quote, "", sentence.start)
