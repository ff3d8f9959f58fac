"""What the cells of a column hold, which decides where its header does not."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.schema.units import parse_unit
from loaders.workbook.amounts import CellFault, parse_amount
from loaders.workbook.cells import Other, Value
from loaders.workbook.days import parse_day
from loaders.workbook.mapping.grid import is_figure_cell
from loaders.workbook.mapping.header_words import Header, as_number, is_closed, names_unit, parse_header, plain_text
from loaders.workbook.mapping.regions import Region
from loaders.workbook.remarks import is_nothing

#: Words that count things and name offices: in a column headed 单位 they are offices.
_OFFICES: Final = frozenset(("村", "镇", "乡", "县", "市", "省", "社区", "街道", "部门", "单位"))
#: Roles whose numbers are no figures.
NOT_FIGURES: Final = frozenset({"serial", "key", "contact", "date"})
_MOST: Final = 0.6
#: Roles of words below which amounts may stand as texts: 目标任务, 完成情况.
_TEXT_ROLES: Final = frozenset({"", "note", "state"})
#: The last text of a column that adds up the others of its group.
TOTALS: Final = ("小计", "合计", "总计", "共计", "总和", "总数", "总额")
#: Words of headers that count things, whatever unit stands above the table.
_COUNTING: Final = tuple("户人幢栋个套宗件次座处")
#: Roles of words whose columns are never amounts of money, whatever their cells hold.
_NO_MONEY: Final = frozenset({"state", "key", "serial", "person", "office", "place", "date", "contact"})
#: Digits that are a code and no number: 090, 020100.
_CODE: Final = re.compile(r"\d{2,}")
#: A number with what it counts behind it: 163户, 1,250 人次.
_COUNTED: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?\s*(\D{1,4})")


@dataclass(frozen=True)
class Profile:
    """One column of a region: its header, and how many of its cells hold what. header.role is decided by both.

    days: dates; states: dates and texts that say whether something is done.
    """

    header: Header
    filled: int
    figures: int
    days: int
    units: int
    distinct: int
    states: int = 0

    @property
    def role(self) -> str:
        """The role of the column."""
        return self.header.role

    @property
    def has_figures(self) -> bool:
        """Whether its cells are figures that must not be lost."""
        return self.figures > 0 and self.role not in NOT_FIGURES

    @property
    def may_be_money(self) -> bool:
        """Whether its figures, in a header without a unit, may be amounts of money: it counts no things or days."""
        if self.header.unit or self.role not in ("money", "number", "count"):
            return False
        said = parse_header(self.header.path).role
        words = self.header.words
        counts = self.role == "count" and (any(word in words for word in _COUNTING) or bool(counted_unit(words)))
        return said not in _NO_MONEY and not self.is_remark and not counts

    @property
    def is_remark(self) -> bool:
        """Whether the column is the one for remarks, and not one of other texts."""
        return is_remark(self.header)


def read_profiles(region: Region) -> list[Profile]:
    """The profile of each column of a region."""
    found = []
    for number, column in enumerate(region.columns):
        cells = [value for row in region.data if (value := region.sheet.columns[column.at].cell(row)) is not None] \
            if column.at in region.sheet.columns else []  # fmt: skip
        cells = [value for value in cells if not is_nothing(value)]
        header = parse_header(column.path)
        figures = sum(is_figure_of(header, value) for value in cells)
        if header.role in _TEXT_ROLES and number and not is_remark(header):
            amounts = sum(bool(written_unit(value)) for value in cells)
            if amounts > figures and amounts >= _MOST * len(cells):  # 完成情况: 3个, 约1,280户
                header, figures = as_number(header), amounts
        days = sum(isinstance(value, Other) and value.kind in ("date", "datetime") for value in cells)
        texts = [value.strip() for value in cells if isinstance(value, str)]
        units = sum(text not in _OFFICES and bool(text) and parse_unit(text) is not None for text in texts)
        if header.role not in NOT_FIGURES and not header.unit and 2 * _shares(region, column.at, texts) > figures:
            header = replace(header, role="rate")
        distinct = {text for text in map(str, cells) if not text.endswith(TOTALS)}
        states = 0 if figures else sum(tells_done(value) for value in cells)
        profile = Profile(header, len(cells), figures, days, units, len(distinct), states)
        found.append(replace(profile, header=replace(header, role=_role(profile, column.path, number, cells))))
    return found


def is_figure_of(header: Header, value: Value) -> bool:
    """Whether a cell below `header` is a figure; a number with a count behind it (163户) is one where numbers stand."""
    if is_figure_cell(value):
        return True
    if not header.is_number or not isinstance(value, str):
        return False
    match = _COUNTED.fullmatch(unicodedata.normalize("NFKC", value).strip())
    return match is not None and parse_unit(match[1].strip()) is not None


def is_remark(header: Header) -> bool:
    """Whether a header is the one of remarks, and not of other texts."""
    return "备注" in header.words or "说明" in header.words


def written_unit(value: Value) -> str:
    """The unit in a cell that holds one amount and nothing else: 约1,280户 → 户; "" for any other cell."""
    if not isinstance(value, str) or is_nothing(value):
        return ""
    try:
        amount = parse_amount(value, "")
    except CellFault:
        return ""
    return "" if amount is None else amount.unit


def counted_unit(words: str) -> str:
    """The unit of what a header counts by its last word: 项目个数 → 个, 天数 → 天; "" where it says none."""
    thing = words.removesuffix("数")
    if thing == words:
        return ""
    if thing.endswith("人口"):
        return "人"
    parsed = parse_unit(thing[-1:]) if thing else None
    return thing[-1] if parsed is not None and parsed.dimension in ("count", "duration") else ""


def total_columns(profiles: Sequence[Profile]) -> dict[int, tuple[int, ...]]:
    """The columns 小计, 合计, alone or as a group, that add up others: number → the numbers of these.

    They differ in this text only: 合计/户数 adds up 住宅/户数 and 商铺/户数.
    """
    found = {}
    paths = [tuple(map(plain_text, profile.header.path)) for profile in profiles]
    for at, (profile, path) in enumerate(zip(profiles, paths, strict=True)):
        level = next((level for level in reversed(range(len(path))) if path[level] in TOTALS), None)
        if level is None or not profile.has_figures:
            continue
        parts = tuple(
            n for n, other in enumerate(profiles)
            if n != at and other.has_figures and other.role != "rate" and len(paths[n]) == len(path)
            and (paths[n][:level], paths[n][level + 1 :]) == (path[:level], path[level + 1 :])
        )  # fmt: skip
        if len(parts) > 1:
            found[at] = parts
    return found


def _shares(region: Region, at: int, texts: Sequence[str]) -> int:
    """The number of cells of a column that show a per cent, as text or by their format."""
    marked = region.sheet.marks.get((at, "percent"), ())
    by_format = set(region.sheet.rows[list(region.data)].tolist()).intersection(marked)
    return len(by_format) + sum(text.endswith(("%", "\uff05")) for text in texts)


def _role(profile: Profile, path: tuple[str, ...], number: int, cells: Sequence[object]) -> str:
    """The role by header and cells."""
    header, filled = profile.header, profile.filled
    if not filled:
        return header.role or "note"
    if _are_codes(cells):
        return "key"
    if path and names_unit(path[-1]) and 2 * profile.units >= filled:
        return "unit"
    if profile.days >= _MOST * filled:
        return "date"
    if header.role in ("contact", "key", "date"):
        return header.role
    if header.role == "serial" or (not header.role and _counts_up(cells) and (number == 0 or not path)):
        return "serial"
    if profile.figures >= _MOST * filled:
        return header.role if header.is_number else "number"
    if header.is_number and profile.figures < 0.3 * filled:
        return "name" if number == 0 else "note"
    if not header.role:
        return "name" if number <= 1 else "note"
    return header.role


def _counts_up(cells: Sequence[object]) -> bool:
    numbers = [value for value in cells if isinstance(value, float)]
    return len(numbers) >= 2 and numbers[:2] == [1.0, 2.0] and numbers == sorted(numbers)


def tells_done(value: Value) -> bool:
    """Whether a cell says by a day, or in words, whether something is done: 是, 已签, 未签, 5月8日."""
    if isinstance(value, Other):
        return value.kind in ("date", "datetime")
    if not isinstance(value, str):
        return False
    try:
        return value.startswith("已") or is_closed(value) is not None or parse_day(value, 2000, is_end=True) is not None
    except CellFault:
        return False


def _are_codes(cells: Sequence[object]) -> bool:
    """Whether most cells are digits written as texts of one length, some with a zero before them: 04, 69."""
    digits = [value.strip() for value in cells if isinstance(value, str) and _CODE.fullmatch(value.strip())]
    same = {len(text) for text in digits}
    return len(digits) >= _MOST * len(cells) and len(same) == 1 and any(text.startswith("0") for text in digits)
