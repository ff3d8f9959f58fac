"""Checks of changed numbers: below zero, much larger or smaller, in another unit, or unlike their printed form."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from domain.catalogue import read_catalogue
from domain.faults import Choice
from domain.judging.history import equal_within_rounding
from domain.schema.columns import Column
from domain.schema.display import number_text, quantity_text
from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from domain.schema.units import in_unit, same_quantity
from loaders.workbook.columns import SheetRows
from loaders.workbook.row_reports import Report, changed_rows, is_present, label_of, quantity_texts, report

LARGE_CHANGE: Final = 0.30
_MAY_FALL_BELOW_ZERO: Final = frozenset({"%", "\uff05", "‰", "百分点", "个百分点"})
#: With more numbers below zero in a column, they are one question.
_MAX_QUESTIONS: Final = 3
#: Columns that describe the numbers of a row.
_DESCRIPTIVE: Final = ("name", "topic", "kind", "stage", "output_name", "of_what")


def check_numbers(sheet_rows: SheetRows) -> Iterator[Report]:
    """Warnings about changed numbers; numbers below zero are asked about."""
    for column in TABLES[sheet_rows.table].columns:
        if column.kind == "number" and not column.words:
            yield from _check_number(sheet_rows, column)


def _check_number(sheet_rows: SheetRows, column: Column) -> Iterator[Report]:
    name = column.name
    new, old, changed = sheet_rows.values[name], _in_new_units(sheet_rows, name), sheet_rows.changed[name]
    below = np.flatnonzero(changed & (new < 0)).tolist()
    below = [row for row in below if not (column.signed and _may_be_negative(sheet_rows, name, row))]
    for rows in [below] if len(below) > _MAX_QUESTIONS else [[row] for row in below]:
        _ask_negative(sheet_rows, column, rows)
    with np.errstate(all="ignore"):
        share = (new - old) / np.abs(old)
    much = changed & (old != 0) & (np.abs(share) > LARGE_CHANGE)
    if much.any():
        texts = quantity_texts(sheet_rows, name)
        for row in np.flatnonzero(much).tolist():
            yield report("changed_much", row, name, **texts(row), change=f"{100 * share[row]:+.0f}")
    if column.unit == "%":
        for row in np.flatnonzero(changed & (new > 100)).tolist():
            rate = number_text(new[row])
            yield report("over_complete", row, name, what=column.label, rate=rate)


def _in_new_units(sheet_rows: SheetRows, column: str) -> np.ndarray:
    """The old numbers of `column`, in the new units of the rows; NaN where these do not convert."""
    old, unit = sheet_rows.old(column), unit_column_of(sheet_rows.table, column)
    if unit is not None and sheet_rows.changed[unit].any():
        units = sheet_rows.old(unit)
        for row in np.flatnonzero(sheet_rows.changed[unit] & ~np.isnan(old)).tolist():
            old[row] = in_unit(old[row], units[row], sheet_rows.values[unit][row])
    return old


def check_units(sheet_rows: SheetRows) -> Iterator[Report]:
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
            complete = all(is_present(each) for each in (*old, *new))
            if complete and (row, unit) not in reported and not equal_within_rounding(in_unit(*old, new[1]), new[0]):
                reported.add((row, unit))
                slots = {"old": f"{number_text(old[0])}{old[1]}", "new": f"{number_text(new[0])}{new[1]}"}
                yield report("unit_changed", row, unit, what=column.label, **slots)


def check_printed(sheet_rows: SheetRows) -> Iterator[Report]:
    """Numbers that are also kept as printed in the report (497.25亩, 33.15公顷): both must agree."""
    for column in TABLES[sheet_rows.table].columns:
        if printed := TABLES[sheet_rows.table].column(column.name).printed_columns:
            for row in changed_rows(sheet_rows, (column.name, *printed)):
                yield from _check_printed_pair(sheet_rows, row, column, printed)


def _check_printed_pair(sheet_rows: SheetRows, row: int, column: Column, printed: tuple[str, ...]) -> Iterator[Report]:
    """One row: the printed form is cleared where the number changed; where both were written, they must agree."""
    number, (value, unit) = sheet_rows.values[column.name][row], (sheet_rows.values[name][row] for name in printed)
    if not is_present(value) or not is_present(unit):
        return
    amount, printed_amount = (number, column.unit), (value, unit)
    texts = {"now": quantity_text(*amount) if is_present(number) else "空白", "then": quantity_text(*printed_amount)}
    slots = {"label": column.label, "other": label_of(sheet_rows, printed[0]), **texts}
    if sheet_rows.known[row] < 0 or any(sheet_rows.changed[name][row] for name in printed):
        if is_present(number) and not equal_within_rounding(in_unit(*printed_amount, amount[1]), amount[0]):
            yield report("printed_differs", row, printed[0], **slots)
    elif not same_quantity(printed_amount, amount):
        for name, missing in zip(printed, (np.nan, None), strict=True):
            sheet_rows.set(name, row, missing)
        yield report("printed_cleared", row, column.name, **slots)


def _ask_negative(sheet_rows: SheetRows, column: Column, rows: Sequence[int]) -> None:
    """Ask once about the numbers below zero in rows about no change: accepted only where the column may have them."""
    numbers = {row: float(sheet_rows.values[column.name][row]) for row in rows}
    first = numbers[rows[0]]
    choices = [Choice("positive", f"是{number_text(-first)}，多写了负号"), Choice("drop", "不读入这一格")]
    if column.signed:
        choices.insert(0, Choice("keep", f"就是{number_text(first)}"))
    if len(rows) > 1:
        kept = [Choice("keep", "就是负数")] if column.signed else []
        choices = [*kept, Choice("positive", "都多写了负号"), Choice("drop", "不读入这些格")]
    code = "negative" if len(rows) == 1 else "negatives"
    answer = sheet_rows.ask(code, rows[0], column.name, choices, label=column.label, count=len(rows))
    for row, number in numbers.items():
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
