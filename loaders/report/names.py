"""One name for each project, place and enterprise, whatever the report calls it this time."""

from functools import cache

from domain.catalogue import read_catalogue
from loaders.report.wording import plain


@cache
def names_of_project(project: str | None) -> frozenset[str]:
    """All names of `project` as wordings are compared; empty for None.

    Raises KeyError for a project that aliases.yml does not list: a row of the catalogue bites only where the
    paragraph names its project, so each project must have its names.
    """
    if project is None:
        return frozenset()
    return _names("projects")[project]


@cache
def canonical_name(kind: str, printed: str) -> str:
    """The name that aliases.yml gives to `printed` (kind: projects, places, enterprises), else `printed` itself."""
    wanted = plain(printed)
    return next((name for name, names in _names(kind).items() if wanted in names), printed)


def named_in(kind: str, text: str) -> tuple[str, ...]:
    """The canonical names of every project, place or enterprise that `text` names, in order, longest names first."""
    found: dict[int, tuple[int, str]] = {}
    words = plain(text)
    for name, names in _names(kind).items():
        for each in names:
            at = words.find(each)
            if at >= 0 and (at not in found or found[at][0] < len(each)):
                found[at] = (len(each), name)
    covered = 0
    kept: list[str] = []
    for at, (length, name) in sorted(found.items()):
        if at >= covered:
            covered = at + length
            kept.append(name)
    return tuple(dict.fromkeys(kept))


def starts_with_name(kind: str, text: str) -> bool:
    """Whether `text` begins with any name of a known project, place or enterprise."""
    return plain(text).startswith(tuple(name for names in _names(kind).values() for name in names))


@cache
def _names(kind: str) -> dict[str, frozenset[str]]:
    return {
        entry["name"]: frozenset(plain(name) for name in [entry["name"], *entry.get("aliases", [])])
        for entry in read_catalogue("aliases")[kind]
    }
