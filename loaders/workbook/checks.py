"""Checks of the changes in a workbook: faults that block it, and warnings that do not.

Only changed cells and new rows are checked: the current version may itself contain errors (reports contradict
themselves in places), which must not keep a clerk from updating other rows.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from typing import Final

import numpy as np

from domain.faults import Choice, shown
from domain.judging.history import fell
from domain.judging.progress import Measure, progress_of
from domain.office_time import office_today
from domain.schema.display import number_text
from domain.schema.part_of_whole import ITEMS
from domain.schema.period import date_text
from domain.schema.tables import TABLES
from domain.schema.vocabulary import WATCHED
from loaders.workbook.columns import SheetRows
from loaders.workbook.day_column import day_text
from loaders.workbook.funding_checks import check_funding
from loaders.workbook.measure_kinds import check_kinds
from loaders.workbook.number_checks import check_numbers, check_printed, check_units
from loaders.workbook.row_reports import Report, changed_rows, is_present, label_of, quantity_texts, report
from loaders.workbook.rows import SKIP_ROW

#: Figures of a period are updated for some months after its end, rarely longer.
_LATEST_AFTER_PERIOD: Final = timedelta(days=184)
#: Kinds whose numbers are not a share of the target.
_WITHOUT_SHARE: Final = frozenset({"limit", "rate_of_change"}) | WATCHED


def check_rows(sheet_rows: SheetRows, ids: list[str]) -> None:
    """Report the faults and warnings of new and changed rows of one sheet; `ids`: the row_id of each row.

    First clears the printed form of numbers that were changed.
    """
    found = [check_printed(sheet_rows), _check_keys(sheet_rows), check_numbers(sheet_rows), _check_days(sheet_rows)]
    found += [_check_ranges(sheet_rows), _check_parts(sheet_rows), check_units(sheet_rows)]
    if sheet_rows.table == "measures":
        found += [_check_measures(sheet_rows), check_kinds(sheet_rows)]
    if sheet_rows.table == "funding":
        found.append(check_funding(sheet_rows, ids))
    for code, row, column, slots in chain.from_iterable(found):
        sheet_rows.report(code, row, column, **slots)


def _check_keys(sheet_rows: SheetRows) -> Iterator[Report]:
    key = TABLES[sheet_rows.table].key[0]
    new = sheet_rows.known < 0
    for row in changed_rows(sheet_rows, [key]):
        if sheet_rows.values[key][row] is None:
            _ask_key(sheet_rows, key, row)
        elif new[row] and np.isnat(sheet_rows.values["as_of_end"][row]):
            yield report("no_as_of", row, "as_of_end")


def _ask_key(sheet_rows: SheetRows, key: str, row: int) -> None:
    """Ask what a row without its name is: as it was, like the row above it, or none (rows.skipped_rows)."""
    old = sheet_rows.old(key)[row]
    above = next((name for name in sheet_rows.values[key][:row][::-1].tolist() if name is not None), None)
    choices = [Choice("old", f"保留原来的“{shown(old)}”")] if old is not None else []
    if above is not None and above != old:
        choices.append(Choice("above", f"和上面一样，是“{shown(above)}”"))
    if old is None:
        choices.append(SKIP_ROW)
    answer = sheet_rows.ask("key_missing", row, key, choices, label=label_of(sheet_rows, key))
    if answer in ("old", "above"):
        sheet_rows.set(key, row, old if answer == "old" else above)


def _check_days(sheet_rows: SheetRows) -> Iterator[Report]:
    for early, late in ((each.not_before, each.name) for each in TABLES[sheet_rows.table].all_columns):
        if not early or early not in sheet_rows.values or late not in sheet_rows.values:
            continue
        for row in changed_rows(sheet_rows, (early, late)):
            first, last = sheet_rows.values[early][row], sheet_rows.values[late][row]
            if last < first:  # False where one is missing
                slots = {"begin": day_text(first), "due": day_text(last)}
                labels = {"early": label_of(sheet_rows, early), "late": label_of(sheet_rows, late)}
                column = late if late in sheet_rows.layout.columns else early
                yield report("due_before_start", row, column, **slots, **labels)
    yield from _check_as_of(sheet_rows)


def _check_as_of(sheet_rows: SheetRows) -> Iterator[Report]:
    """数据截至 that moves back, lies in the future, or is too late for the period."""
    for row in np.flatnonzero(sheet_rows.changed["as_of_end"]).tolist():
        new = sheet_rows.values["as_of_end"][row]
        if late := _late_reason(new, sheet_rows.period_end):
            yield report("as_of_late", row, "as_of_end", new=day_text(new), late=late)
    old = sheet_rows.old("as_of_end")
    for row in np.flatnonzero(sheet_rows.changed["as_of_end"] & (sheet_rows.known >= 0)).tolist():
        new = sheet_rows.values["as_of_end"][row]
        if new < old[row]:
            yield report("as_of_older", row, "as_of_end", new=day_text(new), old=day_text(old[row]))


def _late_reason(day: np.datetime64, period_end: date | None) -> str:
    """Why a day is too late for 数据截至; "" where it is valid or missing."""
    if day > np.datetime64(office_today()):
        return "还没有到"
    if period_end is not None and day > np.datetime64(period_end + _LATEST_AFTER_PERIOD):
        return f"比报告期末（{date_text(period_end)}）晚了半年以上"
    return ""


def _check_ranges(sheet_rows: SheetRows) -> Iterator[Report]:
    if "value_high" not in sheet_rows.values:
        return
    for row in changed_rows(sheet_rows, ("value", "value_high")):
        low, high = sheet_rows.values["value"][row], sheet_rows.values["value_high"][row]
        if is_present(low) and is_present(high) and high < low:
            yield report("high_below_low", row, "value_high", high=number_text(high), low=number_text(low))


def _check_parts(sheet_rows: SheetRows) -> Iterator[Report]:
    """Parts that exceed their whole; in a table of several kinds, only rows of the kind with parts."""
    if sheet_rows.table not in ITEMS:
        return
    (parts, whole), only = ITEMS[sheet_rows.table], TABLES[sheet_rows.table].parts_only_of
    for row in changed_rows(sheet_rows, (*parts, whole, "kind") if only else (*parts, whole)):
        if not only or sheet_rows.values["kind"][row] == only:
            yield from _parts_over_whole(sheet_rows, row, parts, whole)


def _parts_over_whole(sheet_rows: SheetRows, row: int, parts: Iterable[str], whole: str) -> Iterator[Report]:
    total = sheet_rows.values[whole][row]
    amounts = {part: value for part in parts if is_present(value := sheet_rows.values[part][row])}
    if not is_present(total) or not amounts or sum(amounts.values()) <= total + 1e-9:
        return
    words = "+".join(f"{label_of(sheet_rows, part)}{number_text(value)}" for part, value in amounts.items())
    slots = {"part": "各部分合计", "parts": words, "whole": label_of(sheet_rows, whole), "total": number_text(total)}
    column = next((part for part in amounts if part in sheet_rows.layout.columns), whole)
    yield report("part_over_whole", row, column, **slots)


def _check_measures(sheet_rows: SheetRows) -> Iterator[Report]:
    figures = ("actual", "actual_qualifier", "target", "target_qualifier", "baseline")
    names = ("kind", "direction", "unit", "begin", *figures)
    old = {name: sheet_rows.old(name) for name in names}
    texts = quantity_texts(sheet_rows, "actual")
    for row in changed_rows(sheet_rows, figures):
        new = Measure.of({name: sheet_rows.values[name][row] for name in names})
        share = progress_of(new).printed.completion if new.kind not in _WITHOUT_SHARE else None
        if share is not None and share > 1 + 1e-9:
            rate = number_text(100 * share)
            yield report("over_complete", row, "actual", what="完成率", rate=rate)
        then = Measure.of({name: old[name][row] for name in names})
        if sheet_rows.changed["actual"][row] and new.begin == then.begin and fell(new, then):
            yield report("fell", row, "actual", **texts(row), turned="降为" if new.sign > 0 else "升为")
