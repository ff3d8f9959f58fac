"""The sections of the code of a number format: their tokens, digits and literals (ECMA-376, 18.8.30 and 18.8.31).

Also loaded from its file by the child process: standard library only.
"""

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?:.|$)|\*(?:.|$)|\[(?P<bracket>[^\]]*)\]|(?P<end>;)'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>[Ee][+-]0+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"
    r"|(?P<percent>%)|(?P<slash>/)|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION: Final = re.compile(r"([<>]=?|=|<>)(-?[0-9.]+)")
_COLOUR: Final = re.compile(r"(?:Red|红色?|Color\s*3)", re.IGNORECASE)
_DATE: Final = re.compile(r"[ymdhse]|AM/PM|上午/下午", re.IGNORECASE)
_ELAPSED: Final = re.compile(r"[hmsHMS]+")
_POINTS: Final = frozenset(".．。·")
_MAX_CODE_LENGTH: Final = 1000


class Section:
    """One section: the literals before and after the number, and its digits.

    whole: the digit places of the integer part from left to right (0, # or ?) and literals between them; decimals: the
    places after the point; commas: how often the number is divided by a thousand.
    """

    before = after = decimals = ""
    commas = percents = 0
    condition: tuple[str, float] | None = None
    is_red = is_grouped = is_text = is_fraction = has_exponent = has_point = is_date = False

    def __init__(self, *, is_general: bool = False) -> None:
        self.whole: list[str] = []
        self.is_general = is_general

    @property
    def has_number(self) -> bool:
        """Whether anything of the number is shown."""
        return bool(self.whole or self.decimals or self.is_general)

    @property
    def between(self) -> list[str]:
        """The literals between the digits of the integer part."""
        return [place for place in self.whole if place not in ("0", "#", "?")]

    @property
    def exponent(self) -> int:
        """The power of ten by which the number is multiplied before it is shown."""
        shift = 0
        if self._is_point_of_its_own():
            at = next(at for at, place in enumerate(self.whole) if place in _POINTS)
            shift = len(self.whole) - at - 1
        return 2 * self.percents - 3 * self.commas - shift

    def _is_point_of_its_own(self) -> bool:
        """Whether an escaped point is the only point and literal between the digits: 0!.0000."""
        between = self.between
        return len(between) == 1 and between[0] in _POINTS and not self.has_point

    @property
    def is_broken(self) -> bool:
        """Whether literals between the digits change their meaning: 000-0000, 0万0000."""
        return bool(self.between) and not self._is_point_of_its_own()


@lru_cache(maxsize=1024)
def sections_of(code: str) -> list[Section]:
    """The sections of the format `code`, from left to right."""
    sections: list[Section] = []
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(code[:_MAX_CODE_LENGTH] if code.strip() else "General"):
        if match.lastgroup == "end":
            sections.append(_section(tokens))
            tokens = []
        elif match.lastgroup is not None:
            tokens.append((match.lastgroup, match[match.lastgroup]))
        else:
            tokens.append(("other", " "))
    return [*sections, _section(tokens)]


def _section(tokens: list[tuple[str, str]]) -> Section:
    section = Section()
    tokens = [token for token in tokens if not _take_bracket(section, token)]
    for at, (kind, text) in enumerate(tokens):
        if kind == "bracket":
            tokens[at] = ("quoted", text[1:].partition("-")[0])
    section.is_date = section.is_date or any(kind == "other" and _DATE.match(text) for kind, text in tokens)
    section.is_text = any(kind == "text" for kind, _ in tokens)
    section.is_general = any(kind == "general" for kind, _ in tokens)
    section.has_exponent = any(kind == "exponent" for kind, _ in tokens)
    section.percents = sum(kind == "percent" for kind, _ in tokens)
    places = [at for at, (kind, _) in enumerate(tokens) if kind in ("digit", "general", "text")]
    if not places:
        section.before = "".join(text for kind, text in tokens if kind not in ("percent",))
        section.percents = 0
        return section
    first, last = places[0], places[-1]
    if first and tokens[first - 1][0] == "point":
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1][0] in ("comma", "point", "exponent"):
        last += 1
    section.before = _literal(tokens[:first])
    section.after = _literal(tokens[last + 1 :])
    if not section.is_text and not section.is_general:
        _take_digits(section, tokens[first : last + 1])
    return section


def _take_bracket(section: Section, token: tuple[str, str]) -> bool:
    """Apply a bracket token that shows nothing itself (colour, condition, locale); whether it was one."""
    kind, text = token
    if kind != "bracket" or (text.startswith("$") and text[1:].partition("-")[0]):
        return False
    if match := _CONDITION.fullmatch(text):
        section.condition = (match[1], float(match[2]))
    section.is_red = section.is_red or _COLOUR.fullmatch(text) is not None
    section.is_date = section.is_date or _ELAPSED.fullmatch(text) is not None
    return True


def _literal(tokens: list[tuple[str, str]]) -> str:
    return "".join(text for kind, text in tokens if kind not in ("percent", "exponent"))


def _take_digits(section: Section, tokens: list[tuple[str, str]]) -> None:
    """Apply the tokens from the first digit place to the last, with trailing commas and point."""
    section.is_fraction = any(kind == "slash" for kind, _ in tokens)
    commas = 0
    for kind, text in tokens:
        if kind == "digit":
            section.is_grouped = section.is_grouped or (commas > 0 and not section.has_point)
            commas = 0
            if section.has_point:
                section.decimals += text
            else:
                section.whole.append(text)
        elif kind == "comma":
            commas += 1
        elif kind == "point":
            section.has_point = True
            section.commas, commas = section.commas + commas, 0
        elif kind not in ("exponent", "percent", "slash") and text.strip() and not section.is_fraction:
            section.whole.append(text)
    section.commas += commas
    while section.whole and section.whole[-1] not in ("0", "#", "?"):
        section.after = section.whole.pop() + section.after
