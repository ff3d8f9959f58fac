"""Time series of values: which can be drawn as a slope chart."""

import pandas as pd


def is_slope(drawn: pd.DataFrame) -> bool:
    """Whether a slope shows all of `drawn`: two dates of one count, and 序时 at both of them or at neither."""
    known = drawn[drawn["value"].notna()]
    actual, expected = (known[known["series"] == series] for series in ("actual", "expected"))
    if actual["when"].nunique() != 2 or actual["segment"].nunique() > 1 or expected["segment"].nunique() > 1:
        return False
    return expected.empty or set(actual["when"]) <= set(expected["when"])
