"""Where a statement holds: the place, project or item that its clause names; none means the whole unit.

A name ends in a word such as 镇, 路, 水库, 项目 (data/catalogue/lexicons.yml) and holds more than words of the field:
南岭大道项目 is a name, 高标准农田项目 none. The names of a unit (data/units) help; none is needed.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from domain.text.spans import Paragraph
from loaders.report.name_words import FRAME_WORDS
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import generic_words, name_endings, place_endings

#: Administrative words and their level, the highest first; a name above or at the level of the report's own unit is
#: no scope of its own.
_LEVELS: Final = {"省": 1, "自治区": 1, "市": 2, "州": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4, "街道": 4}
#: What a name cannot hold: it begins behind it.
_STOPS: Final = re.compile(
    r"[^\u4e00-\u9fffA-Za-z·”*]|的|了(?!解)|在(?!建)|对(?!外)|于(?!都|潜)|向(?!阳|东|西|南|北)|把|将(?!军)|"
    r"由(?!拳)|从(?!化|江)|为(?!民)|是|等|其中|包括|涉及|推进|实施|完成"
    r"|启动|开展|加快|加强|做好|抓好|位于|坐落|占|达|共|已|累计|总投资|投资|新增|新建|建成|续建|签订|落实|投入|召开|"
    r"组织|争取|通过|进行|实现|支持|用于|及时|目前|现有"
    r"|分别|全面|扎实|持续|继续|统筹|积极|督促|指导|帮助|协助|配合|引进|列入|纳入|涵盖|同时|以及|[和与及]|关于|深化|"
    r"护航|力争|各|该|我[省市县区镇乡街]道?|每|全[省市县区镇乡街]道?|经(?!开|济|十|四)|年(?![产级])|月|日|"
    r"度(?=[省市县])|(?:新|改|扩)建(?!设|筑)|\)建|(?<=[月日底])前|随着|按照|围绕|(?<=\d)[个家户座条项处批类名人种次]|"
    r"建(?=[^设筑德阳瓯])|支持|突破|打造|培育|创建|走访|检查|排查|服务(?=\w+[村镇企])|解决|"
    r"办理"
)
_FRAME: Final = re.compile(
    rf"^(?:{FRAME_WORDS}|(?:19|20)\d\d年度?|今年|\d{{1,2}}(?:[-—至]\d{{1,2}})?月份?|[上下]半年|[,:])+"
)
_GENERIC_START: Final = re.compile(
    r"^(?:[各该本我全每此某两几多哪这那]|重点|所有|部分|相关|有关|其他|其它|其余|一批|一个|若干|以上|上述|大型|小型|"
    r"示范|试点|整个|沿线|周边|辖区|境内|当地|省级|市级|县级|国家级|省|市|县|区|镇|街道|乡)+"
)
#: 县水利局支出96.74%: an office is the scope of the share or the sum that follows it at once.
_OFFICE: Final = re.compile(
    r"([\u4e00-\u9fff]{0,12}?(?:局|委|办|社|部门|乡镇|公司))(?:支出|拨付|到位|结余|完成|签约|征收|拆除|整改)(?:进度?|"
    r"率|任务)?[\d]"
)
_WHOLE_UNIT: Final = re.compile(
    r"^(?:全(?:[省市县区州镇乡村]|街道|域)|我(?:[省市县区州镇乡局]|街道)|本(?:[市县区镇乡]|街道)|合计|总计|全部|累计)"
)
_BATCH: Final = re.compile(r"第[一二三四五六七八九十]{1,2}(?:批|期|标段|轮|阶段)")
_IN_BRACKETS: Final = re.compile(r"[(、,;](城镇|农村|城区|镇区|乡村|城市|市区|郊区)[^,;。()、\d]{0,8}$")
_SPEAKS_ON: Final = re.compile(r"^(?:该|此|这个?|项目|工程|其)")
#: A sentence without a subject goes on with that of the one before it in its paragraph.
_NO_SUBJECT: Final = re.compile(
    r"(?:已|现已|目前|截[至止]|累计|剩余|完成|签约|拆除|腾空|共(?!有)|应征|需|征收|房屋|土地|坟墓|涉及|总投资|"
    r"建设|本周|本月|本期)"
)
_COLON: Final = re.compile(r"^([^,;。:]{2,16}):")
_LABEL: Final = re.compile(r"^(?:[\s\d.、(（)）一二三四五六七八九十·•●◆■▪①-⑳-]|是)*")
_LISTED: Final = re.compile(r"[^,;。:、]{0,6}(?:、|等)")
#: 三个村 counts villages.
_COUNTED: Final = re.compile(r"[\d一二两三四五六七八九十几]+[个家条座]")
_NO_NAMES: Final = frozenset(
    ("公里", "里路", "一路", "出路", "思路", "一线", "农村", "乡村", "城镇", "全区", "全县", "全市")
)
_LONGEST: Final = 30
_LONGEST_NAME: Final = 22
_OPENING_LENGTH: Final = 200


@cache
def _ends() -> re.Pattern[str]:
    """The end of a name: an ending, and what a project adds to it (南岭大道建设项目一期)."""
    return re.compile(
        rf"(?:{name_endings()})(?:(?:[一二三四五六七八九]期)?(?:建设|改造|提升|拆迁|征迁|扩建|延伸)?(?:项目|工程))?"
        r"(?:[一二三四]期)?"
    )


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a place or project at [start, end) of a text."""

    start: int
    end: int
    text: str

    @property
    def is_project(self) -> bool:
        """Whether it names a project and no place."""
        return self.text.endswith(("项目", "工程")) or not self.text.endswith(place_endings())


