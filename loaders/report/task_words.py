"""Whether the words of a clause promise something: an act with an object, or a number.

开展老旧小区改造 is a task, 提升服务水平 a wish; 推进 makes a task only with a thing, a name or a number behind it. The
words are those of data/catalogue/commitments.yml.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from loaders.report.statements.lexicon import name_endings

#: A quoted name is one thing, whatever its words: “大抓基层组织年”活动.
_QUOTED: Final = re.compile(r"[“《][^”》\n]{1,40}[”》]?")
#: Signs of 将 and 要 that look at nothing to come.
_NO_MODAL: Final = re.compile("现将|[主重必首简纲摘概需]要|要[求素点件闻]")
_NAME: Final = "□"
_OF_ALL: Final = r"(?<![全我本各该每辖属两城农乡])"
_LETTERS: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9□]")
#: 开展工作, 采取有效措施: an object that says nothing.
_GENERAL_OBJECT: Final = re.compile("(?:积极|有效|各项|相关|有关|具体|切实|各类|等|的)*(?:工作|行动|措施|活动|服务)")
_PLACE_OR_WORK: Final = re.compile("(?:项目|工程|[区路线馆园库桥村镇]|中心|基地)$")
#: 抓好项目建设、信访安全等各项工作.
_ALL_WORK: Final = re.compile("[、和及].*等(?:各?项|重点|各方面)?工作[。;；]?$")
_NAME_OF_WORK: Final = re.compile("(?:项目|工程|行动|计划|活动)$|(?:一览|计划|任务|分解|分工|进度|安排|登记|清单)表$")
#: What may stand before the verb of a sentence that begins with it: 1.全力, 持续.
_LEADING: Final = re.compile(
    "[^\u4e00-\u9fff□]*[一二三四五六七八九十]*[^\u4e00-\u9fff□]*(?:全力|全面|持续|继续|积极|大力|加速|扎实|稳步|有序)*"
)
#: 9月底前完成已完工项目结算: what was done is the thing to act on.
_DONE_THING: Final = re.compile("^[^了]*?(?:[月年底末日]|季度|节)前[^,，]{0,6}(?=已)")
_SHORTEST_OBJECT: Final = 2
_SHORTEST_WISHED: Final = 4
#: 申报并启动了, 新建了: done, not asked for. The 了 of 为了, 除了 and 了解 marks no completed act.
_PERFECTIVE: Final = re.compile(r"(?<![为除])了(?![解然])")


def states_fact(words: str) -> bool:
    """Whether a clause states what was done or exists: 已完成…, 启动了…, 目前….

    Behind a verb that asks for something such words state nothing: 抓好已完成项目的验收.
    """
    bare = _bare(words)
    if _PERFECTIVE.search(bare):
        return True
    done = _words("done").search(bare)
    asked = _words("wishes").search(bare) or _DONE_THING.search(bare)
    return done is not None and (asked is None or done.start() < asked.start())


def looks_ahead(words: str) -> bool:
    """Whether a clause has a word of asking or of the time to come: 力争, 将."""
    return _words("modals").search(_NO_MODAL.sub("", _bare(words))) is not None


def describes_thing(words: str) -> bool:
    """Whether a clause says what or where a thing is, before any word of doing: 工程位于…, 总面积为…."""
    bare = _bare(words)
    description, verb = _words("descriptions").search(bare), next(_verbs_in(bare), None)
    if description is None:
        return False
    return (
        verb is None
        or description.start() < verb.start()
        or _PLACE_OR_WORK.search(bare[: description.start()]) is not None
    )


def is_slogan(words: str) -> bool:
    """Whether a clause greets, vows or names the spirit in which something is done."""
    return _words("slogans").search(_bare(words)) is not None


def names_act(words: str) -> bool:
    """Whether one of the clauses names an act with its object: 完成老旧小区改造, 管网建成投用, 推进水库除险加固."""
    return any(_names_act(clause) for clause in re.split("[,，]", _bare(words)))


def has_verb(words: str) -> bool:
    """Whether any word of doing or wishing is in a clause."""
    return next(_verbs_in(_bare(words)), None) is not None


def is_name_of_work(words: str) -> bool:
    """Whether words without a stop are the name of a project, no sentence: 农田项目, not 实施农田项目."""
    bare = _bare(words)
    verb = next(_verbs_in(bare), None)
    return _NAME_OF_WORK.search(bare) is not None and (verb is None or _LEADING.fullmatch(bare[: verb.start()]) is None)


def is_short_task(words: str) -> bool:
    """Whether a short sentence begins with an act and ends in a thing: 实施固体废物治理行动, not 全面实施强基."""
    bare = _bare(words)
    verb = next(_verbs_in(bare), None)
    if verb is None or verb.lastgroup != "acts" or _LEADING.fullmatch(bare[: verb.start()]) is None:
        return False
    return re.search(f"(?:{_words('things').pattern})[。;；]?$", bare[verb.end() :]) is not None


def begins_with_act(words: str) -> bool:
    """Whether a clause begins with an act and has an object behind it: 建立台账, not 台账建立."""
    bare = _bare(words)
    verb = next(_verbs_in(bare), None)
    if verb is None or verb.lastgroup != "acts" or _LEADING.fullmatch(bare[: verb.start()]) is None:
        return False
    return _has_object(bare, verb.start(), verb.end()) and len(bare) - verb.end() >= _SHORTEST_OBJECT


def names_thing(words: str) -> bool:
    """Whether a clause has a quoted name, or that of a place or a project."""
    return _is_named(_bare(words))


def _names_act(clause: str) -> bool:
    """By its first verb: an act needs an object, a wish a thing, a vague one a name."""
    if _outcomes().search(clause):
        return True
    verb = next(_verbs_in(clause), None)
    if verb is None:
        return False
    behind = clause[verb.end() :]
    if verb.lastgroup == "vague":
        return _NAME in behind
    if verb.lastgroup == "wishes" and not _words("acts").match(behind):
        if _ALL_WORK.search(behind):
            return False
        is_long = len(_LETTERS.findall(behind)) >= _SHORTEST_WISHED or _NAME in behind
        return is_long and _is_thing(behind)
    acts = (match for match in _verbs_in(clause) if match.lastgroup == "acts")
    return any(_has_object(clause, match.start(), match.end()) for match in acts)


def _has_object(clause: str, start: int, end: int) -> bool:
    """Whether an act has its object behind it, or a thing before it (商贸物流中心完工验收)."""
    if _is_praise(clause[end:]):
        return False
    behind = _words("acts").sub("", clause[end:])
    if _GENERAL_OBJECT.fullmatch(behind):
        return False
    if len(_LETTERS.findall(behind)) >= _SHORTEST_OBJECT:
        return _NAME in clause or not _ends_in_vision(clause)
    return _is_thing(clause[:start])


def _is_thing(words: str) -> bool:
    return _is_named(words) or _words("things").search(words) is not None


def _is_named(words: str) -> bool:
    return _NAME in words or _names().search(words) is not None


def _ends_in_vision(bare: str) -> bool:
    return _visions().search(bare) is not None


def _is_praise(words: str) -> bool:
    """Whether an object is nothing but a vision of a better place: 现代化幸福美丽新某镇."""
    praise = re.match(rf"(?:更高水平的?|更加|一个|新时代|全面)*(?:(?:{_words('praise').pattern})[的、]?){{2,}}", words)
    return praise is not None and _NAME not in words and _NAME_OF_WORK.search(words) is None


def _verbs_in(words: str) -> Iterator[re.Match[str]]:
    """The verbs of a clause; lastgroup: their kind. Those inside a noun (建设用地, 开放式) are none."""
    return (match for match in _verbs().finditer(words) if match.lastgroup != "nouns")


def _bare(words: str) -> str:
    """`words` with each quoted name as one sign."""
    return _QUOTED.sub(_NAME, words)


@cache
def _words(kind: str) -> re.Pattern[str]:
    words = sorted(read_catalogue("commitments")[kind], key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, words)))


@cache
def _verbs() -> re.Pattern[str]:
    """The verbs, the longest first; the group of a match is their kind: `nouns` are none."""
    kinds = ("nouns", "vague", "wishes", "acts")
    return re.compile("|".join(f"(?P<{kind}>{_words(kind).pattern})" for kind in kinds))


@cache
def _outcomes() -> re.Pattern[str]:
    """A thing and what comes of it at the end of a clause: 方案张榜公布, 亡人事故零发生."""
    return re.compile(rf"[\u4e00-\u9fff□]{{3}}(?:{_words('outcomes').pattern})[。;；]?$")


@cache
def _visions() -> re.Pattern[str]:
    return re.compile(f"(?:{_words('visions').pattern})[等。;；]?$")


@cache
def _names() -> re.Pattern[str]:
    """A name of a place or a project: 徐村, 沧源路; not 全镇."""
    return re.compile(rf"[\u4e00-\u9fff]{_OF_ALL}(?:{name_endings()})")
