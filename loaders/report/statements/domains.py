"""Domain of a statement by the words of its clause: object, step, unit, or the sentence that it continues."""

import re
from typing import Final

from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import Word
from loaders.report.statements.money_domains import Carried, MoneyDomains
from loaders.report.statements.spoken import Spoken
from loaders.report.statements.spread_domains import SPREADING

#: Steps of many kinds of work, and units of what they are no step of.
_OF_ANYTHING: Final = frozenset({"签约", "整治"})
_OF_EVENTS: Final = frozenset({"次", "场", "项", "个", "口", "条", "座"})
_HAZARD: Final = "隐患"
_LAND: Final = "土地"
#: Steps of a clearing that need no other word: 工业园二期征地260亩.
_TAKEN: Final = frozenset({"征地", "征收", "征迁", "拆迁", "丈量", "交地", "腾空"})
_TORN_DOWN: Final = "拆除"
#: What is spent of a sum, as a share of it.
_SPENDS: Final = frozenset(("支出", "拨付"))
#: Rebuilding of houses in danger is building, no inspection.
_IN_DANGER: Final = "隐患房屋"
_BUILDS: Final = frozenset({"改造", "新建", "开工", "完工"})
#: 22亩厂房用地: what stands on the ground is named, so that it is no field.
_BUILT_ON: Final = re.compile("[余多]?(?:标准|工业)?(?:厂房|厂区|园区|产业园)")


class Domains:
    """Gives each fact the domain that its clause names; `now`: what its sentence speaks of."""

    def __init__(self, report: Report, now: Spoken) -> None:
        self._report, self._now = report, now
        self._is_continued = False
        self._money = MoneyDomains(report)

    def set_domain(self, fact: Fact, found: Word | None, step: Word | None) -> None:
        """The domain that the words of the clause name where its figure has none of its own."""
        if fact.domain == "history":
            return
        self._is_continued = False
        named = self._named_domain(fact, found, step)
        if named:
            fact.domain, fact.is_sure = named, self._now.is_sure if self._is_continued else True
        if found or named:
            self._now.domain, self._now.is_sure = fact.domain, fact.is_sure

    def _named_domain(self, fact: Fact, found: Word | None, step: Word | None) -> str:
        """The domain that object, step and unit name, or the one that the sentence continues; "" for none."""
        continued = self._now.domain if self._now.domain in ("demolition", "safety", "land") else ""
        if fact.figure["dimension"] == "money":
            return self._money.of(fact, found, step, Carried(self._now.object, self._now.domain))
        if found and not found.is_weak:
            return "other" if self._is_rebuilt(fact, found, step) else found.domain
        if fact.kind == _HAZARD and fact.figure["dimension"] == "count":
            return "safety"
        if self._is_taken(fact, found, step):
            return "demolition"
        last = self._now.amount
        is_same = last is not None and last.sentence is fact.sentence and last.unit == fact.unit
        if found is None and last is not None and is_same and fact.unit == "亩" and last.domain == "demolition":
            return last.domain
        if (
            fact.figure["dimension"] == "percentage_point"
            and self._now.amount
            and self._now.amount.sentence is fact.sentence
        ):
            return self._now.amount.domain
        if fact.role == "rate" and self._now.domain:
            is_own = step is not None and step.start >= fact.lead and not self._is_named()
            return step.domain if step and is_own and step.domain in ("demolition", "safety") else self._now.domain
        is_listed = step is None and self._now.stage is not None and self._now.stage.group == "checked"
        if is_listed and self._now.domain == "safety" and fact.figure["dimension"] == "count":
            return "safety"
        if found is None and self._now.domain and self._now.object and fact.kind == self._now.object.name:
            self._is_continued = True
            return self._now.domain
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

    def _is_named(self) -> bool:
        """批而未供土地处置率57%: whether the words name a thing of a domain of its own, whatever is done with it."""
        thing = self._now.object
        return thing is not None and not thing.is_weak and thing.domain in ("land", "investment", "environment")

    def _is_rebuilt(self, fact: Fact, found: Word, step: Word | None) -> bool:
        """改造农村危房24户: whether houses in danger are rebuilt, and none were counted before (危房共有160户)."""
        last = self._now.counted
        is_known = (
            last is not None and last.sentence is fact.sentence and last.kind == _IN_DANGER and last.domain == "safety"
        )
        is_built = found.name == _IN_DANGER and step is not None and step.name in _BUILDS
        return is_built and not is_known and "有" not in self._report.lead(fact)

    def _is_taken(self, fact: Fact, found: Word | None, step: Word | None) -> bool:
        """工业园二期征地260亩, 应征土地90亩: whether land or households are counted that a clearing takes."""
        if fact.unit not in ("亩", "户"):
            return False
        if found is not None and found.name == _LAND and "征" in self._report.lead(fact):
            return True
        is_step = step is not None and step.name in (_TAKEN if fact.unit == "亩" else _TAKEN | {_TORN_DOWN})
        return step is not None and is_step and step.start >= fact.lead

    def _is_cleared(self, fact: Fact) -> bool:
        """Whether a unit counts expropriated property: 签约60户; not 签约仪式3次 or 整治渠道7公里."""
        is_counted = str(fact.figure["unit"] or "").lstrip("万千百十亿") not in _OF_EVENTS
        return fact.is_share or self._now.domain != "" or (is_counted and fact.figure["dimension"] != "length")


def _decides(found: Word, step: Word) -> bool:
    """Whether the stage decides the domain of a weak object: 检查企业 is safety; 签约项目 may be any."""
    return found.is_weak and found.name != "项目" and step.domain in SPREADING and step.name != "签约"


def _names_site(found: Word | None, step: Word | None) -> bool:
    """Whether 亩 measure building land or expropriated land instead of fields."""
    return (step is not None and (step.name == "占地" or step.domain == "demolition")) or (
        found is not None and found.name in ("土地", "房屋", "项目")
    )
