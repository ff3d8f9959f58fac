"""Tables of tasks: rows whose cells are clauses (项目名称 | 工作任务 | 完成时间 | 牵头单位), found by their header.

Text is not parted by such a table: its cells are clauses of the outline. This says which of them are tasks, which say
what was done, and which cell of the row says by when. Tables of numbers: text_tables.py.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from domain.text.table_lines import Cell, CellLine, split_lines

_TASK: Final = re.compile(
    r"(?:(?:主要|重点|年度|全年|工作|目标|具体|建设|实施|项目|本年)*(?:任务|目标|内容)(?:目标|任务|指标|(?:及|和|与)规模)?"
    r"|(?:工作|主要|具体)(?:措施|举措)|(?:(?:19|20)\d\d年)(?:工作|建设|目标)*(?:任务|目标|内容))"
)
_DONE: Final = re.compile(
    r"(?:目前|当前|工作|项目|实际|截[至止][^|]{0,10})*(?:完成|进展|推进|落实|实施)(?:情况|进度)|形象进度|工作进展|目前进展"
)
_DUE: Final = re.compile(
    r"(?:计划|拟|预计|要求)?(?:完成|办结|竣工|完工|整改)?(?:的)?(?:时间|时限|期限|日期)(?:要求|节点)?|时间(?:节点|安排|要求)|"
    r"(?:进度|时序)(?:安排|计划|要求)|计划(?:完成|竣工|完工)"
)
_BESIDE: Final = re.compile(
    r"(?:牵头|责任|承办|主办|配合|实施|建设|业主|主体|主管|协办|完成)+(?:单位|部门|领导|科室|主体|人)|序号|编号|"
    r"(?:项目|任务|工作|事项)?名称|事项|类别|领域|项目|备注|工作"
)
#: A cell that says when: 11月, 10月底前, 2021.12, 全年.
_WHEN: Final = re.compile(r"\d{1,2}月|(?:19|20)\d\d[.年/-]|年[底内末]|全年|季度|[上下]半年|长期|持续")
_FEWEST_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class TaskCell:
    """The cell text[start:end]: what is to be done (task) or was done (done); due: the span of its row's date."""

    start: int
    end: int
    kind: Literal["task", "done"]
    due: tuple[int, int] | None


@lru_cache(maxsize=4)
def find_task_cells(text: str) -> tuple[TaskCell, ...]:
    """The cells of tables of tasks in `text`, in order, never overlapping; in time linear in its length."""
    found: list[TaskCell] = []
    for style in ("bar", "tab"):
        for block in split_lines(text, style, set()):
            found += _cells(block)
    return tuple(sorted(found, key=lambda cell: cell.start))


def task_cell_at(text: str, offset: int) -> TaskCell | None:
    """The cell of a table of tasks that holds `offset`, None where none does."""
    cells = find_task_cells(text)
    at = bisect_right(cells, offset, key=lambda cell: cell.start) - 1
    return cells[at] if at >= 0 and offset < cells[at].end else None


def task_cells_between(text: str, start: int, end: int) -> tuple[TaskCell, ...]:
    """The cells of tables of tasks that begin in text[start:end]."""
    cells = find_task_cells(text)
    first, last = (bisect_left(cells, at, key=lambda cell: cell.start) for at in (start, end))
    return cells[first:last]


def _cells(block: Sequence[CellLine]) -> Iterator[TaskCell]:
    header: list[Cell] = []
    for line in block:
        cells = _filled(line.cells)
        if _is_header(cells):
            header = cells
        elif header and cells:
            yield from _row(header, cells)


def _row(header: Sequence[Cell], cells: Sequence[Cell]) -> Iterator[TaskCell]:
    """The tasks of a row; cells that reach over several rows stand at the left and are missing in the lower ones."""
    missing = len(header) - len(cells)
    if missing < 0:
        return
    named = list(zip(header[missing:], cells, strict=True))
    due = next((cell for over, cell in named if _DUE.fullmatch(over.text)), None)
    if missing and (due is None or not _WHEN.search(due.text)):
        return
    span = (due.start, due.end) if due and _WHEN.search(due.text) else None
    for over, cell in named:
        if cell.text and (_TASK.fullmatch(over.text) or _DONE.fullmatch(over.text)):
            kind: Literal["task", "done"] = "task" if _TASK.fullmatch(over.text) else "done"
            yield TaskCell(cell.start, cell.end, kind, span if kind == "task" else None)


def _is_header(cells: Sequence[Cell]) -> bool:
    """Whether `cells` are words over columns, one of which is of tasks, and another says when or who."""
    texts = [cell.text for cell in cells]
    if len(texts) < _FEWEST_COLUMNS or not any(_TASK.fullmatch(text) for text in texts):
        return False
    known = [text for text in texts if any(each.fullmatch(text) for each in (_TASK, _DONE, _DUE, _BESIDE))]
    beside = any(_DUE.fullmatch(text) or _DONE.fullmatch(text) or text.endswith(("单位", "部门")) for text in texts)
    return beside and 2 * len(known) > len(texts)


def _filled(cells: Sequence[Cell]) -> list[Cell]:
    """The cells without the empty ones at the end of the line."""
    found = list(cells)
    while found and not found[-1].text:
        found.pop()
    return found
