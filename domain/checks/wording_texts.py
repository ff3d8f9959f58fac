"""Texts of findings about names, repeated and damaged text, numbering and dates."""

from typing import Final

from domain.checks.finding_text import FindingText

WORDING_TEXTS: Final = {
    "names_differ": FindingText(
        "写{count}，列出的是{n}个",
        "{quote}写的是{count}，后面列出{names}，是{n}个。",
        "数量和名单哪个有误",
    ),
    "place_moved": FindingText(
        "“{words}”的名次变化前后不符",
        "{quote}名次的数字越小越靠前，“{words}”的方向或位数与两个名次不符。",
        "两个名次和升降的写法哪个有误",
    ),
    "place_beyond": FindingText(
        "“{words}”：名次超出了参加排名的个数",
        "{quote}“{words}”里的名次比参加排名的个数还大。",
        "名次和个数哪个有误",
    ),
    "stated_later": FindingText(
        "{when}的情况写在{published}发布的文中",
        "{quote}发布日期是{published}，早于{when}。",
        "截至日期和发布日期哪个有误，数字是否为预计数",
    ),
    "no_such_day": FindingText("日期“{first}”不存在", "{quote}日历上没有“{first}”。", "应为哪一天"),
    "span_backwards": FindingText(
        "“{first}”先后颠倒",
        "{quote}结束的时间早于开始的时间。",
        "起止时间哪个有误",
    ),
    "span_differs": FindingText(
        "“{first}”不是{second}，而是{days}",
        "{quote}从头到尾是{days}，与所写的{second}不符。",
        "起止时间和天数哪个有误",
    ),
    "row_name": FindingText(
        "“{written}”与“{near}”可能是同一个",
        "“{table}”的{label}写“{written}”，与名称对照表里的“{near}”只差一个字，统计时会算成两个。{before}",
        "是否写错，正式名称是哪一个",
    ),
    "name_known": FindingText(
        "“{first}”又写作“{second}”",
        "{first_quote}{second_quote}按名称对照表视为同一个：{name}。统计时只算一个。",
        "正式名称是哪一个",
    ),
    "name_drift": FindingText(
        "“{first}”与“{second}”可能是同一个",
        "{first_quote}{second_quote}两个名称只差几个字，尚未列入名称对照表，统计时会算成两个。",
        "是否同一个单位，正式名称是哪一个",
    ),
    "said_twice": FindingText(
        "“{fact}”写了两次，只计一次",
        "{first_quote}{second_quote}说的是同一件事，统计时只计一次。",
    ),
    "said_differently": FindingText(
        "同一件事写了两次，数字不同：{first}与{second}",
        "{first_quote}{second_quote}说的是同一件事，数字却不同。",
        "哪一处正确",
    ),
    "quotes": FindingText(
        "引号或括号不成对：{marks}",
        "{quote}其中{marks}处不成对，可能缺字或多字。按原文读取，没有改动。",
        "原文应为什么",
    ),
    "doubled": FindingText(
        "疑似多字：“{words}”", "{quote}其中“{words}”疑似重复或多余。按原文读取，没有改动。", "原文应为什么"
    ),
    "empty": FindingText("括号内是空的：“{words}”", "{quote}其中“{words}”里没有内容，可能缺字。", "括号里应写什么"),
    "misspelt": FindingText(
        "疑似错字：“{words}”，应为“{meant}”",
        "{quote}其中“{words}”疑为“{meant}”（{reason}）。按原文读取，没有改动。",
        "是否应为“{meant}”",
    ),
    "listed_twice": FindingText(
        "并列项“{words}”重复",
        "{quote}并列的各项里“{words}”出现了不止一次，可能写错了一项，也可能多写了一项。按原文读取，没有改动。",
        "重复的一项原文应为什么",
    ),
    "no_by": FindingText(
        "“{words}”前疑似缺“以”",
        "{quote}其中“{words}”前面没有“以”，可能漏字。按原文读取，没有改动。",
        "原文应为什么",
    ),
    "no_unit": FindingText("“{words}”缺单位", "{quote}其中“{words}”没有写全单位。{guess}", "单位是什么"),
    "no_full_stop": FindingText("段末没有句号", "{quote}一段到此结束却没有句号，后面可能有缺漏。", "后面是否还有内容"),
    "numbering": FindingText(
        "序号不连续：{before}之后是{after}",
        "{quote}前一项是{before}，这一项是{after}，中间可能有缺漏或重号。",
        "是否漏了内容",
    ),
    "as_of_differs": FindingText(
        "{span}的数据与{whole}的不能用同一进度比",
        "{quote}这里的数截至{until}，全文一般截至{report_until}。截至{until}全年时间过去{elapsed}%，"
        "截至{report_until}是{report_elapsed}%；判断进度时按各自的截至时间。",
    ),
    "future_done": FindingText(
        "写成已完成的时间晚于发布日期",
        "{quote}写的是{when}，而报告发布于{published}。",
        "时间是否写错，或是否尚未完成",
    ),
    "due_before_begin": FindingText(
        "“{name}”的完成期限早于起始日期",
        "{quote}起始{begin}，期限{due}。",
        "起止日期哪个有误",
    ),
}
