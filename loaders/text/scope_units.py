"""Whose a report is: the unit in its title, in its first sentences, in its signature or among its catalogue lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from domain.schema.org_unit import plain_unit_name
from loaders.text.evidence import Evidence, Recognised, strongest
from loaders.text.front_lines import FrontLines, Part
from loaders.text.written_days import BLANK, YEAR, find_days

_LEVEL: Final = "街道|镇|乡|苏木|县|旗|区|市|州|盟|省"
#: Words that end like a place and are none, whatever stands before them.
_NO_PLACE: Final = (
    "棚户区|片区|景区|园区|社区|小区|库区|灾区|辖区|牧区|校区|院区|示范区|集聚区|功能区|保护区|上市|超市|夜市|乡镇|村镇"
)
#: Words that are none alone or behind a word that names no place: 城区, 老城区, 贫困山区; 西城区 and 夏集镇 are places.
_NO_PLACE_ALONE: Final = (
    "(?:老|主|全|各|深|大|小|本|旧|新|近|远|高|建|中心|农村|乡村|重点|特色|美丽|贫困|偏远|主要|国有|革命老?|大别|城乡)?"
    rf"(?:城区|林区|郊区|山区|矿区|城市|门市|集市|城镇|集镇)(?!{_LEVEL})"
)
#: What a place with its kind begins with; none where the kind continues (蒲鞋市|街道), no 我镇, 各乡镇, 某街道.
_NAME: Final = (
    rf"(?![在由受报])(?!(?![上下]城区)[各全我本该某其两此当上下乡城一二三四五六七八九十]{{1,2}}(?:{_LEVEL})|[省市县区镇乡]{{2}}|[^街镇乡]{{0,3}}[各每]|省[^市])"
    rf"(?![^街镇乡苏县旗区市州盟省\W]{{0,6}}?(?:{_NO_PLACE}))(?!{_NO_PLACE_ALONE})"
    rf"(?:(?![到对的把及等被]|[全各](?:{_LEVEL})|政府)[\u4e00-\u9fff]){{1,7}}?(?:{_LEVEL})(?!{_LEVEL}|[委府级内里域情容民场化际]|政(?!府))"
)
_DEPARTMENT: Final = (
    r"[\u4e00-\u9fff]{2,12}?(?:局|委员会|指挥部|中心|管委会|办公室|总站|服务站)"
    r"(?=关于|20|19|二[〇零○]|工作|上半年|下半年|[，,。：:（( \n]|$)"
)
#: What a unit does: no place follows that belongs to its name (中都街道|深入贯彻落实省).
_DOES: Final = (
    "深入|认真|坚持|紧|始终|全面|以|按照|围绕|聚焦|坚定|高举|系统|积极|扎实|统筹|大力|切实|将|全镇|全街|全力|共|已|"
    "也是|强力|持续"
)
_CHAIN: Final = re.compile(
    rf"(?:中共)?(?P<places>{_NAME}(?:(?!{_DOES}|办事处|党){_NAME})*)(?P<department>{_DEPARTMENT})?"
)
_ONE: Final = re.compile(_NAME)
#: Where a name may begin in a title.
_STARTS: Final = re.compile(
    r"^(?:关于|对)?|关于|在|[：:《“（(\[【\-—_ \u3000]"
    rf"|{YEAR}{BLANK}年(?:度)?(?:{BLANK}(?:上半年|下半年|半年度?|第?[一二三四]季度))?"
)
#: What follows the name of a unit that refers to itself.
_SPEAKS: Final = re.compile(
    rf"(?:人民)?(?:政府|办事处|党委|党工委)?(?:[、，,和]?(?:党委|政府|党工委|办事处))*(?:上下|全体\S{{2,6}})?(?=在[^，。]{{1,24}}(?:领导|指导|支持|帮助)下?"
    rf"|{_DOES})"
)
_CLAUSES: Final = re.compile(r"(?:^|[，,。；;：:\n、])[ \t\u3000]*")
#: What a first sentence may begin with before it names a place.
_FIRST_WORDS: Final = re.compile(r"\s*(?:[\d至—-]{1,6}月[^，,。；;\n]{0,10}[，,])?")
_LONGEST_BEGINNING: Final = 9
_NOT_IN_NAMES: Final = re.compile("[我该本将据从为了是在以取括]")
_I_SPEAK_FOR: Final = re.compile(rf"(?:代表|受)(?P<name>(?:{_NAME})+)(?:人民政府|政府|办事处|党委|党工委)")
_ISSUER: Final = re.compile(
    rf"(?:发布|发文|成文|公开|制发|印发|编制)(?:单位|机构|机关|主体|责任部门){BLANK}[:：|]?{BLANK}"
)
_SOURCE: Final = re.compile(rf"(?:信息)?来{BLANK}源{BLANK}[:：]{BLANK}")
_OFFICE: Final = re.compile(r"(?:人民政府|政府|办事处|党工委|工委|党委|党政办公?室?|办公室|[(（][^（()）]{1,12}[)）])*")
_LAST_OFFICE: Final = rf"[^{_LEVEL.replace('|', '')}]$"
_BRACKETS: Final = "（()） "
_SHORTEST: Final = 2
_OPENING: Final = 160

#: Name of a unit → every spelling that means it.
Units = Mapping[str, Sequence[str]]


def recognise_unit(front: FrontLines, named: Iterable[Part], units: Units) -> Recognised:
    """The name of the unit. named: typed title and file's name; units: those that are known.

    A title counts before the first sentences, these before the signature. Who issued or sent in the text may be an
    office above the unit: that only suggests, unless it is a unit that is known.
    """
    titles = [*named, *front.titles]
    opening = Part("text", front.opening.start, front.opening.text[:_OPENING])
    in_titles = [*_known(titles, units), *_in_titles(titles, units)]
    speaking = list(_speaking(opening, units))
    all_signed = [found for line in front.closing for found in _signed(line, units)]
    signed = [each for each in all_signed if not re.search(_LAST_OFFICE, each.value) or each.value in units]
    lines = (*front.catalogue, *front.lines)
    issued = [found for line in lines for found in _issuers(line, units, _ISSUER)]
    sent = [found for line in lines for found in _issuers(line, units, _SOURCE)]
    known_issuer = [each for each in issued if each.value in units]
    begun = list(_beginning(opening, units))
    suggested = [*_in_titles(front.headlines, units), *all_signed, *issued, *sent, *_known([opening], units), *begun]
    return strongest((_longest(in_titles), speaking, signed, known_issuer), suggested)


def recognise_source(front: FrontLines) -> Recognised:
    """What a catalogue line names as the source or the issuer of the text, in its words: 信息来源：常山县政府."""
    lines = [*front.catalogue, *front.lines]
    levels = (
        [
            line.evidence(found["name"], *found.span("name"))
            for line in lines
            for found in re.finditer(rf"(?:{key.pattern})(?P<name>[\u4e00-\u9fff（）()]{{2,24}})", line.text)
        ][:1]
        for key in (_SOURCE, _ISSUER)
    )
    return strongest(levels)


def _known(parts: Iterable[Part], units: Units) -> Iterator[Evidence]:
    """Known units that are named anywhere in `parts`."""
    for part in parts:
        for name, spellings in units.items():
            for spelling in sorted({name, *spellings}, key=len, reverse=True):
                at = part.text.find(spelling) if len(spelling) >= _SHORTEST and not spelling.isascii() else -1
                if at >= 0:
                    yield part.evidence(name, at, at + len(spelling))
                    break


def _longest(found: Iterable[Evidence]) -> list[Evidence]:
    """Without words that stand within longer ones: 桥镇 within 大桥镇."""
    all_found = list(dict.fromkeys(found))
    return [
        each for each in all_found
        if not any(
            each.place == other.place and each.value != other.value and other.start <= each.start
            and each.end <= other.end and (other.start, other.end) != (each.start, each.end)
            for other in all_found
        )
    ]  # fmt: skip


def _in_titles(titles: Iterable[Part], units: Units) -> Iterator[Evidence]:
    for part in titles:
        for start in _STARTS.finditer(part.text):
            match = _CHAIN.match(part.text, start.end())
            if match is not None:
                if not part.text.startswith("、", match.end()):  # a list of places
                    yield _named(part, match, units)
                break


def _named(part: Part, match: re.Match[str], units: Units) -> Evidence:
    """The last place of 浙江省嵊州市甘霖镇, with the department behind it (长治市农业农村局)."""
    last = list(_ONE.finditer(match["places"]))[-1]
    start = match.start("places") + last.start()
    return _evidence(part, start, match.end(), units)


def _evidence(part: Part, start: int, end: int, units: Units) -> Evidence:
    name = plain_unit_name(part.text[start:end])
    known = next((unit for unit, all_names in units.items() if name in map(plain_unit_name, (unit, *all_names))), None)
    return part.evidence(known or name, start, end)


def _speaking(opening: Part, units: Units) -> Iterator[Evidence]:
    if match := _I_SPEAK_FOR.search(opening.text):
        last = list(_ONE.finditer(match["name"]))[-1]
        yield _evidence(opening, match.start("name") + last.start(), match.end("name"), units)
        return
    for clause in _CLAUSES.finditer(opening.text):
        match = _CHAIN.match(opening.text, clause.end())
        if match is not None and not match["department"] and _SPEAKS.match(opening.text, match.end()):
            yield _named(opening, match, units)
            return


def _beginning(opening: Part, units: Units) -> Iterator[Evidence]:
    """The place with which the first sentence begins, behind a date: 5月10日上午，甘谷县…"""
    match = _FIRST_WORDS.match(opening.text)
    if match is not None:
        place = _CHAIN.match(opening.text, match.end())
        if place is not None and len(place["places"]) <= _LONGEST_BEGINNING and not _NOT_IN_NAMES.search(place[0]):
            yield _named(opening, place, units)


def _signed(line: Part, units: Units) -> Iterator[Evidence]:
    match = _CHAIN.match(line.text.strip(_BRACKETS))
    if match is None:
        return
    inner = line.text.index(match[0])
    behind = _OFFICE.match(line.text, inner + match.end())
    rest = line.text[behind.end() if behind else 0 :].strip(f"{_BRACKETS}。")
    days = find_days(rest)
    if not rest or (days and days[0][:2] == (0, len(rest))):
        yield _named(Part(line.place, line.start + inner, line.text[inner:]), match, units)


def _issuers(line: Part, units: Units, key: re.Pattern[str]) -> Iterator[Evidence]:
    for found in key.finditer(line.text):
        match = _CHAIN.match(line.text, found.end())
        if match is not None:
            yield _named(line, match, units)
