"""Domain vocabulary (data/catalogue/lexicons.yml): objects that are counted and stages of work."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from domain.catalogue import read_catalogue


@dataclass(frozen=True, slots=True)
class Word:
    """An entry of the lexicon found at [start, end) of a text; domain and group: "" where the entry has none.

    is_weak: used in many domains (企业, 项目), so that it decides none.
    """

    start: int
    end: int
    name: str
    printed: str
    domain: str
    group: str
    is_weak: bool


@cache
def _entries(kind: str) -> tuple[re.Pattern[str], dict[str, dict[str, Any]]]:
    """One pattern of all words of `kind`, the longest first, and the entry of each word."""
    by_word = {word: entry for entry in read_catalogue("lexicons")[kind] for word in entry["words"]}
    words = sorted(by_word, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words))), by_word


def words_in(kind: str, text: str, start: int, end: int) -> Iterator[Word]:
    """The words of `kind` ("objects", "stages") in text[start:end], in order, the longest at each place."""
    pattern, by_word = _entries(kind)
    for match in pattern.finditer(text, start, end):
        entry = by_word[match[0]]
        yield Word(
            match.start(), match.end(), entry["name"], match[0], entry.get("domain", ""), entry.get("group", ""),
            entry.get("weak", False),
        )  # fmt: skip


def domain_of_lines(lines: Iterable[str]) -> str:
    """The domain of the objects that the first of `lines` with some names (固定资产投资完成情况), "" for several."""
    for line in lines:
        domains = {word.domain for word in words_in("objects", line, 0, len(line)) if not word.is_weak}
        if domains:
            return domains.pop() if len(domains) == 1 else ""
    return ""


#: 已签158户, 尚余24户未签: steps in one character, right before or behind a number, and the words that they stand for.
_SHORT: Final = {
    "签": "签约", "拆": "拆除", "迁": "搬迁", "征": "征收", "拨": "拨付", "腾": "腾空", "查": "发现", "改": "整改",
}  # fmt: skip
_SHORT_BEFORE: Final = re.compile("(?:已|再|新|未)([签拆迁征拨腾])了?(?:约|近|超|共)?$")
#: 查隐患204条,改了198条: what is found and put right.
_SHORT_OF_HAZARDS: Final = re.compile(
    "(?<![检排自巡抽复核督联清普调审侦勘盘])(查)(?:出|到)?(?:问题|隐患)?$|(?<![整修])(改)了?$"
)
_HAZARD_UNITS: Final = frozenset("条处项起")
_SHORT_BEHIND: Final = re.compile("[\u4e00-\u9fff]{0,4}?(?:尚|还|仍)?(?:未|没)([签拆迁征拨腾])(?=[,;。、:]|$)")


def short_step(text: str, lead: int, start: int, end: int, tail: int) -> Word | None:
    """The step of one character right before the number text[start:end], or behind it; None without one."""
    hazards = _SHORT_OF_HAZARDS.search(text, lead, start) if text[end - 1 : end] in _HAZARD_UNITS else None
    found = hazards or _SHORT_BEFORE.search(text, lead, start) or _SHORT_BEHIND.match(text, end, tail)
    if found is None:
        return None
    word = next(each for each in found.groups() if each)
    entry, at = _entries("stages")[1][_SHORT[word]], found.start() + found[0].index(word)
    group = entry.get("group", "") if hazards else ""
    return Word(at, at + 1, entry["name"], word, entry.get("domain", ""), group, False)


@cache
def object_of_unit(unit: str, domain: str) -> str | None:
    """The object of a count without a noun, by `unit` and `domain` (幢 in demolition: 房屋); None where unknown."""
    for entry in read_catalogue("lexicons")["objects"]:
        if entry["domain"] == domain and unit in entry.get("units", ()):
            return str(entry["name"])
    return None


@cache
def group_of_stage(stage: str) -> str:
    """The group of the stage called `stage` (found, closed, checked, controlled), "" where it has none."""
    for entry in read_catalogue("lexicons")["stages"]:
        if entry["name"] == stage:
            return str(entry.get("group", ""))
    return ""


@cache
def kind_of(noun: str | None) -> str | None:
    """The name in the lexicon of what a statement calls `noun` (规上工业总产值: 工业总产值), None for other nouns."""
    if not noun:
        return None
    names = [word.name for word in words_in("objects", noun, 0, len(noun))]
    return names[-1] if names else None


@cache
def is_object(words: str) -> bool:
    """Whether `words` are a word of the lexicon, which names a kind of thing and no single one."""
    return words in _entries("objects")[1]


@cache
def kind_domain(noun: str) -> str:
    """The domain of the last word of the lexicon in `noun`, "" where it holds none."""
    domains = [word.domain for word in words_in("objects", noun, 0, len(noun))]
    return domains[-1] if domains else ""


def fund_in(words: str) -> str | None:
    """The kind of money that `words` name (专项债, 专项资金), the longest; None where they name none."""
    found = [fund for fund in read_catalogue("lexicons")["funds"] if fund in words]
    return max(found, key=len) if found else None


@cache
def stage_words(group: str | None = None, domains: tuple[str, ...] = ()) -> str:
    """All words of stages (of one group, of `domains`) as alternatives of a regular expression, the longest first."""
    words = {
        word
        for entry in read_catalogue("lexicons")["stages"]
        if (group is None or entry.get("group") == group) and (not domains or entry.get("domain") in domains)
        for word in entry["words"]
    }
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


@cache
def place_endings() -> tuple[str, ...]:
    """Endings of names of places."""
    return tuple(read_catalogue("lexicons")["places"])


@cache
def name_endings() -> str:
    """Endings of names of places and projects, as alternatives of a regular expression, the longest first."""
    lexicons = read_catalogue("lexicons")
    guards = {word: f"(?![{after}])" for word, after in lexicons["not_before"].items()}
    words = sorted({*lexicons["places"], *lexicons["projects"]}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + guards.get(word, "") for word in words)


@cache
def generic_words() -> re.Pattern[str]:
    """Matches any number of domain words and generic words, which alone make no name."""
    words = sorted(read_catalogue("lexicons")["generic"], key=lambda word: (-len(word), word))
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}|{known_words().pattern})*")


@cache
def known_words() -> re.Pattern[str]:
    """Every word of objects and stages; a proper name holds other characters too."""
    return re.compile(f"{_entries('objects')[0].pattern}|{_entries('stages')[0].pattern}")
