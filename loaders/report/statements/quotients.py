"""Whether a printed rate is the quotient of two amounts."""

from loaders.report.statements.facts import Fact


def gives(share: float, printed: float, *, cut: bool = False) -> bool:
    """Whether `share` is `printed`, rounded to the digits of `printed`; cut: or cut off behind them."""
    step = 10.0 ** -len(f"{printed:.6f}".rstrip("0").rpartition(".")[2])
    return abs(share - printed) <= step / 2 + 1e-9 or (cut and 0 <= share - printed < step)


def is_quotient(part: Fact, whole: Fact, rate: Fact, *, cut: bool = False) -> bool:
    """Whether `rate` is the share of `part` in `whole`; False where a value is missing, or nothing is the whole."""
    one, other, printed = part.figure["base_value"], whole.figure["base_value"], rate.figure["value"]
    return bool(other) and None not in (one, printed) and gives(100 * one / other, printed, cut=cut)
