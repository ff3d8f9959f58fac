"""汇报材料 as data: the draft of a paper, with the report's own headings and the facts below them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.judging.bands import status_rule
from domain.judging.reasons import state_text
from domain.schema.columns import Column
from domain.schema.display import MISSING, is_missing, quantity_text, share_text, signed_text
from domain.schema.frames import Tables, records
from domain.schema.period import date_text
from domain.schema.provenance import Sources, basis_text, sources_text
from domain.schema.vocabulary import STATES
from views.facts import Fact, facts
from views.judging import Judged
from views.overview import OverviewView, overview_view
from views.panel import text_column, worded
from views.places import places_of
from views.plan import plan_view
from views.slide import Edition, ledger_rows, shown_tables
from views.slide_tables import attention_table
from views.slides import report_name

_BETWEEN: Final = " / "
_FIRST: Final = "本版为首个版本，没有上一版可比"


@dataclass(frozen=True)
class Task:
    """One commitment. text: with the due date where it has its own; basis: its source in words; topic."""

    text: str
    basis: str
    topic: str


@dataclass(frozen=True)
class Section:
    """One heading of the report: level 1 (一、), 2 ((一)) or 3 (1.), and its contents."""

    level: int
    heading: str
    facts: tuple[Fact, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, eq=False)
class Brief:
    """The paper. opening: sentences of the first paragraph; measures, attention: tables of texts with their columns
    (a hidden column state has the code); sections: headings of the report in its order; changes: against the previous
    version; definitions: terms and meanings; source: of all figures; report: source of the sentences in footnotes.
    """

    title: str
    subtitle: str
    opening: tuple[str, ...]
    measures: pd.DataFrame
    measure_columns: tuple[Column, ...]
    attention: pd.DataFrame
    attention_title: str
    attention_columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    changes: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]
    source: str
    report: str


def brief(
    tables: Tables,
    edition: Edition | None = None,
    rule: str | None = None,
    *,
    hide: bool = True,
    previous: pd.DataFrame | None = None,
    before: Tables | None = None,
) -> Brief:
    """The paper of a version. before: the tables of its parent version; the rest as in views.slides.slides.

    Raises UnknownRuleError for a rule that the catalogue does not have.
    """
    edition = edition or Edition()
    shown = shown_tables(tables, hide=hide)
    sources = edition.sources.of(ledger_rows(shown))
    source = sources_text(sources)
    previous_tables = None if before is None else shown_tables(before, hide=hide)
    overview = overview_view(shown, rule, previous)
    all_facts = facts(shown, overview.judged, previous_tables, edition.sources)
    measures, columns = measure_words(overview.judged)
    attention, attention_columns = attention_table(overview.attention.table)
    return Brief(
        title=f"{report_name(shown, edition)}工作进展情况汇报",
        subtitle=edition.version,
        opening=(f"现将{report_name(shown, edition)}工作进展情况汇报如下", *_opening(overview)),
        measures=measures,
        measure_columns=columns,
        attention=attention,
        attention_title=overview.attention.title,
        attention_columns=attention_columns,
        sections=tuple(_sections(shown, all_facts, edition.sources)),
        changes=_changes(all_facts, before),
        definitions=_definitions(overview, source, rule, hide=hide),
        source=source,
        report=sources_text(found for found in sources if found.kind == "report"),
    )


def measure_words(result: Judged) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """One row of texts per claimed target and per monitored indicator, with state (code)."""
    rows = result.claims
    contested = rows["contested"].astype(bool)
    table = pd.DataFrame(
        {
            "label": rows["name"].fillna(MISSING),
            "target": worded(rows, lambda row: _quantity(row, "target")),
            "actual": worded(rows, lambda row: _quantity(row, "actual")),
            "completion": worded(rows, lambda row: share_text(row["completion"])),
            "elapsed": worded(rows, lambda row: share_text(row["elapsed"])),
            "deviation": worded(rows, lambda row: signed_text(row["deviation"])),
            "state": rows["state"].where(~contested, "to_verify"),
            "word": worded(rows, claim_word),
        }
    )
    order = table["state"].eq("monitor").sort_values(kind="stable").index
    return table.loc[order].reset_index(drop=True), (
        text_column("label", "指标"), text_column("target", "目标值"), text_column("actual", "完成值"),
        text_column("completion", "完成率"), text_column("elapsed", "序时进度"),
        text_column("deviation", "偏差（百分点）"), text_column("word", "状态"),
    )  # fmt: skip


def claim_word(row: dict[str, Any]) -> str:
    """The label of the state; for one of several claims 待核实, followed by the state under that target."""
    word = state_text(row["state"], row["state_high"])
    return f"{STATES['to_verify']}（按此目标{word}）" if row["contested"] else word


def _quantity(row: dict[str, Any], column: str) -> str:
    if row["kind"] == "milestone" and column == "target":
        return MISSING
    if row["kind"] == "milestone" and not is_missing(row[column]):
        return "已完成" if row[column] else "未完成"
    is_forecast = column == "actual" and row["kind"] == "forecast"
    return quantity_text(row[column], row["unit"], row[f"{column}_qualifier"], forecast=is_forecast)


def _opening(overview: OverviewView) -> tuple[str, ...]:
    return tuple(
        sentence
        for sentence in (overview.year_sentence, overview.states.title, overview.summary, overview.checks)
        if sentence
    )


def _sections(tables: Tables, all_facts: list[Fact], sources: Sources) -> Iterator[Section]:
    """The headings that have contents, each with its facts and tasks, parents before children."""
    places = _section_places(tables["figures"])
    by_path: dict[tuple[str, ...], tuple[list[Fact], list[Task]]] = {path: ([], []) for path in dict(places).values()}
    for fact in all_facts:
        path = _own_path(_path_at(places, fact.place), fact.quote)
        by_path.setdefault(path, ([], []))[0].append(fact)
    for place, task in _tasks(tables, sources):
        path = _themed(list(by_path), task[1]) or _path_at(places, place)
        by_path.setdefault(path, ([], []))[1].append(task[0])
    yielded: set[tuple[str, ...]] = set()
    for path, (own_facts, own_tasks) in _in_order(by_path, places):
        for level in range(1, len(path)):
            if path[:level] not in yielded:
                yielded.add(path[:level])
                yield Section(level, path[level - 1], (), ())
        yielded.add(path)
        yield Section(len(path), path[-1] if path else "", tuple(own_facts), tuple(own_tasks))


def _section_places(figures: pd.DataFrame) -> list[tuple[int, tuple[str, ...]]]:
    """The offset of each figure and the headings above it, in the order of the text."""
    rows = figures[figures["start"].notna()].sort_values("start", kind="stable")
    return [
        (int(start), () if is_missing(section) else tuple(part.strip() for part in str(section).split(_BETWEEN)))
        for start, section in zip(rows["start"].tolist(), rows["section"].tolist(), strict=True)
    ]


def _path_at(places: list[tuple[int, tuple[str, ...]]], place: int) -> tuple[str, ...]:
    """The headings above the figure nearest to offset `place`."""
    if not places:
        return ()
    return min(places, key=lambda entry: abs(entry[0] - place))[1]


def _own_path(path: tuple[str, ...], quote: str) -> tuple[str, ...]:
    """`path` without a last part that is the fact's own sentence, as in a numbered list of honours."""
    return path[:-1] if len(path) > 1 and quote and quote in path[-1] else path


