"""The units that stand outside a table of another office, for its columns whose headers state none.

A unit above the table, in a row of its own below it, or in the name of the sheet applies to each column into whose unit
it converts. Where several fit, where another column states another one, or where it stands in a note or between rows,
the clerk is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from domain.faults import Choice, Fault, Place, answer_question, make_question
from domain.schema.ledger import unit_column_of
from domain.schema.tables import TABLES
from loaders.workbook.caption_words import stated_units
from loaders.workbook.captions import NO_UNIT, Caption, captions_in_rows, next_column
from loaders.workbook.cells import cell_name
from loaders.workbook.header_meaning import converts
from loaders.workbook.layout import Layout
from loaders.workbook.mapping.regions import Region, RegionColumn

_BESIDE: Final = "其他列的表头"


@dataclass(frozen=True)
class UnitlessColumn:
    """A column of figures whose header states no unit. name: the column of our `table` that it becomes.

    others: the units that headers of other columns state.
    """

    table: str
    name: str
    column: RegionColumn
    label: str
    others: tuple[str, ...] = ()


def captions_of(region: Region, title: str) -> tuple[Caption, ...]:
    """The units outside a table; title: the name of its sheet, of a CSV that of its file."""
    sheet = region.sheet
    found = [
        Caption(unit, cell_name(int(sheet.rows[row]), column))
        for row in range(region.top, region.header[0])
        for cells in (sheet.row(row),)
        for column, value in cells.items()
        for unit in stated_units(value, cells.get(next_column(cells, column)), is_title=True)
    ]
    found += captions_in_rows(_below_header(region))
    found += [Caption(unit, "", "工作表名") for unit in stated_units(title, None, is_title=True)]
    return tuple(dict.fromkeys(found))


def unit_outside(
    region: Region, column: UnitlessColumn, captions: Sequence[Caption], answers: Mapping[str, str]
) -> tuple[str, list[Fault]]:
    """The unit of the numbers of a column, "" for that of our column, and the question where it is open.

    Without one outside the table, a unit in the header of another column is asked about: 资金 beside 总投资（元）.
    """
    own = TABLES[column.table].column(column.name).unit
    if not own and unit_column_of(column.table, column.name) is None:
        return "", []
    fitting = [each for each in captions if not own or converts(each.unit, own)]
    if not fitting and own:
        fitting = [
            Caption(unit, "", _BESIDE, is_sure=False) for unit in column.others if unit != own and converts(unit, own)
        ]
    units = list(dict.fromkeys(each.unit for each in fitting))
    if not units:
        return "", []
    sure = {each.unit for each in fitting if each.is_sure}
    conflicting = any(converts(unit, other) for unit in units for other in set(column.others) - set(units))
    if len(units) == 1 and (units[0] == own or (units[0] in sure and not conflicting)):
        return units[0], []
    choices = [Choice(unit, f"这一列的数字是“{unit}”") for unit in dict.fromkeys([*units, *([own] if own else [])])]
    if not own:
        choices.append(Choice(NO_UNIT, "都不是，不用这个单位"))
    slots = {
        "where": fitting[0].where, "above": "、".join(units), "cell": fitting[0].cell or region.sheet.name,
        "label": column.label, "unit": units[0],
    }  # fmt: skip
    place = Place(region.sheet.name, column.column.cell, column.table, column.name)
    question = answer_question(make_question("which_unit", place, choices, column.label, **slots), answers)
    return "" if question.answer == NO_UNIT else question.answer or units[0], [question]


def _below_header(region: Region) -> Layout:
    """The lowest row of the header and all rows below it, as a sheet of its own."""
    rows = np.arange(region.header[-1], region.end)
    columns = {
        at: replace(column, numbers=column.numbers[rows], codes=column.codes[rows])
        for at, column in region.sheet.columns.items()
    }
    return Layout("other", replace(region.sheet, rows=region.sheet.rows[rows], columns=columns), 1, {}, ())
