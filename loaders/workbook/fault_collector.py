"""Collects the faults of one sheet; of each kind and column at most MAX_PER_KIND, then their number."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from domain.faults import FAULT_KINDS, Choice, Fault, Place, answer_question, make_fault, make_question
from loaders.workbook.cells import cell_name
from loaders.workbook.layout import Layout

#: Faults of one kind in one column that are listed individually.
MAX_PER_KIND: Final = 200


class FaultCollector:
    """Collects the faults of one sheet; `answers`: answers to its questions (key → choice)."""

    def __init__(self, layout: Layout, answers: Mapping[str, str] | None = None) -> None:
        self.layout, self.answers = layout, answers or {}
        self._faults: list[Fault] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def report(self, code: str, row: int, column: str, value: object = "", **slots: object) -> None:
        """Add a fault at a column of the table in the used row `row`."""
        self._add(make_fault(code, self.layout.place(row, column), value, **slots))

    def report_at(self, code: str, row: int, at: int, **slots: object) -> None:
        """Add a fault at the cell in column `at` of the sheet, with its contents."""
        place, value = self._cell(row, at)
        self._add(make_fault(code, place, value, **slots))

    def ask(
        self, code: str, row: int, column: str, choices: Iterable[Choice], value: object = "", **slots: object
    ) -> str | None:
        """The answer to a question about a column of the table in the used row `row`; None while it is open."""
        return self._ask(make_question(code, self.layout.place(row, column), choices, value, **slots))

    def ask_at(self, code: str, row: int, at: int, choices: Iterable[Choice], **slots: object) -> str | None:
        """The answer to a question about the cell in column `at` of the sheet; None while it is open."""
        place, value = self._cell(row, at)
        return self._ask(make_question(code, place, choices, value, **slots))

    def _ask(self, question: Fault) -> str | None:
        answered = answer_question(question, self.answers)
        self._add(answered)
        return answered.answer or None

    def _cell(self, row: int, at: int) -> tuple[Place, object]:
        sheet = self.layout.sheet
        place = Place(sheet.name, cell_name(int(sheet.rows[row]), at), self.layout.table)
        return place, sheet.columns[at].cell(row)

    def _add(self, fault: Fault) -> None:
        """Add `fault` unless there are too many of its kind in its column; answered questions do not count."""
        key = fault.kind.code, fault.place.column
        self._counts[key] += not fault.answer
        if fault.answer or self._counts[key] <= MAX_PER_KIND:
            self._faults.append(fault)

    @property
    def faults(self) -> list[Fault]:
        """All faults in order, followed by the number of further ones of each kind."""
        more = [
            make_fault(
                "and_more", Place(self.layout.sheet.name, "", self.layout.table, column),
                title=FAULT_KINDS[code].title, count=count - MAX_PER_KIND,
            )
            for (code, column), count in self._counts.items()
            if count > MAX_PER_KIND
        ]  # fmt: skip
        return self._faults + more
