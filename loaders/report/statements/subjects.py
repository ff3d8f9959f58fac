"""Object, stage and domain of statements: what a figure counts and which step of work it describes, by the lexicon."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Final

from domain.text.spans import Paragraph
from loaders.report.statements.domains import Domains
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import Word, short_step, words_in
from loaders.report.statements.objects import Objects
from loaders.report.statements.scope_names import names_of
from loaders.report.statements.shares import continues_shares
from loaders.report.statements.spoken import Spoken

_GROWTH: Final = re.compile(
    r"(?P<what>同比|环比|[比较](?:去年|上年)(?:同期)?)?[^,;。:\d]{0,6}?(?P<up>增长(?!极|点)|增加(?!值)|增幅|增速|"
    r"提高|上升|上涨|"
    r"比增|净增|增收|增(?=[\d约了到]|$))"
    r"|(?P<down>下降|减少|回落|降低|下滑|降幅|减幅|负增长|压减|压降)"
)
_HAZARD: Final = "隐患"
#: Steps that a heading may be on: 签约情况.
_STEPS_OF_CLEARING: Final = frozenset({"丈量", "评估", "签约", "腾空", "拆除", "交地", "清表"})
_LONGEST_STEP_TITLE: Final = 8
#: 6个项目全部开工、3个已完工: between a number and the step that is said of it.
_STEP_BEHIND: Final = re.compile("(?:已经?|均已?|全部|正在?)?")
#: 整治 of hazards closes them.
_IN_DANGER: Final = "隐患房屋"
_REBUILDING: Final = "危房改造"
_PUT_RIGHT: Final = "整治"
_CLOSED: Final = "整改"
_SELF_BUILT: Final = "自建房"
#: Steps that the word of an object says: 新增耕地, 到位资金.
_IN_NAMES: Final = frozenset({"新增", "到位"})
#: Steps of money, and of tasks, that are none of what is counted.
_GIVES: Final = frozenset({"下达", "安排"})
_PART: Final = re.compile("其中|包括|当中")
#: 分乡镇看,青石镇增长9.1%: keeps the object of the sentence before it.
_CONTINUES: Final = re.compile(
    r"其中|各[^,;。:\d]{1,8}?(?:率|进度|情况)|[分从][^,;。:\d]{1,8}(?:看|来看|说)|同比|增[速幅]|占比"
)
#: 比计划8500亩多100亩
_BY_HOW_MUCH: Final = re.compile("(?P<up>[多超高])(?:出|了)*约?|(?P<down>[少低])(?:了|于)?约?")
_LEVEL: Final = re.compile(r"(?:[到至为达]|达到)[约近]?$")
_COMPARES: Final = re.compile(r"同比|[比较]|环比|减少|下降")
#: Stages that say little of how far a thing is; any other word of the clause says more.
_SAY_LITTLE: Final = frozenset(("完成", "实现", "建设", "开展", "启动", "涉及", "打造"))
_NOUN_REACH: Final = 12


class Subjects:
    """Gives each fact object, stage and domain; `visit` once for every fact, in the order of the text."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._now = Spoken()
        self._objects, self._domains = Objects(report, self._now), Domains(report, self._now)
        self._sentence: object = None
        self._paragraph: object = None
        self._last: Fact | None = None
        #: The step by which the hazards of the sentence were found: those behind 其中 were found by it too.
        self._discovered: Word | None = None
        self._grown: re.Match[str] | None = None
        #: The last part behind 其中, and the object of its whole.
        self._part: tuple[Fact, Word | None, str] | None = None
        #: What was spoken of before each bracket that is open.
        self._outside: list[Spoken] = []
        #: The end of the figure before, and the place of the next one in the list of facts.
        self._end, self._at = 0, 1

    def visit(self, fact: Fact) -> None:
        """Sets object, stage, group and domain of `fact`."""
        text = self._report.text
        if fact.sentence is not self._sentence:
            continued = fact.paragraph is self._paragraph and _CONTINUES.match(
                text, self._report.span(fact.sentence)[0]
            )
            self._sentence, self._paragraph, self._part = fact.sentence, fact.paragraph, None
            self._now.stage, self._discovered = _stage_of_heading(fact.paragraph), None
            self._outside, self._end = [], self._report.span(fact.sentence)[0]
            if not continued:
                self._now.object, self._now.domain = None, ""
        self._pass_brackets(fact)
        lead = text[fact.lead : fact.start]
        before = _outside_names(lead, fact.lead, list(words_in("objects", text, fact.lead, fact.start)))
        end, tail = self._behind(fact)
        stop = min(tail, end + _NOUN_REACH)
        behind = list(words_in("objects", text, end, stop))
        found = self._of_houses_known(fact, self._objects.pick(fact, before, behind, end))
        self._see_part(fact, found, lead)
        is_sum = fact.is_share or fact.figure["dimension"] == "money"
        steps = _outside(before, words_in("stages", text, fact.lead, fact.start), is_sum=is_sum)
        later = _outside(behind, words_in("stages", text, end, stop), is_sum=is_sum)
        step = self._step(fact, steps, later)
        growth = self._growth_of(fact, lead)
        if growth:
            verb = ("下降" if growth["down"] else "增长") if fact.is_share else ("减少" if growth["down"] else "增加")
            fact.stage, fact.is_growth, fact.declines = f"同比{verb}", True, bool(growth["down"])
        elif step:
            fact.stage, fact.group = step.name, step.group
            self._now.stage = step
            self._discovered = step if step.group == "found" else self._discovered
        elif self._discovered and found and _HAZARD in found.name and _PART.search(lead):
            fact.stage, fact.group = self._discovered.name, self._discovered.group
            self._now.stage = self._discovered
        elif self._now.stage and not self._is_of_other_thing(fact, found, self._now.stage):
            fact.stage, fact.group = self._now.stage.name, self._now.stage.group
        amount = self._now.amount
        self._objects.set_object(fact, found, lead)
        if fact.stage == _PUT_RIGHT and (_HAZARD in fact.kind or fact.kind == _SELF_BUILT):
            fact.stage, fact.group = _CLOSED, "closed"
        self._domains.set_domain(fact, found, step)
        if growth and found is None and amount and amount.sentence is fact.sentence:
            fact.object, fact.kind, fact.domain = amount.object or fact.object, amount.kind, amount.domain
        if not fact.is_share:
            self._now.amount = fact
            if fact.figure["dimension"] != "money" and fact.object:
                self._now.counted = fact

    def _behind(self, fact: Fact) -> tuple[int, int]:
        """Where the words behind a figure begin and end: those behind the last one in 28栋1320套安置房."""
        end, tail = fact.end, fact.tail
        for each in islice(self._report.facts, self._at, None):
            if each.start != end or each.is_share:
                break
            end, tail = each.end, each.tail
        self._at += 1
        return end, tail

    def _pass_brackets(self, fact: Fact) -> None:
        """签约287户(住宅275户、非住宅12户),签约率93.8%: behind a bracket the words speak of what they did before it."""
        for mark in self._report.text[self._end : fact.start]:
            if mark == "(":
                self._outside.append(replace(self._now))
            elif mark == ")" and self._outside:
                self._now.take(self._outside.pop())
        self._end = fact.end

    def _of_houses_known(self, fact: Fact, found: Word | None) -> Word | None:
        """危房160户,目前完成危房改造96户: rebuilding is what became of houses in danger that were counted before."""
        last = self._now.counted
        is_known = last is not None and last.sentence is fact.sentence and last.kind == _IN_DANGER
        if found is None or last is None or not is_known or found.name != _REBUILDING:
            return found
        return replace(found, name=_IN_DANGER, printed=last.object or found.printed, domain="safety")

    def _see_part(self, fact: Fact, found: Word | None, lead: str) -> None:
        """查出隐患456条,其中重大隐患3条,已整改421条: what is more than the part behind 其中 is of the whole again."""
        if _PART.search(lead):
            self._part = (fact, self._now.object, self._now.printed) if self._part is None else (fact, *self._part[1:])
        elif self._part is not None and found is None and fact.unit == self._part[0].unit:
            value, part = fact.figure["base_value"], self._part[0].figure["base_value"]
            if value is not None and part is not None and value > part:
                _, self._now.object, self._now.printed = self._part
                self._part = None

    def _is_of_other_thing(self, fact: Fact, found: Word | None, stage: Word) -> bool:
        """罚款84起,盘活低效用地500亩: whether the step before is none of the thing that is counted now."""
        is_known = found is not None and not found.is_weak and found.domain != "other"
        last = self._now.amount.kind if self._now.amount else ""
        is_other = is_known or (found is not None and last not in ("", found.name))
        if is_other and stage.domain and ";" in self._report.text[stage.end : fact.start]:
            return True
        return is_known and found is not None and stage.domain not in ("", found.domain, "funding")

    def _growth_of(self, fact: Fact, lead: str) -> re.Match[str] | None:
        """The word of growth of a figure; that of the share before it in 分别增长15%和9%."""
        last, growth = self._last, _growth(fact, lead)
        if growth is None and last is not None and continues_shares(self._report, last, fact):
            growth = self._grown
        if growth is None and last is not None and last.is_growth and not last.is_share and lead == "、":
            growth = self._grown
        self._last, self._grown = fact, growth
        return growth

    def _step(self, fact: Fact, before: list[Word], behind: list[Word]) -> Word | None:
        text = self._report.text
        if short := short_step(text, fact.lead, fact.start, fact.end, fact.tail):
            return short
        own = max(text.rfind(mark, fact.lead, fact.start) for mark in "、,;")
        if (
            fact.lead > fact.clause[0]
            and own >= 0
            and behind
            and _STEP_BEHIND.fullmatch(text, fact.end, behind[0].start)
        ):
            before = [word for word in before if word.start > own]
        specific = [word for word in before if word.name not in _SAY_LITTLE]
        if specific:
            return specific[-1]
        if fact.role == "rate" and self._now.stage:
            return self._now.stage
        if behind and not re.search(r"[,;。:(、]", text[fact.end : behind[0].start]):
            near = [word for word in behind if word.name not in _SAY_LITTLE or word.name == "完成"]
            if near and near[0].start - fact.end <= 8:
                return near[0]
        return before[-1] if before else None


