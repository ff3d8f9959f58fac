"""From an uploaded workbook, or an edit on screen, to a version: nothing stored that was not shown, nothing lost."""

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from domain.schema.frames import conform
from domain.schema.ledger import STAMP_SHEET
from exports.ledger.ledger_file import ledger
from proposals.proposal import (
    Choice,
    commit,
    edited_rows,
    older_as_of,
    outdated_as_of,
    propose_edit,
    propose_workbook,
    usual_as_of,
    whole_tables,
)
from store.audit import ACTIONS, read_audit
from store.errors import ConflictError, InvalidDraft, NothingChanged, PermissionDenied
from store.read import list_versions, read_current, read_received, read_table
from store.records import Actor, Draft, Received
from store.write import commit_version
from tests.examples import SQLITE_FIRST
from tests.ledgers import rows_by_id
from tests.loaders.workbook.samples import FUNDING, LAND, MEASURES
from views.versions import audit_words

EDITOR, OTHER, VIEWER = Actor("王芳", "editor"), Actor("陈晨", "editor"), Actor("李强", "viewer")
JUNE = date(2023, 6, 30)
TEXT = "立项20个,面积880亩。施工约600亩。"

#: What is proposed does not depend on the database; the long form proves it.
pytestmark = pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)


@pytest.fixture
def first(store):
    """The version that everything starts from."""
    received = Received("报告.txt", "report", TEXT.encode(), "报告", TEXT, "utf-8", {})
    tables = {"land": LAND, "measures": MEASURES, "funding": FUNDING, "figures": conform("figures", [])}
    return commit_version(Draft("金川街道", "2023H1", "report", tables, received), None, EDITOR, "导入", JUNE)


def downloaded(version, *changes, remove=()):
    """The ledger of a version with cells set: (sheet, row_id, header, value); `remove`: (sheet, row_id)."""
    book = load_workbook(io.BytesIO(ledger(whole_tables(version), version)))
    for sheet, row_id, label, value in changes:
        rows = rows_by_id(book[sheet])
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        book[sheet].cell(rows[row_id], heads[label]).value = value
    for sheet, row_id in remove:
        book[sheet].delete_rows(rows_by_id(book[sheet])[row_id])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def proposed(version, *changes, parent=None, by=EDITOR, **more):
    return propose_workbook(downloaded(version, *changes, **more), "台账.xlsx", parent or version, by)


def area(row_id="land.a"):
    return read_table("land").set_index("row_id").loc[row_id, "area_mu"]


AREA = ("土地整治", "land.a", "面积（亩）")
BUILT = ("土地整治", "land.b", "面积（亩）")


def test_edits_of_one_period_are_refused_for_another(first):
    later = commit_version(
        Draft("金川街道", "2023H2", "edit", {"land": LAND.assign(period="2023H2")}), None, EDITOR, "年终", JUNE
    )
    edited = {"land": edited_rows("land", LAND)}
    with pytest.raises(InvalidDraft, match="不能存到金川街道2023年下半年"):
        propose_edit(edited, first, later, EDITOR)


def test_ledger_unchanged_changes_nothing_and_stores_nothing(first):
    outcome = proposed(first).outcome
    assert not outcome.diff
    with pytest.raises(NothingChanged):
        commit(outcome, EDITOR, "没有改", JUNE)
    assert len(list_versions()) == 1


def test_ledger_changed_figure_becomes_a_version_with_the_bytes_received(first):
    proposal = proposed(first, (*AREA, 900))
    version = commit(proposal.outcome, EDITOR, "七月更新", JUNE)
    assert (version.parent_id, version.kind, version.author, area()) == (first.id, "workbook", "王芳", 900)
    assert read_received(version.id) == ("台账.xlsx", proposal.received.content)


def test_ledger_changes_committed_since_the_download_are_kept(first):
    book = downloaded(first, (*AREA, 900))
    second = commit(proposed(first, (*BUILT, 700), by=OTHER).outcome, OTHER, "先交", JUNE)
    proposal = propose_workbook(book, "旧台账.xlsx", second, EDITOR)
    assert proposal.base.id == first.id
    commit(proposal.outcome, EDITOR, "后交", JUNE)
    assert (area("land.a"), area("land.b")) == (900, 700)


