"""Finds rows of data above the header, as where a sheet was sorted together with its header."""

from collections.abc import Mapping
from typing import Final

from domain.catalogue import read_catalogue
from loaders.workbook.caption_words import is_caption
from loaders.workbook.cells import Value
from loaders.workbook.header_meaning import header_meaning
from loaders.workbook.layout import Layout, is_figure_of_data

#: A row of texts is data where it has at least so many, for this share of the table's columns.
_MIN_SHARE: Final = 0.6
_MIN_TEXTS: Final = 3
_COLONS: Final = (":", "：")


def rows_above_header(layout: Layout) -> dict[int, int]:
    """The used rows above the header that look like data → the column of their first content.

    These have figures, or texts for most of the table's columns; not titles, labels with their answers (填报人： 张三),
    or headers of groups of columns.
    """
    found: dict[int, int] = {}
    fewest = max(_MIN_TEXTS, _MIN_SHARE * len(layout.columns))
    for at, row in layout.sheet.head(layout.data_from - 1):
        contents = _contents(row)
        if any(is_figure_of_data(value) for value in contents.values()) or (
            len(contents) >= fewest and not _is_group_header(layout, at, contents)
        ):
            found[at] = next(iter(contents))
    return found


def first_figure(row: Mapping[int, Value]) -> int | None:
    """The column of the first content of a row that holds figures of data; None where it holds none."""
    contents = _contents(row)
    return next(iter(contents)) if any(is_figure_of_data(value) for value in contents.values()) else None


def _contents(row: Mapping[int, Value]) -> dict[int, Value]:
    """The cells of a row without labels and their answers, units and blanks."""
    contents: dict[int, Value] = {}
    before = ""
    for column, value in row.items():
        text = value.strip() if isinstance(value, str) else ""
        is_answer = before.endswith(_COLONS)
        is_label = any(colon in text for colon in _COLONS) or is_caption(text)
        if not is_answer and not is_label and (text or not isinstance(value, str)):
            contents[column] = value
        before = text
    return contents


def _is_group_header(layout: Layout, at: int, contents: Mapping[int, Value]) -> bool:
    """Whether a row has merged cells, reads as one, repeats a header, or gives the header below it a meaning."""
    sheet, header = layout.sheet, layout.data_from - 1
    if _reads_as_groups(contents) or any(top <= int(sheet.rows[at]) <= bottom for top, _, bottom, _ in sheet.merged):
        return True
    own = sheet.row(header)
    for name, found in layout.columns.items():
        if contents.get(found.at) == found.label:
            return True
        text, upper = own.get(found.at), contents.get(found.at)
        if isinstance(text, str) and isinstance(upper, str):
            meaning = header_meaning(layout.table, text, "")
            if meaning is None or meaning.column != name:
                return True
    return False


def _reads_as_groups(contents: Mapping[int, Value]) -> bool:
    """Whether texts name groups of columns: repeated side by side, letters of columns, or in words of such headers."""
    texts = {column: str(value).strip() for column, value in contents.items()}
    if any(texts.get(column + 1) == text for column, text in texts.items()):
        return True
    endings = tuple(read_catalogue("headers")["groups"])
    named = [text for text in texts.values() if text.endswith(endings) or (len(text) == 1 and text.isascii())]
    return 2 * len(named) > len(texts)
