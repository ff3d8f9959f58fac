"""Whole spreadsheets after public ones: every figure that they state arrives, and no other one."""

import pytest

from loaders.workbook import read_workbook
from tests.loaders.workbook.mapping.office_books import BOOKS, EXPECTED, UNITS
from tests.loaders.workbook.mapping.offices import CURRENT, first_reading, rows, second_reading, workbook


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_office_book_with_confirmed_proposals_gives_every_figure(name):
    table, columns, expected, day = EXPECTED[name]
    reading = second_reading(*BOOKS[name], as_of=day or "2024-06-30")
    if name in UNITS:
        (question,) = reading.faults
        answers = reading.answers | {question.key: UNITS[name]}
        reading = read_workbook(workbook(*BOOKS[name]), "表.xlsx", CURRENT, answers)
    assert reading.faults == ()
    assert reading.warnings == ()
    assert rows(reading, table, *columns.split()) == expected
    assert set(reading.tables) == {table}


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_office_book_asks_only_for_its_mapping_at_first(name):
    reading = first_reading(*BOOKS[name])
    assert {fault.kind.code for fault in reading.faults} == {"map_table"}
    assert len(reading.faults) == len(reading.foreign)


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("bonds", ["债券基本信息/债券利率（%）"]),
        ("shanty", []),
        ("keyprojects", []),
        ("oldtown", []),
        ("sources", []),
    ],
)
def test_office_book_asks_for_a_tick_only_where_other_columns_do_not_give_the_figures(name, labels):
    tables = first_reading(*BOOKS[name]).foreign
    assert [table.labels[n] for table in tables for n in table.left_out(table.mapping)] == labels
