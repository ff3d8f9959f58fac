"""Names of persons and disciplinary counts, hidden before a page is projected. What stays keeps its place and length.

The words by which both are found are listed in data/catalogue/discretion.yml.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import pandas as pd

from domain.catalogue import read_catalogue

#: Stands for each hidden character: of a name, of a number.
HIDDEN_NAME: Final = "某"
HIDDEN_NUMBER: Final = "×"

#: The column that holds the name of a person and nothing else.
_RESPONSIBLE: Final = "responsible"
_CLAUSE: Final = re.compile(r"[^,,。;;!?!?\n]+")
_PEOPLE: Final = re.compile(r"[\d〇一二三四五六七八九十百两余]+(?=\s*[人名])")


def redact_text(text: str, persons: frozenset[str] = frozenset()) -> str:
    """`text` of the same length: 叶继强获评 → 叶某某获评, 给予1人处分 → 给予×人处分.

    `persons`: names known from elsewhere, hidden wherever they occur.
    """
    return _hidden(text, sorted(persons | persons_in(text), key=len, reverse=True))


def _hidden(text: str, persons: Iterable[str]) -> str:
    """`text` without the names of `persons`, the longest first, and without counts."""
    for name in persons:
        text = text.replace(name, name[0] + HIDDEN_NAME * (len(name) - 1))
    if not _sanctions().search(text):
        return text
    return _CLAUSE.sub(lambda clause: _without_counts(clause.group()), text)


def persons_in(text: str) -> frozenset[str]:
    """The names of persons in `text`, found by a surname before and an act behind."""
    return frozenset(_person().findall(text)).difference(read_catalogue("discretion")["always_shown"])


def redact(rows: pd.DataFrame, persons: frozenset[str] | None = None) -> pd.DataFrame:
    """`rows` of any table with its texts as `redact_text` has them, a person of one cell hidden in all cells.

    persons: those of all tables that are shown together; None: those of `rows`.
    Rows that count a sanction (by their name) are dropped: the number would show in several columns.
    """
    if "name" in rows:
        rows = rows[~rows["name"].str.contains(_sanctions(), na=False)]
    texts = _text_columns(rows)
    cells = {column: rows[column].tolist() for column in texts}
    distinct = {cell for column in cells.values() for cell in column if isinstance(cell, str)}
    names = sorted(persons_of(rows) if persons is None else persons, key=len, reverse=True)
    changed = {text: hidden for text in distinct if (hidden := _hidden(text, names)) != text}
    hidden_columns = {
        column: pd.Series([changed.get(cell, cell) for cell in cells[column]], rows.index, dtype="str")
        for column in texts
        if rows[column].dtype != "str" or not changed.keys().isdisjoint(cells[column])
    }
    return rows.assign(**hidden_columns).reset_index(drop=True)


def persons_of(rows: pd.DataFrame) -> frozenset[str]:
    """The names of persons in the texts of `rows` of any table."""
    distinct = {text for column in _text_columns(rows) for text in rows[column].tolist() if isinstance(text, str)}
    responsible = frozenset(rows[_RESPONSIBLE].dropna()) if _RESPONSIBLE in rows else frozenset[str]()
    return responsible.union(*map(persons_in, distinct))


def _text_columns(rows: pd.DataFrame) -> list[str]:
    return [column for column in rows.columns if pd.api.types.is_string_dtype(rows[column])]


def _without_counts(clause: str) -> str:
    if not _sanctions().search(clause):
        return clause
    return _PEOPLE.sub(lambda number: HIDDEN_NUMBER * len(number[0]), clause)


@cache
def _person() -> re.Pattern[str]:
    """A surname and one or two characters, right before what a person does; no place, no office."""
    words = read_catalogue("discretion")
    surnames = "".join(words["surnames"].split())
    endings, acts = "".join(words["not_names"]), "|".join(map(re.escape, words["acts"]))
    return re.compile(rf"[{surnames}][\u4e00-\u9fff]{{0,1}}(?![{endings}])[\u4e00-\u9fff](?={acts})")


@cache
def _sanctions() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, read_catalogue("discretion")["sanctions"])))