def without_stamp(book):
    """A workbook as if its sheets had been moved to a new one."""
    moved = load_workbook(io.BytesIO(book))
    del moved[STAMP_SHEET]
    out = io.BytesIO()
    moved.save(out)
    return out.getvalue()


def test_workbook_without_version_warns_that_changes_of_others_may_be_undone(first):
    book = downloaded(first, (*AREA, 900))
    moved = without_stamp(book)
    assert "no_base" not in kinds(propose_workbook(moved, "搬出来的.xlsx", first, EDITOR).outcome.warnings)
    second = commit(proposed(first, (*BUILT, 700), by=OTHER).outcome, OTHER, "先交", JUNE)
    outcome = propose_workbook(moved, "搬出来的.xlsx", second, EDITOR).outcome
    (told,) = [fault for fault in outcome.warnings if fault.kind.code == "no_base"]
    assert f"第 {second.id} 版" in told.wrong
    with pytest.raises(InvalidDraft, match="提醒"):
        commit(outcome, EDITOR, "后交", JUNE)
    assert "no_base" not in kinds(propose_workbook(book, "旧台账.xlsx", second, EDITOR).outcome.warnings)


def test_workbook_naming_a_version_it_does_not_fit_is_a_warning(first):
    second = commit(proposed(first, (*BUILT, 700), by=OTHER).outcome, OTHER, "先交", JUNE)
    forged = load_workbook(io.BytesIO(downloaded(second, (*AREA, 900))))
    forged[STAMP_SHEET]["B5"].value = "0" * 64
    out = io.BytesIO()
    forged.save(out)
    assert "no_base" in kinds(propose_workbook(out.getvalue(), "台账.xlsx", second, EDITOR).outcome.warnings)
    untouched = propose_workbook(without_stamp(downloaded(second)), "台账.xlsx", second, EDITOR)
    assert kinds(untouched.outcome.warnings) == set()


def kinds(faults):
    return {fault.kind.code for fault in faults}


def test_conflict_of_one_cell_is_settled_by_choice(first):
    book = downloaded(first, (*AREA, 900))
    second = commit(proposed(first, (*AREA, 910), by=OTHER).outcome, OTHER, "先交", JUNE)
    proposal = propose_workbook(book, "旧台账.xlsx", second, EDITOR)
    (conflict,) = proposal.outcome.conflicts
    assert [(cell.column, cell.yours, cell.theirs) for cell in conflict.cells] == [("area_mu", 900.0, 910.0)]
    with pytest.raises(InvalidDraft, match="选定"):
        commit(proposal.outcome, EDITOR, "后交", JUNE)
    commit(proposal.decide(Choice(settled={conflict.key: "yours"})), EDITOR, "后交", JUNE)
    assert area() == 900


def test_merge_result_of_both_sides_is_checked(first):
    """Parts of 4000: one lowers the whole to 250, the other raises the part to 300."""
    book = downloaded(first, ("资金项目", "funding.b", "金额（万元）", 300))
    whole = proposed(first, ("资金项目", "funding.a", "金额（万元）", 250), by=OTHER).outcome
    second = commit(whole, OTHER, "先交", JUNE, confirmed=True)
    outcome = propose_workbook(book, "旧台账.xlsx", second, EDITOR).outcome
    assert "part_over_whole" in {fault.kind.code for fault in outcome.faults}
    with pytest.raises(InvalidDraft, match="错误"):
        commit(outcome, EDITOR, "后交", JUNE, confirmed=True)


def test_commit_after_another_commit_writes_nothing(first):
    outcome = proposed(first, (*AREA, 900)).outcome
    commit(proposed(first, (*BUILT, 650), by=OTHER).outcome, OTHER, "先交", JUNE)
    with pytest.raises(ConflictError) as conflict:
        commit(outcome, EDITOR, "后交", JUNE)
    assert conflict.value.theirs.count == 1
    assert conflict.value.yours.count == 1
    assert area() == 880
    commit(outcome.proposal.rebased().outcome, EDITOR, "重新提交", JUNE)
    assert (area("land.a"), area("land.b")) == (900, 650)


