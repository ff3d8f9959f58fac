"""Names of another office's table are matched to the unit's own: by alias, by an answer, and by memory."""

from domain.schema.frames import conform
from loaders.workbook import read_workbook
from tests.loaders.workbook.mapping.offices import CURRENT, SCOPE, confirmed, first_reading, rows, workbook

HEAD = ["村名", "应签户数（户）", "已签户数（户）"]
TITLE = ["城北片区签约进度表（截至2024年6月20日）"]


def current(**tables):
    """A version with these rows, each with a row_id of its own."""
    made = {
        name: conform(name, [SCOPE | {"row_id": f"{name}.{n}"} | row for n, row in enumerate(listed)])
        for name, listed in tables.items()
    }
    return CURRENT | made


VILLAGES = current(
    demolition=[
        {"project": "城北片区签约", "place": "上宅自然村", "stage": "签约", "households": 20, "target_households": 40},
        {"project": "城北片区签约", "place": "东村", "stage": "签约", "households": 5, "target_households": 9},
    ]
)


def read(sheets, version, answers=None, remembered=None):
    """The reading of sheets whose mapping is confirmed, with further answers."""
    given = confirmed(first_reading(sheets, current=version, remembered=remembered)) | (answers or {})
    return read_workbook(workbook(sheets), "表.xlsx", version, given, remembered=remembered)


def memory(reading):
    return {table.signature: table.to_remember().to_json() for table in reading.foreign}


def questions(reading):
    return [(fault.kind.code, fault.place.cell) for fault in reading.faults]


def test_name_like_one_of_the_unit_is_asked_about_once_with_its_candidates():
    reading = read({"签约": [TITLE, HEAD, ["上宅自然", 40, 31]]}, VILLAGES)
    assert questions(reading) == [("which_name", "A3")]
    assert [choice.label for choice in reading.faults[0].choices] == ["就是“上宅自然村”", "都不是，是新增的"]


def test_name_answered_as_one_of_the_unit_updates_its_row():
    sheets = {"签约": [TITLE, HEAD, ["上宅自然", 40, 31]]}
    key = read(sheets, VILLAGES).faults[0].key
    reading = read(sheets, VILLAGES, {key: "=上宅自然村"})
    assert reading.faults == ()
    assert rows(reading, "demolition", "row_id", "place", "households") == [
        ("demolition.0", "上宅自然村", 31),
        ("demolition.1", "东村", 5),
    ]


def test_name_answered_as_new_makes_a_row_of_its_own():
    sheets = {"签约": [TITLE, HEAD, ["上宅自然", 40, 31]]}
    key = read(sheets, VILLAGES).faults[0].key
    reading = read(sheets, VILLAGES, {key: "new"})
    assert [place for (place,) in rows(reading, "demolition", "place")] == ["上宅自然村", "东村", "上宅自然"]


def test_answer_about_a_name_is_remembered_with_the_mapping_for_any_header_of_the_unit():
    sheets = {"签约": [TITLE, HEAD, ["上宅自然", 40, 31]]}
    key = read(sheets, VILLAGES).faults[0].key
    kept = memory(read(sheets, VILLAGES, {key: "=上宅自然村"}))
    again = read_workbook(
        workbook({"7月": [["城北片区签约进度表（截至2024年6月25日）"], HEAD, ["上宅自然", 40, 36]]}),
        "表.xlsx",
        VILLAGES,
        remembered=kept,
    )
    assert again.faults == ()
    assert rows(again, "demolition", "place", "households")[0] == ("上宅自然村", 36)
    other = {
        "腾空": [
            ["城北片区签约进度表（截至2024年6月25日）"],
            ["村", "应腾空（户）", "已腾空（户）"],
            ["上宅自然", 40, 12],
        ]
    }
    assert read(other, VILLAGES, remembered=kept).faults == ()


def test_table_without_projects_is_asked_about_once_where_the_unit_has_rows_of_its_villages():
    sheets = {"签约": [["各村签约进度表（截至2024年6月20日）"], HEAD, ["东村", 9, 7]]}
    (question,) = read(sheets, VILLAGES).faults
    assert question.kind.code == "which_project"
    assert [choice.value for choice in question.choices] == ["=城北片区签约", "new"]
    answered = read(sheets, VILLAGES, {question.key: "=城北片区签约"})
    assert answered.faults == ()
    assert rows(answered, "demolition", "row_id", "households")[1] == ("demolition.1", 7)
    assert read(sheets, VILLAGES, remembered=memory(answered)).faults == ()
    as_new = read(sheets, VILLAGES, {question.key: "new"})
    assert rows(as_new, "demolition", "project", "place", "households")[1:3] == [
        ("城北片区签约", "东村", 5),
        ("各村签约", "东村", 7),
    ]


