"""Columns of another office's table that are sums, differences or shares of others, and the cells that contradict."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from loaders.workbook.cells import Value
from loaders.workbook.mapping.profiles import Profile, is_figure_of, total_columns
from loaders.workbook.mapping.regions import Region

_NUMERAL: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
#: Least number, and share, of rows that must agree before a column counts as computed from two others.
_MIN_ROWS: Final = 2
_MIN_SHARE: Final = 0.6
#: Tolerance of a share such as 0.73 for rounding; less where its own decimal places say so.
_ROUNDED: Final = 0.006
#: Rows that are tried to find the two columns; then all rows are compared.
_SAMPLE: Final = 100
#: Columns beyond which pairs are not tried.
_MAX_COLUMNS: Final = 16


@dataclass(frozen=True)
class Computed:
    """A column computed from others. how: in Chinese, as in 已完成÷任务; differing: the used rows that contradict it.

    factor: multiplier that makes a share a percentage: 100 where it is written as 0.73, 1 as 73; 0 for no share.
    """

    how: str
    differing: tuple[int, ...]
    factor: int = 0


@dataclass(frozen=True)
class Number:
    """A number in a cell. step: the size of its last decimal place, 0 for an integer; unit: the text after it."""

    value: float
    step: float
    unit: str


def read_number(value: Value) -> Number | None:
    """The number in a cell that holds a figure; None where it has none."""
    text = f"{value:.15g}" if isinstance(value, float) else value
    if not isinstance(text, str) or (match := _NUMERAL.match(unicodedata.normalize("NFKC", text).strip())) is None:
        return None
    plain = match[0].replace(",", "")
    decimals = len(plain.partition(".")[2])
    unit = match.string[match.end() :].strip()
    return Number(float(plain), 10.0**-decimals if decimals else 0.0, unit)


class Numbers:
    """The numbers of a region by column and row. amounts: the columns with figures in
    one unit that are not rates.
    """

    def __init__(self, region: Region, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self._columns = {
            number: {
                row: found
                for row in region.data
                if column.at in region.sheet.columns
                and is_figure_of(profile.header, value := region.sheet.columns[column.at].cell(row))
                and (found := read_number(value)) is not None
            }
            for number, (column, profile) in enumerate(zip(region.columns, profiles, strict=True))
            if profile.has_figures
        }
        self.amounts = [
            number for number, cells in self._columns.items()
            if profiles[number].role != "rate" and len({each.unit for each in cells.values()}) == 1
        ]  # fmt: skip

    def of(self, number: int) -> Mapping[int, Number]:
        """The numbers of a column by used row."""
        return self._columns[number]

    def adds_up(self, row: int, parts: Iterable[int]) -> bool:
        """Whether each amount of a row is the sum of those of the rows `parts`, and one is not 0."""
        rows = [other for other in parts if other != row]
        own = [(number, found) for number in self.amounts if (found := self.of(number).get(row)) is not None]
        return any(found.value for _, found in own) and all(
            is_sum(found, [self.of(number)[other] for other in rows if other in self.of(number)])
            for number, found in own
        )


def computed_columns(region: Region, profiles: Sequence[Profile]) -> dict[int, Computed]:
    """The columns that equal a sum, share or remainder of other columns in most rows."""
    numbers = Numbers(region, profiles)
    found: dict[int, Computed] = {}
    for at, parts in total_columns(profiles).items():
        own = numbers.of(at)
        wrong = [
            row for row, total in own.items()
            if not is_sum(total, [numbers.of(part)[row] for part in parts if row in numbers.of(part)])
        ]  # fmt: skip
        if 2 * len(wrong) < len(own):
            found[at] = Computed("＋".join(profiles[part].header.label for part in parts), tuple(wrong))
    for at, profile in enumerate(profiles):
        is_remainder = profile.header.side in ("open", "difference")
        if at in found or not profile.has_figures or not (profile.role == "rate" or is_remainder):
            continue
        if (pair := _of_pair(numbers, at, is_remainder=is_remainder)) is not None:
            found[at] = pair
    return found


def _of_pair(numbers: Numbers, at: int, *, is_remainder: bool) -> Computed | None:
    """How a column follows from two others in most rows, as their share or difference; None where it does not."""
    own = numbers.of(at)
    sample = list(own)[:_SAMPLE]
    others = [number for number in numbers.amounts if number != at][:_MAX_COLUMNS]
    best: tuple[int, int, int, int] | None = None
    for part, whole in permutations(others, 2):
        for factor in (0,) if is_remainder else (1, 100):
            rows = [row for row in sample if row in numbers.of(part) and row in numbers.of(whole)]
            right = sum(_holds(numbers, at, part, whole, row, factor) for row in rows)
            if right >= max(_MIN_ROWS, _MIN_SHARE * len(rows)) and (best is None or right > best[0]):
                best = right, part, whole, factor
    if best is None:
        return None
    _, part, whole, factor = best
    labels = (numbers.profiles[part].header.label, numbers.profiles[whole].header.label)
    wrong = tuple(
        row for row in own
        if row in numbers.of(part) and row in numbers.of(whole) and not _holds(numbers, at, part, whole, row, factor)
    )  # fmt: skip
    return Computed(("－" if is_remainder else "÷").join(labels[:: -1 if is_remainder else 1]), wrong, factor)


def _holds(numbers: Numbers, at: int, part: int, whole: int, row: int, factor: int) -> bool:
    """Whether in a row the column `at` is part ÷ whole (factor 100), in per cent (1), or whole − part (0)."""
    own, first, second = numbers.of(at)[row], numbers.of(part)[row], numbers.of(whole)[row]
    if not factor:
        return is_sum(second, [first, own])
    if not second.value:
        return False
    tolerance = min(own.step or _ROUNDED, _ROUNDED) if factor > 1 else own.step or 1.0
    return abs(own.value - first.value / second.value * 100 / factor) <= tolerance


def is_sum(total: Number, parts: Sequence[Number]) -> bool:
    """Whether a number is the sum of others, up to the rounding of each."""
    step = max((each.step for each in (total, *parts)), default=0.0)
    tolerance = step * (len(parts) + 1) / 2 + 1e-9 * abs(total.value)
    return abs(total.value - sum(each.value for each in parts)) <= tolerance
