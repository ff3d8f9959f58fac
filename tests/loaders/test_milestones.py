"""Steps of projects that words call done or still to come."""

import pandas as pd
import pytest

from domain.judging.states import judge
from loaders.report.read import read_report
from loaders.text.source import parse_source


def milestones(text: str) -> list[tuple[str, float, str]]:
    """Project, 1 or 0, and state of each milestone in a report of 东岭县 that prints a figure."""
    text = f"一、上半年工作总结\n走访企业30家。\n{text}"
    source = parse_source(text.encode(), "report.txt", {"period": "2024H1", "org_unit": "东岭县"})
    judged = judge(read_report(source).tables["measures"])
    found = judged[judged["kind"] == "milestone"]
    assert all(text[row["start"] : row["end"]] == row["quote"] for _, row in found.iterrows())
    return list(found[["name", "actual", "state"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北溪水库项目完工等待验收。", [("北溪水库项目验收", 0, "open"), ("北溪水库项目完工", 1, "done")]),
        ("南岭大道项目8天完成房屋腾空验收。", [("南岭大道项目房屋腾空验收", 1, "done")]),
        ("南岭大道项目的征迁工作按时间节点完成。", [("南岭大道项目征迁", 1, "done")]),
        (
            "南岭大道项目、北溪水库项目的征迁工作均按时间节点完成。",
            [("南岭大道项目征迁", 1, "done"), ("北溪水库项目征迁", 1, "done")],
        ),
        ("总投资500万元的第二批高标准农田用时5个月已完成项目主体建设。", [("第二批高标准农田主体建设", 1, "done")]),
        (
            "改造提升东岭畈2100余亩绿色农田,项目完工等待验收。",
            [("绿色农田验收", 0, "open"), ("绿色农田完工", 1, "done")],
        ),
    ],
)  # fmt: skip
def test_milestone_of_a_project_is_done_or_still_to_come(text: str, expected: list):
    assert milestones(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "南岭大道项目预计8月完工。",
        "南岭大道项目尚未完工。",
        "加快南岭大道项目完工验收。",
        "南岭大道项目房屋征收已完成签约93%。",
        "南岭大道项目已进入投产调试阶段。",
        "南岭大道项目完成12幢房屋拆除。",
        "全面完成各项征迁工作。",
    ],
)
def test_milestone_hoped_for_counted_or_without_project_is_none(text: str):
    assert milestones(text) == []


def test_milestone_named_by_the_plan_is_none():
    text = "一、上半年工作总结\n走访企业30家。\n二、下半年工作思路\n南岭大道项目完成房屋腾空验收。"
    source = parse_source(text.encode(), "report.txt", {"period": "2024H1", "org_unit": "东岭县"})
    table: pd.DataFrame = read_report(source).tables["measures"]
    assert "milestone" not in table["kind"].tolist()
