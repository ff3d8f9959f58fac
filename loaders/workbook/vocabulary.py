"""Words of closed vocabularies and units, as clerks write them."""

from collections.abc import Container
from difflib import get_close_matches
from functools import cache
from typing import Final

from domain.catalogue import read_catalogue
from domain.schema.ledger import plain_header, words_of
from domain.schema.tables import TABLES
from domain.schema.units import UNIT_WORDS, parse_unit
from loaders.workbook.amounts import CellFault
from loaders.workbook.empty_cells import is_blank_text

_USUAL_UNITS: Final = ("亩", "户", "万元", "%", "个")
_MAX_SUGGESTED: Final = 3
_MAX_UNIT_LENGTH: Final = 20
#: Longer than any word of a vocabulary.
_MAX_WORD_LENGTH: Final = 60


def parse_code(text: str, table: str, column: str) -> str | None:
    """The code (as text) for a word of the column's vocabulary, a code, or a synonym; None if blank.

    Raises CellFault: unknown_domain, not_a_flag, unknown_word, each with the words to choose from.
    """
    plain = plain_header(text.strip()[:_MAX_WORD_LENGTH])
    if not plain or is_blank_text(text):
        return None
    code = _codes(table, column).get(plain)
    if code is None:
        words = "、".join(words_of(table, column).values())
        if column == "domain":
            raise CellFault("unknown_domain", words=words)
        if TABLES[table].column(column).kind == "flag":
            raise CellFault("not_a_flag")
        raise CellFault("unknown_word", label=TABLES[table].column(column).label, words=words)
    return code


@cache
def _codes(table: str, column: str) -> dict[str, str]:
    words = words_of(table, column)
    catalogued = read_catalogue("headers")["words"]
    others = catalogued.get(f"{table}.{column}") or catalogued.get(column) or {}
    if column.endswith("qualifier"):
        others = catalogued["qualifier"]
    codes = {plain_header(other): code for code, names in others.items() for other in names}
    codes |= {plain_header(code): code for code in words}
    return codes | {plain_header(word): code for code, word in words.items()}


def parse_unit_word(text: str, known: Container[str]) -> str:
    """`text` as a unit: of domain.schema.units, of the catalogue, or already in the table (`known`).

    Raises CellFault unknown_unit with suggestions.
    """
    plain = text.strip().replace("\uff05", "%")
    if parse_unit(plain) is not None or plain in read_catalogue("headers")["units"] or plain in known:
        return plain
    similar = get_close_matches(plain[:_MAX_UNIT_LENGTH], UNIT_WORDS, _MAX_SUGGESTED, cutoff=0.5)
    raise CellFault(
        "unknown_unit", words="、".join([*dict.fromkeys([*similar, *_USUAL_UNITS])][: _MAX_SUGGESTED + 2]) + " 等"
    )
