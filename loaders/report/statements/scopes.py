"""The scope of a statement: the place, project or item that its clause names; none means the whole unit.

A name ends in a word such as 镇, 路, 水库, 项目 (data/catalogue/lexicons.yml) and holds more than words of the field:
南岭大道项目 is a name, 高标准农田项目 none. The names of a unit (data/units) help; none is needed.
"""

import re
from typing import Final

from domain.text.kinds import AHEAD
from loaders.report.statements.facts import Fact, Report
from loaders.report.statements.lexicon import kind_domain, place_endings
from loaders.report.statements.scope_labels import Labels
from loaders.report.statements.scope_names import FRAME, Name, is_kind_of_place, names_of

#: Administrative words and their level, the highest first; a name above or at the level of the report's own unit is
#: no scope of its own.
_LEVELS: Final = {"省": 1, "自治区": 1, "市": 2, "州": 2, "县": 3, "区": 3, "旗": 3, "镇": 4, "乡": 4, "街道": 4}
#: 县水利局支出96.74%: an office is the scope of the share or the sum that follows it at once.
_OFFICE: Final = re.compile(
    r"([\u4e00-\u9fff]{0,12}?(?:局|委|办|社|部门|乡镇|公司))(?:支出|拨付|到位|结余|完成|签约|征收|拆除|整改)(?:进度?|"
    r"率|任务)?[\d]"
)
_WHOLE_UNIT: Final = re.compile(
    r"^(?:全(?:[省市县区州镇乡村]|街道|域)|我(?:[省市县区州镇乡局]|街道)|本(?:[市县区镇乡]|街道)|合计|总计|全部|累计)"
)
#: 全县, 我区: the level of the report's own unit.
_OWN_LEVEL: Final = re.compile(r"(?:全|我)([省市县区州旗镇乡]|街道)(?![域长])")
#: 除青山村外; not 拆除, 清除.
_EXCEPTS: Final = re.compile(r"(?<![拆清解消扣排免])除$")
#: 工贸领域检查企业30家: the trade that it holds for.
_TRADE: Final = re.compile(r"([\u4e00-\u9fff]{2,10}?(?:领域|行业))(?=[,:共已累检发排查整]|[\u4e00-\u9fff]{0,6}\d)")
#: 煤矿方面:检查企业2家: the trade of inspections.
_ASPECT: Final = re.compile(r"([\u4e00-\u9fff]{2,10}?)方面(?=[,:共检])")
#: 计划投资1300万元,建设分水水库除险加固工程: what a sum is for is named behind it.
_FOR_WORK: Final = re.compile(r",?(?:用于|建设|新建|实施|完成|改造|扩建|启动|修建)")
#: 第三组 任务168户: a numbered group that its line begins with.
_NUMBERED: Final = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}(?:工作|征收|拆迁)?(?:小组|组|标段|网格|片区|工区|中队|分队)(?=[\s,:任已共签完征拆负])"
)
#: ;城乡供水一体化9000万元: what the next sum of a list of sums is for.
_NEXT_WORK: Final = re.compile(r"([\u4e00-\u9fff]{4,14}?)(?:安排|投入|约|资金)*\d[\d.,]*[万亿]?元")
#: 1.危险化学品。检查企业60家: the trade that an item on inspections begins with.
_TRADE_ITEM: Final = re.compile(
    r"\s*(?:\d{1,2}[.、．]|[(（]?[一二三四五六七八九十]{1,2}[)）、])\s*(?![^。]*(?:安全|隐患|检查|整治|执法|培训|排查|鉴定|处置|复核|抽查))"
    r"([\u4e00-\u9fff]{2,8})。(?=[^,，。]{0,6}?(?:检查|排查|复查|自查|查处|巡查))"
)
_SHORT_TEXT: Final = 2000
_BATCH: Final = re.compile(r"第[一二三四五六七八九十]{1,2}(?:批|期|标段|轮|阶段)")
_IN_BRACKETS: Final = re.compile(r"[(、,;](城镇|农村|城区|镇区|乡村|城市|市区|郊区)[^,;。()、\d]{0,8}$")
_PART: Final = re.compile("其中|包括")
#: 该片区, 该村: the name that is spoken of ends in this word.
_THIS: Final = re.compile("该(片区|村|镇|乡|街道|社区|小区|地块|园区|县|区)")
_SPEAKS_ON: Final = re.compile(r"^(?:该|此|这个?|项目|工程|其)")
#: A sentence without a subject takes that of the sentence before it in its paragraph.
_NO_SUBJECT: Final = re.compile(
    r"(?:已|现已|目前|截[至止]|累计|剩余|完成|签约|拆除|腾空|共(?!有)|应征|需|征收|房屋|土地|坟墓|涉及|总投资|"
    r"建设|本周|本月|本期)"
)
_LABEL: Final = re.compile(r"^(?:\d{1,2}(?![\d年月日%])|[\s.、(（)）一二三四五六七八九十·•●◆■▪①-⑳-]|是)*")
_LISTED: Final = re.compile(r"[^,;。:、]{0,6}(?:、|等)")
_COUNTED: Final = re.compile(
    r"(?:大?约|近|超过?|逾|达到?|共)?[\d.一二两三四五六七八九十]+[余多]?[万千]?(?:[个处座条家所项口部台套间段批片盏件宗只]|公里|千米|米)"
)
_ABOUT: Final = re.compile(r"(?:大?约|近|超过?|逾)?")
#: What counts any thing: 公园4处, 村3个.
_CLASSIFIERS: Final = frozenset("个处座条家所项口部台套间段批片盏件宗只")
_OPENING_LENGTH: Final = 200
_LONGEST_WORK: Final = 30
_JOINED: Final = re.compile("[和及与、]")


