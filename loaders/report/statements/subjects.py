"""Object and stage of a statement: what its figure counts and which step of work it describes, by the lexicon."""

import re
from collections.abc import Iterable
from typing import Final

from domain.text.spans import Sentence
from loaders.report.naming import object_of
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import Word, object_of_unit, words_in
from loaders.report.statements.nouns import LONGEST, clean_noun, empty_words, is_clause, is_noun, plain_noun
from loaders.report.statements.scope_names import names_of
from loaders.report.statements.shares import continues_shares
from loaders.report.statements.spread_domains import PROGRESS, SPREADING

_GROWTH: Final = re.compile(
    r"(?P<what>同比|环比|[比较](?:去年|上年)(?:同期)?)?[^,;。:\d]{0,6}?(?P<up>增长(?!极|点)|增加(?!值)|增幅|增速|"
    r"提高|上升|上涨|"
    r"比增|净增|增收|增(?=[\d约了到]|$))"
    r"|(?P<down>下降|减少|回落|降低|下滑|降幅|减幅|负增长|压减|压降)"
)
#: Stages of the money of projects of firms, too.
_OF_PROJECTS: Final = frozenset({"总投资", "投资"})
#: 火灾隐患或违法行为: hazards and what is counted with them; not 隐患矛盾纠纷.
_JOINED: Final = re.compile("或|和|及|与|、")
#: Steps of many kinds of work, and units of what they are no step of.
_OF_ANYTHING: Final = frozenset({"签约", "整治"})
_OF_EVENTS: Final = frozenset({"次", "场", "项", "个", "口", "条", "座"})
_HAZARD: Final = "隐患"
_FINE: Final = "罚款"
_ORDERED_TO_CLOSE: Final = "责令整改"
_TOTAL: Final = "总投资"
_INVESTMENT: Final = "完成投资"
_ITEMS: Final = frozenset({"个", "项", "处", "条", "起", "件"})
_OF_FUNDS: Final = re.compile(
    r"资金|补助|债券?|补贴|经费|拨款|贷款|(?:低保|救助|慰问|助学|养老|优抚|抚恤|奖励|保障)金|善款|捐款"
)
#: Steps that the word of an object says: 新增耕地, 到位资金.
_IN_NAMES: Final = frozenset({"新增", "到位"})
#: Words of money that a higher level gives.
_GIVEN: Final = re.compile("上级|补助|拨付|专项|财政")
#: What a rate of pay or of help is for; 高标准农田, 标准厂房 are no rates.
_PER_HEAD: Final = re.compile("每[人户亩]|人均|[每按]月|标准(?!化|厂房|农田|地|园|件|间)")
#: 完成投资4亿元 is work done, 投资4亿元修路 money for it.
_INVESTED: Final = re.compile(
    r"(?:完成|实现|新增)了?[^,;。:\d]{0,6}投资额?[^,;。:\d]{0,4}$|投资[^,;。:\d]{0,6}完成[^,;。:\d]{0,2}$"
)
#: Lines over projects whose investment is work done.
_PROJECTS_BUILT: Final = re.compile("重[点大](?:建设|工程)?项目|招商|产业项目|固定资产|投资|工业")
#: What is spent of a sum, as a share of it.
_SPENDS: Final = frozenset(("支出", "拨付"))
_OF_FIRMS: Final = re.compile(r"公司|集团|招商|引进|企业|厂|固投|固定资产|内资|外资|(?:签约|产业|工业)项目")
#: 分乡镇看,青石镇增长9.1%: keeps the object of the sentence before it.
_CONTINUES: Final = re.compile(
    r"其中|各[^,;。:\d]{1,8}?(?:率|进度|情况)|[分从][^,;。:\d]{1,8}(?:看|来看|说)|同比|增[速幅]|占比"
)
_LEVEL: Final = re.compile(r"(?:[到至为达]|达到)[约近]?$")
_COMPARES: Final = re.compile(r"同比|[比较]|环比|减少|下降")
#: Stages that say little of how far a thing is; any other word of the clause says more.
_SAY_LITTLE: Final = frozenset(("完成", "实现", "建设", "开展", "启动", "涉及", "打造"))
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
        self._grown: re.Match[str] | None = None
        self._object: Word | None = None
        self._stage: Word | None = None
        self._domain = self._printed_object = ""
        self._titles = [each.text for each in report.outline.paragraphs if each.role == "title"]

    def visit(self, fact: Fact) -> None:
        """Sets object, stage, group and domain of `fact`."""
        text = self._report.text
        if fact.sentence is not self._sentence:
            continued = fact.paragraph is self._paragraph and _CONTINUES.match(
                text, self._report.span(fact.sentence)[0]
            )
            self._sentence, self._paragraph, self._stage = fact.sentence, fact.paragraph, None
            if not continued:
                self._object, self._domain = None, ""
        begin = max(fact.clause[0], self._report.span(fact.sentence)[0])
        lead = text[fact.lead : fact.start]
        before = list(words_in("objects", text, fact.lead, fact.start))
        behind = list(words_in("objects", text, fact.end, min(fact.tail, fact.end + _NOUN_REACH)))
        found = self._pick(fact, before, behind)
        steps = _outside(before, words_in("stages", text, fact.lead, fact.start))
        later = _outside(behind, words_in("stages", text, fact.end, min(fact.tail, fact.end + _NOUN_REACH)))
        step = self._step(fact, steps, later)
        growth = self._growth_of(fact, lead)
        if growth:
            verb = ("下降" if growth["down"] else "增长") if fact.is_share else ("减少" if growth["down"] else "增加")
            fact.stage, fact.is_growth, fact.declines = f"同比{verb}", True, bool(growth["down"])
        elif step:
            fact.stage, fact.group = step.name, step.group
            self._stage = step
        elif self._stage and not self._is_of_other_domain(found, self._stage):
            fact.stage, fact.group = self._stage.name, self._stage.group
        amount = self._amount
        self._set_object(fact, found, lead, begin)
        self._set_domain(fact, found, step)
        if growth and found is None and amount and amount.sentence is fact.sentence:
            fact.object, fact.kind, fact.domain = amount.object or fact.object, amount.kind, amount.domain
        if not fact.is_share:
            self._amount = fact

    def _is_of_other_domain(self, found: Word | None, stage: Word) -> bool:
        """罚款84起,盘活低效用地500亩: whether the step before is none of the thing that is counted now."""
        is_known = found is not None and not found.is_weak and found.domain != "other"
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
        if found:
            self._object, fact.kind = found, found.name
            fact.object = self._noun_with(fact, found)
            return
        is_count = fact.figure["dimension"] == "count"
        behind = clean_noun(object_of(self._report.text[fact.end : fact.clause[1]]), is_behind=True) if is_count else ""
        before = clean_noun(str(fact.figure["name"] or ""))
        is_bare = len(empty_words().sub("", lead)) < 2
        own = next((each for each in (behind, "" if is_bare else before) if is_noun(each)), "")
        by_unit = object_of_unit(str(fact.figure["unit"] or "").lstrip("万千百十亿"), fact.domain)
        is_carried = is_bare or fact.is_share or (fact.role in ("rate", "open", "target") and not own)
        if self._closes_hazards(fact):
            named = self._object if self._object and _HAZARD in self._object.name else None
            fact.object, fact.kind = (self._printed_object, named.name) if named else (_HAZARD, _HAZARD)
        elif self._object and self._object.name == _TOTAL and _INVESTED.search(lead):
            fact.object = fact.kind = _INVESTMENT
        elif self._object and is_carried and not (behind and own == behind) and (is_bare or not by_unit):
            fact.object, fact.kind = self._printed_object, self._object.name
        elif by_unit:
            fact.object, fact.kind = own or by_unit, by_unit
        elif own:
            fact.object = own
        else:
            name = plain_noun(behind or str(fact.figure["name"] or ""))[-LONGEST:]
            fact.object = name if name and not is_clause(name) else None
        if fact.object is None and self._object:
            fact.object = self._object.name

    def _closes_hazards(self, fact: Fact) -> bool:
        """需整改515个 behind 检查企业101家: what is put right are hazards, not the firms that were checked."""
        is_closing = fact.domain == "safety" and (fact.group == "closed" or fact.stage == _ORDERED_TO_CLOSE)
        is_item = str(fact.figure["unit"] or "").lstrip("万千百十亿") in _ITEMS or fact.is_share
        is_dispute = self._object is not None and "纠纷" in self._object.name
        return is_closing and is_item and not is_dispute

    def _noun_with(self, fact: Fact, found: Word) -> str:
        """The printed word, with what stands before it in the name of the figure: 规上工业总产值."""
        name = clean_noun(str(fact.figure["name"] or "").replace("其中", ""), found.printed)
        if found.name != _PROJECT and fact.unit in _OF_BUILDINGS:
            name = _OF_PROJECT.sub("", name[_place_end(name) :])
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
            return self._domain_of_money(fact, found, step)
        if found and not found.is_weak:
            return found.domain
        if fact.figure["dimension"] == "percentage_point" and self._amount and self._amount.sentence is fact.sentence:
            return self._amount.domain
        if fact.role == "rate" and self._domain:
            return step.domain if step and step.domain in ("demolition", "safety") else self._domain
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

    def _is_cleared(self, fact: Fact) -> bool:
        """Whether a unit counts expropriated property: 签约60户; not 签约仪式3次 or 整治渠道7公里."""
        is_counted = str(fact.figure["unit"] or "").lstrip("万千百十亿") not in _OF_EVENTS
        return fact.is_share or self._domain != "" or (is_counted and fact.figure["dimension"] != "length")

    def _domain_of_money(self, fact: Fact, found: Word | None, step: Word | None) -> str:
        """Domain of money: that of its indicator; else funding where a heading or clause names funds.

        What each person or mu gets (每人每月补助850元, 低保标准) is no sum of funds.
        """
        if found and found.domain in ("investment", "rural_income") and not found.is_weak and not self._is_fund(found):
            return found.domain
        is_same = self._object is not None and fact.object and fact.kind == self._object.name
        if found is None and is_same and self._domain not in ("", "other"):
            return self._domain
        if step and step.name == _FINE and self._domain == "safety":
            return "safety"
        if _PER_HEAD.search(self._report.text, fact.lead, fact.start):
            return "other" if fact.domain == "funding" else fact.domain
        text = self._report.text
        above = "".join(heading.title for heading in fact.paragraph.headings[-2:])
        if _OF_FIRMS.search(text, *self._report.span(fact.sentence)) and found and found.name == _TOTAL:
            return "investment"
        lines = (*self._titles, *(heading.title for heading in fact.paragraph.headings[-2:]))
        is_invested = "投资" in text[self._report.span(fact.sentence)[0] : fact.start]
        if (
            is_invested
            and any(map(_PROJECTS_BUILT.search, lines))
            and not _OF_FUNDS.search(text, *self._report.span(fact.sentence))
        ):
            return "investment"
        if self._is_of_work(fact, found):
            return "investment"
        if (step and step.domain == "funding" and step.name not in _OF_PROJECTS) or (step and step.name == "发放"):
            return "funding"
        if _INVESTED.search(text, fact.lead, fact.start) and not _OF_FUNDS.search(
            text, *self._report.span(fact.sentence)
        ):
            return "investment"
        if (found and found.domain == "funding") or _OF_FUNDS.search(text, *fact.clause) or _OF_FUNDS.search(above):
            return "funding"
        is_for_work = step is not None and step.name in _OF_PROJECTS and fact.domain == "other"
        return "funding" if is_for_work else fact.domain

    def _is_fund(self, found: Word) -> bool:
        """到位资金 below a heading on money, or beside what is given: no capital that firms bring in."""
        if found.printed != "到位资金":
            return False
        sentence = self._sentence
        span = self._report.span(sentence) if isinstance(sentence, Sentence) else (found.start, found.end)
        paragraph = self._report.outline.paragraph(self._report.joined.original(found.start))
        above = "".join(heading.title for heading in paragraph.headings[-2:])
        is_given = _GIVEN.search(self._report.text, *span) or _OF_FUNDS.search(above)
        return is_given is not None and not _OF_FIRMS.search(self._report.text, *span)

    def _is_of_work(self, fact: Fact, found: Word | None) -> bool:
        """总投资9亿元,年度计划投资2亿元,完成投资1亿元: the sums of a paragraph that tells what was built for them."""
        text, span = self._report.text, self._report.span(fact.paragraph)
        is_sum = (found is not None and found.name == _TOTAL) or "投资" in text[fact.lead : fact.start]
        return is_sum and PROGRESS.search(text, *span) is not None and _OF_FUNDS.search(text, *span) is None


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


def _outside(objects: list[Word], steps: Iterable[Word]) -> list[Word]:
    """The stages that are no part of the word of an object (投资 in 固定资产投资); without any, those of 新增耕地."""
    found = list(steps)
    free = [step for step in found if not any(each.start <= step.start and step.end <= each.end for each in objects)]
    return free or [step for step in found if step.name in _IN_NAMES or step.domain in ("land", "demolition")]
