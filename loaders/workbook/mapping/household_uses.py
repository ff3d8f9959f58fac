"""Which columns of a list with one household per row say whose it is, what it has, and how far it has come."""

from collections.abc import Sequence
from typing import Final

from loaders.workbook.mapping.destinations import Destination, counts_several, destination_of, stage_of
from loaders.workbook.mapping.header_words import kind_words
from loaders.workbook.mapping.number_uses import number_uses
from loaders.workbook.mapping.profiles import Profile
from loaders.workbook.mapping.table_mapping import LEFT_OUT, PERSON, STAGE

_TABLE: Final = "demolition"
#: Columns of ours for what a household has.
_AREAS: Final = ("floor_m2", "area_mu")
#: Words of the day by which something shall be done.
_DUE: Final = ("期限", "时限", "限期", "计划", "要求", "约定", "最迟", "预计", "应")
#: Ends of headers that say what kind of building it is.
_OBJECTS: Final = ("性质", "用途", "类型", "类别")
#: Share of different texts among the rows from which a column tells each of them apart: an address.
_MANY: Final = 0.5


def are_households(profiles: Sequence[Profile], *, of_demolition: bool) -> bool:
    """Whether each row is a household: it is named, and nothing counts households, but says how far each has come.

    of_demolition: whether the words of the table are; without them it must have floors of houses.
    """
    uses = household_uses(profiles)
    if PERSON not in uses or any(use.endswith("households") for use in number_uses(_TABLE, profiles)):
        return False
    return any(use == "floor_m2" or (of_demolition and (use.startswith(STAGE) or use in _AREAS)) for use in uses)


def household_uses(profiles: Sequence[Profile]) -> tuple[str, ...]:
    """The proposed use of each column; the uses are those of column_choices."""
    uses = [LEFT_OUT] * len(profiles)
    for at, profile in enumerate(profiles):
        if not profile.filled or profile.has_figures:
            continue
        use = _text_use(profile)
        if use and use not in uses:
            uses[at] = use
    states_first = sorted(enumerate(profiles), key=lambda each: each[1].role != "state")
    for at, profile in states_first:
        use = _stage_use(profile)
        if use and not uses[at] and use not in uses:
            uses[at] = use
    return _with_areas(profiles, uses)


def _text_use(profile: Profile) -> str:
    words = profile.header.words
    if words.removesuffix("名称").endswith(kind_words("households")):
        return PERSON
    is_shared = (profile.filled > 1 and profile.distinct <= _MANY * profile.filled) or profile.distinct == 1
    if not is_shared:
        return "place" if profile.role == "place" and words.endswith(("村", "社区", "片区", "村名")) else LEFT_OUT
    if profile.role == "category" and words.endswith(_OBJECTS):
        return "object"
    return {"place": "place", "name": "project"}.get(profile.role, LEFT_OUT)


def _stage_use(profile: Profile) -> str:
    """The stage that the days or states of a column are of."""
    if profile.has_figures or profile.role in ("key", "contact", "serial", "person", "office"):
        return LEFT_OUT
    if any(word in profile.header.words for word in _DUE):
        return LEFT_OUT
    stage = stage_of(profile.header, _TABLE)
    says = 0 < profile.filled <= 2 * profile.states
    return f"{STAGE}{stage}" if stage and says and not profile.is_remark else LEFT_OUT


def _with_areas(profiles: Sequence[Profile], uses: list[str]) -> tuple[str, ...]:
    """`uses` with the columns of areas, each destination once."""
    numbers = [
        use if use in _AREAS and profile.has_figures else LEFT_OUT
        for use, profile in zip(number_uses(_TABLE, profiles), profiles, strict=True)
    ]
    columns = [(use, profile.header) for use, profile in zip(numbers, profiles, strict=True)]
    several = counts_several(_TABLE, columns)
    taken: set[Destination] = set()
    for at, (use, header) in enumerate(columns):
        destination = destination_of(_TABLE, use, header, several=several) if use else None
        if destination is not None and destination not in taken:
            taken.add(destination)
            uses[at] = use
    return tuple(uses)
