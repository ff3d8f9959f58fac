"""What a page says of a domain whose table is empty although the report prints figures of it."""

from dataclasses import fields, replace
from typing import Any, Final, TypeVar

import pandas as pd

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.frames import Tables
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import NOT_FIGURES
from views.panel import Panel

View = TypeVar("View")
#: Tables in which a figure has a place of its own; `other` takes what no domain has a column for.
_PLACES: Final = tuple(
    name for name, table in TABLES.items() if not table.derived and name not in ("measures", "other")
)


def unplaced_figures(tables: Tables, domain: str) -> pd.DataFrame:
    """The rows of `figures` of `domain` (dates, ranks and names are none) that stand in no table but 其他."""
    own = _figures_of(tables, domain)
    cells = [cells for name in _PLACES for cells in tables[name]["cells"]]
    placed = {start for each in cells for start in (*cell_starts(each).values(), *replaced_starts(each).values())}
    return own[~own["start"].isin(placed)]


def _figures_of(tables: Tables, domain: str) -> pd.DataFrame:
    figures = tables["figures"]
    return figures[(figures["domain"] == domain) & ~figures["dimension"].isin(NOT_FIGURES)]


def with_unplaced(view: View, tables: Tables, domain: str) -> View:
    """`view` (a dataclass of panels) whose empty panels say how many figures of `domain` have no place."""
    empty = {
        field.name: panel
        for field in fields(view)  # type: ignore[arg-type]
        if isinstance(panel := getattr(view, field.name), Panel) and panel.empty
    }
    if not empty:
        return view
    panels: dict[str, Any] = {name: panel_with_unplaced(panel, tables, domain) for name, panel in empty.items()}
    return replace(view, **panels)  # type: ignore[type-var]


def panel_with_unplaced(panel: Panel, tables: Tables, domain: str) -> Panel:
    """`panel`, or where it is empty although the report prints figures of `domain`, one that says so.

    Figures that found no place are counted first; where all stand in other tables, their number is given instead of
    the claim that the report is silent.
    """
    if not panel.empty:
        return panel
    if count := len(unplaced_figures(tables, domain)):
        title = f"文中有{count}个{DOMAINS[domain]}数字未能归入表格"
    elif count := len(_figures_of(tables, domain)):
        title = f"文中的{count}个{DOMAINS[domain]}数字都列在其他表格，没有归入“{panel.name}”的"
    else:
        return panel
    return replace(panel, title=title, subtitle="", alt=f"{title}。", unplaced_domain=domain)
