"""The reader: what people do to workbooks does not hurt, and what it changes is exactly what they changed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.diff import diff_tables
from loaders.workbook import read_workbook
from tests.loaders.workbook.files import MAIN, ods, sheet_xml, styles_xml, xls, xlsx
from tests.loaders.workbook.samples import CURRENT, LAND, changes, codes, read, table

HEAD = ["编号", "项目", "环节", "面积(亩)"]
A, B = ["land.a", "土地整治", "立项", 880.0], ["land.b", "土地整治", "施工", 600.0]


def land(*rows, head=HEAD):
    return {"土地整治": [head, *rows]}


def test_unchanged_sheet_changes_nothing():
    reading = read(land(A, B))
    assert not reading.diff(CURRENT)
    assert reading.faults == reading.warnings == ()
    assert reading.tables["land"] is LAND


def test_workbook_of_one_sheet_changes_one_table_and_deletes_nothing():
    reading = read(land(["land.a", "土地整治", "立项", 900.0], B))
    assert list(reading.tables) == ["land"]
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]
    assert not reading.deletions


def test_missing_column_keeps_the_stored_values():
    reading = read({"土地整治": [["编号", "面积(亩)"], ["land.a", 900.0], ["land.b", 600.0]]})
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]
    assert "column_absent" in codes(reading.notices)


def test_sorted_rows_and_moved_columns_change_nothing():
    head = ["面积(亩)", "环节", "编号", "项目"]
    assert not read(land([600.0, "施工", "land.b", "土地整治"], [880.0, "立项", "land.a", "土地整治"], head=head)).diff(
        CURRENT
    )


def test_missing_rows_are_listed_and_deleted_only_when_confirmed():
    reading = read(land(A))
    assert reading.deletions["land"]["row_id"].tolist() == ["land.b"]
    assert not reading.diff(CURRENT)
    ticked = reading.diff(CURRENT, {"land": ["land.b", "land.a"]})
    assert ticked.tables["land"].removed["row_id"].tolist() == ["land.b"]


def test_row_with_all_cells_cleared_is_missing():
    reading = read(land(A, ["land.b", None, None, None]))
    assert reading.deletions["land"]["row_id"].tolist() == ["land.b"]
    assert reading.faults == ()


def test_new_row_gets_an_id_and_is_proved_by_its_cell():
    reading = read(land(A, B, [None, "新项目", "启动", 12.5]))
    added = reading.diff(CURRENT).tables["land"].added
    assert len(added) == 1
    row = added.iloc[0]
    assert (row["project"], row["area_mu"], row["org_unit"], row["period"]) == ("新项目", 12.5, "金川街道", "2023H1")
    assert row["row_id"].startswith("land.new-")
    assert (row["sheet"], row["cell"], row["source_id"][:3]) == ("土地整治", "B4:D4", "台账-")
    assert pd.isna(row["quote"])
    again = read(land(A, B, [None, "新项目", "启动", 12.5]))
    assert again.tables["land"]["row_id"].tolist() == reading.tables["land"]["row_id"].tolist()


def test_new_rows_that_are_equal_get_two_ids():
    new = [None, "新项目", "启动", 12.5]
    reading = read(land(A, B, new, new))
    assert reading.tables["land"]["row_id"].is_unique
    assert len(reading.diff(CURRENT).tables["land"].added) == 2


def test_changed_figure_is_proved_by_its_cell_and_the_others_by_their_sentences():
    reading = read(land(["land.a", "土地整治", "立项", 900.0], B))
    row = reading.tables["land"].set_index("row_id").loc["land.a"]
    assert (row["sheet"], row["cell"], row["cells"]) == ("土地整治", "D2", "projects=12 quote~10 area_mu~20")
    assert pd.isna(row["start"])
    assert pd.isna(row["quote"])
    other = reading.tables["land"].set_index("row_id").loc["land.b"]
    assert (other["quote"], other["source_id"]) == ("施工约600亩", "报告")


def test_changed_note_keeps_the_proof():
    reading = read(land([*A, "已复核"], [*B, None], head=[*HEAD, "备注"]))
    assert changes(reading) == [("land.a", "note", None, "已复核")]
    assert reading.tables["land"]["quote"].tolist() == LAND["quote"].tolist()


def test_changed_quote_is_ignored_and_reported():
    reading = read(land([*A, "改过的原文"], [*B, "施工约600亩"], head=[*HEAD, "原文"]))
    assert not reading.diff(CURRENT)
    assert codes(reading.notices).count("quote_kept") == 1


def test_rows_without_ids_are_recognised_by_what_they_say():
    rows = [
        ["项目", "环节", "面积(亩)"],
        ["土地整治", "施工", 610.0],
        ["土地整治", "立项", 880.0],
        ["土地整治", "验收", 5.0],
    ]
    reading = read({"土地整治": rows})
    assert changes(reading) == [("land.b", "area_mu", 600.0, 610.0)]
    assert len(reading.diff(CURRENT).tables["land"].added) == 1
    assert codes(reading.notices).count("id_found") == 2


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("土地整治", ["编 号", "项目 名称", "环节\n", "面 积 (亩)"]),
        ("1.土地整治(7月)", ["编号", "工程名称", "工序", "面积"]),
        ("Sheet1", ["编号", "项目", "环节", "面积\uff08亩\uff09"]),
        ("土地", ["ID", "项目", "阶段", "完成面积[亩]"]),
        ("土地整治", ["编号", "★项目(必填)", "环节", "面积\uff08单位\uff1a亩\uff09"]),
        ("土地整治", ["编号", "项目", "环节", "面积(亩,必填)"]),
        ("land", ["row_id", "project", "stage", "area_mu"]),
    ],
)
def test_headers_and_titles_may_be_written_otherwise(title, head):
    reading = read({title: [head, A, ["land.b", "土地整治", "施工", 610.0]]})
    assert changes(reading) == [("land.b", "area_mu", 600.0, 610.0)]


def test_header_in_hectares_converts_its_column():
    reading = read(
        land(["land.a", "土地整治", "立项", 60.0], ["land.b", "土地整治", "施工", "40"], head=[*HEAD[:3], "面积(公顷)"])
    )
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]
    assert codes(reading.notices).count("header_converted") == 1


def test_titles_above_totals_and_notes_below_are_no_rows():
    rows = [
        ["金川街道土地整治台账"], ["2023年上半年", None, None, "单位:亩"], HEAD, A,
        ["land.b", "土地整治", "施工", 610.0],
        ["合 计", None, None, 1490.0], [None, "小计:", None, 5.0], ["注:数据截至6月底"], [None],
        ["填表人:张三", None, "审核:李四"],
    ]  # fmt: skip
    reading = read({"土地整治": rows})
    assert changes(reading) == [("land.b", "area_mu", 600.0, 610.0)]
    assert reading.diff(CURRENT).tables["land"].added.empty
    assert codes(reading.notices).count("total_skipped") == 2
    assert codes(reading.notices).count("note_skipped") == 2
    assert reading.faults == ()


@pytest.mark.parametrize("total", ["十五里村小计", "土地整治 合计:", "全街道总计", "总 数"])
def test_totals_of_a_part_are_no_rows_either(total):
    reading = read(land(A, B, [None, total, None, 1480.0]))
    assert not reading.diff(CURRENT)
    (told,) = [fault for fault in reading.notices if fault.kind.code == "total_skipped"]
    assert (told.place.cell, told.value) == ("B4", total)


def test_known_row_named_like_a_total_is_a_row():
    assert changes(read(land(["land.a", "全街道合计", "立项", 880.0], B))) == [
        ("land.a", "project", "土地整治", "全街道合计")
    ]


@pytest.mark.parametrize(
    "row", [[None, "联系电话:", 13812345678.0], [None, "填报日期", None, 45107.0], [None, "※含历史项目"]]
)
def test_signature_and_date_are_no_row(row):
    reading = read(land(A, B, row))
    assert not reading.diff(CURRENT)
    assert [fault.place.cell for fault in reading.notices if fault.kind.code == "note_skipped"] == ["B4"]


def test_header_repeated_on_a_later_page_is_no_row():
    reading = read(land(A, HEAD, B))
    assert not reading.diff(CURRENT)
    assert reading.faults == ()


def test_headers_merged_over_two_rows_are_read():
    upper = ["编号", "项目", "环节", "面积(亩)", None]
    lower = [None, None, None, "目标", "完成"]
    ranges = "".join(f'<mergeCell ref="{merged}"/>' for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:E1"))
    merged = f"<mergeCells>{ranges}</mergeCells>"
    xml = sheet_xml(
        [upper, lower, ["land.a", "土地整治", "立项", 800.0, 880.0], ["land.b", "土地整治", "施工", None, 600.0]],
        merged,
    )
    assert changes(read({"土地整治": xml})) == [("land.a", "target_mu", None, 800.0)]


@pytest.mark.parametrize("ranges", ["", "<mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/></mergeCells>"])
def test_units_in_a_row_below_the_header_belong_to_it(ranges):
    rows = [["编号", "项目", "环节", "面积"], [None, None, None, "公顷"], ["land.a", "土地整治", "立项", 60.0]]
    reading = read({"土地整治": sheet_xml([*rows, ["land.b", "土地整治", "施工", 40.0]], ranges)})
    assert changes(reading) == [("land.a", "area_mu", 880.0, 900.0)]
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("header", "meant"), [("面积合计", "“面积（亩）”"), ("约数说明", "“约数”"), ("截至日", "“数据截至”")]
)
def test_header_similar_to_a_known_one_is_a_warning(header, meant):
    reading = read({"土地整治": [["编号", "项目", header], ["land.a", "土地整治", 900.0], ["land.b", "土地整治"]]})
    (told,) = [fault for fault in reading.warnings if fault.kind.code == "column_unknown"]
    assert (told.place.cell, meant in told.write) == ("C1", True)


def test_columns_of_no_table_are_reported_and_unread():
    reading = read(land([*A, "13812345678"], [*B, None], head=[*HEAD, "联系电话"]))
    assert not reading.diff(CURRENT)
    notice = next(fault for fault in reading.notices if fault.kind.code == "column_unread")
    assert (notice.place.cell, "联系电话" in notice.wrong, "1 个" in notice.wrong) == ("E1", True, True)


def test_sheet_of_no_table_is_reported():
    reading = read(land(A, B) | {"通讯录": [["姓名", "电话"], ["张三", "1"]]})
    assert codes(reading.warnings) == ["sheet_unread"]
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (900.0, 900.0), ("900", 900.0), ("\uff19\uff10\uff10", 900.0), ("1,250", 1250.0), ("1\uff0c250.5", 1250.5),
        ("60公顷", 900.0), ("900亩", 900.0), ("九百", 900.0), ("1.2万", 12000.0), (" 900 ", 900.0),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(written, value):
    assert changes(read(land(["land.a", "土地整治", "立项", written], B))) == [("land.a", "area_mu", 880.0, value)]


@pytest.mark.parametrize(
    ("written", "value", "qualifier"),
    [("约620", 620.0, "about"), ("2000余", 2000.0, "over"), ("700以上", 700.0, "at_least"), ("近900", 900.0, "nearly")],
)
def test_approximate_numbers_keep_their_word(written, value, qualifier):
    reading = read(land(["land.a", "土地整治", "立项", written], B))
    assert changes(reading) == [("land.a", "area_mu", 880.0, value), ("land.a", "qualifier", "exact", qualifier)]
    assert "qualifier_read" in codes(reading.notices)


def test_number_of_two_thousand_odd_wan_is_in_wan_yuan():
    rows = [["编号", "金额(万元)"], ["funding.a", "4500余万"], ["funding.b", 200.0]]
    assert changes(read({"资金项目": rows})) == [
        ("funding.a", "amount_wan_yuan", 4000.0, 4500.0), ("funding.a", "qualifier", "exact", "over"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written", ["—", "/", "-", "", None, "——", " ", "――", "\u2500\u2500", "－－", "———", "\uff0f", "\u200b"]
)
def test_cell_with_a_word_for_nothing_is_empty_in_columns_of_every_kind(written):
    nothing = [*[written] * 5, "2023-06-30"]
    measures = ["编号", "完成值", "完成期限", "单位(量)", "领域", "指标类型", "数据截至"]
    funding = ["编号", "金额(万元)", "资金性质", "性质", "包含于", "约数", "数据截至"]
    sheets = {"指标进度": [measures, ["measures.a", *nothing]], "资金项目": [funding, ["funding.b", *nothing]]}
    reading = read(sheets)
    cleared = [(row_id, column, new) for row_id, column, _, new in changes(reading)]
    assert cleared == [
        *(("measures.a", column, None) for column in ("domain", "unit", "actual", "due", "kind")),
        *(("funding.b", column, None) for column in ("kind", "amount_wan_yuan", "role", "part_of")),
    ]
    assert codes(reading.all_faults).count("cleared") == 9


@pytest.mark.parametrize("written", ["暂无", "无数据", "N/A"])
def test_word_for_nothing_is_empty_but_kept_in_a_column_of_texts(written):
    reading = read(land([*A, "已复核"], ["land.b", "土地整治", "施工", written, written], head=[*HEAD, "备注"]))
    assert changes(reading) == [
        ("land.a", "note", None, "已复核"), ("land.b", "area_mu", 600.0, None), ("land.b", "note", None, written),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\u202e", "\u00ad", "\u2060"])
def test_invisible_characters_are_removed_and_reported(sign):
    reading = read(land(["land.a", f"土地{sign}整治", "立项", 880.0], ["land.b", f"四都畈{sign}", "施工", 600.0]))
    assert changes(reading) == [("land.b", "project", "土地整治", "四都畈")]
    told = [fault for fault in reading.notices if fault.kind.code == "unseen_removed"]
    assert [fault.place.cell for fault in told] == ["B2", "B3"]


PERCENT = styles_xml(0, 9)


def share(cell):
    head = ["编号", "项目", "环节", "占比(%)"]
    return {"土地整治": [head, ["land.a", "土地整治", "立项", None], ["land.b", "土地整治", "施工", cell]]}


@pytest.mark.parametrize(
    "cell", [73.0, "73%", "73", b'<c r="REF" s="1"><v>0.73</v></c>', 0.73, "0.73", "\uff17\uff13\uff05"]
)
def test_seventy_three_per_cent_however_written_is_no_change(cell):
    reading = read(share(cell), styles=PERCENT)
    assert not reading.diff(CURRENT)
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("cell", "value"), [("81%", 81.0), (81.0, 81.0), (b'<c r="REF" s="1"><v>0.81</v></c>', 81.0), ("0.5%", 0.5)]
)
def test_per_cents_other_than_the_stored_value_are_read_as_written(cell, value):
    assert changes(read(share(cell), styles=PERCENT)) == [("land.b", "share_pct", 73.0, value)]


@pytest.mark.parametrize("cell", [0.81, "0.81", 1.0])
def test_number_that_may_be_a_share_is_a_question(cell):
    reading = read(share(cell), styles=PERCENT)
    assert not reading.diff(CURRENT)
    assert codes(reading.faults) == ["percent_or_share"]
    assert reading.faults[0].place.cell == "D3"


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=50, max_size=200))
def test_computed_rate_in_a_format_of_per_cent_is_read(pairs):
    shares = [part / whole for part, whole in pairs]
    cells = [f'<c r="REF" s="1"><f>A1/B1</f><v>{value!r}</v></c>'.encode() for value in shares]
    rows = [[None, f"项目{n}", "立项", cell, "2023-06-30"] for n, cell in enumerate(cells)]
    head = ["编号", "项目", "环节", "占比(%)", "数据截至"]
    reading = read({"土地整治": [head, *rows]}, current={"land": LAND.iloc[0:0]}, styles=styles_xml(0, 10))
    assert reading.faults == ()
    assert reading.tables["land"]["share_pct"].tolist() == pytest.approx([100 * value for value in shares], rel=1e-11)


def test_per_cent_in_a_row_of_per_cents_is_per_cent():
    rows = [
        ["编号", "名称", "数值", "单位(量)"],
        ["governance.a", "办结率同比", b'<c r="REF" s="1"><v>0.12</v></c>', "%"],
    ]
    reading = read({"治理": [*rows, ["governance.b", "信访件", 111.0, "件"]]}, styles=PERCENT)
    assert changes(reading) == [("governance.a", "value", 11.0, 12.0)]


@pytest.mark.parametrize(
    "written",
    [
        b'<c r="REF" s="1"><v>45199</v></c>',
        "2023-09-30",
        "2023年9月30日",
        "2023.9.30",
        "9月底",
        "2023/9/30",
        "20230930",
    ],
)
def test_days_as_people_write_them(written):
    rows = [["编号", "指标名称", "完成期限"], ["measures.a", "新增耕地", written]]
    reading = read({"指标进度": rows}, styles=styles_xml(0, 14))
    assert changes(reading) == [("measures.a", "due", pd.Timestamp("2023-12-31"), pd.Timestamp("2023-09-30"))]


def test_words_of_drop_downs_are_codes_again():
    rows = [
        ["编号", "名称", "领域", "指标类型", "方向", "已采用"],
        ["measures.a", "新增耕地", "安全", "清单", "越少越好", "是"],
    ]
    assert changes(read({"指标进度": rows})) == [
        ("measures.a", "domain", "land", "safety"), ("measures.a", "kind", "cumulative", "items"),
        ("measures.a", "direction", 1.0, -1.0), ("measures.a", "chosen", None, True),
    ]  # fmt: skip


def test_column_headed_unit_that_holds_units_is_a_column_of_units():
    rows = [
        ["编号", "名称", "单位", "数值"],
        ["governance.a", "办结率同比", "%", 12.0],
        ["governance.b", "信访件", "件", 111.0],
    ]
    assert changes(read({"治理": rows})) == [("governance.a", "value", 11.0, 12.0)]


def test_unit_in_the_cell_of_a_new_row_goes_to_its_column():
    rows = [
        ["编号", "名称", "数值", "单位(量)"],
        ["governance.a", "办结率同比", 11.0, "%"],
        ["governance.b", "信访件", 111.0, "件"],
    ]
    reading = read({"治理": [*rows, [None, "新增走访", "300余户", None]]})
    row = reading.diff(CURRENT).tables["governance"].added.iloc[0]
    assert (row["value"], row["unit"], row["qualifier"]) == (300.0, "户", "over")
    assert {"unit_read", "qualifier_read"} <= set(codes(reading.notices))


def test_range_fills_both_its_columns():
    rows = [
        ["编号", "名称", "数值", "单位(量)", "数值上限"],
        ["governance.a", "办结率同比", "5%-5.5%", "%", None],
        ["governance.b", "信访件", 111.0, "件", None],
    ]
    assert changes(read({"治理": rows}))[:2] == [
        ("governance.a", "value", 11.0, 5.0), ("governance.a", "value_high", None, 5.5),
    ]  # fmt: skip


def test_range_unchanged_keeps_its_proof():
    known = {"row_id": "governance.a", "name": "办结率同比", "value": 5, "value_high": 5.5, "unit": "%"}
    current = {"governance": table("governance", known | {"start": 1, "end": 9, "quote": "增长5%-5.5%"})}
    for high in (None, 5.5, "5.5%"):
        head = ["编号", "名称", "数值", *["数值上限"][: high is not None]]
        reading = read({"治理": [head, ["governance.a", "办结率同比", "5%-5.5%", high]]}, current=current)
        assert not reading.diff(current)


@pytest.mark.parametrize("written", ["50000000元", "0.5亿", "5千万元", "五千万元"])
def test_value_in_other_unit_is_reported_as_converted(written):
    reading = read({"资金项目": [["编号", "金额(万元)"], ["funding.a", written], ["funding.b", 200.0]]})
    assert [fault.value for fault in reading.notices if fault.kind.code == "converted"] == [written]


@pytest.mark.parametrize("written", ["5000万元", "\uff15\uff10\uff10\uff10万元", "5,000万", "约5000万元"])
def test_conversion_that_did_not_happen_is_not_reported(written):
    reading = read({"资金项目": [["编号", "金额(万元)"], ["funding.a", written], ["funding.b", 200.0]]})
    assert "converted" not in codes(reading.notices)


def test_range_has_both_ends_in_the_unit_of_the_header():
    rows = [["编号", "名称", "数值(万元)", "单位(量)", "数值上限"], [None, "新增投资", "5-6", "元", None]]
    reading = read({"治理": [*rows, ["governance.a", "办结率同比", "11%", "%", None], ["governance.b"]]})
    row = reading.diff(CURRENT).tables["governance"].added.iloc[0]
    assert (row["value"], row["value_high"]) == (50_000, 60_000)


def test_hidden_rows_and_sheets_are_read_too():
    xml = sheet_xml([HEAD, ["land.a", "土地整治", "立项", 900.0], B]).replace('<row r="2">', '<row r="2" hidden="1">')
    assert changes(read({"土地整治": xml})) == [("land.a", "area_mu", 880.0, 900.0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding(encoding):
    text = '编号,项目,环节,面积(亩),备注\r\nland.a,土地整治,立项,"1,250","两行\n备注"\r\nland.b,土地整治,施工,600,\r\n'
    reading = read_workbook(text.encode(encoding), "土地整治.csv", CURRENT)
    assert changes(reading) == [("land.a", "area_mu", 880.0, 1250.0), ("land.a", "note", None, "两行\n备注")]


@pytest.mark.parametrize(("delimiter", "noise"), [("\t", ","), ("\t", ";"), (",", "\t"), (";", ","), (",", ";")])
@pytest.mark.parametrize("title", ["", "金川街道土地整治台账,2023年\n"])
def test_csv_delimiter_is_that_of_its_header_despite_remarks(delimiter, noise, title):
    """Excel's Unicode text divides by tabs and leaves commas in remarks as they are."""
    notes = [noise.join("一二三四五六七八九十" * 3), noise.join("一二三四五六七八" * 3)]
    rows = [["land.a", "土地整治", "立项", "900", notes[0]], ["land.b", "土地整治", "施工", "600", notes[1]]]
    text = title + "".join(delimiter.join(row) + "\r\n" for row in ([*HEAD, "备注"], *rows))
    reading = read_workbook(text.encode("utf-16"), "土地整治.csv", CURRENT)
    assert changes(reading)[0] == ("land.a", "area_mu", 880.0, 900.0)
    assert reading.tables["land"]["note"].tolist() == notes


