"""在线修改: decisions from the form to the stored version, and what a viewer sees."""

import re
from datetime import date

import pytest

from domain.schema.tables import BASE_TABLES, TABLES
from proposals.proposal import commit, edited_rows, propose_edit, whole_tables
from store.read import list_versions, read_current, read_table
from store.records import Actor, Draft
from store.write import commit_version
from tests.pages.conftest import EDITOR, markup, press
from ui.edit.edits import shown_rows
from ui.shell.cache import Opened

EDIT = "keeping/edit.py"
RESOLUTION = "处理结果（向谁核实、结论是什么）"


@pytest.fixture
def edit(show, own_store, editor):
    """The page, on which edit(page, "land", rows) changes a table whose grid is not open, and checks."""

    def change(page, name, rows):
        edits = page.session_state["edit jcjd 2023H1"]
        edits.edits[name] = rows.set_axis(range(1, len(rows) + 1))
        return press(page, "检查并预览")

    return change


def rows_of(name):
    return shown_rows(name, whole_tables(read_current())[name])


def fill(page, label, text):
    box = next(box for box in (*page.text_area, *page.text_input) if box.label == label)
    return box.set_value(text)


def submit(page, note="例会后更正"):
    fill(page, "说明（必填）", note)
    for box in page.checkbox:
        box.check()
    return press(page, "提交")


def test_edit_page_of_a_viewer_explains_editing_rights_and_has_no_editor(show, seed_store):
    page = show(EDIT)
    assert "只读" in markup(page)
    assert page.button == []


def test_edit_page_of_an_editor_has_the_tables_without_changes(show, seed_store, editor):
    page = show(EDIT)
    assert page.selectbox[0].options[:3] == ["指标进度", "土地整治", "征迁"]
    assert "还没有改动" in markup(page)
    shown = markup(press(page, "检查并预览"))
    assert "还没有改动" in shown
    assert "提交" not in {button.label for button in page.button}


def test_edit_chosen_target_is_previewed_with_its_state_and_stored_with_name_and_reason(show, own_store, editor):
    page = show(EDIT, task="target")
    page.radio[0].set_value(page.radio[0].options[1])
    fill(page, "采用理由", "区里确认以年度计划为准")
    shown = markup(press(page, "选定并预览"))
    assert "待核实 → 超前" in shown
    assert "已存为第2版" in markup(submit(page))
    row = read_table("measures").set_index("row_id").loc["measures:土地整治(新增耕地)种植平方米#2"]
    assert (bool(row["chosen"]), row["chosen_by"], row["chosen_reason"]) == (True, "王芳", "区里确认以年度计划为准")


def test_edit_decision_without_a_reason_is_refused(show, own_store, editor):
    page = show(EDIT, task="finding")
    shown = markup(press(page, "记录并预览"))
    assert "处理结果为空。请填写处理结果" in shown
    assert "还没有改动" in shown


@pytest.mark.parametrize("task", ["finding", "deviation", "target"])
def test_edit_form_of_another_row_has_no_text_of_the_first(show, seed_store, editor, task):
    page = show(EDIT, task=task)
    page.text_area[0].set_value("自然资源所确认以800亩为准").run()
    rows = page.selectbox[0]
    rows.select_index(1 if len(rows.options) > 1 else 0).run()
    assert page.text_area[0].value == ("" if len(rows.options) > 1 else "自然资源所确认以800亩为准")


def test_edit_stored_version_is_linked_while_an_older_one_is_shown(show, own_store, editor):
    page = show(EDIT, task="finding", version="1")
    fill(page, RESOLUTION, "自然资源所确认以800亩为准")
    press(page, "记录并预览")
    shown = markup(submit(page))
    assert '<a href="/?version=newest&amp;period=2023H1">看总览</a>' in shown
    assert '<a href="/history?version=newest&amp;period=2023H1">看历史版本</a>' in shown


def test_edit_settled_finding_is_stored_with_person_and_day(show, own_store, editor):
    page = show(EDIT, task="finding")
    fill(page, RESOLUTION, "自然资源所确认以800亩为准")
    press(page, "记录并预览")
    submit(page)
    settled = read_table("findings").dropna(subset=["resolution"])
    assert settled[["resolution", "resolved_by"]].values.tolist() == [["自然资源所确认以800亩为准", "王芳"]]
    assert settled["resolved_on"].notna().all()


