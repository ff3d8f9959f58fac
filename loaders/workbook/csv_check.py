"""Structural faults of a CSV: unclosed quotes, byte order marks within the text, rows of another width.

Spreadsheets read such a file silently and shift numbers into other columns or many rows into one cell. RFC 4180: a
quoted field ends with a quote before the next comma, and each line has the same number of fields.
"""

import csv
import io
from collections import Counter
from itertools import islice
from typing import Final

from domain.faults import FAULT_KINDS, Fault, Place, make_fault, shown
from loaders.text.plain_text import COMMON
from loaders.workbook.cells import cell_name
from loaders.workbook.child import csv_delimiter
from loaders.workbook.fault_collector import MAX_PER_KIND
from loaders.workbook.guard import refused

_MARK: Final = "\ufeff"
_LARGEST_FIELD: Final = 2**20
_MAX_WORDS: Final = 5


def check_csv(content: bytes) -> list[Fault]:
    """Faults for the rows of a CSV (UTF-8 without BOM) whose number of fields differs from most, from the header on.

    Raises Refused with the line of an unclosed quote or of a second byte order mark.
    """
    text = content.decode()
    if (at := text.find(_MARK)) >= 0 and (at == 0 or text[at - 1] == "\n"):
        raise refused("csv_mark", line=text.count("\n", 0, at) + 1)
    widths = _widths(text)
    wide = [width for _, _, width, _ in widths if width > 1]
    if not wide:
        return []
    usual = Counter(wide).most_common(1)[0][0]
    header = next(number for number, _, width, _ in widths if width == usual)
    wrong_width = [(number, line, filled) for number, line, width, filled in widths
              if number > header and (1 < width < usual or filled > usual)]  # fmt: skip
    faults = [
        make_fault("csv_uneven", Place("", cell_name(number, 0)), line=line, found=found, wanted=usual)
        for number, line, found in wrong_width[:MAX_PER_KIND]
    ]
    more = len(wrong_width) - len(faults)
    return [*faults, make_fault("and_more", title=FAULT_KINDS["csv_uneven"].title, count=more)] if more else faults


def rare_words(content: bytes) -> str:
    """The first fields of a CSV (UTF-8) with rare characters, as “四都畈”、“塍头”, else of its Chinese ones.

    They show whether it is legible.
    """
    text = content.decode()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=csv_delimiter(text))
    wide = [field.strip() for row in rows for field in row if not field.isascii()]
    rare = [field for field in wide if any(char > "\x7f" and char not in COMMON for char in field)]
    return "、".join(f"“{shown(field)}”" for field in islice(dict.fromkeys(rare or wide), _MAX_WORDS))


def _widths(text: str) -> list[tuple[int, int, int, int]]:
    """Per row: its number from 0, its line, its number of fields, and that up to the last non-empty one."""
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=csv_delimiter(text), strict=True)
    found, line = [], 1
    try:
        for number, row in enumerate(reader):
            filled = max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)
            found.append((number, line, len(row) if filled else 0, filled))
            line = reader.line_num + 1
    except csv.Error as error:
        raise refused("csv_quote", line=line) from error
    return found
