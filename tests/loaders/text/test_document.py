"""Any document: recognised by its content, refused in one line that says what to do, never harmful."""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from loaders.sandbox import archive as archive_limits
from loaders.text import document
from loaders.text.document import read_document
from loaders.text.refusals import SourceError
from tests.loaders.text.documents import docx, levels, numbered, numbering, paragraph, pdf, table
from tests.loaders.workbook.files import archive, ole, xlsx

PLAIN = "上半年完成土地整治880亩。"
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
#: Made by LibreOffice from `report()`.
OLD_WORD = Path(__file__).with_name("report.doc")


def report():
    """Numbered chapters, a table, a footnote-free text: what the .doc in this folder was made of."""
    return docx(
        paragraph("某街道2024年上半年工作总结"),
        numbered("土地整治"),
        numbered("完成立项5个，面积880亩。", 1),
        numbered("启动3个。", 1),
        numbered("房屋征迁"),
        paragraph("各村完成情况如下："),
        table(["村名", "任务数（户）", "完成数（户）"], ["东村", "20", "15"], ["西村", "30", "12"]),
        paragraph("下半年再拆除6户。"),
        numbering=numbering(levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))),
    )


TEXT = """某街道2024年上半年工作总结
一、土地整治
（一）完成立项5个，面积880亩。
（二）启动3个。
二、房屋征迁
各村完成情况如下：

|村名|任务数（户）|完成数（户）|
|东村|20|15|
|西村|30|12|

下半年再拆除6户。"""


def refusal(data, name="报告.docx"):
    with pytest.raises(SourceError) as caught:
        read_document(data, name)
    line = str(caught.value)
    assert line.startswith(f"{name}：")
    assert "\n" not in line
    return caught.value


def test_document_with_numbering_and_table_is_read_as_word_shows_it():
    assert read_document(report(), "报告.docx").text == TEXT


def test_document_in_old_word_format_is_read_as_word_shows_it():
    found = read_document(OLD_WORD.read_bytes(), "报告.doc")
    assert (found.text, found.kind, found.notes) == (TEXT, "doc", ())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("kind", "numbers"),
    [("doc", {}), ("pdf", {}), ("html", {"一、": "1.", "（一）": "1.", "（二）": "2.", "二、": "2."})],
)
def test_document_converted_by_libreoffice_has_the_same_text(kind, numbers, tmp_path):
    source = tmp_path / "report.docx"
    source.write_bytes(report())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = read_document((tmp_path / f"report.{kind}").read_bytes(), f"report.{kind}")
    expected = TEXT
    for typed, counted in numbers.items():  # LibreOffice writes its lists without the signs that they count in
        expected = expected.replace(typed, counted)
    assert found.text == expected


@pytest.mark.parametrize(
    ("data", "name", "kind", "note"),
    [
        (docx(paragraph(PLAIN)), "a.doc", "docx", "文件名是“.doc”，内容是Word 文档（.docx），按内容读"),
        (docx(paragraph(PLAIN)), "a.pdf", "docx", "文件名是“.pdf”，内容是Word 文档（.docx），按内容读"),
        (f"<html><body><p>{PLAIN}</p></body></html>".encode(), "a.doc", "html", "文件名是“.doc”，内容是网页，按内容读"),
        (PLAIN.encode("gb18030"), "a.doc", "txt", "文件名是“.doc”，内容是纯文本，按内容读"),
        (docx(paragraph(PLAIN)), "a.wps", "docx", ""),
        (PLAIN.encode("utf-16"), "a.txt", "txt", ""),
    ],
)
def test_document_with_wrong_name_is_read_by_content_and_reported(data, name, kind, note):
    found = read_document(data, name)
    assert (found.text, found.kind, found.notes) == (PLAIN, kind, (note,) if note else ())


