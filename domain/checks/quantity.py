"""Printed amounts as ranges: 1.2亿元 is somewhere from 1.15 to 1.3, 40余户 from 40 to 50, 88户 is 88.

A figure that is printed with decimals, or a result of few digits in 万 and 亿, may have been rounded or cut; a plain
count is exact, and so is what somebody set (5亿元 as a target). Two amounts
contradict each other only where no value that both may stand for is left.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

from domain.judging.intervals import interval

_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_SCALED: Final = re.compile(r"[万亿]")
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．，·", "0123456789.,.")
_FEW_DIGITS: Final = 100
#: Noise of floating point, as a share of the larger end.
_NOISE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Range:
    """All that a printed amount may stand for: from `low` to `high`, both included, in base units."""

    low: float
    high: float

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Range") -> "Range":
        return Range(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: "Range") -> "Range":
        """The quotient of two ranges; everything where the divisor may be zero or less."""
        if other.low <= 0:
            return Range(-math.inf, math.inf)
        ends = [one / two for one in (self.low, self.high) for two in (other.low, other.high) if math.isfinite(two)]
        return Range(min(ends, default=-math.inf), max(ends, default=math.inf))

    def times(self, factor: float) -> "Range":
        """The range scaled by a positive number."""
        return Range(self.low * factor, self.high * factor)

    def meets(self, other: "Range") -> bool:
        """Whether both may stand for the same amount."""
        return not self.is_above(other) and not other.is_above(self)

    def is_above(self, other: "Range") -> bool:
        """Whether every value of this is greater than every value of `other`."""
        ends = [abs(end) for end in (self.low, other.high) if math.isfinite(end)]
        return self.low > other.high + _NOISE * max(ends, default=0.0)


def range_of(base: float, base_high: float, printed: str, qualifier: str, *, is_set: bool) -> Range:
    """What the figure `printed` may stand for, in base units.

    base, base_high: its value in base units, NaN for an upper end that is not printed (30—50万元 has one); qualifier:
    its code, "" is exact; is_set: it is a target or a base, not a result. A figure that may be rounded or cut leaves
    half a last digit below and a whole one above.
    """
    digits = _DIGITS.search(printed.translate(_HALF_WIDTH))
    number = float(digits[0].replace(",", "")) if digits else 0.0
    factor = base / number if number else 1.0
    if not math.isnan(base_high):
        return Range(min(base, base_high), max(base, base_high))
    if qualifier not in ("", "exact"):
        low, high = interval(number or base, qualifier).ends()
        return Range(min(low * factor, high * factor), max(low * factor, high * factor))
    if digits is None:
        return Range(base, base)
    if digits[1]:
        step = 10.0 ** -len(digits[1])
    else:
        step = 0.5 if number < _FEW_DIGITS and not is_set and _SCALED.search(printed) else 0.0
    return Range(base - step / 2 * abs(factor), base + step * (1 - _NOISE) * abs(factor))
