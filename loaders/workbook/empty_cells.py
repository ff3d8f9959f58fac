"""Recognizes cells that mean "no value" and error values of formulas, for columns of every kind."""

import re
import unicodedata
from typing import Final

from domain.unsafe_characters import UNSEEN

#: Dashes of any kind and length, slashes, or nothing.
_SIGNS: Final = re.compile("[-_\u2010-\u2015\u2212\u2500\u2501\u2e3a\u2e3b]*|/+|\\\\+")
_WORDS: Final = frozenset({"暂无", "无数据", "n/a", "na"})
#: Longer texts are not blank.
_MAX_LENGTH: Final = 400


def is_blank_text(text: str, *, in_words: bool = True) -> bool:
    """Whether `text` means no value: blank, ——, /, or (`in_words`, not for text columns) 暂无."""
    if len(text := UNSEEN.sub("", text).strip()) > _MAX_LENGTH:
        return False
    plain = unicodedata.normalize("NFKC", text).lower()
    return _SIGNS.fullmatch(plain) is not None or (in_words and plain in _WORDS)


#: Error values of spreadsheets (ECMA-376 part 1, 18.17.2.7, and later additions).
_ERRORS: Final = frozenset(
    ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!",
     "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!")
)  # fmt: skip
#: First characters of error values (fast pre-check).
_ERROR_STARTS: Final = frozenset("#＃EeＥｅ")
#: LibreOffice's: Err:502, #ERR502!.
_ERROR_NUMBER: Final = re.compile(r"#?ERR:?\d{3}!?", re.IGNORECASE)


def is_error(text: str) -> bool:
    """Whether `text` is an error value of a formula: #REF!, Err:502."""
    if text.lstrip()[:1] not in _ERROR_STARTS:
        return False
    plain = unicodedata.normalize("NFKC", text[:_MAX_LENGTH]).strip()
    return plain.upper() in _ERRORS or _ERROR_NUMBER.fullmatch(plain) is not None
