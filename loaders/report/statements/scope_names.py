"""Names of places and projects in words: 南岭大道项目 is a name, 高标准农田项目 is a kind of project.

A name ends in a word such as 镇, 路, 水库, 项目 (data/catalogue/lexicons.yml) and holds more than words of the field.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from domain.catalogue import read_catalogue
from loaders.report.name_words import FRAME_WORDS
from loaders.report.statements.lexicon import generic_words, is_object, name_endings, place_endings

#: What a name cannot hold: it begins behind it.
_STOPS: Final = re.compile(
    r"[^\u4e00-\u9fffA-Za-z·”*]|的|了(?!解)|在(?!建)|对(?!外)|于(?!都|潜)|向(?!阳|东|西|南|北)|把|将(?!军)|"
    r"由(?!拳)|从(?!化|江)|为(?!民)|是|等|其中|包括|涉及|推进|实施|完成|计划(?!生育)|拨到|拨付|打通|[庆春]节前|应?[投参]保(?=\w*企业)|受(?!降)"
    r"|启动|开展|抓好|抓|加快|加强|做好|协调|核准|核定|审核|赴|对接|位于|坐落|占|达|共|已|累计|总投资|投资|新增|新建|建成|续建|签订|落实|投入|召开|"
    r"组织|争取|通过|进行|实现|支持|用于|及时|目前|现有"
    r"|分别|全面|扎实|持续|继续|统筹|积极|督促|指导|帮助|协助|配合|引进|列入|纳入|涵盖|同时|以及|[和与及]|关于|深化|"
    r"护航|力争|各|该|我[省市县区镇乡街]道?|每|全[省市县区镇乡街]道?|经(?!开|济|十|四|营|贸|果)|年[末底初]|年(?![产级])|应(?=改造|征|拆)|月|日|"
    r"度(?=[省市县])|(?:新|改|扩)建(?!设|筑)|\)建|(?<=[月日底])前|随着|按照|围绕|(?<=\d)[个家户座条项处批类名人种次]|"
    r"建(?=[^设筑德阳瓯材制])|依托|批准|(?<=的)有|入选|批复|前往|给|共?计(?=[整建改新])|打包|(?<![拆清解消扣排免])除(?!险)|支持|突破|打造|培育|创建|走访|检查|排查|服务(?=\w+[村镇企])|解决|"
    r"办理|努力|聚力|聚焦|突出|狠抓|强化|紧盯|夯实|优化|推动|促进|抓(?=[^。]{0,6}(?:项目|工程))|距|落户|比(?=[省市县全去上]|年初)|竣工(?!验收)|开工|修建|衬砌|硬化|完善"
)
#: 改造农贸市场: what is done, before what it is done to. 改造提升工程 and 建设路 keep it.
_VERBS: Final = re.compile(
    "(?:改造|维修|加固|扩建|改建|拓宽|修缮|更新|升级|提升|整治|治理|清理|亮化|美化|绿化|筹建|建造|建设|巡查|监测|引进|招引|新增|谋划|储备|申报)+"
)
_MEASURE: Final = re.compile("[万千百亿]?(?:亩|吨|台|套|件|头|只|羽|株|辆|平方米|公里|千瓦|兆瓦)")
_PRODUCES: Final = re.compile(r"(?:年产|年处理|日处理)?\d[\d.]*$")
FRAME: Final = re.compile(
    rf"^(?:{FRAME_WORDS}|(?:19|20)\d\d年度?|今年|\d{{1,2}}(?:[-—至]\d{{1,2}})?月份?|[上下]半年|[,:])+"
)
_GENERIC_START: Final = re.compile(
    r"^(?:[各该本我全每此某两几多哪这那些]|重点|所有|部分|相关|有关|其他|其它|其余|一批|一个|若干|以上|上述|大型|小型|"
    r"示范|试点|整个|沿线|周边|辖区|境内|当地|省级|市级|县级|国家级|省|市|县|区|镇|街道|乡)+"
)
_KINDS_OF_PLACES: Final = re.compile(
    "(?:专业|示范|精品|重点|试点|文明|先进|达标|美丽|特色|未来|智慧|老旧|薄弱|贫困|脱贫|景区|治理|旅游|民主法治|平安|卫生|森林|清廉|配套|标准|整治|创建|样板|亿元|强)$"
)
#: 三个村 counts villages.
_COUNTED: Final = re.compile(r"[\d一二两三四五六七八九十几]+[个家条座]")
#: 1000万元以上项目, 亿元以上项目 are classes of projects.
_THRESHOLD: Final = re.compile(r"[\d.]*[万亿]?元?及?以[上下]")
_NUMBERED: Final = re.compile("[一二三四五六七八九十]{1,2}(?:标段|片区|地块|区块|期)")
_NO_NAMES: Final = frozenset(
    (
        "领导小组",
        "工作小组",
        "子项目",
        "个别项目",
        "万亩项目",
        "家庭农场",
        "下乡",
        "公里",
        "里路",
        "一路",
        "出路",
        "思路",
        "一线",
        "农村",
        "乡村",
        "城镇",
        "全区",
        "全县",
        "全市",
    )
)
#: 青石镇重点项目: the projects of a town are no name of their own.
_OF_PLACE: Final = re.compile(
    r"([\u4e00-\u9fff]{2,}(?:街道|[镇乡村县区市]))(?:重[点大]|在建|新?开工|续建|新建|省级?|市级?|县级?|产业|工业|建设|亿元|招商|签约|民生)+项目"
)
#: 工业园二期: one of several, whatever words name it.
_PHASE: Final = re.compile("[一二三四五六]期(?:建设|改造|提升|拆迁|征迁|扩建)?(?:项目|工程)?$")
_LONGEST: Final = 30
_LONGEST_NAME: Final = 22


@cache
def _admin() -> str:
    """石桥镇: what makes a name that ends in a word of a work the name of a place."""
    guards = read_catalogue("lexicons")["not_before"]
    return "|".join(f"{word}(?![{guards[word]}])" for word in ("街道", "社区", "镇", "乡", "村", "区", "县"))


@cache
def _ends() -> re.Pattern[str]:
    """The end of a name: an ending, and what a project adds to it (南岭大道建设项目一期)."""
    return re.compile(
        rf"(?:{name_endings()})(?:(?:[一二三四五六七八九]期)?(?:建设|改造|提升|拆迁|征迁|扩建|延伸)?(?:项目|工程))?"
        rf"(?:[一二三四]期)?(?:片区|地块|区块|沿线|标段|{_admin()})?"
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
        begin = _without_frame(words, begin, match)
        name = words[begin : match.end()]
        if place := _OF_PLACE.fullmatch(name):
            name = place[1]
        end = begin + len(name)
        if len(name) <= _LONGEST_NAME and _is_name(name):
            if found and found[-1].end == begin:
                begin = found.pop().start
            begin = _with_measure(words, begin, end)
            found.append(Name(begin, end, words[begin:end].strip('“”" ')))
            position = end
    return tuple(found)


def _without_frame(words: str, begin: int, ending: re.Match[str]) -> int:
    """Where the name begins behind frame words and the verb that it is the object of."""
    is_whole = words[ending.end() : ending.end() + 1] in ("", ":") and not words[begin - 1 : begin].isalpha()
    frame = None if is_whole else FRAME.match(words[begin : ending.end()])
    if frame and begin + frame.end() < ending.start():
        begin += frame.end()
    verb = _VERBS.match(words, begin, ending.start())
    return verb.end() if verb and ending.start() - verb.end() > 1 else begin


def _with_measure(words: str, begin: int, end: int) -> int:
    """Where the name begins with its measure: 年产80万吨饲料项目, 2000亩茶叶基地扩建项目."""
    measure, number = _MEASURE.match(words, begin), _PRODUCES.search(words[:begin])
    is_measured = measure is not None and number is not None and _is_name(words[measure.end() : end])
    return number.start() if number and is_measured else begin


def is_kind_of_place(name: str) -> bool:
    """Whether the name of a place says what kind of place it is: 制种专业村, “五配套”示范村, 精品小区."""
    suffix = list(_ends().finditer(name))[-1]
    return _KINDS_OF_PLACES.search(name, 0, suffix.start()) is not None


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
    if _NUMBERED.fullmatch(name):
        return True
    if (
        name.lstrip("“").startswith("一")
        or _THRESHOLD.search(name)
        or _COUNTED.match(name)
        or name in _NO_NAMES
        or name.endswith(("下乡", "宅基地", "无讼村", "强村", "公里", "里路"))
        or generic_words().fullmatch(name)
    ):
        return False
    body = _GENERIC_START.sub("", name)
    if len(body) < len(name) and _ends().fullmatch(body):
        return False
    suffix = list(_ends().finditer(name))[-1]
    rest = re.sub(r"[\W\d_]", "", name[: suffix.start()])
    if (phase := _PHASE.search(name)) and not is_object(name[: phase.start()]):
        return True
    return not any(generic_words().fullmatch(words) for words in (rest, _GENERIC_START.sub("", rest)))
