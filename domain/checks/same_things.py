"""One thing with two values: in the summary and in the detail, two targets, done in the review and in the plan again.

Two figures are of one thing where the words that name it are the same, in whatever order, and unit, scope, role and
days are too. Words that any list may repeat (开展活动, 总投资) name nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.checks.finding import Finding, excerpts
from domain.checks.part_lists import part_lists
from domain.checks.relations import SUMMABLE
from domain.checks.report import Figure, Report
from domain.checks.targets import check_two_targets
from domain.checks.words import CHANGE
from domain.text.kinds import AHEAD

_FRAME: Final = re.compile(
    r"今年以来|年初以来|今年|本年度?|[上下]半年|全年|年内|年度|年底前?|截[至止][^,]{0,8}|目前|现已|现有|已经?|共计|合计|总计|累计|一共|总共|共|全[镇县区市乡村]|我[镇县区市乡]|街道|全街道|"
    r"(?:19|20)\d\d年度?|\d{1,2}月(?:底|份|末)?|\d{1,2}[-~至]\d{1,2}月|完成了?|实现了?|达到?了?|为|是|了|约|近|超|逾|先后|圆满|顺利|全面|全部|全力|持续|扎实|积极|确保|力争|争取|计划|要|将|继续|"
    r"目标|任务|指标|数|的|到|在|对|于|前|预计|确定|下达|安排|其|总体|情况|方面|一是|二是|三是|四是|五是|[^\u4e00-\u9fff]"
)
_GENERIC_WORDS: Final = re.compile(
    r"(?:开展|组织|举办|召开|召集|各类|活动|检查|培训|会议|投入|投资|资金|总|面积|项目|人员|工作|发放|走访|解决|问题|建设|收入|支出|新建|新增|改造|惠及|群众|参加|参与|服务|排查|整改|处理|处置|"
    r"企业|出动|发现|落实|增加|减少|长|宽|涉及|实施|推进|争取|补助|安装|建成|修建|维修|资料|份|宣传|印发|悬挂|张贴|隐患|受理|办结|人|次|户|家|个|条|起|件|名|批|场|签约|拆除|征收|土地|房屋|占地|用地|工程|年|中央|财政|省|市|县|区|镇|村|级|安排|拨付|下达|支持|提供|带动|就业|岗位|户均|人均|各|种|高|新|和|等|每)"
)
_OWN: Final = 2
_TIMES: Final = re.compile(
    r"去年|上年|前年|往年|同期|原有?|[一二三四]季度|第[一二三四五六七八九十\d]+[批期轮次阶段季]|首批|首[日次]|前[一二三四五]|近[一二三四五]|\d{1,2}月\d{1,2}日|\d{1,2}[-~至]\d{1,2}月|"
    r"\d{1,2}月|(?:19|20)\d\d年|十[二三四五]五|三年|五年|两年|当日|当天|每|均|其中|另|又|再|同比|以上|平均|周|省级|市级|国家级|重点|比|较|明年|剩余|余下|还"
)
_MONTHS: Final = re.compile(r"\d{1,2}[-~至]\d{1,2}月|\d{1,2}月")
_NAMED: Final = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{1,3}(?:村|社区|镇|乡|片区|标段)(?![\u4e00-\u9fff]{0,2}[级容貌振干民集企])|[\u4e00-\u9fff]{2}(?:村|片区|标段)(?=[^\u4e00-\u9fff]|完成|共|已|累计|改|新|拆|签|征|流|投|收)"
)
_NOT_NAMED: Final = re.compile(r"全|各|农村|乡村|本|行政|我|美丽|每|个|示范|中心|经济|和美|所有|试点|薄弱|强")
#: Units that tell a kind from another: 330千伏 lines.
_GRADES: Final = frozenset(("千伏", "伏", "级", "毫米", "度"))
_LESS: Final = re.compile(r"[超多少差]")
_AGAIN: Final = re.compile(r"新|再|继续|另|又|还|剩余|余下|后续|第二|下一")
_SHORTEST: Final = 3
_YEARLY: Final = 4


@dataclass(frozen=True, slots=True)
class _NamedFigure:
    """A figure with the words that name its thing; times: the words that set it apart from another of the same name."""

    figure: Figure
    core: str
    times: frozenset[str]
    named: str
    label: str
    is_ahead: bool
    kind: str
    is_over_years: bool


def check_same_things(report: Report) -> Iterator[Finding]:
    """One finding for each thing that has two values, two targets, or is planned though it is done."""
    chosen = [{figure.start for figure in finding.figures} for finding in check_two_targets(report)]
    parts = {part.start for found in part_lists(report) for part in found.parts}
    groups: dict[tuple[str, str], list[_NamedFigure]] = defaultdict(list)
    for figure in report.figures:
        is_amount = figure.dimension in SUMMABLE and figure.base_unit not in _GRADES and figure.start not in parts
        candidate = _named_figure(report, figure) if is_amount else None
        if candidate:
            groups[figure.measure].append(candidate)
    for group in groups.values():
        seen: set[int] = set()
        for at, one in enumerate(group):
            for two in group[at + 1 :]:
                if two.figure.start in seen or not (_are_alike(one.core, two.core) and _is_one_thing(one, two)):
                    continue
                if any({one.figure.start, two.figure.start} <= claims for claims in chosen):
                    continue  # the catalogue names the task: the claims are shown with what they make of the state
                if finding := _compare(report, one, two):
                    seen.add(two.figure.start)
                    yield finding


def _named_figure(report: Report, figure: Figure) -> _NamedFigure | None:
    before = report.before(figure)
    pieces = re.split(r"[,;。:、(]", before)
    is_behind_other = len(pieces) == 1 and report.outline.sentence(figure.start).start < figure.start - len(before)
    words = "" if is_behind_other else pieces[-1]
    if CHANGE.search(report.lead(figure)) or _LESS.search(before[-2:]):
        return None
    behind = re.match(r"[^,;。:、()\d\s的]{0,8}", report.behind(figure))
    noun = behind[0] if behind and len(_FRAME.sub("", words)) < _YEARLY else ""
    core = _FRAME.sub("", words) + _FRAME.sub("", noun)
    if figure.role == "target" and len(_GENERIC_WORDS.sub("", core)) < _OWN:
        core = _FRAME.sub("", figure.statement.object)  # 年度任务850亩: the object of the statement
    if (
        figure.statement.part_of >= 0
        or "其中" in report.plain[report.outline.sentence(figure.start).start : figure.start]
    ):
        return None
    if len(core) < _SHORTEST or len(_GENERIC_WORDS.sub("", core)) < _OWN or not figure.statement.is_known:
        return None
    sentence = report.outline.sentence(figure.start)
    opening = report.plain[sentence.start : figure.start]
    clause = report.plain[report.outline.clause(figure.start).start : figure.start]
    named = [each for each in _NAMED.findall(opening) if not _NOT_NAMED.search(each)]
    paragraph = report.outline.paragraph(figure.start)
    label = _LABEL.match(report.plain, paragraph.start, paragraph.end)
    times = frozenset(_TIMES.findall(opening if len(opening) < _OPENING else clause))
    if figure.statement.as_of:
        times = frozenset(each for each in times if not _MONTHS.fullmatch(each))
    return _NamedFigure(
        figure, core, times, named[-1] if named else "", label[1] if label else "", sentence.kind in AHEAD,
        "".join(sorted(set(_KIND.findall(report.before(figure)[-_OPENING:])))), _is_over_years(report, figure),
    )  # fmt: skip


_OPENING: Final = 60
#: Up to so many characters a paragraph with a number before it is a line of a list.
_LINE: Final = 80
#: 新增上市公司6家 is not what there are in all.
_KIND: Final = re.compile("新增|净增|累计|总量|存量|支出|结余|到位|下达|拨付")
_SPAN: Final = re.compile(
    r"(?P<years>“十[一二三四五]五”(?:时期|期间|以来)|[二三四五六七八九十]年来|(?:过去|这)[二三四五六七八九十]年)|一年来|过去一年|今年|(?:19|20)\d\d年|[上下]半年|全年"
)
_FAR: Final = 1500


def _is_over_years(report: Report, figure: Figure) -> bool:
    """Whether the last phrase of time before a figure covers several years: “十四五”时期, 五年来."""
    spans = [*_SPAN.finditer(report.plain, max(0, figure.start - _FAR), figure.start)]
    return bool(spans) and spans[-1]["years"] is not None


def _are_alike(one: str, two: str) -> bool:
    """Whether two names mean one thing: the same characters, or all of the shorter name in a longer one of few more."""
    if sorted(one) == sorted(two):
        return True
    short, long = sorted((one, two), key=len)
    if len(short) < _YEARLY or len(long) - len(short) > _MORE:
        return False
    pairs = {short[at : at + 2] for at in range(len(short) - 1)}
    return sum(pair in long for pair in pairs) >= _ALIKE * len(pairs)


_MORE: Final = 3
_ALIKE: Final = 0.75


def _is_one_thing(one: _NamedFigure, two: _NamedFigure) -> bool:
    first, second = one.figure.statement, two.figure.statement
    if one.kind != two.kind or one.is_over_years != two.is_over_years:
        return False
    if one.times != two.times or _other_scope(one, two) or (one.named and two.named and one.named != two.named):
        return False
    if first.as_of and second.as_of and first.as_of != second.as_of:
        return False
    return not (first.due and second.due and first.due != second.due)


def _other_scope(one: _NamedFigure, two: _NamedFigure) -> bool:
    first, second = one.figure.statement, two.figure.statement
    is_count = one.figure.dimension == "count"
    stages = {each.stage for each in (first, second)} - _WEAK_STAGES if is_count else set()
    if is_count and (first.stage == _ALL_STAGE) != (second.stage == _ALL_STAGE):
        return True
    return (first.scope, first.subject, one.label) != (second.scope, second.subject, two.label) or len(stages) > 1


_WEAK_STAGES: Final = frozenset(("", "完成", "实现", "建设", "新增", "开展"))
_ALL_STAGE: Final = "涉及"
_LABEL: Final = re.compile(
    r"\s*(?:[\d.、()一二三四五六七八九十]*)([\u4e00-\u9fff]{2,14}(?:村|社区|镇|乡|街道|区|县|市|地块|标段|项目|工程|公司|局|组|期|段)):"
)


def _compare(report: Report, one: _NamedFigure, two: _NamedFigure) -> Finding | None:
    differs = not one.figure.rounded.meets(two.figure.rounded)
    roles = one.figure.role, two.figure.role
    if roles == ("actual", "actual") and differs and not (one.is_ahead or two.is_ahead):
        if _is_list(report, one, two):
            return None
        return _finding(report, "two_values", "said_differently", "conflict", one, two)
    if roles == ("target", "target") and differs and not _is_other_target(report, one, two):
        return _finding(report, "two_targets", "targets_differ", "conflict", one, two)
    if roles == ("actual", "target") and two.is_ahead and not one.is_ahead and not _AGAIN.search(_around(report, two)):
        due, as_of = two.figure.statement.due, one.figure.statement.as_of
        is_named = bool(two.named or two.figure.statement.scope)
        is_next_year = bool(due and as_of and due.year != as_of.year)
        if (is_next_year and not is_named) or _YEARLY_TASK.search(one.core):
            return None
        is_all = _ALL_DONE.search(report.plain, *_clauses(report, one)) is not None
        if one.figure.base_value == two.figure.base_value or (
            is_all and not two.figure.range.is_above(one.figure.range)
        ):
            if is_next_year and not is_all:
                return None  # as many again in the year after
            return _finding(report, "done_and_todo", "done_again", "conflict", one, two)
    return None


#: As many of them are promised every year.
_YEARLY_TASK: Final = re.compile("实事")
_ALL_DONE: Final = re.compile(
    r"(?:全部|全面|均已?|已全)[^,;。]{0,4}(?:完成|完工|竣工|建成|签约|到位)|已(?:竣工|完工|建成|通车|投用)"
)
_TWO_LEVELS: Final = re.compile(r"力争|奋斗|保底|冲刺|挑战|底线|不低于|分解|其中")


def _clauses(report: Report, candidate: _NamedFigure) -> tuple[int, int]:
    """The clause of a figure and the one behind it."""
    clause = report.outline.clause(candidate.figure.start)
    return clause.start, report.outline.clause(clause.stop + 1).end


def _is_other_target(report: Report, one: _NamedFigure, two: _NamedFigure) -> bool:
    """Whether the second target is one more, a higher level of the same, or the next item of a list."""
    sentence = report.outline.sentence(one.figure.start)
    words = report.before(one.figure) + report.before(two.figure)
    is_near = sentence.start <= two.figure.start < sentence.end
    return is_near or bool(_AGAIN.search(report.before(two.figure)) or _TWO_LEVELS.search(words))


def _around(report: Report, candidate: _NamedFigure) -> str:
    return report.before(candidate.figure) + report.behind(candidate.figure)[:8]


def _is_list(report: Report, one: _NamedFigure, two: _NamedFigure) -> bool:
    """Whether both stand in a list of the like: items of one sentence, or lines that begin in the same way."""
    sentence = report.outline.sentence(one.figure.start)
    if sentence.start <= two.figure.start < sentence.end:
        return True
    first, second = (report.outline.paragraph(each.figure.start) for each in (one, two))
    return (
        first.own_heading is not None and second.own_heading is not None and len(first.text) < _LINE > len(second.text)
    )


def _finding(
    report: Report, check: str, text_code: str, severity: str, one: _NamedFigure, two: _NamedFigure
) -> Finding:
    first, second = one.figure, two.figure
    return Finding(
        check=check,
        severity=severity,
        text_code=text_code,
        slots={
            "thing": one.core,
            "first": first.text,
            "second": second.text,
            "first_quote": excerpts(report, first, first),
            "second_quote": excerpts(report, second, second),
        },
        at=first.start,
        words=one.core,
        printed=f"{first.text}、{second.text}",
        figures=(first, second),
    )
