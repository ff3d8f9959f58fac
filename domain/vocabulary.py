"""Closed vocabularies: the code that is stored and the Chinese word that is shown."""

from typing import Final

#: Subject of a figure, in the order in which pages list them.
DOMAINS: Final[dict[str, str]] = {
    "land": "土地整治",
    "demolition": "征迁",
    "funding": "资金项目",
    "safety": "安全隐患",
    "party": "党建",
    "rural_income": "集体经济",
    "environment": "人居环境",
    "investment": "营商",
    "governance": "治理",
    "history": "八八战略十年",
    "honours": "亮点荣誉",
    "commitments": "下半年任务",
    "other": "其他",
}

ROLES: Final[dict[str, str]] = {
    "actual": "完成值",
    "target": "目标值",
    "forecast": "预计",
    "baseline": "基数",
}

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

#: States in the order of their rules, first match wins (rule n is the n-th key).
STATES: Final[dict[str, str]] = {
    "to_verify": "口径待核",
    "monitor": "仅监测",
    "done": "已完成",
    "done_late": "逾期完成",
    "accepted": "已批准偏差",
    "overdue": "逾期未完成",
    "open": "进行中(未设期限)",
    "not_started": "未到启动期",
    "regressed": "倒退",
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
    "limit": "限额(越低越好)",
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

#: Severity of a finding; "passed" is said too, so that a reader knows what was checked and held.
SEVERITIES: Final[dict[str, str]] = {
    "conflict": "矛盾",
    "doubt": "存疑",
    "notice": "提示",
    "passed": "相符",
}
