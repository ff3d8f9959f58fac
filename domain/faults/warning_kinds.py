"""Kinds of warnings: shown for confirmation, they do not block the commit."""

from typing import Final

from domain.faults.fault_kind import FaultKind

WARNING_KINDS: Final[tuple[FaultKind, ...]] = (
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
    FaultKind("changed_much", "warning", "变化超过三成", "由 {old} 变为 {new}，变化 {change}%", "请确认不是写错一位"),
    FaultKind(
        "unit_changed",
        "warning",
        "换了单位",
        "单位换了：{what}由 {old} 变为 {new}",
        "请确认数字已按新单位换算，或原来的单位写错了",
    ),
    FaultKind("over_complete", "warning", "完成超过 100%", "{what}为 {rate}%，超过 100%", "请确认分子、分母的口径一致"),
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
        "不认识“{label}”这个表头，{count} 个单元格没有读入，其中数字 {figures} 个",
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
        "encoding_guessed",
        "warning",
        "文字编码是推断的",
        "文件没有写明文字编码，按 GB18030 读出，其中有：{words}",
        "请核对这些字对不对；不对的话，请另存为“.xlsx”再上传",
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
)
