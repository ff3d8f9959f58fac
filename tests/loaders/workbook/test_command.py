"""python -m loaders.workbook: exit 0 and the diff, 1 and every fault, 2 and one line."""

import json

import pytest

from domain.schema.tables import TABLES
from loaders.report.__main__ import as_json
from loaders.workbook.__main__ import main
from tests.loaders.workbook.files import xlsx
from tests.loaders.workbook.samples import CURRENT

HEAD = ["编号", "项目", "环节", "面积(亩)"]


@pytest.fixture
def export(tmp_path):
    """CURRENT as `python -m store export` writes a version."""
    rows = {name: json.loads(as_json(table)) for name, table in CURRENT.items()}
    tables = {name: [{k: v for k, v in row.items() if v is not None} for row in each] for name, each in rows.items()}
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"tables": tables}), encoding="utf-8")
    return path


def run(tmp_path, export, area, *more):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx({"土地整治": [HEAD, ["land.a", "土地整治", "立项", area]]}))
    return main([str(path), "--against", str(export), *more])


def test_command_valid_workbook_prints_the_diff(tmp_path, export, capsys):
    assert run(tmp_path, export, 900.0) == 0
    assert capsys.readouterr().out.splitlines() == [
        "说明：工作表“土地整治”：文件中没有这些列：项目数、约数、占比、性质。现有内容保持不变。",
        "土地整治：新增 0 行，修改 1 行", "  ~ land.a 面积：880.0 → 900.0",
        "土地整治：台账中缺少 1 行（确认后才会删除）：land.b",
    ]  # fmt: skip


def test_command_faulty_workbook_prints_every_fault(tmp_path, export, capsys):
    assert run(tmp_path, export, "很多", "--format", "json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["faults"] == [
        {
            "code": "not_a_number", "level": "fault", "sheet": "土地整治", "cell": "D2", "value": "很多",
            "wrong": "这一列要写数字", "write": "请写成数字，如 600 或 约600；文字请写到“备注”列",
        }
    ]  # fmt: skip


def test_command_unchanged_workbook_says_that_nothing_changes(tmp_path, export, capsys):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx({TABLES["safety"].label: [["编号", "已闭环"], ["safety.a", 8.0]]}))
    assert main([str(path), "--against", str(export)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "没有变化"


def test_command_unreadable_file_is_one_line(tmp_path, export, capsys):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert main([str(path), "--against", str(export)]) == 1
    assert "这是 PDF 文件" in capsys.readouterr().out
    assert main([str(tmp_path / "nothing.xlsx"), "--against", str(export)]) == 2
    assert main([str(path), "--against", str(path)]) == 2
    missing, no_export = capsys.readouterr().err.splitlines()
    assert missing.endswith("nothing.xlsx：没有这个文件或文件夹。请检查文件名和路径。")
    assert no_export.endswith("不是 python -m store export 写出的文件")


def test_command_wrong_arguments_are_reported_in_chinese(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert (stopped.value.code, "命令写得不对：缺少 文件" in capsys.readouterr().err) == (2, True)


def test_command_question_is_listed_with_its_choices(tmp_path, export, capsys):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx({"土地整治": [["编号", "项目", "占比(%)"], ["land.b", "土地整治", 0.81]]}))
    assert main([str(path), "--against", str(export)]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("请确认：工作表“土地整治”C2（写的是“0.81”）：看不出是 81% 还是 0.81%。")
    assert first.endswith("（在“上传台账”页选一项：81%；0.81%）")
    assert main([str(path), "--against", str(export), "--format", "json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["key"] == "percent_or_share|土地整治|share_pct|C2|0.81"
    assert fault["choices"] == {"percent": "81%", "share": "0.81%"}
