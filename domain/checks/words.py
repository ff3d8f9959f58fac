"""Every word of the checks in one place: what they are called, what they look for and what they say.

The patterns are words of the trade (完成, 其中, 结余 …), never sentences or figures of one report.
"""

import re
from dataclasses import dataclass
from typing import Final

# --- rates ---------------------------------------------------------------------------------------------
CHANGE: Final = re.compile(
    r"(同比|环比|比上年|较上年|比去年|较去年|增长|增加|增幅|上升|上涨|下降|降低|减少|提高|提升|回落|涨幅|压减|递增|缩减|增速|增产|贬值|升值)[^,\uff0c。;\uff1b]*$"
)
COMPLETION: Final = re.compile(
    r"进度|完成|(办结|化解|整改|闭环|签约|验收|合格|达标|开工|竣工|覆盖|入库|清零|腾空|征收|拆除)率|占比"
)
PLANNED: Final = re.compile(r"计划|预算|预期目标|年度任务")
NAMED_BASE: Final = re.compile(
    r"(占|完成)[^,\uff0c。;\uff1b]{2,}的(百分之)?$|的$|^[^,\uff0c。;\uff1b]{0,30}占[^,\uff0c。;\uff1b]*$"
)

SHARE: Final = re.compile(r"占(?:(?!预算|计划|目标|任务)[^,\uff0c。;\uff1b]){0,12}$|覆盖率?[达到为]*$")

FALL: Final = re.compile(r"下降|减少|降低|回落|压减|缩减|负增长")
YEAR_BEFORE: Final = re.compile(r"(去年|上年)(同期)?(为|是|数|$)|同期(为|数)?|上年末")
COMPARED: Final = re.compile(r"比|超过|原定|由|从")

# --- parts and wholes ----------------------------------------------------------------------------------
PART: Final = re.compile(r"其中|当中|已|尚|未|分别|还[剩差有]|仍有|只剩|(其他|其余|余下|剩余|剩下|另外|另有)的?$")
OF_THESE: Final = re.compile(r"(?<!其)(?<!当)中$")
AMONG_THESE: Final = re.compile(r"(其中|当中)[^\d]{0,6}$")
AMONG: Final = re.compile(r"其中|当中")
REST: Final = re.compile(r"(其他|其余|余下|剩余|剩下|还剩|只剩|还差|另外|另有)的?$")
#: What was closed may come from the year before.
CARRIED_OVER: Final = re.compile(r"结转|上年|往年|遗留|历年|存量|积案|旧案|跨年")
LEFT_OVER: Final = re.compile(r"结余|节余|剩余|余下")
TOGETHER: Final = re.compile(r"累计|合计|总计|共计|一共|共(?!同|享|富|建|产|青|和)")

# --- coverage ------------------------------------------------------------------------------------------
COVERAGE: Final = re.compile(r"全覆盖|每个?[村社户镇乡]|各[村社镇乡](均|都|全部)|村村|户户")

# --- done and to do ------------------------------------------------------------------------------------
DONE: Final = re.compile(r"完成|竣工|完工|通车|收官|全部|投产|投入使用|交付使用|结顶|落成")
NOT_YET: Final = re.compile(
    r"加快|推进|预计|力争|可望|有望|待|正在|未完成|尚未|计划|将|争取|完成后|建成后|主体|来完成|立项|任务"
)
TODO: Final = re.compile(r"推进|加快|完成|打赢|攻坚|建设|启动|开展|争创|打造|促进|推动|确保|力争|通过|改造|实施|抓好")

# --- months and ranks ----------------------------------------------------------------------------------
MONTH_SPAN: Final = re.compile(r"(?<!\d)(1[0-2]|[1-9])月?\s*[-—–~\uff5e\uff0d至到]\s*(1[0-2]|[1-9])月(?!\d*日)")
MONTH: Final = re.compile(r"(?<![\d-])(?:(20\d\d)年)?(1[0-2]|[1-9])月(?!\d*日?[-—~\uff5e至到])")
HALF_YEAR: Final = re.compile(r"(20\d\d)年?(上半年|下半年)")
PUBLISHED: Final = re.compile(
    r"(?:公开日期|发布时间|发布日期|成文日期)[:\uff1a\s]*(20\d\d)[-年/.](\d\d?)[-月/.](\d\d?)"
)
YEAR: Final = re.compile(r"(20\d\d)年")
LAST_YEAR: Final = re.compile(r"去年|上年|前年|往年")
RANK: Final = re.compile(
    r"(?:排名|排在|位居|位列|列|居)(?:全)?([国省市县区镇街道乡]{1,2})(?:排名)?第([一二三四五六七八九十]{1,3}|\d{1,3})"
)
RANK_TOPIC: Final = re.compile(r"督考|考核|督查|评比|考评|通报|测评|排名赛|晾晒")

