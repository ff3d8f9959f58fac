"""What is told of one sheet: every fault, but of one kind in one column only so many one by one, then their number."""

from collections import Counter
from typing import Final

from domain.faults import FAULT_KINDS, Fault, Place, make_fault
from loaders.workbook.cells import cell_name
from loaders.workbook.layout import Layout

#: A column that is wrong all the way down is said with this many cells and a number.
MOST: Final = 200


class Told:
    """The faults of one sheet as they are found."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._faults: list[Fault] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def tell(self, code: str, row: int, column: str, value: object = "", **slots: object) -> None:
        """Keep a fault at a column of the table in the used row `row`."""
        self._keep(code, self.layout.place(row, column), value, slots)

    def tell_at(self, code: str, row: int, at: int, **slots: object) -> None:
        """Keep a fault at the cell in column `at` of the sheet, with what is written there."""
        sheet = self.layout.sheet
        place = Place(sheet.name, cell_name(int(sheet.rows[row]), at), self.layout.table)
        self._keep(code, place, sheet.columns[at].cell(row), slots)

    def _keep(self, code: str, place: Place, value: object, slots: dict[str, object]) -> None:
        self._counts[code, place.column] += 1
        if self._counts[code, place.column] <= MOST:
            self._faults.append(make_fault(code, place, value, **slots))

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
