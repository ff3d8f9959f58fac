"""How a cell says that it holds nothing, or the error of a formula: one list for columns of every kind."""

import re
import unicodedata
from typing import Final

from domain.unsafe_characters import UNSEEN

#: Dashes of every make and length, strokes, or no sign at all.
_SIGNS: Final = re.compile("[-_\u2010-\u2015\u2212\u2500\u2501\u2e3a\u2e3b]*|/+|\\\\+")
_WORDS: Final = frozenset({"暂无", "无数据", "n/a", "na"})
#: Longer texts say something.
_LONGEST: Final = 400


def says_nothing(text: str, *, in_words: bool = True) -> bool:
    """Whether a cell with `text` holds nothing: blank, ——, /, or (`in_words`, not for columns of texts) 暂无."""
    if len(text := UNSEEN.sub("", text).strip()) > _LONGEST:
        return False
    plain = unicodedata.normalize("NFKC", text).lower()
    return _SIGNS.fullmatch(plain) is not None or (in_words and plain in _WORDS)


#: What a spreadsheet writes where a formula fails (ECMA-376 part 1, 18.17.2.7, and those that came later).
_ERRORS: Final = frozenset(
    ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!",
     "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!")
)  # fmt: skip
#: Most texts are told apart by their first sign.
_ERROR_STARTS: Final = frozenset("#＃EeＥｅ")
#: LibreOffice's: Err:502, #ERR502!.
_ERROR_NUMBER: Final = re.compile(r"#?ERR:?\d{3}!?", re.IGNORECASE)


def is_error(text: str) -> bool:
    """Whether `text` is what a failed formula left behind, as a value: #REF!, Err:502."""
    if text.lstrip()[:1] not in _ERROR_STARTS:
        return False
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).strip()
    return plain.upper() in _ERRORS or _ERROR_NUMBER.fullmatch(plain) is not None
