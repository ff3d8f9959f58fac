"""Carrying every suggestion, whatever somebody changed in the tables of the report: targets, parts and wholes hold."""

from functools import cache
from pathlib import Path

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.schema.diff import diff_tables
from domain.schema.part_of_whole import exceeds_whole
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import load_source
from proposals.fact_places import Cell, fact_places, role_of
from proposals.same_figure import copy_figures, find_same_figures
from tests.examples import examples

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"


@cache
def report():
    tables = read_report(load_source(SEED)).tables
    return {name: table for name, table in tables.items() if name not in ("figures", "findings", "issues")}


@cache
def rows():
    return {
        name: {row["row_id"]: row for row in table[table["cells"].notna()].to_dict("records")}
        for name, table in report().items()
    }


@cache
def done_cells():
    """Cells that hold a fact of which another place knows, too, and that say what was done; no totals of lists."""
    return [
        cell
        for cells in fact_places(rows()).values()
        for cell in cells
        if role_of(rows(), cell) == "done" and cell.column != "found"
    ]


def edited(changes):
    after = dict(report())
    for cell, factor, day in changes:
        table = after[cell.table].copy()
        here = table["row_id"] == cell.row_id
        table.loc[here, cell.column] = (table.loc[here, cell.column] * factor).round(2) + 1
        if day:
            table.loc[here, "as_of_end"] = pd.Timestamp(day)
        after[cell.table] = table
    return after


def broken(tables):
    return {
        (name, row["row_id"]) for name in ("measures", "safety") for row in tables[name].to_dict("records")
        if exceeds_whole(name, row)
    }  # fmt: skip


@settings(deadline=None, max_examples=examples(15))
@given(
    st.lists(
        st.tuples(
            st.deferred(lambda: st.sampled_from(done_cells())), st.sampled_from([0.5, 0.9, 1.0, 1.1, 2.0]),
            st.sampled_from([None, "2023-07-31"]),
        ),
        min_size=1, max_size=4, unique_by=lambda change: change[0],
    )
)  # fmt: skip
def test_copy_figures_actuals_keep_targets_totals_and_as_of(changes):
    after = edited(changes)
    same_figures = find_same_figures(report(), after)
    carried = copy_figures(after, same_figures)
    changed = [
        (name, change) for name, table in diff_tables(after, carried).tables.items() for change in table.changed_facts
    ]
    roles = {
        role_of(rows(), Cell(name, change.row_id, change.column))
        for name, change in changed
        if change.column not in ("as_of_start", "as_of_end")
    }
    assert roles <= {"done"}
    assert {change.column for _, change in changed} & {"target", "target_mu", "quantity"} == set()
    assert broken(carried) <= broken(after)
    for same_figure in same_figures:
        if same_figure.writes and TABLES[same_figure.place.table].column(same_figure.place.column).dated:
            place, source = (
                tables[cell.table].set_index("row_id").loc[cell.row_id, "as_of_end"]
                for tables, cell in ((carried, same_figure.place), (after, same_figure.source))
            )
            assert place >= source
    assert [same_figure for same_figure in find_same_figures(report(), carried) if same_figure.writes] == []


def test_copy_figures_two_sources_keep_latest_as_of():
    actual = Cell("measures", "measures:土地整治(新增耕地)种植平方米", "actual")
    share = Cell("land", "land:土地整治·总进度·actual", "share_pct")
    for days in (("2023-07-31", "2023-07-15"), ("2023-07-15", "2023-07-31")):
        after = edited([(actual, 0.5, days[0]), (share, 0.5, days[1])])
        same_figures = find_same_figures(report(), after)
        columns = {
            each.place.column for each in same_figures if each.place.row_id == "measures:土地整治(新增耕地)种植平方米#2"
        }
        assert columns == {"actual", "reported_rate"}
        row = (
            copy_figures(after, same_figures)["measures"]
            .set_index("row_id")
            .loc["measures:土地整治(新增耕地)种植平方米#2"]
        )
        assert row["as_of_end"] == pd.Timestamp("2023-07-31")


def test_done_cells_of_seed_cover_every_kind_of_table():
    assert {cell.table for cell in done_cells()} >= {"measures", "land", "demolition", "funding", "safety"}
    assert len(done_cells()) > 60


@settings(deadline=None, max_examples=examples(15))
@given(st.deferred(lambda: st.sampled_from(done_cells())))
def test_same_figure_changed_fact_is_one_suggestion(cell):
    assume(cell.column not in ("closed", "actual", "open_in_time", "overdue"))
    same_figures = find_same_figures(report(), edited([(cell, 1.1, None)]))
    assert {same_figure.key for same_figure in same_figures} <= {f"{cell.table}/{cell.row_id}/{cell.column}"}
