"""The kind of a part of a report: by its heading, by the title of the report, else by its wording.

highlights: honours and things to show | done: what was done in the period | plan: what is to be done | history: what
was done over years | proposals: advice to others | problems: what is not yet well | other: what stands before
and behind the report
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

Kind = Literal["highlights", "done", "plan", "history", "proposals", "problems", "other"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
#: Kinds of parts that refer to what is still to come.
AHEAD: Final[frozenset[str]] = frozenset(("plan", "proposals"))
#: Kinds of parts that refer to the period of the report.
REPORTED: Final[frozenset[str]] = frozenset(("highlights", "done", "problems"))

_YEAR: Final = r"(?:(?:19|20)\d\d|[一二][九〇○零Ｏ].{2})年"
_SOME: Final = r"(?:[二三四五六七八九十几两][一二三四五六七八九十]{0,2}|[2-9]|[1-9]\d)"
WEAK, CLEAR, SECTION = range(3)
#: Words that decide alone, in this order, whatever else a heading says.
_CLEAR_WORDS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("proposals", re.compile("(?:建议|启示|体会|对策)(?:[和与]思考)?$|工作建议|对策建议|意见建议(?!办理|征集|收集)")),
    ("highlights", re.compile("^(?!.*(?:成效|措施|举措|总结|回顾|进展|情况)).*(?:亮点|特色工作|特色做法|荣誉|获奖)")),
    ("history", re.compile(
        rf"标志性成果|历程|沿革|变迁|大事记|历史成就|历史回顾|(?<!\d){_SOME}年来|(?:过去|前|这|近)的?{_SOME}年(?!级)"
        rf"|(?:建[镇街国乡市区县]|成立|改革开放|十八大|十九大|二十大)以来|“?十[一二三四五]五”?(?:期间|"
        rf"时期)的?(?:工作|发展)?(?:回顾|成就|成绩|成效)"
    )),
)  # fmt: skip
_PLAN: Final = re.compile(
    r"下半年(?:的?工作|思路|计划|打算|安排|重点)|下一?步|下一?阶段|工作思路|思路(?:举措|和)|打算|安排|总体要求|"
    r"总体思路|目标任务|(?:主要|重点|工作)任务"
    r"|(?:预期|发展|奋斗|主要|工作|总体|年度)目标|总体部署|工作部署|(?<!去年)(?<!过去)今年的?工作|明年|来年|"
    r"计划(?!(?:扎实|深入|同步|有效|有序)?(?:实施|推进|见效)[。]?$)|"
    r"规划|举措|今后|主要预期|预算(?!执行|完成)"
    r"|工作重点|重点工作(?!完成|总结|开展|进展|情况|推进情况)|(?:开启|迈[进向上]|奋[进战]|踏上|走好|"
    r"阔步)[^，,。]{0,8}新征程|(?:^|工作|下一?步|有关|几点|相关|具体)要求(?=$|[:：])|(?:怎么|如何|怎样)(?:干|办|抓|做|走|算|推进)[?？]?$|努力方向|"
    r"工作(?:设想|谋划)|工作要点|展望"
)
#: 雨露计划, 春蕾计划 are programmes by name.
_PROGRAMME: Final = re.compile(
    r"(?!工作|年度|下步|全年|来年|明年|今年|总体|实施|推进|整改|发展|建设|投资|任务|项目|资金|学习|培训|招商|生产|施工|征收|拆迁|采购)"
    r"[\u4e00-\u9fff]{2}计划"
)
_DONE: Final = re.compile(
    r"回顾|总结|决算|结余|支出进度|(?:进度|进展|完成|落实|执行|结余|使用|收支|到位)[^，,。]{0,6}情况|(?:利用)?现状|"
    r"概况|基本情况|预算执行|完成情况|落实情况|推进情况|成就|成绩|成效|进展|过去一年|去年|主要工作(?!任务|目标|安排|"
    r"思路|打算|举措)|(?:开展|工作)情况"
    r"|(?:圆满|全面|超额|顺利|较好)完成"
)
_PROBLEMS: Final = re.compile(
    r"存在的?(?:主要|突出|困难)?[和与、]?(?:问题|不足|困难|短板)|困难问题|主要问题|不足之处|薄弱环节"
    r"|(?:问题|不足|困难|短板)(?:和|与|及|、)(?:问题|不足|困难|短板|原因)"
)
_AND: Final = re.compile("[和及与暨]")
#: 资金计划及到位情况: what came of a plan.
_MEASURED: Final = re.compile(
    r"(?:计划|任务|目标|指标)(?:任务)?(?:及其?|和|与|、)[^，。年]{0,6}(?:完成|到位|执行|落实|下达|使用|进展|实施)[^，。]{0,4}情况$"
)
#: 2026年主要工作: what is to be done where the report looks back at the year before.
_WORK_OF_YEAR: Final = re.compile(rf"{_YEAR}度?的?(?:主要|重点)?工作$")
#: 一、上半年工作, 2024年1—6月重点工作: a span that is over where the report is written.
_WORK_OF_SPAN: Final = re.compile(
    rf"^(?:{_YEAR}度?)?(?:的)?(?:上半年|前?[一二三]个?季度|今年以来|1[-—~至][1-9]月份?)的?(?:主要|重点|各项)?工作$"
)
_REVIEWS: Final = re.compile("回顾|总结")
#: What a line or a sentence begins with up to its colon: 任务目标:新建公园2处。完成情况:已建成1处。
_PLAN_LABEL: Final = (
    r"(?:年度|全年|本年|主要|工作|总体|建设|量化)?(?:目标任务|任务目标|目标|任务|任务指标|工作要求|建设内容)"
)
_DONE_LABEL: Final = (
    r"(?:目前|当前|截至目前|工作|任务|项目|建设|最新|实际)?(?:完成|进展|推进|落实|实施)(?:情况|进度|成效)|"
    r"目前进展|工作进展|实际完成"
)
_LABEL: Final = re.compile(rf"(?:^|(?<=[\s。；;!！?？]))(?:(?P<plan>{_PLAN_LABEL})|(?P<done>{_DONE_LABEL}))(?=[:：])")
#: A heading below one that states its kind changes it only where it is worded as a section of a report is.
_OWN_SECTION: Final = re.compile(
    rf"^(?:{_YEAR})?(?:的)?(?:下半年|下一?步|下一?阶段|明年|来年|今后|接下来|存在)"
    rf"|^(?:{_YEAR}度?)?(?:[上下]半年|全年|半年)?的?(?:主要|重点)?工作(?:回顾|总结|思路|打算|安排|计划|谋划|设想|要点|重点|"
    rf"目标|任务|建议)(?:举措)?$"
    rf"|^{_YEAR}度?的?(?:主要|重点)工作$"
    r"|^(?:工作|下一?步|有关|几点|相关|具体)?要求$"
    r"|^(?:经济社会发展的?)?(?:主要|年度|全年)?(?:预期|奋斗|发展|年度|工作)目标(?:任务)?$"
    r"|(?:^|主要|存在的?|突出)(?:问题|不足)(?:[和与及].{0,6})?$|^(?:发展|产业|工作|基本)?现状$"
)
_GOALS: Final = re.compile(r"[^。；;，,:：\n]{0,24}(?:预期|发展|工作|主要|奋斗|年度)目标(?:任务)?[:：]?")
_YEARS_REVIEWED: Final = re.compile(rf"(?<!\d){_SOME}年来?的?(?:主要)?工作(?:总结|回顾|情况)$")
_GOOD_DEEDS: Final = r"(?:民生|为民办?|惠民)?(?:实事|大事)"
_WILL_DO: Final = rf"将[^。；;]{{0,30}}?(?:办好|干好|办成|兴办|抓好|办理|实施|做好)[^。；;:：]{{0,24}}{_GOOD_DEEDS}"
#: 2024年十件民生实事项目出炉, 重点任务分解表, 今年将办好10件实事: a list of what is to be done.
_PROJECTS_PLANNED: Final = re.compile(
    rf"{_GOOD_DEEDS}(?:项目)?[^，。；：:]{{0,12}}"
    r"(?:出炉|公布|发布|公示|揭晓|确定|敲定|清单|候选|安排|名单|任务|票决|(?:实施|工作)?方案|(?<!执行)计划)"
    r"|(?:票决|票选|表决|评选|公布|发布|推出|敲定|确定)[^，。；：:]{0,20}(?:民生|为民办)实事"
    rf"|办(?:的|好)?[^，。；：:]{{0,4}}[件项个][^，。；：:]{{0,4}}{_GOOD_DEEDS}$|{_WILL_DO}"
    r"|(?:重点|主要|年度|目标|工作|责任|改革)(?:工作|任务|目标|项目)*(?:任务|责任|工作|项目)(?:分解|清单|分工|一览)(?:表|方案)?"
)
#: 这十件民生实事分别是, 《2024年工作计划》的主要内容如下: the list itself follows.
_PROJECTS_FOLLOW: Final = re.compile(
    rf"{_WILL_DO}|{_GOOD_DEEDS}[”》]?(?:项目)?[。,，]?\s*(?:(?:分别)?(?:是|为)|如下|包括)?\s*[:：]"
    r"|(?:计划|方案|清单|要点|任务)》的?主要内容(?:是|为|如下|包括)?[:：]"
)
_DONE_BEFORE: Final = re.compile("已|(?<!为)了(?!解)|(?:完成|推进|落实|办成)的|完成情况|去年|上年")
_DONE_PROJECTS: Final = re.compile("办成了|办结|完成|进展|落实|推进|竣工|进度|兑现|情况|回头看")
_OPENS_HISTORY: Final = re.compile(rf"{_SOME}年来|(?:过去|这|近)的?{_SOME}年")
_YEARS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a heading announces, "" where it does not say, and how surely: WEAK words, words that are CLEAR alone, or
    the wording of a SECTION of its own."""

    kind: Kind | Literal[""]
    strength: int

    def below(self, parent: Kind | Literal[""], *, is_title: bool) -> Kind | Literal[""]:
        """The kind below the heading where `parent` is the kind above it, or (is_title) that of the report's title."""
        stands = not parent or self.strength >= (CLEAR if is_title else SECTION)
        return self.kind if self.kind and stands else parent


