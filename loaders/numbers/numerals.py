"""Numerals: how a number is written, and what it is worth.

    arabic  = digits ("," digits{3})* ("." digits)?      half or full width, a space where a comma may stand
            | digit (" " digit)*                          justified text: 7 4 7 7 2 亿元
    chinese = (digit unit?)+ ("点" digit+)?               一亿二千万, 三百零五, 十五, 两
"""  # fmt: skip

from typing import Final

#: Half and full width digits as one character class (without brackets).
DIGITS: Final = "0-9０-９"
_POINT: Final = "[.．·]"
_SPACE: Final = "[ \u00a0\u2009\u202f\u3000]"

ARABIC: Final = (
    rf"(?:[{DIGITS}]{{1,3}}(?:[,，'](?=[{DIGITS}]{{3}}(?![{DIGITS}]))[{DIGITS}]{{3}})+(?:{_POINT}[{DIGITS}]+)?"
    rf"|[{DIGITS}]{{1,3}}(?:{_SPACE}[{DIGITS}]{{3}}(?![{DIGITS}]))+(?:{_POINT}[{DIGITS}]+)?"
    rf"|[{DIGITS}](?:{_SPACE}[{DIGITS}])+(?:{_SPACE}?{_POINT}{_SPACE}?[{DIGITS}](?:{_SPACE}[{DIGITS}])*)?(?![{DIGITS}])"
    rf"|[{DIGITS}]+(?:{_POINT}[{DIGITS}]+|{_SPACE}?{_POINT}{_SPACE}?[{DIGITS}]+(?={_SPACE}?[%％‰万亿千百元吨亩公平个倍]))?)"
)
CHINESE_DIGITS: Final = "零〇○一二两三四五六七八九"
#: 千 that begins a unit (四十万千瓦) is no part of the numeral.
CHINESE: Final = rf"(?:(?:[{CHINESE_DIGITS}十百万亿]|千(?![瓦克米卡伏]))+(?:点[零〇○一二三四五六七八九]+)?)"

_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．·", "0123456789..", ",，' \u00a0\u2009\u202f\u3000\n")
_VALUES: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2,
}  # fmt: skip
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "亿": 10**8}


def parse_arabic(text: str) -> float:
    """The value of digits in any of the styles of ARABIC: parse_arabic("１，２４４．５") == 1244.5."""
    return float(text.translate(_HALF_WIDTH))


def parse_chinese(text: str) -> float | None:
    """The value of a Chinese numeral, None where its characters make no number (三三, 一二三, 百).

    A numeral that starts with 百, 千, 万 or 亿 is no number by itself: 百余户 needs its own rule.
    """
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    return value + float("0." + "".join(str(_VALUES[character]) for character in fraction))


def _whole(text: str) -> float | None:
    """whole = (section ("万"|"亿"))* section?; scales fall from left to right, 一万亿 apart."""
    total, section, ceiling = 0, "", 10**17
    for character in text:
        scale = _LARGE.get(character)
        if scale is None:
            section += character
            continue
        value = _section(section) if section else None
        if value is None:
            if section or not total or character != "亿":
                return None
            total *= scale  # 一万亿
            continue
        if scale >= ceiling:
            total, ceiling = (total + value) * scale, scale  # 三千五百万亿, 十二万五千亿
        else:
            total, ceiling = total + value * scale, scale
        section = ""
    if not section:
        return float(total)
    value = _section(section)
    if value is None:
        return None
    if total and len(section) == 1 and section not in "零〇○十":
        value *= ceiling // 10  # 三万五
    return float(total + value)


def _section(text: str) -> int | None:
    """section = digit? "千" | digit? "百" | digit? "十" | digit, falling; 十五 may leave its first digit out."""
    total, digit, ceiling = 0, None, 10**4
    for position, character in enumerate(text):
        scale = _SMALL.get(character)
        if scale is None:
            value = _VALUES[character]
            if digit not in (None, 0):
                return None
            digit = value
            continue
        if scale >= ceiling or (digit is None and not (character == "十" and position == 0)) or digit == 0:
            return None
        total, digit, ceiling = total + (digit or 1) * scale, None, scale
    if digit and total and ceiling >= 100 and text[-2] not in "零〇○":
        return total + digit * (ceiling // 10)  # 一百五, 两千五
    return total + (digit or 0)