def test_memory_without_the_mapping_asks_about_the_name_again():
    sheets = {"签约": [TITLE, HEAD, ["上宅自然", 40, 31]]}
    assert questions(read(sheets, VILLAGES, remembered={})) == [("which_name", "A3")]


def test_alias_of_the_unit_is_read_as_its_name_with_a_notice():
    version = {
        name: frame.assign(org_unit="金川街道") if len(frame) else frame
        for name, frame in current(
            demolition=[
                {"project": "城北片区签约", "place": "蒋家村", "stage": "签约", "households": 2, "target_households": 9}
            ]
        ).items()
    }
    reading = read({"签约": [TITLE, HEAD, ["蒋家", 9, 7]]}, version)
    assert reading.faults == ()
    assert rows(reading, "demolition", "place", "households") == [("蒋家村", 7)]
    assert [fault.place.cell for fault in reading.notices if fault.kind.code == "name_alias"] == ["A3"]


NEW_NAMES = {"签约": [TITLE, HEAD, ["东村", 9, 7], ["石桥头", 12, 1], ["大坞", 6, 2]]}


def test_names_like_none_of_the_unit_are_asked_about_once_and_remembered():
    (question,) = read(NEW_NAMES, VILLAGES).faults
    assert (question.kind.code, question.place.cell) == ("names_new", "A4")
    assert "2 个现有数据中没有的名称：石桥头、大坞" in question.wrong
    answered = read(NEW_NAMES, VILLAGES, {question.key: "new"})
    assert answered.faults == ()
    assert rows(answered, "demolition", "place", "households")[1:] == [("东村", 7), ("石桥头", 1), ("大坞", 2)]
    assert read(NEW_NAMES, VILLAGES, remembered=memory(answered)).faults == ()


def test_new_names_of_which_some_are_the_units_are_asked_about_one_by_one():
    (question,) = read(NEW_NAMES, VILLAGES).faults
    given = {question.key: "each"}
    one, other = [fault for fault in read(NEW_NAMES, VILLAGES, given).faults if not fault.answer]
    assert [choice.value for choice in one.choices][-1] == "new"
    given |= {one.key: "=上宅自然村", other.key: "new"}
    answered = read(NEW_NAMES, VILLAGES, given)
    assert answered.faults == ()
    assert rows(answered, "demolition", "place", "households") == [("上宅自然村", 1), ("东村", 7), ("大坞", 2)]
    assert read(NEW_NAMES, VILLAGES, remembered=memory(answered)).faults == ()


def test_names_that_differ_in_their_number_only_are_two_things():
    version = current(demolition=[{"place": "城北片区一期", "stage": "签约", "households": 5}])
    assert questions(read({"签约": [TITLE, HEAD, ["城北片区二期", 9, 7]]}, version)) == [("names_new", "A3")]


def test_indicator_like_one_in_another_unit_is_not_offered():
    version = current(measures=[{"name": "新增耕地面积", "unit": "亩", "target": 800, "actual": 500}])
    head = ["指标名称", "计量单位", "全年目标", "1-6月完成"]
    title = ["重点指标"]
    assert questions(read({"表": [title, head, ["新增耕地", "亩", 800, 584]]}, version)) == [("which_name", "A3")]
    assert questions(read({"表": [title, head, ["新增耕地", "万元", 80, 58]]}, version)) == [("names_new", "A3")]


def test_header_with_one_more_column_is_proposed_as_it_was_mapped_before():
    sheets = {"签约": [TITLE, [*HEAD, "责任领导"], ["东村", 9, 7, "张三"]]}
    (table,) = first_reading(sheets, current=VILLAGES).foreign
    kept = table.confirmed(table.mapping.with_use(2, "").with_use(3, "note"))
    remembered = {table.signature: kept.to_remember().to_json()}
    changed = {"签约": [TITLE, [*HEAD, "责任领导", "拆除（户）"], ["东村", 9, 7, "张三", 4]]}
    (found,) = first_reading(changed, current=VILLAGES, remembered=remembered).foreign
    assert found.resembles
    assert not found.answered
    assert found.mapping.uses == ("place", "target_households", "", "note", "")


def test_header_of_another_table_is_not_proposed_from_memory():
    (table,) = first_reading({"签约": [TITLE, HEAD, ["东村", 9, 7]]}).foreign
    remembered = {table.signature: table.to_remember().to_json()}
    other = {"资金": [["资金（万元）"], ["项目名称", "上级补助", "自筹"], ["人民路改造", 20, 5]]}
    (found,) = first_reading(other, remembered=remembered).foreign
    assert not found.resembles
