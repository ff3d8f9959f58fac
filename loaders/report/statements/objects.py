"""Object of a statement: what its figure counts, by the lexicon, its own nouns, its unit, or what was spoken of."""

import re
from typing import Final

from loaders.report.naming import object_of
from loaders.report.statements.amounts import EXCEEDED
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import Word, object_of_unit, words_in
from loaders.report.statements.money_domains import INVESTED, TOTAL
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
from loaders.report.statements.spoken import Spoken

#: 火灾隐患或违法行为: hazards and what is counted with them; not 隐患矛盾纠纷.
_JOINED: Final = re.compile("或|和|及|与|、")
_HAZARD: Final = "隐患"
_LAND: Final = "土地"
_TAKES_LAND: Final = "征地"
_HOUSE: Final = "房屋"
_OF_HOUSES: Final = frozenset({"拆除", "拆迁", "腾空", "腾房", "搬迁", "安置"})
_UNITS_OF_HOUSES: Final = frozenset({"幢", "栋", "套", "间", "院", "座"})
_ORDERED_TO_CLOSE: Final = "责令整改"
_INVESTMENT: Final = "完成投资"
_ITEMS: Final = frozenset({"个", "项", "处", "条", "起", "件"})
#: 检查出租屋90栋、230套: between one thing in two units.
_SAME_THING: Final = re.compile(r"[、/(]?(?:约|共|计|合)*")
_SAY_LITTLE_OF_GROUND: Final = (None, "完成", "征迁")
_COUNTS: Final = frozenset(("count", "duration"))
_PROJECT: Final = "项目"
#: Units in which a project itself is not counted.
_OF_BUILDINGS: Final = frozenset({"户", "套", "栋", "幢", "亩", "平方米"})
#: 棚户区改造项目: what the project is of.
_OF_PROJECT: Final = re.compile("(?:建设)?(?:项目|工程)$")


