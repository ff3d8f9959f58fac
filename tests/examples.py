"""How many random examples a test tries: a few in the quick form, twenty times as many in the long one (-m soak)."""

import os
from collections.abc import Iterable
from typing import Any, Final

import pytest

#: Set by conftest.py before a test is collected.
LONG_FORM: Final = "PROGRESS_TESTS_LONG_FORM"
_MORE: Final = 20


def examples(quick: int) -> int:
    """The number of examples for a test that tries `quick` of them in the quick form."""
    return quick * _MORE if LONG_FORM in os.environ else quick


#: Values of a fixture that makes a store, for tests of what does not depend on the database: PostgreSQL in soak only.
SQLITE_FIRST: Final = ("sqlite", pytest.param("postgresql", marks=pytest.mark.soak))

#: The same for a test that uses the fixture `new_store` of tests/store.
sqlite_first: Final = pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)


def few(values: Iterable[Any], *quick: int) -> list[Any]:
    """`values` as parameters of many alike: those at the places `quick` always, the others in soak only."""
    listed = list(values)
    wanted = {place % len(listed) for place in quick}
    return [
        each if place in wanted
        else pytest.param(*(each if isinstance(each, tuple) else (each,)), marks=pytest.mark.soak)
        for place, each in enumerate(listed)
    ]  # fmt: skip
