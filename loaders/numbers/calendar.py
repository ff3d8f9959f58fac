"""How reports write what is no figure: dates, times, ordinals, ranks, list numbers. Patterns only.

date    = year (month day?)? | month day? | year dash year | month dash month | decade | century
ordinal = "第" numeral counter? | numeral "季度"
rank    = "前" numeral (名 | 位 | 强)?
"""

from typing import Final

from loaders.numbers.numerals import ARABIC, CHINESE, DIGITS

#: What may stand between the parts of one number: a blank or two, one line break.
GAP: Final = r"[ \u3000\u00a0\t\u200b]{0,2}(?:\n(?:\u200b\n)?[ \u3000\u00a0\t\u200b]{0,2})?"
_D: Final = f"[{DIGITS}]"
_YEAR: Final = rf"(?:1[89]|20|１[８９]|２０){_D}{{2}}"
_SPACED_YEAR: Final = rf"[12１２](?:[ \u3000]{_D}){{3}}"
_CHINESE_YEAR: Final = "[一二][零〇○O0八九][零〇○O0一二三四五六七八九]{2}"
_MONTH: Final = "(?:十[一二]?|[正一二三四五六七八九])"
_DAY: Final = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO: Final = f"{GAP}[-—–－─~～〜至到]{{1,2}}{GAP}"
_PART: Final = "(?:份|底|初|末|[上中下]旬)"

DATE: Final = "|".join(
    (
        rf"前(?:{_D}{{1,2}}|十一?|[二三四五六七八九])个月",
        rf"{_YEAR}[-./]{_D}{{1,2}}[-./]{_D}{{1,2}}(?!{_D})",
        rf"{_YEAR}年?{_TO}(?:{_YEAR}|{_D}{{2}}){GAP}年度?",
        rf"{_YEAR}(?:[、，和及]{_YEAR})+{GAP}年",
        rf"{_SPACED_YEAR}{GAP}年",
        rf"{_CHINESE_YEAR}年?{_TO}{_CHINESE_YEAR}年度?",
        rf"{_YEAR}{GAP}年(?:{GAP}{_D}{{1,2}}月?{_TO}{_D}{{1,2}}月份?|{GAP}{_D}{{1,2}}{GAP}月(?:{GAP}{_D}{{1,2}}{GAP}[日号]|{_PART})?|[底初末]|中(?![央国共期小心外等部华秋专]))?",
        rf"{_CHINESE_YEAR}年(?:{_MONTH}月(?:{_DAY}日)?)?",
        rf"(?:{_D}{{1,2}}月?(?:份)?{_TO}{_D}{{1,2}}|{_MONTH}月?{_TO}{_MONTH})月份?",
        rf"{_D}{{1,2}}[、，]{_D}{{1,2}}月份?",
        rf"{_D}{{1,2}}{GAP}月(?:{GAP}{_D}{{1,2}}{GAP}[日号](?:{_TO}{_D}{{1,2}}[日号])?|{_PART})?",
        rf"{_MONTH}月(?:{_DAY}[日号]|{_PART})",
        rf"{_D}{{1,2}}[日号](?:(?=前|起|晚|上午|下午|凌晨|止|至))",
        rf"{_D}{{2}}年(?=以来|至今|起|年?[底初末])",
        rf"(?:{_D}{{2}}|[一二三四五六七八九]十)年代",
        rf"(?:{_D}{{2}}|二十一?|十[八九])世纪",
    )
)

TIME: Final = rf"{_D}{{1,2}}[:：]{_D}{{2}}(?:[:：]{_D}{{2}})?(?!{_D})|{_D}{{1,2}}时(?![间代期段])(?:{_D}{{1,2}}分)?"

ORDINAL: Final = (
    rf"第{GAP}(?:{_D}+|{CHINESE})(?:季度|[名位届期批次个条章季轮])?"
    rf"|[一二三四1234]季度"
    rf"|前(?:{_D}+|[二三四五六七八九]?十|[三四五六七八九])(?:[名位强列]|(?=[,，。;；、）)]))"
)

LIST_NUMBER: Final = (
    rf"(?<![^\n \u3000\t。;；:：])(?:[(（]{_D}{{1,2}}[)）]"
    rf"|{_D}{{1,2}}(?:[.．](?:(?!{_D}{{1,3}}(?!{_D}))|(?={_D}{{1,2}}(?:[-—–~至]{_D}{{1,2}})?月))|[)）](?!{_D})|、(?:(?!{_D})|(?={_D}{{3}}))))"
)

RATIO: Final = rf"{_D}+[.．]{_D}+{GAP}[:：∶]{GAP}1(?![{DIGITS}.])|1{GAP}[:：∶]{GAP}{_D}+[.．]{_D}+"

PERCENT_WORDS: Final = (
    rf"(?P<per>百分|千分|万分)之{GAP}(?P<per_low>{CHINESE}|{ARABIC})(?P<per_more>[多几])?"
    rf"(?:{_TO}(?:(?P=per)之)?(?P<per_high>{CHINESE}|{ARABIC})(?!年|月|[万亿]|个))?"
)
YEARS_AND_MONTHS: Final = (
    rf"(?P<years>{_D}{{1,2}}|[一二两三四五六七八九十]{{1,3}})年零?"
    rf"(?P<months_more>{_D}{{1,2}}|[一二两三四五六七八九十]{{1,2}})个月"
)
SLASH_FRACTION: Final = rf"(?P<slash_above>{_D}{{1,2}})[/／](?P<slash_below>{_D}{{1,2}})(?![{DIGITS}/／.-])"
PAIR: Final = (
    r"(?P<tens>[一二三四五六七八九]?十|)(?P<one>[一二两三四五六七八])、?(?P<other>[二三四五六七八九])"
    r"(?P<pair_scale>[十百千万亿]*)[余多]?"
)
FRACTION: Final = rf"(?P<below>{CHINESE}|{_D}+)分之(?P<above>{CHINESE}|{_D}+)(?P<fraction_more>多)?"
DOUBLING: Final = rf"翻了?(?P<times>[一两二三四五六七八九]|{_D}+)?番"
HALF: Final = r"(?<=[过近约占到少减])(?:一半|半数)|一半(?=以上|左右|的|多)"
