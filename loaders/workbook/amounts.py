"""A number as clerks write it in a cell: 1,250, 约600, 2000余万, 73%, 33.15公顷, full-width digits.

Parsed by the grammar of reports, plus the unit that the header or the row states.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from domain.schema.display import qualified_text
from domain.schema.units import MAGNITUDES, UnitError, convert, parse_unit
from domain.schema.vocabulary import NOT_FIGURES
from loaders.numbers.grammar import Number, read_numbers
from loaders.numbers.numerals import ARABIC, DIGITS, parse_arabic
from loaders.workbook.empty_cells import is_blank_text

#: These may mean 0 or unknown: the clerk is asked.
_ZERO_OR_MISSING: Final = frozenset({"无", "没有"})
#: Words that may precede the number.
_QUALIFIERS_BEFORE: Final = frozenset(
    (
        "约", "大约", "约为", "大概", "大致", "将近", "接近", "近", "超过", "超出", "超", "突破", "逾", "多达",
        "不低于", "不少于", "不小于", "不下", "至少", "最少", "高于", "大于", "上", "不超过", "不高于", "不大于",
        "不多于", "至多", "最多",
        "低于", "少于", "小于", "不到", "不足", "控制在", "过", "破", "几近",
    )
)  # fmt: skip
#: Scale words before a unit; the 千 of 千克 and 千米 is not one.
_SCALES: Final = tuple(sorted((word for word in MAGNITUDES if word[-1] in "万亿"), key=len, reverse=True))
_SIGNS: Final = {">=": "不低于", "≥": "不低于", "<=": "不超过", "≤": "不超过", "≈": "约", "~": "约"}
_MINUS: Final = re.compile(r"^[-−–](?=\s*[0-9.])\s*")
_PLUS: Final = re.compile(r"^\+(?=\s*[0-9.])\s*")
_BLANKS: Final = re.compile(r"\s+")
_BARE: Final = re.compile(ARABIC)
#: Beside the comma only a space that does not break, or a thin one, separates thousands: 1 250 000.
_THOUSANDS: Final = re.compile(
    rf"(?<![{DIGITS}])[{DIGITS}]{{1,3}}([\u00a0\u2007\u2009\u202f])[{DIGITS}]{{3}}(?:\1[{DIGITS}]{{3}})*(?![{DIGITS}])"
)
_NOT_DIGITS: Final = re.compile(rf"[^{DIGITS}]")
#: Any other blank or line break between digits, a dash of a range apart: 584 600.
_TWO_NUMBERS: Final = re.compile(
    rf"[{DIGITS}][^\s{DIGITS}]*(?<![-–—~～至到])\s+[-+−–—]?[.．·]?[{DIGITS}]|[{DIGITS}]\s*[.．·]\s+[{DIGITS}]"
)
#: A number in Chinese numerals with its own scale, alone: 三十万, 约三亿五千万.
_CHINESE_SCALED: Final = re.compile(rf"[^{DIGITS}]*[万亿][^{DIGITS}]*")
#: Foreign to sheets of this office; 5'300 may be a length or a time.
_APOSTROPHE: Final = re.compile(rf"[{DIGITS}]['’][{DIGITS}]")
_MAX_LENGTH: Final = 40
#: Longer texts are rejected unparsed.
_MAX_CELL_LENGTH: Final = 400
_DIGITS: Final = 12
_EMPTY: Final = re.compile(r"[(（\[【〔<《]\s*[)）\]】〕>》]|[)）、.]$")
#: Forms of digits that number a note: ①, ², ₂, ⒈ (Unicode, character decomposition mapping).
_MARK_FORMS: Final = ("<circle>", "<super>", "<sub>", "<compat>")
#: After a letter a raised digit belongs to a unit: m², μg/m³.
_LETTERS: Final = re.compile("[A-Za-z]")


class CellFault(Exception):
    """A cell that cannot be parsed: a code of domain.faults and its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.code, self.slots = code, slots


@dataclass(frozen=True)
class Amount:
    """One number in the target unit. unit: the one written in the cell, "" for none.

    bare_share: a number for per cent without the sign and at most 1, which may be a share (0.73 for 73 %).
    """

    value: float
    high: float | None = None
    qualifier: str = "exact"
    unit: str = ""
    bare_share: bool = False


@lru_cache(maxsize=65536)
def parse_amount(text: str, target_unit: str) -> Amount | None:
    """The number in `text`, in `target_unit` ("" where neither header nor row states one); None where missing.

    Raises CellFault: not_a_number, two_numbers, unit_mismatch, zero_or_missing, mark_in_number, which_scale.
    """
    if len(text := text.strip()) > _MAX_CELL_LENGTH:
        raise CellFault("not_a_number")
    _check_marks(text)
    text = _THOUSANDS.sub(lambda match: _NOT_DIGITS.sub("", match[0]), text)
    if _TWO_NUMBERS.search(text):
        raise CellFault("two_numbers")
    if _APOSTROPHE.search(text):
        raise CellFault("not_a_number")
    if is_blank_text(text):
        return None
    plain = _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    if plain in _ZERO_OR_MISSING:
        raise CellFault("zero_or_missing")
    if _BARE.fullmatch(plain):
        bare = parse_arabic(plain)
        return Amount(bare, bare_share=target_unit == "%" and 0 < bare <= 1)
    if len(plain) > _MAX_LENGTH:
        raise CellFault("not_a_number")
    for sign, words in _SIGNS.items():
        if plain.startswith(sign):
            plain = words + plain[len(sign) :].strip()
    unsigned = _PLUS.sub("", _MINUS.sub("", plain))
    number = _sole_number(unsigned, target_unit)
    if number is None or number.value is None:
        raise CellFault("not_a_number")
    factor = -1.0 if _MINUS.match(plain) else 1.0
    unit = _full_unit(number, target_unit)
    value, high = (_in_unit(each, unit, target_unit) for each in (number.value, number.high))
    assert value is not None
    return Amount(
        factor * value, None if high is None else factor * high, number.qualifier, number.unit,
        bare_share=target_unit == "%" and not number.unit and 0 < value <= 1,
    )  # fmt: skip


