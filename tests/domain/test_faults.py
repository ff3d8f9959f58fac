"""Faults: every kind is described, and what comes from a file cannot break a message."""

from string import Formatter

import pytest

from domain.faults import FAULT_KINDS, LEVELS, Place, faults_table, make_fault, manual_table, shown


@pytest.mark.parametrize("code", FAULT_KINDS)
def test_every_kind_can_be_said_in_one_line(code):
    kind = FAULT_KINDS[code]
    slots = {name: "甲" for _, name, _, _ in Formatter().parse(kind.wrong + kind.write) if name and name != "value"}
    line = make_fault(code, Place("土地整治", "C5"), "六百", **slots).line
    assert line.startswith("工作表“土地整治”C5（写的是“六百”）：")
    assert line.endswith("。")
    assert kind.level in LEVELS


def test_what_asks_for_something_says_what_to_do():
    assert all(kind.write for kind in FAULT_KINDS.values() if kind.level in ("refuse", "fault", "ask"))


def test_a_value_is_shown_short_in_one_line_and_without_invisible_signs():
    assert shown("a\x00\u202eb\nc") == "a\\u0000\\u202eb c"
    assert shown("{0}" * 40).endswith("…")
    assert shown(600.0) == "600"
    assert "{0}" in make_fault("unknown_domain", value="{0}", words="土地整治").wrong


def test_faults_and_the_manual_are_tables():
    table = faults_table([make_fault("negative", Place("征迁", "F3"), -5.0, label="户数")])
    assert table.to_dict("records")[0] == {
        "级别": "请确认", "工作表": "征迁", "单元格": "F3", "原内容": "-5", "问题": "“户数”一般不是负数",
        "怎样改": "请选定，或写成 0 或正数；减少的情况写到“备注”列",
    }  # fmt: skip
    assert "…" in manual_table()["怎样改"].str.cat()
    assert "{" not in manual_table()["怎样改"].str.cat()


def test_what_the_page_for_edits_tells_too_speaks_of_no_upload():
    said = make_fault("part_over_whole", part="销号", parts="12", whole="排查", total="11").line
    assert said == "销号（12）大于排查（11）。请核对这几个数并改正。"