# --- facts worth counting once -------------------------------------------------------------------------
AWARD: Final = re.compile(r"荣获|获评|(?<!收)获(?![取悉益利救准])|评为|被评|入选|登上|发言|表彰|通报表扬|命名")

# --- damage --------------------------------------------------------------------------------------------
PAIRS: Final[dict[str, str]] = {"“": "”", "‘": "’", "《": "》", "(": ")", "\uff08": "\uff09", "「": "」", "【": "】"}
EMPTY_BRACKETS: Final = re.compile(r"[(\uff08]\s*[)\uff09]|“\s*”|《\s*》")
DOUBLED: Final = re.compile(
    r"(?<!目)的的|已已|(?<![实现存])在在|被被|把把|将将|在还在|已经已|[,\uff0c]{2,}|。{2}(?!。)|、、|[,\uff0c、]。"
)
SQUARE: Final = re.compile(r"\d[\d.]*[万亿]?(?:余|多)?平方(?![米公千厘分毫寸尺英里根])")
LIST_ITEM: Final = re.compile(r"“([^“”]{2,12})”(?=[、,\uff0c]?[“和及与]|等)")
AS_MEANS: Final = re.compile(r"(?:^|(?<=[,\uff0c。;\uff1b\n]))([^,\uff0c。;\uff1b\n]{2,30}?)为(?:契机|抓手|载体)")
BY: Final = re.compile(r"[以把将作]|成为|定为|列为|转化")
PROSE: Final = re.compile(r"[,\uff0c。]")
FULL_STOP: Final = re.compile(r"[。!?\uff01\uff1f;\uff1b:\uff1a…”』」)\uff09》]$")
ITEM: Final = re.compile(r"^(\d{1,2})[.、\uff0e](?!\d)")
SECTION_ITEM: Final = re.compile(r"^[(\uff08]([一二三四五六七八九十]{1,3})[)\uff09]")
CHAPTER: Final = re.compile(r"^([一二三四五六七八九十]{1,3})、")