def test_csv_table_is_recognised_by_headers_and_ids():
    text = "编号,项目,环节,面积(亩)\nland.a,土地整治,立项,900\nland.b,土地整治,施工,600\n"
    assert changes(read_workbook(text.encode(), "新建文本.csv", CURRENT)) == [("land.a", "area_mu", 880.0, 900.0)]


def test_old_and_open_formats():
    rows = [HEAD, ["land.a", "土地整治", "立项", 900.0], B]
    for data, name in ((xls("土地整治", rows), "台账.xls"), (ods({"土地整治": rows}), "台账.ods")):
        assert changes(read_workbook(data, name, CURRENT)) == [("land.a", "area_mu", 880.0, 900.0)]
    assert "xls_limits" not in codes(read_workbook(xls("土地整治", rows), "台账.xls", CURRENT).notices)
    damaged = read_workbook(xls("土地整治", rows, are_known=False), "台账.xls", CURRENT)
    assert changes(damaged) == [("land.a", "area_mu", 880.0, 900.0)]
    assert "xls_limits" in codes(damaged.notices)


@pytest.mark.parametrize("cell", [1.2, 0.81, -5.3, 9.99])
def test_per_cent_of_unknown_format_that_may_be_a_hundredfold_is_a_question(cell):
    head = ["编号", "项目", "环节", "占比(%)"]
    for first, second in ((cell, 73.0), (73.0, cell)):
        rows = [head, ["land.b", "土地整治", "施工", first], ["", "新项目", "启动", second]]
        reading = read_workbook(xls("土地整治", rows, are_known=False), "台账.xls", CURRENT)
        (fault,) = reading.faults
        assert (fault.kind.code, fault.place.cell) == ("percent_unseen", "D2" if first == cell else "D3")
        assert f"“{cell * 100:.12g}%”或“{cell:.12g}%”" in fault.write


