"""A list of parts with its whole, and what its words tell: whether parts may be missing or counted twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Final

from domain.checks.numerals import count_of
from domain.checks.quantity import Range
from domain.checks.report import Figure, Report
from domain.checks.words import REST

_OPEN_END: Final = re.compile(r"^[^,;。)]{0,10}等|^.{0,4}(?:…|\.\.\.)")
#: What one thing may be at once: those who are young and those who are women overlap.
_ATTRIBUTE: Final = re.compile(
    r"男|女|岁|学历|本科|大专|研究生|少数民族|贫困|低保|残疾|退役|党员|预备|新增|以上|以下|省级|市级|国家级|县级|区级|重点|亿元|规上|规模|高新|外地|本地|"
    r"超过|高于|低于|首次|连续|高层次|博士|硕士|中级|高级|职称|持证|累计|户籍|常住|外出|流动|困难|留守|独居|高龄|同比|人均|户均|平均|均|日|每"
)
_STAGE: Final = re.compile(
    r"立项|开工|动工|启动|竣工|完工|建成|投产|投用|签约|签订|签协议|腾空|拆除|搬迁|交房|验收|入库|落地|注册|受理|立案|审批|招标|交付|入住|丈量|评估|"
    r"征收|开业|运营|达产|到位|腾房|腾退|搬离|交地|下达|拨付|支付|支出|使用|排查|检查|发现|整改|办结|化解|报名|参加|通过|录取|培训|就业"
)
#: Of money a source or a receiver is a part of its own (省级补助, 低保户).
_ATTRIBUTE_OF_MONEY: Final = re.compile(r"以上|以下|新增|首次|累计|同比|人均|户均|平均|均|日|每|年产|产值|利润|税")
_NOT_YET: Final = re.compile(r"未|正在|在建|剩余|其余|余下|还有|尚有|仍|待|其他|另|不合格|没有|无法|拒绝|退")
#: Kinds of which there are no more.
_COMPLETE: Final = (
    ("一产", "二产", "三产"), ("第一产业", "第二产业", "第三产业"), ("男", "女"), ("城镇", "农村"),
    ("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"),
)  # fmt: skip
#: (whole, part): the second lies in the first.
_NESTED: Final = (("农用地", "耕地"), ("农业用地", "耕地"), ("耕地", "水田"), ("耕地", "基本农田"), ("林地", "公益林"))
_COUNT_OF_PLACES: Final = re.compile(
    r"([二两三四五六七八九十]{1,3}|\d{1,2})个?(?:行政|建制|自然)?(村|社区|村社|镇|乡|街道|片区|区块|标段|批次|批|期|轮|方面|类别|类|批次|组|单位|部门|项目|地块)"
)


@dataclass(frozen=True, slots=True)
class PartList:
    """A whole and its parts, in the order of the text.

    is_closed: the text says that nothing is left; may_miss: examples only; may_overlap: they may count a thing twice.
    """

    whole: Figure
    parts: tuple[Figure, ...]
    is_closed: bool
    may_miss: bool
    may_overlap: bool

    @property
    def total(self) -> Range:
        """The sum of the parts."""
        return total_of(self.parts)


def total_of(parts: Sequence[Figure]) -> Range:
    """The sum of the parts, from its lowest to its highest possible value. Raises IndexError for none."""
    total = parts[0].range
    for part in parts[1:]:
        total += part.range
    return total


def part_list(report: Report, whole: Figure, parts: list[Figure], *, is_among: bool) -> PartList:
    """`parts` as those of `whole`. is_among: they stand behind 其中, which may leave some out."""
    labels = [_label(report, part) for part in parts]
    is_open = _OPEN_END.search(report.behind(parts[-1])) is not None
    rest = any(REST.search(label) for label in labels)
    is_open = _OPEN_END.search(report.behind(parts[-1])) is not None
    count = places_of(report, whole, parts[0])
    return PartList(
        whole, tuple(parts),
        is_closed=rest or ((count == len(parts) or _is_all_there_is(labels)) and not is_open),
        may_miss=is_open or is_among or report.between(whole, parts[0]).startswith("("),
        may_overlap=_overlap(labels, is_money=whole.dimension == "money"),
    )  # fmt: skip


def _is_all_there_is(labels: Sequence[str]) -> bool:
    """Whether the parts are all that there can be: 一产, 二产 and 三产; men and women."""
    return any(
        len(labels) == len(kinds) and all(any(kind in label for label in labels) for kind in kinds)
        for kinds in _COMPLETE
    )


def _label(report: Report, part: Figure) -> str:
    """The words that say which part it is: those before it, without what belongs to the figure before; else behind."""
    words = re.split(r"[,;:、。(]", report.before(part))[-1]
    return words if len(words.strip()) > 1 else words + report.behind(part)[:6]


def _overlap(labels: list[str], *, is_money: bool) -> bool:
    """Whether parts may count one thing twice: 女党员 and 大专以上, or 已签约 and 已腾空 of the same houses."""
    if any(one in two_label and two in label for one, two in _NESTED for label, two_label in permutations(labels, 2)):
        return True
    attribute = _ATTRIBUTE_OF_MONEY if is_money else _ATTRIBUTE
    attributes = sum(attribute.search(label) is not None for label in labels)
    if attributes and not are_opposites(labels):
        return True
    return sum(_STAGE.search(label) is not None for label in labels) > 1 and not any(map(_NOT_YET.search, labels))


def are_opposites(labels: Sequence[str]) -> bool:
    """Whether two parts exclude each other and are all there is: 男 and 女, 本地 and 外地."""
    return len(labels) == 2 and any(
        one in labels[at] and two in labels[1 - at]
        for one, two in (
            ("男", "女"),
            ("以上", "以下"),
            ("新增", "原"),
            ("规上", "规下"),
            ("本地", "外地"),
            ("本地", "外埠"),
            ("省内", "省外"),
            ("市内", "市外"),
        )
        for at in (0, 1)
    )


def places_of(report: Report, whole: Figure, first: Figure) -> int | None:
    """The number of villages, items … that the text gives for the whole: 3个村共120户."""
    words = report.plain[report.outline.sentence(whole.start).start : first.start]
    found = list(_COUNT_OF_PLACES.finditer(words))
    return _count(found[-1][1]) if found else None


def _count(numeral: str) -> int:
    return count_of(numeral.replace("两", "二"))


def sums_of_some(parts: tuple[Figure, ...], report: Report) -> Iterator[float]:
    """The sums that the text may mean where stages follow each other: all that is not yet so, and some that is."""
    waiting = [part for part in parts if _NOT_YET.search(_label(report, part))]
    others = [part for part in parts if part not in waiting] if waiting else []
    for size in range(1, len(others) + 1):
        for some in combinations(others, size):
            yield sum(part.base_value for part in (*waiting, *some))
