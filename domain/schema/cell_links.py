"""The text `cells` of a row: which printed figure stands behind which of its columns.

area_mu=1353    the figure at this offset of the report of the version
area_mu~1353    that figure was printed there; somebody has changed it since
area_mu@1353    the figure, or for `quote` the row's words, at this offset of an earlier report
"""

from collections.abc import Collection, Mapping

import pandas as pd


def cell_starts(cells: str | None) -> dict[str, int]:
    """The `cells` text of a row as {column: start offset of the figure behind it}; {} where missing."""
    return _cell_pairs(cells, "=")


def replaced_starts(cells: str | None) -> dict[str, int]:
    """Of the `cells` of a row, {column: start offset of the printed figure that somebody has since changed}."""
    return _cell_pairs(cells, "~")


def earlier_starts(cells: str | None) -> dict[str, int]:
    """Of the `cells` of a row that a further report has kept, {column: start offset in the text of an earlier one}."""
    return _cell_pairs(cells, "@")


def keep_earlier(cells: str | None, start: object = None) -> str | None:
    """`cells` of a row with words at `start`, if any, once the text of the version is another report."""
    own = {} if pd.isna(start) else {"quote": int(str(start))}  # type: ignore[call-overload]
    places = earlier_starts(cells) | replaced_starts(cells) | cell_starts(cells) | own
    return " ".join(f"{column}@{at}" for column, at in places.items()) or None


def join_cells(starts: Mapping[str, int], replaced: Mapping[str, int] | None = None) -> str:
    """The inverse of `cell_starts` and `replaced_starts`: target=1500 actual~1353; a column in both is in `starts`."""
    gone = {column: start for column, start in (replaced or {}).items() if column not in starts}
    return " ".join([f"{column}={at}" for column, at in starts.items()] + [f"{c}~{at}" for c, at in gone.items()])


def replace_figures(cells: str | None, columns: Collection[str], sentence: object = None) -> str | None:
    """`cells` of a row after somebody has changed `columns`; `sentence`: the start of the one that the row rested on.

    What was printed of them is kept as what it was; so is the place of the sentence. None where nothing is known.
    """
    printed, gone = cell_starts(cells), replaced_starts(cells)
    if not pd.isna(sentence):  # type: ignore[call-overload]
        gone["quote"] = int(str(sentence))
    return join_cells({name: at for name, at in printed.items() if name not in columns}, gone | printed) or None


def _cell_pairs(cells: str | None, sign: str) -> dict[str, int]:
    pairs = cells.split() if isinstance(cells, str) else ()
    return {column: int(start) for column, found, start in (pair.partition(sign) for pair in pairs) if found}
