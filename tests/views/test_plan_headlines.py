"""The cards of 下半年任务: judged commitments first, each named as its figure is, never as a cut sentence."""

from domain.schema.frames import conform
from views.plan import plan_view


def _commitment(text, quantity, start, unit="亩"):
    return {
        "row_id": text, "text": text, "quantity": quantity, "unit": unit, "due": "2023-12-31", "due_text": "下半年",
        "start": start, "cells": f"quantity={start}",
    }  # fmt: skip


def test_a_card_is_named_after_its_figure_with_its_qualifier_and_judged_ones_come_first():
    tables = {
        "commitments": conform(
            "commitments",
            [_commitment("对10万元以上项目定期汇报", 10, 5, "万元"), _commitment("完成800亩任务", 800, 40)],
        ),
        "figures": conform(
            "figures",
            [
                {"start": 5, "name": "每村谋划项目规模", "qualifier": "at_least"},
                {"start": 40, "name": "土地整治任务", "qualifier": "exact", "indicator_id": "new_farmland"},
            ],
        ),
    }
    cards = plan_view(tables).headlines
    assert cards["label"].tolist() == ["土地整治任务", "每村谋划项目规模"]
    assert (cards["value"] + cards["unit"]).tolist() == ["800亩", "10万元以上"]


def test_a_commitment_whose_figure_has_no_name_says_that_its_text_goes_on():
    text = "继续" * 20
    tables = {"commitments": conform("commitments", [_commitment(text, 3, 9)]), "figures": conform("figures", [])}
    assert plan_view(tables).headlines["label"].tolist() == [text[:23] + "…"]