def announced(heading: str, report_year: int | None = None) -> Announced:
    """What the words of a heading (without its number) announce. report_year: the year that the report is on."""
    strength = SECTION if _OWN_SECTION.search(heading) else WEAK
    for kind, words in _CLEAR_WORDS:
        if words.search(heading):
            return Announced(kind, max(strength, CLEAR))
    years = {int(year) for year in _YEARS.findall(heading)}
    if report_year is not None and _WORK_OF_YEAR.fullmatch(heading) and years and min(years) > report_year:
        return Announced("plan", strength)
    if _WORK_OF_SPAN.search(heading):
        return Announced("done", SECTION)
    if _MEASURED.search(heading):
        return Announced("done", strength)
    plan, done = _PLAN.search(heading), _DONE.search(heading)
    plan = None if _PROGRAMME.fullmatch(heading) else plan
    if _PROBLEMS.search(heading):
        is_mixed = (plan or done) and _AND.search(heading)
        return Announced("" if is_mixed else "problems", max(strength, CLEAR))
    if plan and done:
        return Announced("" if _AND.search(heading) else "done", strength)
    if plan or done:
        return Announced("plan" if plan else "done", strength)
    if report_year is not None and len(years) == 1:
        return Announced("plan" if years.pop() > report_year else "done", WEAK)
    return Announced("", WEAK)


