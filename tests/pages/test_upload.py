"""上传台账 as who may not change anything sees it, and as an editor finds it."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from proposals.proposal import commit, edited_rows, propose_edit, propose_workbook, whole_tables
from store.read import read_current, read_table
from store.records import Actor, Draft, Received
from store.write import commit_version
from tests.pages.conftest import EDITOR, markup, press
from ui.edit.checkboxes import PAGE_SIZE
from ui.edit.pending_change import PendingChange
from ui.shell.cache import Opened
from ui.shell.text import checkbox_label

UPLOAD = "keeping/upload.py"


@pytest.fixture
def preview(show, own_store, editor):
    """preview({"land": rows}) is the page with those tables proposed; what is held there too."""

    def open_page(edited):
        page, now = show(UPLOAD), PendingChange("upload")
        now.take(propose_edit(edited, read_current(), read_current(), EDITOR))
        page.session_state["pending upload"] = now
        return page.run(), now

    return open_page


def rows_of(name):
    return edited_rows(name, whole_tables(read_current())[name])


def note(page, text):
    next(box for box in page.text_area if box.label == "说明（必填）").set_value(text)


def ticks(page):
    """The ticks for rows: label → tick."""
    return {box.label: box for box in page.checkbox if not box.label.startswith("已核对")}


def test_upload_page_of_a_viewer_offers_the_ledger_and_explains_editing_rights(show, seed_store):
    page = show(UPLOAD)
    assert [button.proto.label for button in page.get("download_button")] == ["下载最新台账"]
    assert "只读" in markup(page)
    assert page.get("file_uploader") == []


def test_upload_page_of_an_editor_has_the_uploader_and_no_commit(show, seed_store, editor):
    page = show(UPLOAD)
    (uploader,) = page.get("file_uploader")
    assert "20 MB" in uploader.proto.label
    assert page.button == []


def test_upload_row_added_twice_under_one_name_is_a_conflict(show, own_store, editor):
    first, page, now = read_current(), show(UPLOAD), PendingChange("upload")

    def added(amount, parent, by):
        rows = edited_rows("funding", whole_tables(first)["funding"])
        new = {"project": "新建泵站", "kind": "专项债", "stage": "争取", "amount_wan_yuan": amount,
               "as_of_end": "2023-06-30"}  # fmt: skip
        return propose_edit({"funding": pd.concat([rows, pd.DataFrame([new])])}, first, parent, by)

    second = commit(added(100.0, first, EDITOR).outcome, EDITOR, "先加", first.as_of)
    now.take(added(120.0, second, EDITOR))
    page.session_state["pending upload"] = now
    shown = markup(page.run())
    assert "是两件事就两行都留" in shown
    assert re.search(r"<table.*金额.*120万元.*100万元", shown, re.DOTALL)
    radio = next(radio for radio in page.radio if radio.label == "以哪一边为准")
    assert radio.options == ["用我的", "用对方的", "两行都留"]
    radio.set_value("yours").run()
    note(page, "核对后以我为准")
    press(page, "提交")
    rows = read_table("funding")
    assert rows.loc[rows["project"] == "新建泵站", "amount_wan_yuan"].tolist() == [120.0]


def test_upload_missing_row_without_checkbox_is_not_deleted(preview):
    page, _ = preview({"land": rows_of("land").iloc[2:]})
    every, one, other = ticks(page).values()
    assert [box.value for box in (every, one, other)] == [False] * 3
    assert "土地整治少了2行：勾选的才删除，不勾选的保持原样" in markup(page)
    assert "没有变化" in markup(page)
    one.check().run()
    shown = markup(page)
    assert "土地整治少了2行：已勾选删除1行" in shown
    assert "缺少的行：土地整治2行中删除1行。" in shown
    assert "删除的行共1行" in shown
    note(page, "删去一行")
    before = read_table("land")["row_id"].tolist()
    press(page, "提交")
    assert read_table("land")["row_id"].tolist() == before[1:]


def test_upload_missing_row_checkbox_states_row_and_contents(preview):
    rows = rows_of("land")
    page, _ = preview({"land": rows[rows["row_id"] != "land:土地整治·历史项目·种植·actual"]})
    assert list(ticks(page)) == ["土地整治 · 历史项目 · 种植 · 完成值"]
    shown = markup(page)
    assert '<p class="beside">面积：584亩；' in shown
    assert "环节：种植" not in shown


def test_upload_missing_rows_are_checked_and_unchecked_by_one_checkbox(preview):
    page, now = preview({"land": rows_of("land").iloc[5:]})
    ticks(page)["删除土地整治的全部5行"].check().run()
    assert all(box.value for box in ticks(page).values())
    assert "土地整治5行中删除5行" in markup(page)
    list(ticks(page).values())[-1].uncheck().run()
    assert not ticks(page)["删除土地整治的全部5行"].value
    assert len(now.choice.deleting["land"]) == 4


def test_upload_long_list_in_parts_keeps_checkboxes_of_other_parts(preview):
    page, now = preview({"commitments": rows_of("commitments").iloc[45:]})
    assert len(ticks(page)) == 1 + PAGE_SIZE
    list(ticks(page).values())[1].check().run()
    part = next(box for box in page.selectbox if box.label == "看哪些行")
    assert part.options == ["第1–20行，共45行", "第21–40行，共45行", "第41–45行，共45行"]
    part.set_value(2 * PAGE_SIZE).run()
    assert len(ticks(page)) == 1 + 5
    list(ticks(page).values())[-1].check().run()
    ids = rows_of("commitments")["row_id"]
    assert now.choice.deleting == {"commitments": {ids[0], ids[44]}}


@pytest.mark.soak
def test_upload_checkboxes_are_kept_after_visiting_another_page(preview, show):
    page, now = preview({"land": rows_of("land").iloc[2:]})
    list(ticks(page).values())[1].check().run()
    again = show(UPLOAD)
    again.session_state["pending upload"] = now
    assert [box.value for box in ticks(again.run()).values()] == [False, True, False]


def test_upload_checkboxes_are_kept_after_a_merge(preview):
    page, _ = preview({"land": rows_of("land").iloc[2:]})
    list(ticks(page).values())[1].check().run()
    first, theirs = read_current(), rows_of("measures")
    theirs.loc[0, "note"] = "核对过"
    other = propose_edit({"measures": theirs}, first, first, EDITOR)
    commit(other.outcome, Actor("陈晨", "editor"), "先交", first.as_of)
    note(page, "删去一行")
    assert "陈晨" in markup(press(page, "提交"))
    press(page, "与最新版合并，重新核对")
    assert [box.value for box in ticks(page).values()] == [False, True, False]
    assert "已存为第3版" in markup(press(page, "提交"))


CARRIED = checkbox_label("“指标进度”土地整治（新增耕地）种植 · 目标值800亩的完成值：584亩 → 600亩")


def planted(actual):
    """指标进度 with another number of 新增耕地, which can follow in two more places."""
    rows = rows_of("measures")
    rows.loc[rows["row_id"] == "measures:土地整治(新增耕地)种植平方米#2", "actual"] = actual
    return {"measures": rows}


def test_upload_changed_fact_has_one_checkbox_for_all_its_places(preview):
    page, now = preview(planted(600.0))
    shown = markup(page)
    assert "改过的数字在别处还有2处：勾选的一起改，不勾选的保持原样" in shown
    assert "一起改：“" in shown
    assert "“土地整治”土地整治 · 历史项目 · 种植 · 完成值的面积" in shown
    assert "“指标进度”土地整治（新增耕地）种植 · 目标值7,850亩的完成值" in shown
    assert list(ticks(page))[:1] == [CARRIED]
    ticks(page)[CARRIED].check().run()
    shown = markup(page)
    assert "改过的数字在别处还有2处：已勾选一起改2处" in shown
    assert "改了3处" in shown
    assert now.choice.carrying == {"measures/measures:土地整治(新增耕地)种植平方米#2/actual"}


def test_upload_finished_task_with_the_changed_number_as_target_is_listed_without_checkbox(preview):
    page, _ = preview(planted(640.0))
    assert "土地整治历史项目种植的完成值仍是584亩，没有一起改：目标也取自这个数字，只改一个就不再是全部完成" in markup(
        page
    )


def test_upload_confirmation_of_warnings_is_cleared_by_a_changed_decision(preview):
    page, _ = preview(planted(600.0))
    confirmed = page.checkbox[-1]
    assert confirmed.label == "已核对以上提醒"
    confirmed.check().run()
    ticks(page)[CARRIED].check().run()
    ticks(page)[CARRIED].uncheck().run()
    assert not page.checkbox[-1].value


def test_upload_same_figure_checkbox_changes_every_place_but_targets(preview):
    page, _ = preview(planted(600.0))
    ticks(page)[CARRIED].check().run()
    assert "请勾选一并改过去" not in markup(page)
    note(page, "七月更新")
    for box in page.checkbox:
        if box.label.startswith("已核对"):
            box.check()
    assert "已存为第2版" in markup(press(page, "提交"))
    assert read_table("land").set_index("row_id").loc["land:土地整治·历史项目·种植·actual", "area_mu"] == 600.0
    measures = read_table("measures").set_index("row_id")
    assert measures.loc[
        ["measures:土地整治(新增耕地)种植平方米", "measures:土地整治(新增耕地)种植平方米#2"], "actual"
    ].tolist() == [600.0, 600.0]
    assert measures.loc["measures:土地整治历史项目种植平方米", ["target", "actual"]].tolist() == [584.0, 584.0]


def test_upload_changed_figure_with_old_day_is_listed_and_its_checkbox_sets_the_day(preview):
    rows = rows_of("measures")
    at = rows.index[rows["row_id"] == "measures:土地整治(新增耕地)种植平方米"][0]
    rows.loc[at, "actual"] = 700.0
    page, now = preview({"measures": rows})
    assert "改了数字，它们的“数据截至”仍早于" not in markup(page)
    page.date_input[0].set_value(date(2023, 7, 31)).run()
    assert "有1行改了数字，它们的“数据截至”仍早于2023年7月31日：“指标进度”土地整治（新增耕地）种植" in markup(page)
    page.checkbox(key=now.name("as_of_update")).check().run()
    days = now.outcome().tables["measures"].set_index("row_id")["as_of_end"].dt.date
    assert days["measures:土地整治(新增耕地)种植平方米"] == date(2023, 7, 31)
    assert "2023年6月30日" in markup(page)
    page.date_input[0].set_value(date(2023, 8, 15)).run()
    assert now.choice.as_of_update == date(2023, 8, 15)
    page.checkbox(key=now.name("as_of_update")).uncheck().run()
    assert now.choice.as_of_update is None
    page.date_input[0].set_value(date(2023, 6, 30)).run()
    assert len([box for box in page.checkbox if "数据截至" in box.label]) == 0


def test_upload_file_of_one_period_names_it_while_another_is_shown(preview):
    page, now = preview(planted(600.0))
    now.proposal = replace(now.proposal, received=Received("台账.xlsx", "workbook", b"..", "台账"))
    rows = {name: table.assign(period="2023H2") for name, table in whole_tables(read_current()).items()}
    commit_version(Draft("金川街道", "2023H2", "edit", rows), None, EDITOR, "年终", date(2023, 12, 31))
    page.session_state["on_screen"] = Opened(read_current())
    shown = markup(page.run())
    assert "第2版，用 WPS 或 Excel 打开" in shown
    assert "<strong>台账.xlsx</strong>（0 KB，更新2023年上半年）" in shown
    assert "提交后存为2023年上半年的新版" in shown


def confirm(page):
    next(box for box in page.checkbox if box.label.startswith("已核对")).check()


@pytest.mark.soak
def test_upload_chosen_day_is_kept_after_a_merge(preview):
    page, _ = preview(planted(600.0))
    page.date_input[0].set_value(date(2023, 7, 31)).run()
    first, theirs = read_current(), rows_of("land")
    theirs.loc[0, "note"] = "核对过"
    commit(
        propose_edit({"land": theirs}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先交", first.as_of,
        confirmed=True,
    )  # fmt: skip
    note(page, "七月更新")
    confirm(page)
    press(page, "提交")
    press(page, "与最新版合并，重新核对")
    assert page.date_input[0].value == date(2023, 7, 31)
    confirm(page)
    assert "已存为第3版" in markup(press(page, "提交"))
    assert read_current().as_of == date(2023, 7, 31)


def test_upload_chosen_day_is_cleared_with_the_file(preview):
    page, now = preview(planted(600.0))
    page.date_input[0].set_value(date(2023, 7, 31)).run()
    now.drop()
    now.take(propose_edit(planted(601.0), read_current(), read_current(), EDITOR))
    assert page.run().date_input[0].value == date(2023, 6, 30)


@pytest.mark.soak
def test_upload_confirmation_of_warnings_is_cleared_by_another_day(preview):
    page, _ = preview(planted(600.0))
    confirm(page)
    page.run()
    page.date_input[0].set_value(date(2022, 6, 30)).run()
    assert not page.checkbox[-1].value
    note(page, "七月更新")
    assert "还有提醒没有核对" in markup(press(page, "提交"))
    assert read_current().id == 1


def test_upload_day_chosen_just_before_the_commit_is_previewed_before_it_is_stored(preview):
    page, _ = preview(planted(600.0))
    note(page, "七月更新")
    confirm(page)
    page.date_input[0].set_value(date(2023, 9, 30))
    assert "刚刚又改了数字、勾选或日期，没有写入" in markup(press(page, "提交"))
    assert read_current().id == 1
    confirm(page)
    assert "已存为第2版" in markup(press(page, "提交"))
    assert read_current().as_of == date(2023, 9, 30)


@pytest.mark.soak
def test_upload_checkbox_of_the_day_just_before_the_commit_is_previewed_first(preview):
    page, now = preview(planted(600.0))
    page.date_input[0].set_value(date(2023, 7, 31)).run()
    note(page, "七月更新")
    confirm(page)
    page.checkbox(key=now.name("as_of_update")).check()
    assert "刚刚又改了数字、勾选或日期，没有写入" in markup(press(page, "提交"))
    assert read_current().id == 1


def test_upload_two_targets_chosen_in_one_proposal_are_a_fault(preview):
    rows = rows_of("measures")
    both = rows["row_id"].isin(["measures:土地整治(新增耕地)种植平方米", "measures:土地整治(新增耕地)种植平方米#2"])
    rows.loc[both, ["chosen", "chosen_by", "chosen_reason"]] = ["是", "王芳", "区里确认"]
    page, _ = preview({"measures": rows})
    assert "同时采用了几个目标：7,850亩（采用人：王芳）、800亩（采用人：王芳）" in markup(page)
    assert next(button for button in page.button if button.label == "提交").disabled


def test_upload_checkbox_not_yet_previewed_is_not_committed(preview):
    page, now = preview({"land": rows_of("land").iloc[1:]})
    (tick,) = ticks(page).values()
    tick.check().run()
    assert now.is_shown()
    now.copy_figure(["land/x/area_mu"], True)
    page.text_area[0].set_value("删一行")
    shown = markup(press(page, "提交"))
    assert "刚刚又改了数字、勾选或日期，没有写入。请看过更新后的预览，再提交。" in shown
    assert read_current().id == 1
    assert "已存为第2版" in markup(press(page, "提交"))


def test_upload_question_has_no_preselection_and_its_answer_is_stored(show, own_store, editor):
    version, page, now = read_current(), show(UPLOAD), PendingChange("upload")
    sheet = "编号,面积（亩）,占比（%）\nland:土地整治·历史项目·种植·actual,600,0.81\n"
    now.take(propose_workbook(sheet.encode(), "土地整治.csv", version, EDITOR))
    page.session_state["pending upload"] = now
    shown = markup(page.run())
    assert "有1个问题要回答，请在下面逐个选定。现有数据没有变动。" in shown
    assert "提交" not in [button.label for button in page.button]
    (radio,) = page.radio
    assert radio.label.replace("\\", "") == "C2（写的是“0.81”）：看不出是 81% 还是 0.81%"
    assert (radio.options, radio.value) == (["81\\%", "0\\.81\\%"], None)
    radio.set_value("percent").run()
    if "upload job" in page.session_state:  # read for longer than the page waits; a browser asks again by itself
        assert page.session_state["upload job"].wait(20)
        page.run()
    assert now.proposal.reading.answers == {now.proposal.reading.questions[0].key: "percent"}
    shown = markup(page)
    assert "按您的选择：81%（看不出是 81% 还是 0.81%）" in shown
    assert page.radio[0].value == "percent"
    note(page, "七月更新")
    for box in page.checkbox:
        if box.label.startswith("已核对"):
            box.check()
    assert "已存为第2版" in markup(press(page, "提交"))
    assert read_table("land").set_index("row_id").loc["land:土地整治·历史项目·种植·actual", "share_pct"] == 81.0
