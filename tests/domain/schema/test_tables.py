import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts, join_cells, replace_figures, replaced_starts
from domain.schema.frames import conform
from domain.schema.tables import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_every_column_once(name):
    table = conform(name, [])
    assert list(table.columns) == [column.name for column in TABLES[name].all_columns]
    assert table.columns.is_unique
    assert table.empty


def test_missing_cells_stay_missing():
    table = conform("land", [{"row_id": "a", "area_mu": 880}, {"row_id": "b", "stage": "立项"}])
    assert table["area_mu"].tolist()[0] == 880
    assert pd.isna(table.loc[1, "area_mu"])
    assert pd.isna(table.loc[0, "stage"])
    assert pd.isna(table.loc[0, "start"])


def test_a_misspelt_column_is_refused():
    with pytest.raises(ValueError, match="area_nu"):
        conform("land", [{"area_nu": 880}])


def test_a_row_that_is_changed_keeps_where_its_figures_and_its_sentence_were_printed():
    changed = replace_figures("target=1500 actual=1353", ["actual"], 1340)
    assert changed == "target=1500 quote~1340 actual~1353"
    assert replace_figures(changed, ["target"], pd.NA) == "quote~1340 actual~1353 target~1500"
    assert replace_figures(None, ["actual"]) is None


def test_dates_are_read_from_iso_text():
    table = conform("measures", [{"due": "2023-12-31"}, {"due": None}])
    assert table.loc[0, "due"] == pd.Timestamp("2023-12-31")
    assert pd.isna(table.loc[1, "due"])


def test_cells_survive_the_way_there_and_back():
    starts = {"projects": 1379, "area_mu": 1388}
    assert cell_starts(join_cells(starts)) == starts
    assert cell_starts(None) == {}


def test_a_figure_that_was_changed_since_is_told_from_one_that_still_stands():
    cells = join_cells({"target": 1500}, {"actual": 1353, "target": 7})
    assert cells == "target=1500 actual~1353"
    assert (cell_starts(cells), replaced_starts(cells)) == ({"target": 1500}, {"actual": 1353})
