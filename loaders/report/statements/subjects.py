"""Object and stage of a statement: what its figure counts and which step of work it describes, by the lexicon."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from domain.text.spans import Paragraph
from loaders.report.naming import object_of
from loaders.report.statements.amounts import EXCEEDED
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import Word, object_of_unit, short_step, words_in
from loaders.report.statements.money_domains import INVESTED, TOTAL, Carried, MoneyDomains
from loaders.report.statements.nouns import (
    LONGEST,
    clean_noun,
    is_bare,
    is_clause,
    is_noun,
    plain_noun,
    without_step,
)
from loaders.report.statements.scope_names import names_of
from loaders.report.statements.shares import continues_shares
from loaders.report.statements.spread_domains import SPREADING

_GROWTH: Final = re.compile(
    r"(?P<what>同比|环比|[比较](?:去年|上年)(?:同期)?)?[^,;。:\d]{0,6}?(?P<up>增长(?!极|点)|增加(?!值)|增幅|增速|"
    r"提高|上升|上涨|"
    r"比增|净增|增收|增(?=[\d约了到]|$))"
    r"|(?P<down>下降|减少|回落|降低|下滑|降幅|减幅|负增长|压减|压降)"
)
#: 火灾隐患或违法行为: hazards and what is counted with them; not 隐患矛盾纠纷.
_JOINED: Final = re.compile("或|和|及|与|、")
#: Steps of many kinds of work, and units of what they are no step of.
_OF_ANYTHING: Final = frozenset({"签约", "整治"})
_OF_EVENTS: Final = frozenset({"次", "场", "项", "个", "口", "条", "座"})
_HAZARD: Final = "隐患"
_LAND: Final = "土地"
#: Steps that a heading may be on: 签约情况.
_STEPS_OF_CLEARING: Final = frozenset({"丈量", "评估", "签约", "腾空", "拆除", "交地", "清表"})
_LONGEST_STEP_TITLE: Final = 8
#: Steps of a clearing that need no other word: 工业园二期征地260亩.
_TAKEN: Final = frozenset({"征地", "征收", "征迁", "拆迁", "丈量", "交地", "腾空"})
#: 整治 of hazards closes them.
_PUT_RIGHT: Final = "整治"
_CLOSED: Final = "整改"
_SELF_BUILT: Final = "自建房"
_ORDERED_TO_CLOSE: Final = "责令整改"
_INVESTMENT: Final = "完成投资"
_ITEMS: Final = frozenset({"个", "项", "处", "条", "起", "件"})
#: Steps that the word of an object says: 新增耕地, 到位资金.
_IN_NAMES: Final = frozenset({"新增", "到位"})
#: Steps of money, and of tasks, that are none of what is counted.
_GIVES: Final = frozenset({"下达", "安排"})
#: What is spent of a sum, as a share of it.
_SPENDS: Final = frozenset(("支出", "拨付"))
_PART: Final = re.compile("其中|包括|当中")
#: 检查出租屋90栋、230套: between one thing in two units.
_SAME_THING: Final = re.compile(r"[、/(]?(?:约|共|计|合)*")
#: 分乡镇看,青石镇增长9.1%: keeps the object of the sentence before it.
_CONTINUES: Final = re.compile(
    r"其中|各[^,;。:\d]{1,8}?(?:率|进度|情况)|[分从][^,;。:\d]{1,8}(?:看|来看|说)|同比|增[速幅]|占比"
)
_LEVEL: Final = re.compile(r"(?:[到至为达]|达到)[约近]?$")
_COMPARES: Final = re.compile(r"同比|[比较]|环比|减少|下降")
#: Stages that say little of how far a thing is; any other word of the clause says more.
_SAY_LITTLE: Final = frozenset(("完成", "实现", "建设", "开展", "启动", "涉及", "打造"))
_SAY_LITTLE_OF_GROUND: Final = (None, "完成", "征迁")
_COUNTS: Final = frozenset(("count", "duration"))
#: 22亩厂房用地: what stands on the ground is named, so that it is no field.
_BUILT_ON: Final = re.compile("[余多]?(?:标准|工业)?(?:厂房|厂区|园区|产业园)")
_NOUN_REACH: Final = 12
_PROJECT: Final = "项目"
#: Units in which a project itself is not counted.
_OF_BUILDINGS: Final = frozenset({"户", "套", "栋", "幢", "亩", "平方米"})
#: 棚户区改造项目: what the project is of.
_OF_PROJECT: Final = re.compile("(?:建设)?(?:项目|工程)$")


class Subjects:
    """Gives each fact object and stage; `visit` once for every fact, in the order of the text."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._sentence: object = None
        self._paragraph: object = None
        self._is_continued = self._is_sure = False
        self._last: Fact | None = None
        self._amount: Fact | None = None
        self._counted: Fact | None = None
        self._grown: re.Match[str] | None = None
        self._object: Word | None = None
        self._stage: Word | None = None
        self._domain = self._printed_object = ""
        self._part: tuple[Fact, Word | None, str] | None = None
        self._money = MoneyDomains(report)

    def visit(self, fact: Fact) -> None:
        """Sets object, stage, group and domain of `fact`."""
        text = self._report.text
        if fact.sentence is not self._sentence:
            continued = fact.paragraph is self._paragraph and _CONTINUES.match(
                text, self._report.span(fact.sentence)[0]
            )
            self._sentence, self._paragraph, self._part = fact.sentence, fact.paragraph, None
            self._stage = _stage_of_heading(fact.paragraph)
            if not continued:
                self._object, self._domain = None, ""
        begin = max(fact.clause[0], self._report.span(fact.sentence)[0])
        lead = text[fact.lead : fact.start]
        before = _outside_names(lead, fact.lead, list(words_in("objects", text, fact.lead, fact.start)))
        behind = list(words_in("objects", text, fact.end, min(fact.tail, fact.end + _NOUN_REACH)))
        found = self._pick(fact, before, behind)
        self._see_part(fact, found, lead)
        is_sum = fact.is_share or fact.figure["dimension"] == "money"
        steps = _outside(before, words_in("stages", text, fact.lead, fact.start), is_sum=is_sum)
        stop = min(fact.tail, fact.end + _NOUN_REACH)
        later = _outside(behind, words_in("stages", text, fact.end, stop), is_sum=is_sum)
        step = self._step(fact, steps, later)
        growth = self._growth_of(fact, lead)
        if growth:
            verb = ("下降" if growth["down"] else "增长") if fact.is_share else ("减少" if growth["down"] else "增加")
            fact.stage, fact.is_growth, fact.declines = f"同比{verb}", True, bool(growth["down"])
        elif step:
            fact.stage, fact.group = step.name, step.group
            self._stage = step
        elif self._stage and not self._is_of_other_thing(fact, found, self._stage):
            fact.stage, fact.group = self._stage.name, self._stage.group
        amount = self._amount
        self._set_object(fact, found, lead, begin)
        if fact.stage == _PUT_RIGHT and (_HAZARD in fact.kind or fact.kind == _SELF_BUILT):
            fact.stage, fact.group = _CLOSED, "closed"
        self._set_domain(fact, found, step)
        if growth and found is None and amount and amount.sentence is fact.sentence:
            fact.object, fact.kind, fact.domain = amount.object or fact.object, amount.kind, amount.domain
        if not fact.is_share:
            self._amount = fact
            if fact.figure["dimension"] != "money" and fact.object:
                self._counted = fact

    def _see_part(self, fact: Fact, found: Word | None, lead: str) -> None:
        """查出隐患456条,其中重大隐患3条,已整改421条: what is more than the part behind 其中 is of the whole again."""
        if _PART.search(lead):
            self._part = (fact, self._object, self._printed_object) if self._part is None else (fact, *self._part[1:])
        elif self._part is not None and found is None and fact.unit == self._part[0].unit:
            value, part = fact.figure["base_value"], self._part[0].figure["base_value"]
            if value is not None and part is not None and value > part:
                _, self._object, self._printed_object = self._part
                self._part = None

    def _is_of_other_thing(self, fact: Fact, found: Word | None, stage: Word) -> bool:
        """罚款84起,盘活低效用地500亩: whether the step before is none of the thing that is counted now."""
        is_known = found is not None and not found.is_weak and found.domain != "other"
        if is_known and stage.domain and ";" in self._report.text[stage.end : fact.start]:
            return True
        return is_known and found is not None and stage.domain not in ("", found.domain, "funding")

    def _growth_of(self, fact: Fact, lead: str) -> re.Match[str] | None:
        """The word of growth of a figure; that of the share before it in 分别增长15%和9%."""
        last, growth = self._last, _growth(fact, lead)
        if growth is None and last is not None and continues_shares(self._report, last, fact):
            growth = self._grown
        self._last, self._grown = fact, growth
        return growth

    def _pick(self, fact: Fact, before: list[Word], behind: list[Word]) -> Word | None:
        """The object right behind a count that nothing but a verb stands before, else the last one before it."""
        text = self._report.text
        if fact.figure["dimension"] in _COUNTS and behind and behind[0].start - fact.end <= 6:
            gap = text[fact.end : behind[0].start]
            specific = [word for word in before if not word.is_weak]
            if not specific and not re.search(r"[,;。:、(]|实现|完成", gap):
                return behind[0]
        if before:
            specific = [word for word in before if not word.is_weak]
            hazards = [word for word in specific if _HAZARD in word.name and _JOINED.match(text, word.end)]
            return ((hazards if fact.unit in _ITEMS else []) or specific or before)[-1]
        return None

    def _step(self, fact: Fact, before: list[Word], behind: list[Word]) -> Word | None:
        if short := short_step(self._report.text, fact.lead, fact.start, fact.end, fact.tail):
            return short
        specific = [word for word in before if word.name not in _SAY_LITTLE]
        if specific:
            return specific[-1]
        if fact.role == "rate" and self._stage:
            return self._stage
        text = self._report.text
        if behind and not re.search(r"[,;。:(、]", text[fact.end : behind[0].start]):
            near = [word for word in behind if word.name not in _SAY_LITTLE or word.name == "完成"]
            if near and near[0].start - fact.end <= 8:
                return near[0]
        return before[-1] if before else None

    def _set_object(self, fact: Fact, found: Word | None, lead: str, begin: int) -> None:
        if self._amount and (EXCEEDED in fact.rules or self._is_same_thing(fact, lead)):
            fact.object, fact.kind = self._amount.object, self._amount.kind
            fact.stage, fact.group = self._amount.stage, self._amount.group
            return
        if found and self._object and self._is_of_projects_named(fact, found, lead):
            fact.object, fact.kind = self._printed_object, self._object.name
            return
        if found:
            self._object, fact.kind = found, found.name
            fact.object = self._noun_with(fact, found)
            return
        is_count = fact.figure["dimension"] == "count"
        behind = clean_noun(object_of(self._report.text[fact.end : fact.clause[1]]), is_behind=True) if is_count else ""
        before = clean_noun(str(fact.figure["name"] or ""))
        is_area = fact.figure["dimension"] == "area"
        no_noun = is_bare(lead, of_area=is_area) or self._names_place_only(fact, lead, is_area=is_area)
        own = next((each for each in (behind, "" if no_noun else before) if is_noun(each)), "")
        own = self._shortened(fact, own) if is_noun(without_step(own)) else own
        own = "" if fact.domain == "demolition" and _is_place(own) else own
        by_unit = object_of_unit(str(fact.figure["unit"] or "").lstrip("万千百十亿"), fact.domain)
        is_carried = no_noun or fact.is_share or (fact.role in ("rate", "open", "target") and not own)
        alike = self._alike(fact) if no_noun and (is_count or is_area) else None
        if self._closes_hazards(fact) and not (fact.group == "found" and own):
            named = self._object if self._object and _HAZARD in self._object.name else None
            fact.object, fact.kind = (self._printed_object, named.name) if named else (_HAZARD, _HAZARD)
        elif self._object and self._object.name == TOTAL and INVESTED.search(lead):
            fact.object = fact.kind = _INVESTMENT
        elif (
            self._object
            and is_carried
            and self._carries(fact)
            and not (behind and own == behind)
            and (no_noun or not by_unit)
        ):
            fact.object, fact.kind = self._printed_object, self._object.name
        elif alike is not None and not (behind and own == behind) and not by_unit:
            fact.object, fact.kind = alike.object, alike.kind
        elif by_unit:
            fact.object, fact.kind = own or by_unit, by_unit
        elif own:
            fact.object = own
        else:
            name = plain_noun(behind or str(fact.figure["name"] or ""))[-LONGEST:]
            is_empty = (is_count or is_area) and is_bare(name, of_area=is_area)
            fact.object = None if is_empty or is_clause(name) else name or None
        is_named_by_rate = fact.is_share and (fact.object or "").endswith("率") and not fact.kind
        if is_named_by_rate and self._amount and self._amount.sentence is fact.sentence:
            fact.object, fact.kind = self._amount.object, self._amount.kind
        if fact.object is None and self._object:
            fact.object = self._object.name

    def _is_same_thing(self, fact: Fact, lead: str) -> bool:
        """检查出租屋90栋、230套: whether one thing that the lexicon does not carry on is counted in another unit."""
        last = self._amount
        if last is None or last.clause != fact.clause or last.unit == fact.unit or not last.object:
            return False
        is_carried = self._object is not None and self._object.name == last.kind
        return not is_carried and _SAME_THING.fullmatch(lead) is not None

    def _is_of_projects_named(self, fact: Fact, found: Word, lead: str) -> bool:
        """旱改水立项3个,已验收项目面积90亩: whether 项目 means the thing that the sentence has named."""
        named = self._object
        is_known = named is not None and not named.is_weak and named.domain == "land"
        is_area = fact.figure["dimension"] == "area" and found.name == _PROJECT
        return is_known and is_area and is_bare(lead.replace(found.printed, ""), of_area=True)

    @staticmethod
    def _shortened(fact: Fact, name: str) -> str:
        """`name` without the step behind it (土地征收), which is the stage of a fact that says no better one."""
        shorter = without_step(name)
        steps = list(words_in("stages", name, len(shorter), len(name)))
        if steps and fact.stage in _SAY_LITTLE_OF_GROUND:
            fact.stage, fact.group = steps[-1].name, steps[-1].group
        return shorter

    def _names_place_only(self, fact: Fact, lead: str, *, is_area: bool) -> bool:
        """张家村流转820亩,李家村650亩: whether the words before an amount name a place and nothing that is counted."""
        places = [name for name in names_of(lead) if not name.is_project]
        if not places or self._amount is None or self._amount.sentence is not fact.sentence:
            return False
        rest = lead[: places[-1].start] + lead[places[-1].end :]
        return is_bare(rest, of_area=is_area)

    def _carries(self, fact: Fact) -> bool:
        """Whether the last object of the lexicon can be what is counted: no number of things is one of 总投资."""
        is_of_money = self._object is not None and self._object.domain in ("funding", "investment")
        is_of_money = is_of_money and self._counted is not None and self._counted.object is not None
        return not (is_of_money and fact.figure["dimension"] == "count" and self._alike(fact))

    def _alike(self, fact: Fact) -> Fact | None:
        """The last amount of the sentence in that unit that names what it counts: 计划新建公园8个,已建成5个."""
        last = self._counted
        is_same = last is not None and last.sentence is fact.sentence and last.unit == fact.unit and last.object
        return last if is_same else None

    def _closes_hazards(self, fact: Fact) -> bool:
        """发现问题521条,整改498条 behind 检查企业101家: these are hazards, not the firms that were checked."""
        is_closing = fact.group == "closed" or fact.stage == _ORDERED_TO_CLOSE or fact.group == "found"
        is_closing = is_closing and "safety" in (fact.domain, self._domain)
        is_item = str(fact.figure["unit"] or "").lstrip("万千百十亿") in _ITEMS or fact.is_share
        is_dispute = self._object is not None and "纠纷" in self._object.name
        return is_closing and is_item and not is_dispute

    def _noun_with(self, fact: Fact, found: Word) -> str:
        """The printed word, with what stands before it in the name of the figure: 规上工业总产值."""
        name = clean_noun(str(fact.figure["name"] or "").replace("其中", ""), found.printed)
        if found.name != _PROJECT and fact.unit in _OF_BUILDINGS:
            name = _OF_PROJECT.sub("", name[_place_end(name) :])
        if found.printed in without_step(name):
            name = self._shortened(fact, name)
        is_longer = found.printed in name and is_noun(name) and not name.endswith(("率", "占比"))
        self._printed_object = name if is_longer else found.printed
        return self._printed_object

    def _set_domain(self, fact: Fact, found: Word | None, step: Word | None) -> None:
        """The domain that the words of the clause name where its figure has none of its own."""
        if fact.domain == "history":
            return
        self._is_continued = False
        named = self._named_domain(fact, found, step)
        if named:
            fact.domain, fact.is_sure = named, self._is_sure if self._is_continued else True
        if found or named:
            self._domain, self._is_sure = fact.domain, fact.is_sure

    def _named_domain(self, fact: Fact, found: Word | None, step: Word | None) -> str:
        """The domain that object, step and unit name, or the one that the sentence continues; "" for none."""
        continued = self._domain if self._domain in ("demolition", "safety", "land") else ""
        if fact.figure["dimension"] == "money":
            return self._money.of(fact, found, step, Carried(self._object, self._domain))
        if found and not found.is_weak:
            return found.domain
        if fact.kind == _HAZARD and fact.figure["dimension"] == "count":
            return "safety"
        if self._is_taken(fact, found, step):
            return "demolition"
        last = self._amount
        is_same = last is not None and last.sentence is fact.sentence and last.unit == fact.unit
        if found is None and last is not None and is_same and fact.unit == "亩" and last.domain == "demolition":
            return last.domain
        if fact.figure["dimension"] == "percentage_point" and self._amount and self._amount.sentence is fact.sentence:
            return self._amount.domain
        if fact.role == "rate" and self._domain:
            is_own = step is not None and step.start >= fact.lead
            return step.domain if step and is_own and step.domain in ("demolition", "safety") else self._domain
        is_listed = step is None and self._stage is not None and self._stage.group == "checked"
        if is_listed and self._domain == "safety" and fact.figure["dimension"] == "count":
            return "safety"
        if found is None and self._domain and self._object and fact.kind == self._object.name:
            self._is_continued = True
            return self._domain
        if step and step.name in _SPENDS and fact.is_share:
            return "funding"
        if (
            fact.unit == "亩"
            and fact.domain != "demolition"
            and continued != "demolition"
            and not _names_site(found, step)
            and not _BUILT_ON.match(self._report.text, fact.end)
        ):
            return "land"
        says = step is not None and step.domain and (step.domain != "funding" or fact.is_share)
        says = says and not (step is not None and step.name in _OF_ANYTHING and not self._is_cleared(fact))
        if step and says and (fact.domain == "other" or (found and _decides(found, step))):
            return continued if continued and step.domain == "governance" else step.domain
        return continued if found and found.is_weak else ""

    def _is_taken(self, fact: Fact, found: Word | None, step: Word | None) -> bool:
        """工业园二期征地260亩, 应征土地90亩: whether land or households are counted that a clearing takes."""
        if fact.unit not in ("亩", "户"):
            return False
        if found is not None and found.name == _LAND and "征" in self._report.lead(fact):
            return True
        return step is not None and step.name in _TAKEN and step.start >= fact.lead

    def _is_cleared(self, fact: Fact) -> bool:
        """Whether a unit counts expropriated property: 签约60户; not 签约仪式3次 or 整治渠道7公里."""
        is_counted = str(fact.figure["unit"] or "").lstrip("万千百十亿") not in _OF_EVENTS
        return fact.is_share or self._domain != "" or (is_counted and fact.figure["dimension"] != "length")


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


