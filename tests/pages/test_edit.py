"""在线修改: decisions from the form to the stored version, and what a viewer sees."""

from datetime import date

from domain.sheets import LEDGER_TABLES
from domain.tables import TABLES
from store.intake import commit, edited_rows, propose_edit, whole_tables
from store.read import list_versions, read_current, read_table
from store.records import Actor
from tests.pages.conftest import EDITOR, markup, press

EDIT = "keeping/edit.py"


def fill(page, label, text):
    box = next(box for box in (*page.text_area, *page.text_input) if box.label == label)
    return box.set_value(text)


def submit(page, note="例会后更正"):
    fill(page, "说明(必填)", note)
    for box in page.checkbox:
        box.check()
    return press(page, "提交")


def test_a_viewer_is_told_how_to_become_an_editor_and_finds_no_editor(show, seed_store):
    page = show(EDIT)
    assert "只读" in markup(page)
    assert page.button == []


def test_an_editor_finds_the_tables_with_nothing_changed_yet(show, seed_store, editor):
    page = show(EDIT)
    assert page.selectbox[0].options[:3] == ["指标进度", "土地整治", "征迁"]
    assert "还没有改动" in markup(page)
    shown = markup(press(page, "检查并预览"))
    assert "还没有改动" in shown
    assert "提交" not in {button.label for button in page.button}


def test_a_chosen_target_is_previewed_with_its_state_and_stored_with_name_and_reason(show, own_store, editor):
    page = show(EDIT, task="target")
    page.radio[0].set_value(page.radio[0].options[1])
    fill(page, "采用理由", "区里确认以年度计划为准")
    shown = markup(press(page, "选定并预览"))
    assert "口径待核 → 超进度" in shown
    assert "已存为第2版" in markup(submit(page))
    row = read_table("measures").set_index("row_id").loc["measures.new_farmland.2"]
    assert (bool(row["chosen"]), row["chosen_by"], row["chosen_reason"]) == (True, "王芳", "区里确认以年度计划为准")


def test_a_decision_without_a_reason_is_not_taken(show, own_store, editor):
    page = show(EDIT, task="finding")
    shown = markup(press(page, "记录并预览"))
    assert "理由为空" in shown
    assert "还没有改动" in shown


def test_a_settled_finding_is_stored_by_whom_and_when(show, own_store, editor):
    page = show(EDIT, task="finding")
    fill(page, "处理结果(向谁核实、结论是什么)", "自然资源所确认以800亩为准")
    press(page, "记录并预览")
    submit(page)
    settled = read_table("findings").dropna(subset=["resolution"])
    assert settled[["resolution", "resolved_by"]].values.tolist() == [["自然资源所确认以800亩为准", "王芳"]]
    assert settled["resolved_on"].notna().all()


def test_an_approved_deviation_needs_its_last_day(show, own_store, editor):
    page = show(EDIT, task="deviation")
    fill(page, "批准理由", "汛期停工")
    assert "还没有选有效期" in markup(press(page, "批准并预览"))
    page.date_input[0].set_value(date(2023, 9, 30))
    shown = markup(press(page, "批准并预览"))
    assert "2023年9月30日" in shown
    submit(page)
    assert read_table("measures")["accepted_reason"].dropna().unique().tolist() == ["汛期停工"]


def test_decisions_that_began_before_somebody_else_committed_lose_nothing(show, own_store, editor):
    page = show(EDIT, task="finding")
    fill(page, "处理结果(向谁核实、结论是什么)", "已核实")
    press(page, "记录并预览")
    first = read_current()
    edited = edited_rows("land", whole_tables(first)["land"])
    edited.loc[1, "area_mu"] = 881.0
    commit(propose_edit({"land": edited}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先交", first.as_of)
    submit(page)
    shown = markup(page)
    assert "陈晨" in shown
    assert len(list_versions()) == 2
    press(page, "与最新版合并,重新核对")
    assert [box.value for box in page.text_area if box.label == "说明(必填)"] == ["例会后更正"]
    submit(page)
    assert len(list_versions()) == 3
    assert read_table("land")["area_mu"].iloc[1] == 881.0
    assert read_table("findings")["resolution"].dropna().tolist() == ["已核实"]


def test_a_row_that_both_changed_asks_whose_side_counts(show, own_store, editor):
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
    press(page, "与最新版合并,重新核对")
    shown = markup(page)
    assert "1处两边改得不一样" in shown
    assert shown.index("汛期停工") < shown.index("等待批复")
    assert "请先在上面勾选要删除的行,或选定以哪一边为准" in shown
    assert "提交" not in {button.label for button in page.button}
    page.radio[0].set_value("yours").run()
    submit(page)
    assert read_table("measures")["accepted_reason"].dropna().unique().tolist() == ["汛期停工"]


def test_of_two_targets_that_two_people_chose_one_is_settled_on(show, own_store, editor):
    first = read_current()
    page = show(EDIT, task="target")
    page.radio[0].set_value(page.radio[0].options[1])
    fill(page, "采用理由", "区里确认以年度计划为准")
    press(page, "选定并预览")
    edited = edited_rows("measures", whole_tables(first)["measures"])
    theirs = edited["row_id"] == "measures.new_farmland.1"
    edited.loc[theirs, ["chosen", "chosen_by", "chosen_reason"]] = ["是", "陈晨", "会上定的"]
    commit(
        propose_edit({"measures": edited}, first, first, EDITOR).outcome, Actor("陈晨", "editor"), "先选", first.as_of
    )
    submit(page)
    press(page, "与最新版合并,重新核对")
    shown = markup(page)
    assert "两边采用了不同的目标" in shown
    assert shown.index("会上定的") > shown.index("区里确认以年度计划为准")
    assert "提交" not in {button.label for button in page.button if not button.disabled}
    next(radio for radio in page.radio if radio.label == "以哪一边为准").set_value("yours").run()
    assert "已存为第3版" in markup(submit(page))
    rows = read_table("measures").dropna(subset=["chosen"])
    assert rows[["row_id", "chosen_by"]].values.tolist() == [["measures.new_farmland.2", "王芳"]]


def test_no_table_counts_as_changed_because_it_was_looked_at(show, seed_store, editor):
    page = show(EDIT)
    for label in page.selectbox[0].options:
        page.selectbox[0].set_value(next(name for name in LEDGER_TABLES if TABLES[name].label == label))
        assert "还没有改动" in markup(page.run()), label
