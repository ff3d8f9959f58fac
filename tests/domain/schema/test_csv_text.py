"""CSV that spreadsheets open: Chinese, numbers as numbers, nothing that runs."""

import csv
import io
from datetime import date

import numpy as np
import pandas as pd
import pytest

from domain.schema.csv_text import csv_text
from domain.schema.frames import conform


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_starts_with_utf_8_bom():
    assert csv_text(pd.DataFrame({"项目": ["十五里村"]})).encode().startswith(b"\xef\xbb\xbf")


def test_csv_of_schema_table_has_chinese_headers_with_units():
    text = csv_text(conform("land", [{"project": "A", "area_mu": 880.0}])[["project", "area_mu"]], "land")
    assert text == "\ufeff项目,面积（亩）\r\nA,880\r\n"


def test_csv_of_other_table_keeps_its_headers():
    assert cells(csv_text(pd.DataFrame({"完成率": [73.0]}))) == [["完成率"], ["73"]]


def test_csv_missing_cell_is_empty():
    table = conform("measures", [{"name": "招商", "target": None, "begin": None, "chosen": None}])
    assert cells(csv_text(table[["name", "target", "begin", "chosen"]]))[1] == ["招商", "", "", ""]


@pytest.mark.parametrize(
    "text", ["=1+1", "+8613800000000", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1+1", "＋1", "－1", "＠x"]
)
def test_csv_formula_in_cell_is_escaped(text):
    assert cells(csv_text(pd.DataFrame({"备注": [text]})))[1][0].startswith("'")


def test_csv_formula_in_header_is_escaped():
    assert cells(csv_text(pd.DataFrame({"=1+1": ["a"]})))[0] == ["'=1+1"]


def test_csv_numbers_are_not_escaped():
    table = pd.DataFrame({"a": [-41.9], "b": [7.632473], "c": np.array([5], dtype="int64"), "d": [-3]})
    assert cells(csv_text(table))[1] == ["-41.9", "7.632473", "5", "-3"]


def test_csv_dates_and_flags_are_in_office_form():
    table = pd.DataFrame({"on": pd.to_datetime(["2023-06-30"]), "day": [date(2023, 7, 10)], "chosen": [True]})
    assert cells(csv_text(table))[1] == ["2023-06-30", "2023-07-10", "是"]


def test_csv_commas_quotes_and_line_breaks_round_trip():
    text = '他说"好",\n然后'
    assert cells(csv_text(pd.DataFrame({"原文": [text]})))[1] == [text]


def test_csv_of_unknown_table_is_refused():
    with pytest.raises(KeyError):
        csv_text(pd.DataFrame({"a": [1]}), "nothing")


def test_csv_apostrophe_of_text_differs_from_escape():
    assert cells(csv_text(pd.DataFrame({"备注": ["'=1", "'好", "=1"]})))[1:] == [["''=1"], ["'好"], ["'=1"]]