def test_commit_pressed_twice_stores_one_version(first):
    outcome = proposed(first, (*AREA, 900)).outcome
    commit(outcome, EDITOR, "更新", JUNE)
    with pytest.raises(NothingChanged):
        commit(outcome, EDITOR, "更新", JUNE)
    assert len(list_versions()) == 2


def test_missing_rows_without_deletion_are_kept(first):
    proposal = proposed(first, remove=[("土地整治", "land.b")])
    assert proposal.deletions["land"]["row_id"].tolist() == ["land.b"]
    assert not proposal.outcome.diff
    commit(proposal.decide(Choice({"land": ["land.b"]})), EDITOR, "删去", JUNE)
    assert read_table("land")["row_id"].tolist() == ["land.a"]


PLANTED = ("指标进度", "measures.a", "完成值")


@pytest.fixture
def same_figure(first):
    """A version in which 584亩 of the report stands among the measures and in 土地整治."""
    measures = MEASURES.assign(cells="actual=30", source_id="报告")
    land = LAND.assign(cells=["projects=12 area_mu=30", "area_mu=43"])
    land.loc[0, "area_mu"] = 584.0
    draft = Draft("金川街道", "2023H1", "edit", {"measures": measures, "land": land})
    return commit_version(draft, first.id, OTHER, "两处", JUNE)


def test_same_figure_at_confirmed_places_is_copied_with_its_cell(same_figure):
    proposal = proposed(same_figure, (*PLANTED, 650))
    assert [warning.kind.code for warning in proposal.outcome.warnings] == ["twin_left"]
    (place,) = proposal.outcome.same_figures
    outcome = proposal.decide(Choice(carrying={place.key}))
    assert outcome.warnings == ()
    commit(outcome, EDITOR, "更新", JUNE)
    row = read_table("land").iloc[0]
    assert (row["area_mu"], row["sheet"], row["source_id"]) == (650.0, "指标进度", proposal.reading.source_id)
    written = read_table("measures").iloc[0]
    assert (row["cell"], row["cells"]) == (written["cell"], "projects=12 quote~10 area_mu~30")


def test_same_figure_at_unconfirmed_place_is_unchanged_and_warned_of(same_figure):
    outcome = proposed(same_figure, (*PLANTED, 650)).outcome
    with pytest.raises(InvalidDraft, match="提醒"):
        commit(outcome, EDITOR, "更新", JUNE)
    commit(outcome, EDITOR, "更新", JUNE, confirmed=True)
    assert area() == 584


def test_same_figure_copies_are_checked(same_figure):
    proposal = proposed(same_figure, (*PLANTED, 900))
    places = {place.key for place in proposal.outcome.same_figures}
    told = proposal.decide(Choice(carrying=places)).warnings
    assert [(fault.kind.code, fault.place.table) for fault in told if fault.kind.code == "changed_much"] == [
        ("changed_much", "measures"), ("changed_much", "land"),
    ]  # fmt: skip
    assert "twin_left" not in {fault.kind.code for fault in told}
    assert told[-1].where == "工作表“土地整治”土地整治 · 立项 · 完成值 面积（亩）"


def test_same_figure_of_an_edit_is_copied_over_later_commits(same_figure):
    edited = edited_rows("measures", read_table("measures"))
    edited.loc[0, "actual"] = 650.0
    third = commit(proposed(same_figure, (*BUILT, 610), by=OTHER).outcome, OTHER, "先交", JUNE)
    proposal = propose_edit({"measures": edited}, same_figure, third, EDITOR)
    commit(proposal.decide(Choice(carrying={"measures/measures.a/actual"})), EDITOR, "更正", JUNE)
    row = read_table("land").iloc[0]
    assert (area("land.a"), area("land.b"), row["source_id"]) == (650.0, 610.0, "在线修改(王芳)")
    assert pd.isna(row["cell"])


def test_deletion_of_money_with_parts_is_refused(first):
    proposal = proposed(first, remove=[("资金项目", "funding.a")])
    (fault,) = proposal.decide(Choice({"funding": ["funding.a"]})).faults
    assert fault.wrong == "要删除的“四都畈 · 专项资金 · 完工”包含“四都畈 · 专项资金 · 结余”，后者还在"


