"""Escaping of data for the screen: Markdown elements and our own HTML."""

import html
import re
from typing import Final

from domain.judging.reasons import state_text
from domain.schema.display import NOT_STATED, is_missing

_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")

#: Where Streamlit's Markdown still interprets escaped text: arrows and dashes (two characters in a row), emoji and icon
#: codes (after a colon), links made of bare addresses (://, @, www.).
_JOINTS: Final = re.compile(r"[!-/:-@\[-`{-~](?=[!-/:-@\[-`{-~])|[:@]|(?<=ww)(?=w\.)", re.IGNORECASE)

#: Characters that Markdown may interpret; left out: the per cent sign, and those inside a number or a code (A-06).
_MARKDOWN_CHARACTERS: Final = re.compile(
    r"(?<![0-9])[.,]|[.,](?![0-9])|(?<![0-9A-Za-z])-|-(?![0-9A-Za-z])|[!-$&-+/:-@\[-`{-~]"
)
_TO_FULL_WIDTH: Final = 0xFEE0

#: WORD JOINER: invisible, zero width, no line break.
_JOINER: Final = "\u2060"


def escape_markdown(text: str) -> str:
    """`text` for an element that renders Markdown (titles, tabs, buttons, labels): shown literally, on one line.

    No emphasis, strike-through (1~3月、4~6月), link, image, formula, colour or icon. Runs of white space become one
    space.
    """
    line = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _JOINTS.sub(lambda joint: joint[0] + _JOINER, line))


def checkbox_label(text: str) -> str:
    """`text` for the label of a checkbox, without escapes: Streamlit passes its source on to screen readers.

    Characters that Markdown could interpret are replaced by their full-width forms, which are usual in Chinese text.
    """
    return _MARKDOWN_CHARACTERS.sub(lambda char: chr(ord(char[0]) + _TO_FULL_WIDTH), " ".join(text.split()))


def escape_html(text: object) -> str:
    """`text` for our own HTML, inside an element or a quoted attribute."""
    return html.escape(str(text), quote=True)


def state_html(state: object, state_high: object = None) -> str:
    """The label of a state with its colour; 临界 and both labels where they differ; 未载明 where it is missing."""
    if is_missing(state):
        return f'<span class="state state-unknown"><i></i>{NOT_STATED}</span>'
    words = state_text(str(state), str(state if is_missing(state_high) else state_high))
    return f'<span class="state state-{escape_html(state)}"><i></i>{escape_html(words)}</span>'
