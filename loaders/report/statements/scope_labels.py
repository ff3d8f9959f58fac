"""The label of a paragraph: the name at the beginning of the paragraph, its item, its heading or a line above."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from domain.text.spans import Heading, Paragraph
from loaders.report.statements.facts import Report
from loaders.report.statements.lexicon import is_object
from loaders.report.statements.scope_names import Name, names_of

_HALF_WIDTH: Final = str.maketrans("：，；。（）", ":,;.()")
_COLON: Final = re.compile(r"^([^,;。:]{2,16}):")
#: 县住建局:承担项目9个: an office that a paragraph begins with.
_OFFICE: Final = re.compile(r"[省市县区]?[\u4e00-\u9fff]{1,12}(?:局|委|办|公司|集团|支队|大队|办公室)")
#: 广大铁路扩能改造工程。截至1月…: a name that runs into its paragraph.
_RUN_IN: Final = re.compile(r"([^,;。:!?]{3,24})。(?=.)")
#: What a heading may say of the name that it begins with: 南岭大道项目进展情况.
_TAIL: Final = re.compile(
    r"(?:的?(?:项目|工程))?(?:的?(?:建设|征迁|征拆|拆迁|改造|整治|推进|进展|完成|工作|落实|施工|前期|验收)){0,3}(?:情况|工作|进度|方面)?"
)
_WORK: Final = re.compile(r"(?:项目|工程)$")
_SHORTEST_WORK: Final = 6
#: 土地治理项目计划财政资金…: what an item begins with, where its siblings begin with others.
_ITEM_WORK: Final = re.compile(
    r"[^;。:]{0,16}?(?:[我全本][省市县区镇乡]|街道)?([\u4e00-\u9fff]{4,12}(?:项目|工程))(?=计划|完成|总?投资|投入|资金|已|共|安排|下达|[:,])"
)
#: 2.中药材产业园:年计划1.8亿元: what an item says the plan or the sum of, whatever words name it.
_PLANNED_WORK: Final = re.compile(
    r"\s*(?:\d{1,2}[.、]|[(]?[一二三四五六七八九十\d]{1,2}[)、])?\s*([\u4e00-\u9fffA-Za-z]{3,16})(?<!建设|工作|发展|经济|投资|方面|任务|情况|资金|支持|目标)(?:[(][^()]{0,20}[)])?:"
    r"(?=总投资|年度?计划|计划(?:总)?投资|概算|项目(?:位于|占地|总)|占地|投资\d)"
)
#: What an item consists of that has a sentence of its own, with who is responsible in brackets.
_ITEM_NAME: Final = re.compile(
    r"\s*(?:\d{1,2}[.、]|[(][一二三四五六七八九十\d]{1,2}[)])\s*([\u4e00-\u9fffA-Za-z]{3,16})(?:[(][^()]{2,20}[)])?\.(?=.)"
)
#: 1.城镇燃气(县住建局牵头)。, (3)滨水安置区:: the title of an item that runs into it.
_RUN_IN_TITLE: Final = re.compile(
    r"\s*(?:\d{1,2}[.、]|[(][一二三四五六七八九十\d]{1,2}[)])\s*(?P<name>[^,;.:()\s]{2,18}(?:[(][^()]{2,8}[)](?=[(]))?)"
    r"(?P<who>[(][^()]{2,24}[)])?[.:](?=.)"
)
_LED_BY: Final = re.compile("牵头|负责|责任|包保|承办|主抓")
#: 分项目看:, 各行业领域情况如下:, 三、重点项目进展: above a list of what its items are titled by.
_LISTS_ITEMS: Final = re.compile(
    r"(?:分(?:项目|领域|行业|片区|标段|镇|村|乡镇|街道|资金|类别|类型)[^,;.]{0,4}(?:看|来看|如下|情况)|"
    r"各(?:行业|领域|项目|标段|片区|乡镇|镇|村)[^,;.]{0,12}(?:如下|情况)|"
    r"(?:重[点大])?(?:项目|工程)(?:建设)?(?:进展|推进|进度|实施)(?:情况)?(?:如下)?)[:]?$"
)
_ENDS_IN_WORK: Final = re.compile("(?:迁建|扩建|重建|[东南西北][延拓]|改气|改线|技改|厂房)(?:工程|项目)?$")
_TAIL_LENGTH: Final = 6
_LONGEST_LINE: Final = 26


class Labels:
    """The labels of the paragraphs of a report; is_part: whether a name is below the report's own unit."""

    def __init__(self, report: Report, is_part: Callable[[Name], bool]) -> None:
        self._is_part = is_part
        self._lines: dict[int, Name] = {}
        self._siblings = _names_of_items(report)
        self._titles = _titles_of_items(report)
        self._read_lines(report)

    def of(self, paragraph: Paragraph) -> Name | None:
        """The label of `paragraph`; None where it has none."""
        opening = _COLON.match(paragraph.text[:20].translate(_HALF_WIDTH))
        if opening and not paragraph.text[:1].isdigit() and (name := self._whole(opening[1]) or _office(opening[1])):
            return name
        if (run_in := _RUN_IN.match(paragraph.text)) and (name := self._whole(run_in[1])):
            return name
        if (work := _PLANNED_WORK.match(paragraph.text.translate(_HALF_WIDTH))) and not is_object(work[1]):
            return Name(work.start(1), work.end(1), work[1])
        if name := self._of_item(paragraph):
            return name
        for heading in paragraph.headings[:-4:-1]:
            if name := self._of_heading(heading):
                return name
        return self._lines.get(paragraph.start)

    def _of_item(self, paragraph: Paragraph) -> Name | None:
        """1.河沿街片区(住建局包保)。应签80户…: the place or work that an item names in a sentence of its own."""
        if title := self._titles.get(paragraph.start):
            return title
        found = _ITEM_NAME.match(paragraph.text.translate(_HALF_WIDTH))
        if found is None:
            return None
        words = found[1]
        if name := self._whole(words):
            return name
        names = names_of(words)
        is_named = bool(names) and not names[0].start and self._is_part(names[0])
        is_named = is_named and len(words) - names[0].end <= _TAIL_LENGTH
        is_work = _ENDS_IN_WORK.search(words) is not None and not is_object(words)
        return Name(*found.span(1), words) if is_named or is_work else None

    def _of_heading(self, heading: Heading) -> Name | None:
        title = heading.title.translate(_HALF_WIDTH)
        colon = _COLON.match(title)
        if name := self._whole(colon[1] if colon else title):
            return name
        if not heading.is_item:
            return None
        names = names_of(re.split("[,;.:]", title)[0])
        if names and not names[0].start and self._is_part(names[0]):
            return names[0]
        return self._siblings.get(heading.start)

    def _whole(self, words: str) -> Name | None:
        """The name that `words` consist of, apart from words about it."""
        names = names_of(words)
        is_name = names and names[0].start <= 1 and _TAIL.fullmatch(words, names[0].end) and self._is_part(names[0])
        return names[0] if is_name else None

    def _read_lines(self, report: Report) -> None:
        """Names on lines of their own, over text; kinds of projects (社区便民服务项目) where at least two stand so."""
        paragraphs = report.outline.paragraphs
        texts = [each.text.translate(_HALF_WIDTH).strip(" :") for each in paragraphs]
        works = Counter(
            len(text) >= _SHORTEST_WORK and _WORK.search(text) is not None
            for each, text in zip(paragraphs, texts, strict=True)
            if _is_line(each, text)
        )
        now: Name | None = None
        above: object = None
        for each, text in zip(paragraphs, texts, strict=True):
            if each.headings[:-1] != above if each.role == "heading" else each.headings != above:
                now, above = None, each.headings
            if _is_line(each, text):
                is_work = works[True] > 1 and len(text) >= _SHORTEST_WORK and _WORK.search(text)
                now = Name(0, len(text), text) if is_work else self._whole(text)
            elif now is not None:
                self._lines[each.start] = now