@lru_cache(maxsize=4096)
def names_of(words: str) -> tuple[Name, ...]:
    """The names in `words` (half-width punctuation), in order."""
    found: list[Name] = []
    position = 0
    for match in _ends().finditer(words):
        if match.start() < position:
            continue
        begin = _name_start(words, max(position, match.start() - _LONGEST), match.start())
        is_whole = words[match.end() : match.end() + 1] in ("", ":") and not words[begin - 1 : begin].isalpha()
        frame = None if is_whole else _FRAME.match(words[begin : match.end()])
        if frame and begin + frame.end() < match.start():
            begin += frame.end()
        name = words[begin : match.end()]
        if len(name) <= _LONGEST_NAME and _is_name(name):
            if found and found[-1].end == begin:
                begin = found.pop().start
            found.append(Name(begin, match.end(), words[begin : match.end()].strip('“”" ')))
            position = match.end()
    return tuple(found)


def _name_start(words: str, low: int, high: int) -> int:
    """Where the name begins whose ending begins at `high`: behind the last word before it that no name holds."""
    begin = low
    for stop in _STOPS.finditer(words, low):
        if stop.start() >= high:
            break
        if stop[0] in "和与及" and stop.start() == begin:
            continue  # 和平村 begins with what joins two names elsewhere
        begin = min(stop.end(), high)
    return begin


def _is_name(name: str) -> bool:
    """Whether `name` holds more than generic words and words of the field."""
    if (
        name.lstrip("“").startswith("一")
        or _COUNTED.match(name)
        or name in _NO_NAMES
        or name.endswith(("公里", "里路"))
    ):
        return False
    body = _GENERIC_START.sub("", name)
    if len(body) < len(name) and _ends().fullmatch(body):
        return False
    suffix = list(_ends().finditer(name))[-1]
    rest = re.sub(r"[\W\d_]", "", name[: suffix.start()])
    return not any(generic_words().fullmatch(words) for words in (rest, _GENERIC_START.sub("", rest)))


def own_unit(report: Report, org_unit: str | None) -> str:
    """The unit that the report is of: the one given, else the first administrative name of its title or text."""
    if org_unit:
        return org_unit
    titles = [each.text for each in report.outline.paragraphs if each.role == "title"]
    opening = next((each.text for each in report.outline.paragraphs if each.role == "text"), "")
    for words in (*titles, opening[:_OPENING_LENGTH]):
        words = words.replace(" ", ",").replace("：", ":")
        for name in names_of(words):
            if words.startswith("、", name.end):
                return ""  # a list of units: the report is of none of them alone
            if _level(name.text) and not words.startswith(":", name.end):
                return name.text
    return ""


def _level(name: str) -> int:
    if name.endswith(tuple(word for word in place_endings() if len(word) > 1 and word not in _LEVELS)):
        return 0
    return next((level for word, level in sorted(_LEVELS.items(), key=lambda x: -len(x[0])) if name.endswith(word)), 0)


