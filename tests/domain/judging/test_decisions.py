from datetime import date

import pandas as pd
import pytest

from domain.judging.decisions import (
    DECISIONS,
    approved_deviation,
    carry_decisions,
    chosen_target,
    duplicate_choices,
    with_decisions,
)
from domain.schema.frames import conform
from domain.schema.tables import TABLES


def measures(target: float = 800, **decided: object) -> pd.DataFrame:
    row = {"row_id": "measures.new_farmland.2", "indicator_id": "new_farmland", "target": target, "unit": "亩"}
    return conform("measures", [row | decided, {"row_id": "other", "target": 1}])


CHOSEN = {"chosen": True, "chosen_by": "王芳", "chosen_reason": "县里已确认"}


def test_decision_columns_exist_in_schema():
    for name, columns in DECISIONS.items():
        assert set(columns) <= {column.name for column in TABLES[name].all_columns}


def test_chosen_target_survives_reimport_of_report():
    carried = carry_decisions({"measures": measures(**CHOSEN)}, {"measures": measures()})["measures"]
    assert carried.loc[0, "chosen_by"] == "王芳"
    assert bool(carried.loc[0, "chosen"]) is True
    assert carried.loc[1, list(DECISIONS["measures"])].isna().all()
    pd.testing.assert_series_equal(carried.dtypes, measures().dtypes)


def test_approved_deviation_keeps_its_end_date():
    accepted = {"accepted_reason": "汛期", "accepted_by": "李强", "accepted_until": "2023-09-30"}
    carried = carry_decisions({"measures": measures(**accepted)}, {"measures": measures()})["measures"]
    assert carried.loc[0, "accepted_until"] == pd.Timestamp("2023-09-30")


def test_decision_about_another_target_is_not_carried_over():
    carried = carry_decisions({"measures": measures(**CHOSEN)}, {"measures": measures(target=900)})["measures"]
    assert carried["chosen"].isna().all()


def test_decision_newer_than_carried_one_is_kept():
    new = {"chosen": False, "chosen_by": "李强"}
    carried = carry_decisions({"measures": measures(**CHOSEN)}, {"measures": measures(**new)})["measures"]
    assert carried.loc[0, "chosen_by"] == "李强"


def test_resolved_finding_stays_resolved():
    finding = {"row_id": "rate_base-1", "check": "rate_base", "computed": "73.0", "printed": "73%"}
    before = conform(
        "findings", [finding | {"resolution": "按800亩", "resolved_by": "王芳", "resolved_on": "2023-07-12"}]
    )
    carried = carry_decisions({"findings": before}, {"findings": conform("findings", [finding])})["findings"]
    pd.testing.assert_frame_equal(carried, before)


@pytest.mark.parametrize(("printed", "stays"), [("7850亩、800亩", True), ("7850亩、900亩", False)])
def test_resolution_of_target_conflict_lasts_while_targets_are_unchanged(printed, stays):
    before = {"row_id": "two_targets-1", "check": "two_targets", "computed": "完成73%", "printed": "7850亩、800亩"}
    said = {"resolution": "按800亩", "resolved_by": "王芳", "resolved_on": "2023-07-12"}
    after = conform("findings", [{**before, "computed": "完成75%", "printed": printed}])
    carried = carry_decisions({"findings": conform("findings", [before | said])}, {"findings": after})["findings"]
    assert carried["resolution"].notna().tolist() == [stays]


CLAIMS = conform("measures", [
    {"row_id": "a", "indicator_id": "new_farmland"}, {"row_id": "b", "indicator_id": "new_farmland"}, {"row_id": "c"},
])  # fmt: skip


def test_choose_target_clears_other_choices():
    decided = chosen_target(CLAIMS, "b", "王芳", "县里已确认")
    assert decided == {"a": {"chosen": None, "chosen_by": None, "chosen_reason": None}, "b": CHOSEN}


def test_choose_target_without_reason_withdraws_choice():
    assert {cell for row in chosen_target(CLAIMS, "b", "", "").values() for cell in row.values()} == {None}


def test_approve_deviation_applies_to_every_claim_of_indicator():
    decided = approved_deviation(CLAIMS, "a", "李强", "汛期", date(2023, 9, 30))
    approved = {"accepted_reason": "汛期", "accepted_by": "李强", "accepted_until": date(2023, 9, 30)}
    assert decided == {"a": approved, "b": approved}
    assert set(approved_deviation(CLAIMS, "c", "李强", "汛期", date(2023, 9, 30))) == {"c"}


def test_decision_about_missing_row_is_refused():
    with pytest.raises(KeyError):
        chosen_target(CLAIMS, "z", "王芳", "理由")


def both_chosen(*, by=("王芳", "陈晨"), indicator="new_farmland"):
    return conform("measures", [
        {"row_id": "a", "indicator_id": "new_farmland", "name": "新增耕地", "target": 800, "unit": "亩", "chosen": True,
         "chosen_by": by[0]},
        {"row_id": "b", "indicator_id": indicator, "name": "新增耕地", "target": 7850, "unit": "亩", "chosen": True,
         "chosen_by": by[1]},
    ])  # fmt: skip


def test_two_chosen_targets_of_one_indicator_are_a_fault_with_persons():
    (fault,) = duplicate_choices(CLAIMS, both_chosen(by=("王芳", None)))
    assert fault.wrong == "“新增耕地”同时采用了几个目标：800亩（采用人：王芳）、7,850亩（采用人：未载明）"
    assert fault.kind.level == "fault"


def test_chosen_targets_single_or_unchanged_are_no_fault():
    assert duplicate_choices(CLAIMS, both_chosen(indicator="farmland_built")) == []
    assert duplicate_choices(both_chosen(), both_chosen(by=("李强", "李强"))) == []


def test_decisions_change_their_own_cells_only():
    approved = {"accepted_reason": "汛期停工", "accepted_by": "李强", "accepted_until": date(2023, 9, 30)}
    before = measures(**CHOSEN)
    after = with_decisions("measures", before, {"other": approved, "gone": approved})
    assert after.loc[1, ["accepted_reason", "accepted_by"]].tolist() == ["汛期停工", "李强"]
    assert after.loc[1, "accepted_until"] == pd.Timestamp("2023-09-30")
    pd.testing.assert_frame_equal(after.drop(columns=list(approved)), before.drop(columns=list(approved)))
    pd.testing.assert_series_equal(after.dtypes, before.dtypes)
    assert before["accepted_by"].isna().all()


def test_decision_of_none_withdraws_decision():
    nothing = dict.fromkeys(CHOSEN)
    after = with_decisions("measures", measures(**CHOSEN), {"measures.new_farmland.2": nothing})
    assert after[list(CHOSEN)].isna().all(axis=None)


def test_decision_in_other_column_is_refused():
    with pytest.raises(KeyError, match="actual"):
        with_decisions("measures", measures(), {"other": {"actual": 3.0}})
