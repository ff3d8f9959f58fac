"""Columns of dates."""

import re
from datetime import date
from typing import Any, Final

import numpy as np

from domain.schema.period import date_text
from loaders.workbook.amounts import CellFault
from loaders.workbook.cells import Other, Value
from loaders.workbook.columns import NO_DAY, Cells
from loaders.workbook.days import iso_day, parse_day, serial_day
from loaders.workbook.number_formats import shown as shown_by

#: 2023, 630 or 6.3 typed into a date cell become a day of 1905, 1901 or 1900: earlier years are rejected.
_MIN_YEAR: Final = 1950
#: A spreadsheet's serial number of a day, as number or text (pasted from unformatted cells); or 20230630.
_SERIAL: Final = re.compile(r"\d{5}")
_DIGITS: Final = re.compile(r"\d{5}|\d{8}")
_FULL_DAY: Final = re.compile(r"\d{4}\D\d{1,2}\D\d{1,2}\D?|\d{8}")


class Days(Cells):
    """Dates, stored as datetime64 in seconds."""

    missing = NO_DAY

    def differing(self) -> np.ndarray:
        """Cells that do not show the current day."""
        days = np.array([self._plain_day(value) for value in self.raw.values] or [NO_DAY], dtype="datetime64[s]")
        shown = np.where(self.codes >= 0, days[np.maximum(self.codes, 0)], NO_DAY)
        blank = (self.codes < 0) & np.isnan(self.numbers)
        return np.flatnonzero((shown != self.old) & ~(blank & np.isnat(self.old)))

    def _plain_day(self, value: str | Other) -> np.datetime64:
        try:
            if isinstance(value, Other):
                return np.datetime64(iso_day(value.text), "s") if value.kind in ("date", "datetime") else NO_DAY
            day = parse_day(value, None, is_end=True) if _FULL_DAY.fullmatch(value.strip()) else None
            return NO_DAY if day is None else np.datetime64(day, "s")
        except CellFault:
            return NO_DAY

    def parse(self, row: int, value: Value) -> Any:
        """The day as datetime64."""
        if value is None:
            return None
        if isinstance(value, float) and (code := self.format_of(row)):
            value = shown_by(code, value)
        if isinstance(value, float):
            value = f"{value:.15g}"
            if not _DIGITS.fullmatch(value):
                raise CellFault("not_a_date")
        if isinstance(value, str) and _SERIAL.fullmatch(value.strip()) and (day := serial_day(float(value))):
            raise CellFault("serial_date", day=day.isoformat())
        if isinstance(value, Other):
            if value.kind not in ("date", "datetime"):
                raise CellFault("not_a_date")
            day = iso_day(value.text)
            if day.year < _MIN_YEAR:
                raise CellFault("which_day")
            return np.datetime64(day, "s")
        day = parse_day(value, self.sheet_rows.year, is_end=self.column.last_day)
        if day is not None and not _FULL_DAY.fullmatch(value.strip()):
            self.report("day_read", row, day=day.isoformat())
        return None if day is None else np.datetime64(day, "s")

    def is_missing(self, value: Any) -> bool:
        """Whether a day is missing."""
        return bool(np.isnat(value))

    def shown(self, old: Any) -> str:
        """A day as messages write it."""
        return day_text(old)


def day_text(day: np.datetime64) -> str:
    """2023年6月30日."""
    found: date = day.astype("datetime64[D]").item()
    return date_text(found)
