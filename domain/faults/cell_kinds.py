"""Kinds of faults of cells and rows, to be corrected in the file."""

from typing import Final

from domain.faults.fault_kind import FaultKind

CELL_KINDS: Final[tuple[FaultKind, ...]] = (
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
        "一个单元格里有两个数",
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
        "这一列只能写准确数，“约”“余”等字无处记录",
        "请写数字 {number}，并在“备注”列写明是约数",
    ),
    FaultKind(
        "qualifier_conflict",
        "fault",
        "约数前后不一",
        "数字写的是“{word}”，“{label}”列写的是“{other}”",
        "请把“{label}”列改为“{word}”，或把数字改成 {number}",
    ),
    FaultKind("range_lost", "fault", "范围无处记录", "这一列只能写一个数，不能写范围", "请写一个数，范围写到“备注”列"),
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
    FaultKind(
        "covered_cell",
        "fault",
        "被合并单元格遮住的内容",
        "这一格被合并的单元格遮住，里面还存着内容，表上看不见",
        "请取消合并，每一格只留要报的内容",
    ),
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
)
