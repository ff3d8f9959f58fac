"""Sums, shares and remainders of other offices' tables: left out where they hold, reported where they do not."""

from tests.loaders.workbook.mapping.offices import first_reading, rows, second_reading

HEAD = ["村名", "应签户数（户）", "已签户数（户）", "签约率", "剩余（户）"]


def table(*data):
    return {"签约": [["各村签约进度表（截至2024年6月20日）"], HEAD, *data]}


def warned(reading):
    return [(fault.kind.code, fault.place.cell) for fault in reading.warnings]


def test_share_that_differs_from_its_own_row_is_warned_about_at_its_cell():
    reading = second_reading(table(["东村", 40, 30, 0.75, 10], ["西村", 20, 15, 0.75, 5], ["南村", 50, 10, 0.3, 40]))
    assert warned(reading) == [("computed_differs", "D5")]


def test_remainder_that_differs_is_warned_about_and_asks_for_no_tick():
    data = (["东村", 40, 30, 0.75, 10], ["西村", 20, 15, 0.75, 5], ["南村", 50, 10, 0.2, 30], ["北村", 8, 4, 0.5, 4])
    (found,) = first_reading(table(*data)).foreign
    assert found.left_out(found.mapping) == []
    assert warned(second_reading(table(*data))) == [("computed_differs", "E5")]


def test_column_that_no_other_gives_still_asks_for_a_tick():
    (found,) = first_reading(table(["东村", 40, 30, 0.75, 3], ["西村", 20, 15, 0.75, 9])).foreign
    assert [found.labels[n] for n in found.left_out(found.mapping)] == ["剩余（户）"]


def test_total_that_is_not_the_sum_of_its_rows_is_warned_about_with_the_sum():
    reading = second_reading(table(["东村", 40, 30, 0.75, 10], ["西村", 20, 15, 0.75, 5], ["合计", 61, 45, 0.75, 15]))
    (total,) = [fault for fault in reading.warnings if fault.kind.code == "total_differs"]
    assert total.place.cell == "B5"
    assert "各行相加是60" in total.line


def test_row_that_adds_up_all_others_is_asked_about_where_its_name_does_not_say_so():
    sheets = table(["花桥街道", 60, 45, 0.75, 15], ["东村", 40, 30, 0.75, 10], ["西村", 20, 15, 0.75, 5])
    reading = second_reading(sheets)
    assert [(fault.kind.code, fault.place.cell) for fault in reading.faults] == [("row_is_sum", "A3")]


def test_row_of_the_whole_that_adds_up_all_others_is_left_out_with_a_notice():
    sheets = table(["全镇", 60, 45, 0.75, 15], ["东村", 40, 30, 0.75, 10], ["西村", 20, 15, 0.75, 5])
    reading = second_reading(sheets)
    assert reading.faults == ()
    assert rows(reading, "demolition", "place", "households") == [("东村", 30), ("西村", 15)]
    assert [fault.place.cell for fault in reading.notices if fault.kind.code == "total_skipped"] == ["A3"]


def test_row_of_the_whole_that_adds_up_nothing_is_data():
    sheets = table(["全胜村", 60, 45, 0.75, 15], ["东村", 40, 31, 0.775, 9], ["西村", 20, 15, 0.75, 5])
    assert rows(second_reading(sheets), "demolition", "place") == [("全胜村",), ("东村",), ("西村",)]


def test_heading_with_the_sums_of_its_rows_is_no_data_and_asks_nothing():
    sheets = table(
        ["一、江北片", 60, 45, 0.75, 15],
        ["东村", 40, 30, 0.75, 10],
        ["西村", 20, 15, 0.75, 5],
        ["二、江南片", 50, 10, 0.2, 40],
        ["南村", 50, 10, 0.2, 40],
    )
    reading = second_reading(sheets)
    assert reading.faults == ()
    assert rows(reading, "demolition", "place") == [("东村",), ("西村",), ("南村",)]


def test_heading_with_other_numbers_is_asked_about():
    sheets = table(["一、江北片", 61, 45, 0.75, 15], ["东村", 40, 30, 0.75, 10], ["西村", 20, 15, 0.75, 5])
    assert [fault.kind.code for fault in second_reading(sheets).faults] == ["row_or_not"]


def test_number_with_its_count_behind_it_in_each_cell_is_read():
    sheets = {"表": [["征收进度（截至2024年6月20日）"], ["村名", "征收户数", "已签约户数"], ["东村", "40户", "31 户"]]}
    reading = second_reading(sheets)
    assert rows(reading, "demolition", "place", "target_households", "households") == [("东村", 40, 31)]


def test_text_with_a_count_where_no_numbers_stand_is_no_figure():
    sheets = {"表": [["征收进度（截至2024年6月20日）"], ["村名", "已签约户数", "备注"], ["东村", 31, "3户"]]}
    (found,) = first_reading(sheets).foreign
    assert found.figures == (0, 1, 0)
