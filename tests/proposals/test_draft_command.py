"""python -m loaders.check: findings as text and JSON, the same .docx with comments, what it says where it cannot."""

import io
import json

import pytest
from docx import Document

from loaders.check.__main__ import main
from store.engine import SETTING, engine
from tests.loaders.text.documents import cell, docx, paragraph, table

TITLE = "金川街道2023年上半年工作总结"


@pytest.fixture(autouse=True)
def store(seed_database, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{seed_database}")
    yield
    engine().dispose()


@pytest.fixture
def write(tmp_path):
    """Write a draft of some paragraphs; returns its path."""

    def written(*body, name="送审稿.docx"):
        path = tmp_path / name
        path.write_bytes(docx(paragraph(TITLE), *body) if name.endswith("docx") else "\n".join((TITLE, *body)).encode())
        return str(path)

    return written


def test_draft_command_prints_findings_with_whom_to_ask_and_exits_1(write, capsys):
    assert main([write("排查隐患30处，其中整改40处。", name="送审稿.txt")]) == 1
    out = capsys.readouterr().out
    assert "矛盾：部分40处大于整体30处（问" in out
    assert "比对的是第1版（金川街道2023年上半年）。" in out


def test_draft_command_without_contradiction_or_doubt_exits_0(write, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'empty.db'}")
    from store import migrate

    migrate.initialise()
    assert main([write("完成固定资产投资5600万元。", name="送审稿.txt")]) == 0
    assert capsys.readouterr().out.startswith("没有发现问题。")


def test_draft_command_json_has_scope_and_findings_with_their_places(write, capsys):
    main([write("排查隐患30处，其中整改40处。", name="送审稿.txt"), "--format", "json"])
    content = json.loads(capsys.readouterr().out)
    assert (content["period"], content["against"]) == ("2023H1", "第1版（金川街道2023年上半年）")
    [found] = [each for each in content["findings"] if each["check"] == "part_over_whole"]
    assert (found["severity"], found["quote"]) == ("conflict", "排查隐患30处，其中整改40处。")
    assert found["start"] == len(TITLE) + 1


def test_draft_command_out_is_the_same_docx_with_a_comment_at_the_words(write, tmp_path, capsys):
    out = tmp_path / "批注.docx"
    rows = table([cell("事项"), cell("完成情况")], [cell("安全生产"), cell("排查隐患30处，其中整改40处。")])
    assert main([write(rows), "--out", str(out)]) == 1
    document = Document(io.BytesIO(out.read_bytes()))
    texts = [comment.text for comment in document.comments]
    [found] = [text for text in texts if "部分40处大于整体30处" in text]
    assert found.startswith("【矛盾】")
    assert "核实。" in found.splitlines()[-1]
    assert document.tables[0].rows[1].cells[1].text == "排查隐患30处，其中整改40处。"


def test_draft_command_out_for_a_plain_text_is_refused_with_what_to_do(write, tmp_path, capsys):
    out = tmp_path / "批注.docx"
    assert main([write("排查隐患30处。", name="送审稿.txt"), "--out", str(out)]) == 2
    assert "只有 .docx 能写批注。请另存为 .docx" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [(["没有.docx"], "没有.docx"), (["--against", "99"], "没有版本 99"), (["--unit", "没有的镇"], "没有“没有的镇”")],
)
def test_draft_command_unreadable_or_missing_file_is_one_line(write, capsys, options, message):
    asked = options if options[0].endswith("docx") else [write("排查隐患30处。", name="送审稿.txt"), *options]
    assert main(asked) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
