"""Approximate figures as intervals: 40余人 is not 40人 but somewhere from 40 up to (not including) 50."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

#: Distance of the extreme possible value from an open end, as a share of the interval's width.
_INSIDE: Final = 1e-6


@dataclass(frozen=True)
class Interval:
    """What a figure may be, in its printed unit: from `low` to `high`; an open end is itself not possible.

    ±inf where the figure leaves that side free (以上, 以内).
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    @property
    def exact(self) -> bool:
        """Whether the figure is one number."""
        return self.low == self.high

    def ends(self) -> tuple[float, float]:
        """The lowest and the highest possible value; an open end is moved a millionth of the width inside."""
        step = (self.high - self.low) * _INSIDE
        low = self.low + step if self.low_open and math.isfinite(step) else self.low
        high = self.high - step if self.high_open and math.isfinite(step) else self.high
        return low, high


def last_place(value: float) -> float:
    """10^k, k the place of the last non-zero digit: 2000 → 1000, 5695 → 1, 1.4 → 0.1; 0 has none and gives 0.

    `value` is the number as printed before its unit, not converted: 2000余万元 is 2000 (a step of 1000万元). Powers
    of ten leave the interval the same (20000000元), other conversions do not: 600亩 has a step of 100亩, but
    400000平方米 would get one of 100000平方米 = 150亩. More than 12 digits are treated as floating-point noise.
    """
    if value == 0 or not math.isfinite(value):
        return 0.0
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return float(Decimal(10) ** int(exponent))


def interval(value: float, qualifier: str | None = "exact") -> Interval:
    """The possible values of `value` printed with `qualifier` (a code of vocabulary.QUALIFIERS; None is exact).

    over 余/多 → [v, v + 10^k); about 约 → v ± half of 10^k; nearly 近 → (v - 10^k, v]; at_least 以上 → ≥ v;
    within 以内 → ≤ v; 10^k as in `last_place`. Below zero, over means further from zero and nearly the reverse.
    Raises ValueError for a qualifier that the vocabulary does not have.
    """
    place = last_place(value)
    away = math.copysign(place, value)
    match qualifier:
        case None | "exact":
            return Interval(value, value)
        case "over":
            return _between(value, value + away)
        case "about":
            return Interval(value - place / 2, value + place / 2)
        case "nearly":
            return _between(value, value - away)
        case "at_least":
            return Interval(value, math.inf)
        case "within":
            return Interval(-math.inf, value)
    raise ValueError(f"“{qualifier}”不是约数的写法，请用 exact、about、over、nearly、at_least、within 之一")


def _between(closed: float, opened: float) -> Interval:
    """From `closed`, which is possible, to `opened`, which is not, whichever is the greater."""
    if opened >= closed:
        return Interval(closed, opened, high_open=opened > closed)
    return Interval(opened, closed, low_open=True)