def _themed(paths: list[tuple[str, ...]], theme: str) -> tuple[str, ...] | None:
    """The headings that end with the theme of a task; None for no match."""
    return next((path for path in paths if path and theme and path[-1].endswith(theme) and len(path) > 1), None)


def _in_order(
    by_path: dict[tuple[str, ...], tuple[list[Fact], list[Task]]], places: list[tuple[int, tuple[str, ...]]]
) -> list[tuple[tuple[str, ...], tuple[list[Fact], list[Task]]]]:
    """The headings with contents, in the order of the report."""
    first: dict[tuple[str, ...], int] = {}
    for start, path in places:
        for level in range(1, len(path) + 1):
            first.setdefault(path[:level], start)
    filled = [(path, content) for path, content in by_path.items() if content[0] or content[1]]
    return sorted(filled, key=lambda item: (first.get(item[0], 0), len(item[0])))


def _tasks(tables: Tables, sources: Sources) -> Iterator[tuple[int, tuple[Task, str]]]:
    """Offset, task and theme of every commitment, in the order of the report."""
    view, places = plan_view(tables), places_of(tables)
    for row in sorted(records(view.commitments.table), key=lambda row: places[row["row_id"]]):
        text = MISSING if is_missing(row["text"]) else str(row["text"])
        due = f"（{date_text(row['due'])}前）" if row["own_due"] and not is_missing(row["due"]) else ""
        topic = "" if is_missing(row["topic"]) or row["topic"] == row["theme"] else str(row["topic"])
        theme = "" if is_missing(row["theme"]) else str(row["theme"])
        yield places[row["row_id"]], (Task(f"{text}{due}", basis_text(row, sources), topic), theme)


def _changes(all_facts: list[Fact], before: Tables | None) -> tuple[str, ...]:
    """The changes against the previous version, one sentence each; a single sentence where there are none."""
    if before is None:
        return (_FIRST,)
    found = tuple(f"{fact.text.partition('；')[0]}（{fact.change}）" for fact in all_facts if fact.change)
    return found or ("与上一版相比，各项数字没有变化",)


def _definitions(overview: OverviewView, source: str, rule: str | None, *, hide: bool) -> tuple[tuple[str, str], ...]:
    chosen = status_rule(rule)
    lines = (
        ("数据时点", overview.as_of),
        ("完成率", "（完成值-基数）÷（目标值-基数），可以超过100%"),
        ("偏差", "完成率减序时进度，单位是百分点"),
        ("判定规则", f"{chosen.name}。{chosen.source}"),
        (
            STATES["to_verify"],
            "目标、完成值或单位不全，几个目标结论不同，或自报比率无法由同一报告的数字得出；核实前不作结论",
        ),
        ("来源", source),
        ("隐去内容", "个人姓名和受处分人数已隐去" if hide else ""),
    )
    return tuple((term, meaning) for term, meaning in lines if meaning)
