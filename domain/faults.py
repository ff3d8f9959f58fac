"""Faults of an uploaded workbook: each kind defined once, for the screen, the marked copy and the manual.

A fault has its place (sheet, cell), the cell's content, what is wrong and what to write instead. Levels: refuse (the
file is not read at all), fault and ask (blocks the commit until the file is corrected or the clerk has chosen a
reading), warning (does not block), notice (done by the reader itself). A question with choices is answered on the
page; one without choices by correcting the file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

LEVELS: Final[dict[str, str]] = {
    "refuse": "无法读取", "fault": "错误", "ask": "请确认", "warning": "提醒", "notice": "说明",
}  # fmt: skip

_LONGEST_VALUE: Final = 60


@dataclass(frozen=True)
class FaultKind:
    """One kind: `wrong` and `write` are templates of what is wrong and of what to write or do instead."""

    code: str
    level: str
    title: str
    wrong: str
    write: str


@dataclass(frozen=True)
class Place:
    """Where in a workbook: parts that do not apply are "". `cell` as in C5; `column` is a column of `table`."""

    sheet: str = ""
    cell: str = ""
    table: str = ""
    column: str = ""
    row_id: str = ""


@dataclass(frozen=True)
class Choice:
    """One option of a question: `value` is the answer, `label` its text."""

    value: str
    label: str


@dataclass(frozen=True)
class Fault:
    """One message about a workbook; `value` is the content of the cell as written, shortened.

    A question has `choices`, a `key` by which its answer is known when the same content is read again, and the
    `answer` where it was given (the value of one of its choices).
    """

    kind: FaultKind
    place: Place
    value: str
    wrong: str
    write: str
    choices: tuple[Choice, ...] = ()
    key: str = ""
    answer: str = ""

    @property
    def level(self) -> str:
        """The level of its kind; a question that was answered is a notice."""
        return "notice" if self.answer else self.kind.level

    @property
    def message(self) -> str:
        """What is wrong, or how a question was answered."""
        chosen = next((choice.label for choice in self.choices if choice.value == self.answer), "")
        return f"按您的选择：{chosen}（{self.wrong}）" if self.answer else self.wrong

    @property
    def remedy(self) -> str:
        """What to write or do; "" for a question that was answered."""
        return "" if self.answer else self.write

    @property
    def where(self) -> str:
        """工作表“土地整治”C5."""
        sheet = f"工作表“{shown(self.place.sheet)}”" if self.place.sheet else ""
        return sheet + self.place.cell

    @property
    def line(self) -> str:
        """The fault in one line: where, as written, what is wrong, what to do."""
        value = f"（写的是“{self.value}”）" if self.value else ""
        where = f"{self.where}{value}：" if self.where or value else ""
        return f"{where}{self.message}。{self.remedy}。" if self.remedy else f"{where}{self.message}。"


def make_fault(code: str, place: Place = Place(), value: object = "", **slots: object) -> Fault:
    """The fault of kind `code` at `place`; `slots` fill its templates. KeyError for an unknown kind or missing slot."""
    kind = FAULT_KINDS[code]
    words = {"value": shown(value), **{name: shown(slot) for name, slot in slots.items()}}
    return Fault(kind, place, shown(value), kind.wrong.format(**words), kind.write.format(**words))


def make_question(code: str, place: Place, choices: Iterable[Choice], value: object = "", **slots: object) -> Fault:
    """The question of kind `code` at `place`, with its choices; otherwise as `make_fault`.

    Its key is made of code, sheet, column, cell and cell content: the same each time the same content is read.
    """
    fault = make_fault(code, place, value, **slots)
    key = "|".join((code, place.sheet, place.column, place.cell, fault.value))
    return replace(fault, choices=tuple(choices), key=key)


def answer_question(question: Fault, answers: Mapping[str, str]) -> Fault:
    """`question` with the answer that `answers` (key → value of a choice) holds; itself where there is none of its."""
    answer = answers.get(question.key, "")
    return replace(question, answer=answer) if answer in {choice.value for choice in question.choices} else question


def shown(value: object, longest: int = _LONGEST_VALUE) -> str:
    """A value from a file for use in a message: one line, no invisible characters, at most 60 characters."""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    text = "".join(sign if sign.isprintable() else _escaped(sign) for sign in text[: 4 * longest])
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _escaped(sign: str) -> str:
    return " " if sign in "\n\r\t\u3000\u00a0" else f"\\u{ord(sign):04x}"


def faults_table(faults: Iterable[Fault]) -> pd.DataFrame:
    """`faults` as a table: 级别, 工作表, 单元格, 原内容, 问题, 怎样改 (all text), in the order given."""
    rows: list[dict[str, Any]] = [
        {
            "级别": LEVELS[fault.level], "工作表": shown(fault.place.sheet), "单元格": fault.place.cell,
            "原内容": fault.value, "问题": fault.message, "怎样改": fault.remedy,
        }
        for fault in faults
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["级别", "工作表", "单元格", "原内容", "问题", "怎样改"], dtype="str")


def manual_table() -> pd.DataFrame:
    """The kinds that ask for something, for the manual: 级别, 问题, 怎样改, slots of templates shown as …; all text."""
    blanks: dict[str, str] = _Blanks()
    rows = [
        {"级别": LEVELS[kind.level], "问题": kind.title, "怎样改": kind.write.format_map(blanks)}
        for kind in FAULT_KINDS.values()
        if kind.write
    ]
    return pd.DataFrame(rows, columns=["级别", "问题", "怎样改"], dtype="str")


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


_SAVE_AGAIN: Final = "请用 WPS 或 Excel 打开，另存为“.xlsx”后再上传"
_SPLIT: Final = "请只保留要更新的工作表，或分成几个文件上传"

FAULT_KINDS: Final[dict[str, FaultKind]] = {
    kind.code: kind
    for kind in (
        # The file as a whole.
        FaultKind("empty", "refuse", "文件是空的", "文件是空的", "请检查是否选对了文件"),
        FaultKind("too_big", "refuse", "文件太大", "文件有 {size} MB，超过 {limit} MB", _SPLIT),
        FaultKind("not_a_workbook", "refuse", "不是表格文件", "这是{kind}，不是台账能读的表格", _SAVE_AGAIN),
        FaultKind(
            "binary_workbook",
            "refuse",
            "“.xlsb”不能读",
            "这是二进制工作簿（.xlsb），看不出数字格式和合并的单元格，读进来的数可能是错的",
            "请用 WPS 或 Excel 打开，“另存为”时选“Excel 工作簿（*.xlsx）”，再上传",
        ),
        FaultKind(
            "word_document",
            "refuse",
            "是 Word 文档",
            "这是 Word 文档，不是台账能读的表格",
            "报告和报告里的表格请在“导入报告”页导入；只要其中一张表的，请复制到 Excel 里另存为“.xlsx”再上传",
        ),
        FaultKind(
            "pdf_document",
            "refuse",
            "是 PDF 文件",
            "这是 PDF 文件，不是台账能读的表格",
            "报告请在“导入报告”页导入；表格请上传原来的 Excel 文件",
        ),
        FaultKind(
            "encrypted",
            "refuse",
            "文件有密码",
            "文件设了打开密码，读不出来",
            "请在 WPS 或 Excel 中取消密码，保存后再上传",
        ),
        FaultKind("macros", "refuse", "文件带宏", "文件带有宏（自动运行的程序），为安全起见不读取", _SAVE_AGAIN),
        FaultKind(
            "too_many_parts", "refuse", "文件内部结构异常", "文件内部有 {count} 个部件，超过 {limit} 个", _SAVE_AGAIN
        ),
        FaultKind(
            "inflates",
            "refuse",
            "解压后太大",
            "文件解压后超过 {limit} MB",
            "请删去图片和空白的行列，或分成几个文件上传",
        ),
        FaultKind(
            "squeezed", "refuse", "压缩率异常", "文件中“{part}”压缩了 {limit} 倍以上，不像正常的表格", _SAVE_AGAIN
        ),
        FaultKind(
            "doctype", "refuse", "含有不允许的声明", "文件中“{part}”含有 DOCTYPE 声明，正常的表格没有", _SAVE_AGAIN
        ),
        FaultKind("bad_name", "refuse", "内部名称异常", "文件内部有名称不正常的部件“{part}”", _SAVE_AGAIN),
        FaultKind("broken", "refuse", "文件已损坏", "文件已损坏或没有传完整", "请重新打开、另存后再上传"),
        FaultKind(
            "encoding",
            "refuse",
            "文字编码无法识别",
            "CSV 的文字编码不是 UTF-8、GB18030 或 UTF-16，或含有控制字符",
            _SAVE_AGAIN,
        ),
        FaultKind("too_slow", "refuse", "读取超时", "读取超过 {limit} 秒仍未完成", _SPLIT),
        FaultKind("too_much", "refuse", "内容太多", "读取所需内存超过限额，内容太多或文件异常", _SPLIT),
        FaultKind(
            "far_cell",
            "refuse",
            "有远离数据的内容",
            "在远离数据的地方还有内容，整张表因此过大",
            "请删去该单元格所在的整行整列，保存后再上传",
        ),
        FaultKind("too_many_rows", "refuse", "行数太多", "有内容的行超过 {limit} 行", _SPLIT),
        FaultKind("too_many_columns", "refuse", "列数太多", "有内容的列超过 {limit} 列", "请删去多余的列后再上传"),
        FaultKind("unreadable", "refuse", "无法解析", "文件内部有错，读取程序无法解析", _SAVE_AGAIN),
        FaultKind("busy", "refuse", "系统正忙", "正在读取别人上传的文件", "请等一分钟后再上传"),
        FaultKind(
            "csv_quote",
            "refuse",
            "CSV 的引号不成对",
            "第 {line} 行起有一个引号没有配对，后面的内容会串在一起",
            "请补上或删去这一行里多余的引号，或在 WPS、Excel 中核对后另存为“.xlsx”",
        ),
        FaultKind(
            "csv_mark",
            "refuse",
            "CSV 里有多余的编码标记",
            "第 {line} 行开头多了一个编码标记（BOM），像是几个文件拼在一起，或重复转过编码",
            "请在 WPS 或 Excel 中打开核对，另存为“.xlsx”后再上传",
        ),
        # Sheets and headers.
        FaultKind(
            "csv_uneven",
            "fault",
            "CSV 的列数不一致",
            "第 {line} 行有 {found} 列，别的行有 {wanted} 列",
            "请核对这一行是不是多了或少了逗号；文字、数字里的逗号要用英文引号括起来",
        ),
        FaultKind(
            "no_sheet",
            "fault",
            "没有能对上的工作表",
            "没有一张工作表对得上台账的表",
            "请把工作表命名为台账中的名称（如“土地整治”），并保留表头行",
        ),
        FaultKind(
            "no_figures",
            "fault",
            "没有数字",
            "文件里的表只有表头或文字，没有一个数字",
            "请核对是不是上传了空白的模板",
        ),
        FaultKind(
            "update_header",
            "fault",
            "“本月更新”没有表头",
            "没有找到“名称”“本期”这一行表头",
            "请保留“下载最新台账”中的表头行",
        ),
        FaultKind("no_header", "fault", "没有找到表头", "没有找到表头行", "请保留“下载最新台账”中的表头行"),
        FaultKind(
            "sheet_twice",
            "fault",
            "同一张表出现两次",
            "“{label}”已有工作表“{other}”，这里又有一张",
            "请只保留一张，或合并成一张",
        ),
        FaultKind(
            "header_twice", "fault", "表头重复", "“{label}”这一列出现了两次，另一列在 {other}", "请删去或改名其中一列"
        ),
        FaultKind(
            "header_unit",
            "fault",
            "表头单位不符",
            "表头写的单位“{unit}”不能换算成“{wanted}”",
            "请改成“{wanted}”或能换算的单位",
        ),
        FaultKind(
            "wrong_scope",
            "fault",
            "不是本单位、本期的台账",
            "这份台账的{what}是“{value}”，现在要更新的是“{wanted}”",
            "请下载本单位、本报告期的最新台账再填写；要更正以前的报告期，请先在页面左侧“报告期”选它，再上传",
        ),
        FaultKind(
            "ids_moved",
            "fault",
            "编号和内容对不上",
            "有 {count} 行的编号是一行的、内容是另一行的（第{rows}行），像是排序时没有带上“编号”列",
            "请撤销排序，或下载最新台账重填；排序时请选中所有的列，隐藏的列也要带上",
        ),
        FaultKind(
            "row_scope",
            "fault",
            "有别的单位或别的报告期的行",
            "这一行的“{label}”是“{value}”，现在要更新的是“{wanted}”",
            "请先选对单位和报告期，下载那一份最新台账再填写；这一列写的是科室的，请把表头改成“责任单位”",
        ),
        # Cells.
        FaultKind(
            "not_a_number",
            "fault",
            "数字列里有文字",
            "这一列要写数字",
            "请写成数字，如 600 或 约600；文字请写到“备注”列",
        ),
        FaultKind(
            "two_numbers",
            "fault",
            "一个格子里有两个数",
            "这一格里有两个数，中间隔着空格、换行或制表符",
            "请只写一个数，如 600；千位之间要隔开的用逗号，如 1,250",
        ),
        FaultKind(
            "mark_in_number",
            "fault",
            "数字带有注释符号",
            "“{mark}”像是注释的序号，不能和数字写在一起",
            "请只写数字，如 {number}；注释写到“备注”列",
        ),
        FaultKind("not_a_date", "fault", "日期看不懂", "这一列要写日期", "请写成 2023-06-30、2023年6月30日 或 6月底"),
        FaultKind("not_a_flag", "fault", "要写是或否", "这一列只能写“是”或“否”", "请写“是”或“否”，不清楚就留空"),
        FaultKind("unknown_domain", "fault", "没有这个领域", "没有“{value}”这个领域", "请从这些里面选：{words}"),
        FaultKind("unknown_word", "fault", "不在可选范围内", "“{label}”没有“{value}”这一项", "请从这些里面选：{words}"),
        FaultKind("unknown_unit", "fault", "单位不认识", "“{value}”不是已知的单位", "请写成{words}"),
        FaultKind(
            "unit_mismatch",
            "fault",
            "单位不符",
            "写的单位是“{unit}”，这里要用“{wanted}”，两者不能换算",
            "请换成以“{wanted}”为单位的数字",
        ),
        FaultKind(
            "qualifier_lost",
            "fault",
            "约数无处记录",
            "这一列只能写确数，“约”“余”等字无处记录",
            "请写数字 {number}，并在“备注”列写明是约数",
        ),
        FaultKind(
            "qualifier_conflict",
            "fault",
            "约数前后不一",
            "数字写的是“{word}”，“{label}”列写的是“{other}”",
            "请把“{label}”列改为“{word}”，或把数字改成 {number}",
        ),
        FaultKind(
            "range_lost", "fault", "范围无处记录", "这一列只能写一个数，不能写范围", "请写一个数，范围写到“备注”列"
        ),
        FaultKind(
            "too_large", "fault", "数字太大", "这个数有 15 位以上，表格存不准，也不像实际数字", "请核对是不是多写了几位"
        ),
        FaultKind(
            "formula",
            "fault",
            "公式没有结果",
            "这个单元格是公式，文件里没有存它的结果",
            "请用 WPS 或 Excel 打开、保存一次再上传",
        ),
        FaultKind("error_value", "fault", "公式出错", "这个单元格的公式出错，没有结果", "请改好公式，或直接写数字"),
        FaultKind("control_character", "fault", "含有看不见的字符", "含有看不见的控制字符", "请删去后重新输入"),
        FaultKind("too_long", "fault", "文字太长", "文字有 {count} 个字，超过 {limit} 个", "请缩短"),
        FaultKind(
            "id_odd",
            "fault",
            "编号不规范",
            "编号含有空白、不可见字符，或太长",
            "新行请把编号留空，原有的行请勿修改编号",
        ),
        FaultKind(
            "part_over_whole",
            "fault",
            "部分大于总数",
            "{part}（{parts}）大于{whole}（{total}）",
            "请核对这几个数并改正",
        ),
        FaultKind(
            "printed_differs",
            "fault",
            "两处面积不一致",
            "“{label}”是 {now}，“{other}”是 {then}，两者不一致",
            "请改成同一个数；不再是报告所写的，就清空“{other}”和它的单位",
        ),
        FaultKind(
            "due_before_start", "fault", "结束早于开始", "“{late}”（{due}）早于“{early}”（{begin}）", "请核对这两个日期"
        ),
        FaultKind("high_below_low", "fault", "上限小于下限", "数值上限（{high}）小于数值（{low}）", "请核对这两个数"),
        FaultKind("no_such_row", "fault", "所指的行不存在", "没有编号为“{value}”的行", "请写本表中的编号，或留空"),
        FaultKind(
            "whole_deleted",
            "fault",
            "要删除的钱里包含别的行",
            "要删除的“{whole}”包含“{part}”，后者还在",
            "请不要勾选删除前者，或把后者一起删除，或改后者的“包含于”",
        ),
        FaultKind(
            "chosen_twice",
            "fault",
            "采用了不止一个目标",
            "“{name}”同时采用了几个目标：{goals}",
            "请只留一个：其余各行的“已采用”清空，或在“在线修改”里“选定目标”",
        ),
        # To be asked.
        FaultKind(
            "percent_or_share",
            "ask",
            "百分比还是小数",
            "看不出是 {percent}% 还是 {share}%",
            "是 {percent}% 就写 {percent}，是 {share}% 就写成文字“{share}%”",
        ),
        FaultKind(
            "percent_unseen",
            "ask",
            "“.xls”看不出百分号",
            "“.xls”格式看不出这一格有没有百分号，可能是 {percent}%，也可能是 {share}%",
            "请另存为“.xlsx”后再上传，或写成文字“{percent}%”或“{share}%”",
        ),
        FaultKind(
            "which_scale",
            "ask",
            "是不是省了“万”字",
            "看不出“{value}”是 {large} 还是 {small}",
            "请连单位一起写明：“{large}”或“{small}”",
        ),
        FaultKind(
            "format_unclear",
            "ask",
            "显示的和存的不一样",
            "单元格里存的是 {stored}，按数字格式显示成“{shown}”，看不出该按哪个算",
            "请把要报的数连单位一起直接写在格子里，并把单元格格式改为“常规”",
        ),
        FaultKind(
            "money_sign",
            "ask",
            "带“¥”的数是不是元",
            "显示成“{value}”，看不出是 {yuan} 还是 {wanted}",
            "请连单位一起写明“{yuan}”或“{wanted}”，或把单元格格式改为“常规”",
        ),
        FaultKind(
            "zero_hidden",
            "ask",
            "没有显示出来的零",
            "单元格里存的是 0，数字格式却不显示它，看不出是 0 还是没有数据",
            "是 0 就写 0，并把单元格格式改为“常规”；没有数据就清空",
        ),
        FaultKind(
            "struck_cell",
            "ask",
            "整格划掉",
            "这一格整格划了删除线，看不出还算不算",
            "还算的请去掉删除线；不算的请清空，或改成新的内容",
        ),
        FaultKind(
            "struck_row",
            "ask",
            "整行划掉",
            "这一行整行划了删除线，看不出是删去还是保留",
            "要删去就把整行删掉；要保留就去掉删除线",
        ),
        FaultKind(
            "zero_or_missing",
            "ask",
            "没有还是为零",
            "“{value}”可能是 0，也可能是没有数据",
            "是 0 就写 0，没有数据就留空",
        ),
        FaultKind("serial_date", "ask", "日期变成了数字", "写的是数字 {value}，可能是日期 {day}", "是这一天就写 {day}"),
        FaultKind("which_day", "ask", "日期不完整", "“{value}”看不出是哪一年或哪一天", "请写完整，如 2023-06-30"),
        FaultKind(
            "row_or_not",
            "ask",
            "看不出是不是一行数据",
            "“{value}”像是{what}，但这一行还填了别的内容",
            "是{what}就把这一行删去，是一行数据就改写“{value}”（不以“合计”结尾，不以“*”“注”“一、”开头）",
        ),
        FaultKind(
            "row_left_out",
            "ask",
            "看不出是不是一行数据",
            "新增的这一行像是{what}，没有读入",
            "是{what}就删去这一行；是一行数据就填好“{label}”，并改写“{value}”",
        ),
        FaultKind(
            "watched_or_judged",
            "ask",
            "监测的指标填了目标",
            "填了目标值，“指标类型”写的却是“监测”，看不出要不要判定进度",
            "要判定就把“指标类型”改为“累计”，只作对照就改为“只监测不判定”，没有目标就清空目标值",
        ),
        FaultKind(
            "merged_number",
            "ask",
            "数字的单元格是合并的",
            "写着数字的单元格合并了 {count} 行，看不出是每一行都是这个数，还是几行合计",
            "请取消合并，每一行写自己的数；只有合计数的，写在其中一行，其余留空",
        ),
        FaultKind(
            "which_unit",
            "ask",
            "表外的单位管不管这一列",
            "{where}写着单位“{above}”（{cell}），看不出“{label}”这一列是不是这个单位",
            "请选定，或在表头里写明单位，如“{label}（{unit}）”",
        ),
        FaultKind(
            "which_claim",
            "ask",
            "看不出是哪个目标的行",
            "“{value}”现有不止一个目标，看不出这一行说的是哪一个",
            "请选定，或保留原有的编号、写明目标值",
        ),
        FaultKind(
            "number_as_text",
            "ask",
            "文字列里是数字",
            "“{header}”按表头是“{label}”，这一列却有 {count} 个数字",
            "请选定；是金额、面积等数字的，请把表头改成台账中的名称",
        ),
        FaultKind(
            "map_table",
            "ask",
            "不是台账的表，怎样读入",
            "“{value}”这张表（{columns} 列、{rows} 行）不是台账的格式，建议看作“{kind}”",
            "请在页面上核对每一列对应台账的哪一项，确认后读入；下次同样的表头会自动照此读入",
        ),
        FaultKind(
            "negative",
            "ask",
            "不应是负数",
            "“{label}”一般不是负数",
            "请选定，或写成 0 或正数；减少的情况写到“备注”列",
        ),
        FaultKind(
            "key_missing",
            "ask",
            "必填项没有填",
            "这一行没有写“{label}”",
            "请选定，或填写“{label}”",
        ),
        FaultKind(
            "key_column_missing",
            "ask",
            "表里没有必填的列",
            "这张表没有“{label}”一列，新增的 {count} 行认不出是什么",
            "请加上“{label}”一列再上传；这些行不要的，选“不读入”",
        ),
        FaultKind(
            "which_sheet",
            "ask",
            "看不出是哪张表",
            "看不出这张工作表是台账的哪张表（可能是：{tables}）",
            "请选定，或把工作表改名为其中之一",
        ),
        FaultKind(
            "id_twice",
            "ask",
            "像是复制出来的行",
            "这一行和第{other}行是同一个编号，像是复制出来的",
            "请选定是新增的一行，还是重复的行",
        ),
        FaultKind(
            "update_row",
            "ask",
            "“本月更新”里有对不上的行",
            "现有的指标里没有“{value}”，这一行填了本期的数",
            "请选定是哪一项指标",
        ),
        FaultKind(
            "update_twice",
            "ask",
            "一项指标写了两行",
            "这一行和第{other}行是同一项指标，两行都填了内容",
            "请选定按哪一行",
        ),
        FaultKind(
            "update_conflict",
            "ask",
            "两张工作表改得不一样",
            "“{label}”在这里改为“{value}”，在工作表“{table}”里改为“{other}”",
            "请选定按哪一张",
        ),
        FaultKind(
            "update_rest",
            "ask",
            "其余的是否在限期内",
            "本期完成{value}，其余{left}是在限期内还是已逾期，台账里没有写",
            "请选定；两种都有的，请在工作表“指标进度”里分别填写",
        ),
        FaultKind(
            "texts_in_figures",
            "ask",
            "数字列里有文字",
            "“{label}”这一列有 {count} 格写的是文字（第{rows}行），读不出数字",
            "确认这些格没有数字，或改成数字后重新上传",
        ),
        # May go on.
        FaultKind(
            "target_undecided",
            "warning",
            "目标待定，没有读入",
            "这项指标的目标还没有选定，改动没有读入",
            "请先在“在线修改”里选定目标，再改这一格",
        ),
        FaultKind(
            "update_kept",
            "warning",
            "系统填写的内容被改动",
            "“{label}”由系统填写（{old}），改动没有读入",
            "要改的，请改工作表“指标进度”",
        ),
        FaultKind(
            "hidden_rows",
            "warning",
            "隐藏的行里有改动",
            "隐藏的行里有 {count} 行改动（第{rows}行）",
            "请取消筛选或隐藏，核对这些行",
        ),
        FaultKind(
            "hidden_column",
            "warning",
            "隐藏的列里有改动",
            "隐藏的{column}列（“{label}”）里有改动",
            "请取消隐藏，核对这一列",
        ),
        FaultKind(
            "figures_unread",
            "warning",
            "有数字没有读入",
            "“{label}”这一列不在台账中，其中 {figures} 个数字没有读入",
            "要读入的，请把表头改成台账中的名称；不用读入的，核对后勾选即可",
        ),
        FaultKind(
            "rows_without_figures",
            "warning",
            "新增的行没有读到数字",
            "新增的 {count} 行（第{numbers}行：{rows}）一个数字也没有读到",
            "请核对数字写在哪一列、表头是不是台账中的名称",
        ),
        FaultKind(
            "sheet_without_figures",
            "warning",
            "整张表没有读到数字",
            "这张工作表一个数字也没有读到",
            "请核对数字写在哪一列、表头是不是台账中的名称",
        ),
        FaultKind(
            "no_rows", "warning", "整张表没有数据", "这张工作表只有表头，没有一行数据", "请核对是不是上传了空白的模板"
        ),
        FaultKind(
            "day_kept",
            "warning",
            "没有读到数字，日期不变",
            "这一行没有读到数字，“{label}”仍为{old}",
            "请把数字一并写上；没有新数字的，日期不用改",
        ),
        FaultKind(
            "fell",
            "warning",
            "累计数倒退",
            "累计数由 {old} {turned} {new}",
            "请确认不是写错；属于更正的请在提交说明中写明",
        ),
        FaultKind(
            "changed_much", "warning", "变化超过三成", "由 {old} 变为 {new}，变化 {change}%", "请确认不是写错一位"
        ),
        FaultKind(
            "unit_changed",
            "warning",
            "换了单位",
            "单位换了：{what}由 {old} 变为 {new}",
            "请确认数字已按新单位换算，或原来的单位写错了",
        ),
        FaultKind(
            "over_complete", "warning", "完成超过 100%", "{what}为 {rate}%，超过 100%", "请确认分子、分母的口径一致"
        ),
        FaultKind(
            "as_of_older", "warning", "数据截至日比现有的早", "数据截至 {new}，早于现有的 {old}", "请确认没有用错旧台账"
        ),
        FaultKind(
            "as_of_late",
            "warning",
            "数据截至太晚",
            "数据截至 {new}，{late}",
            "请核对年份：只写月日时，表格软件补上的是填表当年的年份",
        ),
        FaultKind(
            "no_base",
            "warning",
            "看不出是从哪一版下载的",
            "文件里没有写明是从哪一版下载的（或与存档对不上），按现在的第 {version} 版比较",
            "下载之后别人提交过的改动，可能被文件里的旧数字改回去：请逐行核对改动，没有把握就下载最新台账重填",
        ),
        FaultKind(
            "as_of_kept",
            "warning",
            "改了数字，没有改数据截至",
            "有{count}行改了数字，它们的“数据截至”仍早于{new}：{rows}",
            "数字是这一天的情况就勾选一并改过去，否则会按旧日期算序时进度；本来就是旧日期的不用改",
        ),
        FaultKind(
            "twin_left",
            "warning",
            "同一个数字没有一起改",
            "报告里的同一个数字，{other}已改为{new}，{what}仍是{value}",
            "请勾选一并改过去，或确认两处说的不是同一件事",
        ),
        FaultKind(
            "twin_kept",
            "warning",
            "同一个数字不能一起改",
            "报告里的同一个数字，{other}已改为{new}，{what}仍是{value}，没有一起改：{why}",
            "请核对这一处，要改就在那里自己改",
        ),
        FaultKind("new_finding", "warning", "出现新的疑点", "{title}", "{confirm}"),
        FaultKind(
            "resolution_lost",
            "warning",
            "处理意见失效",
            "“{title}”的处理意见（{by}：{resolution}）因数字变化失效",
            "请在“在线修改”的“处理核对结果”里重新处理",
        ),
        FaultKind(
            "no_as_of",
            "warning",
            "新增行没有写数据截至",
            "新增的行没有写“数据截至”，不能判断进度",
            "请写数据截至哪一天",
        ),
        FaultKind(
            "target_unjudged",
            "warning",
            "填了目标值仍不判定",
            "“指标类型”是“{kind}”，填了目标值也不判定进度",
            "{remedy}",
        ),
        FaultKind("cleared", "warning", "原有内容被清空", "原来是“{old}”，现在是空的", "请确认确实要清空"),
        FaultKind(
            "unknown_id", "warning", "编号是新的", "现有数据中没有编号“{value}”，这一行按新增处理", "新行可以把编号留空"
        ),
        FaultKind(
            "row_twin",
            "warning",
            "新增的行与别的行相同",
            "新增的这一行与{other}“{labels}”都一样",
            "是同一件事就不要写成两行（原有的行请保留编号），确是两件事就在“备注”写明区别",
        ),
        FaultKind(
            "sheet_unread",
            "warning",
            "有工作表没有读入",
            "这张工作表对不上台账的任何一张表，有 {rows} 行没有读入",
            "如需读入，请改成台账中的名称并保留表头",
        ),
        FaultKind(
            "column_unknown",
            "warning",
            "有列的表头不认识",
            "不认识“{label}”这个表头，{count} 个格子没有读入，其中数字 {figures} 个",
            "如果它就是“{alike}”，请把表头改成这样再上传",
        ),
        FaultKind(
            "caption_unused",
            "warning",
            "表外的单位没有用上",
            "{where}写着单位“{unit}”，表里没有一列数字能用这个单位",
            "请核对是不是写错了单位，或列的表头写错了",
        ),
        FaultKind(
            "row_above_header",
            "warning",
            "表头上方有内容没有读入",
            "这一行在表头上方，没有读入",
            "如果是数据，请移到表头下面再上传",
        ),
        FaultKind(
            "cases_unclear",
            "warning",
            "看不出是不是办结",
            "有 {count} 件看不出是否办结（第{rows}行），按未办结计",
            "请核对这些行的整改情况",
        ),
        FaultKind(
            "cases_undated",
            "warning",
            "没有办结期限",
            "有 {count} 件未办结、没有写期限（第{rows}行），按期限内计",
            "请核对这些行的整改期限",
        ),
        # What the reader did by itself.
        FaultKind(
            "macros_unread", "notice", "宏没有读取", "文件带有宏（自动运行的程序），没有运行，只读取了单元格", ""
        ),
        FaultKind(
            "table_left_out", "notice", "有表没有读入", "按您的选择，“{value}”这张表没有读入，其中数字 {figures} 个", ""
        ),
        FaultKind(
            "column_left_out",
            "notice",
            "有列没有读入",
            "按您的选择，“{label}”这一列没有读入，其中数字 {figures} 个",
            "",
        ),
        FaultKind("rows_empty", "notice", "有行没有数字", "有 {count} 行没有要读入的数字（第{rows}行），没有读入", ""),
        FaultKind("table_lacks", "notice", "表里没有的项目", "这张表没有“{labels}”，读入的行这一项留空", ""),
        FaultKind("column_unread", "notice", "有列没有读入", "“{label}”这一列不在台账中，{count} 个格子没有读入", ""),
        FaultKind("column_absent", "notice", "有列不在文件中", "文件中没有这些列：{labels}。现有内容保持不变", ""),
        FaultKind("and_more", "notice", "同样的问题还有很多", "“{title}”在这一列还有 {count} 处，没有逐一列出", ""),
        FaultKind("header_skipped", "notice", "重复的表头", "重复的表头，不是数据", ""),
        FaultKind("update_remark", "notice", "说明文字不计入", "这一行没有写本期的数，没有读入", ""),
        FaultKind("update_all_done", "notice", "其余的按 0 计", "本期已全部完成，未办结的件数按 0 计", ""),
        FaultKind("row_unread", "notice", "没有可读入的内容", "这一行只在没有读入的列里有内容，没有读入", ""),
        FaultKind("total_skipped", "notice", "合计行不计入", "合计行不计入", ""),
        FaultKind("note_skipped", "notice", "说明文字不计入", "表格以外的说明文字，没有读入", ""),
        FaultKind("heading_skipped", "notice", "小标题不计入", "这一行只有小标题，没有读入", ""),
        FaultKind("merged_filled", "notice", "合并的单元格", "“{label}”有合并的单元格，已填到下面的 {count} 行", ""),
        FaultKind("converted", "notice", "单位已换算", "{value} 已换算为 {number}{unit}", ""),
        FaultKind("header_converted", "notice", "整列已换算", "{stated}单位为“{unit}”，整列已换算为“{wanted}”", ""),
        FaultKind(
            "header_remark", "notice", "表头里的说明", "表头括号里的“{remark}”不是单位，数字按“{wanted}”读取", ""
        ),
        FaultKind(
            "unit_above", "notice", "单位已记录", "{count} 行没有写单位，“{label}”按{where}的单位记为“{unit}”", ""
        ),
        FaultKind("row_converted", "notice", "单位已换算", "{value}{written} 已换算为 {number}{unit}", ""),
        FaultKind("qualifier_read", "notice", "约数已记录", "记为 {number}，“{label}”记为“{word}”", ""),
        FaultKind("unit_read", "notice", "单位已记录", "记为 {number}，“{label}”记为“{unit}”", ""),
        FaultKind("same_percent", "notice", "按百分比读取", "{value} 与现有的 {number}% 相同，没有改动", ""),
        FaultKind(
            "printed_cleared",
            "notice",
            "原文所写已不适用",
            "“{label}”改为 {now}，“{other}”（{then}）不再适用，已清空",
            "",
        ),
        FaultKind("comment", "notice", "单元格批注", "这一格有批注：“{text}”", ""),
        FaultKind("struck_piece", "notice", "划掉的文字没有读入", "这一格里划掉的“{text}”没有读入", ""),
        FaultKind("day_read", "notice", "日期已换算", "读作 {day}", ""),
        FaultKind("unseen_removed", "notice", "去掉了看不见的字符", "含有看不见的字符，已经去掉，读作“{text}”", ""),
        FaultKind("text_read", "notice", "按文字读取", "这一列是文字，读作“{text}”", ""),
        FaultKind("id_found", "notice", "按内容认出的行", "这一行没有现有的编号，按内容认作编号“{row_id}”", ""),
        FaultKind("quote_kept", "notice", "原文不能修改", "“原文”由系统填写，{count} 处改动没有采用", ""),
        FaultKind(
            "xls_limits",
            "notice",
            "旧格式的限制",
            "这个“.xls”文件看不出哪些格子是百分比、哪些公式出错、哪些文字划掉了、哪些行列隐藏了",
            "建议另存为“.xlsx”",
        ),
    )
}
