"""A target that somebody fills in for a monitored indicator counts, whichever way it comes in."""

import io
from datetime import date
from functools import cache

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.judging.rollup import roll_up
from domain.judging.states import judge
from domain.schema.cell_links import cell_starts
from domain.schema.tables import TABLES
from exports.ledger.ledger_file import ledger
from proposals.proposal import Choice, commit, edited_rows, propose_edit, propose_workbook, whole_tables
from store.earlier_versions import read_earlier
from store.errors import InvalidDraft
from store.read import read_current, read_table
from store.records import Actor, Draft
from store.write import commit_version
from tests.examples import examples, few
from tests.ledgers import rows_by_id
from views.changes import changes_view

EDITOR = Actor("王芳", "editor")
JUNE = date(2023, 6, 30)
INVESTMENT = "measures:固定投资元"


@pytest.fixture
def seeds(own_store):
    """The version with the report, in the store as after the first start."""
    return read_current()


#: Digest and number of a version → its ledger: most tests begin with that of the seeds.
LEDGERS = {}


def downloaded(version):
    """The ledger of a version as it is downloaded."""
    key = version.digest, version.id
    if key not in LEDGERS:
        LEDGERS[key] = ledger(whole_tables(version), version)
    return LEDGERS[key]


def workbook(version, cells, new=None):
    """The downloaded ledger with cells of 指标进度 set: row_id → header → value; `new`: a row behind the others."""
    book = load_workbook(io.BytesIO(downloaded(version)))
    sheet = book["指标进度"]
    rows = rows_by_id(sheet)
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row_id, values in cells.items():
        for head, value in values.items():
            sheet.cell(rows[row_id], heads[head]).value = value
    for head, value in (new or {}).items():
        sheet.cell(max(rows.values()) + 1, heads[head]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def uploaded(version, cells, new=None):
    return propose_workbook(workbook(version, cells, new), "台账.xlsx", version, EDITOR)


def edited(version, row_id, **cells):
    rows = edited_rows("measures", whole_tables(version)["measures"])
    for column, value in cells.items():
        rows.loc[rows["row_id"] == row_id, column] = value
    return propose_edit({"measures": rows}, version, version, EDITOR)


def store(proposal):
    return commit(proposal.outcome, EDITOR, "更新", date(2023, 6, 30), confirmed=True)


def states(version):
    """row_id → state of the version's measures."""
    judged = judge(read_table("measures", version.id), previous=read_earlier("measures", version.id))
    return roll_up(judged).set_index("row_id")["state"].to_dict()


def told(proposal, code):
    return [fault for fault in proposal.reading.all_faults if fault.kind.code == code]


def watched(version):
    table = read_table("measures", version.id)
    return table.loc[table["kind"] == "monitor", "row_id"].tolist()


def test_target_for_fixed_investment_in_ledger_is_judged(seeds):
    version = store(uploaded(seeds, {INVESTMENT: {"目标值": 12000}}))
    assert states(seeds)[INVESTMENT] == "monitor"
    assert states(version)[INVESTMENT] == "on_track"


def test_target_for_fixed_investment_edited_on_screen_is_judged(seeds):
    assert states(store(edited(seeds, INVESTMENT, target=12000.0)))[INVESTMENT] == "on_track"


def test_target_of_any_monitored_measure_is_judged_until_cleared(seeds):
    rows = watched(seeds)
    assert len(rows) >= 7
    cells = {"目标值": 100000, "起始日期": "2023-01-01", "完成期限": "2023-12-31"}
    second = store(uploaded(seeds, dict.fromkeys(rows, cells)))
    assert {states(second)[row_id] for row_id in rows} <= {"behind", "far_behind", "on_track", "ahead"}
    third = store(uploaded(second, {row_id: {"目标值": None} for row_id in rows}))
    assert {states(third)[row_id] for row_id in rows} == {"monitor"}


def test_target_cleared_on_screen_leaves_indicator_monitored(seeds):
    second = store(uploaded(seeds, {INVESTMENT: {"目标值": 12000}}))
    assert states(store(edited(second, INVESTMENT, target=None)))[INVESTMENT] == "monitor"


NEW = {"名称": "技改投资", "单位（量）": "万元", "完成值": 300, "目标值": 1000, "起始日期": "2023-01-01",
       "完成期限": "2023-12-31", "数据截至": "2023-06-30"}  # fmt: skip


def test_target_of_new_row_without_kind_is_judged(seeds):
    version = store(uploaded(seeds, {}, NEW))
    row_id = read_table("measures")["row_id"].iloc[-1]
    assert states(version)[row_id] == "behind"


def test_target_of_new_monitored_row_is_a_question(seeds):
    proposal = uploaded(seeds, {}, NEW | {"指标类型": "监测"})
    (fault,) = told(proposal, "watched_or_judged")
    assert (fault.level, fault.place.column, fault.value) == ("ask", "kind", "监测")
    assert [(choice.value, choice.label) for choice in fault.choices] == [
        ("cumulative", "判定进度，按“累计”"), ("monitor_only", "只监测，目标只作对照"),
    ]  # fmt: skip
    with pytest.raises(InvalidDraft):
        store(proposal)


@pytest.mark.parametrize(("answer", "state"), [("cumulative", "behind"), ("monitor_only", "monitor")])
def test_target_question_answer_is_stored_as_kind(seeds, answer, state):
    proposal = uploaded(seeds, {}, NEW | {"指标类型": "监测"})
    (fault,) = told(proposal, "watched_or_judged")
    version = store(proposal.answered({fault.key: answer}))
    row = read_table("measures").iloc[-1]
    assert (row["kind"], states(version)[row["row_id"]]) == (answer, state)


@pytest.mark.parametrize(("word", "state"), few([("累计", "behind"), ("只监测不判定", "monitor")], 1))
def test_target_row_with_either_kind_keeps_it(seeds, word, state):
    version = store(uploaded(seeds, {}, NEW | {"指标类型": word}))
    assert states(version)[read_table("measures")["row_id"].iloc[-1]] == state


def test_target_of_row_set_to_monitored_before_is_a_question(seeds):
    row_id = "measures:同创空间总体项目建设进度%"
    second = store(uploaded(seeds, {row_id: {"指标类型": "监测", "目标值": None}}))
    assert len(told(uploaded(second, {row_id: {"目标值": 100}}), "watched_or_judged")) == 1
    assert len(told(edited(second, row_id, target=100.0), "watched_or_judged")) == 1


def test_target_of_row_monitored_by_report_is_no_question(seeds):
    assert told(uploaded(seeds, {INVESTMENT: {"目标值": 12000}}), "watched_or_judged") == []


@pytest.mark.parametrize(
    ("row_id", "kind", "remedy"),
    [
        ("measures:同创空间新增就业岗位个", "预计", "已是实际完成数的，请把“指标类型”改为“累计”"),
        ("measures:执法办案办结率同比%", "同比变化", "要判定进度，请填写“基数”"),
    ],
)
def test_target_that_stays_unjudged_is_warned_of(seeds, row_id, kind, remedy):
    (fault,) = told(uploaded(seeds, {row_id: {"目标值": 50}}), "target_unjudged")
    assert fault.wrong == f"“指标类型”是“{kind}”，填了目标值也不判定进度"
    assert (fault.kind.level, fault.write) == ("warning", remedy)


def test_target_of_change_rate_with_base_is_judged(seeds):
    proposal = uploaded(seeds, {"measures:执法办案办结率同比%": {"目标值": 50, "基数": 5}})
    assert told(proposal, "target_unjudged") == []
    assert states(store(proposal))["measures:执法办案办结率同比%"] == "open"


def test_target_in_ledger_without_kind_column_is_judged(seeds):
    table = pd.DataFrame({"编号": [INVESTMENT], "名称": ["固定投资"], "目标值": ["12000"]})
    content = table.to_csv(index=False).encode()
    proposal = propose_workbook(content, "指标进度.csv", seeds, EDITOR)
    assert states(store(proposal))[INVESTMENT] == "on_track"


def test_reported_rate_contradicted_is_set_aside_in_preview_and_kept_in_history(seeds):
    rows = {f"measures:土地整治(新增耕地)种植平方米{n}": {"完成值": 640} for n in ("", "#2")}
    proposal = uploaded(seeds, rows)
    view = changes_view(proposal.current, proposal.outcome.tables, earlier=read_earlier("measures", seeds.id))
    (why,) = [
        row["why"]
        for row in view.moved.table.to_dict("records")
        if row["indicator_id"] == "土地整治(新增耕地)种植平方米"
    ]
    assert why == "完成值由584亩变为640亩；自报完成率73%与更新后的数字不符，已搁置；各目标依据的结论有变化"
    version = store(proposal)
    judged = judge(read_table("measures", version.id)).set_index("row_id")
    assert judged.loc[list(rows), "state"].tolist() == ["far_behind", "ahead"]
    assert read_table("measures", seeds.id).set_index("row_id").loc[list(rows), "reported_rate"].tolist() == [73, 73]


def test_reported_rate_by_clerk_contradicted_by_next_figures_is_set_aside(seeds):
    second = store(uploaded(seeds, {}, NEW | {"自报完成率（%）": 30}))
    row_id = read_table("measures")["row_id"].iloc[-1]
    assert states(second)[row_id] == "behind"
    third = store(uploaded(second, {row_id: {"完成值": 400}}))
    assert states(third)[row_id] == "on_track"
    fourth = store(uploaded(third, {row_id: {"完成值": 410, "自报完成率（%）": 50}}))
    assert states(fourth)[row_id] == "to_verify"


def carried(proposal):
    """What comes of a proposal with every suggestion taken."""
    return proposal.decide(Choice(carrying={same_figure.key for same_figure in proposal.outcome.same_figures}))


def test_hazards_closed_and_open_are_carried_together(seeds):
    rows = edited_rows("safety", whole_tables(seeds)["safety"])
    rows.loc[rows["row_id"] == "safety:隐患·重大", ["closed", "open_in_time", "as_of_end"]] = [10, 1, "2023-07-31"]
    proposal = propose_edit({"safety": rows}, seeds, seeds, EDITOR)
    outcome = carried(proposal)
    assert (outcome.faults, {same_figure.key for same_figure in outcome.same_figures}) == (
        (),
        {"safety/safety:隐患·重大/closed"},
    )
    commit(outcome, EDITOR, "更新", date(2023, 7, 31), confirmed=True)
    row = read_table("measures").set_index("row_id").loc["measures:重大隐患整改闭环处"]
    assert row[["target", "actual", "open_in_time", "overdue"]].tolist() == [11, 10, 1, 0]
    assert row["as_of_end"].date() == date(2023, 7, 31)


def test_same_figure_of_finished_task_target_is_not_updated(seeds):
    outcome = carried(
        uploaded(seeds, {"measures:土地整治(新增耕地)种植平方米#2": {"完成值": 640, "数据截至": "2023-07-31"}})
    )
    table = outcome.tables["measures"].set_index("row_id")
    assert table.loc["measures:土地整治历史项目种植平方米", ["target", "actual"]].tolist() == [584, 584]
    assert table.loc["measures:土地整治(新增耕地)种植平方米", ["target", "actual"]].tolist() == [7850, 640]
    assert table.loc["measures:土地整治(新增耕地)种植平方米", "as_of_end"].date() == date(2023, 7, 31)


def test_same_figure_update_causing_a_fault_is_not_offered(seeds):
    """Of 4000万元 on 四都畈 200 are left over: the output cannot follow into a row whose money does not add up."""
    tables = whole_tables(seeds)
    funding = tables["funding"].assign(cells=tables["funding"]["cells"])
    part = funding["row_id"] == "funding:四都畈绿色农田·资金·结余·actual"
    fines = tables["governance"]["row_id"] == "governance:罚款总额"
    start = cell_starts(tables["governance"].loc[fines, "cells"].iloc[0])["value"]
    funding.loc[part, ["cells", "amount_wan_yuan"]] = [f"amount_wan_yuan={start}", 7.632473]
    second = commit_version(
        Draft(seeds.org_unit, seeds.period, "edit", {"funding": funding}), seeds.id, EDITOR, "同", JUNE
    )
    rows = edited_rows("governance", whole_tables(second)["governance"])
    rows.loc[fines, "value"] = 50_000_000.0
    proposal = propose_edit({"governance": rows}, second, second, EDITOR)
    told = {
        same_figure.place.row_id: (bool(same_figure.writes), same_figure.why)
        for same_figure in proposal.outcome.same_figures
    }
    assert told["funding:四都畈绿色农田·资金·结余·actual"][0] is False
    assert told["funding:四都畈绿色农田·资金·结余·actual"][1].startswith(
        "一起改会出错：包含在内的金额合计（5,000）大于"
    )
    assert carried(proposal).faults == ()


@cache
def numbers():
    """(table, row_id, column) of numbers of the report that stand in a table of the ledger."""
    tables = whole_tables(read_current())
    return [
        (name, row["row_id"], column)
        for name in ("measures", "land", "demolition", "funding", "safety", "governance", "rural_income")
        for row in tables[name].to_dict("records")
        for column in cell_starts(row["cells"])
        if TABLES[name].column(column).kind == "number" and not pd.isna(row[column])
    ]


@settings(deadline=None, max_examples=examples(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_same_figure_updates_all_accepted_cause_no_fault(seeds, data):
    changes = data.draw(st.lists(st.tuples(st.sampled_from(numbers()), st.floats(0.3, 3)), min_size=1, max_size=3))
    edits = {}
    for (name, row_id, column), factor in changes:
        rows = edits.setdefault(name, edited_rows(name, whole_tables(seeds)[name]))
        here = rows["row_id"] == row_id
        rows.loc[here, column] = (rows.loc[here, column] * factor).round(2)
    proposal = propose_edit(edits, seeds, seeds, EDITOR)
    assert {fault.wrong for fault in carried(proposal).faults} <= {fault.wrong for fault in proposal.outcome.faults}
