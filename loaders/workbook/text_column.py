"""Columns of texts, units, and words of closed vocabularies."""

import re
from typing import Any, Final

import numpy as np

from domain.schema.ledger import words_of
from domain.schema.period import date_text
from domain.schema.tables import TABLES
from domain.unsafe_characters import FORMULA_STARTS, UNSEEN
from loaders.workbook.amounts import CellFault
from loaders.workbook.cells import Value
from loaders.workbook.columns import Cells
from loaders.workbook.days import iso_day
from loaders.workbook.empty_cells import is_blank_text
from loaders.workbook.number_formats import shown as shown_by
from loaders.workbook.vocabulary import parse_code, parse_unit_word

_MAX_TEXT_LENGTH: Final = 32_767
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
#: Raised and lowered digits to plain ones: PM2.5, also where digits are lowered.
_ON_THE_LINE: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
UNIT_COLUMNS: Final = frozenset(
    column.unit_column for table in TABLES.values() for column in table.columns if column.unit_column
)


class Texts(Cells):
    """Texts, units, and words of closed vocabularies."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.missing = np.nan if self.column.kind == "number" else None
        self.words = words_of(self.sheet_rows.table, self.column.name)
        self.is_unit = self.column.name in UNIT_COLUMNS
        self.raised = self._marked("raised")
        self.known_units = (
            frozenset(self.sheet_rows.current[self.column.name].dropna()) if self.is_unit else frozenset()
        )

    def differing(self) -> np.ndarray:
        """Cells that differ from the text or word of the current value."""
        shown = self.raw.cells(self.rows)
        written = self.old
        if self.words:
            codes = self.old.tolist()
            words = {code: self._word(code) for code in set(codes) if code == code}
            written = np.array([words.get(code) for code in codes], dtype=object)
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
        old = self.old[row]
        if self._is_old(text, old):
            return old
        text = self._without_invisible(row, text)
        if self.words:
            return self._code(row, text)
        if self._is_old(text, old):
            return old
        if text is None or is_blank_text(text, in_words=self.is_unit):
            return old if old is not None and not str(old).strip() else None
        if len(text) > _MAX_TEXT_LENGTH:
            raise CellFault("too_long", count=len(text), limit=_MAX_TEXT_LENGTH)
        if not isinstance(value, str):
            self.report("text_read", row, text=text)
        return parse_unit_word(text, self.known_units) if self.is_unit else _lines(text).strip()

    def _text(self, row: int, value: Value) -> str | None:
        if value is None:
            return None
        if isinstance(value, (float, str)) and (code := self.format_of(row)):
            return shown_by(code, value)
        if isinstance(value, str):
            if self.raised[row]:
                value = value.translate(_ON_THE_LINE)
            escaped = value.startswith("'") and value.lstrip("'").startswith(FORMULA_STARTS)
            is_escape = self.sheet_rows.is_csv or (escaped and _same_text(value[1:], str(self.old[row])))
            return value[1:] if escaped and is_escape else value
        if isinstance(value, float):
            text = f"{value * 100:.12g}%" if self.percent[row] else f"{value:.15g}"
        elif value.kind in ("date", "datetime"):
            text = date_text(iso_day(value.text))
        else:
            text = str(value)
        return text

    def _is_old(self, text: str | None, old: Any) -> bool:
        return not self.words and old is not None and text is not None and _same_text(text, old)

    def _without_invisible(self, row: int, text: str | None) -> str | None:
        """`text` without invisible characters, which would make 土地整治 a different name."""
        visible = text if text is None else UNSEEN.sub("", text)
        if visible != text:
            self.report("unseen_removed", row, text=visible)
        return visible

    def _code(self, row: int, text: str | None) -> Any:
        code = parse_code(text, self.sheet_rows.table, self.column.name) if text is not None else None
        old = self.old[row]
        if code is None:
            return old if old == "exact" else None
        if self.column.kind == "number":
            return float(code)
        return code == "True" if self.column.kind == "flag" else code

    def is_missing(self, value: Any) -> bool:
        """Whether a text, or the number of a word, is missing."""
        return value is None or value != value

    def shown(self, old: Any) -> str:
        """A text, or the word of a code."""
        return str(self._word(old) if self.words else old)


def _same_text(text: str, old: str) -> bool:
    """Whether a cell shows the current text, ignoring line breaks, outer blanks and the cell's length limit."""
    return _lines(text).strip() == _lines(str(old)[:_MAX_TEXT_LENGTH]).strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
