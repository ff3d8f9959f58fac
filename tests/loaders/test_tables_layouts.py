"""The same report typed another way gives the same rows: widths, blank lines, indents and wrapped lines are looks."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from loaders.report.figures import read_figures
from loaders.report.tables import build_tables
from loaders.text.source import load_source, parse_source

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
WIDE_MARKS = str.maketrans({",": "，", ";": "；", "(": "（", ")": "）", "%": "％"})
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


@cache
def text() -> str:
    return load_source(SEED).text


def tables_of(changed: str) -> dict[str, pd.DataFrame]:
    source = parse_source(changed.encode(), SEED.name, load_source(SEED).origin)
    return build_tables(source, read_figures(source))


def wrapped(line: str) -> str:
    """`line` broken after 40 characters or more, never inside a number."""
    return re.sub(r"(.{40}[^\d.]*)(?=[^\d.])", r"\1\n", line).rstrip("\n")


@pytest.mark.parametrize(
    "changed",
    [
        text().translate(WIDE_MARKS),
        text().translate(WIDE_DIGITS),
        re.sub(r"\n\n+", "\n", text()),
        re.sub(r"(?m)^(?=\S)", "\u3000\u3000", text()),
        text().replace("\n", "\r\n"),
    ],
    ids=["full-width marks", "full-width digits", "no blank lines", "indented", "CRLF"],
)
def test_layout_of_text_does_not_change_the_rows(changed):
    found, expected = tables_of(changed), tables_of(text())
    for name in set(expected) - {"figures", "statements", "issues"}:
        assert set(found[name]["row_id"]) == set(expected[name]["row_id"])


def test_layout_with_wrapped_lines_loses_no_row():
    head, _, body = text().partition("一、特色亮点工作：\n")
    changed = head + "一、特色亮点工作:\n" + "\n".join(wrapped(line) for line in body.split("\n"))
    found, expected = tables_of(changed), tables_of(text())
    for name in ("land", "demolition", "safety"):
        assert set(found[name]["row_id"]) == set(expected[name]["row_id"])
    approved = found["land"].set_index("row_id").loc["land:土地整治·立项·actual"]
    assert changed[approved["start"] : approved["end"]] == approved["quote"]
