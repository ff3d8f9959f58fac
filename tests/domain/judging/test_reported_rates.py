"""A reported rate that later figures contradict is set aside; one that its own report contradicts is a question."""

from datetime import date

import pandas as pd
import pytest

from domain.judging.proof import proof_of
from domain.judging.rollup import roll_up
from domain.judging.states import judge
from domain.schema.frames import conform

REPORT = {
    "row_id": "m.2", "org_unit": "街道", "period": "2023H1", "indicator_id": "farmland", "name": "新增耕地",
    "unit": "亩", "kind": "cumulative", "direction": 1, "begin": date(2023, 1, 1), "due": date(2023, 12, 31),
    "as_of_end": date(2023, 6, 30), "actual": 584, "target": 800, "reported_rate": 73, "start": 5, "end": 20,
    "quote": "新增耕地584亩,进度73%", "cells": "actual=10 target=20 reported_rate=30",
}  # fmt: skip
#: The row after a workbook of July brought 640亩.
JULY = REPORT | {
    "actual": 640, "as_of_end": date(2023, 7, 31), "start": None, "end": None, "quote": None,
    "cells": "target=20 reported_rate=30 actual~10 quote~5",
}  # fmt: skip
#: A row that a clerk filled in: nothing of it is printed.
OWN = REPORT | {"start": None, "end": None, "quote": None, "cells": None, "source_id": "台账"}
SET_ASIDE = "自报完成率73%早于现在的数字且与其不符，已搁置，不作判定依据"


def judged(*rows, previous=()):
    earlier = conform("measures", list(previous)) if previous else None
    return judge(conform("measures", list(rows)), previous=earlier)


def test_reported_rate_contradicted_by_later_value_is_set_aside():
    row = judged(JULY).iloc[0]
    assert (row["state"], bool(row["rate_set_aside"]), row["reported_rate"]) == ("ahead", True, 73)
    assert row["reason"] == f"完成率80.0%，序时58.1%，偏差+21.9个百分点，进度系数1.38；{SET_ASIDE}"


def test_reported_rate_contradicted_by_later_target_is_set_aside():
    row = judged(JULY | {"actual": 584, "target": 900, "cells": "actual=10 reported_rate=30 target~20"}).iloc[0]
    assert (row["state"], bool(row["rate_set_aside"])) == ("on_track", True)


def test_proof_shows_reported_rate_set_aside():
    proof = proof_of(judged(JULY).iloc[0]).set_index("label")["value"]
    assert proof["自报完成率"] == "73%（早于现在的数字且与其不符，已搁置）"


def test_reported_rate_contradicted_by_own_report_is_to_verify():
    row = judged(REPORT | {"actual": 600}).iloc[0]
    assert (row["state"], bool(row["rate_set_aside"])) == ("to_verify", False)


def test_reported_rate_of_reimported_report_is_to_verify():
    row = judged(REPORT | {"actual": 600}, previous=[REPORT]).iloc[0]
    assert row["state"] == "to_verify"


def test_reported_rate_consistent_with_later_values_is_kept():
    row = judged(JULY | {"actual": 586}).iloc[0]
    assert (row["state"], bool(row["rate_set_aside"]), round(row["reported_gap"], 2)) == ("ahead", False, -0.25)


def test_reported_rate_by_clerk_is_set_aside_when_values_changed_later():
    row = judged(OWN | {"actual": 640}, previous=[OWN]).iloc[0]
    assert (row["state"], bool(row["rate_set_aside"])) == ("ahead", True)


@pytest.mark.parametrize(
    "previous",
    [(), (OWN | {"reported_rate": 60},), (OWN | {"period": "2022H2"},), (OWN | {"actual": 640},)],
    ids=["no version before", "another rate before", "another period", "the same figures before"],
)
def test_reported_rate_submitted_with_contradicting_values_is_to_verify(previous):
    assert judged(OWN | {"actual": 640}, previous=previous).iloc[0]["state"] == "to_verify"


def test_reported_rate_without_target_still_implies_a_target():
    row = judged(JULY | {"target": None}).iloc[0]
    assert (row["state"], row["reason"]) == ("to_verify", "未载明目标值")


CLAIMS = [REPORT | {"row_id": "m.1", "target": 7850, "claim": "7850亩"}, REPORT | {"claim": "800亩"}]


def test_claims_are_judged_separately_after_rate_is_set_aside():
    rows = [JULY | {"row_id": row["row_id"], "target": row["target"], "claim": row["claim"]} for row in CLAIMS]
    table = judged(*rows)
    assert table["state"].tolist() == ["far_behind", "ahead"]
    reason = roll_up(table)["reason"].iloc[0]
    assert reason == (
        "2个目标依据结论不同：目标7,850亩（7850亩）为严重滞后；目标800亩（800亩）为超前。"
        "自报完成率73%早于现在的数字且与其不符，已搁置。请选定一个目标，并写明采用人和理由"
    )


def test_reported_rate_given_by_another_claim_is_kept():
    rows = [CLAIMS[1], JULY | {"row_id": "m.1", "target": 7850, "claim": "7850亩"}]
    assert judged(*rows)["rate_set_aside"].tolist() == [False, False]


def test_reported_rates_of_empty_table_have_their_column():
    assert pd.api.types.is_bool_dtype(judged()["rate_set_aside"])