def test_deletion_of_money_with_its_parts_removes_both(first):
    proposal = proposed(first, remove=[("资金项目", "funding.a"), ("资金项目", "funding.b")])
    outcome = proposal.decide(Choice({"funding": ["funding.a", "funding.b"]}))
    assert (outcome.faults, len(outcome.tables["funding"])) == ((), 0)


def test_faults_are_reported_and_block_their_cells(first):
    proposal = proposed(first, (*AREA, "很多"), (*BUILT, "许多"))
    assert {fault.place.cell for fault in proposal.outcome.faults} == {"E2", "E3"}
    with pytest.raises(InvalidDraft, match="错误"):
        commit(proposal.outcome, EDITOR, "更新", JUNE, confirmed=True)
    marked = load_workbook(io.BytesIO(proposal.marked_copy()))
    assert "问题清单" in marked.sheetnames


def test_warnings_and_an_older_date_need_confirmation(first):
    much = proposed(first, (*BUILT, 6000)).outcome
    assert {fault.kind.code for fault in much.warnings} == {"changed_much"}
    with pytest.raises(InvalidDraft, match="提醒"):
        commit(much, EDITOR, "更新", JUNE)
    small = proposed(first, (*BUILT, 610)).outcome
    assert older_as_of(first, date(2023, 5, 31)).kind.code == "as_of_older"
    with pytest.raises(InvalidDraft, match="提醒"):
        commit(small, EDITOR, "更新", date(2023, 5, 31))
    assert commit(small, EDITOR, "更新", date(2023, 5, 31), confirmed=True).as_of == date(2023, 5, 31)


def test_changed_figure_with_old_day_needs_confirmation_or_the_new_day(first):
    proposal, july = proposed(first, (*AREA, 900)), date(2023, 7, 31)
    assert outdated_as_of(proposal.outcome, JUNE) is None
    told = outdated_as_of(proposal.outcome, july)
    assert "有1行改了数字" in told.line
    assert "“土地整治”" in told.line
    with pytest.raises(InvalidDraft, match="还有提醒没有核对"):
        commit(proposal.outcome, EDITOR, "七月更新", july)
    outcome = proposal.decide(Choice(as_of_update=july))
    commit(outcome, EDITOR, "七月更新", july)
    days = read_table("land").set_index("row_id")["as_of_end"].dt.date
    assert days.to_dict() == {"land.a": july, "land.b": JUNE}


def test_file_that_is_no_workbook_is_refused_in_one_line_and_audited(first):
    with pytest.raises(InvalidDraft, match="不是台账能读的表格"):
        propose_workbook(b"%PDF-1.7 ...", "总结.pdf", first, EDITOR)
    told = {entry.action: entry.details for entry in read_audit(2)}
    assert set(told) == {"upload", "refusal"}
    assert "总结.pdf" in told["upload"]


def test_viewer_proposal_is_refused(first):
    with pytest.raises(PermissionDenied):
        proposed(first, (*AREA, 900), by=VIEWER)
    with pytest.raises(PermissionDenied):
        propose_edit({"land": edited_rows("land", LAND)}, first, first, VIEWER)
    editors = proposed(first, (*AREA, 900)).outcome
    with pytest.raises(PermissionDenied):
        commit(editors, VIEWER, "更新", JUNE)


@pytest.mark.soak
def test_ledger_with_wrong_version_stamp_is_read_against_the_current_version(first):
    second = commit(proposed(first, (*BUILT, 650)).outcome, OTHER, "先交", JUNE)
    forged = downloaded(first, ("台账信息", "版本", "单位", "1"))
    book = load_workbook(io.BytesIO(forged))
    for row in book["台账信息"].iter_rows():
        if row[0].value == "校验码":
            row[1].value = "0" * 64
    out = io.BytesIO()
    book.save(out)
    proposal = propose_workbook(out.getvalue(), "台账.xlsx", second, EDITOR)
    assert proposal.base.id == second.id


def test_table_edited_on_screen_is_proposed_like_a_workbook(first):
    edited = edited_rows("land", LAND)
    edited.loc[0, "area_mu"] = 905.0
    proposal = propose_edit({"land": edited}, first, first, EDITOR)
    version = commit(proposal.outcome, EDITOR, "更正", JUNE)
    row = read_table("land").iloc[0]
    assert (version.kind, row["area_mu"], row["source_id"]) == ("edit", 905.0, "在线修改(王芳)")
    assert pd.isna(row["cell"])
    assert pd.isna(row["start"])


