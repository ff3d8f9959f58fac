"""Checking a printed rate against the figures it may come from: 73% of what?"""

import math
from decimal import Decimal
from typing import Final, Literal

Match = Literal["rounded", "truncated"]

#: How a printed rate agrees with a computed one, in words.
MATCHES: Final[dict[str, str]] = {"rounded": "四舍五入", "truncated": "舍去尾数"}


def decimals_of(printed: float) -> int:
    """Decimals of a printed number: 42.8 has 1, 73 has 0 (a float does not keep the zeros of 73.0)."""
    exponent = Decimal(f"{printed:.12g}").normalize().as_tuple().exponent
    return max(0, -int(exponent))


def rate_match(printed: float, part: float, whole: float, decimals: int | None = None) -> Match | None:
    """How the rate `printed` (in %) follows from `part` ÷ `whole`; None where it does not.

    rounded: nearer than half a unit of the last printed decimal; truncated: the digits behind it were dropped
    (6/14 = 42.857 % printed as 42.8 %). `decimals`: number of printed decimals, which a float loses (73.0).
    """
    if whole == 0 or not all(map(math.isfinite, (printed, part, whole))):
        return None
    scale = 10.0 ** (decimals_of(printed) if decimals is None else decimals)
    units = round(100 * part / whole * scale, 6)
    printed_units = round(printed * scale, 6)
    if abs(printed_units - units) < 0.5:
        return "rounded"
    if math.trunc(units) == printed_units:
        return "truncated"
    return None