@pytest.mark.parametrize("cell", [73.0, 0.73, 11.5, 120.0, "120%", "1.2%", 0.0])
def test_per_cent_of_unknown_format_with_one_possible_value_is_read(cell):
    rows = [["编号", "项目", "环节", "占比(%)"], ["land.b", "土地整治", "施工", cell]]
    assert read_workbook(xls("土地整治", rows, are_known=False), "台账.xls", CURRENT).faults == ()


def test_first_upload_into_an_empty_store_has_the_scope_of_its_stamp():
    stamp = [["单位", "金川街道"], ["报告期", "2023H1"], ["数据截至", "2023-06-30"], ["版本", "3"], ["校验码", "ab"]]
    reading = read(land([None, "甲项目", "立项", 5.0]) | {"台账信息": stamp}, current={})
    assert reading.tables["land"][["org_unit", "period"]].values.tolist() == [["金川街道", "2023H1"]]
    assert (reading.stamp.version, reading.stamp.digest) == ("3", "ab")


def test_reading_applied_agrees_with_its_diff():
    reading = read(land(["land.a", "土地整治", "立项", 900.0], B, [None, "新", "启动", 1.0]))
    assert not diff_tables({"land": reading.tables["land"]}, {"land": reading.after()["land"]})
    assert reading.diff(CURRENT).count == 2


