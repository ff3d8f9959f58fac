"""Number columns, in the unit of the header, the table or the row; 约 and 余 go to the qualifier column."""

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
#: Spreadsheets keep fifteen digits; larger numbers are rejected.
MAX_NUMBER: Final = 1e15
#: Without known formats, 1.2 may be 120 % or 1.2 %; larger numbers would be more than 1000 % and are no shares.
_MAX_SHARE: Final = 10.0


#: Converted numbers are rounded to twelve digits.
_ROUNDED: Final = 1e-11
_PERCENT: Final = Look(after="%", exponent=2)


class Numbers(Cells):
    """Reader of a number column, with the unit of the header, the table or the row."""

    missing = np.nan

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        table = self.sheet_rows.table
        self.unit_column = unit_column_of(table, self.column.name)
        self.qualifier = qualifier_of(table, self.column.name)
        units = self.sheet_rows.written_units.get(self.unit_column or "")
        if self.column.unit and not self.found.has_unit:
            units = row_units(self.sheet_rows, self.column.unit, next(iter(self.found.above), None))
        self.written_units = np.full(len(self.rows), None, dtype=object) if units is None else units
        self.has_other_unit = self.written_units != None  # noqa: E711 (cell by cell)
        self.most_shares = 1.0 if self.sheet_rows.layout.sheet.formats else _MAX_SHARE

    def stored_unit(self, row: int) -> str:
        """The unit in which the value of `row` is stored; "" for none."""
        if self.column.unit or self.unit_column is None:
            return self.column.unit
        return self.sheet_rows.values[self.unit_column][row] or ""

    def read(self) -> None:
        """Read plain numbers vectorized, the rest cell by cell."""
        if self.found.unit and self.column.unit:
            self._report_conversion()
        self.stored = self._as_stored()
        plain = self._plain()
        same = self._same(self.numbers)
        plain_changed = plain & ~same & ~self._struck() & ~self._marked("covered")
        self.new[plain_changed] = self.numbers[plain_changed]
        self.changed[plain_changed] = True
        super().read()

    def _report_conversion(self) -> None:
        header = self.sheet_rows.layout.data_from - 1
        slots = {"stated": self.found.unit_place, "unit": self.found.unit, "wanted": self.column.unit}
        self.sheet_rows.collector.report("header_converted", header, self.column.name, self.found.label, **slots)

    def _plain(self) -> np.ndarray:
        """Mask of the cells that are plain numbers in the stored unit."""
        plain = (np.abs(self.numbers) < MAX_NUMBER) & ~self.has_other_unit & ~self._is_formatted()
        if self.found.unit:
            return np.zeros(len(plain), dtype=bool)
        shares = self._may_be_share(self.numbers)
        if self.unit_column is None:
            return plain & ~shares if self.column.unit == "%" else plain
        units = self.sheet_rows.values[self.unit_column]
        return plain & ~(shares & np.array([unit == "%" for unit in units], dtype=bool))

    def _is_formatted(self) -> np.ndarray:
        """Mask of the cells whose format changes the shown number: per cent, unit, scale."""
        return self.percent | (self.format_at >= 0)

    def _as_stored(self) -> np.ndarray:
        """Formatted numbers converted to the stored unit by their format; NaN elsewhere."""
        stored = np.full(len(self.numbers), np.nan)
        formatted = np.flatnonzero(self._is_formatted() & ~self.has_other_unit & ~np.isnan(self.numbers))
        if not len(formatted) or self.found.unit:
            return stored
        for target_unit, rows in self._by_unit(formatted):
            numbers = zip(rows.tolist(), self.numbers[rows].tolist(), strict=True)
            looks = [_PERCENT if self.percent[row] else look(self.format_of(row), value) for row, value in numbers]
            factors = {each: factor_of(each, target_unit) for each in set(looks)}
            known_factors = np.array(
                [np.nan if factors[each] is None else factors[each] for each in looks], dtype=np.float64
            )
            unclear = [number for number, each in enumerate(looks) if factors[each] is None]
            stored[rows] = self.numbers[rows] * known_factors
            stored[rows[unclear]] = self.numbers[rows[unclear]]
        return stored

    def _by_unit(self, rows: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
        """`rows` grouped by stored unit."""
        if self.column.unit or self.unit_column is None:
            yield self.column.unit, rows
            return
        units = np.array([unit or "" for unit in self.sheet_rows.values[self.unit_column][rows].tolist()], dtype=object)
        for unit in set(units.tolist()):
            yield unit, rows[units == unit]

    def _may_be_share(self, numbers: Any) -> Any:
        """Mask of numbers of per cent that may be shares: 0.73 for 73 %."""
        return (np.abs(numbers) <= self.most_shares) & (numbers != 0)

    def _same(self, numbers: np.ndarray) -> np.ndarray:
        return np.isclose(numbers, self.old, rtol=SAME, atol=0)

    def differing(self) -> np.ndarray:
        """Texts, numbers that are not plain, and cells that were emptied."""
        blank = np.isnan(self.numbers) & (self.codes < 0)
        needs_parsing = ~np.isnan(self.numbers) & ~self._plain()
        if not self.found.unit:
            formatted = self._is_formatted()
            same = np.where(
                formatted, np.isclose(self.stored, self.old, rtol=_ROUNDED, atol=0), self._same(self.numbers)
            )
            needs_parsing &= ~same | self.has_other_unit
        return np.flatnonzero((self.codes >= 0) | needs_parsing | (blank & ~np.isnan(self.old)))

    def is_missing(self, value: Any) -> bool:
        """Whether a number is missing."""
        return bool(value != value)

    def is_same(self, parsed: Any, old: Any) -> bool:
        """Whether a number equals the current one up to SAME."""
        return math.isclose(parsed, old, rel_tol=SAME)

    def shown(self, old: Any) -> str:
        """A number as messages write it."""
        return number_text(old)

    def parse(self, row: int, value: Value) -> Any:
        """The number of a cell in the stored unit; its qualifier and unit go to their own columns."""
        if value is None:
            return None
        if isinstance(value, Other):
            raise CellFault("not_a_number")
        target_unit, written_unit = self.stored_unit(row), self.found.unit or self.written_units[row] or ""
        amount = self._amount(row, value, written_unit, target_unit)
        if amount is None:
            return None
        if amount.bare_share:
            without_formats = isinstance(value, float) and not self.sheet_rows.layout.sheet.formats
            return self._share(row, amount.value, "percent_unseen" if without_formats else "percent_or_share")
        number = self._stored(amount.value, amount, written_unit, target_unit)
        if amount.high is not None:
            self._take_range(row, self._stored(amount.high, amount, written_unit, target_unit))
        if not target_unit and self.unit_column and (unit := amount.unit or written_unit):
            self._take_unit(row, unit, number)
        elif self.has_other_unit[row] and not amount.unit:
            self.report("row_converted", row, written=written_unit, number=number_text(number), unit=target_unit)
        elif self._is_converted(row, value, amount, number):
            self.report("converted", row, number=number_text(number), unit=target_unit)
        self._take_qualifier(row, amount.qualifier, number)
        return number

    def _is_converted(self, row: int, value: float | str, amount: Amount, number: float) -> bool:
        """Whether the number differs from the one in the cell, other than a share shown as per cent."""
        if isinstance(value, str):
            return bool(amount.unit) and not _printed_as(value, number)
        return self.format_at[row] >= 0 and not math.isclose(number, value, rel_tol=SAME)

    def _amount(self, row: int, value: float | str, written_unit: str, target_unit: str) -> Amount | None:
        default_unit = written_unit or target_unit
        if isinstance(value, float):
            if self.percent[row]:
                return _percent(value, target_unit)
            if code := self.format_of(row):
                return self._shown_amount(row, code, value, written_unit, target_unit)
            return Amount(value, bare_share=default_unit == "%" and bool(self._may_be_share(value)))
        if code := self.format_of(row):
            value = shown(code, value)
        text = value.removeprefix("'") if self.sheet_rows.is_csv and value.startswith("'-") else value
        amount = parse_amount(text, default_unit)
        if amount is not None and amount.unit and written_unit and target_unit:
            return parse_amount(text, target_unit)
        return amount

    def _shown_amount(self, row: int, code: str, value: float, written_unit: str, target_unit: str) -> Amount | None:
        """The amount that a number shows by its format; `written_unit`: its unit where the format has none."""
        default_unit = written_unit or target_unit
        try:
            amount = shown_amount(code, value, default_unit)
            if amount.unit and written_unit and target_unit:
                amount = shown_amount(code, value, target_unit)
        except CellFault as fault:
            return self._asked_amount(row, value, default_unit, fault)
        may_be_share = default_unit == "%" and not amount.unit and bool(self._may_be_share(amount.value))
        return replace(amount, bare_share=may_be_share)

    def _asked_amount(self, row: int, value: float, default_unit: str, fault: CellFault) -> Amount | None:
        """The clerk's answer about a number with an ambiguous format. Raises `fault` where it is not a question."""
        slots = fault.slots
        if fault.code == "money_sign":
            yuan, in_target_unit = str(slots["yuan"]), str(slots["wanted"])
            answer = self.ask(row, fault.code, Choice("yuan", yuan), Choice("wanted", in_target_unit), **slots)
            amount = parse_amount(yuan if answer == "yuan" else in_target_unit, default_unit)
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
        """0.73 for per cent: decided by the current value (0.73 or 73), else the clerk is asked (`code`)."""
        old = self.old[row]
        if math.isclose(value, old, rel_tol=SAME):
            return float(old)
        if math.isclose(value * 100, old, rel_tol=1e-9):
            self.report("same_percent", row, number=number_text(old))
            return float(old)
        percent, share = f"{value * 100:.12g}", f"{value:.12g}"
        choices = Choice("percent", f"{percent}%"), Choice("share", f"{share}%")
        answer = self.ask(row, code, *choices, percent=percent, share=share)
        return float(percent) if answer == "percent" else value

    def _stored(self, value: float, amount: Amount, written_unit: str, target_unit: str) -> float:
        """A number of the cell in `target_unit`; it is in `written_unit` where the cell has no unit."""
        if written_unit and not amount.unit and target_unit:
            value = in_unit(value, written_unit, target_unit)
        if abs(value) >= MAX_NUMBER:
            raise CellFault("too_large")
        return value

    def _take_range(self, row: int, high: float) -> None:
        if self.column.name != "value" or "value_high" not in self.sheet_rows.values:
            raise CellFault("range_lost")
        self.sheet_rows.set("value_high", row, high)

    def _take_unit(self, row: int, unit: str, number: float) -> None:
        column = self.unit_column
        assert column is not None
        self.sheet_rows.set(column, row, unit)
        label = TABLES[self.sheet_rows.table].column(column).label
        self.report("unit_read", row, number=number_text(number), label=label, unit=unit)

    def _take_qualifier(self, row: int, qualifier: str, number: float) -> None:
        if qualifier == "exact":
            return
        words = words_of(self.sheet_rows.table, self.qualifier) if self.qualifier else {}
        if self.qualifier is None:
            raise CellFault("qualifier_lost", number=number_text(number))
        label = TABLES[self.sheet_rows.table].column(self.qualifier).label
        current = self.sheet_rows.values[self.qualifier][row]
        if current == qualifier:
            return
        if current not in (None, "exact") and self.sheet_rows.changed[self.qualifier][row]:
            other = words.get(current, current)
            raise CellFault(
                "qualifier_conflict", word=words[qualifier], label=label, other=other, number=number_text(number)
            )
        self.sheet_rows.set(self.qualifier, row, qualifier)
        self.report("qualifier_read", row, number=number_text(number), label=label, word=words[qualifier])


def _percent(share: float, target_unit: str) -> Amount:
    """A share shown as per cent, in `target_unit`. Raises CellFault unit_mismatch."""
    percent = in_unit(share * 100, "%", target_unit or "%")
    return Amount(percent, unit="%")


def _printed_as(text: str, number: float) -> bool:
    """Whether the number occurs in the text as written, so that nothing was converted."""
    numerals = _NUMERAL.findall(unicodedata.normalize("NFKC", text))
    return any(math.isclose(parse_arabic(numeral), abs(number), rel_tol=SAME) for numeral in numerals)
