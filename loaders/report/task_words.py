"""Whether the words of a clause promise something: an act with an object, or a number.

开展老旧小区改造 is a task, 提升服务水平 a wish; 推进 makes a task only with a thing, a name or a number behind it. The
words are those of data/catalogue/commitments.yml.
"""

import re
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from loaders.report.statements.lexicon import name_endings

#: A quoted name is one thing, whatever its words: “大抓基层组织年”活动.
_QUOTED: Final = re.compile(r"[“《][^”》\n]{1,40}[”》]?")
_NAME: Final = "□"
_OF_ALL: Final = r"(?<![全我本各该每辖属两城农乡])"
_LETTERS: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9□]")
_SHORTEST_OBJECT: Final = 2
_SHORTEST_WISHED: Final = 4
#: 申报并启动了, 新建了: told, not asked for. 为了, 除了 and 了解 tell nothing.
_TOLD: Final = re.compile(r"(?<![为除])了(?![解然])")


def is_told(words: str) -> bool:
    """Whether a clause tells of what was done or is there: 已完成…, 启动了…, 目前….

    Behind a verb that asks for something such words tell nothing: 抓好已完成项目的验收.
    """
    bare = _bare(words)
    if _TOLD.search(bare):
        return True
    told = _words("done").search(bare)
    asked = _words("wishes").search(bare)
    return told is not None and (asked is None or told.start() < asked.start())


def looks_ahead(words: str) -> bool:
    """Whether a clause has a word of asking or of the time to come: 力争, 将."""
    return _words("modals").search(_bare(words)) is not None


def is_slogan(words: str) -> bool:
    """Whether a clause greets, vows or names the spirit in which something is done."""
    return _words("slogans").search(_bare(words)) is not None


def names_act(words: str) -> bool:
    """Whether one of the clauses names an act with its object: 完成老旧小区改造, 管网建成投用, 推进水库除险加固."""
    return any(_names_act(clause) for clause in re.split("[,，]", _bare(words)))


def has_verb(words: str) -> bool:
    """Whether any word of doing or wishing is in a clause."""
    return _verbs().search(_bare(words)) is not None


def names_thing(words: str) -> bool:
    """Whether a clause has a quoted name, or that of a place or a project."""
    return _is_named(_bare(words))


def _names_act(clause: str) -> bool:
    """By its first verb: an act needs an object, a wish a thing, a vague one a name."""
    verb = _verbs().search(clause)
    if verb is None:
        return False
    behind = clause[verb.end() :]
    if verb.lastgroup == "vague":
        return _NAME in behind
    if verb.lastgroup == "wishes" and not _words("acts").match(behind):
        is_long = len(_LETTERS.findall(behind)) >= _SHORTEST_WISHED or _NAME in behind
        return is_long and _is_thing(behind)
    return any(_has_object(clause, match.start(), match.end()) for match in _words("acts").finditer(clause))


def _has_object(clause: str, start: int, end: int) -> bool:
    """Whether an act has its object behind it, or a thing before it (商贸物流中心完工验收)."""
    behind = _words("acts").sub("", clause[end:])
    if len(_LETTERS.findall(behind)) >= _SHORTEST_OBJECT:
        return _NAME in clause or not _ends_in_vision(clause)
    return _is_thing(clause[:start])


def _is_thing(words: str) -> bool:
    return _is_named(words) or _words("things").search(words) is not None


def _is_named(words: str) -> bool:
    return _NAME in words or _names().search(words) is not None


def _ends_in_vision(bare: str) -> bool:
    return _visions().search(bare) is not None


def _bare(words: str) -> str:
    """`words` with each quoted name as one sign."""
    return _QUOTED.sub(_NAME, words)


@cache
def _words(kind: str) -> re.Pattern[str]:
    words = sorted(read_catalogue("commitments")[kind], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@cache
def _verbs() -> re.Pattern[str]:
    """The verbs, the longest first; the group of a match is their kind."""
    return re.compile("|".join(f"(?P<{kind}>{_words(kind).pattern})" for kind in ("vague", "wishes", "acts")))


@cache
def _visions() -> re.Pattern[str]:
    return re.compile(f"(?:{_words('visions').pattern})[等。;；]?$")


@cache
def _names() -> re.Pattern[str]:
    """A name of a place or a project: 徐村, 沧源路; not 全镇."""
    return re.compile(rf"[\u4e00-\u9fff]{_OF_ALL}(?:{name_endings()})")
