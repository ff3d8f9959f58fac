"""What commands share: arguments that are understood or refused in Chinese, and who typed them."""

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any, Final, NoReturn


def _choices(found: re.Match[str]) -> str:
    return f"没有“{found[1]}”，可选 {_listed(found[2])}"


def _listed(names: str) -> str:
    return "、".join(name.strip("'") for name in names.split(", "))


#: Messages of argparse (regular expressions) and their Chinese replacements.
_REASONS: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    (r"^argument (.+?): ", r"\1："),
    (r"the following arguments are required: (.+)", lambda found: f"缺少 {_listed(found[1])}"),
    (r"unrecognized arguments: (.+)", r"多出了 \1"),
    (r"invalid choice: '(.*)' \(choose from (.+)\)", _choices),
    (r"invalid \w+ value: '(.*)'", r"“\1”写得不对"),
    (r"expected one argument", "后面要写内容"),
    (r"ambiguous option: (.+) could match (.+)", lambda found: f"{found[1]} 可能是 {_listed(found[2])}，请写完整"),
    (r"ignored explicit argument '(.*)'", r"后面不能写“\1”"),
)
_VERSION_DIGITS: Final = 9


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose usage, help and refusals are Chinese; it exits with 2 where it does not understand."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示用法")

    def format_usage(self) -> str:
        """用法：…"""
        return _usage(super().format_usage())

    def format_help(self) -> str:
        """What -h prints."""
        return _usage(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Say that the command line is wrong, in Chinese, and exit with 2."""
        for english, chinese in _REASONS:
            message = re.sub(english, chinese, message)
        self.print_usage(sys.stderr)
        self.exit(2, f"命令写得不对：{message}。用 {self.prog} --help 查看用法。\n")


def version_number(text: str) -> int:
    """The number of a version from the command line (`type` of an argparse argument)."""
    if not text.isdecimal() or len(text) > _VERSION_DIGITS or int(text) == 0:
        raise argparse.ArgumentTypeError(f"“{text}”不是版本号，请写 1、2、3 这样的整数")
    return int(text)


def day(text: str) -> date:
    """A day from the command line, 2023-06-30 (`type` of an argparse argument)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2023-06-30 这样") from None


def user_name() -> str:
    """The login name of the user who runs the command; 管理员 where the system has none (a container)."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "管理员"


def _usage(text: str) -> str:
    return text.replace("usage: ", "用法：", 1)
