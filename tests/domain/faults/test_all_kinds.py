"""The kinds of faults: every one is described and says what to do."""

from string import Formatter

import pytest

from domain.faults import FAULT_KINDS, LEVELS, Place, make_fault


@pytest.mark.parametrize("code", FAULT_KINDS)
def test_fault_kind_fills_its_templates_in_one_line(code):
    kind = FAULT_KINDS[code]
    slots = {name: "甲" for _, name, _, _ in Formatter().parse(kind.wrong + kind.write) if name and name != "value"}
    line = make_fault(code, Place("土地整治", "C5"), "六百", **slots).line
    assert line.startswith("工作表“土地整治”C5（写的是“六百”）：")
    assert line.endswith("。")
    assert kind.level in LEVELS


def test_fault_kinds_that_block_say_what_to_do():
    assert all(kind.write for kind in FAULT_KINDS.values() if kind.level in ("refuse", "fault", "ask"))
