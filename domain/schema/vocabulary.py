"""Closed vocabularies: the code that is stored and the Chinese word that is shown."""

from typing import Final

ROLES: Final[dict[str, str]] = {
    "actual": "完成值",
    "target": "目标值",
    "rate": "完成率",
    "open": "未完成",
    "forecast": "预计",
    "baseline": "基数",
}
#: Roles of what is so on the day that the figure refers to.
REPORTED_ROLES: Final = frozenset(("actual", "rate", "open"))
#: How surely a statement was read.
CONFIDENCES: Final[dict[str, str]] = {"high": "确定", "low": "待确认", "confirmed": "已由人确认"}

QUALIFIERS: Final[dict[str, str]] = {
    "exact": "",
    "about": "约",
    "over": "余",
    "nearly": "近",
    "at_least": "以上",
    "within": "以内",
}

#: What a figure measures. The last five are no figures: they are read, kept and never summed or judged.
DIMENSIONS: Final[dict[str, str]] = {
    "money": "金额",
    "area": "面积",
    "length": "长度",
    "mass": "质量",
    "percent": "百分比",
    "percentage_point": "百分点",
    "count": "数量",
    "duration": "时长",
    "concentration": "浓度",
    "date": "日期",
    "period": "时段",
    "ordinal": "序号",
    "rank": "排名",
    "identifier": "名称或编号",
}
NOT_FIGURES: Final = frozenset({"date", "period", "ordinal", "rank", "identifier"})

#: States in the order of their rules, first match wins (rule n is the n-th key); the word on screen.
STATES: Final[dict[str, str]] = {
    "to_verify": "待核实",
    "monitor": "仅监测",
    "done": "已完成",
    "done_late": "已完成（逾期）",
    "accepted": "已批准",
    "overdue": "逾期",
    "open": "未设期限",
    "not_started": "未启动",
    "regressed": "倒退",
    "ahead": "超前",
    "on_track": "正常",
    "behind": "滞后",
    "far_behind": "严重滞后",
}

#: The terms of the field for the states whose word on screen is plainer; shown where the rule is explained.
STATE_TERMS: Final[dict[str, str]] = STATES | {
    "to_verify": "口径待核",
    "done_late": "逾期完成",
    "accepted": "已批准偏差",
    "overdue": "逾期未完成",
    "open": "进行中（未设期限）",
    "not_started": "未到启动期",
    "ahead": "超进度",
    "on_track": "达进度",
    "behind": "欠进度",
    "far_behind": "严重欠进度",
}

#: Worst first: what a leader should look at before the rest.
ATTENTION_ORDER: Final[tuple[str, ...]] = (
    "overdue", "regressed", "far_behind", "behind", "to_verify", "done_late", "accepted",
    "open", "on_track", "ahead", "done", "not_started", "monitor",
)  # fmt: skip

KINDS: Final[dict[str, str]] = {
    "cumulative": "累计",
    "limit": "限额（越低越好）",
    "coverage": "覆盖面",
    "items": "清单销号",
    "milestone": "节点",
    "stage": "工序链",
    "forecast": "预计",
    "rate_of_change": "同比变化",
    "monitor": "监测",
    "monitor_only": "只监测不判定",
}
#: Kinds of a number that is only watched: `monitor` until a target is filled in, `monitor_only` with a target, too.
WATCHED: Final = frozenset({"monitor", "monitor_only"})

#: Severity of a finding; "passed" is reported too, so that a reader knows which checks were made.
SEVERITIES: Final[dict[str, str]] = {
    "conflict": "矛盾",
    "doubt": "存疑",
    "notice": "提示",
    "passed": "相符",
}


#: The code of each check and its name on screen, in the order in which a reader should meet them.
CHECKS: Final[dict[str, str]] = {
    "two_targets": "一项任务两个目标",
    "target_passed": "目标低于完成数",
    "target_reached": "目标完成情况",
    "rate_base": "比率口径",
    "rate_of_change": "同比变化率",
    "direction": "增减变化",
    "multiple": "倍数",
    "parts_whole": "分项与总数",
    "part_inside": "包含关系",
    "part_over_whole": "部分与整体",
    "average": "平均数与总数",
    "two_units": "两种单位",
    "size_of_money": "金额量级",
    "all_and_left": "全部完成仍有剩余",
    "sum_vs_coverage": "总量与覆盖面",
    "done_and_todo": "已完成又列入计划",
    "name_drift": "名称不一致",
    "said_twice": "同一事实写了两次",
    "two_values": "同一事项数字不同",
    "damaged_text": "文字缺损",
    "odd_unit": "单位不合常规",
    "exact_and_over": "准确数加“余”",
    "as_of_differs": "数据截至时间不同",
    "rank_subject": "排名",
    "listed_names": "数量与名单",
    "date_order": "时间先后",
}


#: The two ways to count 序时, as they are called on screen.
ELAPSED_MODES: Final[dict[str, str]] = {"day": "按日", "month": "按月"}

#: QUALIFIERS with a word for every code, for who fills in a ledger.
QUALIFIER_WORDS: Final[dict[str, str]] = QUALIFIERS | {"exact": "准确数"}
DIRECTIONS: Final[dict[str, str]] = {"1": "越多越好", "-1": "越少越好"}
FLAGS: Final[dict[str, str]] = {"True": "是", "False": "否"}
