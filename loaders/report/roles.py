"""Whether a figure was done (actual), is asked for (target), is hoped for (forecast) or was before (baseline)."""

import re
from typing import Final

#: A word of hope that leads a list: it reaches over semicolons to the end of its sentence.
_EXPECTED: Final = re.compile(r"预计|预期(?!目标|性|指标|寿命|收益|值|的?发展)")
#: A word of hope within one part of a sentence: 其它项目有望完成;渝利铁路完成征地984亩.
_HOPED: Final = re.compile(
    r"可望|有望|望达|(?:建成|投产|达产|完工|竣工|投用|(?<!公布)(?<!开始)实施|运营|建设)后|届时"
    r"|(?<![不许认])可(?=实现|新增|改善|带动|提供|增加|满足|解决|年产|达|容纳|节约|减少|辐射|覆盖|完成|创造|增收|为|"
    r"形成|使|灌溉|供)"
)
#: Words before 预计 that open a sentence: a heading, a list mark, a date.
_OPENING: Final = re.compile(
    r"[^，。；,;]{0,30}[\s)）、：:]|[^，。；,;、]{0,4}|(?:到|至)?[^，。；,;]{0,10}[年月末底][,，]?"
)
_CLAUSE_END: Final = re.compile(r"[，,;；：:]\s?$")
_CHANGES: Final = re.compile(r"[,，](?:同比|比|较|增|下降|减|其中)")
_PART_END: Final = re.compile("[;；]")
#: What follows in the same sentence is asked for: 主要预期目标是:地区生产总值增长6%,出口增长7%.
_GOALS: Final = re.compile(
    r"(?:预期|奋斗|发展|总体|工作|年度|主要|约束性|量化|指导性)(?:性)?(?:的)?(?:目标|指标)(?:任务)?(?:是|为|[:：])"
)
_RESET: Final = re.compile(r"目前|已(?!经?有?望)|截至")
#: Words that ask for something, whatever else the clause says.
_ASKED: Final = (
    r"(?:全[省市县区镇乡村]|我[省市县区镇乡]|街道|今年|明年|全年|年[,，])计划(?=完成|新|建|改|实)|力争|确保|拟(?!定)|谋划|必须|不低于|预定|应当|应(?=达|完成|增|提)|(?<!不)准备(?!金|工作|情况|就绪|阶段)|达标|年终(?=达|实现|完成|"
    r"目标)"
    r"|争取(?=[^，。；]{0,20}(?:达|突破|完成|实现|增长|以上))|将(?=达|要|新|增|完|实现|建|安|投|比|提|在|上|下|降|大|"
    r"用|继)"
    r"|(?<![主重首需必紧简概纲次摘只提还])要(?![求素点闻道害件案职塞领么是])"
)
#: Words that name a target; 完成计划的102% refers to what was done all the same.
_TARGET: Final = re.compile(
    rf"目标|计划(?!单列|生育|补助|资助|助学|学生)|规划(?!设计|编制|局|馆|区|用地|选址)|{_ASKED}"
)
_ASKED_FOR: Final = re.compile(_ASKED)
_TASK_BEHIND: Final = re.compile(
    r"的?(?:[一二三四五六七八九十两\d]+年)?(?:的)?(?:工作|预定|增长|预期)?(?:任务(?!数)|目标|计划)"
)
#: 县里下达的800亩造林任务: the noun of the task stands between.
_NAMED_TASK_BEHIND: Final = re.compile(r"的?[\u4e00-\u9fff]{2,6}?任务(?!数|中|的)(?![^，。；,;]{0,3}(?:完成|已|全部))")
_DONE_BEFORE: Final = re.compile(r"完成|达到了|实现了|支持|用于|安排|开展|召开|落实|实施|执行")
_PAST: Final = (
    r"已(?!知)|完成了|去年|上年|(?<!超)截[至止]|目前|过去|累计|增长了|达到了|以来|实际上"
    r"|了(?=(?:大?约|近)?[\d０-９一二三四五六七八九十])"
)
_SPEAKS_OF_PAST: Final = re.compile(_PAST)
#: Outside of a plan, a plan that is measured against is done work too: 完成年度计划的102%.
_DONE: Final = re.compile(
    rf"{_PAST}|(?:完成|超过|[占为比])了?[^，。；]{{0,12}}(?:计划|预算|任务|目标)数?的?|(?:计划|任务)完成"
)
#: In a part that asks, too, such a sentence says how far things are.
_REPORTS: Final = re.compile(
    r"截[至止](?:到)?(?:目前|今|[^，。；,;]{0,12}[月日底年])|(?:现|目前)已"
    r"|(?<!\d)[1１一]\s*[-—－~～至到]\s*[\d一二三四五六七八九十]{1,2}月份?[,，]?(?:全[省市县区镇乡])?(?:已|共|累计)*(?:完成|实现)"
)
_COMPARED: Final = re.compile(r"[比较](?:去年|上年|前年|同期|\d{4}年|[１２][０-９]{3}年|[一二][九八零〇][^年]{2}年)")
_FROM: Final = re.compile(
    r"(?:从(?!事|业|严)|由(?!于))[^，。；,;]{0,24}\Z|[比较](?:去年|上年|前年|原来?|解放前)?的\Z|原[来有先定]?的?\Z|"
    r"现行的?\Z"
)
_RISES: Final = re.compile(
    r"[^，。；,;]{0,8}?(?:提高|增加|增长|上升|提升|扩大|发展|跃升|下降|降低|降|减少|缩短|缩减|压缩|回落|调整|变|压减|"
    r"缩小|翻|升|增|减|扩|上调|下调)"
    r"[^，。；,;]{0,6}?[到至为成]|到|至|[-—]"
)
#: 比1980年7亿斤增长48%, 是1949年2亿斤的五倍: the amount of another year is what is compared with.
_OTHER_YEAR: Final = re.compile(
    r"(?:[比较为是]|相当于)(?:\d{4}年|[１２][０-９]{3}年|[一二][九八零〇○].{2}年|去年|上年|前年|"
    r"上年同期)[^，。；,;]{0,8}\Z"
)
_COMPARES: Final = re.compile(
    r"(?:增长|增加|增产|提高|下降|减少|降低|上升|高|低|多|少|的(?:约|近)?(?:\d|"
    r"[一二两三四五六七八九十百])[^，。；]{0,6}(?:倍|%|％|成|分之))"
)


