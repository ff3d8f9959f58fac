"""How many random examples a test tries: a few in the quick form, twenty times as many in the long one (-m soak)."""

import os
from typing import Final

import pytest

#: Set by conftest.py before a test is collected.
LONG_FORM: Final = "PROGRESS_TESTS_LONG_FORM"
_MORE: Final = 20


def examples(quick: int) -> int:
    """The number of examples for a test that tries `quick` of them in the quick form."""
    return quick * _MORE if LONG_FORM in os.environ else quick


#: Values of a fixture that makes a store, for tests of what does not depend on the database: PostgreSQL in soak only.
SQLITE_FIRST: Final = ("sqlite", pytest.param("postgresql", marks=pytest.mark.soak))
