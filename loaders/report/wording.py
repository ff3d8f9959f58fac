"""How words are compared, whatever their punctuation: half-width, without spaces and quotation marks."""

from typing import Final

#: Stands for a line break inside a sentence; a private-use character, as wide as the break it replaces.
WRAP: Final = "\u2028"
_DROPPED: Final = frozenset(f" \t\r\u3000\u00a0“”‘’\"'「」{WRAP}")


def plain(text: str) -> str:
    """`text` as words are compared: half-width punctuation, no spaces, no quotation marks."""
    return "".join(narrow for char in text if (narrow := _narrow(char)))


def _narrow(char: str) -> str:
    if char in _DROPPED:
        return ""
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char
