"""What the page shows of one table of another office, and what the clerk has to decide about it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from loaders.workbook.mapping.columns_read import columns_read
from loaders.workbook.mapping.header_words import Header, is_period_text
from loaders.workbook.mapping.table_mapping import (
    COUNTED,
    LEFT_OUT,
    PERIOD,
    TableMapping,
    column_choices,
    takes_figures,
    without_numbers,
)


@dataclass(frozen=True, eq=False)
class ForeignTable:
    """One table, or several with the same header.

    key: of the question about it; signature: what its mapping is remembered by; cell: where it begins on the first of
    `sheets`. Per column: labels: its header in one line; figures: how many it has; headers: what its words mean;
    undated: whether its figures need a day; computed: whether other columns give its figures. sample: the first rows
    as texts. mapping: as confirmed, remembered or proposed; uses_by_kind: what is proposed for each kind; remembered:
    whether the mapping is that of an earlier upload; lacks_day: whether neither title nor name of the sheet says a
    day; filled_in: the day on which it was filled in, which is proposed then, else usual_day; answered: whether the
    mapping is confirmed and complete; resembles: whether the proposal is that of an earlier upload with nearly the
    same header; names, units: what was answered about these now, as in TableMapping.
    """

    key: str
    signature: str
    header: str
    sheets: tuple[str, ...]
    title: str
    cell: str
    row_count: int
    labels: tuple[str, ...]
    figures: tuple[int, ...]
    headers: tuple[Header, ...]
    undated: tuple[bool, ...]
    computed: tuple[bool, ...]
    sample: tuple[tuple[str, ...], ...]
    mapping: TableMapping
    uses_by_kind: Mapping[str, tuple[str, ...]]
    remembered: bool = False
    resembles: bool = False
    lacks_day: bool = False
    filled_in: date | None = None
    usual_day: date | None = None
    answered: bool = False
    names: tuple[tuple[str, str, str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()

    def of_kind(self, kind: str) -> TableMapping:
        """The proposal for another kind of table."""
        return TableMapping(kind, self.uses_by_kind[kind], as_of=self.mapping.as_of)

    def left_out(self, mapping: TableMapping) -> list[int]:
        """The numbers of the columns with figures that `mapping` does not read, and that others do not give."""
        unread = columns_read(mapping, self.headers, self.figures).unread
        return [
            n for n, count in enumerate(self.figures)
            if count and (n in unread or mapping.uses[n] == LEFT_OUT) and not self.computed[n]
        ]  # fmt: skip

    def month_columns(self, mapping: TableMapping) -> list[int]:
        """The numbers of the columns with figures of single periods, of which one or each may be read."""
        return [n for n in columns_read(mapping, self.headers, self.figures).periods if self.figures[n]]

    def period_label(self, number: int) -> str:
        """The period of a column as its header writes it, with the year above it: 2023年/12月."""
        return "/".join(filter(is_period_text, self.headers[number].path)) or self.labels[number]

    def needs_day(self, mapping: TableMapping) -> bool:
        """Whether the as-of day of the table has to be picked."""
        if not self.lacks_day or not mapping.kind or PERIOD in mapping.uses:
            return False
        return mapping.kind in COUNTED or any(
            undated and use for undated, use in zip(self.undated, mapping.uses, strict=True)
        )

    def with_day(self, mapping: TableMapping, *, anew: bool = False) -> TableMapping:
        """`mapping` with the proposed day where it needs one and has none, or `anew`; without one where it needs none.

        The day on which the table was filled in, else the one that is usual; none where neither is known.
        """
        if not self.needs_day(mapping):
            return replace(mapping, as_of="")
        return replace(mapping, as_of=self.proposed_day) if anew or not mapping.as_of else mapping

    @property
    def proposed_day(self) -> str:
        """The proposed day in ISO; "" for none."""
        day = self.filled_in or self.usual_day
        return "" if day is None else day.isoformat()

    def to_remember(self) -> TableMapping:
        """The mapping as it is kept for the next upload: with the answers about names and units, without the day."""
        names = {each[:3]: each for each in (*self.mapping.names, *self.names)}
        units = dict((*self.mapping.units, *self.units))
        ticked = tuple(dict.fromkeys(without_numbers(self.labels[n]) for n in self.left_out(self.mapping)))
        return replace(
            self.mapping.without_day(), names=tuple(names.values()), units=tuple(units.items()), labels=self.labels,
            ticked=ticked,
        )  # fmt: skip

    def as_remembered(self, stored: TableMapping) -> tuple[TableMapping, bool]:
        """The mapping of an earlier upload for the figures that there are now, and whether it says enough of them.

        A column that had no figures then was left out without a tick. One of a period is read as it is proposed; for
        any other one the clerk is asked again.
        """
        unread = columns_read(stored, self.headers, self.figures).unread
        new = [
            n for n in self.left_out(stored)
            if n not in unread and without_numbers(self.labels[n]) not in stored.ticked
        ]  # fmt: skip
        proposed = self.uses_by_kind[stored.kind]
        uses = tuple(proposed[n] if n in new else use for n, use in enumerate(stored.uses))
        is_enough = all(self.headers[n].below_period and uses[n] for n in new)
        return replace(stored, uses=uses, left_out=stored.left_out and is_enough), is_enough

    def problems(self, mapping: TableMapping) -> list[str]:
        """What is left to decide, in Chinese; [] where the table can be read."""
        found = []
        if self.needs_day(mapping) and not mapping.as_of:
            found.append("请选定数据截至哪一天")
        if (self.left_out(mapping) or not mapping.kind) and not mapping.left_out:
            found.append("请勾选确认不读入的数字")
        for number in columns_read(mapping, self.headers, self.figures).conflicting:
            found.append(f"“{self.labels[number]}”和另一列成了同一个数，请改选或不读入")
        twice = [
            use for use, count in Counter(mapping.uses).items()
            if use and count > 1 and not takes_figures(mapping.kind, use)  # texts, days, and what is said of a case
        ]  # fmt: skip
        if twice:
            labels = dict(column_choices(mapping.kind))
            found.append(f"“{'”“'.join(labels[use] for use in twice)}”对应了不止一列，请只留一列")
        return found

    def confirmed(self, mapping: TableMapping) -> "ForeignTable":
        """The table with `mapping`."""
        return replace(self, mapping=mapping)