def _office(words: str) -> Name | None:
    return Name(0, len(words), words) if _OFFICE.fullmatch(words) else None


def _is_line(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph is a short line without marks that no number heads."""
    is_own = paragraph.role in ("text", "heading") and not text[:1].isdigit()
    return is_own and 3 < len(text) <= _LONGEST_LINE and not re.search(r"[,;.:、!?|\d]", text)


def _names_of_items(report: Report) -> dict[int, Name]:
    """Kinds of projects that items begin with, by the start of the item, where its siblings begin with others."""
    groups: dict[tuple[int, int], dict[int, str]] = {}
    for each in report.outline.paragraphs:
        heading = each.own_heading
        if heading is None or not heading.is_item:
            continue
        above = each.headings[-2].start if len(each.headings) > 1 else -1
        match = _ITEM_WORK.match(heading.title.translate(_HALF_WIDTH))
        if match:
            groups.setdefault((above, heading.level), {})[heading.start] = match[1]
    return {
        start: Name(0, len(name), name)
        for names in groups.values()
        if len(set(names.values())) > 1
        for start, name in names.items()
    }


def _titles_of_items(report: Report) -> dict[int, Name]:
    """The titles of the items of a list by project, trade or place, or of items that name who leads them."""
    found: dict[int, Name] = {}
    above = ""
    for each in report.outline.paragraphs:
        text = each.text.translate(_HALF_WIDTH).strip()
        title = _RUN_IN_TITLE.match(text)
        if title is None:
            heading = each.own_heading
            above = text if heading is None or not heading.is_item or _LISTS_ITEMS.search(text) else ""
            continue
        is_led = title["who"] is not None and _LED_BY.search(title["who"]) is not None
        if (is_led or _LISTS_ITEMS.search(above)) and not is_object(title["name"]):
            found[each.start] = Name(*title.span("name"), title["name"])
    return found
