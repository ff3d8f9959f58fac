"""The mapping of one table: what it is, and which of its columns becomes which column of ours; kept as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.tables import TABLES
from loaders.workbook.mapping.header_words import plain_text
from loaders.workbook.mapping.regions import Region

#: What a table may be: a table of the schema, or one case or household per row, which are counted.
CASES, HOUSEHOLDS = "cases", "households"
COUNTED: Final[dict[str, str]] = {CASES: "safety", HOUSEHOLDS: "demolition"}
KINDS: Final[dict[str, str]] = {
    "measures": "指标进度（一行一个指标）", "demolition": "征迁（按村、项目）",
    HOUSEHOLDS: "征迁分户台账（一行一户，由系统计数）", "land": "土地项目清单",
    "funding": "资金（每笔金额一行）", CASES: "隐患台账（一行一件，由系统计数）", "safety": "隐患统计表（已有件数）",
    "other": "其他统计表（每个数字一行）", "": "不读入",
}  # fmt: skip
#: Columns of a case.
CASE_COLUMNS: Final[dict[str, str]] = {
    "category": "类别", "level": "级别", "place": "地点", "due": "整改期限", "done_on": "完成日期",
    "state": "整改情况",
}  # fmt: skip
#: The period of each row, of tables whose rows are single figures.
PERIOD: Final = "period"
#: What a column of a household says: it, and a stage of it behind STAGE; the other columns are those of the table.
PERSON, STAGE = "person", "stage:"
_OF_HOUSEHOLDS: Final = ("project", "place", "object", "floor_m2", "area_mu")
#: What columns of periods become: the newest one with figures, or one row for each.
LATEST, EACH = "latest", "each"
#: Share of the headers of two tables together that both have, where one may be the other of last month.
_NEARLY_SAME: Final = 0.6
#: A column that is not read.
LEFT_OUT: Final = ""


@dataclass(frozen=True)
class TableMapping:
    """kind: one of KINDS; uses: for each column of the region a column of ours, LEFT_OUT where it is not read.

    months: LATEST, EACH or the number of one period column, where columns are periods. left_out: the clerk has ticked
    that figures of columns are not read. as_of: the as-of day of the table, in ISO; "" where its own columns or
    the rows say it. For memory only: names: (table, column, name as written, name that it means, "" for a new one);
    units: answers about units that the sheet does not state, as in outside_units; labels: the header of each column;
    ticked: those of the columns that the tick was about, without their numbers.
    """

    kind: str
    uses: tuple[str, ...]
    months: str = LATEST
    left_out: bool = False
    as_of: str = ""
    names: tuple[tuple[str, str, str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    labels: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The mapping as one line of JSON."""
        fields: dict[str, object] = {
            "kind": self.kind, "uses": list(self.uses), "months": self.months, "left_out": self.left_out,
            "as_of": self.as_of,
        }  # fmt: skip
        fields |= {"names": [list(each) for each in self.names]} if self.names else {}
        fields |= {"units": [list(each) for each in self.units]} if self.units else {}
        fields |= {"labels": list(self.labels)} if self.labels else {}
        fields |= {"ticked": list(self.ticked)} if self.ticked else {}
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)

    def without_day(self) -> "TableMapping":
        """The mapping as it is remembered: the day, and the choice of one period, are asked anew."""
        return replace(self, as_of="", months=self.months if self.months in (LATEST, EACH) else LATEST)

    def with_use(self, at: int, use: str) -> "TableMapping":
        """The mapping with another use of the column number `at`; columns left out must be confirmed again."""
        uses = tuple(use if number == at else own for number, own in enumerate(self.uses))
        return replace(self, uses=uses, left_out=self.left_out if uses == self.uses else False)