def in_unit(value: float, unit: str, target_unit: str) -> float:
    """`value` converted from `unit` to `target_unit`, rounded to 12 digits. Raises CellFault unit_mismatch."""
    try:
        return float(f"{convert(value, unit, target_unit):.{_DIGITS}g}")
    except UnitError as error:
        raise CellFault("unit_mismatch", unit=unit, wanted=target_unit) from error


def mark_places(text: str) -> list[int]:
    """The positions of ①, ² and the like in `text`, which Unicode normalization would turn into digits."""
    return [
        at for at, char in enumerate(text)
        if char > "\x7f" and _is_mark(char) and not (at and _LETTERS.match(text[at - 1]))
    ]  # fmt: skip


def _in_unit(value: float | None, unit: str, target_unit: str) -> float | None:
    if value is None or not unit or not target_unit or unit == target_unit:
        return value
    return in_unit(value, unit, target_unit)


def _sole_number(text: str, target_unit: str) -> Number | None:
    """The single number of `text`; its unit is "" where only the target unit makes it readable (六百, 约600)."""
    scale, bare = _split_scale(target_unit)
    if scale and _CHINESE_SCALED.fullmatch(text) and (whole := _covering(text + bare)) is not None and whole.unit:
        return _of_its_own_scale(whole, scale, bare)
    alone = _covering(text)
    if alone is not None and (alone.unit or alone.qualifier != "exact"):
        return alone
    # 四千 with 万元 is 4000 万元; 四千万元 would be read as 四千万 of 元
    completed = _covering(text + (bare if bare and parse_unit(bare) else "个"))
    if completed is not None:
        completed.unit = ""
        return completed
    if alone is None and target_unit and text.endswith(target_unit):
        alone = _covering(text[: -len(target_unit)].strip())
        if alone is not None and alone.unit:
            if alone.unit not in MAGNITUDES:  # 73%%, 5公顷亩
                return None
            alone.unit += target_unit  # 4千余万元
    return alone


def _of_its_own_scale(number: Number, scale: str, bare: str) -> Number:
    """三十万 of 元, where the target is 万元: 30万元. Raises CellFault which_scale for 三万 where it is 亿元."""
    assert number.value is not None
    yuan = in_unit(number.value, number.unit, bare)
    if yuan < MAGNITUDES[scale]:
        whole = f"{yuan:.{_DIGITS}g}"
        large, small = (qualified_text(whole, unit, number.qualifier) for unit in (scale + bare, bare))
        raise CellFault("which_scale", large=large, small=small)
    return number


def _covering(text: str) -> Number | None:
    """The number that covers all of `text` except a word like 约 before it; None for none."""
    numbers = read_numbers(text, listed=False)
    if len(numbers) != 1:
        return None
    number = numbers[0]
    before = text[: number.start].strip()
    if number.end < len(text) or (before and before not in _QUALIFIERS_BEFORE):
        return None
    if before and number.qualifier == "exact":
        return None
    if number.dimension in NOT_FIGURES and not (number.dimension == "identifier" and number.bare):
        return None
    return number


def _full_unit(number: Number, target_unit: str) -> str:
    """The unit of a number; a scale alone belongs to the target unit: 2000余万 is 万元 for 万元 or 元, 万亩 for 亩.

    Raises CellFault which_scale where it is smaller than the target's: 4千 may be 4000万元 or 4000元.
    """
    unit = number.unit
    if unit not in MAGNITUDES or not target_unit:
        return unit
    scale, bare = _split_scale(target_unit)
    if MAGNITUDES[unit] < MAGNITUDES.get(scale, 1):
        whole = [f"{each * MAGNITUDES[unit]:.{_DIGITS}g}" for each in (number.value, number.high) if each is not None]
        large, small = (qualified_text("-".join(whole), each, number.qualifier) for each in (target_unit, bare))
        raise CellFault("which_scale", large=large, small=small)
    return unit + (bare if parse_unit(target_unit) else "")


def _split_scale(unit: str) -> tuple[str, str]:
    """万元 as 万 and 元; the 千 of 千克 and 千米 is no scale."""
    scale = next((word for word in _SCALES if unit.startswith(word)), "")
    return scale, unit[len(scale) :]


def _check_marks(text: str) -> None:
    if places := mark_places(text):
        rest = _EMPTY.sub("", "".join(char for at, char in enumerate(text) if at not in places)).strip()
        number = rest if any(map(str.isdigit, rest)) else "600"
        raise CellFault("mark_in_number", mark="".join(text[at] for at in places), number=number)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    form = unicodedata.decomposition(char).partition(" ")[0]
    return form in _MARK_FORMS and any(map(str.isdigit, unicodedata.normalize("NFKC", char)))
