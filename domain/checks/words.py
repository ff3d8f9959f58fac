"""Every word that the checks look for. Their texts are in all_texts.py.

The patterns are words of the trade (完成, 其中, 结余 …), never sentences or figures of one report.
"""

import re
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

COMPARED: Final = re.compile(r"比|超过|原定|由|从")

# --- parts and wholes ----------------------------------------------------------------------------------
PART: Final = re.compile(r"其中|当中|已|尚|未|分别|还[剩差有]|仍有|只剩|(其他|其余|余下|剩余|剩下|另外|另有)的?$")
OF_THESE: Final = re.compile(r"(?<!其)(?<!当)中$")
AMONG_THESE: Final = re.compile(r"(其中|当中)[^\d]{0,6}$")
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

# --- another thing -------------------------------------------------------------------------------------
_FILLER: Final = re.compile(
    r"同比|环比|[比较](?:去年|上年)(?:同期)?|年均|平均|实际|目前|现已|已经?|累计|共|均|预计|将|实现|完成|达到?|超过|超额|高于|低于|不足|突破|"
    r"增长|增加|增至|提高|提升|上升|下降|降低|减少|增幅|增速|降幅|基本|提前|接近|了|到|为|是|的|约|近|分别|[^\u4e00-\u9fff]"
)
_SHORTEST_NAME: Final = 3


def names_another(before: str, words: str) -> bool:
    """Whether `words`, which lead to a number, name a thing of their own that `before` has not named, or several.

    产值超过3亿元，|服务业增加值达到 does, 产值由2亿元增至3亿元，|同比增长 does not.
    """
    name = _FILLER.sub("", re.split("[,，、;；]", words)[-1])
    return "分别" in words or (len(name) >= _SHORTEST_NAME and not set(name) <= set(before))
