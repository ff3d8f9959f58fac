"""The clerks' workbook: every column explained, every header unmistakable."""

import pytest

from domain.catalogue import read_catalogue
from domain.schema.ledger import heading, plain_header, sheet_columns, split_unit, words_of
from domain.schema.tables import BASE_TABLES, TABLES


@pytest.mark.parametrize("name", BASE_TABLES)
def test_ledger_columns_have_hints_and_unique_headers(name):
    meant = {}
    for column in sheet_columns(name):
        catalogued = heading(name, column.name)
        assert catalogued.help
        for text in {plain_header(text) for text in (column.label, column.header, *catalogued.aliases)}:
            assert meant.setdefault(text, column.name) == column.name


@pytest.mark.parametrize("name", BASE_TABLES)
def test_ledger_sheet_has_every_column_of_its_table(name):
    assert {column.name for column in sheet_columns(name)} == {column.name for column in TABLES[name].all_columns}


def test_header_catalogue_names_existing_columns_only():
    catalogue = read_catalogue("headers")
    known = {column.name for name in BASE_TABLES for column in TABLES[name].all_columns}
    assert {key.split(".")[-1] for key in catalogue["columns"]} <= known
    assert set(catalogue["sheets"]) <= set(BASE_TABLES)
    for key, words in catalogue["words"].items():
        table, _, column = key.rpartition(".")
        holders = [table] if table else [name for name in BASE_TABLES if column in _names(name)]
        assert holders
        assert all(set(words) <= set(words_of(name, column)) for name in holders)


def test_header_catalogue_repeats_neither_labels_nor_names_of_columns():
    for key, entry in read_catalogue("headers")["columns"].items():
        table, _, name = key.rpartition(".")
        tables = [table] if table else [each for each in BASE_TABLES if name in _names(each)]
        described = [{plain_header(text) for text in (each.label, each.header, each.name)}
                     for each in (TABLES[holder].column(name) for holder in tables)]  # fmt: skip
        aliases = {plain_header(alias) for alias in entry.get("aliases", ())}
        assert not aliases & set.intersection(*described), key


def test_header_catalogue_repeats_no_label_of_a_sheet_or_word_of_a_vocabulary():
    catalogue = read_catalogue("headers")
    for table, names in catalogue["sheets"].items():
        assert not {plain_header(name) for name in names} & {plain_header(TABLES[table].label), table}
    for key, words in catalogue["words"].items():
        table, _, column = key.rpartition(".")
        holder = table or next(each for each in BASE_TABLES if column in _names(each))
        for code, others in words.items():
            own = {plain_header(code), plain_header(words_of(holder, column)[code])}
            assert not {plain_header(other) for other in others} & own, (key, code)


def test_heading_of_a_column_for_the_program_has_its_help_and_name():
    found = heading("land", "source_id")
    assert (found.help, found.aliases) == ("由系统填写。", ("source_id",))
    assert heading("land", "org_unit").aliases == ("所属单位", "填报单位", "org_unit")


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
