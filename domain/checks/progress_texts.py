"""Texts of findings about targets, rates, changes, comparisons and ranks."""

from typing import Final

from domain.checks.finding_text import FindingText

PROGRESS_TEXTS: Final = {
    "two_targets": FindingText(
        "“{task}”写了{n}个目标：{targets}",
        "同一任务写了{n}个不同的目标：{claims}。{effect}",
        "以哪个目标为准，起止时间是什么，理由是什么",
    ),
    "target_passed": FindingText(
        "“{task}”计划目标{target}低于已完成的{actual}",
        "{target_quote}{actual_quote}计划中的目标{target}比已完成的{actual}还低，可能口径不同，也可能目标没有更新。",
        "计划目标是否需要更新，两个数的口径是否相同",
    ),
    "rate_one": FindingText(
        "“{printed}”未写口径，只有{found}能算出",
        "{quote}没有写明是什么占什么的比例。逐对试算，只有{found}。其他算法都对不上：{near}。",
        "“{printed}”是否就是{found}，分母是哪个目标",
    ),
    "rate_many": FindingText(
        "“{printed}”未写口径，有{n}种算法能得出",
        "{quote}没有写明是什么占什么的比例。能算出这个比率的有：{found}。其他算法：{near}。",
        "“{printed}”的分子、分母各是什么",
    ),
    "rate_none": FindingText(
        "“{printed}”无法用文中数字复算",
        "{quote}没有写明是什么占什么的比例，文中没有一对数字能算出“{printed}”。试算过：{near}。{implied}",
        "“{printed}”怎么计算，分子、分母各是什么",
    ),
    "rate_full": FindingText(
        "“{printed}”没有写完成数",
        "{quote}只写了比率。按文中{whole}推算，完成数应为{count}；完成数本身没有写。",
        "完成数是否为{count}",
    ),
    "rate_named": FindingText(
        "“{printed}”与文中数字相符",
        "{quote}按{found}复算，结果相符。",
    ),
    "rate_differs": FindingText(
        "“{printed}”与文中数字不符：{computed}",
        "{quote}按{computed}复算，与所写的“{printed}”不符，四舍五入或舍去尾数都得不出。",
        "分子、分母和比率哪个有误",
    ),
    "share_of_another": FindingText(
        "“{printed}”与同列的占比不是同一个总数，应约为{computed}",
        "{quote}同列其他{n}项的数和占比得出同一个总数，按这个总数{part}约占{computed}，与所写的“{printed}”不符。",
        "{part}和占比哪个有误，是否同一口径",
    ),
    "change_holds": FindingText(
        "“{printed}”与基期数相符",
        "{quote}{now}比{then}变化{percent}，结果相符。",
    ),
    "change_differs": FindingText(
        "“{printed}”与基期数不符，应为{percent}",
        "{quote}{now}比{then}变化{percent}，与所写的“{printed}”不符。",
        "本期数、基期数和变化率哪个有误",
    ),
    "direction_differs": FindingText(
        "{then}与{now}的大小和“{printed}”不符",
        "{quote}前后两个数是{then}和{now}，与所写的增减方向相反。",
        "两个数和增减的写法哪个有误",
    ),
    "difference_differs": FindingText(
        "“{printed}”与前后两个数不符，应为{percent}",
        "{quote}由{then}到{now}{percent}，与所写的“{printed}”不符。",
        "本期数、基期数和增减数哪个有误",
    ),
    "points_differ": FindingText(
        "“{printed}”与前后两个数不符，应为{percent}",
        "{quote}由{then}到{now}变化{percent}，与所写的“{printed}”不符。",
        "前后两个数和变化幅度哪个有误，是百分点还是百分比",
    ),
    "points_as_percent": FindingText(
        "“{printed}”应为{percent}",
        "{quote}{now}与{then}相差{percent}，写成百分比含义不同。",
        "是百分点还是百分比",
    ),
    "multiple_differs": FindingText(
        "“{printed}”与前后两个数不符，{now}是{then}的{percent}",
        "{quote}{now}是{then}的{percent}，与所写的“{printed}”不符。增长几倍不含原来的一倍，翻一番是原来的两倍。",
        "两个数和倍数哪个有误",
    ),
    "doubling_differs": FindingText(
        "增长{printed}不是“{doubled}”",
        "{quote}“{doubled}”要增长{needed}，所写的增长是{printed}。",
        "增幅和倍数哪个有误",
    ),
    "multiple_and_over": FindingText(
        "{doubled}不是“超额{printed}”，应为{needed}",
        "{quote}{doubled}就是超出{needed}，与所写的{printed}不符。",
        "倍数和超额的比例哪个有误",
    ),
    "comparison_differs": FindingText(
        "{first}与“{words}”的大小不符",
        "{quote}{first}和{second}的大小关系与“{words}”的写法相反。",
        "两个数和比较的写法哪个有误",
    ),
    "target_not_reached": FindingText(
        "写“{words}”，但{second}低于目标{first}",
        "{quote}目标是{first}，完成数是{second}，还差{gap}，与“{words}”不符。",
        "目标、完成数和完成情况的写法哪个有误",
    ),
    "target_reached_after_all": FindingText(
        "写“{words}”，但{second}已超过目标{first}",
        "{quote}目标是{first}，完成数是{second}，多出{gap}，与“{words}”不符。",
        "目标、完成数和完成情况的写法哪个有误",
    ),
    "difference_from_target": FindingText(
        "“{words}”与目标{first}、完成数{second}不符，应为{gap}",
        "{quote}目标{first}与完成数{second}相差{gap}，与所写的{words}不符。",
        "目标、完成数和差额哪个有误",
    ),
    "percent_over_target": FindingText(
        "“超额{words}”与目标{first}、完成数{second}不符，应为{percent}",
        "{quote}目标{first}，完成数{second}，超出目标{percent}，与所写的{words}不符。",
        "目标、完成数和超额的比例哪个有误",
    ),
    "all_and_left": FindingText(
        "写“{claim}”，又写还有{left}",
        "{quote}{whole}写的是“{claim}”，同时写还有{left}没有完成。",
        "是否全部完成，还有{left}是什么情况",
    ),
    "targets_differ": FindingText(
        "“{thing}”写了两个目标：{first}和{second}",
        "{first_quote}{second_quote}同一事项的目标写了{first}和{second}。",
        "以哪个目标为准，起止时间是什么",
    ),
    "done_again": FindingText(
        "“{thing}”已完成{first}，又计划完成{second}",
        "{first_quote}{second_quote}前面写已完成{first}，后面又列为要完成的任务。",
        "是否已经完成，后面是否另有一批",
    ),
    "order_differs": FindingText(
        "{first}与{second}的先后和“{words}”不符",
        "{quote}{first}和{second}的大小与“{words}”的写法不符。",
        "两个数和先后次序哪个有误",
    ),
    "rate_change": FindingText(
        "{n}个同比变化率没有基期数，只展示不判定",
        "{list}都是变化率，没有同时写明基期数，不能复算，也不作为进度判定。",
        "上年同期数是多少",
    ),
    "row_rate": FindingText(
        "{row}：{label}{rate}与现在的数字不符，应为{computed}",
        "“{table}”里{row}的{label}写{rate}，按同一行的{part}÷{whole}算是{computed}。{before}",
        "{label}是否要一并更新，分子、分母是否另有口径",
    ),
    "rate_set_aside": FindingText(
        "{row}：{label}{rate}与现在的数字不符，应为{computed}，已搁置",
        "“{table}”里{row}的数字更新后，按{part}÷{whole}算是{computed}；{label}{rate}是更新之前报的，不再作判定依据，历史版本里可查。{before}",
        "{label}是否要一并更新",
    ),
    "done_and_todo": FindingText(
        "“{name}”写了已完成，又列入下一步",
        "已完成：{done}；又列入：{todo}。户、幢、亩等各是各的范围，一处完成不等于全部完成。",
        "还剩什么没有完成，各是什么范围",
    ),
    "rank_subject": FindingText(
        "{first_rank}与{second_rank}的主体或时间不同，不能比升降",
        "{quote}前一个排名的主体是{first}，后一个是{second}，不是同一个主体，不说明名次升降。",
    ),
    "rank_fell": FindingText(
        "{subject}名次由{first_rank}变为{second_rank}",
        "{quote}同一主体的名次有变化。",
    ),
}
