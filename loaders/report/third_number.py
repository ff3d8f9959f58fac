"""The third of target, actual and reported rate, computed from the two that are printed."""

from collections.abc import Callable
from typing import Final

_COMPUTED_TARGET: Final = "目标值由完成值和自报完成率推算。"
_COMPUTED_ACTUAL: Final = "完成值由目标值和自报完成率推算。"
_MOST_DIGITS: Final = 6


def complete(numbers: dict[str, float | None]) -> str | None:
    """Computes the third of target, actual and rate where two are printed; says which one."""
    target, actual, rate = numbers["target"], numbers["actual"], numbers["reported_rate"]
    if target is None and actual is not None and rate:
        numbers["target"] = _rounded(100 * actual / rate, actual, lambda whole: 100 * actual / whole, rate)
        return _COMPUTED_TARGET
    if actual is None and target is not None and rate is not None:
        numbers["actual"] = _rounded(target * rate / 100, target, lambda part: 100 * part / target, rate)
        return _COMPUTED_ACTUAL
    return None


def _rounded(value: float, like: float, share: Callable[[float], float], rate: float) -> float:
    """`value` with as many digits behind the point as `like`, or as many more as it takes to give the printed rate."""
    digits = _digits(like)
    while digits < _MOST_DIGITS:
        rounded = round(value, digits)
        if rounded and abs(share(rounded) - rate) < 0.5 * 10.0 ** -_digits(rate):
            return rounded
        digits += 1
    return round(value, _MOST_DIGITS)


def _digits(number: float) -> int:
    return len(f"{number:.6f}".rstrip("0").rpartition(".")[2])
