"""The tasks of a report: the clauses that promise an act or a number, wherever they stand.

In a plan a theme is a heading ((二)抓项目、重招商…), a topic a short sentence without a comma (推进项目建设。), a task
one clause or several that belong together. Elsewhere a clause is a task where it says by when something is to be done
(预计8月竣工, 年底前完成验收). Greetings, slogans and wishes without an object are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.text.headings import FURNITURE
from domain.text.kinds import SECTION, announced, label_kind
from domain.text.markers import BULLET, marker_at, trimmed
from domain.text.spans import Paragraph, Part, Sentence
from domain.text.task_tables import TaskCell, task_cells_between
from loaders.report.coming import (
    coming_clauses,
    deadline_of,
    is_deadline_alone,
    is_regular,
    names_term,
    opens_with_deadline,
    prints_deadline,
)
from loaders.report.reading import Reading
from loaders.report.task_clauses import ATTRIBUTE, clause_groups, promised_quantity, quantities
from loaders.report.task_words import (
    describes_thing,
    has_verb,
    is_name_of_work,
    is_short_task,
    is_slogan,
    looks_ahead,
    names_act,
    states_fact,
)
from loaders.report.wording import WRAP

_ITEM_OF_CELL: Final = re.compile("[^;；。]+")
#: Who wrote it, in brackets behind the last sentence.
_BYLINE: Final = re.compile(r"[(（][^()（）]{2,12}[)）]")
#: 1.5月17日前: the number of an item before a day, which looks like a decimal.
_NUMBER_OF_DATE: Final = re.compile(r"\d{1,2}[.．](?=\d{1,2}月)")
#: 存在问题及下步打算: what is planned stands behind what is amiss.
_MIXED: Final = re.compile(
    r"(?:问题|不足|困难|短板)[^,，。;；]{0,4}(?:[及和与、]|以及).*(?:下一?步|打算|计划|措施|举措|安排|对策|思路)"
)
_ONE_THING: Final = re.compile("[一两二三四五六七八九十][个座处所幢栋条家支台套间]$")
_COMMA: Final = re.compile("[,，]")
_TOPIC_LENGTH: Final = 16
#: 项目总投资约180万元: alone in its sentence.
_SIZE: Final = re.compile(r"(?:其中|预计|计划|约|项目|工程|可)*(?:总投资|占地|总?面积|建筑面积|总?规模|预算)[^,，]*$")
#: 项目具体包括: what is to be done follows.
_LEADS_IN: Final = re.compile("[:：]$")
#: 请按要求做好有关工作: a notice asks others.
_ASKS_OTHERS: Final = re.compile("请(?:各(?!位)|你们|按|认真|遵照)")
#: 各责任单位要高度重视: so does a sentence that begins with them.
_TELLS_OTHERS: Final = re.compile("各(?![项类位界种])[^,，。;；]{1,24}?(?:要|须|应当?|务必)")
_EXPECTED: Final = re.compile(r"预期目标|主要指标|主要目标")


@dataclass(frozen=True)
class Task:
    """text[start:end] promises something; theme: the heading above it, topic: the short title of its paragraph.

    is_planned: it stands in the plan, not in the summary.
    """

    start: int
    end: int
    theme: str | None
    topic: str | None
    is_planned: bool = True


def find_tasks(reading: Reading) -> list[Task]:
    """The tasks of a report in the order of the text; none overlap."""
    tasks: list[Task] = []
    for part in reading.outline.parts:
        tasks += _planned_tasks(reading, part) if part.kind == "plan" else _tasks_of_summary(reading, part)
    return sorted(tasks, key=lambda each: each.start)


def _planned_tasks(reading: Reading, part: Part) -> Iterator[Task]:
    is_marked = any(_is_theme(paragraph) and not _opens_plan(part, paragraph) for paragraph, _ in part.body)
    theme: str | None = None
    for paragraph, sentences in part.body:
        heading = paragraph.own_heading
        if heading is not None and _is_theme(paragraph):
            theme = None if _opens_plan(part, paragraph) else heading.title.replace(WRAP, "").replace("\n", "")
            sentences = tuple(sentence for sentence in sentences if sentence.start >= heading.end)
        is_before = is_marked and theme is None and (heading is None or not heading.is_item)
        if paragraph.role in (*FURNITURE, "heading", "table") or is_before:
            continue
        if cells := task_cells_between(reading.source.text, paragraph.start, paragraph.end):
            yield from _tasks_of_cells(reading, cells, theme)
            continue
        if _LEADS_IN.search(paragraph.text) or is_name_of_work(paragraph.text) or _demands(reading, paragraph):
            continue
        spans = [span for sentence in sentences for span in sentence.segments]
        yield from _tasks_of_sentences(reading, spans, theme)


def _tasks_of_cells(reading: Reading, cells: Sequence[TaskCell], theme: str | None) -> Iterator[Task]:
    """The tasks of the cells of one line of a table of tasks; its names, dates and owners are none."""
    for cell in cells:
        for item in _ITEM_OF_CELL.finditer(reading.text, cell.start, cell.end) if cell.kind == "task" else ():
            begin, stop = trimmed(reading.text, *item.span())
            for start, end in _promises(reading, _behind_marker(reading.text, begin, stop), stop):
                yield Task(start, end, theme, None)


def _demands(reading: Reading, paragraph: Paragraph) -> bool:
    """Whether a paragraph stands behind words that ask others to act, as in a notice."""
    return _ASKS_OTHERS.search(reading.text, 0, paragraph.end) is not None


def _is_theme(paragraph: Paragraph) -> bool:
    return paragraph.own_heading is not None and not paragraph.own_heading.is_item


def _opens_plan(part: Part, paragraph: Paragraph) -> bool:
    """Whether the heading of a paragraph names the plan, no theme of it: 下步打算, not (一)对标年度目标补短板."""
    if paragraph.own_heading is None:
        return False
    found = announced(paragraph.own_heading.title)
    return found.kind == "plan" and (paragraph.own_heading == part.heading or found.strength == SECTION)


def _tasks_of_sentences(reading: Reading, spans: list[tuple[int, int]], theme: str | None) -> Iterator[Task]:
    topic: str | None = None
    spans = [span for span in spans if not _BYLINE.fullmatch(reading.text, *span)]
    for number, (begin, stop) in enumerate(spans):
        is_task = number > 0 and is_short_task(reading.words(begin, stop))
        if number < len(spans) - 1 and not is_task and _is_topic(reading, begin, stop):
            topic = reading.words(begin, stop).strip()
            continue
        for start, end in _promises(reading, _behind_marker(reading.text, begin, stop), stop):
            yield Task(start, end, theme, topic)


def _is_topic(reading: Reading, begin: int, stop: int) -> bool:
    """Whether a sentence of its own is short, has no comma and promises no number."""
    is_short = stop - begin <= _TOPIC_LENGTH and not _COMMA.search(reading.text, begin, stop)
    marker = marker_at(reading.text, begin, stop)
    is_short = is_short and (marker is None or marker.level < BULLET)
    is_whole = begin == reading.outline.sentence(begin).start and reading.text[stop : stop + 1] not in (";", "；")
    return is_short and is_whole and not quantities(reading, begin, stop)


def _behind_marker(text: str, start: int, end: int) -> int:
    marker = marker_at(text, start, end)
    if number := _NUMBER_OF_DATE.match(text, start, end):
        return number.end()
    return trimmed(text, marker.end, end)[0] if marker else start


def _promises(reading: Reading, begin: int, stop: int) -> list[tuple[int, int]]:
    """The spans of the tasks of one sentence; what only says more of a task stays with it."""
    tasks: list[tuple[int, int]] = []
    if _EXPECTED.search(reading.text, begin, stop):
        return tasks
    if _TELLS_OTHERS.match(reading.text, begin, stop):
        commas = [each.end() for each in _COMMA.finditer(reading.text, begin, stop)]
        begin = next((at for at in commas if opens_with_deadline(reading.text[at:stop])), stop)
    is_telling = is_ahead = is_description = False
    for start, end, head in clause_groups(reading, begin, stop):
        words = reading.words(start, end)
        is_ahead = is_ahead or looks_ahead(words)
        if states_fact(words):
            tasks, is_telling, is_ahead = (tasks if is_ahead else []), True, False
        is_telling = is_telling and not is_ahead
        is_counted = promised_quantity(reading, start, end) is not None
        is_description = describes_thing(words) or (is_description and not has_verb(words))
        if is_telling or is_description or (is_slogan(words) and not is_counted):
            continue
        if ATTRIBUTE.match(words) and (tasks or _SIZE.match(words)):
            tasks = [*tasks[:-1], (tasks[-1][0], end)] if tasks else []
        elif tasks and is_deadline_alone(words) and _waits_for_day(reading, *tasks[-1]):
            tasks[-1] = (tasks[-1][0], end)
        elif (
            is_counted
            or names_act(head if has_verb(head) else words)
            or names_term(words)
            or prints_deadline(words)
            or is_regular(words)
        ):
            tasks.append((start, end))
        elif tasks:
            tasks[-1] = (tasks[-1][0], end)
    return tasks


def _waits_for_day(reading: Reading, start: int, end: int) -> bool:
    """Whether a task counts single things and prints no day: 北环62户, whose day may follow as 5月底见净地."""
    words = reading.words(start, end)
    quantity = promised_quantity(reading, start, end)
    is_counted = quantity["dimension"] == "count" if quantity else _ONE_THING.search(words) is not None
    return is_counted and deadline_of(words) is None and not _COMMA.search(words)


def _tasks_of_summary(reading: Reading, part: Part) -> Iterator[Task]:
    """Tasks outside the plan: sentences that look ahead (下一步,…将), clauses that name a coming date."""
    heading = part.heading.title if part.heading else None
    is_mixed, is_ahead = heading is not None and _MIXED.search(heading) is not None, False
    for paragraph in part.paragraphs:
        if paragraph.role in (*FURNITURE, "table") or (part.kind in ("history", "proposals", "other") and not is_mixed):
            continue
        for sentence in paragraph.sentences:
            if label_kind(reading.text, sentence.start, sentence.end) == "plan":
                continue  # 任务目标:…, with 完成情况:… behind it
            is_ahead = is_ahead or (is_mixed and (prints_deadline(sentence.text) or looks_ahead(sentence.text)))
            spans = (
                _ahead(reading, sentence) if is_ahead or sentence.kind == "plan" else coming_clauses(reading, sentence)
            )
            for start, end in spans:
                yield Task(start, end, heading, reading.topic(start), is_planned=False)


def _ahead(reading: Reading, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for begin, stop in sentence.segments:
        yield from _promises(reading, _behind_marker(reading.text, begin, stop), stop)
