"""Number formats: how a cell shows its number, such as 123456 in the format 0!.0,"万" as 12.3万.

A format has up to four sections (positive; negative; zero; text), or conditions of its own ([>=10000]...). Within a
section 0, # and ? are digits, a comma after the last of them divides by a thousand, % multiplies by a hundred, and
quoted or escaped text is literal (ECMA-376, 18.8.30 and 18.8.31). ! escapes like \\ in Chinese editions.

Also loaded from its file by the child process: standard library only.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from loaders.workbook.number_sections import Section, sections_of

if TYPE_CHECKING:
    from decimal import Decimal

#: Formats that files name by number only (ECMA-376, 18.8.30); money as editions for China show it.
BUILT_IN: Final = {
    5: '"¥"#,##0;"¥"\\-#,##0', 6: '"¥"#,##0;[Red]"¥"\\-#,##0', 7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00', 9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??",
    42: '_ "¥"* #,##0_ ', 44: '_ "¥"* #,##0.00_ ',
}  # fmt: skip

#: Prefix of the mark of a cell whose format shows more than its number; the code follows.
MARK: Final = "format "

#: Signs of a negative number; a colour can also mark one.
_MINUS: Final = re.compile(r"[-−–△▲()（）]|负")
_DASHES: Final = re.compile(r"[-−–—\s]*")
#: After a letter a digit belongs to a unit: m2.
_DIGIT: Final = re.compile(r"(?<![A-Za-z])\d")
_OPERATORS: Final = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b,
}  # fmt: skip
_GENERAL_DIGITS: Final = 10


class Look(NamedTuple):
    """How a number is shown: literals `before` and `after` it, scaled by ten to the power of `exponent`.

    is_exact: False where another number or none is shown: 0"-"0000, "是", a hidden zero, a lost minus.
    """

    before: str = ""
    after: str = ""
    exponent: int = 0
    is_exact: bool = True


@lru_cache(maxsize=1024)
def shows_more(code: str) -> bool:
    """Whether a cell in this format shows more or less than its number: a unit, a scale, 约, a hidden zero.

    False for formats that only round, group, colour, align, show per cent (`is_percent`) or a date.
    """
    sections = sections_of(code)
    if any(section.is_date for section in sections):
        return False
    percents = {section.percents for section in sections if section.has_number}
    return any(map(_says_more, sections)) or _hides_sign(sections) or len(percents) > 1


@lru_cache(maxsize=1024)
def is_percent(code: str) -> bool:
    """Whether a number in this format is shown as per cent."""
    sections = sections_of(code)
    return any(section.percents for section in sections) and not shows_more(code)


def mark_of(code: str) -> str:
    """The mark of cells in this format: "format " with the code where it shows more, "percent", or ""."""
    return f"{MARK}{code}" if shows_more(code) else "percent" if is_percent(code) else ""


def look(code: str, number: float) -> Look:
    """How the format `code` shows `number`."""
    at, signed = _section_for(code, number)
    return _look(code, at, signed, (number > 0) - (number < 0))


@lru_cache(maxsize=1024)
def _look(code: str, at: int, signed: bool, number: int) -> Look:
    """`look` by the index of the section; number: the sign (-1, 0, 1)."""
    section = _shown_sections(code)[at]
    before, after = section.before.strip(), section.after.strip()
    if not section.has_number:
        is_zero = number == 0 and bool(before) and _DASHES.fullmatch(before + after) is not None
        return Look(is_exact=is_zero)
    minus = bool(_MINUS.search(before + after))
    before, after = _without_sign(before), _MINUS.sub("", after).strip()
    keeps_sign = (minus or section.is_red) if number < 0 and not signed else number == 0 or not minus
    is_exact = not section.is_broken and keeps_sign and not _DIGIT.search(f"{before} {after}")
    is_hidden = number == 0 and not shown(code, number)
    return Look(before, after + "%" * section.percents, section.exponent, is_exact and not is_hidden)


def shown(code: str, value: float | str) -> str:
    """A number or text as shown in this format, without padding."""
    if isinstance(value, str):
        section = next((each for each in reversed(sections_of(code)) if each.is_text), None)
        return value if section is None else f"{section.before}{value}{section.after}"
    at, signed = _section_for(code, value)
    section = _shown_sections(code)[at]
    number = _digits(section, abs(value)) if section.has_number else ""
    minus = "-" if signed and value < 0 and number else ""
    percent = "%" * section.percents
    return f"{minus}{section.before}{number}{percent}{section.after}".strip()


def shifted(number: float, exponent: int) -> float:
    """`number` times ten to the power of `exponent`, in decimal arithmetic: 0.07 and 2 give 7."""
    return float(_decimal(number).scaleb(exponent)) if exponent else number


def _decimal(number: float) -> "Decimal":
    from decimal import Decimal

    return Decimal(repr(float(number)))


def _without_sign(before: str) -> str:
    """The text before a number without a minus or plus; a plus behind a number is no sign: 600+ is at least 600."""
    return _MINUS.sub("", before).strip().removeprefix("+").strip()


def _hides_sign(sections: list[Section]) -> bool:
    """Whether positive numbers are shown with a minus, or negative ones without: -0, 0;0."""
    first, *others = [section for section in sections if not section.is_text] or [Section()]
    if first.condition or not first.has_number:
        return False
    second = others[0] if others and not others[0].condition and others[0].has_number else None
    is_lost = second is not None and not second.is_red and not _MINUS.search(second.before + second.after)
    return is_lost or _MINUS.search(first.before + first.after) is not None


def _says_more(section: Section) -> bool:
    literal = _without_sign(section.before) + _MINUS.sub("", section.after).strip()
    if section.is_text:
        return bool((section.before + section.after).strip())
    if not section.has_number:
        return not (_DASHES.fullmatch(section.before + section.after) and (section.before + section.after).strip())
    places = [place for place in section.whole if place in ("0", "#", "?")]
    is_padded = places.count("0") > 1 and not section.is_grouped
    is_dash = bool((section.before + section.after).strip())  # of 0: "-"??
    is_hidden = not section.is_general and not is_dash and "0" not in places and "0" not in section.decimals
    is_scaled = section.exponent != 2 * section.percents or section.percents > 1
    return bool(literal) or is_padded or is_hidden or is_scaled or section.is_broken or section.is_fraction


@lru_cache(maxsize=1024)
def _shown_sections(code: str) -> list[Section]:
    """The sections for numbers, followed by a General one."""
    return [*(each for each in sections_of(code) if not each.is_text or each.has_number), Section(is_general=True)]


def _section_for(code: str, number: float) -> tuple[int, bool]:
    """The index of the section for `number`, and whether it adds a minus to a negative one by itself."""
    sections = _shown_sections(code)
    count = len(sections) - 1
    if count and any(section.condition for section in sections[:2]):
        for at, section in enumerate(sections):
            condition = section.condition
            if condition is None or _OPERATORS[condition[0]](number, condition[1]):
                return at, not (condition and condition[0] in ("<", "<=") and condition[1] <= 0)
    if count < 2 or number > 0:
        return 0, True
    return (1, False) if number < 0 else (2 if count > 2 else 0, True)


def _digits(section: Section, number: float) -> str:
    if section.is_general or section.has_exponent:
        return f"{number:.{_GENERAL_DIGITS}g}"
    if section.is_fraction:
        return _fraction(section, number)
    places = sum(place in ("0", "#", "?") for place in section.whole)
    shift = 2 * section.percents - 3 * section.commas
    try:
        exact = _decimal(number).scaleb(shift)
        rounded = exact.quantize(exact.from_float(1.0).scaleb(-len(section.decimals)), rounding="ROUND_HALF_UP")
    except ArithmeticError:
        return f"{number:.{_GENERAL_DIGITS}g}"
    whole, _, decimals = f"{rounded:f}".partition(".")
    while decimals and section.decimals[len(decimals) - 1] != "0" and decimals[-1] == "0":
        decimals = decimals[:-1]
    fewest = sum(place == "0" for place in section.whole)
    whole = whole.lstrip("0").rjust(fewest, "0")
    if section.is_grouped and whole:
        whole = f"{int(whole):,}".rjust(len(whole), "0")
    if section.between:
        whole = _put_between(section.whole, whole, places)
    return f"{whole}.{decimals}" if decimals else whole


def _put_between(places: list[str], whole: str, count: int) -> str:
    """The digits of the integer part with the literals between them: 0!.0 shows 123 as 12.3."""
    whole = whole.rjust(count, "0")
    rest, parts = list(whole), []
    for place in reversed(places):
        if place in ("0", "#", "?"):
            parts.append(rest.pop())
        else:
            parts.append(place)
    return "".join(rest) + "".join(reversed(parts))


def _fraction(section: Section, number: float) -> str:
    """A number as a fraction: 1 1/3."""
    from fractions import Fraction

    most = 10 ** min(3, max(1, section.whole.count("?"))) - 1
    near = Fraction(number).limit_denominator(most)
    whole, rest = divmod(near.numerator, near.denominator)
    if rest == 0:
        return str(whole)
    return f"{whole} {rest}/{near.denominator}" if whole else f"{rest}/{near.denominator}"
