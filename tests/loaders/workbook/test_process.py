"""The process of its own: what ends it ends in one refusal, and the server's process stays as it was."""

import io
import os
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import pytest

from loaders.sandbox import run
from loaders.sandbox.run import Cancelled
from loaders.workbook import process
from loaders.workbook.cells import read_cells
from loaders.workbook.guard import Refused, Upload, check_upload
from tests.examples import few
from tests.loaders.workbook.files import MAIN, archive, ods, parts, styles_xml, xls, xlsx
from tests.quick_children import run_here

pytestmark = pytest.mark.sandbox

ROWS = [["编号", "面积(亩)"], ["land.a", 880]]


def read(data):
    return read_cells(check_upload(data))


def refusal(data):
    with pytest.raises(Refused) as caught:
        read(data)
    return caught.value.fault


def memory():
    """Resident memory of this process in MB."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        pytest.skip("这个系统没有 /proc")


def marks(found):
    """(row, column) → mark of a sheet."""
    return {(row, column): mark for (column, mark), rows in found.marks.items() for row in rows.tolist()}


def sheet(data):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'


def test_numbers_texts_dates_and_flags_come_back():
    day = b'<c r="REF" s="1"><v>45107</v></c>'
    data = xlsx({"甲": [["a", 5.5, day, b'<c r="REF" t="b"><v>1</v></c>', None, "末"]]}, styles_xml(0, 14))
    (first,) = read(data)
    row = first.row(0)
    assert (row[0], row[1], str(row[2]), row[2].kind, str(row[3]), row[5]) == (
        "a",
        5.5,
        "2023-06-30",
        "date",
        "TRUE",
        "末",
    )
    assert 4 not in row


STRUCK = b'<c r="REF" t="inlineStr"><is><r><rPr><strike/></rPr><t>880</t></r><r><t>900</t></r></is></c>'
HIDING = f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="2" hidden="1">'
HIDING += (
    '<c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A4"/></mergeCells>'
)


@pytest.mark.parametrize(
    "data",
    [
        xlsx({"甲": ROWS, "乙": [[STRUCK, b'<c r="REF"><f>1+1</f></c>', 5.5]]}, styles_xml(0, 9)),
        xlsx({"甲": HIDING + '<mergeCells><mergeCell ref="A2:A4"/></mergeCells></worksheet>'}),
        xlsx({"甲": "<worksheet><sheetData><row"}),
        ods({"甲": ROWS, "乙": [["说明", 880]]}),
        xls("甲", [["编号", (0.5, 1)], ["land.a", 880]], "0%", hidden_rows=(1,), hidden_columns=(1,)),
        xls("甲", ROWS, are_known=False),
        "编号;面积(亩)\nland.a;880\n".encode("gb18030"),
    ],
    ids=["xlsx", "hiding", "broken", "ods", "xls", "damaged-xls", "csv"],
)
def test_process_answers_as_the_tests_read_without_one(data, monkeypatch):
    def answer():
        try:
            header, columns = process.read_in_child(upload.kind, upload.content, upload.recheck, rich=upload.rich)
        except Refused as refused:
            return refused.fault
        return header, bytes(columns)

    upload = check_upload(data)
    found = answer()
    monkeypatch.setattr(process, "run_child", run_here)
    assert answer() == found


@pytest.mark.parametrize("number_format", [27, 28, 30, 31, 36, 50, 57, 58])
def test_chinese_date_formats_are_dates(number_format):
    data = xlsx({"甲": [[b'<c r="REF" s="1"><v>45107</v></c>']]}, styles_xml(0, number_format))
    assert str(read(data)[0].row(0)[0]) == "2023-06-30"


def test_formulas_without_results_errors_and_per_cents_are_marked():
    cells = [
        b'<c r="REF"><f>1+1</f></c>', b'<c r="REF"><f>1+1</f><v/></c>', b'<c r="REF"><f>1+1</f><v>2</v></c>',
        b'<c r="REF" t="str"><f>A1</f><v></v></c>', b'<c r="REF" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        b'<c r="REF" s="1"><v>0.73</v></c>', b'<c r="REF" s="2"><v>73</v></c>', "x",
    ]  # fmt: skip
    (found,) = read(xlsx({"甲": [cells]}, styles_xml(0, "0.0%", "0&quot;%&quot;")))
    assert marks(found) == {
        (0, 0): "formula", (0, 1): "formula", (0, 4): "error", (0, 5): "percent", (0, 6): 'format 0"%"',
    }  # fmt: skip


def test_sheet_disguised_as_a_picture_is_refused_with_a_doctype():
    workbook = parts({"甲": [["编号", b'<c r="REF" s="1"><v>0.5</v></c>']]}, styles_xml(0, 9))
    rels = "xl/_rels/workbook.xml.rels"
    workbook[rels] = workbook[rels].replace("sheet1.xml", "sheet1.svg")
    workbook["xl/worksheets/sheet1.svg"] = "<!DOCTYPE a>" + workbook.pop("xl/worksheets/sheet1.xml")
    assert refusal(archive(workbook)).kind.code == "unreadable"


def test_parts_named_with_backslashes_are_read_and_marked():
    workbook = parts({"甲": [["编号", b'<c r="REF"><f>1+1</f></c>']]})
    (found,) = read(archive({name.replace("/", "\\"): content for name, content in workbook.items()}))
    assert (found.row(0), marks(found)) == ({0: "编号"}, {(0, 1): "formula"})


def test_ods_with_indented_xml_is_read():
    with zipfile.ZipFile(io.BytesIO(ods({"甲": [["编号", "面积"], ["land.a", 880]]}))) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    for tag in (b"<table:", b"</table:", b"<text:", b"</office:"):
        members["content.xml"] = members["content.xml"].replace(tag, b"\n    " + tag)
    (found,) = read(archive(members))
    assert [found.row(at) for at in range(2)] == [{0: "编号", 1: "面积"}, {0: "land.a", 1: 880.0}]


def test_hidden_rows_and_sheets_are_read():
    row = '<row r="1" hidden="1"><c r="A1"><v>7</v></c></row>'
    workbook = parts({"甲": sheet(row)})
    workbook["xl/workbook.xml"] = workbook["xl/workbook.xml"].replace("<sheet ", '<sheet state="veryHidden" ')
    (found,) = read(archive(workbook))
    assert found.row(0) == {0: 7.0}


def test_sheet_of_a_million_styled_rows_is_read_within_the_limits():
    styled = "".join(
        f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(7, 1_000_001)
    )
    real = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 7))
    (found,) = read(xlsx({"甲": sheet(real + styled)}))
    assert [found.row(at) for at in range(6)] == [{0: float(n)} for n in range(1, 7)]
    assert len(found.rows) == 6


def test_cell_at_the_far_corner_is_reported():
    fault = refusal(
        xlsx(
            {
                "甲": ROWS,
                "土地整治": sheet(
                    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                ),
            }
        )
    )
    assert (fault.kind.code, fault.place.sheet, fault.place.cell) == ("far_cell", "土地整治", "XFD1048576")


def test_styled_empty_cell_at_the_far_corner_is_ignored():
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(xlsx({"甲": sheet(data)}))[0].row(0) == {0: 1.0}


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (xlsx({"甲": "<worksheet><sheetData><row"}), {"unreadable"}),
        (xlsx({"甲": sheet('<row r="99999999999"><c r="A1"><v>1</v></c></row>')}), {"unreadable", None}),
        (xlsx({"甲": sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')}), {"unreadable", "too_much", None}),
        (xlsx({"甲": sheet('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>')}), {"unreadable", None}),
        (xlsx({"甲": "<a>" * 30_000}), {"unreadable", None}),
        (xlsx({"甲": ROWS}, **{"xl/workbook.xml": "<workbook/>"}), {"unreadable", None}),
        (xls("甲", ROWS)[:3000] + bytes(3000), {"not_a_workbook"}),
        (xls("甲", ROWS)[:-700] + bytes(700), {"unreadable", "broken", "too_much"}),
        (xls("甲", ROWS)[:600] + b"\xff" * 400 + xls("甲", ROWS)[1000:], {"unreadable", "broken", "too_much", None}),
    ],
)  # fmt: skip
def test_broken_insides_are_refused_or_read_and_never_escape(data, codes):
    try:
        read(data)
        code = None
    except Refused as refused:
        code = refused.fault.kind.code
    assert code in codes


def test_shared_string_bomb_is_refused_and_memory_is_released():
    long = "x" * 32_000
    strings = f'<sst xmlns="{MAIN}">' + "".join(f"<si><t>{n}{long}</t></si>" for n in range(20)) + "</sst>"
    rows = "".join(f'<row r="{n}">' + f'<c t="s"><v>{n % 20}</v></c>' * 20 + "</row>" for n in range(1, 10_000))
    workbook = parts({"甲": sheet(rows)}) | {"xl/sharedStrings.xml": strings}
    link = workbook["xl/_rels/workbook.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    workbook["xl/_rels/workbook.xml.rels"] = link.replace(
        "</Relationships>", f'<Relationship Id="t" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    )
    content = archive(workbook)
    before = memory()
    with pytest.raises(Refused) as caught:
        read_cells(Upload("xlsx", content))
    assert caught.value.fault.kind.code in ("too_much", "unreadable")
    assert memory() - before < 50


@pytest.mark.parametrize("cell", few(["<v>0.5</v>", "<f>1+1</f>", "<f>1+1</f><v>#N/A</v>"], -1))
def test_marks_of_every_cell_take_little_memory_here(cell):
    kind = ' t="e"' if "#" in cell else ""
    rows = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"{kind}>{cell}</c>' for c in "ABCDE") + "</row>"
        for n in range(1, 60_001)
    )
    content = xlsx({"甲": sheet(rows)}, styles_xml(0, 9))
    before = memory()
    (found,) = read(content)
    assert memory() - before < 30
    assert sum(map(len, found.marks.values())) == 300_000
    mark = next(iter(found.marks))[1]
    assert found.is_marked(mark, 59_999, 4)
    assert not found.is_marked(mark, 59_999, 5)


def test_rows_and_columns_over_the_limit_are_refused_with_it():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_002))
    assert refusal(xlsx({"甲": sheet(rows)})).line == (
        "工作表“甲”：有内容的行超过 200000 行。请只保留要更新的工作表，或分成几个文件上传。"
    )
    assert refusal(xlsx({"甲": [[1.0] * 201]})).kind.code == "too_many_columns"
    assert len(read(xlsx({"甲": [[1.0] * 200]}))[0].columns) == 200


def test_process_over_its_time_is_ended(monkeypatch, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(process, "_CHILD", script)
    monkeypatch.setattr(process, "WALL_SECONDS", 0.5)
    begun = time.monotonic()
    assert refusal(xlsx({"甲": ROWS})).kind.code == "too_slow"
    assert time.monotonic() - begun < 10


def test_time_limit_covers_waiting_and_several_readings_together(monkeypatch):
    monkeypatch.setattr(process, "WALL_SECONDS", 0.0)
    limited = process.time_limit()
    data = check_upload(xlsx({"甲": ROWS}))
    for _ in range(run.MAX_PROCESSES):
        run._SLOTS.acquire()
    try:
        with pytest.raises(Refused) as caught:
            read_cells(data, limited)
        assert caught.value.fault.kind.code == "busy"
    finally:
        for _ in range(run.MAX_PROCESSES):
            run._SLOTS.release()
    monkeypatch.undo()
    with pytest.raises(Refused) as caught:
        limited()
    assert caught.value.fault.kind.code == "too_slow"


def test_process_can_be_cancelled(monkeypatch, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(process, "_CHILD", script)
    with pytest.raises(Cancelled):
        read_cells(Upload("xlsx", b"x"), cancelled=lambda: True)


def test_process_beyond_two_at_once_is_refused_as_busy(monkeypatch):
    monkeypatch.setattr(run, "QUEUE_SECONDS", 0.3)
    for _ in range(run.MAX_PROCESSES):
        run._SLOTS.acquire()
    try:
        assert refusal(xlsx({"甲": ROWS})).kind.code == "busy"
    finally:
        for _ in range(run.MAX_PROCESSES):
            run._SLOTS.release()
    assert read(xlsx({"甲": ROWS}))[0].row(1) == {0: "land.a", 1: 880.0}


def test_uploads_at_the_same_time_all_come_back_right():
    data = {n: xlsx({"甲": [[float(n)]] * 50}) for n in range(6)}
    found = {}

    def one(n):
        found[n] = read(data[n])[0].row(49)

    threads = [threading.Thread(target=one, args=(n,)) for n in data]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: {0: float(n)} for n in data}


CURIOUS = """
import json, os, sys
try:
    with open(__file__ + ".left", "w") as left:
        left.write("x" * 100)
    wrote = True
