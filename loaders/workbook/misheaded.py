"""Text columns that contain numbers: 资金来源 over 300 is an amount and must not be read as a name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from domain.faults import Choice, Place, answer_question, make_question
from domain.schema.ledger import HIDDEN_COLUMNS, words_of
from domain.schema.tables import TABLES
from domain.schema.units import parse_unit
from loaders.numbers.numerals import ARABIC
from loaders.workbook.cells import Column, Other, Value
from loaders.workbook.layout import ColumnMatch, Layout
from loaders.workbook.remarks import is_nothing
from loaders.workbook.text_column import UNIT_COLUMNS

#: Text columns that may contain numbers (contacts, dates, notes); ids and scope have their own checks.
_MAY_BE_NUMBERS: Final = frozenset(
    ("row_id", "quote", "note", "owner", "date_text", "due_text", "indicator_id", "part_of", *HIDDEN_COLUMNS)
)
#: Rows that are checked first.
_SAMPLE: Final = 200
_NUMERAL: Final = re.compile(rf"[-+]?(?:{ARABIC})\s*(.*)")
#: Dimensions of units that are not part of a name (unlike 1级 and 3号).
_MEASURED: Final = frozenset(("money", "area", "length", "mass", "percent"))


def without_misheaded(layout: Layout, current: pd.DataFrame | None, answers: Mapping[str, str]) -> Layout:
    """The layout without text columns that contain numbers, unless the clerk answers that they are texts."""
    columns, unread, faults = dict(layout.columns), list(layout.unread), list(layout.faults)
    for name, found in layout.columns.items():
        column = TABLES[layout.table].column(name)
        if column.kind != "text" or name in _MAY_BE_NUMBERS | UNIT_COLUMNS or words_of(layout.table, name):
            continue
        if count := _numbers(layout, found, None if current is None else current[name]):
            place = Place(layout.sheet.name, found.cell, layout.table, name)
            choices = Choice("skip", "是数字，这一列不读入"), Choice("text", f"是文字，照写进“{column.label}”")
            slots = {"header": found.label, "label": column.label, "count": count}
            question = answer_question(make_question("number_as_text", place, choices, found.label, **slots), answers)
            faults.append(question)
            if question.answer != "text":
                del columns[name]
                unread.append((found.at, found.label))
    return replace(layout, columns=columns, unread=tuple(sorted(unread)), faults=tuple(faults))


def _numbers(layout: Layout, found: ColumnMatch, current: pd.Series | None) -> int:
    """The number of new cells that are numbers, if at least half of the new cells are; else 0.

    All rows are checked only if the first _SAMPLE rows pass.
    """
    cells = layout.sheet.columns[found.at]
    below = np.arange(layout.data_from, len(layout.sheet.rows))
    for rows in (below[:_SAMPLE], below):
        count, texts = _counted(cells, rows, current)
        if not count or count < texts:
            return 0
    return count


def _counted(cells: Column, rows: np.ndarray, current: pd.Series | None) -> tuple[int, int]:
    """The numbers of new numeric cells and of new text cells in the used rows `rows`."""
    values = Counter(cells.cells(rows).tolist())
    figures = {value: times for value, times in values.items() if isinstance(value, float) or _is_figure(value)}
    if not figures:
        return 0, 1
    current_values = set() if current is None else set(current.dropna())
    count = sum(times for value, times in figures.items() if _text(value) not in current_values)
    others = (value for value in values if value not in figures and not is_nothing(value))
    return count, sum(values[value] for value in others if _text(value) not in current_values)


def _is_figure(value: Value) -> bool:
    return isinstance(value, str) and is_figure(value)


def _text(value: Value) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()


def is_figure(text: str) -> bool:
    """Whether `text` is a number, alone or with a unit of measure behind it: 300, 1,250, 300万元, 33.1公顷."""
    match = _NUMERAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return False
    unit = parse_unit(match[match.re.groups])
    return not match[match.re.groups] or (unit is not None and unit.dimension in _MEASURED)


def count_figures(column: Column, rows: np.ndarray) -> int:
    """How many of the used rows `rows` have a number in `column`, as a number or as text."""
    codes = column.codes[rows]
    figures = [code for code, value in enumerate(column.values) if isinstance(value, str) and is_figure(value)]
    others = [code for code, value in enumerate(column.values) if isinstance(value, Other)]
    numbers = ~np.isnan(column.numbers[rows]) & ~np.isin(codes, others)
    return int(numbers.sum() + np.isin(codes, figures).sum())
