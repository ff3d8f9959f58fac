"""The text of a PDF: lines joined to paragraphs, ruled tables as tables, repeated headers and page numbers left out.

Part of the child process: pypdfium2 only.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from loaders.text.child_blocks import Block, Table, TableCell
from loaders.text.child_pdf_tables import Glyph, RuledTable, ruled_tables
from loaders.text.child_refusal import Refusal

#: Parts of the height of a page at its top and bottom in which headers, footers and page numbers stand.
_MARGIN: Final = 0.13
_PAGE_NUMBER: Final = re.compile(
    r"[-—－–·~\s]*(?:第\s*)?\d{1,4}\s*页?(?:\s*[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—－–·~\s]*"
)
_MARKER: Final = re.compile(
    r"第[一二三四五六七八九十]{1,3}[部章编篇]|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[、.．](?!\d)|[①-⑳·•●◆■]|[一二三四五六七八九十]是"
)
_CLOSED: Final = frozenset("。！？!?；;：:")
#: What a line ends with that continues, also where the next one looks like a number of a list: 第一、| 二、三产业.
_OPEN: Final = frozenset("，、第（(")
_WIDE: Final = re.compile("[\u2e80-\uffef]")
_IDEOGRAPH: Final = re.compile("[\u4e00-\u9fff]")
_EM: Final = 12.0
_BAD: Final = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_DIGITS: Final = re.compile(r"\d+")
_MOST_BAD: Final = 0.05
_FEWEST_ON_SCAN: Final = 30
#: Lines of so many characters show where the text of a page ends, where there are so many of them.
_MIN_CHARACTERS: Final = 10
_FEWEST_LINES: Final = 8
_SCAN_SHARE: Final = 0.5


@dataclass
class _Line:
    """One line of a page and its box in points; edges: those of the page's text.

    em: the width of its widest ideograph, 0 where it has none; is_parted: whether it has wide gaps.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float
    is_parted: bool
    page: int
    edges: tuple[float, float] = (0.0, 0.0)


def read_pdf(content: bytes, most_pages: int) -> tuple[list[Block], "Counter[str]", list[int]]:
    """The blocks, what has to be said (child_read.py), and the numbers of pages that are pictures. Raises Refusal."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise Refusal("encrypted" if is_locked else "broken") from error
    count = len(document)
    if count == 0:
        raise Refusal("broken")
    if count > most_pages:
        raise Refusal("too_many_pages", count=count, limit=most_pages)
    pages: list[list[_Line | RuledTable]] = []
    pictures: list[int] = []
    notes: Counter[str] = Counter()
    for number in range(count):
        page = document[number]
        items, is_picture = _read_page(page, number, notes)
        pages.append(items)
        pictures += [number + 1] if is_picture else []
        page.close()
    if not any(pages):
        raise Refusal("scanned" if pictures else "no_text")
    _check_characters("".join(item.text for items in pages for item in items if isinstance(item, _Line)))
    _set_edges(pages)
    repeated = _repeated([[item for item in items if isinstance(item, _Line)] for items in pages])
    items = [item for items in pages for item in items if id(item) not in repeated]
    return list(_paragraphs(items)), notes, pictures


def _set_edges(pages: Sequence[Sequence[_Line | RuledTable]]) -> None:
    """Sets where the text of each line's page begins and ends; of a page with few lines, as in the whole document."""
    bodies = [
        [item for item in items if isinstance(item, _Line) and len(item.text) >= _MIN_CHARACTERS and not item.is_parted]
        for items in pages
    ]
    everywhere = [line for body in bodies for line in body]
    for items, body in zip(pages, bodies, strict=True):
        lines = body if len(body) >= _FEWEST_LINES else everywhere
        edges = (min((line.left for line in lines), default=0.0), max((line.right for line in lines), default=0.0))
        for item in items:
            if isinstance(item, _Line):
                item.edges = edges


def _check_characters(text: str) -> None:
    """Raises Refusal where the fonts do not say which characters they draw."""
    if len(_BAD.findall(text)) > _MOST_BAD * max(len(text), 1):
        raise Refusal("garbled")


def _read_page(page: Any, number: int, notes: "Counter[str]") -> tuple[list[_Line | RuledTable], bool]:
    """Lines and tables of a page in reading order, and whether the page is a picture."""
    text_page = page.get_textpage()
    glyphs = list(_glyphs(text_page))
    width, height = page.get_size()
    images = [thing.get_bounds() for thing in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,))]
    covered = max(((right - left) * (top - bottom) for left, bottom, right, top in images), default=0.0)
    visible = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if len(visible) < _FEWEST_ON_SCAN and covered > _SCAN_SHARE * width * height:
        return [], True
    notes["picture"] += bool(images)
    tables = ruled_tables(page)
    rest: list[Glyph] = []
    for glyph in glyphs:
        inside = next(((table, cell) for table in tables if (cell := table.cell_at(*glyph.middle))), None)
        if inside is None or glyph.char in "\r\n":
            rest.append(glyph)
        elif not glyph.char.isspace() or inside[0].glyphs:
            table, cell = inside
            if not table.glyphs:
                table.first = glyph.at
            table.glyphs.setdefault(id(cell), []).append(glyph)
    for table in tables:
        for cell in table.table.cells:
            cell.blocks = [line.text for line in _lines(table.glyphs.get(id(cell), []), number) if line.text]
    lines = [(line_at, line) for line_at, line in _placed_lines(rest, number)]
    placed: list[tuple[int, _Line | RuledTable]] = [*lines, *((table.first, table) for table in tables if table.glyphs)]
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])], False


def _glyphs(text_page: Any) -> Iterator[Glyph]:
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, at)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        yield Glyph(at, "\u3000" if char == "\u3000" else char, *text_page.get_charbox(at))


