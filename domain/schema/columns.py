"""What a column and a table are, and the columns that every table shares: its scope and its proof.

A fact about a column stands on the column, and nowhere else. Store, ledger, editor, merge, checks, CSV and the generic
page follow from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["text", "number", "integer", "date", "flag"]

#: Columns that change together, or are one decision: a merge takes all of them from one side.
Group = Literal["", "day", "choice", "approval", "resolution"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    kind: the type of its cells. label: its Chinese header. unit: what its numbers are in; "" where there is none, or
    where `unit_column` holds it row by row. qualifier_column: holds 约, 余, 以上 of the number. printed_columns:
    number and unit of the same quantity as the report prints it. words: code → Chinese word of a closed
    vocabulary; {} for free text.

    dated: 数据截至 says which day the number refers to; a target or a limit refers to none. decided: only people fill
    it in (chosen target, approval, resolution). group: the columns that change together with it. fact: a change of it
    is a change of what the row says; False for what is said about the row (note, owner, decisions).

    signed: its numbers may be below zero, in a row whose unit, kind or name says so: a rate of change, a balance.
    part_of: the column with the whole of which this number is a part; in tables with `parts_only_of` only rows of that
    kind. share_of: part and whole whose quotient this per cent is.
    not_before: the column with a day that cannot be later than this one. last_day: a month or a year written in it
    means its last day.

    internal: filled in by the program, hidden from clerks. person: holds the name of who decided. may_be_empty: nothing
    is missing from the report where it is.
    """

    name: str
    kind: Kind
    label: str
    unit: str = ""
    unit_column: str = ""
    qualifier_column: str = ""
    printed_columns: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    dated: bool = True
    decided: bool = False
    group: Group = ""
    fact: bool = True
    signed: bool = False
    part_of: str = ""
    share_of: tuple[str, ...] = ()
    not_before: str = ""
    last_day: bool = False
    internal: bool = False
    person: bool = False
    may_be_empty: bool = False

    @property
    def header(self) -> str:
        """Its header: 面积（亩）; the label alone where it has no unit of its own."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


@dataclass(frozen=True)
class Table:
    """One table: `columns` are its own, between the scope and the proof that all tables share.

    key: the columns that tell its rows apart where a row has no known id; the first must be filled in. named_by: the
    columns that call a row by a name; those of the key where it is (). page: the page that shows it. derived: nobody
    keeps its rows: they are made anew for each version, from the report and the other tables. parts_only_of: the value
    of the column `kind` whose rows alone have parts (Column.part_of); "" for every row.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    page: str = "more"
    derived: bool = False
    parts_only_of: str = ""

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Scope, own columns, proof: the order in which a table is stored and exported."""
        return (*SCOPE, *self.columns, *PROOF)

    @property
    def numbers(self) -> tuple[Column, ...]:
        """Its own columns of numbers."""
        return tuple(column for column in self.columns if column.kind == "number")

    @property
    def is_readings(self) -> bool:
        """Whether each row is one reading: topic, name, value, unit."""
        return {"topic", "name", "value", "unit"} <= {column.name for column in self.columns}

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError where the table has none."""
        for column in self.all_columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name!r} has no column {name!r}")


SCOPE: Final = (
    Column("row_id", "text", "编号"),
    Column("org_unit", "text", "单位", internal=True),
    Column("period", "text", "报告期", internal=True),
    Column("as_of_start", "date", "数据起始", group="day"),
    Column("as_of_end", "date", "数据截至", group="day", not_before="as_of_start", last_day=True),
)
PROOF: Final = (
    Column("source_id", "text", "来源", internal=True),
    Column("start", "integer", "原文起点", internal=True),
    Column("end", "integer", "原文终点", internal=True),
    Column("quote", "text", "原文"),
    Column("sheet", "text", "工作表", internal=True),
    Column("cell", "text", "单元格", internal=True),
    Column("cells", "text", "数字出处", internal=True),
)
