import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts, join_cells, replace_figures, replaced_starts
from domain.schema.frames import conform, records
from domain.schema.tables import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_empty_table_has_every_column_once(name):
    table = conform(name, [])
    assert list(table.columns) == [column.name for column in TABLES[name].all_columns]
    assert table.columns.is_unique
    assert table.empty


def test_table_missing_cells_stay_missing():
    table = conform("land", [{"row_id": "a", "area_mu": 880}, {"row_id": "b", "stage": "立项"}])
    assert table["area_mu"].tolist()[0] == 880
    assert pd.isna(table.loc[1, "area_mu"])
    assert pd.isna(table.loc[0, "stage"])
    assert pd.isna(table.loc[0, "start"])


def test_table_unknown_column_is_refused():
    with pytest.raises(ValueError, match="area_nu"):
        conform("land", [{"area_nu": 880}])


def test_changed_row_keeps_its_offsets():
    changed = replace_figures("target=1500 actual=1353", ["actual"], 1340)
    assert changed == "target=1500 quote~1340 actual~1353"
    assert replace_figures(changed, ["target"], pd.NA) == "quote~1340 actual~1353 target~1500"
    assert replace_figures(None, ["actual"]) is None


def test_table_dates_are_parsed_from_iso_text():
    table = conform("measures", [{"due": "2023-12-31"}, {"due": None}])
    assert table.loc[0, "due"] == pd.Timestamp("2023-12-31")
    assert pd.isna(table.loc[1, "due"])


def test_table_cells_round_trip():
    starts = {"projects": 1379, "area_mu": 1388}
    assert cell_starts(join_cells(starts)) == starts
    assert cell_starts(None) == {}


def test_changed_figure_is_distinguished_from_printed_one():
    cells = join_cells({"target": 1500}, {"actual": 1353, "target": 7})
    assert cells == "target=1500 actual~1353"
    assert (cell_starts(cells), replaced_starts(cells)) == ({"target": 1500}, {"actual": 1353})


def test_empty_table_changed_by_one_who_asked_is_empty_for_the_next() -> None:
    own = conform("land", [])
    own.loc[0, "row_id"] = "land:甲"
    own["more"] = 1
    assert conform("land", []).empty
    assert conform("land", []).columns.tolist() == [column.name for column in TABLES["land"].all_columns]


def test_records_of_wanted_columns_leave_out_those_that_are_not_there() -> None:
    rows = conform("land", [{"row_id": "land:甲"}])
    assert records(rows, ("row_id", "claim_rows")) == [{"row_id": "land:甲"}]
