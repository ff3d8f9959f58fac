"""What the columns of a table state: object, stage, and which of them make target, actual and rate of one thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.text.text_tables import TextTable
from domain.text.traditional import simplified
from loaders.report.statements.facts import Report
from loaders.report.statements.lexicon import Word, stage_words, words_in
from loaders.report.table_columns import ColumnMeaning, column_meanings

#: The columns of target, actual and rate of one thing.
Plan = tuple[int | None, int | None, int | None]
_COUNT_WORD: Final = re.compile(r"(?:个|总)?(?:数量?|总数)$")
#: Stages that say little of how far a thing is.
_GENERAL: Final = frozenset(("完成", "实现", "建设", "开展", "启动", "涉及", "总投资", "投资", "占比"))
_OTHER_SPAN: Final = re.compile(r"上年|去年|同期|上月|上期|总投资|概算")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
#: 下达任务: the words name the task, not the stage of the work.
_GIVEN: Final = re.compile(r"(?:下达|安排|分配|分解)(?=任务|计划|目标|指标)")
_TITLE: Final = re.compile(r"[表况](?:[(（][^()（）]*[)）])?$|^附?表\s*\d")
_TITLE_NUMBER: Final = re.compile(r"^附?[件表]?\s*[\d-]*[:：]?\s*")
_TITLE_FRONT: Final = re.compile(
    r"^.*(?:年度?|[上下]半年|季度|月份?|全[省市县区镇乡]|[各分](?:[省市县区镇乡村]|街道)+)"
)
#: What of a header names no object.
_EMPTY: Final = re.compile(
    r"任务|目标|计划|指标|完成|累计|实际|[本当上][周日月期旬年]|全年|年度|[上下]半年|年初|同期|同比|环比|增[长减幅速]|下降|数量?|总|合计|[金总]?额|面积|"
    r"[率量占比例进度幅%％]|已|应|需|未|剩余|预算|决算|执行|调整|情况|实绩|下达|分配|[\d年月季度至到—~～-]+"
)
_TITLE_END: Final = re.compile(
    r"(?:[(（][^()（）]*[)）]|任务|计划|作业|工作|完成|进度|进展|落实|推进|执行|情况|统计|汇总|明细|分配|实施|一览|通报|排名|台账|表)+$"
)
_LONGEST_OBJECT: Final = 8
_LONGEST_TITLE: Final = 40


@dataclass(slots=True)
class CellColumn:
    """What a column states of each of its figures; group: words over several columns, "" for none."""

    meaning: ColumnMeaning
    group: str
    word: Word | None
    object: str | None
    stage: str | None = None
    stage_group: str = ""


def columns_of(report: Report, table: TextTable) -> dict[int, CellColumn]:
    """Object and stage of each column of figures: by its header, else as in the column before, else by the title."""
    titles = [simplified(report.source[start:end]).strip(" |｜") for start, end in table.above]
    meanings = enumerate(column_meanings(report.source, table))
    columns = {at: _column(meaning, table.columns[at].group) for at, meaning in meanings if meaning is not None}
    first: CellColumn | None = None
    for column in columns.values():
        is_alike = first is not None and (column.meaning.role == "rate" or first.meaning.unit == column.meaning.unit)
        _complete(column, first if is_alike else None, titles)
        if first is None or column.meaning.role == "target" or first.group != column.group:
            first = column
    return columns


def _complete(column: CellColumn, similar: CellColumn | None, titles: Sequence[str]) -> None:
    """Adds the object and stage that the header of `column` lacks."""
    if column.object is None and similar is not None:
        column.word, column.object = similar.word, similar.object
    elif column.object is None:
        column.word = _last(titles, "objects")
        column.object = column.word.printed if column.word else _noun(titles)
    if column.stage is not None:
        return
    if similar is not None and similar.stage and not similar.meaning.is_growth:
        column.stage, column.stage_group = similar.stage, similar.stage_group
    elif step := _last(titles, "stages") or next(iter(_stages(column.meaning.header)), None):
        column.stage, column.stage_group = step.name, step.group


def _column(meaning: ColumnMeaning, group: str) -> CellColumn:
    words = list(words_in("objects", meaning.header, 0, len(meaning.header)))
    words = [each for each in words if each.name != "总投资" or each.printed.startswith(("总", "概"))]
    word = next(reversed([each for each in words if not each.is_weak] or words), None)
    noun = _COUNT_WORD.sub("", meaning.note)[:_LONGEST_OBJECT] or _own_noun(meaning.header)
    column = CellColumn(meaning, group, word, word.printed if word else noun)
    if meaning.is_growth:
        column.stage = "同比下降" if meaning.declines else "同比增长"
        return column
    steps = [step for step in _stages(meaning.header) if step.name not in _GENERAL]
    if steps:
        column.stage, column.stage_group = steps[-1].name, steps[-1].group
    return column


def _own_noun(header: str) -> str | None:
    """What a header names that no word of the field does: 集体户, 中央资金; None where it says role and stage only."""
    rest = re.sub(stage_words(), "", _EMPTY.sub("", header))
    return header[:_LONGEST_OBJECT] if len(rest) > 1 else None


def _stages(words: str) -> list[Word]:
    """The stages in `words` that are no part of the word of an object; without any, those of 签约户数."""
    words = _GIVEN.sub("", words)
    objects = list(words_in("objects", words, 0, len(words)))
    steps = list(words_in("stages", words, 0, len(words)))
    free = [step for step in steps if not any(one.start <= step.start and step.end <= one.end for one in objects)]
    return free or [step for step in steps if step.domain in ("land", "demolition")]


def _last(titles: Sequence[str], kind: str) -> Word | None:
    """The last word of the nearest title that has one; stages that say little, and weak objects, do not count."""
    for title in titles:
        found = list(words_in(kind, title, 0, len(title))) if kind == "objects" else _stages(title)
        found = [word for word in found if not word.is_weak and word.name not in _GENERAL]
        if found:
            return found[-1]
    return None


def _noun(titles: Sequence[str]) -> str | None:
    """What the nearest title that ends in 表 or 情况 is about: 农机深松整地 in 2017年农机深松整地作业进度汇总表."""
    for title in titles:
        if _TITLE.search(title) and len(title) <= _LONGEST_TITLE:
            noun = _TITLE_END.sub("", _TITLE_FRONT.sub("", _TITLE_NUMBER.sub("", title)))
            return re.sub("^.*[”》]", "", noun[-_LONGEST_OBJECT:]) or None
    return None


def pair_columns(columns: dict[int, CellColumn]) -> Iterator[Plan]:
    """The columns of target, actual and rate that make one thing, by the place of each in `columns`."""
    rated: set[int] = set()
    order = sorted(columns)
    for at in order:
        column = columns[at]
        if column.meaning.role != "actual" or not _may_pair(column):
            continue
        target = next((one for one in reversed(order[: order.index(at)]) if _measures(columns[one], column)), None)
        rate = next(
            (one for one in order[order.index(at) + 1 :] if one not in rated and _rates(columns, at, one)), None
        )
        if target is not None or rate is not None:
            rated.update(() if rate is None else (rate,))
            yield target, at, rate
    for at in order:
        column = columns[at]
        if column.meaning.role == "rate" and at not in rated and not column.meaning.is_interim:
            before = [one for one in order[: order.index(at)] if columns[one].meaning.role == "target"]
            fitting = [one for one in before if _fits(columns[one], column)]
            if fitting:
                yield fitting[-1], None, at


def _may_pair(column: CellColumn) -> bool:
    meaning = column.meaning
    return not (meaning.is_growth or meaning.is_interim or meaning.unit == "%" or _OTHER_SPAN.search(meaning.header))


def _measures(target: CellColumn, actual: CellColumn) -> bool:
    """Whether `target` is what `actual` is measured by: a task of the same unit, or the hazards found."""
    is_found = target.stage_group == "found" and actual.stage_group in ("closed", "controlled")
    is_task = target.meaning.role == "target"
    return (is_task or is_found) and target.meaning.unit == actual.meaning.unit and _fits(target, actual)


def _rates(columns: dict[int, CellColumn], actual: int, rate: int) -> bool:
    """Whether the rate belongs to `actual`: no other actual has its stage or stands between them."""
    one, other = columns[actual], columns[rate]
    if other.meaning.role != "rate" or other.meaning.is_interim or not _fits(one, other):
        return False
    between = [
        columns[at]
        for at in sorted(columns)
        if actual < at < rate and columns[at].meaning.role == "actual" and _may_pair(columns[at])
    ]
    named = [step.name for step in _stages(other.meaning.header) if step.name not in _GENERAL]
    if named:
        return one.stage == named[-1] or not any(each.stage == named[-1] for each in between)
    return not any(_fits(each, other) for each in between)


def _fits(one: CellColumn, other: CellColumn) -> bool:
    """Whether two columns may describe one thing: same group, no different object, no different year."""
    if one.group != other.group:
        return False
    years = [set(_YEAR.findall(each.meaning.header)) for each in (one, other)]
    if years[0] and years[1] and years[0] != years[1]:
        return False
    names = [each.word.name if each.word and not each.word.is_weak else "" for each in (one, other)]
    return not all(names) or names[0] == names[1]
