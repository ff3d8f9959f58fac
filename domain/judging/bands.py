"""The rules that map deviation or pace to a state, read from data/catalogue/bands.yml with their sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal

from domain.catalogue import CATALOGUE, CatalogueError, read_catalogue

BandMeasure = Literal["deviation", "pace"]


_BEST_FIRST: Final = ("ahead", "on_track", "behind", "far_behind")


class UnknownRuleError(KeyError):
    """A rule id that the catalogue does not have; the message is in Chinese and lists those it has."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Band:
    """One band of a rule: `state` is a code of vocabulary.STATES, `label` the source's own word for it.

    Holds from `at_least` (included) or `above` (not included) upwards; with neither, for all lower values.
    """

    state: str
    label: str
    at_least: float | None = None
    above: float | None = None

    @property
    def floor(self) -> float | None:
        """The threshold, whether included or not; None for the last band."""
        return self.at_least if self.above is None else self.above

    def holds(self, value: float) -> bool:
        """Whether `value` lies in this band or a better one."""
        if self.above is not None:
            return value > self.above
        return self.at_least is None or value >= self.at_least


@dataclass(frozen=True)
class Rule:
    """A rule: bands, best first; `measure` is the quantity of the thresholds: deviation (百分点) or pace."""

    id: str
    name: str
    source: str
    measure: BandMeasure
    bands: tuple[Band, ...]

    def band(self, value: float) -> Band:
        """The first band that `value` reaches. The last band takes the rest, so there always is one."""
        return next(band for band in self.bands if band.holds(value))


@cache
def status_rules(folder: Path = CATALOGUE) -> dict[str, Rule]:
    """All rules of `folder`/bands.yml by id, the default first.

    Raises CatalogueError with every fault of the file: an id used twice, a default that is not there, thresholds
    that do not fall from band to band, states out of order, a last band with a threshold.
    """
    content = read_catalogue("bands", folder)
    rules = [_rule(entry) for entry in content["rules"]]
    faults = [*_id_faults(rules, content["default"]), *(fault for rule in rules for fault in _band_faults(rule))]
    if faults:
        raise CatalogueError("\n".join(f"bands.yml: {fault}" for fault in faults))
    return {rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id != content["default"])}


def status_rule(rule_id: str | None = None, folder: Path = CATALOGUE) -> Rule:
    """The rule with the id `rule_id`, the file's default where None. Raises UnknownRuleError for another id."""
    rules = status_rules(folder)
    if rule_id is None:
        return next(iter(rules.values()))
    if rule_id not in rules:
        raise UnknownRuleError(
            f"没有名为“{rule_id}”的判定规则，现有：{'、'.join(rules)}（见 data/catalogue/bands.yml）"
        )
    return rules[rule_id]


def _rule(entry: dict[str, Any]) -> Rule:
    bands = tuple(Band(**band) for band in entry["bands"])
    return Rule(entry["id"], entry["name"], entry["source"], entry["measure"], bands)


def _id_faults(rules: list[Rule], default: str) -> Iterator[str]:
    ids = [rule.id for rule in rules]
    for rule_id in sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1}):
        yield f"rules: the id {rule_id!r} is used more than once"
    if default not in ids:
        yield f"default: no rule has the id {default!r}"


def _band_faults(rule: Rule) -> Iterator[str]:
    *upper, last = rule.bands
    if last.floor is not None:
        yield f"rules/{rule.id}: the last band takes the rest and has no threshold"
    floors = [band.floor for band in upper]
    if any(floor is None for floor in floors):
        yield f"rules/{rule.id}: every band but the last needs at_least or above"
    elif any(_out_of_order(better, worse) for better, worse in pairwise(upper)):
        yield f"rules/{rule.id}: thresholds must fall from band to band"
    ranks = [_BEST_FIRST.index(band.state) for band in rule.bands]
    if ranks != sorted(ranks):
        yield f"rules/{rule.id}: states must go from best to worst"


def _out_of_order(better: Band, worse: Band) -> bool:
    """Whether `worse` is unreachable after `better`; "above 0" before "at_least 0" is in order."""
    high, low = better.floor, worse.floor
    if high is None or low is None:
        return True
    return high < low or (high == low and (better.above is None or worse.at_least is None))
