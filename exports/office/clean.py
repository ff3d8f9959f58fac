"""Texts of a report as office files may carry them: characters that show, and nothing that acts."""

import re
from typing import Final

from domain.text.punctuation import full_width
from domain.unsafe_characters import UNSEEN

#: Control characters, halves of surrogate pairs, non-characters: XML forbids most of them, and none shows anything.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANKS: Final = re.compile(r"[\t\n\r\u2028\u2029]+")


def clean(text: object) -> str:
    """`text` in one line without control and unseen characters; "" for a missing one."""
    if text is None or text != text:
        return ""
    visible = UNSEEN.sub("", _FORBIDDEN.sub("", str(text)))
    return _BLANKS.sub(" ", visible).strip()


def prose(text: object) -> str:
    """A generated sentence in print form: `clean`, with full-width punctuation (GB/T 15834-2011) beside Chinese.

    Text in quotation marks is quoted from the report and is not changed.
    """
    return full_width(clean(text))