except OSError:
    wrote = False
answer = {"sheets": [], "wrote": wrote, "secret": os.environ.get("PROGRESS_DATABASE_URL", "")}
sys.stdout.buffer.write(json.dumps(answer).encode() + b"\\n")
"""


def test_process_may_write_no_file_and_sees_no_secrets(monkeypatch, tmp_path):
    script = tmp_path / "curious.py"
    script.write_text(CURIOUS, encoding="utf-8")
    monkeypatch.setenv("PROGRESS_DATABASE_URL", "postgresql://u:secret@h/d")
    monkeypatch.setattr(process, "_CHILD", script)
    said, _ = process.read_in_child("xlsx", b"")
    assert said["secret"] == ""
    assert os.name == "nt" or said["wrote"] is False


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no bound of processor time")
def test_process_over_its_time_is_distinguished_from_one_that_fails(monkeypatch, tmp_path):
    script = tmp_path / "busy.py"
    script.write_text("while True: pass\n", encoding="utf-8")
    monkeypatch.setattr(process, "_CHILD", script)
    monkeypatch.setattr(process, "CPU_SECONDS", 1)
    assert refusal("编号,面积\nland.a,1\n".encode()).kind.code == "too_slow"


def test_process_leaves_no_temporary_files(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read(xlsx({"甲": ROWS}))
    refusal(xlsx({"甲": "<worksheet><sheetData><row"}))
    assert list(tmp_path.iterdir()) == []