def is_baseline(text: str, clause_start: int, start: int, end: int) -> bool:
    """从A提高至B: A is what was before. `clause_start` bounds the look back from the figure [start, end)."""
    before = text[clause_start:start]
    if _OTHER_YEAR.search(before) and _COMPARES.match(text, end):
        return True
    if not _FROM.search(before):
        return False
    return _RISES.match(text, end) is not None or (before.endswith("的") and before[:1] in "比较")


def role_of(text: str, sentence_start: int, clause: tuple[int, int], span: tuple[int, int], plan: bool) -> str:
    """The role of the figure `span` in its clause and sentence; `plan`: its section says what is to be done."""
    start, end = span
    plan = plan or _GOALS.search(text, sentence_start, start) is not None
    if is_baseline(text, clause[0], start, end):
        return "baseline"
    if _hoped_for(text, sentence_start, start):
        return "forecast"
    own = _COMPARED.sub("", text[clause[0] : clause[1]])
    if plan and not _REPORTS.search(text, sentence_start, start):
        return "actual" if _SPEAKS_OF_PAST.search(own) and not _TARGET.search(own) else "target"
    is_task = _TASK_BEHIND.match(text, end) or _NAMED_TASK_BEHIND.match(text, end)
    if is_task and not _DONE_BEFORE.search(text, clause[0], start):
        return "target"
    wanted = _ASKED_FOR if _DONE.search(own) else _TARGET
    return "target" if wanted.search(text, clause[0], start) else "actual"


def _hoped_for(text: str, sentence_start: int, start: int) -> bool:
    """Whether a word of hope reaches the figure, and no later word says what is so now.

    预计 reaches to the end of its sentence where it opens it, of its part between semicolons where it opens a clause,
    else of its clause: 总产量预计达50吨;种植面积900亩.
    """
    hopes = [
        match.end()
        for match in _EXPECTED.finditer(text, sentence_start, start)
        if _reaches(text, sentence_start, match, start)
    ]
    parts = [mark.end() for mark in _PART_END.finditer(text, sentence_start, start)]
    hopes += [match.end() for match in _HOPED.finditer(text, parts[-1] if parts else sentence_start, start)]
    return bool(hopes) and _RESET.search(text, max(hopes), start) is None


def _reaches(text: str, sentence_start: int, hope: re.Match[str], start: int) -> bool:
    before = text[sentence_start : hope.start()]
    if _OPENING.fullmatch(before):
        return True
    between = text[hope.end() : start]
    if _PART_END.search(between):
        return False
    return (
        _CLAUSE_END.search(before[-2:]) is not None
        or not re.search("[,，]", between)
        or _CHANGES.search(between) is not None
    )