def test_text_from_cells_keeps_its_signs():
    text = "<b>![x](http://h/x)</b> =1+1 *粗* ~删~"
    reading = read(land([*A, text], [*B, None], head=[*HEAD, "备注"]))
    assert changes(reading) == [("land.a", "note", None, text)]


def test_shared_strings_are_read_like_inline_ones():
    workbook = {"土地整治": sheet_xml([HEAD, [b'<c r="REF" t="s"><v>0</v></c>', "土地整治", "立项", 900.0], B])}
    strings = f'<sst xmlns="{MAIN}"><si><r><t>land</t></r><r><t>.a</t></r></si></sst>'
    data = xlsx(workbook)
    assert data
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    data = xlsx(workbook, **{"xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": rels})
    assert changes(read(data)) == [("land.a", "area_mu", 880.0, 900.0)]


def test_alias_beside_the_original_header_is_unread_and_reported():
    reading = read(land([*A, 7.0], [*B, 8.0], head=[*HEAD, "占地面积"]))
    assert not reading.diff(CURRENT)
    (told,) = reading.warnings
    assert (told.kind.code, told.place.cell) == ("figures_unread", "E1")
    assert told.wrong == "“占地面积”这一列不在台账中，其中 2 个数字没有读入"


def test_table_not_stored_yet_is_filled():
    current = {name: rows for name, rows in CURRENT.items() if name != "land"}
    reading = read(land(["x.1", "甲", "立项", 5.0]), current=current)
    assert reading.tables["land"]["row_id"].tolist() == ["x.1"]
    assert codes(reading.warnings) == ["no_as_of", "unknown_id"]
    assert table("land").empty