def test_edit_begun_before_another_commit_is_merged(first):
    edited = edited_rows("land", LAND)
    edited.loc[0, "area_mu"] = 905.0
    second = commit(proposed(first, (*BUILT, 650), by=OTHER).outcome, OTHER, "先交", JUNE)
    commit(propose_edit({"land": edited}, first, second, EDITOR).outcome, EDITOR, "更正", JUNE)
    assert (area("land.a"), area("land.b")) == (905, 650)


def test_edit_faults_name_row_and_header(first):
    edited = edited_rows("land", LAND)
    edited.loc[1, "area_mu"] = -1.0
    (fault,) = propose_edit({"land": edited}, first, first, EDITOR).outcome.faults
    assert fault.where == "工作表“土地整治”第2行 面积（亩）"


def test_exception_and_chosen_target_keep_the_proof_of_their_row(first):
    edited = edited_rows("measures", MEASURES)
    edited.loc[0, ["chosen", "chosen_by", "chosen_reason"]] = ["是", "王芳", "区里确认"]
    commit(propose_edit({"measures": edited}, first, first, EDITOR).outcome, EDITOR, "选定目标", JUNE)
    row = read_table("measures").iloc[0]
    assert (bool(row["chosen"]), row["chosen_by"], row["source_id"]) == (True, "王芳", "报告")


def test_decisions_join_the_edits_of_their_table_without_parsing(first):
    edited = edited_rows("measures", MEASURES).astype(object)
    edited.loc[0, "actual"] = "约600"
    decided = {"measures.a": {"chosen": True, "chosen_by": "王芳", "chosen_reason": "约定以 1/3 为准"}}
    outcome = propose_edit({"measures": edited}, first, first, EDITOR, decided={"measures": decided}).outcome
    row = outcome.tables["measures"].iloc[0]
    assert (row["actual"], row["actual_qualifier"], bool(row["chosen"])) == (600.0, "about", True)
    assert row["chosen_reason"] == "约定以 1/3 为准"
    alone = propose_edit({}, first, first, EDITOR, decided={"measures": decided})
    assert alone.reading.all_faults == ()
    assert [change.column for change in alone.outcome.diff.tables["measures"].changed] == [
        "chosen", "chosen_by", "chosen_reason"
    ]  # fmt: skip


def test_targets_newly_chosen_twice_for_one_indicator_are_a_fault(first):
    rival = MEASURES.assign(row_id="measures.b", target=7850.0)
    measures = pd.concat([MEASURES, rival], ignore_index=True)
    second = commit_version(Draft("金川街道", "2023H1", "edit", {"measures": measures}), first.id, OTHER, "两个", JUNE)
    edited = edited_rows("measures", measures)
    edited[["chosen", "chosen_by", "chosen_reason"]] = ["是", "王芳", "区里确认"]
    outcome = propose_edit({"measures": edited}, second, second, EDITOR).outcome
    (fault,) = outcome.faults
    assert fault.wrong == "“新增耕地”同时采用了几个目标：800亩（采用人：王芳）、7,850亩（采用人：王芳）"
    assert (fault.where, fault.place.row_id) == ("工作表“指标进度”", "measures.b")
    with pytest.raises(InvalidDraft, match="错误"):
        commit(outcome, EDITOR, "选定", JUNE)
    stored = Draft("金川街道", "2023H1", "edit", {"measures": outcome.tables["measures"]})
    third = commit_version(stored, second.id, OTHER, "早就如此", JUNE)
    assert proposed(third, (*AREA, 900)).outcome.faults == ()


def test_current_version_is_the_last_one_committed(first):
    version = commit(proposed(first, (*AREA, 900)).outcome, EDITOR, "更新", JUNE)
    assert read_current().id == version.id


SHARE = ("土地整治", "land.b", "占比（%）", 0.81)


def test_commit_with_an_open_question_is_refused(first):
    proposal = proposed(first, SHARE)
    with pytest.raises(InvalidDraft, match="还有1个问题没有回答，没有写入。请先逐个选定。"):
        commit(proposal.outcome, EDITOR, "七月", JUNE, confirmed=True)
    assert [version.id for version in list_versions()] == [first.id]


