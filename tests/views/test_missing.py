"""Views of a version whose cells are missing at random: nothing fails, and no word on screen says nan."""

import random
import re
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import load_source
from views.checks import checks_view
from views.demolition import demolition_view
from views.funding import funding_view
from views.honours import honours_view
from views.land import land_view
from views.more import more_view
from views.overview import overview_view
from views.panel import Panel
from views.plan import plan_view
from views.safety import safety_view

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
VIEWS = [
    overview_view,
    land_view,
    demolition_view,
    funding_view,
    safety_view,
    more_view,
    honours_view,
    plan_view,
    checks_view,
]
NO_WORD = re.compile(r"\b(nan|None|NaT)\b|<NA>")
#: What a stored table always has: its rows' ids and the codes that stand for themselves.
KEPT = {"row_id", "org_unit", "period", "source_id", "start", "end", "severity", "indicator_id", "due_text", "cells"}


@pytest.fixture(scope="module")
def tables():
    return read_report(load_source(SEED)).tables


def with_gaps(tables, seed):
    dice = random.Random(seed)
    holed = {}
    for name in TABLES:
        table = tables[name].astype(object)
        for column in table.columns.difference(list(KEPT)):
            gaps = [dice.random() < 0.35 for _ in range(len(table))]
            table[column] = table[column].mask(pd.Series(gaps, index=table.index), None)
        holed[name] = conform(name, table)
    return holed


def words(view):
    for field in fields(view):
        value = getattr(view, field.name)
        found = list(value.values()) if isinstance(value, dict) else [value]
        for part in found:
            if isinstance(part, str):
                yield part
            if isinstance(part, Panel):
                yield from (part.title, part.subtitle, part.alt)
                texts = part.drawn.select_dtypes(["str", "object"])
                yield from (str(text) for text in texts.to_numpy().ravel() if not pd.isna(text))
    headlines = getattr(view, "headlines", pd.DataFrame({"label": [], "value": [], "unit": []}))
    yield from headlines[["label", "value", "unit"]].astype(str).to_numpy().ravel()


@pytest.mark.parametrize("build", VIEWS, ids=lambda build: build.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_missing_cells_are_shown_in_words(build, seed, tables):
    for text in words(build(with_gaps(tables, seed), None)):
        assert not NO_WORD.search(text), text
