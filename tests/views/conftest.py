"""Small tables made by hand: what the loaders would give for a few sentences."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES

SCOPE = {
    "org_unit": "金川街道",
    "period": "2023H1",
    "as_of_start": "2023-01-01",
    "as_of_end": "2023-06-30",
    "source_id": "seed",
}
Rows = list[dict[str, Any]]


@pytest.fixture(scope="session")
def version() -> Callable[..., Mapping[str, pd.DataFrame]]:
    """Every table of a version; those that are given have rows: version(land=[{...}])."""

    def made(**given: Rows) -> Mapping[str, pd.DataFrame]:
        return {
            name: conform(name, [{**SCOPE, "row_id": f"{name}.{i}", "start": i, **row} for i, row in enumerate(rows)])
            for name, rows in ((name, given.get(name, [])) for name in TABLES)
        }

    return made