def test_answer_decides_the_stored_value_and_is_audited(first):
    proposal = proposed(first, SHARE)
    (question,) = proposal.reading.questions
    answered = proposal.answered({question.key: "percent"})
    second = commit(answered.outcome, EDITOR, "七月", JUNE, confirmed=True)
    assert read_table("land").set_index("row_id").loc["land.b", "share_pct"] == 81.0
    entry = next(entry for entry in read_audit() if entry.version_id == second.id and entry.action == "commit")
    assert "按您的选择：81%（看不出是 81% 还是 0.81%）" in entry.details
    assert "读取时的选择：工作表“土地整治”" in audit_words(entry.details, ACTIONS)


def test_answers_are_kept_after_a_merge_with_a_later_version(first):
    proposal = proposed(first, SHARE)
    (question,) = proposal.reading.questions
    answered = proposal.answered({question.key: "share"})
    commit(proposed(first, (*AREA, 900), by=OTHER).outcome, OTHER, "先交", JUNE, confirmed=True)
    rebased = answered.rebased()
    assert rebased.outcome.faults == ()
    commit(rebased.outcome, EDITOR, "七月", JUNE, confirmed=True)
    stored = read_table("land").set_index("row_id")
    assert (stored.loc["land.b", "share_pct"], stored.loc["land.a", "area_mu"]) == (0.81, 900.0)


def test_workbook_proposed_with_answers_has_no_question(first):
    (question,) = proposed(first, SHARE).reading.questions
    again = propose_workbook(downloaded(first, SHARE), "台账.xlsx", first, EDITOR, answers={question.key: "percent"})
    assert again.outcome.faults == ()


@pytest.mark.soak
def test_answers_keep_the_warning_about_the_unknown_base(first):
    second = commit(proposed(first, (*AREA, 900)).outcome, EDITOR, "先交", JUNE, confirmed=True)
    proposal = propose_workbook(without_stamp(downloaded(second, SHARE, (*BUILT, 620))), "台账.xlsx", second, EDITOR)
    (question,) = proposal.reading.questions
    answered = proposal.answered({question.key: "percent"})
    assert [fault.kind.code for fault in answered.outcome.warnings].count("no_base") == 1


@pytest.mark.soak
def test_answered_question_is_not_repeated_after_a_merge(first):
    book = load_workbook(io.BytesIO(downloaded(first)))
    heads = {cell.value: cell.column for cell in book["土地整治"][1]}
    for label, value in (("项目", "国有林地合计"), ("环节", "立项"), ("面积（亩）", 5.0), ("数据截至", "2023-06-30")):
        book["土地整治"].cell(4, heads[label]).value = value
    out = io.BytesIO()
    book.save(out)
    proposal = propose_workbook(out.getvalue(), "台账.xlsx", first, EDITOR)
    (question,) = proposal.reading.questions
    assert question.kind.code == "row_or_not"
    answered = proposal.answered({question.key: "data"})
    commit(proposed(first, (*AREA, 900), by=OTHER).outcome, OTHER, "先交", JUNE, confirmed=True)
    commit(answered.rebased().outcome, EDITOR, "七月", JUNE, confirmed=True)
    assert read_table("land")["project"].tolist()[-1] == "国有林地合计"


@pytest.mark.parametrize(
    ("as_of", "today", "usual"),
    [
        (date(2023, 6, 30), date(2023, 8, 3), date(2023, 7, 31)),
        (date(2023, 7, 31), date(2023, 8, 3), date(2023, 7, 31)),
        (date(2023, 8, 2), date(2023, 8, 3), date(2023, 8, 2)),
        (date(2023, 9, 30), date(2023, 8, 3), date(2023, 7, 31)),
        (date(2023, 6, 30), date(2026, 8, 3), date(2023, 6, 30)),
    ],
)
def test_usual_day_is_the_end_of_the_last_month_of_the_year_of_the_version(first, monkeypatch, as_of, today, usual):
    monkeypatch.setattr("proposals.proposal.office_today", lambda: today)
    assert usual_as_of(replace(first, as_of=as_of)) == usual