def test_document_in_old_word_format_named_wps_or_docx_is_read():
    data = OLD_WORD.read_bytes()
    assert read_document(data, "报告.wps").notes == ()
    assert read_document(data, "报告.docx").notes == ("文件名是“.docx”，内容是旧版 Word 文档（.doc），按内容读",)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\0\0 \r\n", "empty"),
        (docx(paragraph("")), "no_text"),
        ("\u3000\n".encode(), "no_text"),
        (pdf([]), "no_text"),
        (docx(paragraph(PLAIN))[:400], "broken"),
        (docx(members={"word/document.xml": "<w:document"}), "broken"),
        (docx(members={"word/document.xml": "<a>" * 5000}), "broken"),
        (b"%PDF-1.7 rest", "broken"),
        (pdf([(90, 700, 16, "甲")])[:300], "broken"),
        (OLD_WORD.read_bytes()[:3000], "other_kind"),
        (OLD_WORD.read_bytes()[:1024] + b"\xff" * 3000 + OLD_WORD.read_bytes()[4024:], "broken"),
        (b"PK\x03\x04" + os.urandom(2000), "broken"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"),
        (ole({"WordDocument": b"x" * 5000, "_VBA_PROJECT": b"x"}), "macros"),
        (docx(paragraph(PLAIN), members={"word/vbaProject.bin": b"x"}), "macros"),
        (docx(paragraph(PLAIN), members={"word/media/a.xml": " " * 30_000_000}), "squeezed"),
        (docx(members={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><w/>'}), "doctype"),
        (docx(paragraph(PLAIN), members={"../evil.xml": "x"}), "bad_name"),
        (docx(paragraph(PLAIN), members={f"word/a{at}.xml": "" for at in range(2001)}), "too_many_parts"),
        (xlsx({"甲": [["a"]]}), "spreadsheet"),
        (ole({"Workbook": b"x"}), "spreadsheet"),
        (archive({"readme.txt": "x"}), "other_kind"),
        (archive({"content.xml": "<a/>", "mimetype": "x"}), "other_kind"),
        (OLD_WORD.read_bytes().replace(b"\xec\xa5\x01", b"\xdc\xa5\x01", 1), "old_word"),
        (b"\x89PNG\r\n", "other_kind"),
        (b"{\\rtf1 x}", "other_kind"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "other_kind"),
        (PLAIN.encode() * 30_000, "too_long"),
        (docx(paragraph("".join(map(chr, range(0x4E00, 0x9E00))) * 21)), "too_long"),
        (b" " * (20 * 2**20) + b"x", "too_big"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_document_that_cannot_be_read_is_refused_by_its_kind(data, code):
    assert refusal(data).code == code


def test_document_wps_that_is_no_word_file_is_refused_with_what_to_do():
    line = str(refusal(ole({"Contents": b"x" * 5000}), "报告.wps"))
    assert line == (
        "报告.wps：这是旧版 WPS 文字（.wps），里面不是 Word 格式。请用 WPS 或 Word 打开，另存为“.docx”后再试。"
    )


def test_document_over_a_limit_is_refused_with_what_to_do():
    assert str(refusal(PLAIN.encode() * 30_000)) == (
        "报告.docx：有 420000 个字，超过 400000 个字。请只保留报告正文，或分成几个文件。"
    )


def test_document_inflated_bytes_are_counted_over_all_parts(monkeypatch):
    monkeypatch.setattr(archive_limits, "MAX_INFLATED", 500)
    assert refusal(docx(paragraph(PLAIN))).code == "inflates"


def test_document_external_entity_is_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    xml = f'\ufeff<!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]><w>&x;</w>'
    assert refusal(docx(members={"word/document.xml": xml.encode("utf-16")})).code == "broken"


def test_document_external_links_are_not_followed():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://x/attachedTemplate" Target="http://127.0.0.1:9/a.dotm" TargetMode="External"/><Relationship '
        'Id="b" Type="http://x/numbering" Target="http://127.0.0.1:9/n.xml" TargetMode="External"/></Relationships>'
    )
    data = docx(paragraph(PLAIN), members={"word/_rels/document.xml.rels": relations})
    assert read_document(data, "a.docx").text == PLAIN


def test_document_process_over_its_time_is_ended(monkeypatch, tmp_path):
    script = tmp_path / "slow.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(document, "_CHILD", script)
    monkeypatch.setattr(document, "WALL_SECONDS", 0.5)
    assert refusal(docx(paragraph(PLAIN))).code == "too_slow"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")
def test_document_process_killed_is_one_line(monkeypatch, tmp_path):
    script = tmp_path / "killed.py"
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(document, "_CHILD", script)
    assert refusal(docx(paragraph(PLAIN))).code == "killed"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limits of memory")
def test_document_over_the_memory_limit_is_refused(monkeypatch):
    monkeypatch.setattr(document, "MEMORY", 300 * 2**20)
    body = "".join(paragraph("甲") for _ in range(400_000))
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(body))) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():  # stored, so that its ratio is no reason to refuse it
            target.writestr(name, source.read(name))
    monkeypatch.setattr("loaders.text.document_guard.MAX_FILE_SIZE", 2**30)
    assert refusal(packed.getvalue()).code == "too_much"


def test_document_reading_leaves_no_temporary_files(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_document(OLD_WORD.read_bytes(), "报告.doc")
    refusal(OLD_WORD.read_bytes()[:3000])
    assert list(tmp_path.iterdir()) == []
