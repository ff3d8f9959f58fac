"""Several targets printed for one task: each is a claim of the same indicator (data/catalogue/relations.yml, tasks)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.cell_links import cell_starts
from loaders.numbers.numerals import parse_chinese
from loaders.report.measured_facts import NO_AMOUNT
from loaders.report.periods import days_of_period
from loaders.report.reading import Reading, Row
from loaders.report.statements.quotients import gives

#: 压缩为一年来完成, 一年完成土地整治: the years within which a task is to be done; not 三年任务.
_WITHIN: Final = re.compile(r"([一两二三四五])年(?:之?内|来)?(?:就|即|全部|全面)?完成")
#: Stages of the land of a task, where the amount is reported as finished: 已完成施工面积约600亩.
_STEPS: Final = frozenset({"施工", "种植", "完工", "验收", "开工", "入库"})
_FINISHED: Final = re.compile(r"完成[^,，;；。\d]{0,8}$")


class ClaimedTargets:
    """The targets of one report by their task."""

    def __init__(self, reading: Reading, rows: list[Row]) -> None:
        self._reading = reading
        self._by_start = {cell_starts(row["cells"])["value"]: row for row in rows}
        self._tasks: dict[tuple[str, str], list[int]] = {}
        for start, row in self._by_start.items():
            task = self._task(start)
            if row["role"] == "target" and task and row["base_unit"] not in NO_AMOUNT and self._is_open_now(start):
                self._tasks.setdefault((task, str(row["base_unit"])), []).append(start)

    def task_of(self, start: int) -> str | None:
        """The task of the target at `start`, None where it has none."""
        return next((task for (task, _), starts in self._tasks.items() if start in starts), None)

    def rivals(self, start: int) -> list[int]:
        """The other targets of the task of the target at `start`, in the order of the text."""
        for starts in self._tasks.values():
            if start in starts:
                return [each for each in starts if each != start]
        return []

    def base_of(self, actual: int, rate: int) -> int | None:
        """The claimed target of which the actual at `actual` is the share that is printed at `rate`.

        Where a task is given several targets and none of them gives the share, the first one.
        """
        value, share = self._by_start[actual]["base_value"], self._by_start[rate]["value"]
        for start in self._near(actual):
            target = self._by_start[start]["base_value"]
            if target and value and share and gives(100 * value / target, share):
                return start
        near = list(self._near(actual))
        return near[0] if len(near) > 1 else None

    def step_of(self, actual: int) -> int | None:
        """The first target of the task that the finished step at `actual` is of, in its paragraph."""
        row = self._by_start[actual]
        lead = self._reading.words(self._reading.outline.clause(actual).start, actual)
        if row["domain"] != "land" or row["stage"] not in _STEPS or not _FINISHED.search(lead):
            return None
        return next(iter(self._near(actual)), None)

    def _near(self, actual: int) -> Iterator[int]:
        """The targets of each task with the unit of `actual` that is named in its paragraph."""
        paragraph = self._reading.outline.paragraph(actual)
        for (_, unit), starts in self._tasks.items():
            if unit == self._by_start[actual]["base_unit"] and any(
                paragraph.start <= each < paragraph.end for each in starts
            ):
                yield from starts

    def _task(self, start: int) -> str | None:
        clause = self._reading.outline.clause(start).text
        for task in read_catalogue("relations")["tasks"]:
            if any(word in clause for word in task["words"]):
                return str(task["name"])
        return None

    def _is_open_now(self, start: int) -> bool:
        """Whether the target holds for the period of the report: a whole year's plan is for the next."""
        period = days_of_period(self._reading.scope["period"])
        return period is None or self._reading.kind(start) != "plan" or period.end.month != 12


def within_at(words: str, start: int) -> int | None:
    """The offset of the years that `words`, which stand at `start`, give a task; None where they give none."""
    match = _WITHIN.search(words)
    return start + match.start(1) if match else None


def due_within(words: str, begin: date | None) -> date | None:
    """The last day of the years that `words` give a task from `begin` on; None where they give none."""
    match = _WITHIN.search(words)
    years = parse_chinese(match[1]) if match else None
    return date(begin.year + int(years) - 1, 12, 31) if begin and years else None
