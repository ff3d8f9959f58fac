"""One column of a sheet as the child process packs it: numbers, and codes of other values; standard library only."""

import math
from array import array
from typing import Any, Final

_NO_VALUE: Final = -1
_NAN: Final = math.nan
#: Share of new values in a chunk above which values are no longer deduplicated.
_MIN_NEW_SHARE: Final = 0.7


class Column:
    """One column: `numbers` (NaN where none) and `codes` into `values` (-1 where none), as long as needed.

    Repeated values are stored once, except in a column whose values hardly repeat.
    """

    def __init__(self) -> None:
        self.numbers = array("d")
        self.codes = array("i")
        self.values: list[Any] = []
        self._index: dict[Any, int] | None = {"": _NO_VALUE}

    def add(self, before: int, cells: tuple[Any, ...]) -> None:
        """Append `cells` after the first `before` rows; a chunk at a time, since most columns have one type."""
        kinds = set(map(type, cells))
        if int in kinds or (float in kinds and not _all_finite(cells, kinds)):
            cells = tuple(map(_plain, cells))
            kinds = set(map(type, cells))
        if float in kinds:
            numbers = cells if len(kinds) == 1 else [cell if type(cell) is float else _NAN for cell in cells]
            _put(self.numbers, _NAN, before, array("d", numbers))
        if kinds != {float}:
            coded = self._coded_at_once(cells) if kinds == {str} else None
            _put(self.codes, _NO_VALUE, before, array("i", self._coded(cells) if coded is None else coded))

    def _coded_at_once(self, cells: tuple[Any, ...]) -> list[int] | None:
        """The codes of texts that are all known or are not deduplicated; None otherwise."""
        if self._index is not None:
            codes = list(map(self._index.get, cells))
            return None if None in codes else codes  # type: ignore[return-value]
        if "" in cells:
            return None
        self.values += cells
        return list(range(len(self.values) - len(cells), len(self.values)))

    def _coded(self, cells: tuple[Any, ...]) -> list[int]:
        """The codes of `cells`; -1 for numbers and empty cells."""
        index = self._index
        if index is None:
            return [_NO_VALUE if cell == "" or type(cell) is float else self._append(cell) for cell in cells]
        coded = []
        for cell in cells:
            if type(cell) is float:
                coded.append(_NO_VALUE)
                continue
            code = index.get(cell)
            if code is None:
                code = index[cell] = self._append(cell)
            coded.append(code)
        if len(index) > _MIN_NEW_SHARE * len(cells):
            self._index = None
        return coded

    def _append(self, value: Any) -> int:
        self.values.append(value)
        return len(self.values) - 1

    def replace(self, at: int, text: str) -> None:
        """Replace the text at position `at`."""
        if at < len(self.codes) and self.codes[at] >= 0:
            self.codes[at] = self._append(text)

    def finish(self, rows: int) -> None:
        """Pad the non-empty arrays to `rows`."""
        for packed, filler in ((self.numbers, _NAN), (self.codes, _NO_VALUE)):
            if packed:
                _put(packed, filler, rows, array(packed.typecode))

    def texts(self) -> tuple[list[str], dict[int, str]]:
        """The values as texts, and the kinds of those that are not texts."""
        others = {at: _kind_of(value) for at, value in enumerate(self.values) if type(value) is not str}
        return [value if type(value) is str else _text_of(value) for value in self.values], others


def _put(target: "array[Any]", filler: float, before: int, more: "array[Any]") -> None:
    target.extend(array(target.typecode, [filler]) * (before - len(target)))
    target.extend(more)


def _all_finite(cells: tuple[Any, ...], kinds: set[type]) -> bool:
    floats = cells if len(kinds) == 1 else [cell for cell in cells if type(cell) is float]
    return math.isfinite(sum(floats))


class _NotFinite(str):
    """inf or nan in a file, as text."""


def _plain(cell: Any) -> Any:
    """Numbers as float; inf and nan as _NotFinite."""
    if type(cell) is not float and type(cell) is not int:
        return cell
    return float(cell) if math.isfinite(cell) else _NotFinite(cell)


def _kind_of(value: Any) -> str:
    return "error" if type(value) is _NotFinite else type(value).__name__


def _text_of(value: Any) -> str:
    if type(value) is bool:
        return "1" if value else ""
    return value.isoformat() if hasattr(value, "isoformat") else str(getattr(value, "total_seconds", value.__str__)())
