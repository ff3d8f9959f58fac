"""Columns of numbers, in the unit of the header, of the table or of the row; 约 and 余 go to a column of their own."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from domain.faults import Choice
from domain.schema.display import number_text
from domain.schema.ledger import qualifier_of, unit_column_of, words_of
from domain.schema.tables import TABLES
from loaders.numbers.numerals import ARABIC, parse_arabic
from loaders.workbook.amounts import Amount, CellFault, in_unit, parse_amount
from loaders.workbook.cells import Other, Value
from loaders.workbook.columns import SAME, Cells, Unanswered
from loaders.workbook.number_formats import Look, look, shown
from loaders.workbook.shown_numbers import factor_of, shown_amount
from loaders.workbook.written_units import row_units

_NUMERAL: Final = re.compile(ARABIC)
#: A spreadsheet keeps fifteen digits of a number; nothing that is counted here has more.
LARGEST: Final = 1e15
#: Where formats are not told, 1.2 may be 120 % or 1.2 %; beyond this it would be more than 1000 % and is none.
_MOST_SHARES: Final = 10.0


#: What is converted is kept with twelve digits.
_ROUNDED: Final = 1e-11
_PERCENT: Final = Look(after="%", exponent=2)


class Numbers(Cells):
    """Numbers, with the unit of the header, of the table or of the row."""

    missing = np.nan

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        table = self.sheeted.table
        self.unit_column = unit_column_of(table, self.column.name)
        self.qualifier = qualifier_of(table, self.column.name)
        units = self.sheeted.written_units.get(self.unit_column or "")
        if self.column.unit and not self.found.has_unit:
            units = row_units(self.sheeted, self.column.unit)
        self.written_units = np.full(len(self.rows), None, dtype=object) if units is None else units
        self.is_written_otherwise = self.written_units != None  # noqa: E711 (cell by cell)
        self.most_shares = 1.0 if self.sheeted.layout.sheet.formats else _MOST_SHARES

    def wanted(self, row: int) -> str:
        """The unit that the value of `row` is stored in."""
        if self.column.unit or self.unit_column is None:
            return self.column.unit
        return self.sheeted.values[self.unit_column][row] or ""

    def read(self) -> None:
        """Take plain numbers at once, then the rest cell by cell."""
        if self.found.unit and self.column.unit:
            self._tell_conversion()
        self.stored = self._as_stored()
        plain = self._plain()
        same = self._same(self.numbers)
        taken = plain & ~same & ~self._struck()
        self.new[taken] = self.numbers[taken]
        self.changed[taken] = True
        super().read()

    def _tell_conversion(self) -> None:
        header = self.sheeted.layout.data_from - 1
        slots = {"stated": self.found.unit_place, "unit": self.found.unit, "wanted": self.column.unit}
        self.sheeted.told.tell("header_converted", header, self.column.name, self.found.label, **slots)

    def _plain(self) -> np.ndarray:
        """Which cells are numbers that need no second thought."""
        plain = (np.abs(self.numbers) < LARGEST) & ~self.is_written_otherwise & ~self._is_dressed()
        if self.found.unit:
            return np.zeros(len(plain), dtype=bool)
        shares = self._may_be_share(self.numbers)
        if self.unit_column is None:
            return plain & ~shares if self.column.unit == "%" else plain
        units = self.sheeted.values[self.unit_column]
        return plain & ~(shares & np.array([unit == "%" for unit in units], dtype=bool))

    def _is_dressed(self) -> np.ndarray:
        """Which cells show their number otherwise than it is kept: as per cent, with a unit, scaled."""
        return self.percent | (self.format_at >= 0)

    def _as_stored(self) -> np.ndarray:
        """The numbers that are shown otherwise, in the unit that is stored, as far as their format alone says it."""
        stored = np.full(len(self.numbers), np.nan)
        dressed = np.flatnonzero(self._is_dressed() & ~self.is_written_otherwise & ~np.isnan(self.numbers))
        if not len(dressed) or self.found.unit:
            return stored
        for wanted, rows in self._by_unit(dressed):
            numbers = zip(rows.tolist(), self.numbers[rows].tolist(), strict=True)
            looks = [_PERCENT if self.percent[row] else look(self.format_of(row), value) for row, value in numbers]
            factors = {each: factor_of(each, wanted) for each in set(looks)}
            known = np.array([np.nan if factors[each] is None else factors[each] for each in looks], dtype=np.float64)
            doubtful = [number for number, each in enumerate(looks) if factors[each] is None]
            stored[rows] = self.numbers[rows] * known
            stored[rows[doubtful]] = self.numbers[rows[doubtful]]
        return stored

    def _by_unit(self, rows: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        """`rows` by the unit that their values are stored in."""
        if self.column.unit or self.unit_column is None:
            yield self.column.unit, rows
            return
        units = np.array([unit or "" for unit in self.sheeted.values[self.unit_column][rows].tolist()], dtype=object)
        for unit in set(units.tolist()):
            yield unit, rows[units == unit]

    def _may_be_share(self, numbers: Any) -> Any:
        """Which numbers of per cent may stand for a hundred times as many: 0.73 for 73 %."""
        return (np.abs(numbers) <= self.most_shares) & (numbers != 0)

    def _same(self, numbers: np.ndarray) -> np.ndarray:
        return np.isclose(numbers, self.old, rtol=SAME, atol=0)

    def differing(self) -> np.ndarray:
        """Texts, numbers that ask a second thought, and cells that were emptied."""
        blank = np.isnan(self.numbers) & (self.codes < 0)
        thought = ~np.isnan(self.numbers) & ~self._plain()
        if not self.found.unit:
            dressed = self._is_dressed()
            same = np.where(dressed, np.isclose(self.stored, self.old, rtol=_ROUNDED, atol=0), self._same(self.numbers))
            thought &= ~same | self.is_written_otherwise
        return np.flatnonzero((self.codes >= 0) | thought | (blank & ~np.isnan(self.old)))

    def is_missing(self, value: Any) -> bool:
        """Whether a number is missing."""
        return bool(value != value)

    def is_same(self, parsed: Any, old: Any) -> bool:
        """Whether a number is the current one, up to what a spreadsheet keeps of it."""
        return math.isclose(parsed, old, rel_tol=SAME)

    def shown(self, old: Any) -> str:
        """A number as messages write it."""
        return number_text(old)

    def parse(self, row: int, value: Value) -> Any:
        """The number of a cell in the unit it is stored in; its qualifier and unit go to their own columns."""
        if value is None:
            return None
        if isinstance(value, Other):
            raise CellFault("not_a_number")
        wanted, said = self.wanted(row), self.found.unit or self.written_units[row] or ""
        amount = self._amount(row, value, said, wanted)
        if amount is None:
            return None
        if amount.bare_share:
            unseen = isinstance(value, float) and not self.sheeted.layout.sheet.formats
            return self._share(row, amount.value, "percent_unseen" if unseen else "percent_or_share")
        number = self._stored(amount.value, amount, said, wanted)
        if amount.high is not None:
            self._take_range(row, self._stored(amount.high, amount, said, wanted))
        if not wanted and self.unit_column and (unit := amount.unit or said):
            self._take_unit(row, unit, number)
        elif self.is_written_otherwise[row] and not amount.unit:
            self.tell("row_converted", row, written=said, number=number_text(number), unit=wanted)
        elif self._is_converted(row, value, amount, number):
            self.tell("converted", row, number=number_text(number), unit=wanted)
        self._take_qualifier(row, amount.qualifier, number)
        return number

    def _is_converted(self, row: int, value: float | str, amount: Amount, number: float) -> bool:
        """Whether the number is not the one that stands in the cell, and not but a share shown as per cent."""
        if isinstance(value, str):
            return bool(amount.unit) and not _printed_as(value, number)
        return self.format_at[row] >= 0 and not math.isclose(number, value, rel_tol=SAME)

    def _amount(self, row: int, value: float | str, said: str, wanted: str) -> Amount | None:
        asked = said or wanted
        if isinstance(value, float):
            if self.percent[row]:
                return _percent(value, wanted)
            if code := self.format_of(row):
                return self._shown_amount(row, code, value, said, wanted)
            return Amount(value, bare_share=asked == "%" and bool(self._may_be_share(value)))
        if code := self.format_of(row):
            value = shown(code, value)
        text = value.removeprefix("'") if self.sheeted.is_csv and value.startswith("'-") else value
        amount = parse_amount(text, asked)
        if amount is not None and amount.unit and said and wanted:
            return parse_amount(text, wanted)
        return amount

    def _shown_amount(self, row: int, code: str, value: float, said: str, wanted: str) -> Amount | None:
        """What a number says by its format; `said` is the unit where the format says none."""
        asked = said or wanted
        try:
            amount = shown_amount(code, value, asked)
            if amount.unit and said and wanted:
                amount = shown_amount(code, value, wanted)
        except CellFault as fault:
            return self._asked_amount(row, value, asked, fault)
        may_be_share = asked == "%" and not amount.unit and bool(self._may_be_share(amount.value))
        return replace(amount, bare_share=may_be_share)

    def _asked_amount(self, row: int, value: float, asked: str, fault: CellFault) -> Amount | None:
        """What the clerk says of a number that is shown as another one. Raises `fault` where it is no question."""
        slots = fault.slots
        if fault.code == "money_sign":
            yuan, wanted = str(slots["yuan"]), str(slots["wanted"])
            answer = self.ask(row, fault.code, Choice("yuan", yuan), Choice("wanted", wanted), **slots)
            amount = parse_amount(yuan if answer == "yuan" else wanted, asked)
            return amount and replace(amount, value=math.copysign(amount.value, value))
        if fault.code == "zero_hidden":
            answer = self.ask(row, fault.code, Choice("zero", "是 0"), Choice("none", "没有数据"))
            return Amount(0.0) if answer == "zero" else None
        if fault.code == "format_unclear":
            choices = Choice("stored", f"按存的数 {slots['stored']}"), Choice("old", "不读这一格，保留现有数据")
            if self.ask(row, fault.code, *choices, **slots) == "stored":
                return Amount(value)
            raise Unanswered
        raise fault

    def _share(self, row: int, value: float, code: str) -> float:
        """0.73 where per cent is wanted: the current 0.73 or 73 says which, else the clerk is asked (`code`)."""
        old = self.old[row]
        if math.isclose(value, old, rel_tol=SAME):
            return float(old)
        if math.isclose(value * 100, old, rel_tol=1e-9):
            self.tell("same_percent", row, number=number_text(old))
            return float(old)
        percent, share = f"{value * 100:.12g}", f"{value:.12g}"
        choices = Choice("percent", f"{percent}%"), Choice("share", f"{share}%")
        answer = self.ask(row, code, *choices, percent=percent, share=share)
        return float(percent) if answer == "percent" else value

    def _stored(self, value: float, amount: Amount, said: str, wanted: str) -> float:
        """A number of the cell in the unit that is stored; it is in the unit `said` where the cell says none."""
        if said and not amount.unit and wanted:
            value = in_unit(value, said, wanted)
        if abs(value) >= LARGEST:
            raise CellFault("too_large")
        return value

    def _take_range(self, row: int, high: float) -> None:
        if self.column.name != "value" or "value_high" not in self.sheeted.values:
            raise CellFault("range_lost")
        self.sheeted.set("value_high", row, high)

    def _take_unit(self, row: int, unit: str, number: float) -> None:
        column = self.unit_column
        assert column is not None
        self.sheeted.set(column, row, unit)
        label = TABLES[self.sheeted.table].column(column).label
        self.tell("unit_read", row, number=number_text(number), label=label, unit=unit)

    def _take_qualifier(self, row: int, said: str, number: float) -> None:
        if said == "exact":
            return
        words = words_of(self.sheeted.table, self.qualifier) if self.qualifier else {}
        if self.qualifier is None:
            raise CellFault("qualifier_lost", number=number_text(number))
        label = TABLES[self.sheeted.table].column(self.qualifier).label
        written = self.sheeted.values[self.qualifier][row]
        if written == said:
            return
        if written not in (None, "exact") and self.sheeted.changed[self.qualifier][row]:
            other = words.get(written, written)
            raise CellFault(
                "qualifier_conflict", word=words[said], label=label, other=other, number=number_text(number)
            )
        self.sheeted.set(self.qualifier, row, said)
        self.tell("qualifier_read", row, number=number_text(number), label=label, word=words[said])


def _percent(share: float, wanted: str) -> Amount:
    """A share that the cell shows as per cent, in the unit `wanted`. Raises CellFault unit_mismatch."""
    percent = in_unit(share * 100, "%", wanted or "%")
    return Amount(percent, unit="%")


def _printed_as(text: str, number: float) -> bool:
    """Whether one of the numerals of the text is the number: nothing was converted."""
    numerals = _NUMERAL.findall(unicodedata.normalize("NFKC", text))
    return any(math.isclose(parse_arabic(numeral), abs(number), rel_tol=SAME) for numeral in numerals)
