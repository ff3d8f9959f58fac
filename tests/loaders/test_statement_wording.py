"""Wordings of official prose that no label was made for: which role, date, scope and domain they give."""

import pytest

from domain.schema.cell_links import cell_starts
from loaders.report.read import read_report
from loaders.text.source import parse_source


def statements(text: str, period: str = "2025H1") -> dict[str, dict]:
    """The statements of `text` by the figure as printed; the first of equal ones."""
    tables = read_report(parse_source(text.encode(), "report.txt", {"period": period})).tables
    printed = dict(zip(tables["figures"]["start"], tables["figures"]["text"], strict=True))
    rows = tables["statements"]
    found: dict[str, dict] = {}
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        found.setdefault(printed[cell_starts(row["cells"])["value"]], row)
    return found


def column(text: str, name: str, period: str = "2025H1") -> dict[str, object]:
    return {printed: row[name] for printed, row in statements(text, period).items()}


def days(row: dict) -> tuple[str, str] | None:
    return None if row["as_of_end"] is None else (str(row["as_of_start"])[:10], str(row["as_of_end"])[:10])


def test_list_number_before_a_number_is_no_figure():
    assert column("3、2500亩茶园扩建项目:修路600米。", "role").keys() == {"2500亩", "600米"}


@pytest.mark.parametrize(
    ("text", "base"), [("治理面积2.5k㎡。", 2.5e6), ("迁坟14冢。", 14.0), ("新增墓穴300穴。", 300.0)]
)
def test_unit_of_a_bulletin_is_known(text, base):
    assert [row["base_value"] for row in statements(text).values()] == [base]
