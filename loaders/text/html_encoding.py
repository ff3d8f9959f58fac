"""The text of a web page's bytes: by its byte order mark, what it declares, or as any text."""

import codecs
import re
from typing import Final

from loaders.text.plain_text import decode_text

_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_WITHIN: Final = 4096
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Names that pages use for what is GB18030 or a part of it.
_CHINESE: Final = ("gb2312", "gbk", "gb18030", "x-gbk")


def decode_page(data: bytes, name: str) -> str:
    """The markup of the page `data`, called `name`. Raises SourceError where no encoding fits."""
    declared = _DECLARED.search(data[:_WITHIN])
    if declared and not data.startswith(_MARKS):
        encoding = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if encoding in _CHINESE else encoding)
        except (UnicodeDecodeError, LookupError):  # many pages declare what they are not
            pass
    return decode_text(data, name)[0].removeprefix("\ufeff")
