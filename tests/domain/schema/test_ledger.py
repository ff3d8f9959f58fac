"""The clerks' workbook: every column explained, every header unmistakable."""

import pytest

from domain.catalogue import read_catalogue
from domain.schema.ledger import heading, plain_header, sheet_columns, split_unit, words_of
from domain.schema.tables import KEPT_TABLES, TABLES


@pytest.mark.parametrize("name", KEPT_TABLES)
def test_ledger_columns_have_hints_and_unique_headers(name):
    meant = {}
    for column in sheet_columns(name):
        catalogued = heading(name, column.name)
        assert catalogued.help
        for text in {plain_header(text) for text in (column.label, column.header, *catalogued.aliases)}:
            assert meant.setdefault(text, column.name) == column.name


@pytest.mark.parametrize("name", KEPT_TABLES)
def test_ledger_sheet_has_every_column_of_its_table(name):
    assert {column.name for column in sheet_columns(name)} == {column.name for column in TABLES[name].all_columns}


def test_header_catalogue_names_existing_columns_only():
    catalogue = read_catalogue("headers")
    known = {column.name for name in KEPT_TABLES for column in TABLES[name].all_columns}
    assert {key.split(".")[-1] for key in catalogue["columns"]} <= known
    assert set(catalogue["sheets"]) <= set(KEPT_TABLES)
    for key, words in catalogue["words"].items():
        table, _, column = key.rpartition(".")
        holders = [table] if table else [name for name in KEPT_TABLES if column in _names(name)]
        assert holders
        assert all(set(words) <= set(words_of(name, column)) for name in holders)


def _names(table):
    return {column.name for column in TABLES[table].all_columns}


def test_headers_are_compared_without_blanks_breaks_and_widths():
    assert plain_header(" 面 积\n\uff08亩\uff09 ") == "面积(亩)"
    assert split_unit("面积(公顷)") == ("面积", "公顷")
    assert split_unit("面积") == ("面积", "")


def test_ledger_codes_of_closed_vocabulary_are_words():
    assert words_of("measures", "kind")["cumulative"] == "累计"
    assert words_of("funding", "kind") == {}
    assert words_of("land", "qualifier")["exact"] == "准确数"
