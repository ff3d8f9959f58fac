"""python -m store: what an administrator types and reads."""

import io
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from exports.files import FILE_KINDS
from exports.ledger.ledger_file import ledger
from proposals import report_import as build
from proposals.proposal import whole_tables
from store import migrate, read
from store.__main__ import main
from store.audit import read_audit
from store.engine import engine
from store.export import INSTEAD
from tests.examples import SQLITE_FIRST, few

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(new_store, capsys):
    """Run one command; its exit code and all it printed."""

    def command(*arguments: object) -> tuple[int, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return command


@pytest.fixture
def changed(tmp_path) -> Path:
    """The seed's report with one figure changed, and its origin beside it."""
    folder = Path(shutil.copytree(build.SEEDS / "2023H1", tmp_path / "received"))
    path = folder / "jinchuan-2023H1.txt"
    path.write_bytes(path.read_bytes().replace("880亩".encode(), "900亩".encode()))
    return path


@pytest.fixture
def filled(run, tmp_path):
    """Write the ledger of the current version with cells of 本月更新 set: (name, header, value)."""

    def write(*cells: tuple[str, str, object]) -> Path:
        version = read.read_current()
        book = load_workbook(io.BytesIO(ledger(whole_tables(version), version)))
        sheet = book["本月更新"]
        rows = {sheet.cell(number, 1).value: number for number in range(3, sheet.max_row + 1)}
        heads = {cell.value: cell.column for cell in sheet[2]}
        for name, header, value in cells:
            sheet.cell(rows[name], heads[header]).value = value
        book.save(path := tmp_path / "七月台账.xlsx")
        return path

    run("init")
    return write


@pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)
def test_filled_ledger_is_imported(run, filled):
    path = filled(("处置信访件", "责任人", "李强"), ("处置信访件", "责任单位", "综治办"))
    assert run("import", path, "--by", "王芳", "--note", "七月")[1].startswith("已存为版本 2")
    version = read.read_current()
    assert (version.kind, version.author, version.note) == ("workbook", "王芳", "七月")
    row = read.read_tables(2)["measures"].set_index("row_id").loc["measures:处置信访件件"]
    assert (row["owner"], row["responsible"], row["actual"]) == ("综治办", "李强", 111)


@pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)
def test_ledger_with_warnings_is_imported_only_where_they_are_accepted(run, filled):
    path = filled(("处置信访件", "本期", 120), ("处置信访件", "数据截至", date(2023, 7, 31)))
    code, printed = run("import", path, "--by", "王芳")
    assert (code, "提醒：" in printed, "--accept-warnings" in printed) == (1, True, True)
    assert read.read_current().id == 1
    assert run("import", path, "--by", "王芳", "--accept-warnings")[1].startswith("已存为版本 2")
    assert read.read_current().as_of == date(2023, 7, 31)


@pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)
def test_ledger_with_a_question_is_not_imported_and_names_its_choices(run, filled):
    code, printed = run("import", filled(("重大隐患整改闭环", "本期", 10)), "--by", "王芳", "--accept-warnings")
    assert code == 1
    assert "其余1处都在限期内；其余1处都已逾期" in printed
    assert "上传台账" in printed
    assert read.read_current().id == 1


def test_commands_from_empty_folder_to_rollback(run, changed):
    assert "首次导入" in run("init")[1]
    assert "当前版本 1" in run("init")[1]
    assert run("history")[1].count("版本") == 1
    assert run("import", changed, "--by", "王芳", "--note", "更正面积")[1].startswith("已存为版本 2")
    code, told = run("diff", 1, 2)
    assert code == 0
    assert "880 → 900" in told
    assert run("rollback", 1, "--by", "王芳", "--reason", "误报")[1].startswith("已写入版本 3")
    assert "没有不同" in run("diff", 1, 3)[1]
    history = run("history")[1].splitlines()
    assert "王芳" in history[0]
    assert "回退至版本 1" in history[0]
    assert "更正面积" in history[1]
    assert run("check") == (0, "数据完整，与写入时一致。\n")


def test_export_is_tables_as_json(run, tmp_path):
    run("init")
    assert run("export", tmp_path / "out.json")[0] == 0
    exported = json.loads((tmp_path / "out.json").read_text())
    assert exported["org_unit"] == "金川街道"
    assert read_audit(1)[0].action == "export"
    assert 880 in {row.get("area_mu") for row in exported["tables"]["land"]}


@pytest.mark.parametrize(
    ("name", "advice"),
    few(
        [
            ("台账.xlsx", "“上传台账”页下载；要打印的指标台账，请用 python -m exports xlsx 文件.xlsx"),
            ("台账.XLSX", "python -m exports xlsx 文件.xlsx"),
            ("台账.csv", "python -m exports ledger 文件.xlsx，或在看板的“上传台账”页下载"),
            ("汇报.pptx", "python -m exports pptx 文件.pptx"),
            ("汇报.docx", "python -m exports docx 文件.docx"),
            ("备份.db", "python -m store backup 文件.db"),
            ("out", "须以 .json 结尾"),
            ("out.json.bak", "须以 .json 结尾"),
        ],
        0,
        3,
        6,
    ),
)
def test_export_to_other_extension_is_refused_with_right_command(run, tmp_path, name, advice):
    run("init")
    code, told = run("export", tmp_path / name)
    assert code == 2
    assert "只写 JSON" in told
    assert advice in told
    assert not (tmp_path / name).exists()


