"""A printed figure that was updated in one table is the same number in every other row of a paper."""

from pathlib import Path

import pandas as pd
import pytest

from loaders.report.read import read_report
from loaders.text.source import load_source
from views.newest import newest_figures

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
SEPTEMBER = pd.Timestamp(2023, 9, 30)


@pytest.fixture(scope="module")
def report():
    return read_report(load_source(SEED))


def updated(tables, table, row_id, **values):
    """`tables` as after an upload that changed `values` of one row to the day of September."""
    rows = tables[table].copy()
    at = rows.index[rows["row_id"] == row_id][0]
    for column, value in values.items():
        rows.loc[at, column] = value
        rows.loc[at, "cells"] = rows.loc[at, "cells"].replace(f"{column}=", f"{column}~")
    rows.loc[at, ["as_of_end", "source_id"]] = [SEPTEMBER, "book"]
    return {**tables, table: rows}


def hazards(tables):
    rows = tables["safety"]
    return rows.loc[rows["open_in_time"].notna()].iloc[0]


def closed(tables):
    rows = tables["measures"]
    return rows[rows["name"] == "重大隐患整改闭环"].iloc[0]


def test_measure_follows_its_hazards(report):
    tables = updated(report.tables, "safety", hazards(report.tables)["row_id"], closed=10, open_in_time=1)
    found = closed(newest_figures(tables))
    assert (found["actual"], found["open_in_time"], found["target"]) == (10, 1, 11)
    assert (found["as_of_end"], found["source_id"]) == (SEPTEMBER, "book")
    assert pd.isna(found["quote"]) or found["quote"] == hazards(report.tables)["quote"]


def test_area_follows_its_measure_in_its_own_unit(report):
    measures = report.tables["measures"]
    row_id = measures.loc[measures["name"] == "土地整治（新增耕地）施工", "row_id"].iloc[0]
    land = newest_figures(updated(report.tables, "measures", row_id, actual=650))["land"]
    assert land.loc[land["stage"] == "施工", "area_mu"].tolist() == [650]


@pytest.mark.parametrize("day", [pd.Timestamp(2023, 6, 30), pd.Timestamp(2023, 10, 31)])
def test_row_of_a_later_day_keeps_its_number(report, day):
    tables = updated(report.tables, "safety", hazards(report.tables)["row_id"], closed=10)
    measures = tables["measures"]
    measures = measures.assign(as_of_end=measures["as_of_end"].mask(measures["name"] == "重大隐患整改闭环", day))
    assert closed(newest_figures({**tables, "measures": measures}))["actual"] == (10 if day < SEPTEMBER else 8)


def test_version_without_changes_stays_as_it_is(report):
    found = newest_figures(report.tables)
    assert all(found[name] is table for name, table in report.tables.items())


def test_row_whose_target_is_the_same_figure_stays_all_done(report):
    measures = report.tables["measures"]
    row_id = measures.loc[measures["name"] == "土地整治（新增耕地）种植", "row_id"].iloc[0]
    found = newest_figures(updated(report.tables, "measures", row_id, actual=585))["measures"]
    whole = found[found["name"] == "土地整治历史项目种植"].iloc[0]
    assert (whole["actual"], whole["target"]) == (584, 584)
