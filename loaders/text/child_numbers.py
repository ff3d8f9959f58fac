"""Numbers as Word writes them before paragraphs: ST_NumberFormat of ECMA-376, part 1, 17.18.59."""

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_SMALL_UNITS: Final = ("", "十", "百", "千")
_LEGAL_UNITS: Final = ("", "拾", "佰", "仟")


def format_number(value: int, number_format: str) -> str:
    """`value` ≥ 0 in a number format of Word; in Arabic digits where the format is unknown or ends below `value`."""
    formatter = _FORMATS.get(number_format)
    return formatter(value) if formatter is not None else str(value)


def is_known(number_format: str) -> bool:
    """Whether the number format is one of those that are written as Word writes them."""
    return number_format in _FORMATS or number_format in ("decimal", "bullet", "none")


def _thousand(value: int, digits: str = _DIGITS, units: tuple[str, ...] = _SMALL_UNITS) -> str:
    """十一, 二十, 一百零五; from ten thousand on in digits."""
    if not 0 < value < 10_000:
        return _digit_by_digit(value, digits)
    words, is_gap = "", False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            words += ("零" if is_gap else "") + digits[digit] + units[place]
        is_gap = not digit and bool(words)
    is_short = 10 <= value < 20 and units is _SMALL_UNITS
    return words[1:] if is_short else words


def _digit_by_digit(value: int, digits: str = _DIGITS) -> str:
    return "".join(digits[int(digit)] for digit in str(value))


def _counting(value: int) -> str:
    """chineseCounting: 一 … 九十九 in words, from a hundred on digit by digit."""
    return _thousand(value) if value < 100 else _digit_by_digit(value)


def _letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb …"""
    return lambda value: chr(ord(first) + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else str(value)


def _from_list(characters: str) -> Callable[[int], str]:
    return lambda value: characters[value - 1] if 0 < value <= len(characters) else str(value)


def _run(first: str, last: str) -> str:
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


def _roman(value: int) -> str:
    text = ""
    for worth, numeral in _ROMAN:
        text += numeral * (value // worth)
        value %= worth
    return text


def _legal(value: int) -> str:
    return _thousand(value, _LEGAL_DIGITS, _LEGAL_UNITS)


def _full_width(value: int) -> str:
    return str(value).translate(_FULL_WIDTH)


_CIRCLED: Final = _from_list(_run("①", "⑳"))
_FORMATS: Final[dict[str, Callable[[int], str]]] = {
    **dict.fromkeys(("chineseCounting", "taiwaneseCounting"), _counting),
    **dict.fromkeys(("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting"), _thousand),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digit_by_digit),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _legal),
    "ideographTraditional": _from_list(_STEMS),
    "ideographZodiac": _from_list(_BRANCHES),
    "ideographZodiacTraditional": lambda value: (
        _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value > 0 else str(value)
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _CIRCLED),
    "ideographEnclosedCircle": _from_list(_run("㊀", "㊉")),
    "decimalEnclosedParen": _from_list(_run("⑴", "⒇")),
    "decimalEnclosedFullstop": _from_list(_run("⒈", "⒛")),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "none": lambda value: "",
}