def _names_work(words: str) -> bool:
    """Whether `words` before a sum can be what it is for: no kind of money, nothing that was done."""
    return kind_domain(words) not in ("funding", "investment") and not re.search(
        "已|完成|累计|其中|共|款|资金|补助|付", words
    )


def own_unit(report: Report, org_unit: str | None) -> str:
    """The unit that the report is of: the one given, else the first administrative name of its title or text."""
    if org_unit:
        return org_unit
    titles = [each.text for each in report.outline.paragraphs if each.role == "title"]
    opening = next((each.text for each in report.outline.paragraphs if each.role == "text"), "")
    lowest = min((_LEVELS[each] for words in (*titles, opening) for each in _OWN_LEVEL.findall(words)), default=9)
    for words in titles:
        if (name := _first_unit(words, lowest)) is not None:
            return name
    opening = opening[:_OPENING_LENGTH]
    own = _first_unit(opening, lowest) or ""
    peers = {name.text for name in names_of(_plain(opening)) if _level(name.text) == _level(own)}
    return own if len(peers) == 1 else ""


def _first_unit(words: str, lowest: int) -> str | None:
    """The first administrative name of `words` of a level down to `lowest`; "" where they list several."""
    words = _plain(words)
    for name in names_of(words):
        if words.startswith("、", name.end):
            return ""
        is_label = words.startswith(":", name.end) and name.start > 0
        if 0 < _level(name.text) <= lowest and not is_label:
            return name.text
    return None


def _plain(words: str) -> str:
    return words.replace(" ", ",").replace("：", ":")


def _level(name: str) -> int:
    if name.endswith(tuple(word for word in place_endings() if len(word) > 1 and word not in _LEVELS)):
        return 0
    return next((level for word, level in sorted(_LEVELS.items(), key=lambda x: -len(x[0])) if name.endswith(word)), 0)


