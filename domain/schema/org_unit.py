"""Units of government: how their names are compared, and the code that is proposed for a name."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection
from typing import Final

#: A code: lower-case ASCII letters and digits, beginning with a letter.
CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,15}")
CODE_RULE: Final = "代码用 2 至 16 个小写字母、数字或连字符，以字母开头"
#: The office of a unit at the end of its name: 金川街道办事处 is 金川街道, 大桥镇人民政府 is 大桥镇.
_OFFICE: Final = re.compile(r"(?<=[街道镇乡县区市])(?:办事处|人民政府)$")
#: First character, in GB 2312, of the characters that are pronounced with each initial. The 3755 characters of its
#: first level (0xB0A1 to 0xD7F9) are sorted by pronunciation.
_INITIALS: Final = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_LAST: Final = 0xD7F9
_MAX_INITIALS: Final = 8


def plain_unit_name(text: str) -> str:
    """`text` as names of units are compared: half width, lower case, without blanks and without 办事处 or 人民政府."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    return _OFFICE.sub("", plain)


def propose_code(name: str, used_codes: Collection[str] = ()) -> str:
    """A code for a new unit `name`: the initials of its characters (金川街道: jcjd), numbered where it is in use."""
    initials = "".join(_initial(char) for char in plain_unit_name(name))[:_MAX_INITIALS]
    code = initials if CODE.fullmatch(initials) else "unit"
    proposals = (code, *(f"{code}{number}" for number in range(2, len(used_codes) + 3)))
    return next(each for each in proposals if each not in used_codes)


def _initial(char: str) -> str:
    """The initial of a Chinese character; "" for one that is rare. ASCII letters and digits stand for themselves."""
    if char.isascii():
        return char if char.isalnum() else ""
    try:
        encoded = int.from_bytes(char.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    if not _INITIALS[0][0] <= encoded <= _LAST:
        return ""
    return _INITIALS[bisect_right(_INITIALS, (encoded, "~")) - 1][1]
