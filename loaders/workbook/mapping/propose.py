"""Proposes what a table is and which of its columns becomes which of ours; the clerk confirms or corrects it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from domain.schema.tables import TABLES
from loaders.workbook.mapping.columns_read import are_periods
from loaders.workbook.mapping.destinations import Destination, counts_several, destination_of, is_money
from loaders.workbook.mapping.header_words import kind_words, names_unit, plain_text
from loaders.workbook.mapping.household_uses import are_households, household_uses
from loaders.workbook.mapping.number_uses import number_use, number_uses, safety_use
from loaders.workbook.mapping.outside_units import captions_of
from loaders.workbook.mapping.profiles import Profile, read_profiles
from loaders.workbook.mapping.regions import Region
from loaders.workbook.mapping.table_mapping import (
    CASES,
    EACH,
    HOUSEHOLDS,
    KINDS,
    LATEST,
    LEFT_OUT,
    PERIOD,
    TableMapping,
)

#: So many columns of single periods make a table of months.
_MIN_PERIODS: Final = 3
#: Text roles → columns that take them, by kind; the first that is free.
_TEXTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "measures": {
        "name": ("name",), "project": ("project",), "place": ("place",), "unit": ("unit",), "office": ("owner",),
        "person": ("responsible",), "note": ("note",), "category": ("name",),
    },
    "demolition": {"name": ("project",), "place": ("place",), "note": ("note",), "category": ("object",)},
    "land": {"name": ("project",), "place": ("place",), "note": ("note",), "category": ("object",)},
    "funding": {"name": ("project",), "place": ("place",), "note": ("note",), "category": ("kind",)},
    "safety": {"name": ("category",), "category": ("category",), "place": ("place",), "unit": ("unit",),
               "note": ("note",)},
    "other": {"name": ("project",), "place": ("place",), "unit": ("unit",), "note": ("note",),
              "category": ("topic",), "office": ("project",), "person": ("project",)},
}  # fmt: skip


#: Words of the day by which a case is due, and of that on which it was closed.
_DUE: Final = ("期限", "时限", "限期", "计划", "要求")
_DONE: Final = ("完成", "销号", "整改", "办结", "实际")
#: Shares of the rows with figures that a column fills in: nearly each, hardly any.
_MOST: Final = 0.8
_HARDLY: Final = 0.1
#: Ends of headers of columns with the period of each row.
_PERIODS: Final = ("月份", "月度", "年月", "季度", "年份", "年度", "报告期", "时期")
_LEVELS: Final = "一二三四五"
#: Roles of columns that can name rows.
_NAMING: Final = ("name", "office", "place", "person", "category", "note", "key", "state")


@dataclass(frozen=True)
class Proposal:
    """The proposed mapping of a region, the profiles of its columns, and for each kind the uses proposed for them."""

    mapping: TableMapping
    profiles: tuple[Profile, ...]
    uses_by_kind: Mapping[str, tuple[str, ...]]


def propose(region: Region) -> Proposal:
    """The proposal for `region`; its kind is "" where the table has no figures and no cases."""
    profiles = read_profiles(region)
    in_money = _in_money(region, profiles)
    kind = _kind(region, in_money)
    uses = {
        each: tuple(_case_uses(in_money) if each == CASES else household_uses(in_money) if each == HOUSEHOLDS
                    else _uses(each, in_money))
        for each in KINDS
    }  # fmt: skip
    periods = sum(profile.header.below_period and profile.has_figures for profile in profiles)
    is_each = periods >= _MIN_PERIODS or _has_plans_by_period(profiles)
    months = EACH if kind == "other" and is_each else LATEST
    return Proposal(TableMapping(kind, uses[kind], months), tuple(profiles), uses)


def _in_money(region: Region, profiles: Sequence[Profile]) -> list[Profile]:
    """The profiles as a unit of money above the table makes them: numbers that say no unit and count nothing have it.

    For proposals only: which unit a column has is decided, or asked, where it is read.
    """
    units = {each.unit for each in captions_of(region, region.sheet.name) if each.is_sure}
    unit = next(iter(units)) if len(units) == 1 else ""
    if not is_money(unit):
        return list(profiles)
    return [
        replace(each, header=replace(each.header, unit=unit))
        if each.has_figures and each.may_be_money else each
        for each in profiles
    ]  # fmt: skip


def _kind(region: Region, profiles: Sequence[Profile]) -> str:
    """What the table is, by its words and its figures."""
    figures = [profile for profile in profiles if profile.has_figures and profile.header.is_number]
    headers = " ".join(profile.header.label for profile in profiles)
    title = " ".join((*map(plain_text, region.titles), plain_text(region.sheet.name)))
    has_cases = any(word in title or word in headers for word in kind_words(CASES))
    is_list = any(_tells_closed(profile) for profile in profiles) and len(figures) <= 1
    if has_cases and is_list:
        return CASES
    of_demolition = any(word in title or word in headers for word in kind_words("demolition"))
    if are_households(profiles, of_demolition=of_demolition):
        return HOUSEHOLDS
    if not figures:
        return ""
    if has_cases and _safety_columns(profiles) >= 2:
        return "safety"
    if _has_plans_by_period(profiles) or _tells_periods_only(profiles):
        return "other"
    if _is_measures(profiles):
        return "measures"
    scores = {kind: _fit(kind, figures, headers, title) for kind in ("demolition", "land", "funding")}
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] > 0:
        return best
    has_sides = {"target", "actual"} <= {profile.header.side for profile in figures if profile.role != "rate"}
    return "measures" if has_sides and not any(profile.header.is_period for profile in figures) else "other"


def _has_plans_by_period(profiles: Sequence[Profile]) -> bool:
    """Whether several periods have a plan and what was done of it: neither is a target or a total of the year."""
    sides: dict[str, set[date]] = {"target": set(), "actual": set()}
    for header in (profile.header for profile in profiles if profile.has_figures):
        if header.below_period and not header.is_period and header.period is not None and header.side in sides:
            sides[header.side].add(header.period.end(2000))
    return min(map(len, sides.values())) > 0 and len(sides["target"] | sides["actual"]) > 1


def _tells_closed(profile: Profile) -> bool:
    """Whether a column says how far a case is: its state, its due day, or the day of its completion."""
    words = profile.header.words
    if profile.role == "state":
        return True
    return profile.role == "date" and any(
        word in words for word in ("期限", "时限", "限期", "完成", "整改", "销号", "办结")
    )


def _is_measures(profiles: Sequence[Profile]) -> bool:
    """Whether each row is an indicator: 指标 or a name beside a column of units, with target and actual."""
    sides = {profile.header.side for profile in profiles if profile.has_figures}
    has_unit = any(profile.role == "unit" for profile in profiles)
    named = any(profile.header.words.endswith(("指标", "指标名称")) for profile in profiles)
    return (has_unit or named) and bool({"target", "actual"} & sides)


def _fit(kind: str, figures: Sequence[Profile], headers: str, title: str) -> int:
    """How many figures fit the columns of a kind, where its words occur; 0 where they do not."""
    words = kind_words(kind)
    in_title, in_headers = (any(word in text for word in words) for text in (title, headers))
    if not in_title and not in_headers:
        return 0
    fitting = sum(number_use(kind, profile) != LEFT_OUT for profile in figures if profile.role != "rate")
    return fitting * (3 if in_title else 2) if 2 * fitting >= sum(p.role != "rate" for p in figures) else 0


def _safety_columns(profiles: Sequence[Profile]) -> int:
    return sum(profile.has_figures and safety_use(profile) != LEFT_OUT for profile in profiles)


def _uses(kind: str, profiles: Sequence[Profile]) -> list[str]:
    """The columns of ours for each column, each text column and each destination once."""
    uses = [LEFT_OUT] * len(profiles)
    taken: set[str] = set()
    finest_first = sorted(enumerate(profiles), key=lambda each: -_level(each[1]))
    empty = _empty_names(profiles)
    for role in ("unit", "name", "place", "category", "office", "person", "note"):
        order = {"note": lambda each: not each.is_remark, "place": lambda each: -each.distinct}.get(role, lambda _: 0)
        for at, profile in sorted(finest_first, key=lambda each: order(each[1])):
            if profile.role == role and not profile.has_figures and profile.filled and at not in empty:
                wanted = _TEXTS.get(kind, {}).get(role, ())
                if kind == "other" and role == "name" and _is_indicator(profile, profiles):
                    wanted = ("name",)
                free = [name for name in wanted if name not in taken]
                if free:
                    uses[at] = free[0]
                    taken.add(free[0])
    _name_rows(kind, profiles, uses, taken)
    if kind == "other" and (period := _period_column(profiles)) is not None and not uses[period]:
        uses[period] = PERIOD
    destinations: dict[Destination, int] = {}
    numbers = number_uses(kind, profiles)
    several = counts_several(
        kind,
        [(use, profile.header) for use, profile in zip(numbers, profiles, strict=True)
         if profile.has_figures and profile.role != "rate"],
    )  # fmt: skip
    for at in sorted(range(len(profiles)), key=lambda at: _preference(profiles[at])):
        profile = profiles[at]
        if not profile.has_figures or uses[at] or not (use := numbers[at]):
            continue
        destination = destination_of(kind, use, profile.header, several=several)
        earlier = destinations.setdefault(destination, at)
        headers = [profiles[earlier].header, profile.header]
        if earlier == at or are_periods(headers, (0, 1)):
            uses[at] = use
    return uses


def _level(profile: Profile) -> int:
    """The level that a header names: 2 of 二级指标, 0 where it names none."""
    words = profile.header.words
    return _LEVELS.find(words[0]) + 1 if words[1:2] == "级" else 0


def _is_indicator(profile: Profile, profiles: Sequence[Profile]) -> bool:
    """Whether a column names what is counted, and not the thing that several figures are of."""
    periods = sum(each.header.below_period for each in profiles)
    return periods >= _MIN_PERIODS or profile.header.words.endswith(("指标", "指标名称", "内容", "事项", "科目"))


def _name_rows(kind: str, profiles: Sequence[Profile], uses: list[str], taken: set[str]) -> None:
    """Give the column that rows must have the text column that tells them apart best, where no word says which."""
    needed = TABLES[kind].key[0] if kind in TABLES else ""
    if not needed or {needed, "name", "project", "place"} & taken:
        return
    open_uses = ("", "owner", "note", "topic")
    free = [
        at for at, profile in enumerate(profiles)
        if profile.filled and not profile.has_figures and profile.role in _NAMING and uses[at] in open_uses
    ]  # fmt: skip
    if free:
        uses[max(free, key=lambda at: (profiles[at].distinct, -at))] = needed


def _period_column(profiles: Sequence[Profile]) -> int | None:
    """The column with the period of each row; None where there is none."""
    return next(
        (at for at, each in enumerate(profiles)
         if each.distinct > 1 and not each.has_figures and each.header.words.endswith(_PERIODS)),
        None,
    )  # fmt: skip


def _tells_periods_only(profiles: Sequence[Profile]) -> bool:
    """Whether rows are periods: no column but that of the period tells them apart."""
    return _period_column(profiles) is not None and not any(
        each.role in ("name", "place", "office", "person", "category") and each.distinct > 1 and not each.has_figures
        for each in profiles
    )


def _empty_names(profiles: Sequence[Profile]) -> set[int]:
    """The columns of names that hardly any row fills in, where a column of codes tells all of them apart."""
    rows = max((profile.figures for profile in profiles if profile.has_figures), default=0)
    has_codes = any(each.role == "key" and each.distinct >= _MOST * rows for each in profiles)
    return {
        at for at, profile in enumerate(profiles)
        if has_codes and profile.role == "name" and profile.filled < _HARDLY * rows
    }  # fmt: skip


def _preference(profile: Profile) -> tuple[int, int]:
    """Cumulative figures before those of a month, these before those of a whole year, the latest year first."""
    words, period = profile.header.words, profile.header.period
    is_part = any(word in words for word in ("当月", "本月", "本期", "当日", "本周"))
    if period is not None and period.is_year and profile.header.side != "target":
        return 4, -(period.year or 0)
    return 2 * is_part + ("累计" not in words), 0


def _case_uses(profiles: Sequence[Profile]) -> list[str]:
    """The columns of a case: its category, level, place, due day, day of closing and state."""
    uses = [LEFT_OUT] * len(profiles)
    wanted = {
        "level": lambda p: any(word in p.header.words for word in ("级别", "等级", "程度")),
        "category": lambda p: p.role == "category",
        "due": lambda p: p.role == "date" and any(w in p.header.words for w in _DUE),
        "done_on": lambda p: p.role == "date" and any(w in p.header.words for w in _DONE),
        "state": lambda p: p.role == "state" or any(w in p.header.words for w in ("是否", "状态", "情况")),
        "place": lambda p: p.role == "place",
    }  # fmt: skip
    for name, is_one in wanted.items():
        for at, profile in enumerate(profiles):
            if not uses[at] and profile.filled and is_one(profile) and not names_unit(profile.header.label):
                uses[at] = name
                break
    return uses


def missing_columns(kind: str, uses: Sequence[str]) -> list[str]:
    """The labels of the columns that tell the rows of this kind apart and that the table does not have."""
    if kind not in TABLES:
        return []
    keys = [
        name for name in TABLES[kind].key if name not in ("claim", "unit", "stage", "object", "role", "output_name")
    ]
    return [TABLES[kind].column(name).label for name in keys if name not in uses]
