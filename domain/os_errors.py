"""Chinese texts for the operating system's file errors."""

import errno
from collections.abc import Mapping
from typing import Final

_WORDS: Final[Mapping[int, str]] = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名称太长",
}


def os_error_text(error: OSError) -> str:
    """What is wrong with the file: 没有这个文件或文件夹; the system's number for what is rare."""
    return _WORDS.get(error.errno or 0, f"系统错误 {error.errno}")


def file_error_text(error: OSError) -> str:
    """The same with the file before it: 报告.txt:没有这个文件或文件夹."""
    return f"{error.filename}：{os_error_text(error)}" if error.filename else os_error_text(error)