def _placed_lines(glyphs: Sequence[Glyph], page: int) -> Iterator[tuple[int, _Line]]:
    """Each line with the number of its first character."""
    run: list[Glyph] = []
    for glyph in [*glyphs, Glyph(-1, "\n", 0, 0, 0, 0)]:
        is_jump = bool(run) and glyph.at != run[-1].at + 1 and not glyph.char.isspace()
        if glyph.char in "\r\n" or is_jump:
            if line := _line(run, page):
                yield run[0].at, line
            run = []
        if glyph.char not in "\r\n":
            run.append(glyph)


def _lines(glyphs: Sequence[Glyph], page: int) -> Iterator[_Line]:
    """The lines of the characters of one cell: a new one where a character lies lower than the one before."""
    run: list[Glyph] = []
    for glyph in glyphs:
        solid = next((each for each in reversed(run) if not each.char.isspace()), None)
        if solid is not None and not glyph.char.isspace() and glyph.top < solid.bottom + 1:
            if line := _line(run, page):
                yield line
            run = []
        run.append(glyph)
    if line := _line(run, page):
        yield line


def _line(run: Sequence[Glyph], page: int) -> _Line | None:
    """The characters of one line as text; blanks beside Chinese characters are dropped, wide gaps are kept as two."""
    solid = [glyph for glyph in run if not glyph.char.isspace()]
    if not solid:
        return None
    size = max((each.right - each.left for each in solid if _IDEOGRAPH.match(each.char)), default=0.0)
    em = size or max(glyph.top - glyph.bottom for glyph in solid)
    text, is_parted = solid[0].char, False
    blanks = {glyph.at for glyph in run if glyph.char.isspace()}
    for before, glyph in pairwise(solid):
        gap = glyph.left - before.right
        if gap > 1.5 * em and not _MARKER.fullmatch(text):  # a number of a list stands apart
            text, is_parted = text + "  ", True
        elif any(at in blanks for at in range(before.at + 1, glyph.at)) and not (
            _WIDE.match(before.char) or _WIDE.match(glyph.char)
        ):
            text += " "
        text += glyph.char
    return _Line(
        text, min(each.left for each in solid), max(each.right for each in solid),
        min(each.bottom for each in solid), max(each.top for each in solid), size, is_parted, page,
    )  # fmt: skip


def _repeated(pages: Sequence[Sequence[_Line]]) -> set[int]:
    """The ids of the lines that are headers, footers or page numbers."""
    seen: dict[str, list[_Line]] = defaultdict(list)
    gone: set[int] = set()
    for lines in pages:
        if not lines:
            continue
        top, bottom = max(line.top for line in lines), min(line.bottom for line in lines)
        reach = _MARGIN * 842
        for line in lines:
            if line.top > top - reach / 3 or line.bottom < bottom + reach / 3:
                seen[_DIGITS.sub("#", re.sub(r"\s", "", line.text))].append(line)
                if line.bottom < bottom + 2 and line.bottom < reach and _PAGE_NUMBER.fullmatch(line.text):
                    gone.add(id(line))
    for same in seen.values():
        numbers = {line.page for line in same}
        places = [line.bottom for line in same]
        if len(numbers) >= max(2, min(3, len(pages))) and max(places) - min(places) <= 3:
            gone |= {id(line) for line in same}
    return gone


def _paragraphs(items: Sequence[_Line | RuledTable]) -> Iterator[Block]:
    """Lines joined to paragraphs; a table that continues upon the next page is one table."""
    text = ""
    last: _Line | RuledTable | None = None
    table: RuledTable | None = None
    for item in items:
        if isinstance(item, RuledTable):
            if text:
                yield text
                text = ""
            if table is not None and last is table and len(table.xs) == len(item.xs):
                _append(table.table, item.table)
                continue
            if table is not None:
                yield table.table
            table = last = item
            continue
        if table is not None:
            yield table.table
            table = None
        if isinstance(last, _Line) and _goes_on(last, item, is_first=text == last.text):
            is_words = (
                not _WIDE.match(text[-1:])
                and text[-1:].isalpha()
                and item.text[:1].isascii()
                and item.text[:1].isalpha()
            )
            text += (" " if is_words else "") + item.text
        else:
            if text:
                yield text
            text = item.text
        last = item
    if text:
        yield text
    if table is not None:
        yield table.table


def _append(table: Table, more: Table) -> None:
    """Adds the rows of `more`; a header that is repeated on the next page only once."""
    rows = table.rows()
    for at, row in enumerate(more.rows()):
        if at == 0 and [cell.text for cell in row] == [cell.text for cell in rows[0]]:
            continue
        number = len(rows) if row else 0
        rows.append(row)
        for cell in row:
            table.cells.append(TableCell(number, cell.column, cell.row_span, cell.column_span, cell.blocks))


def _goes_on(line: _Line, following: _Line, *, is_first: bool) -> bool:
    """Whether the paragraph of `line` continues in `following`; is_first: whether `line` begins its paragraph."""
    em = line.em or following.em or _EM
    is_other_size = bool(line.em and following.em) and abs(line.em - following.em) > 0.2 * em
    if line.is_parted or following.is_parted or is_other_size:
        return False
    is_closed = line.text[-1:] in _CLOSED
    if is_first and is_closed and abs(following.left - line.left) < 0.3 * em:
        return False  # two paragraphs with the same indent
    # A full line may lack one character that did not fit; a full stop is drawn in the left half of its place.
    if line.right < line.edges[1] - (2.2 if is_closed else 5) * em:
        return False
    if following.left > following.edges[0] + 1.2 * em:
        return False
    if _MARKER.match(following.text) and line.text[-1:] not in _OPEN:
        return False
    if line.page == following.page:
        return line.bottom - following.top < 1.6 * em
    return True
