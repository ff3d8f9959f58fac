"""Tables that say no day: a day is proposed, and assumed with a warning once their mapping is remembered."""

from dataclasses import replace
from datetime import date

import pytest

from loaders.workbook import read_workbook
from tests.loaders.workbook.mapping.offices import CURRENT, first_reading, rows, workbook

USUAL = date(2024, 5, 31)
HEAD = ["村名", "应签户数（户）", "已签户数（户）"]


def villages(signed, *below):
    return {"表": [["各村签约进度表"], HEAD, ["东村", 20, signed], ["西村", 9, 8], *below]}


def months(last):
    """A table of months up to `last`, in which another column appears each month."""
    names = [f"{month}月" for month in range(1, last + 1)]
    done = [[name, *(10 * month + at for month in range(1, last + 1))] for at, name in enumerate(("标准厂房", "泵站"))]
    return {"表": [["2024年工业投资分月完成情况"], [None] * last + ["单位：万元"], ["项目", *names], *done]}


def read(sheets, remembered=None, answers=None):
    return read_workbook(
        workbook(sheets), "表.xlsx", CURRENT, answers or {}, remembered=remembered or {}, usual_day=USUAL
    )


def confirmed_once(sheets):
    """What is remembered once a clerk has confirmed the tables of `sheets` with the proposed days."""
    first = read(sheets)
    answers = {
        table.key: replace(table.with_day(table.mapping), left_out=True).to_json() for table in first.foreign
    }  # fmt: skip
    reading = read(sheets, answers=answers)
    assert (reading.faults, reading.warnings) == ((), ())
    return {table.signature: table.to_remember().to_json() for table in reading.foreign}


@pytest.mark.parametrize(
    ("below", "proposed"),
    [([], "2024-05-31"), ([["填报日期：2024年6月3日"]], "2024-06-03")],
)
def test_usual_day_is_proposed_where_the_table_has_not_even_that_of_filling_in(below, proposed):
    (table,) = read(villages(18, *below)).foreign
    assert (table.answered, table.proposed_day, table.with_day(table.mapping).as_of) == (False, proposed, proposed)


@pytest.mark.parametrize(
    ("below", "day", "said"),
    [
        ([], "2024-05-31", "暂按2024年5月31日读入"),
        ([["填报日期：2024年6月3日"]], "2024-06-03", "按编制日期2024年6月3日读入"),
    ],
)
def test_remembered_table_without_a_day_is_read_with_a_warning(below, day, said):
    reading = read(villages(19, *below), confirmed_once(villages(18)))
    assert reading.faults == ()
    (warning,) = reading.warnings
    assert warning.kind.code == "day_assumed"
    assert said in warning.wrong
    assert rows(reading, "demolition", "place", "households", "as_of_end") == [("东村", 19, day), ("西村", 8, day)]


def test_picked_day_of_a_remembered_table_counts_without_a_warning():
    remembered = confirmed_once(villages(18))
    (table,) = read(villages(19), remembered).foreign
    picked = {table.key: replace(table.mapping, as_of="2024-04-30").to_json()}
    reading = read(villages(19), remembered, picked)
    assert (reading.faults, reading.warnings) == ((), ())
    assert {day for (day,) in rows(reading, "demolition", "as_of_end")} == {"2024-04-30"}


def test_day_in_the_title_counts_whatever_day_is_usual():
    sheets = {"表": [["各村签约进度表（截至4月20日）"], *villages(18)["表"][1:]]}
    (table,) = read(sheets).foreign
    assert (table.lacks_day, table.with_day(table.mapping).as_of) == (False, "")


def test_without_a_usual_day_the_table_asks_for_one():
    remembered = confirmed_once(villages(18))
    reading = first_reading(villages(19), remembered=remembered)
    assert [fault.kind.code for fault in reading.faults] == ["map_table"]
    assert reading.foreign[0].problems(reading.foreign[0].mapping) == ["请选定数据截至哪一天"]


def test_one_more_month_is_read_by_itself_and_the_newest_counts():
    reading = read(months(6), confirmed_once(months(5)))
    assert (reading.faults, reading.warnings) == ((), ())
    amounts = rows(reading, "funding", "project", "amount_wan_yuan", "as_of_end")
    assert amounts == [("标准厂房", 60, "2024-06-30"), ("泵站", 61, "2024-06-30")]


def test_columns_that_only_numbers_tell_apart_are_asked_again_where_their_uses_differ():
    remembered = confirmed_once(months(5))
    (signature,) = remembered
    remembered[signature] = remembered[signature].replace('"amount_wan_yuan"', '""', 1)
    assert not read(months(6), remembered).foreign[0].answered


def quarters(*done):
    """Money that came in by quarter; `done`: of one project, None for a quarter that is not over."""
    head = ["项目名称", "一季度", "二季度", "三季度", "四季度", "累计到资（万元）"]
    projects = [[name, *done, sum(filter(None, done))] for name in ("新材料园", "食品厂")]
    return {"表": [["2024年招商项目到资情况（截至6月30日）"], head, *projects]}


def test_quarter_that_was_empty_when_the_table_was_confirmed_is_read_once_it_has_figures():
    reading = read(quarters(11, 12, 13, None), confirmed_once(quarters(11, 12, None, None)))
    assert reading.faults == ()
    (table,) = reading.tables
    column = "value" if table == "other" else "amount_wan_yuan"
    assert 13 in [value for (value,) in rows(reading, table, column)]


def test_column_that_was_empty_when_the_table_was_confirmed_is_asked_about_once_it_has_figures():
    def sheets(checked):
        villages = [["东村", 20, 18, checked], ["西村", 9, 8, checked]]
        return {"表": [["各村签约进度表（截至6月30日）"], [*HEAD, "公示天数"], *villages]}

    remembered = confirmed_once(sheets(None))
    assert read(sheets(None), remembered).faults == ()
    reading = read(sheets(7), remembered)
    assert [fault.kind.code for fault in reading.faults] == ["map_table"]
    assert reading.foreign[0].mapping.left_out is False
