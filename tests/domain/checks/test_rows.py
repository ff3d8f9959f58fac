"""What people changed in the tables, against their own rows and the unit's names; what its sentence says is left."""

import sys

import pytest

from domain.checks import check_report
from domain.schema.frames import conform

TEXT = "排查重大隐患11处,已整改8处,3处在整改期限中。总进度73%。"
SCOPE = {"org_unit": "某街道", "period": "2023H1"}
HAZARDS = {
    "row_id": "safety.major", "category": "安全生产隐患", "level": "重大", "unit": "处", "found": 11, "closed": 8,
    "open_in_time": 3, "overdue": 0, "cells": "found=6 closed=13 open_in_time=16 quote~0",
}  # fmt: skip
FARMLAND = {
    "row_id": "m", "name": "新增耕地", "domain": "land", "unit": "亩", "kind": "cumulative", "target": 800,
    "actual": 600, "reported_rate": 73, "cells": "target=30 reported_rate=34 actual~40",
}  # fmt: skip
FIGURES = conform("figures", [
    {**SCOPE, "start": start, "end": start + 1, "text": str(value), "value": value, "base_value": value,
     "dimension": "area", "unit": "亩"}
    for start, value in ((30, 800), (40, 584))
])  # fmt: skip


def found(table, row, check):
    tables = {"figures": FIGURES, table: conform(table, [SCOPE | row])}
    rows = check_report(TEXT, tables)
    return rows[(rows["check"] == check) & rows["title"].str.contains("：|可能", regex=True)].to_dict("records")


def test_row_parts_no_longer_adding_up_are_reported():
    row = HAZARDS | {"closed": 7, "cells": "found=6 open_in_time=16 closed~13 quote~0"}
    (finding,) = found("safety", row, "parts_whole")
    assert finding["title"] == "重大安全生产隐患：11处中还有1处没有写去向"
    assert (finding["severity"], finding["start"], finding["confirm"]) == ("doubt", 0, "其余1处是什么情况")
    assert "已闭环7处 + 限期内整改中3处，合计10处" in finding["message"]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"closed": 9, "open_in_time": 2, "cells": "found=6 closed~13 open_in_time~16"},
        {"closed": 7, "open_in_time": None, "overdue": None, "cells": "found=6 closed~13"},
        {"closed": 7, "start": 0, "cells": "found=6 closed=13 open_in_time=16"},  # printed so: told of the sentence
    ],
)  # fmt: skip
def test_row_parts_adding_up_or_as_printed_have_no_finding(change):
    assert found("safety", HAZARDS | change, "parts_whole") == []


def test_row_part_above_total_is_a_conflict_without_sentence():
    (finding,) = found("safety", HAZARDS | {"closed": 9, "cells": None}, "parts_whole")
    assert (finding["severity"], finding["title"]) == ("conflict", "重大安全生产隐患：总数11处，各项合计12处")
    assert finding["quote"] != finding["quote"]


def test_row_parts_in_two_tables_are_reported_once():
    measure = {
        "row_id": "m", "name": "隐患", "kind": "items", "unit": "处", "target": 11, "actual": 7, "open_in_time": 3
    }  # fmt: skip
    tables = {
        "figures": FIGURES, "measures": conform("measures", [SCOPE | measure]),
        "safety": conform("safety", [SCOPE | HAZARDS | {"closed": 7, "cells": "closed~13"}]),
    }  # fmt: skip
    assert check_report(TEXT, tables)["title"].str.contains("没有写去向").sum() == 1


def test_row_rate_that_no_longer_follows_is_reported():
    (finding,) = found("measures", FARMLAND, "rate_base")
    assert (finding["severity"], finding["title"]) == (
        "notice",
        "新增耕地：自报完成率73%与现在的数字不符，应为75%，已搁置",
    )
    assert "600亩÷800亩" in finding["message"]


def test_rate_of_hazards_that_no_longer_follows_is_set_aside():
    cells = "found=30 rate_pct=34 closed~40 open_in_time~16"
    (finding,) = found("safety", HAZARDS | {"found": 800, "closed": 600, "rate_pct": 73, "cells": cells}, "rate_base")
    assert finding["severity"] == "notice"
    assert finding["title"].endswith("完成率73%与现在的数字不符，应为75%，已搁置")


def test_row_rate_inconsistent_from_the_start_is_a_doubt():
    (finding,) = found("measures", FARMLAND | {"reported_rate": 74, "cells": None}, "rate_base")
    assert (finding["severity"], finding["title"]) == ("doubt", "新增耕地：自报完成率74%与现在的数字不符，应为75%")


@pytest.mark.parametrize(
    "change",
    [
        {"reported_rate": 75},
        {"actual": 585},  # 73.1 %, printed without decimals
        {"target": 7850},  # the printed figures did not give the rate either
        {"actual_qualifier": "about"},
        {"target": None},
        {"baseline": 100},
    ],
)
def test_row_rate_that_follows_or_is_unrelated_has_no_finding(change):
    assert found("measures", FARMLAND | change, "rate_base") == []


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("上维塑料制口", "上维塑料制品"),
        ("同创空门", "同创空间"),
        ("上维塑料制品", None),
        ("贯通轴承", None),  # one sign from 辰通轴承, and a name itself
        ("第二批高标准农田", None),  # 一 and 二 tell one thing from another
        ("防盗门窗整治", None),
    ],
)
def test_row_name_one_character_off_a_name_of_the_unit_is_reported(written, near, monkeypatch):
    monkeypatch.setitem(SCOPE, "org_unit", "金川街道")
    monkeypatch.setattr(sys.modules[__name__], "FIGURES", FIGURES.assign(org_unit="金川街道"))
    titles = [row["title"] for row in found("honours", {"row_id": "h", "who": written}, "name_drift")]
    assert titles == ([] if near is None else [f"“{written}”与“{near}”可能是同一个"])
