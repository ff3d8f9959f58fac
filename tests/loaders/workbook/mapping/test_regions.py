"""Tables on a sheet: where their headers and their data begin and end."""

from loaders.workbook.cells import read_cells
from loaders.workbook.guard import check_upload
from loaders.workbook.mapping.regions import find_regions
from tests.loaders.workbook.mapping.offices import workbook


def regions(rows, merged=()):
    (sheet,) = read_cells(check_upload(workbook({"表": rows}, {"表": merged})))
    return find_regions(sheet)


def shape(region):
    """Numbers of header rows and of data rows as on the sheet, and the paths of the columns."""
    rows = region.sheet.rows
    lines = [[int(rows[at]) + 1 for at in part] for part in (region.header, region.data)]
    return (*lines, [column.path for column in region.columns])


def test_title_and_unit_line_are_above_the_header():
    (region,) = regions([["资金表"], ["单位：万元"], ["项目", "到位资金"], ["甲路", 5]])
    assert shape(region) == ([3], [4], [("项目",), ("到位资金",)])
    assert region.titles == ("资金表", "单位：万元")


def test_header_of_three_rows_gives_each_column_its_path():
    rows = [
        ["县别", "外资", None, None],
        [None, "1-5月", None, "全年计划"],
        [None, "实绩", "同比%", None],
        ["常山", 3, 4, 9],
    ]
    (region,) = regions(rows, ["A1:A3", "B1:D1", "B2:C2", "D2:D3"])
    assert shape(region) == (
        [1, 2, 3], [4],
        [("县别",), ("外资", "1-5月", "实绩"), ("外资", "1-5月", "同比%"), ("外资", "全年计划")],
    )  # fmt: skip


def test_groups_without_merged_cells_are_groups():
    (region,) = regions([["村", "房屋", None, "土地", None], [None, "应签户数", "已签户数", "应征亩数", "已征亩数"],
                         ["甲村", 3, 2, 5, 4]])  # fmt: skip
    assert shape(region)[2] == [
        ("村",), ("房屋", "应签户数"), ("房屋", "已签户数"), ("土地", "应征亩数"), ("土地", "已征亩数"),
    ]  # fmt: skip


def test_three_header_rows_without_merged_cells_are_one_header():
    rows = [
        ["序号", "项目", "面积情况", None, None, None, "备注"],
        [None, None, "旱改水", None, "垦造", None, None],
        [None, None, "目标(亩)", "完成(亩)", "目标(亩)", "完成(亩)", None],
        [1, "甲地块", 100, 80, 20, 15, "无"],
        [2, "乙地块", 90, 70, 18, 12, None],
    ]
    (region,) = regions(rows)
    header, data, paths = shape(region)
    assert (header, data) == ([1, 2, 3], [4, 5])
    assert paths[2:6] == [
        ("面积情况", "旱改水", "目标(亩)"), ("面积情况", "旱改水", "完成(亩)"),
        ("面积情况", "垦造", "目标(亩)"), ("面积情况", "垦造", "完成(亩)"),
    ]  # fmt: skip


def test_row_that_numbers_the_columns_is_no_data():
    (region,) = regions([["项目", "总投资", "到位资金"], ["甲", "1", "2"], ["甲路", 9, 5], ["乙路", 8, 5]])
    assert shape(region)[1] == [3, 4]


def test_column_without_a_header_is_still_a_column():
    (region,) = regions([["项目", "到位资金"], ["甲路", 9, 5], ["乙路", 8, 5]])
    assert [column.path for column in region.columns] == [("项目",), ("到位资金",), ()]


def test_second_table_begins_at_its_own_title():
    first, second = regions(
        [["表一"], ["村", "户数"], ["甲村", 3], [], ["表二"], ["项目", "资金", "面积"], ["甲路", 9, 5]]
    )
    assert (shape(first)[:2], shape(second)[:2]) == (([2], [3]), ([6], [7]))
    assert second.titles == ("表二",)


def test_repeated_header_beside_itself_makes_two_tables():
    left, right = regions([["序号", "村", "户数", "序号", "村", "户数"], [1, "甲村", 3, 2, "乙村", 4]])
    assert [column.at for column in left.columns] == [0, 1, 2]
    assert [column.at for column in right.columns] == [3, 4, 5]


def test_sheet_of_sentences_has_no_table():
    assert regions([["一、填报要求"], ["请各村于每月五日前报送。"], ["二、联系人"]]) == []


def test_header_with_a_single_figure_among_its_texts_is_a_header():
    head = ["户主", "住宅面积", "空地面积", "过渡费", "搬家费", "装修费", "附属物", "总金额", "差额", 20]
    (region,) = regions([head, ["张三", *map(float, range(9))], ["李四", *map(float, range(9))]])
    assert shape(region)[:2] == ([1], [2, 3])


def test_row_of_data_with_a_single_figure_is_no_header():
    assert regions([["张三", "男", "汉族", "党员", "大专", "石岭村", "组长", "在岗", "本地", 30.0]] * 3) == []


def test_columns_of_figures_behind_a_gap_belong_to_the_names_before_it():
    (region,) = regions([["户主", "住宅面积", None, "过渡费", "搬家费"], ["张三", 80.5, None, 300, 200]])
    assert [column.path for column in region.columns] == [("户主",), ("住宅面积",), ("过渡费",), ("搬家费",)]
