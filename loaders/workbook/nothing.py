"""How a cell says that it holds nothing: one list for columns of every kind."""

import re
import unicodedata
from typing import Final

from domain.signs import UNSEEN

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
