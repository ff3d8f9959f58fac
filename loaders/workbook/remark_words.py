"""The words of rows that are no data: totals, headings, notes, labels of signatures; patterns of plain_words."""

import re
import unicodedata
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from loaders.workbook.caption_words import is_caption

_MAX_REMARK_LENGTH: Final = 80
_ENDS: Final = ":\uff1a \u3000"
_NUMERALS: Final = "一二三四五六七八九十"


def is_remark(text: str) -> bool:
    """Whether a text stands for no data: a total, a label, a number of a heading, a note."""
    if "单" in text and is_caption(text):
        return True
    if text.lstrip()[:1] not in _first_signs() and not text.rstrip(_ENDS).endswith(_total_words()):
        return False
    plain = plain_words(text[: _MAX_REMARK_LENGTH * 2])
    whole = (totals(), subtotals(), labels(), ordinal())
    return any(each.fullmatch(plain) for each in whole) or any(each.match(plain) for each in (notes(), numbered()))


def plain_words(text: str) -> str:
    """A text half width and without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@cache
def _first_signs() -> frozenset[str]:
    catalogue = read_catalogue("headers")
    words = catalogue["totals"] + catalogue["notes"] + catalogue["labels"]
    return frozenset(f"本全各共※*(\uff08{_NUMERALS}") | {word[0] for word in words}


@cache
def totals() -> re.Pattern[str]:
    """合计, 全街道合计:, 本年累计."""
    words = "|".join(read_catalogue("headers")["totals"])
    return re.compile(rf"(?:本页|本表|本年|本月|本期|全年|全部|各村|全街道)?(?:{words})数?(?:[(:].*)?")


@cache
def subtotals() -> re.Pattern[str]:
    """十五里村小计, 共计5项; a text that ends in 累计 may be a name."""
    words = "|".join(read_catalogue("headers")["totals"])
    return re.compile(rf".+(?:{'|'.join(_total_words())}):?|(?:{words}|共)[\d.,{_NUMERALS}百千万]+\D{{0,4}}")


@cache
def _total_words() -> tuple[str, ...]:
    return tuple(read_catalogue("headers")["subtotals"])


@cache
def notes() -> re.Pattern[str]:
    """注: 说明：※ at the beginning of a text."""
    catalogue = read_catalogue("headers")
    words = "|".join(sorted(catalogue["notes"] + catalogue["labels"], key=len, reverse=True))
    return re.compile(rf"(?:{words})[\d一二三四五]?[:.、]|[※*]")


@cache
def labels() -> re.Pattern[str]:
    """填表人, 联系电话, 注: labels whose contents are in the next cells."""
    catalogue = read_catalogue("headers")
    words, notes = "|".join(catalogue["labels"]), "|".join(catalogue["notes"])
    return re.compile(rf"(?:{words}):?|(?:{notes})[\d一二三四五]?:")


@cache
def ordinal() -> re.Pattern[str]:
    """(一), 一、 alone."""
    return re.compile(rf"\([{_NUMERALS}]+\)|[{_NUMERALS}]+[、.]?")


@cache
def item() -> re.Pattern[str]:
    """一、 (一) 1. 1、 (1) before a name or a year; not 1.5."""
    return re.compile(rf"\([{_NUMERALS}\d]{{1,3}}\)|[{_NUMERALS}]+[、.]|\d{{1,2}}(?:、|\.(?!\d)|\.(?=20\d\d年))")


@cache
def numbered() -> re.Pattern[str]:
    """(一), 一、 before a heading."""
    return re.compile(rf"\([{_NUMERALS}]+\)|[{_NUMERALS}]+[、.]")
