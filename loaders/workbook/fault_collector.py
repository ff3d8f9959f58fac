"""What is told of one sheet: every fault, but of one kind in one column only so many one by one, then their number."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from domain.faults import FAULT_KINDS, Choice, Fault, Place, answer_question, make_fault, make_question
from loaders.workbook.cells import cell_name
from loaders.workbook.layout import Layout

#: A column that is wrong all the way down is said with this many cells and a number.
MOST: Final = 200


class FaultCollector:
    """The faults of one sheet as they are found; `answers`: what was answered to its questions (key → choice)."""

    def __init__(self, layout: Layout, answers: Mapping[str, str] | None = None) -> None:
        self.layout, self.answers = layout, answers or {}
        self._faults: list[Fault] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def tell(self, code: str, row: int, column: str, value: object = "", **slots: object) -> None:
        """Keep a fault at a column of the table in the used row `row`."""
        self._add(make_fault(code, self.layout.place(row, column), value, **slots))

    def tell_at(self, code: str, row: int, at: int, **slots: object) -> None:
        """Keep a fault at the cell in column `at` of the sheet, with what is written there."""
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
        """Keep `fault` unless there are many of its kind in its column: what was answered does not count."""
        key = fault.kind.code, fault.place.column
        self._counts[key] += not fault.answer
        if fault.answer or self._counts[key] <= MOST:
            self._faults.append(fault)

    @property
    def faults(self) -> list[Fault]:
        """All that was told, in order, and how many more there are of each kind."""
        more = [
            make_fault(
                "and_more", Place(self.layout.sheet.name, "", self.layout.table, column),
                title=FAULT_KINDS[code].title, count=count - MOST,
            )
            for (code, column), count in self._counts.items()
            if count > MOST
        ]  # fmt: skip
        return self._faults + more
