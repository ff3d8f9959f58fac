"""Every view of a version without a row: it says what is missing, and draws nothing."""

from dataclasses import fields

import pytest

from domain.schema.frames import conform
from domain.schema.tables import TABLES
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
EMPTY = {name: conform(name, []) for name in TABLES}


def panels(view):
    for field in fields(view):
        value = getattr(view, field.name)
        yield from value.values() if isinstance(value, dict) else [value] if isinstance(value, Panel) else []


@pytest.mark.parametrize("build", VIEWS, ids=lambda build: build.__name__)
def test_view_of_empty_version_says_so_and_draws_nothing(build):
    view = build(EMPTY, None)
    for panel in panels(view):
        assert panel.title
        assert panel.alt
        assert panel.drawn.empty


@pytest.mark.parametrize("build", VIEWS, ids=lambda build: build.__name__)
def test_view_columns_are_in_its_table(build):
    for panel in panels(build(EMPTY, None)):
        assert {column.name for column in panel.columns} <= set(panel.table.columns)
