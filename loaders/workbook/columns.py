"""One column of a sheet into the values of its table, cell by cell only where a cell differs from what is there.

What stands there as the ledger wrote it is unchanged, whatever it looks like; every other cell is parsed, and what
cannot be taken as it stands is a fault, never a guess.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from domain.display import number_text
from domain.faults import Fault, make_fault
from domain.period import date_text
from domain.sheets import qualifier_of, unit_column_of, words_of
from domain.tables import TABLES, Column
from loaders.workbook.amounts import Amount, CellFault, in_unit, parse_amount
from loaders.workbook.cells import Other, Value
from loaders.workbook.days import iso_day, parse_day, serial_day
from loaders.workbook.layout import Found, Layout
from loaders.workbook.words import parse_code, parse_unit_word

#: Two numbers that a spreadsheet shows alike: it keeps 15 digits, some write no more.
_SAME: Final = 1e-13
_LONGEST_TEXT: Final = 32_767
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NO_TEXT: Final = frozenset({"—", "——", "-", "/", "\uff0f"})
_END_COLUMNS: Final = frozenset({"as_of_end", "due", "accepted_until"})
_UNIT_COLUMNS: Final = frozenset({"unit", "output_unit", "area_unit"})
_RUNS: Final = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_FULL_DAY: Final = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}\D?|\d{8}")


@dataclass(eq=False)
class Sheeted:
    """The rows of one sheet while its columns are read.

    `at`: used rows; `known`: rows of the current table, -1 for new ones; `values`: column → array of what the rows
    will hold, `changed`: column → which of them differ from the current table (all of it for new rows).
    """

    layout: Layout
    at: np.ndarray
    known: np.ndarray
    current: pd.DataFrame
    year: int | None
    is_csv: bool = False
    values: dict[str, np.ndarray] = field(default_factory=dict)
    changed: dict[str, np.ndarray] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.layout.table

    def old(self, column: str) -> np.ndarray:
        """What the rows hold in the current table: float64 with NaN for numbers, else objects with None."""
        kind = TABLES[self.table].column(column).kind
        rows, here = np.maximum(self.known, 0), self.known >= 0
        cells = self.current[column]
        if kind == "number":
            numbers = cells.to_numpy(dtype=np.float64) if len(cells) else np.zeros(1)
            return np.where(here, numbers[rows], np.nan)
        found = np.full(len(self.at), None, dtype=object)
        if len(cells) and here.any():
            objects = cells.astype(object).where(cells.notna(), None).to_numpy(dtype=object)
            found[here] = objects[rows[here]]
        return found

    def tell(self, code: str, row: int, column: str, value: object = "", **slots: object) -> None:
        """Keep a fault at a cell of the row numbered `row` here."""
        self.faults.append(make_fault(code, self.layout.place(int(self.at[row]), column), value, **slots))


def read_column(sheeted: Sheeted, column: Column) -> None:
    """Read one column of the sheet into `values` and `changed`. The columns of units and qualifiers come first."""
    old = sheeted.old(column.name)
    found = sheeted.layout.columns.get(column.name)
    new = old.copy()
    sheeted.values[column.name] = new
    sheeted.changed[column.name] = np.zeros(len(new), dtype=bool)
    if found is None:
        return
    if column.kind == "number" and not words_of(sheeted.table, column.name):
        _Numbers(sheeted, column, found, old, new).read()
    elif column.kind == "date":
        _Days(sheeted, column, found, old, new).read()
    else:
        _Texts(sheeted, column, found, old, new).read()


class _Cells:
    """What the kinds of columns share: the raw cells, the marks, and the way a cell becomes a value or a fault."""

    def __init__(self, sheeted: Sheeted, column: Column, found: Found, old: np.ndarray, new: np.ndarray) -> None:
        self.sheeted, self.column, self.found, self.old, self.new = sheeted, column, found, old, new
        self.raw = sheeted.layout.sheet.columns[found.at]
        self.rows = sheeted.at
        self.changed = sheeted.changed[column.name]
        self.marks = self._marks()

    def _marks(self) -> dict[int, str]:
        """Row numbered here → its mark."""
        sheet = self.sheeted.layout.sheet
        numbers = {row: mark for (row, at), mark in sheet.marks.items() if at == self.found.at}
        if not numbers:
            return {}
        places = {int(number): here for here, number in enumerate(sheet.rows[self.rows].tolist())}
        return {places[row]: mark for row, mark in numbers.items() if row in places}

    def read(self) -> None:
        """Parse the cells that differ."""
        for row, mark in self.marks.items():
            if mark in ("formula", "error"):
                self.tell("formula" if mark == "formula" else "error_value", row)
        bad = {row for row, mark in self.marks.items() if mark in ("formula", "error")}
        for row in self.differing().tolist():
            if row in bad:
                continue
            value = self.raw.cell(int(self.rows[row]))
            try:
                if isinstance(value, Other) and value.kind == "error":
                    raise CellFault("error_value")
                parsed = self.parse(row, value)
            except CellFault as fault:
                self.tell(fault.code, row, value, **fault.slots)
                continue
            self.put(row, parsed)

    def differing(self) -> np.ndarray:
        """The rows (numbers here) whose cells are not as the ledger would write the current value."""
        raise NotImplementedError

    def parse(self, row: int, value: Value) -> Any:
        """The value of a cell; may tell notices. Raises CellFault."""
        raise NotImplementedError

    def put(self, row: int, parsed: Any) -> None:
        """Take a parsed value where it is another one than the current."""
        old = self.old[row]
        if parsed is None and old is not None:
            self.new[row] = None
            self.changed[row] = True
            self.tell("cleared", row, old=old)
        elif parsed != old:
            self.new[row] = parsed
            self.changed[row] = True

    def tell(self, code: str, row: int, value: object = "", **slots: object) -> None:
        """Keep a fault at the cell of `row`; a missing value is shown as nothing."""
        self.sheeted.tell(code, row, self.column.name, "" if value is None else value, **slots)


class _Numbers(_Cells):
    """Numbers, with the unit of the header, of the table or of the row."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        table = self.sheeted.table
        self.unit_column = unit_column_of(table, self.column.name)
        self.qualifier = qualifier_of(table, self.column.name)
        self.numbers = self.raw.numbers[self.rows]
        self.percent = {row for row, mark in self.marks.items() if mark == "percent"}

    def wanted(self, row: int) -> str:
        """The unit that the value of `row` is stored in."""
        if self.column.unit or self.unit_column is None:
            return self.column.unit
        return self.sheeted.values[self.unit_column][row] or ""

    def read(self) -> None:
        """Take plain numbers at once, then the rest cell by cell."""
        if self.found.unit and self.column.unit:
            self._tell_conversion()
        plain = self._plain()
        same = self._same(self.numbers)
        taken = plain & ~same
        self.new[taken] = self.numbers[taken]
        self.changed[taken] = True
        super().read()

    def _tell_conversion(self) -> None:
        place = self.sheeted.layout.place(0, self.column.name)
        place = type(place)(place.sheet, self.found.cell, place.table, place.column)
        fault = make_fault("header_converted", place, self.found.label, unit=self.found.unit, wanted=self.column.unit)
        self.sheeted.faults.append(fault)

    def _plain(self) -> np.ndarray:
        """Which cells are numbers that need no second thought."""
        plain = ~np.isnan(self.numbers)
        if self.found.unit or self.percent:
            return np.zeros(len(plain), dtype=bool)
        shares = (np.abs(self.numbers) <= 1) & (self.numbers != 0)
        if self.unit_column is None:
            return plain & ~shares if self.column.unit == "%" else plain
        units = self.sheeted.values[self.unit_column]
        return plain & ~(shares & np.array([unit == "%" for unit in units], dtype=bool))

    def _same(self, numbers: np.ndarray) -> np.ndarray:
        return np.isclose(numbers, self.old, rtol=_SAME, atol=0)

    def differing(self) -> np.ndarray:
        """Texts, numbers that ask a second thought, and cells that were emptied."""
        codes = self.raw.codes[self.rows]
        blank = np.isnan(self.numbers) & (codes < 0)
        thought = ~np.isnan(self.numbers) & ~self._plain()
        if not self.found.unit and not self.percent:
            thought &= ~self._same(self.numbers)
        return np.flatnonzero((codes >= 0) | thought | (blank & ~np.isnan(self.old)))

    def put(self, row: int, parsed: Any) -> None:
        """Take a number where it is not the current one."""
        old = self.old[row]
        if parsed is None:
            if not np.isnan(old):
                self.new[row], self.changed[row] = np.nan, True
                self.tell("cleared", row, old=number_text(old))
        elif not np.isclose(parsed, old, rtol=_SAME, atol=0):
            self.new[row], self.changed[row] = parsed, True

    def parse(self, row: int, value: Value) -> Any:
        """The number of a cell in the unit it is stored in; its qualifier and unit go to their own columns."""
        if value is None:
            return None
        if isinstance(value, Other):
            raise CellFault("not_a_number")
        wanted = self.wanted(row)
        asked = self.found.unit or wanted
        amount = self._amount(row, value, asked, wanted)
        if amount is None:
            return None
        if amount.bare_share:
            return self._share(row, amount.value)
        self._take_range(row, amount)
        number = amount.value
        if self.found.unit and not amount.unit:
            number = in_unit(number, self.found.unit, wanted) if wanted else number
        if not wanted and self.unit_column and (said := amount.unit or self.found.unit):
            self._take_unit(row, said, number)
        elif amount.unit and isinstance(value, str) and not _printed_as(value, number):
            self.tell("converted", row, value, number=number_text(number), unit=wanted)
        self._take_qualifier(row, amount.qualifier, number)
        return number

    def _amount(self, row: int, value: float | str, asked: str, wanted: str) -> Amount | None:
        if isinstance(value, float):
            if row in self.percent:
                return parse_amount(f"{value * 100:.12g}%", wanted)
            return Amount(value, bare_share=asked == "%" and 0 < abs(value) <= 1)
        text = value.removeprefix("'") if self.sheeted.is_csv and value.startswith("'-") else value
        amount = parse_amount(text, asked)
        if amount is not None and amount.unit and self.found.unit and wanted:
            return parse_amount(text, wanted)
        return amount

    def _share(self, row: int, value: float) -> float:
        """0.73 where per cent is wanted: the current 0.73 or 73 says which, else the clerk is asked."""
        old = self.old[row]
        if np.isclose(value, old, rtol=_SAME, atol=0):
            return float(old)
        if np.isclose(value * 100, old, rtol=1e-9, atol=0):
            self.tell("same_percent", row, value, number=number_text(old))
            return float(old)
        raise CellFault("percent_or_share", percent=f"{value * 100:.12g}", share=f"{value:.12g}")

    def _take_range(self, row: int, amount: Amount) -> None:
        if amount.high is None:
            return
        if self.column.name != "value" or "value_high" not in self.sheeted.values:
            raise CellFault("range_lost")
        self._set("value_high", row, amount.high)

    def _take_unit(self, row: int, unit: str, number: float) -> None:
        column = self.unit_column
        assert column is not None
        self._set(column, row, unit)
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
        self._set(self.qualifier, row, said)
        self.tell("qualifier_read", row, number=number_text(number), label=label, word=words[said])

    def _set(self, column: str, row: int, value: Any) -> None:
        """Set another column of the row, as if its own cell said so."""
        self.sheeted.values[column][row] = value
        self.sheeted.changed[column][row] = True