class Scopes:
    """Gives each fact its scope; `visit` once for every fact, in the order of the text."""

    def __init__(self, report: Report, org_unit: str | None) -> None:
        self._report, self._own = report, own_unit(report, org_unit)
        self._sentence: object = None
        self._paragraph: object = None
        self._governing: Name | None = None
        self._seen = self._begin = 0

    def visit(self, fact: Fact) -> None:
        """Sets scope and subject of `fact`."""
        text = self._report.text
        if fact.sentence is not self._sentence:
            start = self._report.span(fact.sentence)[0]
            is_same = fact.paragraph is self._paragraph
            goes_on = _SPEAKS_ON.match(text, start) or (is_same and _NO_SUBJECT.match(text, start))
            self._sentence, self._seen, self._begin = fact.sentence, start, start
            kept = self._governing if goes_on else None
            self._governing = kept or self._label(fact.paragraph)
            self._paragraph = fact.paragraph
        self._read_until(fact)
        name = self._own_name(fact)
        fact.scope = name.text if name else None
        fact.subject = name.text if name and name.is_project else None

    def _read_until(self, fact: Fact) -> None:
        """Takes the scope that the clauses up to that of `fact` begin with."""
        text, clauses = self._report.text, self._report.outline
        while self._seen <= fact.clause[0]:
            clause = clauses.clause(self._report.joined.original(self._seen))
            start, stop = self._report.span(clause)[0], self._report.joined.joined(clause.stop)
            self._begin_clause(text[start:stop])
            if stop <= self._seen:
                break
            self._seen = stop
            while self._seen < len(text) and text[self._seen].isspace():
                self._seen += 1

    def _begin_clause(self, words: str) -> None:
        skipped = _LABEL.match(words)
        begin = skipped.end() if skipped else 0
        frame = _FRAME.match(words[begin:])
        begin += frame.end() if frame else 0
        if _WHOLE_UNIT.match(words[begin:]):
            self._governing = None
            return
        if office := _OFFICE.match(words, begin):
            self._governing = Name(office.start(1), office.end(1), office[1])
            return
        for name in names_of(words):
            if name.start <= begin + 1 and not _LISTED.match(words, name.end) and not words.startswith("的", name.end):
                self._governing = name if self._is_part(name) else None
            break

    def _own_name(self, fact: Fact) -> Name | None:
        text = self._report.text
        opened = text[self._begin : fact.start]
        match = _IN_BRACKETS.search(text, max(fact.lead - 1, 0), fact.start)
        if match and opened.count("(") > opened.count(")"):
            return Name(match.start(1), match.end(1), match[1])
        behind = text[fact.end : fact.clause[1]]
        if behind.startswith("的"):
            for name in names_of(behind[1:]):
                if name.start <= 1 and name.is_project:
                    return name
                break
        before = self._single(text[fact.lead : fact.start])
        if not before and fact.lead > fact.clause[0]:
            before = self._single(text[fact.clause[0] : fact.lead])[:1]
        if before:
            return before[-1]
        if batch := _BATCH.search(text, *fact.clause):
            self._governing = Name(batch.start(), batch.end(), batch[0])
        return self._governing

    def _single(self, words: str) -> list[Name]:
        """The names in `words` that stand alone: none of a list (甲村、乙村等) is the scope of its number."""
        return [
            name
            for name in names_of(words)
            if self._is_part(name)
            and not _LISTED.match(words, name.end)
            and (name.start <= 1 or words[name.start - 1] != "、")
        ]

    def _is_part(self, name: Name) -> bool:
        """Whether `name` is below the report's own unit."""
        if name.text in self._own or self._own.endswith(name.text):
            return False
        level, own = _level(name.text), _level(self._own)
        return not level or not own or level > own

    def _label(self, paragraph: Paragraph) -> Name | None:
        """The name that `paragraph`, its item or heading begins with (3.某镇:), None where it is none."""
        opening = _COLON.match(paragraph.text[:20].replace("：", ":"))
        if opening and not paragraph.text[:1].isdigit():
            names = names_of(opening[1])
            if names and names[0].start <= 1 and names[0].end >= len(opening[1]) - 1 and self._is_part(names[0]):
                return names[0]
        for heading in paragraph.headings[:-4:-1]:
            title = heading.title.translate({ord("："): ":", ord("，"): ","})
            colon = _COLON.match(title)
            words = colon[1] if colon else title
            names = names_of(words)
            if names and names[0].start <= 1 and names[0].end >= len(words) - 2 and self._is_part(names[0]):
                return names[0]
        return None
