"""导入报告: handing in, confirming whose and when, what was read, commit as a version; drafts and refusals."""

from datetime import date

import pytest

from proposals import proposal as proposals
from proposals.proposal import edited_rows, propose_edit, whole_tables
from store.read import list_versions, read_current, read_source, read_table
from tests.pages.conftest import EDITOR, markup, press

REPORT = "keeping/report.py"
JUNE = date(2023, 6, 30)
TEXT = (
    "大桥镇2023年上半年工作总结\n发布日期：2023-07-05\n\n今年以来，我镇扎实推进各项工作。\n一、土地整治\n"
    "完成土地整治立项20个，面积880亩，完成年度任务1000亩的88%。\n二、安全生产\n排查隐患30处，整改28处。\n"
)


def run_job(page):
    """The page after its background work, however long that takes."""
    while "report job" in page.session_state:
        page.session_state["report job"].wait(60)
        page.run()
    assert not page.exception
    return page


def widget(page, kind, label):
    return next(each for each in page.get(kind) if each.label == label)


def paste(page, text=TEXT):
    widget(page, "radio", "怎样交来").set_value("粘贴文字").run()
    widget(page, "text_area", "报告全文").set_value(text)
    return run_job(press(page, "读取这段文字"))


def confirm_new_unit(page):
    widget(page, "checkbox", "确认这是新单位").check().run()
    return run_job(press(page, "确认，读取数字"))


def commit(page, note="六月总结"):
    widget(page, "text_area", "说明（必填）").set_value(note)
    for box in page.checkbox:
        if box.label == "已核对以上提醒":
            box.check()
    return press(page, "提交")


def test_report_page_of_a_viewer_has_no_upload(show, seed_store):
    page = show(REPORT)
    assert "只读" in markup(page)
    assert page.get("file_uploader") == []


def test_report_pasted_for_a_new_unit_is_stored_by_the_last_step_only(show, empty_store, editor):
    page = paste(show(REPORT))
    shown = markup(page)
    assert "依据：正文“大桥镇”" in shown
    assert "依据：正文“2023年上半年”" in shown
    assert "还要选定：单位。" in shown
    page = confirm_new_unit(page)
    assert "读出" in markup(page)
    assert "排查隐患30处" in markup(page)
    assert list_versions() == []
    page = commit(page)
    assert "已存为第1版" in markup(page)
    version = read_current()
    assert (version.unit_name, version.period, version.as_of) == ("大桥镇", "2023H1", date(2023, 6, 30))
    source = read_source(version.id)
    assert source.text == TEXT
    figures = read_table("figures", version.id)
    assert all(TEXT[start:end] == quote for start, end, quote in figures[["start", "end", "quote"]].to_numpy())


def test_report_of_the_same_bytes_is_reported_as_imported(show, empty_store, editor):
    commit(confirm_new_unit(paste(show(REPORT))))
    page = paste(show(REPORT))
    assert "这份文件已导入为第1版（大桥镇2023年上半年，王芳）" in markup(page)
    assert not any(button.label == "确认，读取数字" for button in page.button)


@pytest.mark.parametrize(("mode", "rows"), [("replace", 0), ("add", 1)])
def test_report_of_the_same_period_replaces_or_adds_as_chosen(show, empty_store, editor, mode, rows):
    commit(confirm_new_unit(paste(show(REPORT))))
    page = paste(show(REPORT), TEXT.replace("二、安全生产\n排查隐患30处，整改28处。\n", ""))
    assert "还要选定：替换还是补充。" in markup(page)
    widget(page, "radio", "替换还是补充").set_value(mode).run()
    page = commit(run_job(press(page, "确认，读取数字")))
    assert "已存为第2版" in markup(page)
    safety = read_table("safety", 2)
    assert len(safety[safety["source_id"] == read_source(1).source_id]) == rows * len(read_table("safety", 1))


@pytest.mark.soak
def test_report_figure_that_differs_from_a_manual_change_is_a_conflict(show, empty_store, editor):
    commit(confirm_new_unit(paste(show(REPORT))))
    current = read_current()
    land = edited_rows("land", whole_tables(current)["land"])
    land.loc[land["area_mu"].notna(), "area_mu"] = 870
    proposals.commit(
        propose_edit({"land": land}, current, current, EDITOR).outcome, EDITOR, "更正", JUNE, confirmed=True
    )
    page = paste(show(REPORT), TEXT.replace("880亩", "900亩"))
    widget(page, "radio", "替换还是补充").set_value("replace").run()
    page = run_job(press(page, "确认，读取数字"))
    shown = markup(page)
    assert "报告与现有数据不一样，请逐处选定" in shown
    assert "报告写的" in shown
    assert "900" in shown
    assert "870" in shown
    assert next(button for button in page.button if button.label == "提交").disabled


def test_report_without_a_figure_is_refused_in_one_line(show, empty_store, editor):
    page = paste(show(REPORT), "大桥镇2023年上半年工作总结\n\n我镇扎实推进各项工作。\n")
    page = confirm_new_unit(page)
    assert "没有一个数字指标" in markup(page)
    assert list_versions() == []


def test_report_dropped_leaves_nothing(show, empty_store, editor):
    page = press(paste(show(REPORT)), "放弃这份报告")
    assert "已读取" not in markup(page)
    assert list_versions() == []


def test_row_kept_by_a_further_report_opens_its_sentence_in_the_old_one(show, empty_store, editor):
    commit(confirm_new_unit(paste(show(REPORT))))
    page = paste(show(REPORT), "大桥镇2023年上半年土地整治补充报告\n\n完成土地整治立项26个，面积990亩。\n")
    widget(page, "selectbox", "单位").set_value("大桥镇").run()
    page.run()
    widget(page, "radio", "替换还是补充").set_value("add").run()
    commit(run_job(press(page, "确认，读取数字")))
    (kept,) = read_table("safety")["row_id"]
    shown = markup(show("checking/source.py", row=kept))
    assert "出自以前的报告：大桥镇2023年上半年工作总结" in shown
    assert "data-here" in shown
    assert "排查隐患30处" in shown
    assert "补充报告" not in shown.partition("出自以前的报告")[2]
