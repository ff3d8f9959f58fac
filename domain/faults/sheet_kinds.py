"""Kinds of faults of sheets and headers, to be corrected in the file."""

from typing import Final

from domain.faults.fault_kind import FaultKind

SHEET_KINDS: Final[tuple[FaultKind, ...]] = (
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
        "别的表：请在数字上面写一行表头（名称、目标、完成等）；台账的表：工作表名用台账中的名称（如“土地整治”），并保留表头行",
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
)