def _printed_as(text: str, number: float) -> bool:
    """Whether the number stands in the text with its digits: nothing was converted."""
    return f"{abs(number):.12g}" in text.replace(",", "")


class _Days(_Cells):
    """Dates; kept as datetime64 in seconds."""

    def differing(self) -> np.ndarray:
        """Cells that do not show the current day."""
        days = np.array([self._plain_day(value) for value in self.raw.values] or [None], dtype=object)
        codes = self.raw.codes[self.rows]
        shown = np.where(codes >= 0, days[np.maximum(codes, 0)], None)
        old = np.array([None if day is None else day.date() for day in self.old], dtype=object)
        blank = (codes < 0) & np.isnan(self.raw.numbers[self.rows])
        empty = np.array([day is None for day in old], dtype=bool)
        return np.flatnonzero(~((shown == old) & ~empty) & ~(blank & empty))

    def _plain_day(self, value: str | Other) -> date | None:
        if isinstance(value, Other):
            return iso_day(value.text) if value.kind in ("date", "datetime") else None
        if _FULL_DAY.fullmatch(value.strip()):
            try:
                return parse_day(value, None, is_end=True)
            except CellFault:
                return None
        return None

    def parse(self, row: int, value: Value) -> Any:
        """The day as a Timestamp."""
        if value is None:
            return None
        if isinstance(value, float):
            day = serial_day(value)
            if day is None:
                raise CellFault("not_a_date")
            raise CellFault("serial_date", day=day.isoformat())
        if isinstance(value, Other):
            if value.kind not in ("date", "datetime"):
                raise CellFault("not_a_date")
            return self._stamp(iso_day(value.text))
        day = parse_day(value, self.sheeted.year, is_end=self.column.name in _END_COLUMNS)
        if day is not None and not _FULL_DAY.fullmatch(value.strip()):
            self.tell("day_read", row, value, day=day.isoformat())
        return None if day is None else self._stamp(day)

    def put(self, row: int, parsed: Any) -> None:
        """Take a day where it is not the current one."""
        old = self.old[row]
        if parsed is None and old is not None:
            self.new[row], self.changed[row] = None, True
            self.tell("cleared", row, old=date_text(old))
        elif parsed != old:
            self.new[row], self.changed[row] = parsed, True

    @staticmethod
    def _stamp(day: date) -> pd.Timestamp:
        return pd.Timestamp(day).as_unit("s")


