"""Tables in a page of a PDF, found by their ruled lines. Part of the child process: pypdfium2 only."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pypdfium2.raw as pdfium

from loaders.text.child_blocks import Table, TableCell

#: Points: how far lines that belong together may lie apart; the widest line; the shortest side of a cell.
_NEAR: Final = 3.0
_THICKEST: Final = 3.0
_SHORTEST: Final = 5.0
_MOST_LINES: Final = 20_000


@dataclass
class Glyph:
    """A character of a page and its box in points; `at` counts the characters in the order of the page."""

    at: int
    char: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of its box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


@dataclass
class RuledTable:
    """A grid of ruled lines: x between its columns, y between its rows from the top down, and its cells.

    owner: (row, column) → the cell that covers it; glyphs: id of a cell → its characters; first: where these begin.
    """

    xs: list[float]
    ys: list[float]
    table: Table
    owner: dict[tuple[int, int], TableCell]
    glyphs: dict[int, list[Glyph]] = field(default_factory=dict)
    first: int = 0

    def cell_at(self, x: float, y: float) -> TableCell | None:
        """The cell around a point, None outside."""
        column, row = _slot(self.xs, x), _slot([-each for each in self.ys], -y)
        return None if column is None or row is None else self.owner[row, column]


def _slot(edges: Sequence[float], value: float) -> int | None:
    return next((at for at in range(len(edges) - 1) if edges[at] <= value < edges[at + 1]), None)


@dataclass(frozen=True)
class _Rule:
    """A horizontal or vertical line: where it lies, and from where to where it reaches."""

    at: float
    low: float
    high: float


def ruled_tables(page: Any) -> list[RuledTable]:
    """The tables of a page of pypdfium2: at least two rows and two columns within ruled lines."""
    across: list[_Rule] = []
    down: list[_Rule] = []
    for is_across, rule in _rules(page):
        (across if is_across else down).append(rule)
        if len(across) + len(down) > _MOST_LINES:  # a drawing
            return []
    tables = [_grid(*group) for group in _groups(across, down)]
    return [table for table in tables if table is not None]


def _rules(page: Any) -> Iterator[tuple[bool, _Rule]]:
    """(is horizontal, line) for each line that is drawn, as a stroke or as a thin box."""
    for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_PATH,)):
        left, bottom, right, top = thing.get_bounds()
        if top - bottom <= _THICKEST and right - left >= _SHORTEST:
            yield True, _Rule((top + bottom) / 2, left, right)
        elif right - left <= _THICKEST and top - bottom >= _SHORTEST:
            yield False, _Rule((left + right) / 2, bottom, top)
        elif _is_stroked(thing):
            points = _points(thing)
            for (x, y), (other_x, other_y) in points:
                if abs(y - other_y) <= _THICKEST / 2 and abs(x - other_x) >= _SHORTEST:
                    yield True, _Rule((y + other_y) / 2, min(x, other_x), max(x, other_x))
                elif abs(x - other_x) <= _THICKEST / 2 and abs(y - other_y) >= _SHORTEST:
                    yield False, _Rule((x + other_x) / 2, min(y, other_y), max(y, other_y))


def _is_stroked(thing: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(thing.raw, fill, stroke)) and bool(stroke.value)


def _points(thing: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The ends of each straight line of a path, in points of the page."""
    matrix = thing.get_matrix()
    first = last = (0.0, 0.0)
    for number in range(pdfium.FPDFPath_CountSegments(thing.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(thing.raw, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, first
            last = first


def _groups(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Lines that touch each other: the horizontal and the vertical ones of one table."""
    rules = [(True, rule) for rule in across] + [(False, rule) for rule in down]
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for at, one in enumerate(across):
        for other, two in enumerate(down, start=len(across)):
            if _touch(one, two):
                parent[root(at)] = root(other)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for at, (is_across, rule) in enumerate(rules):
        groups.setdefault(root(at), ([], []))[0 if is_across else 1].append(rule)
    yield from (group for group in groups.values() if group[0] and group[1])


def _touch(across: _Rule, down: _Rule) -> bool:
    return across.low - _NEAR <= down.at <= across.high + _NEAR and down.low - _NEAR <= across.at <= down.high + _NEAR


def _grid(across: list[_Rule], down: list[_Rule]) -> RuledTable | None:
    xs, ys = _edges(rule.at for rule in down), _edges(rule.at for rule in across)[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    rows, columns = range(len(ys) - 1), range(len(xs) - 1)
    owner: dict[tuple[int, int], tuple[int, int]] = {(row, column): (row, column) for row in rows for column in columns}

    def top_left(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            cell = owner[cell]
        return cell

    for row in rows:
        y = (ys[row] + ys[row + 1]) / 2
        for column in columns:
            x = (xs[column] + xs[column + 1]) / 2
            if column and not _covers(down, xs[column], y):
                owner[top_left((row, column))] = top_left((row, column - 1))
            if row and not _covers(across, ys[row], x):
                one, two = sorted((top_left((row, column)), top_left((row - 1, column))))
                owner[two] = one
    areas: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for cell in owner:
        areas.setdefault(top_left(cell), []).append(cell)
    cells = {}
    for area in sorted(areas.values(), key=min):
        top, left = min(row for row, _ in area), min(column for _, column in area)
        height, width = max(row for row, _ in area) - top + 1, max(column for _, column in area) - left + 1
        found = TableCell(top, left, height, width)
        cells.update(dict.fromkeys(area, found))
    unique = {id(cell): cell for cell in cells.values()}
    ordered = sorted(unique.values(), key=lambda cell: (cell.row, cell.column))
    return RuledTable(xs, ys, Table(ordered), cells)


def _edges(values: Iterable[float]) -> list[float]:
    """The values, those that lie near each other as one, in order."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _covers(rules: Iterable[_Rule], at: float, other: float) -> bool:
    """Whether a line at `at` passes the place `other`."""
    return any(abs(rule.at - at) <= _NEAR and rule.low - 1 <= other <= rule.high + 1 for rule in rules)
