"""Bytes to text: encodings that are recognised, and one clear line for what is refused."""

import pytest

from loaders.text.source import SourceError, load_source, parse_source

TEXT = "上半年工作总结\n完成固定投资3774万元,增长5.2%。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_source_in_each_usual_chinese_encoding_is_read(encoding):
    assert parse_source(TEXT.encode(encoding), "report.txt").text == TEXT


def test_source_line_ends_become_newlines():
    assert parse_source("一\r\n二5户\r三".encode(), "report.txt").text == "一\n二5户\n三"


def test_source_keeps_bytes_received_and_their_digest():
    source = parse_source(TEXT.encode(), "report.txt")
    assert (source.source_id, source.received) == ("report", TEXT.encode())
    assert len(source.sha256) == 64


@pytest.mark.parametrize(
    ("received", "reason"),
    [
        (b"", "空"),
        (b" \n\t ", "空"),
        ("\u3000\n".encode(), "没有文字"),
        (b"PK\x03\x04rest of a docx", "Word"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"\x00\x01\x02\x03\x04\x05", "不是文本"),
        (b"plain \x01\x02 control", "不是文本"),
        ("完成固定投資三千萬元,增長百分之五。".encode("big5"), "编码"),
        ("売上は前年比で増加しました。工事は完了した。".encode("shift_jis"), "编码"),
        (b"\xff\xfe\x00", "损坏"),
    ],
)
def test_source_that_is_no_text_is_refused_in_one_line(received, reason):
    with pytest.raises(SourceError) as refusal:
        parse_source(received, "report.txt")
    assert reason in str(refusal.value)
    assert "report.txt" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_source_file_missing_is_refused_in_one_line(tmp_path):
    with pytest.raises(SourceError, match="打不开"):
        load_source(tmp_path / "nothing.txt")


def test_source_origin_beside_a_report_is_read(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "origin.yml").write_text("file: report.txt\nissuer: 某街道\nperiod: 2023H1\n", encoding="utf-8")
    assert load_source(tmp_path / "report.txt").origin["issuer"] == "某街道"


def test_source_origin_of_another_file_is_ignored(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "origin.yml").write_text("file: other.txt\nissuer: 某街道\n", encoding="utf-8")
    assert load_source(tmp_path / "report.txt").origin == {}


@pytest.mark.parametrize("sign", ["\u2014\u2014", "\uff16\uff10\uff10", "\u3000", "“”", "\uff0f"])
def test_source_with_punctuation_and_full_width_digits_is_chinese(sign):
    text = "编号,项目,环节\n" + f"甲,{sign},{sign}\n" * 200
    assert parse_source(text.encode("gb18030"), "table.csv").text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("街道上半年工作總結,農業農村項目建設。" * 9, "big5"), ("上半期の進捗は、計画どおりです。" * 9, "shift_jis"),
        ("Résumé — élève, façade, où, à côté… " * 9, "cp1252"),
        ("Отчёт за первое полугодие — «план». " * 9, "cp1251"), ("—— ……“”" * 50, "gb18030"),
    ],
)  # fmt: skip
def test_source_in_another_encoding_is_refused(text, encoding):
    with pytest.raises(SourceError, match="编码无法识别"):
        parse_source(text.encode(encoding), "report.txt")


def test_source_origin_that_is_no_list_is_refused(tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "origin.yml").write_text("- a\n- b\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"origin\.yml"):
        load_source(tmp_path / "report.txt")


def test_source_that_cannot_be_opened_states_the_reason_in_chinese(tmp_path):
    with pytest.raises(SourceError, match="打不开（没有这个文件或文件夹）"):
        load_source(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="打不开（这是一个文件夹）"):
        load_source(tmp_path)