class _Texts(_Cells):
    """Texts, units, and words of closed vocabularies."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.words = words_of(self.sheeted.table, self.column.name)
        self.is_unit = self.column.name in _UNIT_COLUMNS
        self.known_units = frozenset(self.sheeted.current[self.column.name].dropna()) if self.is_unit else frozenset()

    def differing(self) -> np.ndarray:
        """Cells that are not the text, or the word, of the current value."""
        shown = self.raw.cells(self.rows)
        written = self.old
        if self.words:
            written = np.array([self._word(code) for code in self.old], dtype=object)
        return np.flatnonzero(np.asarray(shown != written, dtype=bool))

    def _word(self, code: Any) -> Any:
        if code is None or code != code:
            return None
        text = str(int(code)) if isinstance(code, float) and code.is_integer() else str(code)
        return self.words.get(text, code)

    def parse(self, row: int, value: Value) -> Any:
        """The text or the code of a cell."""
        text = self._text(row, value)
        if text is not None and _CONTROL.search(text):
            raise CellFault("control_character")
        if self.words:
            return self._code(row, text)
        old = self.old[row]
        if old is not None and text is not None and _same_text(text, old):
            return old
        if text is None or text.strip() in _NO_TEXT or not text.strip():
            return old if old is not None and not str(old).strip() else None
        if len(text) > _LONGEST_TEXT:
            raise CellFault("too_long", count=len(text), limit=_LONGEST_TEXT)
        if not isinstance(value, str):
            self.tell("text_read", row, value, text=text)
        return parse_unit_word(text, self.known_units) if self.is_unit else _lines(text).strip()

    def _text(self, row: int, value: Value) -> str | None:
        if value is None:
            return None
        if isinstance(value, str):
            escaped = self.sheeted.is_csv and value.startswith("'") and value.lstrip("'").startswith(_RUNS)
            return value[1:] if escaped else value
        if isinstance(value, float):
            text = f"{value * 100:.12g}%" if self.marks.get(row) == "percent" else f"{value:.15g}"
        elif value.kind in ("date", "datetime"):
            text = date_text(iso_day(value.text))
        else:
            text = str(value)
        return text

    def _code(self, row: int, text: str | None) -> Any:
        code = parse_code(text, self.sheeted.table, self.column.name) if text is not None else None
        old = self.old[row]
        if code is None:
            return old if old == "exact" else None
        if self.column.kind == "number":
            return float(code)
        return code == "True" if self.column.kind == "flag" else code

    def put(self, row: int, parsed: Any) -> None:
        """As for all, where a missing number is NaN."""
        if self.column.kind != "number":
            super().put(row, parsed)
        elif parsed is None and not np.isnan(self.old[row]):
            self.new[row], self.changed[row] = np.nan, True
            self.tell("cleared", row, old=self._word(self.old[row]))
        elif parsed is not None and parsed != self.old[row]:
            self.new[row], self.changed[row] = parsed, True


def _same_text(text: str, old: str) -> bool:
    """Whether a cell shows the current text: line breaks, outer blanks and what a cell cannot hold aside."""
    return _lines(text).strip() == _lines(str(old)[:_LONGEST_TEXT]).strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
