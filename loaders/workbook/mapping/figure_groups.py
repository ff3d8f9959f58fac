"""Groups of columns that make one row of ours: figures with the same stage, kind or level, and those without one."""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.workbook.mapping.destinations import Destination
from loaders.workbook.mapping.header_rows import RegionColumn
from loaders.workbook.mapping.profiles import Profile


@dataclass(frozen=True)
class FigureUse:
    """One column that becomes a figure: its number in the region, header, destination and unit."""

    number: int
    column: RegionColumn
    profile: Profile
    destination: Destination
    unit: str


def figure_groups(uses: Sequence[FigureUse]) -> list[list[FigureUse]]:
    """The columns that make one row of ours: those with the same fixed values.

    One without any joins the group with its counterpart, target_area_mu that of area_mu; a share that of the column
    before it; else the first one. A number of all that stands alone joins its counterpart: 征收户数 beside 已签户数.
    """
    groups: dict[tuple[tuple[str, str], ...], list[FigureUse]] = {}
    for use in uses:
        groups.setdefault(use.destination.fixed, []).append(use)
    nameless: list[FigureUse] = []
    for fixed, group in list(groups.items()):
        is_of_all = all(_is_number_of_all(use) for use in group)
        if len(groups) > 1 and (not _names(fixed) or is_of_all) and any(_names(other) for other in groups):
            nameless += groups.pop(fixed)
    rest: dict[tuple[tuple[str, str], ...], list[FigureUse]] = {}
    for use in nameless:
        free = [
            group
            for group in groups.values()
            if use.destination.column not in {other.destination.column for other in group}
        ]
        if len({dict(fixed).get("object", "") for fixed in groups}) > 1:
            own = dict(use.destination.fixed).get("object", "")  # a number of all is none of one of several objects
            free = [group for group in free if dict(group[0].destination.fixed).get("object", "") == own]
        if "level" not in dict(use.destination.fixed):
            free = [group for group in free if "level" not in dict(group[0].destination.fixed)]
        beside = [group for group in free if use.destination.column.endswith("pct") and _is_beside(use, group)]
        same = [group for group in free if _is_counterpart(use, group)]
        joined = next(iter([*beside, *same, *(free if use.destination.column.endswith("pct") else [])]), None)
        if joined is None:
            joined = rest.setdefault(use.destination.fixed, [])
        joined.append(use)
    return [*groups.values(), *rest.values()]


def _names(fixed: Sequence[tuple[str, str]]) -> bool:
    """Whether fixed values say what a figure is of, and not only what it counts in."""
    return any(name != "count_unit" for name, _ in fixed)


def _is_beside(use: FigureUse, group: Sequence[FigureUse]) -> bool:
    return any(other.number == use.number - 1 for other in group)


def _is_counterpart(use: FigureUse, group: Sequence[FigureUse]) -> bool:
    """Whether a group has the figure that a target is of, in the same unit."""
    counterpart = use.destination.column.removeprefix("target_")
    unit = dict(use.destination.fixed).get("count_unit")
    return any(
        other.destination.column == counterpart and dict(other.destination.fixed).get("count_unit") == unit
        for other in group
    )


def _is_number_of_all(use: FigureUse) -> bool:
    """Whether a column is a target by the columns beside it only: its header says no side."""
    return use.destination.column.startswith("target_") and not use.profile.header.side
