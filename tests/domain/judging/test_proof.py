from datetime import date

from domain.judging.proof import proof_of
from domain.judging.reasons import state_text
from domain.judging.states import judge, roll_up
from domain.schema.frames import conform
from domain.schema.provenance import Sources, report_source

FARMLAND = {
    "org_unit": "街道", "period": "2023H1", "indicator_id": "farmland", "name": "新增耕地", "unit": "亩",
    "kind": "cumulative", "direction": 1, "actual": 584, "target": 800, "claim": "三年800亩工作任务",
    "begin": date(2023, 1, 1), "due": date(2023, 12, 31), "as_of_end": date(2023, 6, 30), "reported_rate": 73,
    "source_id": "2023H1-report", "quote": "历史项目任务584亩全部完成种植",
}  # fmt: skip


def proof(**cells):
    origin = {"issuer": "金川街道", "title": "工作总结", "published": "2023-07-10"}
    sources = Sources(of_ids={"2023H1-report": report_source(origin, "报告.txt")})
    table = proof_of(judge(conform("measures", [FARMLAND | cells])).iloc[0], "李文书", sources)
    return dict(zip(table["label"], table["value"], strict=True))


def test_proof_lists_everything_the_state_rests_on():
    found = proof()
    assert {
        "状态": "超前", "完成值": "584亩", "目标值": "800亩", "目标依据": "三年800亩工作任务", "基数": "未载明",
        "起始日期": "2023年1月1日", "完成期限": "2023年12月31日", "数据时点": "截至2023年6月30日", "序时口径": "按日",
        "完成率": "73.0%", "序时进度": "49.6%", "偏差": "+23.4个百分点", "进度系数": "1.47",
        "期末预计值": "1,177.68亩", "预计完成日期": "2023年9月6日",
        "判定规则": "第10条（超进度），该规则称“超进度”", "采用的尺度": "偏差法（红黄绿灯）",
        "原文": "历史项目任务584亩全部完成种植", "来源": "金川街道《工作总结》（2023年7月10日发布）",
        "上传人": "李文书",
    }.items() <= found.items()  # fmt: skip
    assert "银川" in found["尺度来源"]


def test_proof_shows_reported_and_computed_rate():
    assert proof()["自报完成率"] == "73%（与完成率相差0.0个百分点）"


def test_proof_of_approximate_value_shows_range_of_completion():
    assert (
        proof(actual=600, actual_qualifier="about", reported_rate=None)["完成率"] == "75.0%（约数，可能为68.8%至81.3%）"
    )
    assert (
        proof(actual=600, actual_qualifier="at_least", reported_rate=None)["完成率"] == "75.0%（约数，可能为75.0%以上）"
    )


def test_proof_without_sentence_cites_workbook_cell():
    assert proof(quote=None, sheet="指标进度", cell="H7")["原文"] == "工作表“指标进度”H7"


def test_missing_value_is_labelled_and_not_zero():
    table = proof_of(judge(conform("measures", [{}])).iloc[0])
    values = dict(zip(table["label"], table["value"], strict=True))
    assert values["完成值"] == values["目标值"] == values["起始日期"] == values["原文"] == values["上传人"] == "未载明"
    assert values["完成率"] == values["偏差"] == values["预计完成日期"] == "—"
    assert values["数据时点"] == "未载明数据时点"


def test_proof_exists_for_contested_indicator():
    rows = conform("measures", [FARMLAND, FARMLAND | {"target": 7850, "claim": "7850亩的三年任务"}])
    table = proof_of(roll_up(judge(rows)).iloc[0])
    values = dict(zip(table["label"], table["value"], strict=True))
    assert (values["状态"], values["目标值"], values["判定规则"]) == ("待核实", "未载明", "第1条（口径待核）")


def test_proof_of_borderline_state_shows_both_states():
    assert state_text("behind", "on_track") == "临界：滞后/正常"
    assert state_text("behind", "behind") == state_text("behind") == "滞后"
