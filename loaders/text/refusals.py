"""Why a document is not read, and what has to be said of one that is: each kind once, in Chinese.

A refusal is one line: which file, what is wrong, what to do. A note says what was left out or read in another way.
"""

from collections.abc import Mapping
from typing import Any, Final

from domain.faults import shown


class SourceError(Exception):
    """A document that cannot be read as a report; the message is one line in Chinese: what, where, what to do.

    code: the kind of refusal, "" where it is none of this module.
    """

    def __init__(self, line: str, code: str = "") -> None:
        super().__init__(line)
        self.code = code


_SAVE_AS_DOCX: Final = "请用 WPS 或 Word 打开，另存为“.docx”后再试"
_SPLIT: Final = "请只保留报告正文，或分成几个文件"

#: Code → what is wrong, and what to do.
_REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "empty": ("文件是空的", "请检查是否选对了文件"),
    "no_text": ("文件里没有文字", "请检查是否选对了文件"),
    "too_big": ("文件有 {size} MB，超过 {limit} MB", "请删去图片，或只保留报告正文后再试"),
    "too_many_pages": ("有 {count} 页，超过 {limit} 页", _SPLIT),
    "too_long": ("有 {count} 个字，超过 {limit} 个字", _SPLIT),
    "too_slow": ("读取超过 {limit} 秒仍未完成", _SPLIT),
    "too_much": ("读取所需内存超过限额，内容太多或文件异常", _SPLIT),
    "busy": ("正在读取别人的文件", "请等一分钟后再试"),
    "killed": ("读取程序被中断，没有读出内容", "请再试一次；仍不行时，" + _SAVE_AS_DOCX.removeprefix("请")),
    "encrypted": ("文件设了打开密码，读不出来", "请在 WPS 或 Word 中取消密码，保存后再试"),
    "scanned": (
        "这份文件是扫描件，每一页都是图片，没有可读的文字",
        "请找起草单位要 Word 文件；没有的，先用文字识别软件转成文字，核对数字后再试",
    ),
    "garbled": (
        "PDF 里的字体没有写明是什么字，读出来是乱码",
        "请找起草单位要 Word 文件，或在 WPS 中打开后另存为“.docx”",
    ),
    "broken": ("{kind}已损坏或没有传完整", "请重新打开、另存后再试"),
    "macros": ("文件带有宏（自动运行的程序），为安全起见不读取", _SAVE_AS_DOCX),
    "too_many_parts": ("文件内部有 {count} 个部件，超过 {limit} 个", _SAVE_AS_DOCX),
    "inflates": ("文件解压后超过 {limit} MB", "请删去图片后再试"),
    "squeezed": ("文件中“{part}”压缩了 {limit} 倍以上，不像正常的文件", _SAVE_AS_DOCX),
    "doctype": ("文件中“{part}”含有 DOCTYPE 声明，正常的 Word 文件没有", _SAVE_AS_DOCX),
    "bad_name": ("文件内部有名称不正常的部件“{part}”", _SAVE_AS_DOCX),
    "spreadsheet": ("这是{kind}，不是报告", "要更新台账，请到“上传台账”；要导入报告，请选 Word、PDF、网页或纯文本文件"),
    "other_kind": ("这是{kind}，不是能读的报告", _SAVE_AS_DOCX),
    "old_word": ("这是 Word 95 或更早的文档，不能直接读取", _SAVE_AS_DOCX),
    "old_wps": ("这是旧版 WPS 文字（.wps），里面不是 Word 格式", _SAVE_AS_DOCX),
}

#: Code → what was left out or read in another way; {count}: how often.
_NOTES: Final[dict[str, str]] = {
    "change": "{count} 处修订按接受后的文字读",
    "comment": "{count} 条批注没有读入",
    "struck": "{count} 处划掉的文字没有读入",
    "hidden": "{count} 处隐藏的文字没有读入",
    "contents": "目录没有读入",
    "picture": "有图片或图表，其中的文字和数字没有读入",
    "embedded": "{count} 处嵌入的其他文件没有读入",
    "link": "{count} 行菜单和链接没有读入",
    "merged_number": "{count} 个数字写在合并了几行的单元格里，按第一行读，请核对",
    "unknown_number": "{count} 个自动编号的样式不认识，按阿拉伯数字读，请核对",
    "kind_differs": "文件名是“{suffix}”，内容是{kind}，按内容读",
    "pictures": "第 {pages} 页是图片，没有读入，请核对",
}


def refusal_line(name: str, code: str, slots: Mapping[str, Any]) -> str:
    """The refusal of kind `code` in one line, beginning with the name of the file. KeyError for an unknown kind."""
    wrong, remedy = _REFUSALS[code]
    words = {key: shown(value) for key, value in slots.items()}
    return f"{shown(name)}：{wrong.format(**words)}。{remedy}。"


def note_line(code: str, **slots: object) -> str:
    """The note of kind `code`. KeyError for an unknown kind."""
    return _NOTES[code].format(**slots)
