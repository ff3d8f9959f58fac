"""The text of a saved web page: a line per block, tables kept; scripts, menus and forms left out.

Part of the child process: lxml only.
"""

import re
from collections import Counter
from typing import Any, Final

from lxml import html

from loaders.text.child_blocks import Block, Table, TableCell
from loaders.text.child_numbers import format_number

_LEFT_OUT: Final = frozenset((
    "script", "style", "noscript", "template", "head", "title", "nav", "footer", "aside", "select", "option",
    "button", "input", "textarea", "svg", "canvas", "audio", "video", "iframe", "object", "embed", "map", "rp", "rt",
))  # fmt: skip
_STRUCK: Final = frozenset(("del", "s", "strike"))
_INLINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "label", "mark", "q", "ruby", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr", "rb",
))  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK_STYLE: Final = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_SPACES: Final = re.compile("[ \t\r\n\f]+")
_CHINESE_BLANKS: Final = re.compile("(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])")
_PROSE: Final = re.compile("[，。；]")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIST_FORMATS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MOST_SPAN: Final = 1000
_MOST_DEPTH: Final = 200


def read_html(text: str) -> tuple[list[Block], "Counter[str]"]:
    """The blocks of the page, and how often each thing was met that has to be said (child_read.py)."""
    root = html.document_fromstring(
        text, parser=html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    )
    body = root.find(".//body")
    reader = _Reader()
    reader.block(root if body is None else body, 0)
    reader.end_line()
    return reader.blocks, reader.notes


class _Reader:
    """Collects the blocks; a line ends with each element that is a block of its own, and with <br>."""

    def __init__(self, notes: "Counter[str] | None" = None) -> None:
        self.blocks: list[Block] = []
        self._is_cell = notes is not None
        self.notes: Counter[str] = Counter() if notes is None else notes
        self._line: list[str] = []
        self._number = ""  # of an item of a list whose text has not come yet
        self._linked = self._unlinked = 0  # characters of the line in links, and others

    def end_line(self) -> None:
        """Ends the line; one that only leads elsewhere (a menu, other articles) is left out."""
        text = _SPACES.sub(" ", "".join(self._line)).strip()
        is_link = self._linked > 0 and self._unlinked == 0 and not _PROSE.search(text) and not self._is_cell
        self.notes["link"] += is_link
        if text and not is_link:
            text = _CHINESE_BLANKS.sub("", text) if _PROSE.search(text) else text
            self.blocks.append(self._number + text)
            self._number = ""
        self._line, self._linked, self._unlinked = [], 0, 0

    def block(self, element: Any, depth: int, *, in_link: bool = False) -> None:
        """Takes what is in `element`."""
        if depth > _MOST_DEPTH:
            raise ValueError("nested too deeply")
        self._text(element.text, in_link)
        counted = 0
        for each in element:
            name = each.tag if isinstance(each.tag, str) else ""
            if name == "li":
                counted += 1
            self._element(each, name, depth, counted, in_link)
            self._text(each.tail, in_link)

    def _element(self, element: Any, name: str, depth: int, counted: int, in_link: bool) -> None:
        style = element.get("style") or ""
        if element.get("title") in ("header", "footer"):  # as LibreOffice saves those of pages
            return
        if not name or name in _LEFT_OUT or element.get("hidden") is not None or _HIDDEN.search(style):
            return
        if name in _STRUCK or _STRUCK_STYLE.search(style):
            self.notes["struck"] += bool((element.text_content() or "").strip())
        elif name == "br":
            self.end_line()
        elif name == "table":
            self.end_line()
            self.blocks.append(self._table(element, depth))
        elif name in ("sup", "sub"):
            raised = (element.text_content() or "").strip()
            self._text(raised.translate(_RAISED) if name == "sup" else raised, in_link)
        elif name == "img":
            self.notes["picture"] += 1
        elif name in _INLINE:
            self.block(element, depth + 1, in_link=in_link or name == "a")
        else:
            self.end_line()
            if name == "li":
                self._number = _list_number(element, counted)
            self.block(element, depth + 1, in_link=in_link)
            self.end_line()

    def _text(self, text: str | None, in_link: bool) -> None:
        if not text:
            return
        self._line.append(text.replace("\u200b", ""))
        if in_link:
            self._linked += len(text.strip())
        else:
            self._unlinked += len(text.strip(" \t\r\n\u00a0\u3000|｜>·-"))

    def _table(self, table: Any, depth: int) -> Table:
        found = Table()
        covered: set[tuple[int, int]] = set()
        rows = _rows_of(table)
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while (number, column) in covered:
                    column += 1
                high, wide = min(_span(cell, "rowspan"), len(rows) - number), _span(cell, "colspan")
                reader = _Reader(self.notes)
                reader.block(cell, depth + 1)
                reader.end_line()
                found.cells.append(TableCell(number, column, high, wide, reader.blocks))
                covered |= {(number + down, column + right) for down in range(1, high) for right in range(wide)}
                column += wide
        return found


def _rows_of(table: Any) -> list[Any]:
    """The rows of a table, not those of tables in its cells."""
    rows: list[Any] = []
    for each in table:
        if each.tag == "tr":
            rows.append(each)
        elif each.tag in ("thead", "tbody", "tfoot"):
            rows += each.findall("tr")
    return rows


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() else 1


def _list_number(item: Any, counted: int) -> str:
    """What a browser shows before an item of a list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or ""
    value = (int(start) if start.isdecimal() else 1) + counted - 1
    number = format_number(value, _LIST_FORMATS.get(parent.get("type") or "", "decimal"))
    following = (item.text_content() or "").strip()[:1]
    return f"{number}." + (" " if following.isascii() and following.isalnum() else "")
