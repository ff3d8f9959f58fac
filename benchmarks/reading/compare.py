"""When two values count as the same: numbers, quantities with units, words, units."""

import math
import re
from typing import Any, Final

import pandas as pd

from domain.schema.units import parse_unit
from loaders.report.statements.lexicon import words_in

_TOLERANCE: Final = 1e-6
_SHORTEST_PART: Final = 2
_SPACES: Final = re.compile(r"\s")

#: A number with its unit as printed; None and "" are no number and no unit.
Quantity = tuple[float | None, str | None]


def present(cell: Any) -> Any:
    """A cell of a table as a label has it: missing values and empty texts are None, days are ISO dates."""
    if cell is None or cell is pd.NaT or (isinstance(cell, float) and math.isnan(cell)) or cell is pd.NA or cell == "":
        return None
    return cell.date().isoformat() if isinstance(cell, pd.Timestamp) else cell


def same_number(one: float | None, other: float | None) -> bool:
    """Whether both numbers are equal within a millionth, or both missing."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=1e-9)


def base_unit(unit: str | None) -> tuple[str, str]:
    """Dimension and base unit of a unit word; the word itself, without spaces, where it is not known."""
    word = _SPACES.sub("", unit or "").removeprefix("count:")
    known = parse_unit(word)
    return (known.dimension, known.base) if known else ("", word)


def same_unit(labelled: str | None, made: str | None) -> bool:
    """Whether both have one base unit. A label without a unit says that none is printed: then any count will do."""
    expected, read = base_unit(labelled), base_unit(made)
    return expected == read or (expected == ("count", "") and read[0] in ("count", ""))


def same_amount(labelled: Quantity, made: Quantity) -> bool:
    """Whether both are one amount: in base units where they convert into each other, else by their numbers alone."""
    if labelled[0] is None or made[0] is None:
        return labelled[0] is made[0]
    if base_unit(labelled[1]) != base_unit(made[1]):
        return same_number(labelled[0], made[0])
    return same_number(labelled[0] * _factor(labelled[1]), made[0] * _factor(made[1]))


def same_quantity(labelled: Quantity, made: Quantity) -> bool:
    """Whether amount and unit are the same; two missing numbers are."""
    if labelled[0] is None or made[0] is None:
        return labelled[0] is made[0]
    return same_unit(labelled[1], made[1]) and same_amount(labelled, made)


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two names are equal without spaces, or one holds the other, of at least two characters; or both empty."""
    first, second = (_SPACES.sub("", words or "") for words in (one, other))
    if not first or not second:
        return first == second
    shorter, longer = sorted((first, second), key=len)
    return first == second or (len(shorter) >= _SHORTEST_PART and shorter in longer)


def same_stage(labelled: str | None, made: str | None) -> bool:
    """Whether two names are of one step: as same_words, or the program's name of the printed one (播种: 种植)."""
    if same_words(labelled, made):
        return True
    names = [word.name for word in words_in("stages", labelled or "", 0, len(labelled or ""))]
    return bool(names) and names[-1] == (made or "").removeprefix("未")


def _factor(unit: str | None) -> float:
    known = parse_unit(_SPACES.sub("", unit or ""))
    return known.factor if known else 1.0
