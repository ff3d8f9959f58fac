"""What the checks say: title, message and question of each kind of finding."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Saying:
    """The text of one kind of finding: `confirm` is "" where nobody has to do anything."""

    title: str
    message: str
    confirm: str = ""


SAYINGS: Final[dict[str, Saying]] = {
    "two_targets": Saying(
        "“{task}”写了{n}个目标：{targets}",
        "同一任务写了{n}个不同的目标：{claims}。{effect}",
        "以哪个目标为准，起止时间是什么，理由是什么",
    ),
    "target_passed": Saying(
        "“{task}”计划目标{target}低于已完成的{actual}",
        "{target_quote}{actual_quote}计划中的目标{target}比已完成的{actual}还低，可能口径不同，也可能目标没有更新。",
        "计划目标是否需要更新，两个数的口径是否相同",
    ),
    "rate_one": Saying(
        "“{printed}”未写口径，只有{found}能算出",
        "{quote}没有写明是什么占什么的比例。逐对试算，只有{found}。其他算法都对不上：{near}。",
        "“{printed}”是否就是{found}，分母是哪个目标",
    ),
    "rate_many": Saying(
        "“{printed}”未写口径，有{n}种算法能得出",
        "{quote}没有写明是什么占什么的比例。能算出这个比率的有：{found}。其他算法：{near}。",
        "“{printed}”的分子、分母各是什么",
    ),
    "rate_none": Saying(
        "“{printed}”无法用文中数字复算",
        "{quote}没有写明是什么占什么的比例，文中没有一对数字能算出“{printed}”。试算过：{near}。{implied}",
        "“{printed}”怎么计算，分子、分母各是什么",
    ),
    "rate_full": Saying(
        "“{printed}”没有写完成数",
        "{quote}只写了比率。按文中{whole}推算，完成数应为{count}；完成数本身没有写。",
        "完成数是否为{count}",
    ),
    "rate_named": Saying(
        "“{printed}”与文中数字相符",
        "{quote}按{found}复算，结果相符。",
    ),
    "rate_differs": Saying(
        "“{printed}”与文中数字不符：{computed}",
        "{quote}按{computed}复算，与所写的“{printed}”不符，四舍五入或舍去尾数都得不出。",
        "分子、分母和比率哪个有误",
    ),
    "change_holds": Saying(
        "“{printed}”与基期数相符",
        "{quote}{now}比{then}变化{percent}，结果相符。",
    ),
    "change_differs": Saying(
        "“{printed}”与基期数不符，应为{percent}",
        "{quote}{now}比{then}变化{percent}，与所写的“{printed}”不符。",
        "本期数、基期数和变化率哪个有误",
    ),
    "direction_differs": Saying(
        "{then}与{now}的大小和“{printed}”不符",
        "{quote}前后两个数是{then}和{now}，与所写的增减方向相反。",
        "两个数和增减的写法哪个有误",
    ),
    "difference_differs": Saying(
        "“{printed}”与前后两个数不符，应为{percent}",
        "{quote}由{then}到{now}{percent}，与所写的“{printed}”不符。",
        "本期数、基期数和增减数哪个有误",
    ),
    "points_differ": Saying(
        "“{printed}”与前后两个数不符，应为{percent}",
        "{quote}由{then}到{now}变化{percent}，与所写的“{printed}”不符。",
        "前后两个数和变化幅度哪个有误，是百分点还是百分比",
    ),
    "points_as_percent": Saying(
        "“{printed}”应为{percent}",
        "{quote}{now}与{then}相差{percent}，写成百分比含义不同。",
        "是百分点还是百分比",
    ),
    "multiple_differs": Saying(
        "“{printed}”与前后两个数不符，{now}是{then}的{percent}",
        "{quote}{now}是{then}的{percent}，与所写的“{printed}”不符。增长几倍不含原来的一倍，翻一番是原来的两倍。",
        "两个数和倍数哪个有误",
    ),
    "doubling_differs": Saying(
        "增长{printed}不是“{doubled}”",
        "{quote}“{doubled}”要增长{needed}，所写的增长是{printed}。",
        "增幅和倍数哪个有误",
    ),
    "comparison_differs": Saying(
        "{first}与“{words}”的大小不符",
        "{quote}{first}和{second}的大小关系与“{words}”的写法相反。",
        "两个数和比较的写法哪个有误",
    ),
    "target_not_reached": Saying(
        "写“{words}”，但{second}低于目标{first}",
        "{quote}目标是{first}，完成数是{second}，还差{gap}，与“{words}”不符。",
        "目标、完成数和完成情况的写法哪个有误",
    ),
    "target_reached_after_all": Saying(
        "写“{words}”，但{second}已超过目标{first}",
        "{quote}目标是{first}，完成数是{second}，多出{gap}，与“{words}”不符。",
        "目标、完成数和完成情况的写法哪个有误",
    ),
    "difference_from_target": Saying(
        "“{words}”与目标{first}、完成数{second}不符，应为{gap}",
        "{quote}目标{first}与完成数{second}相差{gap}，与所写的{words}不符。",
        "目标、完成数和差额哪个有误",
    ),
    "all_and_left": Saying(
        "写“{claim}”，又写还有{left}",
        "{quote}{whole}写的是“{claim}”，同时写还有{left}没有完成。",
        "是否全部完成，还有{left}是什么情况",
    ),
    "units_differ": Saying(
        "{first}与{second}不是同一个数，应为{computed}",
        "{quote}{first}换算后是{computed}，与所写的{second}不符。",
        "两个数和单位哪个有误",
    ),
    "average_differs": Saying(
        "平均{average}与{total}、{count}不符，应为{computed}",
        "{quote}{total}除以{count}是{computed}，与所写的{average}不符。",
        "总数、数量和平均数哪个有误",
    ),
    "size_of_money": Saying(
        "{figure}与同列的{others}相差上千倍",
        "{quote}同列的是{others}，{figure}的量级差得太远，可能把万元和亿元写混。",
        "{figure}的单位是否写错",
    ),
    "targets_differ": Saying(
        "“{thing}”写了两个目标：{first}和{second}",
        "{first_quote}{second_quote}同一事项的目标写了{first}和{second}。",
        "以哪个目标为准，起止时间是什么",
    ),
    "done_again": Saying(
        "“{thing}”已完成{first}，又计划完成{second}",
        "{first_quote}{second_quote}前面写已完成{first}，后面又列为要完成的任务。",
        "是否已经完成，后面是否另有一批",
    ),
    "names_differ": Saying(
        "写{count}，列出的是{n}个",
        "{quote}写的是{count}，后面列出{names}，是{n}个。",
        "数量和名单哪个有误",
    ),
    "place_moved": Saying(
        "“{words}”的名次变化前后不符",
        "{quote}名次的数字越小越靠前，“{words}”的方向或位数与两个名次不符。",
        "两个名次和升降的写法哪个有误",
    ),
    "order_differs": Saying(
        "{first}与{second}的先后和“{words}”不符",
        "{quote}{first}和{second}的大小与“{words}”的写法不符。",
        "两个数和先后次序哪个有误",
    ),
    "no_such_day": Saying("日期“{first}”不存在", "{quote}日历上没有“{first}”。", "应为哪一天"),
    "span_backwards": Saying(
        "“{first}”先后颠倒",
        "{quote}结束的时间早于开始的时间。",
        "起止时间哪个有误",
    ),
    "span_differs": Saying(
        "“{first}”不是{second}，而是{days}",
        "{quote}从头到尾是{days}，与所写的{second}不符。",
        "起止时间和天数哪个有误",
    ),
    "rate_change": Saying(
        "{n}个同比变化率没有基期数，只展示不判定",
        "{list}都是变化率，没有同时写明基期数，不能复算，也不作为进度判定。",
        "上年同期数是多少",
    ),
    "parts_add_up": Saying(
        "{whole}={parts}，分项与总数相符",
        "{quote}分项{parts}合计{sum}，与总数{whole}相符。",
    ),
    "parts_differ": Saying(
        "{whole}≠{parts}，分项合计{sum}",
        "{quote}总数写{whole}，分项{parts}合计{sum}，相差{gap}。",
        "总数和各分项哪个有误",
    ),
    "shares_differ": Saying(
        "各项占比合计{sum}，不是100%",
        "{quote}各项占比{parts}合计{sum}，应为100%。",
        "哪一项占比有误，是否同一口径",
    ),
    "parts_missing": Saying(
        "{whole}中还有{gap}没有写去向",
        "{quote}总数写{whole}，分项{parts}合计{sum}，还差{gap}没有交代。",
        "其余{gap}是什么情况",
    ),
    "row_missing": Saying(
        "{row}：{whole}中还有{gap}没有写去向",
        "“{table}”里{row}总数现为{whole}，{parts}，合计{sum}，还差{gap}没有交代。{before}",
        "其余{gap}是什么情况",
    ),
    "row_differs": Saying(
        "{row}：总数{whole}，各项合计{sum}",
        "“{table}”里{row}总数现为{whole}，{parts}，合计{sum}，多出{gap}。{before}",
        "总数和各分项哪个有误",
    ),
    "row_rate": Saying(
        "{row}：{label}{rate}与现在的数字不符，应为{computed}",
        "“{table}”里{row}的{label}写{rate}，按同一行的{part}÷{whole}算是{computed}。{before}",
        "{label}是否要一并更新，分子、分母是否另有口径",
    ),
    "rate_set_aside": Saying(
        "{row}：{label}{rate}与现在的数字不符，应为{computed}，已搁置",
        "“{table}”里{row}的数字更新后，按{part}÷{whole}算是{computed}；{label}{rate}是更新之前报的，不再作判定依据，历史版本里可查。{before}",
        "{label}是否要一并更新",
    ),
    "row_name": Saying(
        "“{written}”与“{near}”可能是同一个",
        "“{table}”的{label}写“{written}”，与名称对照表里的“{near}”只差一个字，统计时会算成两个。{before}",
        "是否写错，正式名称是哪一个",
    ),
    "part_inside": Saying(
        "{part}包含在{whole}之内，不能相加",
        "{quote}{part}（{word}）是{whole}的一部分。汇总时只计{whole}，不再加{part}。",
        "{part}是否就是{whole}中的{word}",
    ),
    "part_too_big": Saying(
        "部分{part}大于整体{whole}",
        "{quote}{part}应当是{whole}的一部分，却比整体还大。",
        "{part}和{whole}哪个有误，是否同一口径",
    ),
    "parts_within": Saying(
        "{n}处部分都不大于整体",
        "逐处核对“其中”“当中”等写法：{list}。",
    ),
    "share_over_100": Saying(
        "占比{printed}超过100%",
        "{quote}占比不会超过100%。",
        "分子、分母是否写反或口径不同",
    ),
    "sum_vs_coverage": Saying(
        "目标按每{each}算（{target}），完成数是合计（{actual}），不能直接比较",
        "目标：{target_quote}完成：{actual_quote}目标要求每{each}都达到{target}，完成数是各{each}合计{actual}；"
        "达到{target}的{each}有几个、一共几个{each}，文中没有写，算不出覆盖面。",
        "{each}的总数，以及已达到{target}的{each}数",
    ),
    "done_and_todo": Saying(
        "“{name}”写了已完成，又列入下一步",
        "已完成：{done}；又列入：{todo}。户、幢、亩等各是各的范围，一处完成不等于全部完成。",
        "还剩什么没有完成，各是什么范围",
    ),
    "name_known": Saying(
        "“{first}”又写作“{second}”",
        "{first_quote}{second_quote}按名称对照表视为同一个：{name}。统计时只算一个。",
        "正式名称是哪一个",
    ),
    "name_drift": Saying(
        "“{first}”与“{second}”可能是同一个",
        "{first_quote}{second_quote}两个名称只差几个字，尚未列入名称对照表，统计时会算成两个。",
        "是否同一个单位，正式名称是哪一个",
    ),
    "said_twice": Saying(
        "“{fact}”写了两次，只计一次",
        "{first_quote}{second_quote}说的是同一件事，统计时只计一次。",
    ),
    "said_differently": Saying(
        "同一件事写了两次，数字不同：{first}与{second}",
        "{first_quote}{second_quote}说的是同一件事，数字却不同。",
        "哪一处正确",
    ),
    "quotes": Saying(
        "引号或括号不成对：{marks}",
        "{quote}其中{marks}处不成对，可能缺字或多字。按原文读取，没有改动。",
        "原文应为什么",
    ),
    "doubled": Saying(
        "疑似多字：“{words}”", "{quote}其中“{words}”疑似重复或多余。按原文读取，没有改动。", "原文应为什么"
    ),
    "empty": Saying("括号内是空的：“{words}”", "{quote}其中“{words}”里没有内容，可能缺字。", "括号里应写什么"),
    "misspelt": Saying(
        "疑似错字：“{words}”，应为“{meant}”",
        "{quote}其中“{words}”疑为“{meant}”（{reason}）。按原文读取，没有改动。",
        "是否应为“{meant}”",
    ),
    "listed_twice": Saying(
        "并列项“{words}”重复",
        "{quote}并列的各项里“{words}”出现了不止一次，可能写错了一项，也可能多写了一项。按原文读取，没有改动。",
        "重复的一项原文应为什么",
    ),
    "no_by": Saying(
        "“{words}”前疑似缺“以”",
        "{quote}其中“{words}”前面没有“以”，可能漏字。按原文读取，没有改动。",
        "原文应为什么",
    ),
    "no_unit": Saying("“{words}”缺单位", "{quote}其中“{words}”没有写全单位。{guess}", "单位是什么"),
    "no_full_stop": Saying("段末没有句号", "{quote}一段到此结束却没有句号，后面可能有缺漏。", "后面是否还有内容"),
    "numbering": Saying(
        "序号不连续：{before}之后是{after}",
        "{quote}前一项是{before}，这一项是{after}，中间可能有缺漏或重号。",
        "是否漏了内容",
    ),
    "odd_unit": Saying(
        "“{words}”：{object}一般不用“{unit}”计",
        "{quote}{object}通常用{usual}计，这里用了“{unit}”，可能是漏字，也可能把面积当成了数量。按原文读取，没有改动。",
        "单位是否写错；如指面积，数量是多少",
    ),
    "exact_and_over": Saying(
        "“{printed}”既精确到个位又写“余”",
        "{quote}“{digits}”已精确到个位，再写“{over}”就不知道是准确数还是约数。按{digits}读取，标为约数。",
        "准确数是多少",
    ),
    "as_of_differs": Saying(
        "{span}的数据与{whole}的不能用同一进度比",
        "{quote}这里的数截至{until}，全文一般截至{report_until}。截至{until}全年时间过去{elapsed}%，"
        "截至{report_until}是{report_elapsed}%；判断进度时按各自的截至时间。",
    ),
    "rank_subject": Saying(
        "{first_rank}与{second_rank}的主体或时间不同，不能比升降",
        "{quote}前一个排名的主体是{first}，后一个是{second}，不是同一个主体，不说明名次升降。",
    ),
    "rank_fell": Saying(
        "{subject}名次由{first_rank}变为{second_rank}",
        "{quote}同一主体的名次有变化。",
    ),
    "future_done": Saying(
        "写成已完成的时间晚于发布日期",
        "{quote}写的是{when}，而报告发布于{published}。",
        "时间是否写错，或是否尚未完成",
    ),
    "due_before_begin": Saying(
        "“{name}”的完成期限早于起始日期",
        "{quote}起始{begin}，期限{due}。",
        "起止日期哪个有误",
    ),
}