def _is_place(words: str) -> bool:
    """东河村签约: whether `words` are the name of a place and what is done there."""
    end = _place_end(words)
    return end > 0 and is_bare(words[end:])


def _place_end(words: str) -> int:
    """Where the name of a place ends that `words` begin with."""
    names = names_of(words)
    return names[0].end if names and not names[0].start and not names[0].is_project else 0


def _growth(fact: Fact, lead: str) -> re.Match[str] | None:
    """The word of growth or decline that ends the words before a figure; 下降到 names a level."""
    found = list(_GROWTH.finditer(lead))
    if not found or _LEVEL.search(lead):
        return None
    if fact.is_share or fact.figure["dimension"] == "percentage_point":
        return found[-1]
    if re.fullmatch(r"[,，]?(?:增加|减少|净增)", lead) and fact.figure["dimension"] == "money":
        return found[-1]
    return found[-1] if re.fullmatch(r"了?约?", lead[found[-1].end() :]) and _COMPARES.search(lead) else None


def _decides(found: Word, step: Word) -> bool:
    """Whether the stage decides the domain of a weak object: 检查企业 is safety; 签约项目 may be any."""
    return found.is_weak and found.name != "项目" and step.domain in SPREADING and step.name != "签约"


def _names_site(found: Word | None, step: Word | None) -> bool:
    """Whether 亩 measure building land or expropriated land instead of fields."""
    return (step is not None and (step.name == "占地" or step.domain == "demolition")) or (
        found is not None and found.name in ("土地", "房屋", "项目")
    )


def _outside(objects: list[Word], steps: Iterable[Word], *, is_sum: bool) -> list[Word]:
    """The stages that are no part of the word of an object (投资 in 固定资产投资); without any, those of 新增耕地.

    is_sum: whether money is counted, or a share; 下达任务500亩 is no stage of the land.
    """
    found = [step for step in steps if is_sum or step.name not in _GIVES]
    free = [step for step in found if not any(each.start <= step.start and step.end <= each.end for each in objects)]
    return free or [step for step in found if step.name in _IN_NAMES or step.domain in ("land", "demolition")]
