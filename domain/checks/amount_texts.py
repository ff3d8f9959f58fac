"""Texts of findings about wholes, parts and sums, sizes and units."""

from typing import Final

from domain.checks.finding_text import FindingText

AMOUNT_TEXTS: Final = {
    "units_differ": FindingText(
        "{first}与{second}不是同一个数，应为{computed}",
        "{quote}{first}换算后是{computed}，与所写的{second}不符。",
        "两个数和单位哪个有误",
    ),
    "average_differs": FindingText(
        "平均{average}与{total}、{count}不符，应为{computed}",
        "{quote}{total}除以{count}是{computed}，与所写的{average}不符。",
        "总数、数量和平均数哪个有误",
    ),
    "size_of_money": FindingText(
        "{figure}与同列的{others}相差上千倍",
        "{quote}同列的是{others}，{figure}的量级差得太远，可能把万元和亿元写混。",
        "{figure}的单位是否写错",
    ),
    "parts_add_up": FindingText(
        "{whole}={parts}，分项与总数相符",
        "{quote}分项{parts}合计{sum}，与总数{whole}相符。",
    ),
    "parts_differ": FindingText(
        "{whole}≠{parts}，分项合计{sum}",
        "{quote}总数写{whole}，分项{parts}合计{sum}，相差{gap}。",
        "总数和各分项哪个有误",
    ),
    "shares_differ": FindingText(
        "各项占比合计{sum}，不是100%",
        "{quote}各项占比{parts}合计{sum}，应为100%。",
        "哪一项占比有误，是否同一口径",
    ),
    "parts_missing": FindingText(
        "{whole}中还有{gap}没有写去向",
        "{quote}总数写{whole}，分项{parts}合计{sum}，还差{gap}没有交代。",
        "其余{gap}是什么情况",
    ),
    "row_missing": FindingText(
        "{row}：{whole}中还有{gap}没有写去向",
        "“{table}”里{row}总数现为{whole}，{parts}，合计{sum}，还差{gap}没有交代。{before}",
        "其余{gap}是什么情况",
    ),
    "row_differs": FindingText(
        "{row}：总数{whole}，各项合计{sum}",
        "“{table}”里{row}总数现为{whole}，{parts}，合计{sum}，多出{gap}。{before}",
        "总数和各分项哪个有误",
    ),
    "part_inside": FindingText(
        "{part}包含在{whole}之内，不能相加",
        "{quote}{part}（{word}）是{whole}的一部分。汇总时只计{whole}，不再加{part}。",
        "{part}是否就是{whole}中的{word}",
    ),
    "part_too_big": FindingText(
        "部分{part}大于整体{whole}",
        "{quote}{part}应当是{whole}的一部分，却比整体还大。",
        "{part}和{whole}哪个有误，是否同一口径",
    ),
    "parts_within": FindingText(
        "{n}处部分都不大于整体",
        "逐处核对“其中”“当中”等写法：{list}。",
    ),
    "share_over_100": FindingText(
        "占比{printed}超过100%",
        "{quote}占比不会超过100%。",
        "分子、分母是否写反或口径不同",
    ),
    "sum_vs_coverage": FindingText(
        "目标按每{each}算（{target}），完成数是合计（{actual}），不能直接比较",
        "目标：{target_quote}完成：{actual_quote}目标要求每{each}都达到{target}，完成数是各{each}合计{actual}；"
        "达到{target}的{each}有几个、一共几个{each}，文中没有写，算不出覆盖面。",
        "{each}的总数，以及已达到{target}的{each}数",
    ),
    "odd_unit": FindingText(
        "“{words}”：{object}一般不用“{unit}”计",
        "{quote}{object}通常用{usual}计，这里用了“{unit}”，可能是漏字，也可能把面积当成了数量。按原文读取，没有改动。",
        "单位是否写错；如指面积，数量是多少",
    ),
    "exact_and_over": FindingText(
        "“{printed}”既精确到个位又写“余”",
        "{quote}“{digits}”已精确到个位，再写“{over}”就不知道是准确数还是约数。按{digits}读取，标为约数。",
        "准确数是多少",
    ),
}
