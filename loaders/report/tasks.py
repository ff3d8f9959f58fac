"""The tasks of a report: the clauses that promise an act or a number, wherever they stand.

In a plan a theme is a heading ((二)抓项目、重招商…), a topic a short sentence without a comma (推进项目建设。), a task
one clause or several that belong together. Elsewhere a clause is a task where it says by when something is to be done
(预计8月竣工, 年底前完成验收). Greetings, slogans and wishes without an object are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.vocabulary import NOT_FIGURES
from domain.text.headings import FURNITURE
from domain.text.kinds import announced, label_kind
from domain.text.markers import BULLET, marker_at, trimmed
from domain.text.spans import Paragraph, Part, Sentence
from domain.text.task_tables import TaskCell, task_cells_between
from loaders.report.coming import coming_clauses, names_term
from loaders.report.names import starts_with_name
from loaders.report.reading import Reading, Row
from loaders.report.task_words import (
    describes_thing,
    has_verb,
    is_name_of_work,
    is_short_task,
    is_slogan,
    looks_ahead,
    names_act,
    names_thing,
    states_fact,
)
from loaders.report.wording import WRAP

_ITEM_OF_CELL: Final = re.compile("[^;；。]+")
#: Who wrote it, in brackets behind the last sentence.
_BYLINE: Final = re.compile(r"[(（][^()（）]{2,12}[)）]")
_CLAUSE: Final = re.compile(r"(?:[^,，“”]|“[^”\n]{0,40}”|[“”])+")
_MEASURED: Final = re.compile(r"[0-9０-９百千万亿]")
_ASKED: Final = ("target", "forecast", "rate")
_COMMA: Final = re.compile("[,，]")
_TOPIC_LENGTH: Final = 16
_SHORTEST_TASK: Final = 8
#: 总投资24.55亿元, 比增7%: says more of the task before it.
_ATTRIBUTE: Final = re.compile(
    r"(?:其中|预计|计划|约|项目|可)*(?:总?投资额?|当年投资|占地|总?面积|建筑面积|总?规模|比增|同比|增长|比上年|涉及|惠及|辐射|年产值|预算)"
    r"[^用建新完]{0,8}$"
)
#: 项目总投资约180万元: alone in its sentence.
_SIZE: Final = re.compile(r"(?:其中|预计|计划|约|项目|工程|可)*(?:总投资|占地|总?面积|建筑面积|总?规模|预算)[^,，]*$")
#: 占地300亩的项目, 超3万平方米的展会: the number describes the thing.
_DESCRIBES: Final = re.compile(r"[余多]?(?:及?以上|左右)?的")
_DESCRIBED: Final = re.compile(r"(?:占地|总?面积|总投资|投资|建筑面积|总长|全长|超|超过|达)(?:约|近|达|为|共)?$")
#: 项目具体包括: what is to be done follows.
_LEADS_IN: Final = re.compile("[:：]$")
#: 请按要求做好有关工作: a notice asks others.
_ASKS_OTHERS: Final = re.compile("请(?:各(?!位)|你们|按|认真|遵照)")
#: 各责任单位要高度重视: so does a sentence that begins with them.
_TELLS_OTHERS: Final = re.compile("各(?![项类位界种])[^,，。;；]{1,24}?(?:要|须|应当?|务必)")
_BY_MEANS: Final = re.compile("通过(?!.*(?:验收|评审|考核|审核|认定|审批)$)")
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
    is_marked = any(_is_theme(paragraph) for paragraph, _ in part.body)
    theme: str | None = None
    for paragraph, sentences in part.body:
        heading = paragraph.own_heading
        if heading is not None and _is_theme(paragraph):
            is_plan = announced(heading.title).kind == "plan"
            theme = None if is_plan else heading.title.replace(WRAP, "").replace("\n", "")
            sentences = tuple(sentence for sentence in sentences if sentence.start >= heading.end)
        if paragraph.role in (*FURNITURE, "heading", "table") or (is_marked and theme is None):
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
    return is_short and is_whole and not _quantities(reading, begin, stop)


def _behind_marker(text: str, start: int, end: int) -> int:
    marker = marker_at(text, start, end)
    return trimmed(text, marker.end, end)[0] if marker else start


def _promises(reading: Reading, begin: int, stop: int) -> list[tuple[int, int]]:
    """The spans of the tasks of one sentence; what only says more of a task stays with it."""
    tasks: list[tuple[int, int]] = []
    if _EXPECTED.search(reading.text, begin, stop) or _TELLS_OTHERS.match(reading.text, begin, stop):
        return tasks
    is_telling = is_ahead = is_description = False
    for start, end, head in _clauses_that_belong_together(reading, begin, stop):
        words = reading.words(start, end)
        is_ahead = is_ahead or looks_ahead(words)
        if states_fact(words):
            tasks, is_telling, is_ahead = (tasks if is_ahead else []), True, False
        is_telling = is_telling and not is_ahead
        is_counted = promised_quantity(reading, start, end) is not None
        is_description = describes_thing(words) or (is_description and not has_verb(words))
        if is_telling or is_description or (is_slogan(words) and not is_counted):
            continue
        if _ATTRIBUTE.match(words) and (tasks or _SIZE.match(words)):
            tasks = [*tasks[:-1], (tasks[-1][0], end)] if tasks else []
        elif is_counted or names_act(head if has_verb(head) else words) or names_term(words):
            tasks.append((start, end))
        elif tasks:
            tasks[-1] = (tasks[-1][0], end)
    return tasks


def _clauses_that_belong_together(reading: Reading, begin: int, stop: int) -> list[tuple[int, int, str]]:
    """The clauses of one sentence, with those that only say how or what for joined to their task.

    (start, end, head) of each group; head: its words without the clauses that say what for and name no thing.
    """
    words = read_catalogue("commitments")
    groups: list[tuple[int, int, str]] = []
    is_opening = False
    for match in _CLAUSE.finditer(reading.text[begin:stop]):
        clause = match[0].replace(WRAP, "").strip()
        if not clause:
            continue
        start, end = trimmed(reading.text, begin + match.start(), begin + match.end())
        is_closing = _is_closing(reading, clause, words) and not _quantities(reading, start, end)
        if groups and (is_opening or is_closing):
            head = groups[-1][2] + ("" if is_closing and not is_opening and not names_thing(clause) else f",{clause}")
            groups[-1] = (groups[-1][0], end, head)
        else:
            groups.append((start, end, clause))
        is_first = len(groups) == 1
        is_short = end - groups[0][0] < _SHORTEST_TASK and not _quantities(reading, start, end)
        is_opening = _is_opening(clause, words) or (is_first and (is_short or _ATTRIBUTE.match(clause) is not None))
    return groups


def _is_closing(reading: Reading, clause: str, words: dict[str, list[str]]) -> bool:
    """Whether a later clause stays with the one before: it says what for, is short, or continues a list of names."""
    if clause.startswith(tuple(words["closings"])):
        return True
    if len(clause) < _SHORTEST_TASK and not _MEASURED.search(clause):
        return True
    return any(starts_with_name(reading.scope["org_unit"], kind, clause) for kind in ("places", "projects"))


def _is_opening(clause: str, words: dict[str, list[str]]) -> bool:
    """Whether the task follows in the next clause: 聚焦…, 以…为抓手, 除…外."""
    if clause.startswith("除") or _BY_MEANS.match(clause):
        return True
    return clause.startswith(tuple(words["openings"])) or clause.endswith(tuple(words["opening_ends"]))


def promised_quantity(reading: Reading, start: int, end: int) -> Row | None:
    """The first figure of [start, end) that is promised; None where no number is, or it only describes a thing."""
    return next((each for each in _quantities(reading, start, end) if not _describes(reading, each)), None)


def _quantities(reading: Reading, start: int, end: int) -> list[Row]:
    found = reading.figures_between(start, end)
    return [
        each for each in found
        if each["dimension"] not in NOT_FIGURES and each["dimension"] != "duration" and each["role"] in _ASKED
        and _MEASURED.search(each["text"])
    ]  # fmt: skip


def _describes(reading: Reading, figure: Row) -> bool:
    """Whether a number only tells which thing is meant: 占地300亩的项目, 展览面积超3万平方米的展会."""
    if figure["dimension"] == "count":
        return False
    before = reading.text[max(0, int(figure["start"]) - 6) : int(figure["start"])]
    described = _DESCRIBED.search(before)
    if described is None:
        return False
    return described[0].startswith(("占地", "总面积")) or _DESCRIBES.match(reading.text, int(figure["end"])) is not None


def _tasks_of_summary(reading: Reading, part: Part) -> Iterator[Task]:
    """Tasks outside the plan: sentences that look ahead (下一步,…将), clauses that name a coming date."""
    heading = part.heading.title if part.heading else None
    for paragraph in part.paragraphs:
        if paragraph.role in (*FURNITURE, "table") or part.kind in ("history", "proposals", "other"):
            continue
        for sentence in paragraph.sentences:
            if label_kind(reading.text, sentence.start, sentence.end) == "plan":
                continue  # 任务目标:…, with 完成情况:… behind it
            spans = _ahead(reading, sentence) if sentence.kind == "plan" else coming_clauses(reading, sentence)
            for start, end in spans:
                yield Task(start, end, heading, reading.topic(start), is_planned=False)


def _ahead(reading: Reading, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for begin, stop in sentence.segments:
        yield from _promises(reading, _behind_marker(reading.text, begin, stop), stop)
