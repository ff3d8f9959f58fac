"""汇报材料 as data: the draft of a paper, with the report's own headings and the facts below them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from domain.schema.columns import Column
from domain.schema.display import MISSING, is_missing
from domain.schema.frames import Tables, records
from domain.schema.period import date_text
from domain.schema.provenance import Sources, basis_text, sources_text
from views.brief_measures import definitions, measure_words, own_time
from views.brief_paragraphs import Phrase, paragraph, plain_numbers
from views.facts import Fact, facts
from views.overview import OverviewView, overview_view
from views.places import places_of
from views.plan import coming_time, plan_view
from views.scorecard import state_counts
from views.slide import Edition, ledger_rows, shown_tables
from views.slide_measures import state_parts
from views.slide_tables import attention_table, cell_texts
from views.slides import report_name, unit_name

_BETWEEN: Final = " / "
_STOP: Final = "。"
_ATTENTION: Final = "需要关注的事项"
_CHANGES: Final = "与上一版相比"
_NUMERALS: Final = "一二三四五六七八九十"
_NUMBERED: Final = re.compile(f"[{_NUMERALS}]、")
_VERSION: Final = "上一版"
_ASK: Final = "请核实后再定稿。"
#: Tasks of one topic in the text; the list behind it has all.
_MOST_TASKS: Final = 2
#: Fewer below a heading with facts are said in passing and need the sentence before them: only the list has them.
_LEAST_TASKS: Final = 3
_YEAR_OVER: Final = "100.0%"
_REQUEST: Final = re.compile("(?<=。)请[^。]*。?")


@dataclass(frozen=True)
class Task:
    """One commitment. text: with the due date where it has its own; basis: its source in words; topic; is_checkable:
    whether it has a quantity, a project or its own due date; remarks: see views.facts.Fact.
    """

    text: str
    basis: str
    topic: str
    is_checkable: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One heading of the report: level 1 (一、), 2 ((一)) or 3 (1.), and its contents.

    phrases: its facts in prose; plan: its tasks, of each topic the most important ones.
    """

    level: int
    heading: str
    facts: tuple[Fact, ...]
    tasks: tuple[Task, ...]
    phrases: tuple[Phrase, ...] = ()
    plan: tuple[Phrase, ...] = ()


@dataclass(frozen=True, eq=False)
class Brief:
    """The paper. opening: sentences of the first paragraph; sections: headings of the report in its order.

    attention: what needs attention, one phrase each; changes: sentences on the changes against the previous version,
    () for none; headings: of these two, numbered on where the report's are; coming: the period that is planned;
    measures: a table of texts with its columns (a hidden column state has the code); definitions: terms and meanings;
    bases: heading and what the clauses below it rest on; source: of all figures; signature: the unit below the text;
    written: the day of the version, None where unknown.
    """

    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    attention: tuple[Phrase, ...]
    changes: tuple[str, ...]
    headings: tuple[str, str]
    coming: str
    measures: pd.DataFrame
    measure_columns: tuple[Column, ...]
    definitions: tuple[tuple[str, str], ...]
    bases: tuple[tuple[str, tuple[str, ...]], ...]
    source: str
    signature: str
    written: date | None


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
    source = sources_text(edition.sources.of(ledger_rows(shown)))
    previous_tables = None if before is None else shown_tables(before, hide=hide)
    overview = overview_view(shown, rule, previous)
    all_facts = facts(shown, overview.judged, previous_tables, edition.sources, previous)
    measures, columns = measure_words(overview.judged)
    sections = tuple(_sections(shown, all_facts, edition, 1 if measures.empty else 2))
    name = report_name(shown, edition)
    return Brief(
        title=f"{name}工作进展情况汇报",
        opening=(f"现将{name}工作进展情况汇报如下", *_opening(overview)),
        sections=sections,
        attention=tuple(_attention(overview)),
        changes=_changes(all_facts, before),
        headings=_further_headings(sections),
        coming=plan_view(shown).coming,
        measures=measures,
        measure_columns=columns,
        definitions=definitions(shown, overview, rule, edition, hide=hide),
        bases=_bases(sections),
        source=source,
        signature=unit_name(shown, edition),
        written=max((each.day for each in edition.sources.of(ledger_rows(shown)) if each.day), default=edition.written),
    )


def _opening(overview: OverviewView) -> Iterator[str]:
    """How much of the year is gone, while any of it is left; what became of the targets, where there are any."""
    if overview.year_sentence and not overview.year_sentence.endswith(_YEAR_OVER):
        yield overview.year_sentence
    targets = overview.judged.indicators.query("state != 'monitor'")
    if len(targets):
        yield f"有目标的指标{len(targets)}项：{'，'.join(state_parts(state_counts(targets), coming_time(targets)))}"