# --- names ---------------------------------------------------------------------------------------------
FIRM: Final = re.compile(r"(?:股份|有限|责任)*(?:公司|集团|制品厂?|合作社|工厂)(?:公司)?")
NAME_BORDER: Final = re.compile(
    r"[^\u4e00-\u9fffA-Za-z0-9·]|和|与|及|或|在|对|由|向|为|引进|招引|引入|推动|促进|服务|支持|走访|通过|帮助|包括|完成|推进|加快|实施|开展|建设"
)
#: Characters that tell one thing from another: two firms that differ in them are two firms.
GENERIC_CHARACTER: Final = re.compile(r"[工农商林牧渔矿水电东南西北中上下大小新老甲乙丙一二三四五六七八九十]{2}")
PROJECT: Final = re.compile(r"工程|项目|征迁|水库|大桥|隧道|厂房|综合体|安置房")
PROJECT_GENERIC: Final = re.compile(
    r"重点|重大|民生|实事|一批|基础设施|入库|类项目|等项目|各项|这些|系列|一系列|补短板"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """The text of one kind of finding: `confirm` is "" where nobody has to do anything."""

    title: str
    message: str
    confirm: str = ""


SAYINGS: Final[dict[str, Saying]] = {
    "two_targets": Saying(
        "“{task}”写了{n}个目标:{targets}",
        "同一任务写了{n}个不同的目标:{claims}。{effect}",
        "以哪个目标为准,起止时间是什么,理由是什么",
    ),
    "target_passed": Saying(
        "“{task}”计划目标{target}低于已完成的{actual}",
        "{target_quote}{actual_quote}计划中的目标{target}比已完成的{actual}还低,可能口径不同,也可能目标没有更新。",
        "计划目标是否需要更新,两个数的口径是否相同",
    ),
    "rate_one": Saying(
        "“{printed}”未写口径,只有{found}能算出",
        "{quote}没有写明是什么占什么的比例。逐对试算,只有{found}。其他算法都对不上:{near}。",
        "“{printed}”是否就是{found},分母是哪个目标",
    ),
    "rate_many": Saying(
        "“{printed}”未写口径,有{n}种算法能得出",
        "{quote}没有写明是什么占什么的比例。能算出这个比率的有:{found}。其他算法:{near}。",
        "“{printed}”的分子、分母各是什么",
    ),
    "rate_none": Saying(
        "“{printed}”无法用文中数字复算",
        "{quote}没有写明是什么占什么的比例,文中没有一对数字能算出“{printed}”。试算过:{near}。{implied}",
        "“{printed}”怎么计算,分子、分母各是什么",
    ),
    "rate_full": Saying(
        "“{printed}”没有写完成数",
        "{quote}只写了比率。按文中{whole}推算,完成数应为{count};完成数本身没有写。",
        "完成数是否为{count}",
    ),
    "rate_named": Saying(
        "“{printed}”与文中数字相符",
        "{quote}按{found}复算,结果相符。",
    ),
    "rate_differs": Saying(
        "“{printed}”与文中数字不符：{computed}",
        "{quote}按{computed}复算，与所写的“{printed}”不符，四舍五入或舍去尾数都得不出。",
        "分子、分母和比率哪个有误",
    ),
    "change_holds": Saying(
        "“{printed}”与基期数相符",
        "{quote}{now}比{then}变化{percent},结果相符。",
    ),
    "change_differs": Saying(
        "“{printed}”与基期数不符,应为{percent}",
        "{quote}{now}比{then}变化{percent},与所写的“{printed}”不符。",
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
        "{n}个同比变化率没有基期数,只展示不判定",
        "{list}都是变化率,没有同时写明基期数,不能复算,也不作为进度判定。",
        "上年同期数是多少",
    ),
    "parts_add_up": Saying(
        "{whole}={parts},分项与总数相符",
        "{quote}分项{parts}合计{sum},与总数{whole}相符。",
    ),
    "parts_differ": Saying(
        "{whole}≠{parts},分项合计{sum}",
        "{quote}总数写{whole},分项{parts}合计{sum},相差{gap}。",
        "总数和各分项哪个有误",
    ),
    "shares_differ": Saying(
        "各项占比合计{sum}，不是100%",
        "{quote}各项占比{parts}合计{sum}，应为100%。",
        "哪一项占比有误，是否同一口径",
    ),
    "parts_missing": Saying(
        "{whole}中还有{gap}没有写去向",
        "{quote}总数写{whole},分项{parts}合计{sum},还差{gap}没有交代。",
        "其余{gap}是什么情况",
    ),
    "row_missing": Saying(
        "{row}:{whole}中还有{gap}没有写去向",
        "“{table}”里{row}总数现为{whole},{parts},合计{sum},还差{gap}没有交代。{before}",
        "其余{gap}是什么情况",
    ),
    "row_differs": Saying(
        "{row}:总数{whole},各项合计{sum}",
        "“{table}”里{row}总数现为{whole},{parts},合计{sum},多出{gap}。{before}",
        "总数和各分项哪个有误",
    ),
    "row_rate": Saying(
        "{row}:{label}{rate}与现在的数字不符,应为{computed}",
        "“{table}”里{row}的{label}写{rate},按同一行的{part}÷{whole}算是{computed}。{before}",
        "{label}是否要一并更新,分子、分母是否另有口径",
    ),
    "rate_set_aside": Saying(
        "{row}:{label}{rate}与现在的数字不符,应为{computed}，已搁置",
        "“{table}”里{row}的数字更新后，按{part}÷{whole}算是{computed}；{label}{rate}是更新之前报的，不再作判定依据，历史版本里可查。{before}",
        "{label}是否要一并更新",
    ),
    "row_name": Saying(
        "“{written}”与“{near}”可能是同一个",
        "“{table}”的{label}写“{written}”,与名称对照表里的“{near}”只差一个字,统计时会算成两个。{before}",
        "是否写错,正式名称是哪一个",
    ),
    "part_inside": Saying(
        "{part}包含在{whole}之内,不能相加",
        "{quote}{part}({word})是{whole}的一部分。汇总时只计{whole},不再加{part}。",
        "{part}是否就是{whole}中的{word}",
    ),
    "part_too_big": Saying(
        "部分{part}大于整体{whole}",
        "{quote}{part}应当是{whole}的一部分,却比整体还大。",
        "{part}和{whole}哪个有误,是否同一口径",
    ),
    "parts_within": Saying(
        "{n}处部分都不大于整体",
        "逐处核对“其中”“当中”等写法:{list}。",
    ),
    "share_over_100": Saying(
        "占比{printed}超过100%",
        "{quote}占比不会超过100%。",
        "分子、分母是否写反或口径不同",
    ),
    "sum_vs_coverage": Saying(
        "目标按每{each}算({target}),完成数是合计({actual}),不能直接比较",
        "目标:{target_quote}完成:{actual_quote}目标要求每{each}都达到{target},完成数是各{each}合计{actual};"
        "达到{target}的{each}有几个、一共几个{each},文中没有写,算不出覆盖面。",
        "{each}的总数,以及已达到{target}的{each}数",
    ),
    "done_and_todo": Saying(
        "“{name}”写了已完成,又列入下一步",
        "已完成:{done};又列入:{todo}。户、幢、亩等各是各的范围,一处完成不等于全部完成。",
        "还剩什么没有完成,各是什么范围",
    ),
    "name_known": Saying(
        "“{first}”又写作“{second}”",
        "{first_quote}{second_quote}按名称对照表视为同一个:{name}。统计时只算一个。",
        "正式名称是哪一个",
    ),
    "name_drift": Saying(
        "“{first}”与“{second}”可能是同一个",
        "{first_quote}{second_quote}两个名称只差几个字,尚未列入名称对照表,统计时会算成两个。",
        "是否同一个单位,正式名称是哪一个",
    ),
    "said_twice": Saying(
        "“{fact}”写了两次,只计一次",
        "{first_quote}{second_quote}说的是同一件事,统计时只计一次。",
    ),
    "said_differently": Saying(
        "同一件事写了两次,数字不同:{first}与{second}",
        "{first_quote}{second_quote}说的是同一件事,数字却不同。",
        "哪一处正确",
    ),
    "quotes": Saying(
        "引号或括号不成对:{marks}",
        "{quote}其中{marks}处不成对,可能缺字或多字。按原文读取,没有改动。",
        "原文应为什么",
    ),
    "doubled": Saying(
        "疑似多字:“{words}”", "{quote}其中“{words}”疑似重复或多余。按原文读取,没有改动。", "原文应为什么"
    ),
    "empty": Saying("括号内是空的:“{words}”", "{quote}其中“{words}”里没有内容,可能缺字。", "括号里应写什么"),
    "misspelt": Saying(
        "疑似错字:“{words}”,应为“{meant}”",
        "{quote}其中“{words}”疑为“{meant}”({reason})。按原文读取,没有改动。",
        "是否应为“{meant}”",
    ),
    "listed_twice": Saying(
        "并列项“{words}”重复",
        "{quote}并列的各项里“{words}”出现了不止一次,可能写错了一项,也可能多写了一项。按原文读取,没有改动。",
        "重复的一项原文应为什么",
    ),
    "no_by": Saying(
        "“{words}”前疑似缺“以”",
        "{quote}其中“{words}”前面没有“以”,可能漏字。按原文读取,没有改动。",
        "原文应为什么",
    ),
    "no_unit": Saying("“{words}”缺单位", "{quote}其中“{words}”没有写全单位。{guess}", "单位是什么"),
    "no_full_stop": Saying("段末没有句号", "{quote}一段到此结束却没有句号,后面可能有缺漏。", "后面是否还有内容"),
    "numbering": Saying(
        "序号不连续:{before}之后是{after}",
        "{quote}前一项是{before},这一项是{after},中间可能有缺漏或重号。",
        "是否漏了内容",
    ),
    "odd_unit": Saying(
        "“{words}”:{object}一般不用“{unit}”计",
        "{quote}{object}通常用{usual}计,这里用了“{unit}”,可能是漏字,也可能把面积当成了数量。按原文读取,没有改动。",
        "单位是否写错;如指面积,数量是多少",
    ),
    "exact_and_over": Saying(
        "“{printed}”既精确到个位又写“余”",
        "{quote}“{digits}”已精确到个位,再写“{over}”就不知道是确数还是约数。按{digits}读取,标为约数。",
        "准确数是多少",
    ),
    "as_of_differs": Saying(
        "{span}的数据与{whole}的不能用同一进度比",
        "{quote}这里的数截至{until},全文一般截至{report_until}。截至{until}全年时间过去{elapsed}%,"
        "截至{report_until}是{report_elapsed}%;判断进度时按各自的截至时间。",
    ),
    "rank_subject": Saying(
        "{first_rank}与{second_rank}的主体或时间不同,不能比升降",
        "{quote}前一个排名的主体是{first},后一个是{second},不是同一个主体,不说明名次升降。",
    ),
    "rank_fell": Saying(
        "{subject}名次由{first_rank}变为{second_rank}",
        "{quote}同一主体的名次有变化。",
    ),
    "future_done": Saying(
        "写成已完成的时间晚于发布日期",
        "{quote}写的是{when},而报告发布于{published}。",
        "时间是否写错,或是否尚未完成",
    ),
    "due_before_begin": Saying(
        "“{name}”的完成期限早于起始日期",
        "{quote}起始{begin},期限{due}。",
        "起止日期哪个有误",
    ),
}
