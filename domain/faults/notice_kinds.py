"""Kinds of notices: what the reader did by itself."""

from typing import Final

from domain.faults.fault_kind import FaultKind

NOTICE_KINDS: Final[tuple[FaultKind, ...]] = (
    FaultKind("macros_unread", "notice", "宏没有读取", "文件带有宏（自动运行的程序），没有运行，只读取了单元格", ""),
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
    FaultKind(
        "column_computed",
        "notice",
        "由别的列算出",
        "“{label}”这一列就是“{how}”，没有另外读入，其中数字 {figures} 个",
        "",
    ),
    FaultKind(
        "part_skipped", "notice", "总数和其中只读一种", "“{value}”这一行按您的选择没有读入，其中数字 {count} 个", ""
    ),
    FaultKind("name_alias", "notice", "按别名认出", "“{value}”就是“{name}”，按“{name}”读入", ""),
    FaultKind("rows_empty", "notice", "有行没有数字", "有 {count} 行没有要读入的数字（第{rows}行），没有读入", ""),
    FaultKind("table_lacks", "notice", "表里没有的项目", "这张表没有“{labels}”，读入的行这一项留空", ""),
    FaultKind("column_unread", "notice", "有列没有读入", "“{label}”这一列不在台账中，{count} 个单元格没有读入", ""),
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
    FaultKind("header_remark", "notice", "表头里的说明", "表头括号里的“{remark}”不是单位，数字按“{wanted}”读取", ""),
    FaultKind("unit_above", "notice", "单位已记录", "{count} 行没有写单位，“{label}”按{where}的单位记为“{unit}”", ""),
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
