import re

import pytest

from domain.checks import check_report
from domain.schema.frames import conform
from loaders.report.read import read_report
from loaders.text.source import parse_source

UNITS = {
    "元": ("money", "元", 1.0),
    "万": ("money", "元", 1e4),
    "万元": ("money", "元", 1e4),
    "亩": ("area", "平方米", 2000 / 3),
    "平方": ("area", "平方米", 1.0),
    "平方米": ("area", "平方米", 1.0),
    "公顷": ("area", "平方米", 10000.0),
    "%": ("percent", "%", 1.0),
    "天": ("duration", "天", 1.0),
}
MARK = re.compile(r"〔(?P<words>[^〕|]*)(?:\|(?P<role>\w+))?〕")
NUMBER = re.compile(r"约?(?P<digits>[\d.]+)(?P<scale>万(?=[余多]?[^元]))?(?P<over>[余多])?(?P<unit>万元|\D*)")


def figures_of(marked, domain):
    """The text without its marks 〔11处〕 or 〔800亩|target〕, and the figures that were marked."""
    text, rows = "", []
    end = 0
    for mark in MARK.finditer(marked):
        text += marked[end : mark.start()]
        number = NUMBER.fullmatch(mark["words"])
        dimension, base_unit, factor = UNITS.get(number["unit"], ("count", number["unit"], 1.0))
        value = float(number["digits"]) * (1e4 if number["scale"] else 1)
        qualifier = "over" if number["over"] else "about" if mark["words"].startswith("约") else "exact"
        rows.append(
            {
                "start": len(text), "end": len(text) + len(mark["words"]), "text": mark["words"],
                "value": value, "unit": number["unit"], "dimension": dimension,
                "base_value": value * factor, "base_unit": base_unit, "qualifier": qualifier,
                "role": mark["role"] or "actual", "domain": domain, "org_unit": "某街道", "period": "2023H1",
            }
        )  # fmt: skip
        text += mark["words"]
        end = mark.end()
    return text + marked[end:], conform("figures", rows)


@pytest.fixture
def findings():
    """findings(marked text, check, domain=…): the rows of that check; every quote is where it says it is."""

    def checked(marked, check, domain="safety", **tables):
        text, figures = figures_of(marked, domain)
        table = check_report(text, {"figures": figures, **tables})
        for row in table.to_dict("records"):
            assert text[row["start"] : row["end"]] == row["quote"]
        return table[table["check"] == check].to_dict("records")

    return checked


@pytest.fixture
def tables_of():
    """tables_of(text, **origin): every table of a text as read."""
    return lambda text, **origin: read_report(parse_source(text.encode(), "x.txt", origin)).tables


@pytest.fixture
def raised(tables_of):
    """raised(text, check): (severity, printed figures) of each conflict and doubt of that check in a text as read."""

    def read(text, check=None, period="2024H1"):
        tables = tables_of(text, period=period)
        words = {row["start"]: row["text"] for row in tables["figures"].to_dict("records")}
        found = tables["findings"].to_dict("records")
        for row in found:
            assert text[row["start"] : row["end"]] == row["quote"]
        return [
            (row["severity"], [words[int(start)] for start in str(row["figures"]).split() if start.isdigit()])
            for row in found
            if row["severity"] in ("conflict", "doubt") and check in (None, row["check"])
        ]

    return read