def parse_mapping(text: str, columns: int | None = None) -> TableMapping | None:
    """The mapping in `text`; None where it is none, or not of a table with so many columns."""
    try:
        fields = json.loads(text)
        names = [tuple(str(part) for part in each) for each in fields.get("names", ())]
        mapping = TableMapping(
            str(fields["kind"]), tuple(str(use) for use in fields["uses"]), str(fields["months"]),
            fields["left_out"] is True, str(fields["as_of"]),
            tuple((each[0], each[1], each[2], each[3]) for each in names),
            tuple((str(key), str(unit)) for key, unit in fields.get("units", ())),
            tuple(str(label) for label in fields.get("labels", ())),
            tuple(str(label) for label in fields.get("ticked", ())),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
    if mapping.kind not in KINDS or (columns is not None and len(mapping.uses) != columns):
        return None
    choices = {LEFT_OUT, *(name for name, _ in column_choices(mapping.kind))}
    return mapping if set(mapping.uses) <= choices else None


def mapping_like(labels: Sequence[str], remembered: Iterable[str]) -> TableMapping | None:
    """What a remembered mapping (JSON) of nearly the same header makes of one with `labels`; None where none is near.

    Columns that it does not have are not read.
    """
    wanted = [without_numbers(label) for label in labels]
    best: tuple[float, TableMapping] | None = None
    for text in remembered:
        old = parse_mapping(text)
        if old is None or len(old.labels) != len(old.uses) or not old.labels:
            continue
        uses = {without_numbers(label): use for label, use in zip(old.labels, old.uses, strict=True)}
        share = len(set(wanted) & set(uses)) / len(set(wanted) | set(uses))
        if share >= _NEARLY_SAME and (best is None or share > best[0]):
            mapped = tuple(uses.get(label, LEFT_OUT) for label in wanted)
            best = share, replace(old, uses=mapped, names=(), labels=(), ticked=())
    return None if best is None else replace(best[1], left_out=False)


def mapping_of_same(labels: Sequence[str], remembered: Mapping[str, str]) -> TableMapping | None:
    """The remembered mapping of a header that has the same texts another number of times: one more month this time.

    None where none has, or where columns that differ by their numbers only have different uses.
    """
    wanted = [without_numbers(label) for label in labels]
    for text in reversed(list(remembered.values())):
        old = parse_mapping(text)
        if old is None or len(old.labels) != len(old.uses):
            continue
        uses = set(zip(map(without_numbers, old.labels), old.uses, strict=True))
        by_label = dict(uses)
        if len(by_label) == len(uses) and set(wanted) == set(by_label):
            return replace(old, uses=tuple(by_label[label] for label in wanted))
    return None


def signature(region: Region) -> str:
    """What a mapping is remembered by: the header without its numbers, so that 1-6月 and 1-7月 are one."""
    headers = ["/".join(without_numbers(plain_text(text)) for text in column.path) for column in region.columns]
    return sha256("|".join(headers).encode()).hexdigest()[:16]


def header_text(region: Region) -> str:
    """The header in one line, to show and to compare: 序号|项目名称|…"""
    return "|".join("/".join(plain_text(text) for text in column.path) for column in region.columns)


def without_numbers(text: str) -> str:
    """A header with one sign for all its numbers."""
    return "".join("#" if char.isdecimal() else char for char in text).replace("##", "#")


def table_of(kind: str) -> str:
    """Our table that a kind of table becomes; "" for one that is not read."""
    return COUNTED.get(kind, kind)


def takes_figures(kind: str, use: str) -> bool:
    """Whether a use is a column of numbers, whose figures are read; those of cases are counted only."""
    if use in (LEFT_OUT, PERSON, PERIOD) or use.startswith(STAGE) or kind in ("", CASES):
        return False
    return TABLES[table_of(kind)].column(use).kind == "number"


def _stages() -> list[str]:
    return [str(entry["name"]) for entry in read_catalogue("lexicons")["stages"] if entry.get("domain") == "demolition"]


def column_choices(kind: str) -> Sequence[tuple[str, str]]:
    """(column, label) that a column of a table of this kind may become."""
    if kind == CASES:
        return [(name, label) for name, label in CASE_COLUMNS.items()]
    if kind == HOUSEHOLDS:
        columns = [(name, TABLES["demolition"].column(name).header) for name in _OF_HOUSEHOLDS]
        stages = [(f"{STAGE}{name}", f"是否{name}（日期或是、否）") for name in _stages()]
        return [(PERSON, "户主（只用来数户）"), *columns, *stages]
    if kind not in TABLES:
        return []
    period = [(PERIOD, "月份、季度或年份")] if kind == "other" else []
    return period + [
        (column.name, column.header)
        for column in TABLES[kind].columns
        if not column.decided and not column.words and column.name not in _NOT_CHOSEN
    ]


#: Columns that no spreadsheet has.
_NOT_CHOSEN: Final = frozenset(
    ("indicator_id", "claim", "part_of", "area_printed", "area_unit", "value_high", "state_text", "accepted_until",
     "output_unit", "output_name", "of_what")
)  # fmt: skip
