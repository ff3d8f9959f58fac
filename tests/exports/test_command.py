"""python -m exports: the files it writes, and what it says where it cannot."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pptx import Presentation

from exports.__main__ import main
from proposals.proposal import propose_workbook
from store import audit
from store.engine import SETTING, engine
from store.errors import StoreUnavailable
from store.read import read_current
from store.records import Actor
from ui.shell.material import version_words


@pytest.fixture(autouse=True)
def store(seed_database, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{seed_database}")
    yield
    engine().dispose()


@pytest.mark.parametrize(("kind", "first"), [("pptx", b"PK"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_command_writes_each_kind(kind, first, tmp_path, capsys):
    path = tmp_path / f"out.{kind}"
    assert main([kind, str(path)]) == 0
    assert path.read_bytes().startswith(first)
    assert "已写入" in capsys.readouterr().out


def test_ledger_is_written_with_its_version_and_comes_back_unchanged(tmp_path):
    path = tmp_path / "out.xlsx"
    assert main(["ledger", str(path)]) == 0
    current = read_current()
    proposal = propose_workbook(path.read_bytes(), "台账.xlsx", current, Actor("王芳", "editor"))
    assert (proposal.reading.stamp.version, proposal.reading.all_faults) == (str(current.id), ())
    assert not proposal.outcome.diff


def test_ledger_of_read_only_store_is_written_and_says_that_it_is_not_audited(tmp_path, monkeypatch, capsys):
    def refuse(*_):
        raise StoreUnavailable("数据文件只读。")

    monkeypatch.setattr(audit, "record", refuse)
    path = tmp_path / "out.xlsx"
    assert main(["ledger", str(path)]) == 0
    assert path.read_bytes().startswith(b"PK")
    assert "导出没有记入操作记录：数据文件只读。" in capsys.readouterr().err


def test_command_names_without_option_are_hidden(tmp_path):
    def told(*more):
        path = tmp_path / "out.pptx"
        main(["pptx", str(path), *more])
        slides = Presentation(io.BytesIO(path.read_bytes())).slides
        return "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides if slide.has_notes_slide)

    assert "叶继强" not in told()
    assert "叶继强" in told("--names")


def test_command_cover_names_the_source_and_the_slide_of_sources_the_version(tmp_path):
    path = tmp_path / "out.pptx"
    main(["pptx", str(path), "--version", "1"])
    slides = [
        "\n".join(
            [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            + [cell.text for shape in slide.shapes if shape.has_table for cell in shape.table.iter_cells()]
        )
        for slide in Presentation(io.BytesIO(path.read_bytes())).slides
    ]
    assert "《金川街道2023年上半年工作总结及下半年工作思路》" in slides[0]
    assert "第1版" not in slides[0]
    assert any("第1版" in told for told in slides[1:])


def test_slides_on_a_machine_of_another_zone_name_the_office_day(machine_zone):
    version = replace(read_current(), created_at=datetime(2023, 7, 9, 17, 30, tzinfo=UTC))
    assert version_words(version).endswith("2023年7月10日初始导入")


def test_slides_with_a_wrong_time_zone_are_refused_in_words(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PROGRESS_TIME_ZONE", "北京")
    assert main(["pptx", str(tmp_path / "out.pptx")]) == 1
    assert "“北京”不是时区名称" in capsys.readouterr().err
    assert not (tmp_path / "out.pptx").exists()


def test_command_unknown_version_is_refused(tmp_path, capsys):
    assert main(["pptx", str(tmp_path / "out.pptx"), "--version", "99"]) == 1
    assert "没有版本 99" in capsys.readouterr().err
    assert not (tmp_path / "out.pptx").exists()


def test_command_unwritable_output_is_refused(tmp_path, capsys):
    assert main(["docx", str(tmp_path / "nowhere" / "out.docx")]) == 1
    assert "没有这个文件或文件夹。请检查路径和权限" in capsys.readouterr().err


def test_command_unknown_kind_is_refused_in_chinese(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["odt", "out.odt"])
    assert stopped.value.code == 2
    said = (
        "命令写得不对：pptx|docx|rollforward|xlsx|ledger|template：没有“odt”，"
        "可选 pptx、docx、rollforward、xlsx、ledger、template。"
    )
    assert said in capsys.readouterr().err
