"""A count beside the names that it counts: 三个村：甲水村、乙山村 are two."""

import re
from collections.abc import Iterator
from typing import Final

from domain.checks.finding import Finding, excerpt
from domain.checks.numerals import count_of
from domain.checks.report import Figure, Report

_COUNT: Final = re.compile(
    r"(?<![\d.第约近余多十百上下前后])(?P<n>[二两三四五六七八九]|十[一二三四五六七八九]?|[2-9]|1\d)(?![\d.])(?P<measure>个|家|名|位|项|所|座|条|处|种|类|支|户|大)"
    r"(?P<noun>[\u4e00-\u9fff]{0,8}?)"
)
_BEHIND: Final = re.compile(
    r"(?:[:(]|,?分别(?:是|为|在)|,?即|,?包括)(?:分别(?:是|为)|即|包括|为|是)?:?(?P<list>[^,;。:()\d]{3,90})(?P<end>[;。)]|,|$|\n)"
)
_BEFORE: Final = re.compile(
    r"(?P<list>[\u4e00-\u9fff·“”A-Za-z]{2,10}(?:、[\u4e00-\u9fff·“”A-Za-z]{2,10})+(?:(?:和|及|与|以及)[\u4e00-\u9fff·“”A-Za-z]{2,10}?)?)(?:这|共|共计)?$"
)
_JOINT: Final = re.compile(r"、|以及|和(?!平|谐|睦|美|村)|及(?!时)|与")
_OPEN: Final = re.compile(r"等|…|\.\.\.|其他|其它|如|例如|之一|部分|多")
_KINDS: Final = (
    "村",
    "社区",
    "镇",
    "乡",
    "街道",
    "小区",
    "中心",
    "公司",
    "企业",
    "学校",
    "项目",
    "工程",
    "路",
    "水库",
    "园",
    "村民小组",
    "组",
    "站",
    "所",
    "局",
    "人",
)


def check_listed_names(report: Report) -> Iterator[Finding]:
    """One finding for each count whose names are all listed and are more or fewer."""
    for paragraph in report.outline.paragraphs:
        words = report.plain[paragraph.start : paragraph.end]
        for match in _COUNT.finditer(words):
            count = count_of(match["n"].replace("两", "二"))
            names = _names_behind(words, match) or _names_before(words, match)
            if names and len(names) != count:
                yield _finding(report, paragraph.start + match.start(), words, match, names)


def _names_behind(words: str, match: re.Match[str]) -> list[str]:
    noun = re.match(r"[\u4e00-\u9fff]{0,8}", words[match.end("measure") :])
    stop = match.end("measure") + (noun.end() if noun else 0)
    for end in range(match.end("measure"), stop + 1):
        found = _BEHIND.match(words, end)
        if found and not _OPEN.search(found["list"]):
            names = [each for each in _JOINT.split(found["list"]) if each]
            opened = words[end] == "("
            counted = words[match.end("measure") : end]
            if _is_list_of(words[: match.start()], counted, names, opened=opened):
                return names if found["end"] != "," else []
            kind = _kind(names)
            closes = found["end"] == ")" if opened else found["end"] != ","
            return (
                names if len(names) > 1 and kind and closes and _fits(words[match.end("measure") : end], kind) else []
            )
    return []


def _is_list_of(before: str, noun: str, names: list[str], *, opened: bool) -> bool:
    """Whether bare names are what is counted: 码头3座（甲、乙、丙码头）, 荣誉5项：省级卫生街道、…."""
    if len(names) < _BARE or any(len(name) > _LONG for name in names):
        return False
    if opened:
        counted = noun or _LAST_WORD.search(before)
        kind = counted if isinstance(counted, str) else counted[0] if counted else ""
        return len(kind) > 1 and names[-1].endswith(kind[-2:]) and not any(map(_NOT_NAME.search, names))
    return bool(_HONOURS.search(noun or before[-4:])) and all(map(_TITLE.search, names))


_BARE: Final = 3
_LONG: Final = 16
_LAST_WORD: Final = re.compile("[\u4e00-\u9fff]{2}$")
_NOT_NAME: Final = re.compile("[一二三四五六七八九十\\d]+[个家座处项]|其中|已|正|含|均")
_HONOURS: Final = re.compile("荣誉|称号|奖项|表彰")
_TITLE: Final = re.compile("级|全国|国家|省|市|区|县|示范|先进|优秀|平安|文明|卫生|称号|奖|模范|标兵")


def _names_before(words: str, match: re.Match[str]) -> list[str]:
    found = _BEFORE.search(words[: match.start()])
    if not found or _OPEN.search(found["list"]):
        return []
    names = [each for each in _JOINT.split(found["list"]) if each]
    kind = _kind(names)
    return names if len(names) > 1 and kind and words.startswith(kind, match.end("measure")) else []


def _kind(names: list[str]) -> str:
    """What all names end in (村, 公司), "" where they are not of one kind."""
    return next(
        (kind for kind in _KINDS if all(name.strip("“”").endswith(kind) and len(name) > len(kind) for name in names)),
        "",
    )


def _fits(noun: str, kind: str) -> bool:
    return kind in noun or not any(other in noun for other in _KINDS if other != kind)


def _finding(report: Report, at: int, words: str, match: re.Match[str], names: list[str]) -> Finding:
    printed = match["n"] + match["measure"]
    figures: tuple[Figure, ...] = tuple(f for f in report.figures if f.start <= at < f.end)
    return Finding(
        check="listed_names", severity="conflict", text_code="names_differ",
        slots={"count": printed, "n": str(len(names)), "names": "、".join(names), "quote": excerpt(report, at)},
        at=at, words="|".join(names), printed=printed, computed=str(len(names)), figures=figures,
    )  # fmt: skip
