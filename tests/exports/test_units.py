"""Two units through all files: each names its unit, and none shows anything of the other."""

import io
import json
import zipfile

import pytest

from exports.__main__ import main
from loaders.workbook.__main__ import main as check_workbook
from store import __main__ as store_command
from store import migrate
from store.engine import SETTING, engine
from store.records import Actor
from store.unit_changes import confirm_unit
from tests.store.two_units import FIRST, SECOND, store_two_units

UNITS = [(FIRST, SECOND), (SECOND, FIRST)]


@pytest.fixture(autouse=True)
def two_units(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    migrate.initialise()
    store_two_units()
    yield
    engine().dispose()


def words_in(content: bytes) -> str:
    """All XML of an office file, also of workbooks inside it."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inside = archive.read(name)
            found.append(words_in(inside) if name.endswith(".xlsx") else inside.decode(errors="replace"))
    return "".join(found)


@pytest.mark.parametrize("kind", ["pptx", "docx", "xlsx"])
@pytest.mark.parametrize(("own", "other"), UNITS)
@pytest.mark.parametrize("confirmed", [False, True])
def test_file_of_each_unit_names_it_and_nothing_of_the_other(kind, own, other, confirmed, tmp_path):
    if confirmed:
        confirm_unit(own[0], own[0], Actor("管理员", "admin"))
    path = tmp_path / f"out.{kind}"
    assert main([kind, str(path), "--unit", own[1]]) == 0
    words = words_in(path.read_bytes())
    assert own[1] in words
    assert not [word for word in (own[0], other[1], other[2]) if word in words]


def test_export_without_unit_lists_units(tmp_path, capsys):
    assert main(["pptx", str(tmp_path / "out.pptx")]) == 2
    assert capsys.readouterr().err == (
        "有多个单位，请用 --unit 写明是哪一个（代码、名称或别名）。现有单位：金川街道（jcjd）、大桥镇（dqz）。\n"
    )
    assert not (tmp_path / "out.pptx").exists()


def test_export_of_unknown_unit_lists_units(tmp_path, capsys):
    assert main(["docx", str(tmp_path / "out.docx"), "--unit", "某镇"]) == 2
    assert "没有“某镇”这个单位。现有单位：金川街道（jcjd）" in capsys.readouterr().err


def test_export_of_version_needs_no_unit_and_refuses_another(tmp_path, capsys):
    path = str(tmp_path / "out.xlsx")
    assert main(["xlsx", path, "--version", "2"]) == 0
    assert main(["xlsx", path, "--version", "2", "--unit", "金川街道"]) == 1
    assert "版本 2 是“大桥镇”的，不是“金川街道”的。" in capsys.readouterr().err


@pytest.mark.parametrize(("own", "other"), UNITS)
def test_store_commands_take_a_unit(own, other, tmp_path, capsys):
    path = tmp_path / "out.json"
    assert store_command.main(["export", str(path), "--unit", own[0]]) == 0
    exported = path.read_text()
    assert json.loads(exported)["unit_names"][0] == own[1]
    assert own[2] in exported
    assert other[2] not in exported
    capsys.readouterr()
    assert store_command.main(["history", "--unit", own[1]]) == 0
    assert [line.split("  ")[2].split()[0] for line in capsys.readouterr().out.splitlines()] == [own[1]]


@pytest.mark.parametrize("command", [["history"], ["export", "out.json"]])
def test_store_commands_without_unit_list_units(command, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert store_command.main(command) == 2
    assert "现有单位：金川街道（jcjd）、大桥镇（dqz）。" in capsys.readouterr().err
    assert not (tmp_path / "out.json").exists()


def test_workbook_command_takes_a_unit(tmp_path, capsys):
    path = tmp_path / "土地整治.csv"
    path.write_text("编号,项目,面积(亩)\nland.a,石门坑,130\n", encoding="utf-8")
    assert check_workbook([str(path)]) == 2
    assert "现有单位：金川街道（jcjd）、大桥镇（dqz）。" in capsys.readouterr().err
    check_workbook([str(path), "--unit", "大桥镇"])
    assert "~ land.a 面积：120.0 → 130.0" in capsys.readouterr().out