class Objects:
    """Gives each fact its object; `now`: what its sentence speaks of, which it carries on."""

    def __init__(self, report: Report, now: Spoken) -> None:
        self._report, self._now = report, now

    def pick(self, fact: Fact, before: list[Word], behind: list[Word], end: int) -> Word | None:
        """The object right behind a count that nothing but a verb stands before, else the last one before it."""
        text = self._report.text
        if fact.figure["dimension"] in _COUNTS and behind and behind[0].start - end <= 6:
            gap = text[end : behind[0].start]
            specific = [word for word in before if not word.is_weak]
            if not specific and not re.search(r"[,;。:、(]|实现|完成", gap):
                return behind[0]
        if before:
            specific = [word for word in before if not word.is_weak]
            hazards = [word for word in specific if _HAZARD in word.name and _JOINED.match(text, word.end)]
            return ((hazards if fact.unit in _ITEMS else []) or specific or before)[-1]
        return None

    def set_object(self, fact: Fact, found: Word | None, lead: str) -> None:
        """Sets object and kind of `fact`; found: the word of the lexicon that names it, lead: the words before it."""
        now = self._now
        if now.amount and (EXCEEDED in fact.rules or self._is_same_thing(fact, lead)):
            fact.object, fact.kind = now.amount.object, now.amount.kind
            fact.stage, fact.group = now.amount.stage, now.amount.group
        elif found and now.object and self._is_of_projects_named(fact, found, lead):
            fact.object, fact.kind = now.printed, now.object.name
        elif found:
            now.object, fact.kind = found, found.name
            fact.object = self._noun_with(fact, found)
        else:
            self._set_unnamed(fact, lead)
            if now.amount and now.amount.sentence is fact.sentence and _is_named_by_rate(fact):
                fact.object, fact.kind = now.amount.object, now.amount.kind
            if fact.object is None and now.object and _fits(now.object, fact):
                fact.object = now.object.name

    def _set_unnamed(self, fact: Fact, lead: str) -> None:
        """The object of a figure that no word of the lexicon names: its own noun, its unit, what was spoken of."""
        now, dimension = self._now, fact.figure["dimension"]
        is_count, is_area = dimension == "count", dimension == "area"
        behind = clean_noun(object_of(self._report.text[fact.end : fact.clause[1]]), is_behind=True) if is_count else ""
        before = clean_noun(str(fact.figure["name"] or ""))
        no_noun = is_bare(lead, of_area=is_area) or self._names_place_only(fact, lead, is_area=is_area)
        own = next((each for each in (behind, "" if no_noun else before) if is_noun(each)), "")
        own = self._shortened(fact, own) if is_noun(without_step(own)) else own
        own = "" if fact.domain == "demolition" and _is_place(own) else own
        by_unit = object_of_unit(str(fact.figure["unit"] or "").lstrip("万千百十亿"), fact.domain)
        by_unit = _LAND if fact.stage == _TAKES_LAND and (is_count or is_area) else by_unit
        names_behind = bool(behind) and own == behind
        is_carried = no_noun or fact.is_share or (fact.role in ("rate", "open", "target") and not own)
        is_carried = is_carried and not names_behind and (no_noun or not by_unit)
        alike = self._alike(fact) if no_noun and (is_count or is_area) and not names_behind and not by_unit else None
        if self._closes_hazards(fact) and not (fact.group == "found" and own):
            named = now.object if now.object and _HAZARD in now.object.name else None
            fact.object, fact.kind = (now.printed, named.name) if named else (_HAZARD, _HAZARD)
        elif now.object and now.object.name == TOTAL and INVESTED.search(lead):
            fact.object = fact.kind = _INVESTMENT
        elif own and own == before and self._is_done_of(fact, own):
            fact.object = own
        elif now.object and is_carried and self._carries(fact):
            fact.object, fact.kind = now.printed, now.object.name
        elif alike is not None:
            fact.object, fact.kind = alike.object, alike.kind
        elif by_unit:
            fact.object, fact.kind = own or by_unit, by_unit
        else:
            fact.object = own or self._printed_name(fact, behind)

    @staticmethod
    def _printed_name(fact: Fact, behind: str) -> str | None:
        """The name that the figure has in print; None where that names nothing that is counted."""
        dimension = fact.figure["dimension"]
        name = plain_noun(behind or str(fact.figure["name"] or ""))[-LONGEST:]
        is_empty = dimension in ("count", "area") and is_bare(name, of_area=dimension == "area")
        return None if is_empty or is_clause(name) else name or None

    def _is_done_of(self, fact: Fact, noun: str) -> bool:
        """铺设路面1300米,室外景观完成30%: whether a share is of a thing of its own, none that was counted before it."""
        if "share_done" not in fact.rules or self._now.amount is None or self._now.amount.sentence is not fact.sentence:
            return False
        words = self._report.text[self._report.span(fact.sentence)[0] : fact.lead]
        return not any(noun[at : at + 2] in words for at in range(len(noun) - 1))

    def _is_same_thing(self, fact: Fact, lead: str) -> bool:
        """检查出租屋90栋、230套: whether one thing that the lexicon does not carry on is counted in another unit."""
        last = self._now.amount
        if last is None or last.clause != fact.clause or last.unit == fact.unit or not last.object:
            return False
        is_carried = self._now.object is not None and self._now.object.name == last.kind
        return not is_carried and _SAME_THING.fullmatch(lead) is not None

    def _is_of_projects_named(self, fact: Fact, found: Word, lead: str) -> bool:
        """旱改水立项3个,已验收项目面积90亩: whether 项目 means the thing that the sentence has named."""
        named = self._now.object
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
        if not places or self._now.amount is None or self._now.amount.sentence is not fact.sentence:
            return False
        rest = lead[: places[-1].start] + lead[places[-1].end :]
        return is_bare(rest, of_area=is_area)

    def _carries(self, fact: Fact) -> bool:
        """Whether the last object of the lexicon can be what is counted: no number of things is one of 总投资."""
        if self._now.object is not None and not _fits(self._now.object, fact):
            return False
        is_of_money = self._now.object is not None and self._now.object.domain in ("funding", "investment")
        is_of_money = is_of_money and self._now.counted is not None and self._now.counted.object is not None
        return not (is_of_money and fact.figure["dimension"] == "count" and self._alike(fact))

    def _alike(self, fact: Fact) -> Fact | None:
        """The last amount of the sentence in that unit that names what it counts: 计划新建公园8个,已建成5个."""
        last = self._now.counted
        is_same = last is not None and last.sentence is fact.sentence and last.unit == fact.unit and last.object
        return last if is_same else None

    def _closes_hazards(self, fact: Fact) -> bool:
        """发现问题521条,整改498条 behind 检查企业101家: these are hazards, not the firms that were checked."""
        is_closing = fact.group == "closed" or fact.stage == _ORDERED_TO_CLOSE or fact.group == "found"
        is_closing = is_closing and "safety" in (fact.domain, self._now.domain)
        is_item = str(fact.figure["unit"] or "").lstrip("万千百十亿") in _ITEMS or fact.is_share
        is_dispute = self._now.object is not None and "纠纷" in self._now.object.name
        return is_closing and is_item and not is_dispute

    def _noun_with(self, fact: Fact, found: Word) -> str:
        """The printed word, with what stands before it in the name of the figure: 规上工业总产值."""
        name = clean_noun(str(fact.figure["name"] or "").replace("其中", ""), found.printed)
        if found.name != _PROJECT and fact.unit in _OF_BUILDINGS:
            name = _OF_PROJECT.sub("", name[_place_end(name) :])
        if found.printed in without_step(name):
            name = self._shortened(fact, name)
        is_longer = found.printed in name and is_noun(name) and not name.endswith(("率", "占比"))
        self._now.printed = name if is_longer else found.printed
        return self._now.printed


def _fits(thing: Word, fact: Fact) -> bool:
    """Whether a thing is counted in such a unit: no land is torn down, no houses are measured in 亩."""
    if thing.name == _LAND:
        is_of_house = fact.stage in _OF_HOUSES and not fact.is_share and fact.unit != "亩"
        return not is_of_house and fact.unit not in _UNITS_OF_HOUSES
    return not (thing.name == _HOUSE and fact.unit == "亩")


def _is_named_by_rate(fact: Fact) -> bool:
    """Whether a share is called by the name of its rate only: 签约率."""
    return fact.is_share and (fact.object or "").endswith("率") and not fact.kind


def _is_place(words: str) -> bool:
    """东河村签约: whether `words` are the name of a place and what is done there."""
    end = _place_end(words)
    return end > 0 and is_bare(words[end:])


def _place_end(words: str) -> int:
    """Where the name of a place ends that `words` begin with."""
    names = names_of(words)
    return names[0].end if names and not names[0].start and not names[0].is_project else 0