def _is_counted(text: str, name: Name, fact: Fact) -> bool:
    """Whether a number counts or measures what is named right before it: 口袋公园4处, 养护工程60公里, 制种专业村3个.

    A village counts what its unit says (东塘村60户), or where its name says that it is one of its own, other things.
    """
    if not _ABOUT.fullmatch(text, fact.lead + name.end, fact.start):
        return False
    if fact.figure["dimension"] == "length":
        return not name.text.endswith(place_endings())
    unit = str(fact.figure["unit"] or "").lstrip("十百千万亿")
    if fact.figure["dimension"] != "count" or unit not in _CLASSIFIERS:
        return False
    return not name.text.endswith(place_endings()) or is_kind_of_place(name.text)


class Scopes:
    """Gives each fact its scope; `visit` once for every fact, in the order of the text."""

    def __init__(self, report: Report, org_unit: str | None) -> None:
        self._report, self._own = report, own_unit(report, org_unit)
        self._labels = Labels(report, self._is_part)
        self._sentence: object = None
        self._paragraph: object = None
        self._governing: Name | None = None
        self._label: Name | None = None
        self._position = self._begin = 0
        self._is_safety = self._is_of_task = False
        #: What the sentence is of as a whole, where a clause behind 其中 names a part of it.
        self._main: Name | None = None
        self._trades: set[str] = set()
        titles = [each.text for each in report.outline.paragraphs if each.role == "title"]
        #: The title of a short text: what it names is what the whole text is of.
        self._title = "".join(titles[:1]) if len(report.text) <= _SHORT_TEXT else ""
        self._last: Fact | None = None

    def visit(self, fact: Fact) -> None:
        """Sets scope and subject of `fact`."""
        text = self._report.text
        if fact.sentence is not self._sentence:
            start = self._report.span(fact.sentence)[0]
            is_same = fact.paragraph is self._paragraph
            continues = _SPEAKS_ON.match(text, start) or (is_same and _NO_SUBJECT.match(text, start))
            governing = self._main or self._governing
            pointed = _THIS.search(text, start, fact.start)
            if governing is not None and pointed and not governing.text.endswith(pointed[1]):
                governing = None
            self._sentence, self._position, self._begin = fact.sentence, start, start
            self._main, self._is_of_task = None, False
            carried = governing if continues else None
            self._label = self._labels.of(fact.paragraph) or self._trade_of_item(fact)
            self._governing = carried or self._label
            self._paragraph = fact.paragraph
        self._is_safety = fact.domain == "safety"
        self._read_until(fact)
        name = self._own_name(fact)
        before, self._last = self._last, fact
        if before is not None and self._is_share_of(before, fact):
            fact.scope, fact.subject = before.scope, before.subject
            return
        fact.scope = name.text if name else None
        is_trade = name is not None and name.text in self._trades
        fact.subject = name.text if name and name.is_project and not is_trade else None

    def _trade_of_item(self, fact: Fact) -> Name | None:
        found = _TRADE_ITEM.match(fact.paragraph.text) if fact.domain == "safety" else None
        if found is None:
            return None
        self._trades.add(found[1])
        return Name(0, len(found[1]), found[1])

    def _is_share_of(self, before: Fact, fact: Fact) -> bool:
        """柳河镇完成3亿元,占任务的60%: whether a share that names nothing is one of the amount before it."""
        text = self._report.text
        is_near = fact.is_share and before.sentence is fact.sentence and ";" not in text[before.end : fact.start]
        is_listed = text.startswith("、", before.lead)
        return is_near and not is_listed and not names_of(text[before.end : fact.start]) and before.scope is not None

    def _read_until(self, fact: Fact) -> None:
        """Reads the scopes at the beginnings of the clauses up to that of `fact`."""
        text, clauses = self._report.text, self._report.outline
        while self._position <= fact.clause[0]:
            clause = clauses.clause(self._report.joined.original(self._position))
            start, stop = self._report.span(clause)[0], self._report.joined.joined(clause.stop)
            if self._is_of_task and text[self._begin : start].rstrip().endswith(";"):
                self._governing, self._is_of_task = self._label, False
            self._begin_clause(text[start:stop], is_ahead=fact.sentence.kind in AHEAD)
            if stop <= self._position:
                break
            self._position = stop
            while self._position < len(text) and text[self._position].isspace():
                self._position += 1

    def _begin_clause(self, words: str, *, is_ahead: bool) -> None:
        """Takes the name that a clause begins with. What a task does to it (完成东坪中学迁建) ends at a semicolon."""
        skipped = _LABEL.match(words)
        begin = skipped.end() if skipped else 0
        frame = FRAME.match(words[begin:])
        begin += frame.end() if frame else 0
        if whole := _WHOLE_UNIT.match(words[begin:]):
            # Below a name, 我县 says who did it, not where.
            self._governing = self._label if whole[0].startswith(("我", "本")) else None
            return
        work = _NEXT_WORK.match(words, begin) if self._governing and self._governing is not self._label else None
        if work and self._report.text[: self._position].rstrip().endswith(";") and _names_work(work[1]):
            self._governing = Name(work.start(1), work.end(1), work[1])
            return
        if office := _OFFICE.match(words, begin):
            self._governing = Name(office.start(1), office.end(1), office[1])
            return
        trade = _TRADE.match(words, begin) or (_ASPECT.match(words, begin) if self._is_safety else None)
        if trade:
            self._trades.add(trade[1])
            self._governing = Name(trade.start(1), trade.end(1), trade[1])
            return
        for name in names_of(words):
            if _COUNTED.match(words, name.end) and not name.text.endswith(place_endings()):
                break  # 小型水利工程48处 counts them
            if _EXCEPTS.search(words, 0, name.start):
                continue
            if _PART.search(self._report.text, self._begin, self._position + begin) and self._main is None:
                self._main = self._governing
            is_described = words.startswith(",", name.end) and words[begin : name.start].endswith("的")
            if (
                (name.start <= begin + 1 or is_described)
                and not _LISTED.match(words, name.end)
                and not words.startswith("的", name.end)
            ):
                self._governing = name if self._is_part(name) else None
                self._is_of_task = is_ahead and frame is not None and name.start > 0
            break

    def _own_name(self, fact: Fact) -> Name | None:
        text = self._report.text
        opened = text[self._begin : fact.start]
        match = _IN_BRACKETS.search(text, max(fact.lead - 1, 0), fact.start)
        if match and opened.count("(") > opened.count(")"):
            return Name(match.start(1), match.end(1), match[1])
        if numbered := list(_NUMBERED.finditer(text, fact.clause[0], fact.start)):
            self._governing = Name(*numbered[-1].span(), numbered[-1][0])
        behind = text[fact.end : fact.clause[1]]
        if behind.startswith("的"):
            for name in names_of(behind[1:]):
                if name.start <= 1 and name.is_project:
                    return name
                break
        if fact.figure["dimension"] == "money" and self._governing is None:
            work = _FOR_WORK.match(text, fact.end, self._report.span(fact.sentence)[1])
            stop = min(work.end() + _LONGEST_WORK, self._report.span(fact.sentence)[1]) if work else 0
            for name in names_of(text[work.end() : stop]) if work else ():
                if not name.start and name.is_project and self._is_part(name) and not _JOINED.search(name.text):
                    return name
                break
        before = self._single(text[fact.lead : fact.start])
        if before and _is_counted(text, before[-1], fact):
            before = []
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
            and not _EXCEPTS.search(words, 0, name.start)
            and not _LISTED.match(words, name.end)
            and not (_COUNTED.match(words, name.end) and not name.text.endswith(place_endings()))
            and (name.start <= 1 or words[name.start - 1] != "、")
        ]

    def _is_part(self, name: Name) -> bool:
        """Whether `name` is below the report's own unit."""
        if name.text in self._own or self._own.endswith(name.text) or name.text in self._title:
            return False
        level, own = _level(name.text), _level(self._own)
        return not level or not own or level > own