def test_export_advice_names_known_kinds():
    named = {kind for text in INSTEAD.values() for kind in re.findall(r"python -m exports (\w+)", text)}
    assert named == {"ledger", "pptx", "docx", "xlsx"}
    assert named <= {"ledger", *FILE_KINDS}


def test_export_to_upper_case_json_extension_is_written(run, tmp_path):
    run("init")
    assert run("export", tmp_path / "OUT.JSON")[0] == 0
    assert json.loads((tmp_path / "OUT.JSON").read_text())["period"] == "2023H1"


def test_commands_backup_and_restore(run, changed, tmp_path, monkeypatch):
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / "progress.db")
    run("init")
    assert "检查通过" in run("backup", tmp_path / "backup.db")[1]
    run("import", changed, "--by", "王芳")
    code, told = run("restore", tmp_path / "backup.db", "--by", "王芳")
    assert code == 0
    assert "当前版本 1" in told
    assert "before-restore-" in told
    assert read.read_current_id() == 1


def test_history_on_machine_of_other_zone_shows_office_time(run, set_clock, machine_zone):
    set_clock(2023, 7, 9, 17, 30)
    run("init")
    assert "版本 1  2023-07-10 01:30:00  " in run("history")[1]


def test_restore_on_machine_of_other_zone_names_kept_file_by_office_time(
    run, set_clock, machine_zone, tmp_path, monkeypatch
):
    monkeypatch.setattr("store.restore.DEFAULT_FILE", tmp_path / "progress.db")
    set_clock(2023, 7, 9, 17, 30)
    run("init")
    run("backup", tmp_path / "backup.db")
    assert "before-restore-20230710T013000000000.db" in run("restore", tmp_path / "backup.db", "--by", "王芳")[1]


def test_history_with_invalid_time_zone_is_refused_with_message(run, monkeypatch):
    run("init")
    monkeypatch.setenv("PROGRESS_TIME_ZONE", "北京")
    code, told = run("history")
    assert code == 1
    assert told.startswith("设置 PROGRESS_TIME_ZONE 中的“北京”不是时区名称。请写成 Asia/Shanghai")
    assert "Traceback" not in told


@pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ([], 2, "命令写得不对"),
        (["dance"], 2, "命令写得不对"),
        (["rollback", "1"], 2, "--by"),
        (["rollback", "7", "--by", "王芳"], 1, "没有版本 7"),
        (["diff", "7", "8"], 1, "没有版本 7"),
        (["export", "-", "--version", "7"], 1, "没有版本 7"),
        (["export", "-", "--version", "0"], 2, "“0”不是版本号"),
        (["export", "-", "--version", "9" * 20], 2, "不是版本号"),
        (["diff", "1", "9" * 20], 2, "不是版本号"),
        (["rollback", "9" * 20, "--by", "王芳"], 2, "不是版本号"),
        (["import", "nowhere.txt", "--by", "王芳"], 1, "nowhere.txt"),
        (["import", "seeds/2023H1/jinchuan-2023H1.txt", "--by", " "], 1, "姓名为空"),
        (["restore", "nowhere.db", "--by", "王芳"], 1, "nowhere.db"),
        (["restore", "README.md", "--by", "王芳"], 1, "不是备份文件"),
    ],
)
def test_command_failure_is_reported_in_chinese(run, arguments, code, told, monkeypatch):
    monkeypatch.chdir(ROOT)
    migrate.initialise()
    found, said = run(*arguments)
    assert found == code
    assert told in said
    assert "Traceback" not in said


def test_command_unwritable_path_is_reported_in_chinese(run, tmp_path):
    run("init")
    code, told = run("export", tmp_path / "nowhere" / "out.json")
    assert (code, told) == (1, f"{tmp_path / 'nowhere' / 'out.json'}：没有这个文件或文件夹。请检查路径和权限。\n")


def test_export_by_user_without_system_name_succeeds(run, tmp_path, monkeypatch):
    def unknown():
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr("getpass.getuser", unknown)
    run("init")
    assert run("export", tmp_path / "out.json")[0] == 0
    assert read_audit(1)[0].who == "管理员"


def test_command_on_missing_store_is_reported(run):
    code, told = run("history")
    assert (code, "python -m store init" in told) == (1, True)


@pytest.mark.parametrize("command", [["check"], ["backup"]])
def test_check_and_backup_of_missing_store_are_refused(run, tmp_path, command):
    code, told = run(*command, *([tmp_path / "backup.db"] if command == ["backup"] else []))
    assert (code, "python -m store init" in told) == (1, True)
    assert not (tmp_path / "backup.db").exists()


def test_check_advice_can_be_followed(run, tmp_path):
    run("init")
    with engine().begin() as connection:
        connection.exec_driver_sql("UPDATE audit_head SET seq = 99")
    assert "请先备份到新文件" in run("check")[1]
    code, told = run("backup", tmp_path / "backup.db")
    assert (code, "已备份到" in told, "不能用来恢复" in told) == (1, True, True)
    code, told = run("restore", tmp_path / "backup.db", "--by", "王芳")
    assert (code, "操作记录的末尾" in told, "Traceback" in told) == (1, True, False)


def test_check_reports_every_fault_and_fails(run):
    run("init")
    with engine().begin() as connection:
        connection.exec_driver_sql("UPDATE audit_head SET seq = 99")
    code, told = run("check")
    assert code == 1
    assert "操作记录的末尾" in told


def test_help_names_every_command():
    told = subprocess.run([sys.executable, "-m", "store", "--help"], cwd=ROOT, capture_output=True, text=True).stdout
    for command in ("init", "history", "import", "export", "diff", "rollback", "backup", "restore", "check", "users"):
        assert command in told
