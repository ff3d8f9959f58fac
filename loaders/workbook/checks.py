"""Checks of what a workbook changes: faults that keep it out, warnings that may go on. Rows that stay are not judged.

What stands in the current version may be wrong itself (the report contradicts itself in places) and must not keep a
clerk from bringing other rows up to date; so only cells that change, and new rows, are looked at.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

import numpy as np

from domain.catalogue import read_catalogue
from domain.judging.history import about_the_same, fell
from domain.judging.intervals import interval
from domain.judging.progress import Measure, progress_of
from domain.office_time import office_today
from domain.schema.columns import Column
from domain.schema.display import is_missing, number_text, quantity_text
from domain.schema.ledger import qualifier_of, unit_column_of
from domain.schema.part_of_whole import ITEMS
from domain.schema.period import date_text
from domain.schema.tables import TABLES
from domain.schema.units import in_unit, same_quantity
from domain.schema.vocabulary import WATCHED
from loaders.workbook.columns import Sheeted
from loaders.workbook.day_column import day_text
from loaders.workbook.measure_kinds import check_kinds

MUCH: Final = 0.30
_MAY_FALL_BELOW_ZERO: Final = frozenset({"%", "\uff05", "‰", "百分点", "个百分点"})
#: Columns that say what the numbers of a row are.
_SAYING_WHAT: Final = ("name", "topic", "kind", "stage", "output_name", "of_what")
#: Figures of a period are brought up to date for some months after its end, rarely longer.
_LATE: Final = timedelta(days=184)
#: Kinds of which no number is a share of the target.
_NO_SHARE: Final = frozenset({"limit", "rate_of_change"}) | WATCHED

#: One thing to tell: code, row, column, slots of the text.
_Tell = tuple[str, int, str, dict[str, Any]]


def check_rows(sheeted: Sheeted, ids: list[str]) -> None:
    """Tell the faults and warnings of the rows of one sheet that are new or changed; `ids`: the row_id of each.

    A number as the report prints it goes where the number itself was changed, before anything else is looked at.
    """
    found = [_check_printed(sheeted), _check_keys(sheeted), _check_numbers(sheeted), _check_days(sheeted)]
    found += [_check_ranges(sheeted), _check_parts(sheeted), _check_units(sheeted)]
    if sheeted.table == "measures":
        found += [_check_measures(sheeted), check_kinds(sheeted)]
    if sheeted.table == "funding":
        found.append(_check_funding(sheeted, ids))
    for code, row, column, slots in chain.from_iterable(found):
        sheeted.tell(code, row, column, **slots)


def _touched(sheeted: Sheeted, columns: Iterable[str]) -> Iterator[int]:
    """The rows that are new, or of which one of `columns` changed."""
    touched = sheeted.known < 0
    for column in columns:
        if column in sheeted.changed:
            touched = touched | sheeted.changed[column]
    yield from np.flatnonzero(touched).tolist()


def _tell(code: str, row: int, column: str, **slots: Any) -> _Tell:
    return code, row, column, slots


def _label(sheeted: Sheeted, column: str) -> str:
    return TABLES[sheeted.table].column(column).label


def _known(value: Any) -> bool:
    return value is not None and value == value


def _check_keys(sheeted: Sheeted) -> Iterator[_Tell]:
    key = TABLES[sheeted.table].key[0]
    new = sheeted.known < 0
    for row in _touched(sheeted, [key]):
        if sheeted.values[key][row] is None:
            yield _tell("key_missing", row, key, label=_label(sheeted, key))
        elif new[row] and np.isnat(sheeted.values["as_of_end"][row]):
            yield _tell("no_as_of", row, "as_of_end")


def _check_numbers(sheeted: Sheeted) -> Iterator[_Tell]:
    for column in TABLES[sheeted.table].columns:
        if column.kind == "number" and not column.words:
            yield from _check_number(sheeted, column)


def _check_number(sheeted: Sheeted, column: Column) -> Iterator[_Tell]:
    name = column.name
    new, old, changed = sheeted.values[name], _in_new_units(sheeted, name), sheeted.changed[name]
    for row in np.flatnonzero(changed & (new < 0)).tolist():
        if not _may_be_negative(sheeted, name, row):
            yield _tell("negative", row, name, label=column.label)
    with np.errstate(all="ignore"):
        share = (new - old) / np.abs(old)
    much = changed & (old != 0) & (np.abs(share) > MUCH)
    if much.any():
        texts = _texts(sheeted, name)
        for row in np.flatnonzero(much).tolist():
            yield _tell("changed_much", row, name, **texts(row), change=f"{100 * share[row]:+.0f}")
    if column.unit == "%":
        for row in np.flatnonzero(changed & (new > 100)).tolist():
            rate = number_text(new[row])
            yield _tell("over_complete", row, name, what=column.label, rate=rate)


def _in_new_units(sheeted: Sheeted, column: str) -> np.ndarray:
    """What the rows held in `column`, in the units that they have now; NaN where these do not convert."""
    old, unit = sheeted.old(column), unit_column_of(sheeted.table, column)
    if unit is not None and sheeted.changed[unit].any():
        units = sheeted.old(unit)
        for row in np.flatnonzero(sheeted.changed[unit] & ~np.isnan(old)).tolist():
            old[row] = in_unit(old[row], units[row], sheeted.values[unit][row])
    return old


def _texts(sheeted: Sheeted, column: str) -> Callable[[int], dict[str, str]]:
    """For a row, what its cell in `column` held and holds, as slots: {"old": 584亩, "new": 38.93公顷}."""
    unit, about = unit_column_of(sheeted.table, column), qualifier_of(sheeted.table, column)
    header = TABLES[sheeted.table].column(column).unit
    held = {name: sheeted.old(name) for name in (column, unit, about) if name is not None}

    def texts(row: int) -> dict[str, str]:
        return {
            slot: quantity_text(
                cells[column][row],
                header if unit is None else cells[unit][row],
                None if about is None else cells[about][row],
            )
            for slot, cells in (("old", held), ("new", sheeted.values))
        }

    return texts


def _check_units(sheeted: Sheeted) -> Iterator[_Tell]:
    """Units that were changed while a number was not converted with them (600亩 is 600公顷 now), once per unit."""
    told: set[tuple[int, str]] = set()
    for column in TABLES[sheeted.table].columns:
        unit = unit_column_of(sheeted.table, column.name)
        if unit is None or not sheeted.changed[unit].any():
            continue
        old_numbers, old_units = sheeted.old(column.name), sheeted.old(unit)
        for row in np.flatnonzero(sheeted.changed[unit] & (sheeted.known >= 0)).tolist():
            then, now = (
                (old_numbers[row], old_units[row]),
                (sheeted.values[column.name][row], sheeted.values[unit][row]),
            )
            known = all(_known(each) for each in (*then, *now))
            if known and (row, unit) not in told and not about_the_same(in_unit(*then, now[1]), now[0]):
                told.add((row, unit))
                slots = {"old": f"{number_text(then[0])}{then[1]}", "new": f"{number_text(now[0])}{now[1]}"}
                yield _tell("unit_changed", row, unit, what=column.label, **slots)


def _check_printed(sheeted: Sheeted) -> Iterator[_Tell]:
    """Numbers that stand there once more as the report prints them (497.25亩, 33.15公顷): both say the same."""
    for column in TABLES[sheeted.table].columns:
        if printed := TABLES[sheeted.table].column(column.name).printed_columns:
            for row in _touched(sheeted, (column.name, *printed)):
                yield from _check_twice(sheeted, row, column, printed)


def _check_twice(sheeted: Sheeted, row: int, column: Column, printed: tuple[str, ...]) -> Iterator[_Tell]:
    """One row: what was printed of a number goes with it, and where both were written they agree."""
    number, (value, unit) = sheeted.values[column.name][row], (sheeted.values[name][row] for name in printed)
    if not _known(value) or not _known(unit):
        return
    now, then = (number, column.unit), (value, unit)
    texts = {"now": quantity_text(*now) if _known(number) else "空白", "then": quantity_text(*then)}
    slots = {"label": column.label, "other": _label(sheeted, printed[0]), **texts}
    if sheeted.known[row] < 0 or any(sheeted.changed[name][row] for name in printed):
        if _known(number) and not about_the_same(in_unit(*then, now[1]), now[0]):
            yield _tell("printed_differs", row, printed[0], **slots)
    elif not same_quantity(then, now):
        for name, missing in zip(printed, (np.nan, None), strict=True):
            sheeted.set(name, row, missing)
        yield _tell("printed_cleared", row, column.name, **slots)


def _may_be_negative(sheeted: Sheeted, column: str, row: int) -> bool:
    """Rates of change, balances and what else says so by its name fall below zero; amounts and counts do not."""
    unit = unit_column_of(sheeted.table, column)
    if unit is not None and sheeted.values[unit][row] in _MAY_FALL_BELOW_ZERO:
        return True
    if sheeted.table == "measures" and sheeted.values["kind"][row] == "rate_of_change":
        return True
    found = sheeted.layout.columns.get(column)
    about = [sheeted.values[name][row] for name in _SAYING_WHAT if name in sheeted.values]
    texts = [str(text) for text in (*about, found.label if found else None) if text is not None]
    return any(word in text for word in read_catalogue("headers")["negative"] for text in texts)


def _check_days(sheeted: Sheeted) -> Iterator[_Tell]:
    for early, late in ((each.not_before, each.name) for each in TABLES[sheeted.table].all_columns):
        if not early or early not in sheeted.values or late not in sheeted.values:
            continue
        for row in _touched(sheeted, (early, late)):
            first, last = sheeted.values[early][row], sheeted.values[late][row]
            if last < first:  # never so where one is missing
                slots = {"begin": day_text(first), "due": day_text(last)}
                labels = {"early": _label(sheeted, early), "late": _label(sheeted, late)}
                column = late if late in sheeted.layout.columns else early
                yield _tell("due_before_start", row, column, **slots, **labels)
    yield from _check_as_of(sheeted)


def _check_as_of(sheeted: Sheeted) -> Iterator[_Tell]:
    """数据截至 goes back, or lies where no figure of the period can have been counted yet."""
    for row in np.flatnonzero(sheeted.changed["as_of_end"]).tolist():
        new = sheeted.values["as_of_end"][row]
        if late := _too_late(new, sheeted.period_end):
            yield _tell("as_of_late", row, "as_of_end", new=day_text(new), late=late)
    old = sheeted.old("as_of_end")
    for row in np.flatnonzero(sheeted.changed["as_of_end"] & (sheeted.known >= 0)).tolist():
        new = sheeted.values["as_of_end"][row]
        if new < old[row]:
            yield _tell("as_of_older", row, "as_of_end", new=day_text(new), old=day_text(old[row]))


def _too_late(day: np.datetime64, period_end: date | None) -> str:
    """Why a day is too late for 数据截至, "" where it may be one (never too late where it is missing)."""
    if day > np.datetime64(office_today()):
        return "还没有到"
    if period_end is not None and day > np.datetime64(period_end + _LATE):
        return f"比报告期末({date_text(period_end)})晚了半年以上"
    return ""


def _check_ranges(sheeted: Sheeted) -> Iterator[_Tell]:
    if "value_high" not in sheeted.values:
        return
    for row in _touched(sheeted, ("value", "value_high")):
        low, high = sheeted.values["value"][row], sheeted.values["value_high"][row]
        if _known(low) and _known(high) and high < low:
            yield _tell("high_below_low", row, "value_high", high=number_text(high), low=number_text(low))


def _check_parts(sheeted: Sheeted) -> Iterator[_Tell]:
    """Parts together are no more than their whole; in a table of several kinds, of rows of the kind that has parts."""
    if sheeted.table not in ITEMS:
        return
    (parts, whole), only = ITEMS[sheeted.table], TABLES[sheeted.table].parts_only_of
    for row in _touched(sheeted, (*parts, whole, "kind") if only else (*parts, whole)):
        if not only or sheeted.values["kind"][row] == only:
            yield from _parts_over_whole(sheeted, row, parts, whole)


def _parts_over_whole(sheeted: Sheeted, row: int, parts: Iterable[str], whole: str) -> Iterator[_Tell]:
    total = sheeted.values[whole][row]
    given = {part: value for part in parts if _known(value := sheeted.values[part][row])}
    if not _known(total) or not given or sum(given.values()) <= total + 1e-9:
        return
    words = "+".join(f"{_label(sheeted, part)}{number_text(value)}" for part, value in given.items())
    slots = {"part": "各部分合计", "parts": words, "whole": _label(sheeted, whole), "total": number_text(total)}
    column = next((part for part in given if part in sheeted.layout.columns), whole)
    yield _tell("part_over_whole", row, column, **slots)


def _check_measures(sheeted: Sheeted) -> Iterator[_Tell]:
    figures = ("actual", "actual_qualifier", "target", "target_qualifier", "baseline")
    names = ("kind", "direction", "unit", "begin", *figures)
    old = {name: sheeted.old(name) for name in names}
    texts = _texts(sheeted, "actual")
    for row in _touched(sheeted, figures):
        now = Measure.of({name: sheeted.values[name][row] for name in names})
        share = progress_of(now).printed.completion if now.kind not in _NO_SHARE else None
        if share is not None and share > 1 + 1e-9:
            rate = number_text(100 * share)
            yield _tell("over_complete", row, "actual", what="完成率", rate=rate)
        then = Measure.of({name: old[name][row] for name in names})
        if sheeted.changed["actual"][row] and now.begin == then.begin and fell(now, then):
            yield _tell("fell", row, "actual", **texts(row), turned="降为" if now.sign > 0 else "升为")


def _check_funding(sheeted: Sheeted, ids: list[str]) -> Iterator[_Tell]:
    """Money that is part of other money: the other row is there, and is not less than its parts."""
    wholes = {whole for whole in sheeted.values["part_of"].tolist() if whole is not None}
    amounts = _amounts(sheeted, ids, wholes) if wholes else {}
    parts: dict[str, float] = {}
    for row, whole in enumerate(sheeted.values["part_of"].tolist()):
        if whole is not None and ids[row] in amounts:
            parts[whole] = parts.get(whole, 0.0) + amounts[ids[row]][0]
    for row in _touched(sheeted, ("part_of", "amount_wan_yuan", "qualifier")) if wholes else ():
        whole = sheeted.values["part_of"][row]
        if whole is not None and whole not in ids and not (sheeted.current["row_id"] == whole).any():
            yield _tell("no_such_row", row, "part_of")
            continue
        whole = ids[row] if whole is None else whole
        if whole in amounts and parts.get(whole, 0.0) > amounts[whole][1]:
            slots = {
                "part": "包含在内的金额合计", "parts": number_text(parts[whole]),
                "whole": f"“{whole}”的金额", "total": number_text(amounts[whole][2]),
            }  # fmt: skip
            yield _tell("part_over_whole", row, "amount_wan_yuan", **slots)


def _amounts(sheeted: Sheeted, ids: list[str], wholes: set[str]) -> dict[str, tuple[float, float, float]]:
    """row_id → (least, most, as printed) of the money of wholes and parts, with wholes that the sheet does not have."""
    column, qualifier = "amount_wan_yuan", qualifier_of("funding", "amount_wan_yuan")
    assert qualifier is not None
    current = sheeted.current[sheeted.current["row_id"].isin(wholes)]
    rows = {row["row_id"]: (row[column], row[qualifier]) for row in current.to_dict("records")}
    for row, (row_id, whole) in enumerate(zip(ids, sheeted.values["part_of"].tolist(), strict=True)):
        if row_id in wholes or whole is not None:
            rows[row_id] = (sheeted.values[column][row], sheeted.values[qualifier][row])
    return {
        row_id: (*interval(float(value), None if is_missing(word) else word).ends(), float(value))
        for row_id, (value, word) in rows.items()
        if _known(value)
    }