def is_goals_line(line: str) -> bool:
    """Whether a line of its own announces a list of goals, often without a number: 全年经济社会发展主要预期目标:."""
    return _GOALS.fullmatch(line.strip()) is not None


def label_kind(text: str, start: int, end: int) -> Literal["plan", "done", ""]:
    """What the last label in text[start:end] announces (任务目标:, 完成情况:), "" where there is none."""
    labels = list(_LABEL.finditer(text, start, end))
    if not labels:
        return ""
    return "plan" if labels[-1]["plan"] else "done"


def title_kind(title: str) -> Kind | Literal[""]:
    """done, plan or history where the title of a report says one only; "" for 工作总结及工作思路 and 政府工作报告."""
    if _YEARS_REVIEWED.search(title):
        return "history"
    if re.search("资金|补助|债券", title):
        return ""  # a plan of how money is given out gives it out
    if is_project_list(title):
        return "plan"
    back, ahead = (
        re.search("总结|汇报|情况|回顾|述职|纪实|综述|公报|通报", title),
        re.search(
            "计划(?!(?:扎实|深入|同步|有效|有序)?(?:实施|推进|见效)$)|工作规划|思路|打算|安排|要点|方案|谋划|设想|(?:工作|重点)(?:目标|任务)$"
            "|(?<!上半年)(?:重点|主要)工作$",
            title,
        ),
    )
    if back and ahead:
        return "done" if re.search("(?:完成|执行|落实|进展)情况", title) and not _AND.search(title) else ""
    return "done" if back else "plan" if ahead else ""


def is_project_list(words: str) -> bool:
    """Whether a title or the first sentence of a text announces what is to be done: 2024年十件民生实事项目出炉."""
    return _PROJECTS_PLANNED.search(words) is not None and _DONE_PROJECTS.search(words) is None


def announces_projects(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] says that a list of what is to be done follows: 今年将办好的10件实事分别是."""
    match = _PROJECTS_FOLLOW.search(text, start, end)
    return match is not None and _DONE_BEFORE.search(text, start, match.end()) is None


def report_year(title: str, headings: Sequence[str]) -> int | None:
    """The year that a report is on, None where neither its title nor its outermost headings have one.

    It is the first year of the title, or of the headings; the one before it where a heading looks back at that one
    (一、2025年工作回顾 in a report given in 2026), or looks back and says no year.
    """
    years = [int(year) for year in _YEARS.findall(title)]
    reviews = [heading for heading in headings if _REVIEWS.search(heading)]
    reviewed = [int(year) for heading in reviews for year in _YEARS.findall(heading)]
    if years and reviews and "总结" not in title and any(map(_WORK_OF_YEAR.search, headings)):
        return min([*years, *reviewed]) if reviewed else min(years) - 1
    years = years or [int(year) for heading in headings for year in _YEARS.findall(heading)]
    return min(years, default=None)


def opens_history(text: str, start: int, end: int) -> bool:
    """Whether the paragraph text[start:end] opens with a span of years that have passed: 五年来, 过去十年."""
    return _OPENS_HISTORY.match(text, start, end) is not None
