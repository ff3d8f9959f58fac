"""Hostile and broken workbooks through the whole reader: one refusal or an honest reading, and nothing left behind."""

import csv
import io
import os
import tempfile
import time
from pathlib import Path

import pytest

from loaders.workbook import Refused, read_workbook
from loaders.workbook.fault_collector import MAX_PER_KIND
from tests.loaders.workbook.hostile import HOSTILE
from tests.loaders.workbook.samples import CURRENT, changes, codes, read

pytestmark = pytest.mark.sandbox

HEAD = ["编号", "项目", "环节", "面积(亩)", "备注"]
A, B = ["land.a", "土地整治", "立项", 880.0, None], ["land.b", "土地整治", "施工", 600.0, None]


def memory():
    """Resident memory of this process in MB."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        pytest.skip("这个系统没有 /proc")


def outcome(data):
    try:
        return codes(read_workbook(data, "台账.xlsx", CURRENT).faults)
    except Refused as refused:
        return refused.fault.kind.code


@pytest.mark.parametrize("data", list(HOSTILE.values()), ids=list(HOSTILE))
def test_hostile_file_is_one_refusal_and_memory_is_released(data, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = memory()
    assert isinstance(outcome(data), str)
    assert memory() - before < 50
    assert list(tmp_path.iterdir()) == []


def test_control_characters_are_faults_at_their_cells():
    assert codes(read({"土地整治": [HEAD, [*A[:4], "a_x0000_b"], B]}).faults) == ["control_character"]
    assert codes(read({"土地整治": [HEAD, A, ["new_x0001_", "新", "启动", 1.0]]}).faults) == ["id_odd"]


@pytest.mark.parametrize("text", ["x" * 32_767, "\U0001f600" * 100, "{0.__class__}", "%s%n", "' OR 1=1 --"])
def test_odd_texts_are_kept_as_they_are(text):
    assert changes(read({"土地整治": [HEAD, [*A[:4], text], B]})) == [("land.a", "note", None, text)]


@pytest.mark.parametrize("text", ["万", "元/", "(", "1,", "\ufdfa", "x", "9", "2023年", "注:"])
def test_hostile_longest_texts_are_handled_at_once(text):
    long = text * (32_767 // len(text))
    head = ["编号", "名称", "单位(量)", "数值", "性质", "数据截至", long]
    sheet = io.StringIO()
    csv.writer(sheet).writerows([[long], head, *[["", "甲", long, long, long, long, long]] * 5])
    begun = time.process_time()
    reading = read_workbook(sheet.getvalue().encode(), "治理.csv", CURRENT)
    assert set(codes(reading.faults)) == {"unknown_unit", "not_a_number", "unknown_word", "not_a_date"}
    assert time.process_time() - begun < 5


def test_column_wrong_in_every_row_is_one_fault_with_a_count():
    rows = [[f"new.{n}", "甲", "启动", "很多", None] for n in range(3 * MAX_PER_KIND)]
    reading = read({"土地整治": [HEAD, A, B, *rows]})
    assert codes(reading.faults) == ["not_a_number"] * MAX_PER_KIND
    assert f"还有 {2 * MAX_PER_KIND} 处" in next(
        fault.wrong for fault in reading.notices if fault.kind.code == "and_more"
    )


def test_sheet_of_a_hundred_known_headers_is_handled():
    head = ["编号", "项目", *["面积(亩)"] * 100]
    assert codes(read({"土地整治": [head, ["land.a", "土地整治", *[1.0] * 100]]}).faults) == ["header_twice"] * 99


@pytest.mark.parametrize("title", ["![x](http://h/x)", "'=1+1", "<b>", "附\u202e表", "a" * 31])
def test_titles_of_sheets_are_shown_and_never_run(title):
    escaped = title.replace("<", "&lt;").replace(">", "&gt;")
    reading = read({escaped: [["姓名", "电话", "地址"], ["张三", "1", "2"]], "土地整治": [HEAD, A, B]})
    assert reading.faults == ()
    assert all("\u202e" not in fault.line for fault in reading.all_faults)
