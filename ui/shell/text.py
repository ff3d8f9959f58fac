"""Data as text on screen: for elements that read Markdown, and for our own HTML."""

import html
import re
from typing import Final

from domain.judging.reasons import state_text
from domain.schema.display import NOT_STATED, is_missing

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")

#: Where Streamlit's Markdown still acts on unescaped text: arrows and dashes (two signs in a row), emoji and
#: icon codes (after a colon), links made of bare addresses (://, @, www.).
_JOINTS: Final = re.compile(r"[!-/:-@\[-`{-~](?=[!-/:-@\[-`{-~])|[:@]|(?<=ww)(?=w\.)", re.IGNORECASE)

#: Signs that Markdown may act on; what stays is harmless: a per cent, and what stands within a number or a code (A-06).
_ACTING: Final = re.compile(r"(?<![0-9])[.,]|[.,](?![0-9])|(?<![0-9A-Za-z])-|-(?![0-9A-Za-z])|[!-$&-+/:-@\[-`{-~]")
_TO_FULL_WIDTH: Final = 0xFEE0

#: WORD JOINER: invisible, without width, and no place to break a line.
_JOINER: Final = "\u2060"


def plain(text: str) -> str:
    """`text` for an element that reads Markdown (titles, tabs, buttons, labels): shown as it is, on one line.

    Nothing in it acts: no emphasis, strike-through (1~3月、4~6月), link, image, formula, colour or icon.
    Runs of white space become one space.
    """
    line = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _JOINTS.sub(lambda joint: joint[0] + _JOINER, line))


def spoken(text: str) -> str:
    """`text` for the label of a tick, which a screen reader is given as written, escapes and all: none is in it.

    Signs that Markdown could act on stand in their full-width form, as Chinese text has them anyway.
    """
    return _ACTING.sub(lambda sign: chr(ord(sign[0]) + _TO_FULL_WIDTH), " ".join(text.split()))


def escaped(text: object) -> str:
    """`text` for our own HTML, inside an element or a quoted attribute."""
    return html.escape(str(text), quote=True)


def state_html(state: object, state_high: object = None) -> str:
    """A state's word with its colour beside it, 临界 and both where they differ; 未载明 where it is missing."""
    if is_missing(state):
        return f'<span class="state state-unknown"><i></i>{NOT_STATED}</span>'
    words = state_text(str(state), str(state if is_missing(state_high) else state_high))
    return f'<span class="state state-{escaped(state)}"><i></i>{escaped(words)}</span>'
