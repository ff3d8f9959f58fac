"""One name for each project, place and enterprise of a unit, whatever the report calls it this time."""

import re

from domain.unit_catalogue import Kind, name_pattern, names_of_unit
from loaders.report.wording import plain


def canonical_name(org_unit: str | None, kind: Kind, printed: str) -> str:
    """The name that the unit gives to `printed`, else `printed` itself."""
    wanted = plain(printed)
    names = names_of_unit(org_unit).of(kind)
    return next((name for name, known in names.items() if wanted in map(plain, known)), printed)


def named_in(org_unit: str | None, kind: Kind, text: str) -> tuple[str, ...]:
    """The name of every project, place or enterprise that `text` names, in order, longest names first."""
    pattern, chosen = name_pattern(org_unit, kind)
    found = pattern.findall(plain(text)) if pattern else []
    return tuple(dict.fromkeys(chosen[each] for each in found))


def starts_with_name(org_unit: str | None, kind: Kind, text: str) -> bool:
    """Whether `text` begins with any name of a known project, place or enterprise."""
    pattern, _ = name_pattern(org_unit, kind)
    return pattern is not None and pattern.match(plain(text)) is not None


def name_at(org_unit: str | None, kind: Kind, text: str, place: tuple[int, int], *spans: tuple[int, int]) -> str | None:
    """The project or place that a number at `place` belongs to: named in the first of `spans` that names any.

    In a span the last one before the number counts, else the first one behind it; one of a list (甲、乙等) never
    does: its number is of all of them.
    """
    pattern, chosen = name_pattern(org_unit, kind)
    if pattern is None:
        return None
    for start, end in spans:
        found = list(pattern.finditer(text, start, end))
        alone = [match for match in found if not _is_listed(text, match)]
        before = [match for match in alone if match.end() <= place[0]]
        behind = [match for match in alone if match.start() >= place[1]]
        if before or behind:
            return chosen[before[-1][0] if before else behind[0][0]]
        if found:
            return None
    return None


def _is_listed(text: str, match: re.Match[str]) -> bool:
    return text[match.end() : match.end() + 1] == "、" or text[max(0, match.start() - 1) : match.start()] == "、"