def test_edit_finding_is_settled_on_the_day_of_the_office(show, own_store, editor, set_clock, machine_zone):
    set_clock(2023, 7, 9, 17, 30)
    page = show(EDIT, task="finding")
    assert [(box.label, box.value) for box in page.date_input] == [("处理日期", date(2023, 7, 10))]


def test_edit_approved_deviation_without_last_day_is_refused(show, own_store, editor):
    page = show(EDIT, task="deviation")
    fill(page, "批准理由", "汛期停工")
    assert "还没有选有效期" in markup(press(page, "批准并预览"))
    page.date_input[0].set_value(date(2023, 3, 31))
    assert "有效期至2023年3月31日，早于这项数据截至的2023年" in markup(press(page, "批准并预览"))
    page.date_input[0].set_value(date(2023, 9, 30))
    shown = markup(press(page, "批准并预览"))
    assert "2023年9月30日" in shown
    submit(page)
    assert read_table("measures")["accepted_reason"].dropna().unique().tolist() == ["汛期停工"]


def test_edit_decisions_begun_before_another_commit_are_merged(show, own_store, editor):
    page = show(EDIT, task="finding")
    fill(page, RESOLUTION, "已核实")
    press(page, "记录并预览")
    first = read_current()
    edited = edited_rows("land", whole_tables(first)["land"])
    edited.loc[1, "area_mu"] = 881.0
    commit(propose_edit({"land": edited}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先交", first.as_of)
    submit(page)
    shown = markup(page)
    assert "陈晨" in shown
    assert len(list_versions()) == 2
    press(page, "与最新版合并，重新核对")
    assert [box.value for box in page.text_area if box.label == "说明（必填）"] == ["例会后更正"]
    submit(page)
    assert len(list_versions()) == 3
    assert read_table("land")["area_mu"].iloc[1] == 881.0
    assert read_table("findings")["resolution"].dropna().tolist() == ["已核实"]


def test_edit_row_changed_by_both_asks_which_side_counts(show, own_store, editor):
    first = read_current()
    page = show(EDIT, task="deviation")
    fill(page, "批准理由", "汛期停工")
    page.date_input[0].set_value(date(2023, 9, 30))
    press(page, "批准并预览")
    row = page.selectbox[0].value
    edited = edited_rows("measures", whole_tables(first)["measures"])
    edited.loc[edited["row_id"] == row, ["accepted_reason", "accepted_by", "accepted_until"]] = [
        "等待批复", "陈晨", "2023-08-31"
    ]  # fmt: skip
    commit(
        propose_edit({"measures": edited}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先批", first.as_of
    )
    submit(page)
    press(page, "与最新版合并，重新核对")
    shown = markup(page)
    assert "1处两边改得不一样" in shown
    assert shown.index("汛期停工") < shown.index("等待批复")
    assert "请先在上面勾选要删除的行，或选定以哪一边为准" in shown
    assert "提交" not in {button.label for button in page.button}
    page.radio[0].set_value("yours").run()
    submit(page)
    assert read_table("measures")["accepted_reason"].dropna().unique().tolist() == ["汛期停工"]


@pytest.mark.soak
def test_edit_targets_chosen_by_two_persons_are_a_conflict_to_settle(show, own_store, editor):
    first = read_current()
    page = show(EDIT, task="target")
    page.radio[0].set_value(page.radio[0].options[1])
    fill(page, "采用理由", "区里确认以年度计划为准")
    press(page, "选定并预览")
    edited = edited_rows("measures", whole_tables(first)["measures"])
    theirs = edited["row_id"] == "measures:土地整治(新增耕地)种植平方米"
    edited.loc[theirs, ["chosen", "chosen_by", "chosen_reason"]] = ["是", "陈晨", "会上定的"]
    commit(
        propose_edit({"measures": edited}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先选", first.as_of
    )
    submit(page)
    press(page, "与最新版合并，重新核对")
    shown = markup(page)
    assert "两边采用了不同的目标" in shown
    assert shown.index("会上定的") > shown.index("区里确认以年度计划为准")
    assert "提交" not in {button.label for button in page.button if not button.disabled}
    next(radio for radio in page.radio if radio.label == "以哪一边为准").set_value("yours").run()
    assert "已存为第3版" in markup(submit(page))
    rows = read_table("measures").dropna(subset=["chosen"])
    assert rows[["row_id", "chosen_by"]].values.tolist() == [["measures:土地整治(新增耕地)种植平方米#2", "王芳"]]


def test_edit_target_of_a_monitored_indicator_gives_it_a_state(show, edit):
    rows = rows_of("measures")
    rows.loc[rows["row_id"] == "measures:固定投资元", "target"] = "12000"
    page = show(EDIT)
    page.selectbox[0].set_value("land").run()
    shown = markup(edit(page, "measures", rows))
    assert "仅监测 → 正常" in shown
    assert "指标类型由监测变为累计；目标值由未填变为12,000万元" in shown
    assert "已存为第2版" in markup(submit(page))
    row = re.search(r"<tr>(?:(?!</tr>).)*state-on_track.*?</tr>", markup(show("progress/overview.py")), re.DOTALL)
    assert row is not None
    assert "固定投资" in row[0]


@pytest.fixture
def second_half(own_store):
    """A second period with the same rows: version 2, of 2023H2."""
    rows = {name: table.assign(period="2023H2") for name, table in whole_tables(read_current()).items()}
    return commit_version(Draft("金川街道", "2023H2", "edit", rows), None, EDITOR, "年终", date(2023, 12, 31))


def look_at(page, period):
    """The page after another period was chosen in the sidebar."""
    page.session_state["on_screen"] = Opened(read_current(period=period))
    return page.run()


def test_edit_changes_of_one_period_are_stored_in_it_while_another_is_shown(show, second_half, editor):
    page = look_at(show(EDIT, task="finding"), "2023H1")
    fill(page, RESOLUTION, "自然资源所确认以800亩为准")
    press(page, "记录并预览")
    look_at(page, "2023H2")
    assert "还没有改动" in markup(page)
    assert "提交" not in {button.label for button in page.button}
    fill(page, RESOLUTION, "年终再核")
    press(page, "记录并预览")
    assert "提交后存为2023年下半年的新版" in markup(look_at(page, "2023H2"))
    assert "提交后存为2023年上半年的新版" in markup(look_at(page, "2023H1"))
    assert "已存为第3版</strong>（2023年上半年，王芳，" in markup(submit(page))
    assert read_current(period="2023H2") == second_half
    assert read_table("findings", 3)["resolution"].dropna().tolist() == ["自然资源所确认以800亩为准"]
    look_at(page, "2023H2")
    assert "已存为第4版</strong>（2023年下半年，王芳，" in markup(submit(page))
    assert read_table("findings", 4)["resolution"].dropna().tolist() == ["年终再核"]


def test_edit_checkboxes_and_day_are_kept_after_further_edits(show, edit):
    page = show(EDIT)
    edit(page, "land", rows_of("land").iloc[2:])
    first, other = rows_of("land")["row_id"][:2]
    now = page.session_state["pending edit jcjd 2023H1"]
    now.delete("land", [first, other], True)
    page.run().date_input[0].set_value(date(2023, 7, 31)).run()
    edit(page, "land", rows_of("land").iloc[1:])
    assert now.choice.deleting == {"land": {first}}
    assert page.date_input[0].value == date(2023, 7, 31)
    shown = markup(page)
    assert "土地整治少了1行：已勾选删除1行" in shown
    assert "删除的行共1行" in shown


@pytest.mark.soak
def test_edit_conflict_stays_settled_until_either_side_changes(show, edit):
    page, first = show(EDIT), read_current()
    rows, theirs = rows_of("land"), edited_rows("land", whole_tables(first)["land"])
    theirs.loc[1, "area_mu"] = 870.0
    commit(propose_edit({"land": theirs}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先交", first.as_of,
           confirmed=True)  # fmt: skip
    rows.loc[2, "area_mu"] = "890"
    edit(page, "land", rows)
    conflict = next(radio for radio in page.radio if radio.label == "以哪一边为准")
    conflict.set_value("yours").run()
    now = page.session_state["pending edit jcjd 2023H1"]
    safety = rows_of("safety")
    safety.loc[1, "note"] = "核对过"
    edit(page, "safety", safety)
    assert set(now.choice.settled.values()) == {"yours"}
    again = rows.copy()
    again.loc[2, "area_mu"] = "891"
    edit(page, "land", again)
    assert now.choice.settled == {}
    assert "提交" not in {button.label for button in page.button if not button.disabled}


def test_edit_table_that_is_only_viewed_has_no_changes(show, seed_store, editor):
    page = show(EDIT)
    for label in page.selectbox[0].options:
        page.selectbox[0].set_value(next(name for name in BASE_TABLES if TABLES[name].label == label))
        assert "还没有改动" in markup(page.run()), label