def _attention(overview: OverviewView) -> Iterator[Phrase]:
    """甲、乙：严重滞后，原因, worst first; what is to be verified carries its comment."""
    table, columns = attention_table(overview.attention.table)
    rows = zip(cell_texts(table, columns), table["state"].tolist(), strict=True)
    for number, ((label, word, reason), state) in enumerate(rows, start=1):
        remarks = (f"{word}：{label}。{reason}", _ASK) if state == "to_verify" else ()
        reason_text = _REQUEST.sub("", f"{word}。{reason.rstrip(_STOP)}。")
        yield Phrase(plain_numbers(f"{number}.{label}：{reason_text}"), remarks)


def _further_headings(sections: tuple[Section, ...]) -> tuple[str, str]:
    """The headings behind the report's own, numbered on: 五、需要关注的事项; without numbers where it has none."""
    numbered = [section.heading[0] for section in sections if section.level == 1 and _NUMBERED.match(section.heading)]
    if not numbered:
        return _ATTENTION, _CHANGES
    last = _NUMERALS.find(numbered[-1])
    first, second = (f"{_NUMERALS[min(last + step, len(_NUMERALS) - 1)]}、" for step in (1, 2))
    return f"{first}{_ATTENTION}", f"{second}{_CHANGES}"


def _bases(sections: tuple[Section, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Of each heading with contents what its clauses rest on, each source once."""
    found = []
    for section in sections:
        bases = [basis for phrase in section.phrases for basis in phrase.bases]
        bases += [task.basis for task in section.tasks if task.basis]
        if bases:
            found.append((section.heading, tuple(dict.fromkeys(bases))))
    return tuple(found)


def _sections(tables: Tables, all_facts: list[Fact], edition: Edition, annex: int) -> Iterator[Section]:
    """The headings that have contents, each with its facts and tasks, parents before children."""
    places, sources = _section_places(tables["figures"]), edition.sources
    counted = Counter(fact.as_of for fact in all_facts).most_common(1)
    usual = own_time(tables, edition) or (counted[0][0] if counted else "")
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
        heading = path[-1] if path else ""
        kept, tasks = _without_planned(own_facts, own_tasks)
        phrases = paragraph(kept, " ".join(path), usual)
        plan = tuple(_plan(tasks, heading, annex)) if len(tasks) >= _LEAST_TASKS or not phrases else ()
        yield Section(len(path), heading, tuple(own_facts), tasks, phrases, plan)


def _plan(tasks: Sequence[Task], heading: str, annex: int) -> Iterator[Phrase]:
    """一是甲。…；…。二是乙。…: of each topic its first tasks, those that can be checked before others.

    annex: the number of the list of all tasks.
    """
    topics = list(dict.fromkeys(task.topic for task in tasks))
    left = 0
    for number, topic in enumerate(topics):
        own = [task for task in tasks if task.topic == topic]
        ranked = sorted(own, key=lambda task: (not task.remarks, not task.is_checkable))[:_MOST_TASKS]
        shown = [task for task in own if task in ranked]
        left += len(own) - len(shown)
        if topic and topic not in heading:
            yield Phrase(f"{_NUMERALS[number]}是{topic}。" if 1 < len(topics) <= len(_NUMERALS) else f"{topic}。")
        for task in shown:
            yield Phrase(f"{task.text.rstrip('；。')}{'。' if task is shown[-1] else '；'}", task.remarks)
    if left:
        yield Phrase(f"另有{left}项任务见附件{annex}。")


def _without_planned(own_facts: list[Fact], own_tasks: list[Task]) -> tuple[list[Fact], tuple[Task, ...]]:
    """The facts that no task states, and the tasks with the remarks of those that one does."""
    kept, tasks = [], list(own_tasks)
    for fact in own_facts:
        at = next((at for at, task in enumerate(tasks) if fact.quote and fact.quote in task.text), None)
        if at is None:
            kept.append(fact)
        else:
            tasks[at] = replace(tasks[at], remarks=(*tasks[at].remarks, *fact.remarks))
    return kept, tuple(tasks)


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
        yield (
            places[row["row_id"]],
            (Task(f"{text}{due}", basis_text(row, sources), topic, bool(row["checkable"])), theme),
        )


def _changes(all_facts: list[Fact], before: Tables | None) -> tuple[str, ...]:
    """The changes against the previous version, one sentence each; none for a first version.

    What changed since an earlier day stands at its fact.
    """
    if before is None:
        return ()
    changed = [fact for fact in all_facts if fact.change]
    found = tuple(plain_numbers(f"{fact.text}，{fact.change}") for fact in changed if _VERSION in fact.change)
    return found if changed else ("与上一版相比，各项数字没有变化",)