def _stage_of_heading(paragraph: Paragraph) -> Word | None:
    """一、签约情况: the step of a clearing that the heading above is on; None where it names none, or two."""
    title = paragraph.headings[-1].title if paragraph.headings else ""
    if len(title) > _LONGEST_STEP_TITLE:
        return None
    found = [each for each in words_in("stages", title, 0, len(title)) if each.name in _STEPS_OF_CLEARING]
    return replace(found[0], start=-1, end=0) if len(found) == 1 else None


def _outside_names(lead: str, start: int, words: list[Word]) -> list[Word]:
    """县道改线工程应征土地90亩: the words that stand in no name of a place or project before them, if there are any."""
    spans = [(start + name.start, start + name.end) for name in names_of(lead)]
    free = [word for word in words if not any(low <= word.start and word.end <= high for low, high in spans)]
    return free or words


def _growth(fact: Fact, lead: str) -> re.Match[str] | None:
    """The word of growth or decline that ends the words before a figure; 下降到 names a level."""
    if by := _BY_HOW_MUCH.fullmatch(lead):
        return by
    found = list(_GROWTH.finditer(lead))
    if not found or _LEVEL.search(lead):
        return None
    if fact.is_share or fact.figure["dimension"] == "percentage_point":
        return found[-1]
    if re.fullmatch(r"[,，]?(?:增加|减少|净增)", lead) and fact.figure["dimension"] == "money":
        return found[-1]
    return found[-1] if re.fullmatch(r"了?约?", lead[found[-1].end() :]) and _COMPARES.search(lead) else None


def _outside(objects: list[Word], steps: Iterable[Word], *, is_sum: bool) -> list[Word]:
    """The stages that are no part of the word of an object (投资 in 固定资产投资); without any, those of 新增耕地.

    is_sum: whether money is counted, or a share; 下达任务500亩 is no stage of the land.
    """
    found = [step for step in steps if is_sum or step.name not in _GIVES]
    free = [step for step in found if not any(each.start <= step.start and step.end <= each.end for each in objects)]
    return free or [step for step in found if step.name in _IN_NAMES or step.domain in ("land", "demolition")]
