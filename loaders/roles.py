"""Whether a figure was done (actual), is asked for (target), is hoped for (forecast) or was before (baseline)."""

import re
from typing import Final

_FORECAST: Final = re.compile(
    r"预计|预期(?!目标|性|指标)|可望|有望|望达|(?:建成|投产|达产|完工|竣工|投用|实施|运营|建设)后|届时"
    r"|(?<![不许认])可(?=实现|新增|改善|带动|提供|增加|满足|解决|年产|达|容纳|节约|减少|辐射|覆盖|完成|创造|增收|为|形成|使|灌溉|供)"
)
_RESET: Final = re.compile(r"目前|已(?!经?有?望)|截至|其中")
_TARGET: Final = re.compile(
    r"目标|力争|确保|年终|计划(?!单列|生育)|拟|规划|谋划|争取(?=[^，。；]{0,20}(?:达|突破|完成|实现|增长|以上))|不低于|必须"
    r"|(?<![主重首需必紧简概纲次摘只提])要(?![求素点闻道害件案职塞领么是])|(?<![不])准备|预定|应当|应(?=达|完成|增|提)|达标|将(?=达|要|新|增|完|实现|建|安|投|比|提|在)"
)
_TASK_BEHIND: Final = re.compile(r"的?(?:[一二三四五六七八九十两\d]+年)?(?:的)?(?:工作)?(?:任务(?!数)|目标|计划)")
_DONE_BEFORE: Final = re.compile(r"(?:完成|超额完成|达到了|实现了)\Z")
_DONE: Final = re.compile(r"已(?!知)|完成了|去年|上年|(?<!超)截[至止]|目前|过去|累计|增长了|达到了|以来|了(?=[\d约近])")
_COMPARED: Final = re.compile(r"[比较](?:去年|上年|前年|同期|\d{4}年|[一二][九八零〇][^年]{2}年)")
_FROM: Final = re.compile(
    r"(?:从(?!事|业|严)|由(?!于))[^，。；,;]{0,24}\Z|[比较](?:去年|上年|前年|原来?|解放前)?的\Z|原来?的?\Z"
)
_RISES: Final = re.compile(
    r"[^，。；,;]{0,6}?(?:提高|增加|增长|上升|提升|扩大|发展|跃升|下降|降低|降|减少|缩短|缩减|压缩|回落|调整|变|压减|缩小|翻|升|增|减|扩|猛增)"
    r"[^，。；,;]{0,6}?[到至为成]|到|至|[-—]"
)


def is_baseline(text: str, clause_start: int, start: int, end: int) -> bool:
    """从A提高至B: A is what was before. `clause_start` bounds the look back from the figure [start, end)."""
    if not _FROM.search(text[clause_start:start]):
        return False
    return _RISES.match(text, end) is not None or text[clause_start:start].endswith("的")


def role_of(text: str, sentence_start: int, clause: tuple[int, int], span: tuple[int, int], plan: bool) -> str:
    """The role of the figure `span` in its clause and sentence; `plan`: its section says what is to be done."""
    start, end = span
    if is_baseline(text, clause[0], start, end):
        return "baseline"
    if _hoped_for(text, sentence_start, start):
        return "forecast"
    own = text[clause[0] : clause[1]]
    past = _DONE.search(_COMPARED.sub("", own)) is not None
    if plan:
        return "actual" if past and not _TARGET.search(own) else "target"
    if _TASK_BEHIND.match(text, end) and not _DONE_BEFORE.search(text, max(clause[0], start - 6), start):
        return "target"
    if _TARGET.search(text, clause[0], start) and not past:
        return "target"
    return "actual"


def _hoped_for(text: str, sentence_start: int, start: int) -> bool:
    """A word of hope reaches from its clause to the end of the sentence, unless a later word says what is so now."""
    hopes = [match.end() for match in _FORECAST.finditer(text, sentence_start, start)]
    return bool(hopes) and _RESET.search(text, hopes[-1], start) is None
