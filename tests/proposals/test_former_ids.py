"""Rows of two readings of one report: the same ones are found by their proof, whatever they are called."""

import pytest

from domain.schema.frames import conform
from proposals.former_ids import keep_former_ids, match_ids
from store.former_ids import current_ids
from store.records import Draft
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, SCOPE, report

TEXT = "已立项880亩，已施工600亩。交警大队、南北通道等项目的征迁均已完成。"
SOURCE = {"source_id": "jinchuan-2023H1"}


def row(row_id: str, quote: str, cells: str | None, **columns: object) -> dict[str, object]:
    start = TEXT.index(quote)
    proof = {"start": start, "end": start + len(quote), "quote": quote, "cells": cells}
    return {**SCOPE, **SOURCE, "row_id": row_id, **proof, **columns}


APPROVED = {"quote": "已立项880亩", "cells": "area_mu=3", "area_mu": 880, "stage": "立项"}
BUILT = {"quote": "已施工600亩", "cells": "area_mu=11", "area_mu": 600, "stage": "施工"}
STEP = {"quote": "交警大队、南北通道等项目的征迁均已完成", "cells": None, "target": 1, "actual": 1, "unit": "节点"}


def test_rows_on_the_same_figure_are_matched():
    before = {"land": conform("land", [row("land.approved", **APPROVED), row("land.built", **BUILT)])}
    after = {"land": conform("land", [row("land:施工", **BUILT), row("land:立项", **APPROVED)])}
    assert match_ids(before, after) == {"land": {"land.approved": "land:立项", "land.built": "land:施工"}}


def test_row_with_the_same_id_is_not_matched():
    before = {"land": conform("land", [row("land.approved", **APPROVED)])}
    assert match_ids(before, before) == {}


def test_id_that_the_new_reading_uses_for_another_row_is_no_former_one():
    before = {"land": conform("land", [row("land:x", **APPROVED), row("land:y", **BUILT)])}
    after = {"land": conform("land", [row("land:y", **APPROVED), row("land:z", **BUILT)])}
    assert match_ids(before, after) == {}


def test_rows_on_one_figure_with_most_in_common_are_matched():
    both = {"quote": "已立项880亩，已施工600亩", "target": 880, "actual": 600, "unit": "亩"}
    before = [row("measures.a", cells="target=3 actual=11", name="施工", indicator_id="a", **both)]
    one = row("measures:立项", "已立项880亩", "target=3", name="立项", target=880, unit="亩", indicator_id="立项亩")
    two = row("measures:施工", cells="target=3 actual=11", name="施工面积", indicator_id="施工亩", **both)
    after = {"measures": conform("measures", [one, two])}
    assert match_ids({"measures": conform("measures", before)}, after) == {
        "measures": {"measures.a": "measures:施工"}, "indicator_id": {"a": "施工亩"},
    }  # fmt: skip


def test_steps_of_one_clause_are_matched_by_their_names():
    before = [
        row("measures.police", name="交警大队项目征迁", indicator_id="police", **STEP),
        row("measures.road", name="南北通道征迁", indicator_id="road", **STEP),
    ]
    after = [
        row("measures:南北通道征迁", name="南北通道征迁", indicator_id="南北通道征迁", **STEP),
        row("measures:交警大队征迁", name="交警大队征迁", indicator_id="交警大队征迁", **STEP),
    ]
    found = match_ids({"measures": conform("measures", before)}, {"measures": conform("measures", after)})
    assert found["measures"] == {
        "measures.police": "measures:交警大队征迁",
        "measures.road": "measures:南北通道征迁",
    }
    assert found["indicator_id"] == {"police": "交警大队征迁", "road": "南北通道征迁"}


def test_step_still_to_come_is_not_matched_with_one_that_is_done():
    before = [row("measures.a", name="南北通道征迁", **STEP)]
    after = [row("measures:a", name="南北通道征迁", **{**STEP, "actual": 0})]
    assert match_ids({"measures": conform("measures", before)}, {"measures": conform("measures", after)}) == {}


def test_figure_that_somebody_corrected_still_finds_its_row():
    corrected = {**APPROVED, "cells": "area_mu~3 quote~0", "area_mu": 884}
    before = {"land": conform("land", [row("land.approved", **corrected)])}
    after = {"land": conform("land", [row("land:立项", **APPROVED)])}
    assert match_ids(before, after) == {"land": {"land.approved": "land:立项"}}


@pytest.mark.parametrize(
    ("text", "recorded"), [(TEXT, {"land": {"land.approved": "land:立项"}}), ("新文。" + TEXT, {})]
)
def test_former_ids_are_kept_for_the_very_text_alone(store, text, recorded):
    tables = {"land": conform("land", [row("land.approved", **APPROVED)])}
    commit_version(Draft("金川街道", "2023H1", "seed", tables, report(TEXT)), None, EDITOR, "首次", JUNE)
    again = {"land": conform("land", [row("land:立项", **APPROVED)])}
    keep_former_ids(Draft("金川街道", "2023H1", "report", again, report(text)), EDITOR)
    assert current_ids("金川街道") == recorded
