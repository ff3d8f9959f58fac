"""Checks of the changes in a workbook: faults that block it, and warnings that do not.

Only changed cells and new rows are checked: the current version may itself contain errors (reports contradict
themselves in places), which must not keep a clerk from updating other rows.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

import numpy as np

from domain.catalogue import read_catalogue
from domain.faults import Choice, shown
from domain.judging.history import equal_within_rounding, fell
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
from loaders.workbook.columns import SheetRows
from loaders.workbook.day_column import day_text
from loaders.workbook.measure_kinds import check_kinds
from loaders.workbook.rows import SKIP_ROW

LARGE_CHANGE: Final = 0.30
_MAY_FALL_BELOW_ZERO: Final = frozenset({"%", "\uff05", "‰", "百分点", "个百分点"})
#: Columns that describe the numbers of a row.
_DESCRIPTIVE: Final = ("name", "topic", "kind", "stage", "output_name", "of_what")
#: Figures of a period are updated for some months after its end, rarely longer.
_LATEST_AFTER_PERIOD: Final = timedelta(days=184)
#: Kinds whose numbers are not a share of the target.
_WITHOUT_SHARE: Final = frozenset({"limit", "rate_of_change"}) | WATCHED

#: One fault to report: code, row, column, slots of the text.
_Report = tuple[str, int, str, dict[str, Any]]


def check_rows(sheet_rows: SheetRows, ids: list[str]) -> None:
    """Report the faults and warnings of new and changed rows of one sheet; `ids`: the row_id of each row.

    First clears the printed form of numbers that were changed.
    """
    found = [_check_printed(sheet_rows), _check_keys(sheet_rows), _check_numbers(sheet_rows), _check_days(sheet_rows)]
    found += [_check_ranges(sheet_rows), _check_parts(sheet_rows), _check_units(sheet_rows)]
    if sheet_rows.table == "measures":
        found += [_check_measures(sheet_rows), check_kinds(sheet_rows)]
    if sheet_rows.table == "funding":
        found.append(_check_funding(sheet_rows, ids))
    for code, row, column, slots in chain.from_iterable(found):
        sheet_rows.report(code, row, column, **slots)


def _changed_rows(sheet_rows: SheetRows, columns: Iterable[str]) -> Iterator[int]:
    """The rows that are new or changed in one of `columns`."""
    touched = sheet_rows.known < 0
    for column in columns:
        if column in sheet_rows.changed:
            touched = touched | sheet_rows.changed[column]
    yield from np.flatnonzero(touched).tolist()


def _report(code: str, row: int, column: str, **slots: Any) -> _Report:
    return code, row, column, slots


def _label(sheet_rows: SheetRows, column: str) -> str:
    return TABLES[sheet_rows.table].column(column).label


def _is_present(value: Any) -> bool:
    return value is not None and value == value


def _check_keys(sheet_rows: SheetRows) -> Iterator[_Report]:
    key = TABLES[sheet_rows.table].key[0]
    new = sheet_rows.known < 0
    for row in _changed_rows(sheet_rows, [key]):
        if sheet_rows.values[key][row] is None:
            _ask_key(sheet_rows, key, row)
        elif new[row] and np.isnat(sheet_rows.values["as_of_end"][row]):
            yield _report("no_as_of", row, "as_of_end")


def _ask_key(sheet_rows: SheetRows, key: str, row: int) -> None:
    """Ask what a row without its name is: as it was, like the row above it, or none (rows.skipped_rows)."""
    old = sheet_rows.old(key)[row]
    above = next((name for name in sheet_rows.values[key][:row][::-1].tolist() if name is not None), None)
    choices = [Choice("old", f"保留原来的“{shown(old)}”")] if old is not None else []
    if above is not None and above != old:
        choices.append(Choice("above", f"和上面一样，是“{shown(above)}”"))
    if old is None:
        choices.append(SKIP_ROW)
    answer = sheet_rows.ask("key_missing", row, key, choices, label=_label(sheet_rows, key))
    if answer in ("old", "above"):
        sheet_rows.set(key, row, old if answer == "old" else above)


def _check_numbers(sheet_rows: SheetRows) -> Iterator[_Report]:
    for column in TABLES[sheet_rows.table].columns:
        if column.kind == "number" and not column.words:
            yield from _check_number(sheet_rows, column)


def _check_number(sheet_rows: SheetRows, column: Column) -> Iterator[_Report]:
    name = column.name
    new, old, changed = sheet_rows.values[name], _in_new_units(sheet_rows, name), sheet_rows.changed[name]
    for row in np.flatnonzero(changed & (new < 0)).tolist():
        if not (column.signed and _may_be_negative(sheet_rows, name, row)):
            _ask_negative(sheet_rows, column, row)
    with np.errstate(all="ignore"):
        share = (new - old) / np.abs(old)
    much = changed & (old != 0) & (np.abs(share) > LARGE_CHANGE)
    if much.any():
        texts = _texts(sheet_rows, name)
        for row in np.flatnonzero(much).tolist():
            yield _report("changed_much", row, name, **texts(row), change=f"{100 * share[row]:+.0f}")
    if column.unit == "%":
        for row in np.flatnonzero(changed & (new > 100)).tolist():
            rate = number_text(new[row])
            yield _report("over_complete", row, name, what=column.label, rate=rate)


def _in_new_units(sheet_rows: SheetRows, column: str) -> np.ndarray:
    """The old numbers of `column`, in the new units of the rows; NaN where these do not convert."""
    old, unit = sheet_rows.old(column), unit_column_of(sheet_rows.table, column)
    if unit is not None and sheet_rows.changed[unit].any():
        units = sheet_rows.old(unit)
        for row in np.flatnonzero(sheet_rows.changed[unit] & ~np.isnan(old)).tolist():
            old[row] = in_unit(old[row], units[row], sheet_rows.values[unit][row])
    return old


def _texts(sheet_rows: SheetRows, column: str) -> Callable[[int], dict[str, str]]:
    """For a row, its old and new value in `column` as slots: {"old": 584亩, "new": 38.93公顷}."""
    unit, qualifier = unit_column_of(sheet_rows.table, column), qualifier_of(sheet_rows.table, column)
    header = TABLES[sheet_rows.table].column(column).unit
    old_cells = {name: sheet_rows.old(name) for name in (column, unit, qualifier) if name is not None}

    def texts(row: int) -> dict[str, str]:
        return {
            slot: quantity_text(
                cells[column][row],
                header if unit is None else cells[unit][row],
                None if qualifier is None else cells[qualifier][row],
            )
            for slot, cells in (("old", old_cells), ("new", sheet_rows.values))
        }

    return texts


def _check_units(sheet_rows: SheetRows) -> Iterator[_Report]:
    """Units that changed without a conversion of the number (600亩 became 600公顷), once per unit."""
    reported: set[tuple[int, str]] = set()
    for column in TABLES[sheet_rows.table].columns:
        unit = unit_column_of(sheet_rows.table, column.name)
        if unit is None or not sheet_rows.changed[unit].any():
            continue
        old_numbers, old_units = sheet_rows.old(column.name), sheet_rows.old(unit)
        for row in np.flatnonzero(sheet_rows.changed[unit] & (sheet_rows.known >= 0)).tolist():
            old, new = (
                (old_numbers[row], old_units[row]),
                (sheet_rows.values[column.name][row], sheet_rows.values[unit][row]),
            )
            complete = all(_is_present(each) for each in (*old, *new))
            if complete and (row, unit) not in reported and not equal_within_rounding(in_unit(*old, new[1]), new[0]):
                reported.add((row, unit))
                slots = {"old": f"{number_text(old[0])}{old[1]}", "new": f"{number_text(new[0])}{new[1]}"}
                yield _report("unit_changed", row, unit, what=column.label, **slots)


def _check_printed(sheet_rows: SheetRows) -> Iterator[_Report]:
    """Numbers that are also kept as printed in the report (497.25亩, 33.15公顷): both must agree."""
    for column in TABLES[sheet_rows.table].columns:
        if printed := TABLES[sheet_rows.table].column(column.name).printed_columns:
            for row in _changed_rows(sheet_rows, (column.name, *printed)):
                yield from _check_printed_pair(sheet_rows, row, column, printed)


def _check_printed_pair(sheet_rows: SheetRows, row: int, column: Column, printed: tuple[str, ...]) -> Iterator[_Report]:
    """One row: the printed form is cleared where the number changed; where both were written, they must agree."""
    number, (value, unit) = sheet_rows.values[column.name][row], (sheet_rows.values[name][row] for name in printed)
    if not _is_present(value) or not _is_present(unit):
        return
    amount, printed_amount = (number, column.unit), (value, unit)
    texts = {"now": quantity_text(*amount) if _is_present(number) else "空白", "then": quantity_text(*printed_amount)}
    slots = {"label": column.label, "other": _label(sheet_rows, printed[0]), **texts}
    if sheet_rows.known[row] < 0 or any(sheet_rows.changed[name][row] for name in printed):
        if _is_present(number) and not equal_within_rounding(in_unit(*printed_amount, amount[1]), amount[0]):
            yield _report("printed_differs", row, printed[0], **slots)
    elif not same_quantity(printed_amount, amount):
        for name, missing in zip(printed, (np.nan, None), strict=True):
            sheet_rows.set(name, row, missing)
        yield _report("printed_cleared", row, column.name, **slots)


def _ask_negative(sheet_rows: SheetRows, column: Column, row: int) -> None:
    """Ask about a number below zero in a row about no change: accepted only where the column may have it."""
    number = float(sheet_rows.values[column.name][row])
    choices = [Choice("positive", f"是{number_text(-number)}，多写了负号"), Choice("drop", "不读入这一格")]
    if column.signed:
        choices.insert(0, Choice("keep", f"就是{number_text(number)}"))
    answer = sheet_rows.ask("negative", row, column.name, choices, label=column.label)
    if answer == "positive":
        sheet_rows.set(column.name, row, -number)
    elif answer == "drop":
        sheet_rows.values[column.name][row] = sheet_rows.old(column.name)[row]
        sheet_rows.changed[column.name][row] = False


def _may_be_negative(sheet_rows: SheetRows, column: str, row: int) -> bool:
    """Whether the row says that a number of a signed column can be negative: by its unit, kind or name."""
    unit = unit_column_of(sheet_rows.table, column)
    if unit is not None and sheet_rows.values[unit][row] in _MAY_FALL_BELOW_ZERO:
        return True
    if sheet_rows.table == "measures" and sheet_rows.values["kind"][row] == "rate_of_change":
        return True
    found = sheet_rows.layout.columns.get(column)
    about = [sheet_rows.values[name][row] for name in _DESCRIPTIVE if name in sheet_rows.values]
    texts = [str(text) for text in (*about, found.label if found else None) if text is not None]
    return any(word in text for word in read_catalogue("headers")["negative"] for text in texts)


def _check_days(sheet_rows: SheetRows) -> Iterator[_Report]:
    for early, late in ((each.not_before, each.name) for each in TABLES[sheet_rows.table].all_columns):
        if not early or early not in sheet_rows.values or late not in sheet_rows.values:
            continue
        for row in _changed_rows(sheet_rows, (early, late)):
            first, last = sheet_rows.values[early][row], sheet_rows.values[late][row]
            if last < first:  # False where one is missing
                slots = {"begin": day_text(first), "due": day_text(last)}
                labels = {"early": _label(sheet_rows, early), "late": _label(sheet_rows, late)}
                column = late if late in sheet_rows.layout.columns else early
                yield _report("due_before_start", row, column, **slots, **labels)
    yield from _check_as_of(sheet_rows)


def _check_as_of(sheet_rows: SheetRows) -> Iterator[_Report]:
    """数据截至 that moves back, lies in the future, or is too late for the period."""
    for row in np.flatnonzero(sheet_rows.changed["as_of_end"]).tolist():
        new = sheet_rows.values["as_of_end"][row]
        if late := _late_reason(new, sheet_rows.period_end):
            yield _report("as_of_late", row, "as_of_end", new=day_text(new), late=late)
    old = sheet_rows.old("as_of_end")
    for row in np.flatnonzero(sheet_rows.changed["as_of_end"] & (sheet_rows.known >= 0)).tolist():
        new = sheet_rows.values["as_of_end"][row]
        if new < old[row]:
            yield _report("as_of_older", row, "as_of_end", new=day_text(new), old=day_text(old[row]))


def _late_reason(day: np.datetime64, period_end: date | None) -> str:
    """Why a day is too late for 数据截至; "" where it is valid or missing."""
    if day > np.datetime64(office_today()):
        return "还没有到"
    if period_end is not None and day > np.datetime64(period_end + _LATEST_AFTER_PERIOD):
        return f"比报告期末（{date_text(period_end)}）晚了半年以上"
    return ""


def _check_ranges(sheet_rows: SheetRows) -> Iterator[_Report]:
    if "value_high" not in sheet_rows.values:
        return
    for row in _changed_rows(sheet_rows, ("value", "value_high")):
        low, high = sheet_rows.values["value"][row], sheet_rows.values["value_high"][row]
        if _is_present(low) and _is_present(high) and high < low:
            yield _report("high_below_low", row, "value_high", high=number_text(high), low=number_text(low))


def _check_parts(sheet_rows: SheetRows) -> Iterator[_Report]:
    """Parts that exceed their whole; in a table of several kinds, only rows of the kind with parts."""
    if sheet_rows.table not in ITEMS:
        return
    (parts, whole), only = ITEMS[sheet_rows.table], TABLES[sheet_rows.table].parts_only_of
    for row in _changed_rows(sheet_rows, (*parts, whole, "kind") if only else (*parts, whole)):
        if not only or sheet_rows.values["kind"][row] == only:
            yield from _parts_over_whole(sheet_rows, row, parts, whole)


def _parts_over_whole(sheet_rows: SheetRows, row: int, parts: Iterable[str], whole: str) -> Iterator[_Report]:
    total = sheet_rows.values[whole][row]
    amounts = {part: value for part in parts if _is_present(value := sheet_rows.values[part][row])}
    if not _is_present(total) or not amounts or sum(amounts.values()) <= total + 1e-9:
        return
    words = "+".join(f"{_label(sheet_rows, part)}{number_text(value)}" for part, value in amounts.items())
    slots = {"part": "各部分合计", "parts": words, "whole": _label(sheet_rows, whole), "total": number_text(total)}
    column = next((part for part in amounts if part in sheet_rows.layout.columns), whole)
    yield _report("part_over_whole", row, column, **slots)


def _check_measures(sheet_rows: SheetRows) -> Iterator[_Report]:
    figures = ("actual", "actual_qualifier", "target", "target_qualifier", "baseline")
    names = ("kind", "direction", "unit", "begin", *figures)
    old = {name: sheet_rows.old(name) for name in names}
    texts = _texts(sheet_rows, "actual")
    for row in _changed_rows(sheet_rows, figures):
        new = Measure.of({name: sheet_rows.values[name][row] for name in names})
        share = progress_of(new).printed.completion if new.kind not in _WITHOUT_SHARE else None
        if share is not None and share > 1 + 1e-9:
            rate = number_text(100 * share)
            yield _report("over_complete", row, "actual", what="完成率", rate=rate)
        then = Measure.of({name: old[name][row] for name in names})
        if sheet_rows.changed["actual"][row] and new.begin == then.begin and fell(new, then):
            yield _report("fell", row, "actual", **texts(row), turned="降为" if new.sign > 0 else "升为")


def _check_funding(sheet_rows: SheetRows, ids: list[str]) -> Iterator[_Report]:
    """Money that is part of other money: the other row must exist and must not be less than its parts."""
    wholes = {whole for whole in sheet_rows.values["part_of"].tolist() if whole is not None}
    amounts = _amounts(sheet_rows, ids, wholes) if wholes else {}
    parts: dict[str, float] = {}
    for row, whole in enumerate(sheet_rows.values["part_of"].tolist()):
        if whole is not None and ids[row] in amounts:
            parts[whole] = parts.get(whole, 0.0) + amounts[ids[row]][0]
    for row in _changed_rows(sheet_rows, ("part_of", "amount_wan_yuan", "qualifier")) if wholes else ():
        whole = sheet_rows.values["part_of"][row]
        if whole is not None and whole not in ids and not (sheet_rows.current["row_id"] == whole).any():
            yield _report("no_such_row", row, "part_of")
            continue
        whole = ids[row] if whole is None else whole
        if whole in amounts and parts.get(whole, 0.0) > amounts[whole][1]:
            slots = {
                "part": "包含在内的金额合计", "parts": number_text(parts[whole]),
                "whole": f"“{whole}”的金额", "total": number_text(amounts[whole][2]),
            }  # fmt: skip
            yield _report("part_over_whole", row, "amount_wan_yuan", **slots)


def _amounts(sheet_rows: SheetRows, ids: list[str], wholes: set[str]) -> dict[str, tuple[float, float, float]]:
    """row_id → (lower bound, upper bound, as printed) of wholes and parts, also of wholes that the sheet lacks."""
    column, qualifier = "amount_wan_yuan", qualifier_of("funding", "amount_wan_yuan")
    assert qualifier is not None
    current = sheet_rows.current[sheet_rows.current["row_id"].isin(wholes)]
    rows = {row["row_id"]: (row[column], row[qualifier]) for row in current.to_dict("records")}
    for row, (row_id, whole) in enumerate(zip(ids, sheet_rows.values["part_of"].tolist(), strict=True)):
        if row_id in wholes or whole is not None:
            rows[row_id] = (sheet_rows.values[column][row], sheet_rows.values[qualifier][row])
    return {
        row_id: (*interval(float(value), None if is_missing(word) else word).ends(), float(value))
        for row_id, (value, word) in rows.items()
        if _is_present(value)
    }
