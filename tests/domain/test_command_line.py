"""Commands speak Chinese where they are typed wrong, where a file cannot be had, and in their help."""

import errno
import getpass
import re

import pytest

from domain.command_line import Parser, user_name, version_number
from domain.os_errors import file_error_text, os_error_text


def parser() -> Parser:
    made = Parser(prog="python -m it", description="试一试。")
    parts = made.add_subparsers(required=True, metavar="命令")
    part = parts.add_parser("go", help="走")
    part.add_argument("place", metavar="地点", help="走到哪里")
    part.add_argument("--by", required=True, metavar="姓名", choices=("王芳", "李强"), help="谁走")
    part.add_argument("--version", type=version_number, metavar="N", help="版本号")
    part.add_argument("--verbose", action="store_true", help="多说几句")
    return made


def refusal(capsys, *arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", "缺少 命令"),
        ("dance", "命令：没有“dance”，可选 go"),
        ("go", "缺少 地点、--by"),
        ("go there --by", "--by：后面要写内容"),
        ("go there --by 赵六", "--by：没有“赵六”，可选 王芳、李强"),
        ("go there --by 王芳 else", "多出了 else"),
        ("go there --by 王芳 --ver 1", "--ver 可能是 --version、--verbose，请写完整"),
        ("go there --by 王芳 --verbose=1", "--verbose：后面不能写“1”"),
        ("go there --by 王芳 --version x", "--version：“x”不是版本号，请写 1、2、3 这样的整数"),
        ("go there --by 王芳 --version 0", "“0”不是版本号"),
        ("go there --by 王芳 --version 99999999999999999999", "不是版本号"),
        ("go there --by 王芳 --version=-1", "“-1”不是版本号"),
    ],
)
def test_command_usage_error_is_chinese(capsys, arguments, told):
    said = refusal(capsys, *arguments.split())
    assert said.startswith("用法：python -m it")
    assert told in said.partition("命令写得不对：")[2]
    assert not re.search("usage|argument|required|invalid|expected|ambiguous|choose|match|recogni", said)


def test_command_help_is_chinese(capsys):
    for arguments in (["-h"], ["go", "--help"]):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args(arguments)
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert "选项" in told
        assert not re.search("usage|options|arguments|show", told)


def test_command_version_must_be_a_database_integer():
    parsed = parser().parse_args(["go", "there", "--by", "王芳", "--version", "１2"])
    assert parsed.version == 12


def test_command_user_without_system_name_has_a_name(monkeypatch):
    def unknown():
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(getpass, "getuser", unknown)
    assert user_name() == "管理员"


def test_command_os_error_of_file_is_chinese(tmp_path):
    with pytest.raises(OSError, match="No such file") as missing:
        (tmp_path / "报告.txt").read_bytes()
    assert file_error_text(missing.value) == f"{tmp_path / '报告.txt'}：没有这个文件或文件夹"
    with pytest.raises(OSError, match="directory") as folder:
        tmp_path.write_bytes(b"")
    assert os_error_text(folder.value) == "这是一个文件夹"
    assert file_error_text(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert os_error_text(OSError(errno.EBUSY, "Device or resource busy")) == f"系统错误 {errno.EBUSY}"
