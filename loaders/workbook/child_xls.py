"""Marks of .xls cells that the parser lacks: number formats, errors, struck-out pieces, comments, hidden parts.

Part of the child process. Read by xlrd; the values are those of the parser, which is stricter.
"""

import io
from itertools import pairwise
from typing import Any, Final

from loaders.workbook.child_runs import FENCES
from loaders.workbook.child_xml import Marking
from loaders.workbook.number_formats import mark_of

_MOST_NOTES: Final = 5000
_RAISED, _LOWERED = 1, 2  # escapement of a font ([MS-XLS] 2.4.122)


def add_marks(content: bytes, sheets: dict[str, Any]) -> dict[str, dict[tuple[int, int], str]]:
    """Add to each sheet (name → child_sheet.Sheet) its marks and notes, and what it hides.

    Returns the texts with fenced pieces by their place. Raises the errors of xlrd for files that it cannot read.
    """
    import xlrd

    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, on_demand=True, logfile=io.StringIO(),
        ignore_workbook_corruption=True,
    )  # fmt: skip
    styles = [(mark_of(_code(book, style)), _font(book, style).struck_out) for style in book.xf_list]
    has_rich = any(font.struck_out or font.escapement for font in book.font_list)
    texts: dict[str, dict[tuple[int, int], str]] = {}
    for name in book.sheet_names():
        if name not in sheets:
            continue
        source = book.sheet_by_name(name)
        _mark(source, sheets[name], styles, xlrd)
        _hide(source, sheets[name])
        texts[name] = _fenced(book, source) if has_rich else {}
        notes = ((*place, "comment", note.text.strip()) for place, note in sorted(source.cell_note_map.items()))
        sheets[name].notes += [note for note in notes if note[3]][:_MOST_NOTES]
        book.unload_sheet(name)
    return texts


def _code(book: Any, style: Any) -> str:
    found = book.format_map.get(style.format_key)
    return "" if found is None else str(found.format_str)


def _font(book: Any, style: Any) -> Any:
    return book.font_list[style.font_index] if style.font_index < len(book.font_list) else _NoFont


class _NoFont:
    struck_out = 0
    escapement = 0


def _mark(source: Any, sheet: Any, styles: list[tuple[str, int]], xlrd: Any) -> None:
    marking = Marking(sheet.marks)
    numbers, nothing = xlrd.XL_CELL_NUMBER, (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    marked_styles = {at for at, (shows, is_struck) in enumerate(styles) if shows or is_struck}
    for row in range(source.nrows):
        kinds = source.row_types(row)
        if xlrd.XL_CELL_ERROR in kinds:
            for column, kind in enumerate(kinds):
                if kind == xlrd.XL_CELL_ERROR:
                    marking.add(column, "error", (row,))
        indices = source._cell_xf_indexes[row]
        if marked_styles.isdisjoint(indices):
            continue
        for column, (kind, index) in enumerate(zip(kinds, indices, strict=False)):
            if index not in marked_styles or kind in nothing:
                continue
            shows, is_struck = styles[index]
            if shows and (kind == numbers or (kind == xlrd.XL_CELL_TEXT and "@" in shows)):
                marking.add(column, shows, (row,))
            if is_struck:
                marking.add(column, "struck", (row,))


def _hide(source: Any, sheet: Any) -> None:
    """Rows without a record of their own are hidden where the sheet says so ([MS-XLS], DefaultRowHeight, fDyZero)."""
    for row in sheet.rows:
        info = source.rowinfo_map.get(row)
        if info.hidden if info is not None else source.default_row_hidden:
            sheet.hidden_rows.append(row)
    sheet.hidden_columns += [at for at, info in source.colinfo_map.items() if info.hidden]


def _fenced(book: Any, source: Any) -> dict[tuple[int, int], str]:
    """The texts with struck-out, raised or lowered runs, fenced; runs are (first character, font)."""
    texts = {}
    for (row, column), runs in source.rich_text_runlist_map.items():
        text = source.cell_value(row, column)
        if not isinstance(text, str):
            continue
        own = book.xf_list[source.cell_xf_index(row, column)].font_index
        edges = [(0, own), *runs, (len(text), 0)]
        fenced = ""
        for (begin, font), (end, _) in pairwise(edges):
            fenced += _fence(book.font_list[font] if font < len(book.font_list) else _NoFont, text[begin:end])
        if fenced != text:
            texts[row, column] = fenced
    return texts


def _fence(font: Any, text: str) -> str:
    struck, raised, lowered, _, end = FENCES
    if not text:
        return text
    if font.struck_out:
        return struck + text + end
    if font.escapement in (_RAISED, _LOWERED):
        return (raised if font.escapement == _RAISED else lowered) + text + end
    return text
