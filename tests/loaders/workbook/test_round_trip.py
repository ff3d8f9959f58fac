"""Round trips: what is downloaded and comes back untouched, or only moved about, changes nothing."""

import csv
import io
import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from domain.schema.csv_text import csv_text
from domain.schema.frames import conform
from domain.schema.ledger import sheet_columns
from domain.schema.tables import BASE_TABLES, TABLES
from exports.ledger.ledger_file import ledger
from loaders.report.read import read_report
from loaders.text.source import load_source
from loaders.workbook import read_workbook
from tests.loaders.workbook.samples import CURRENT, SCOPE
from tests.test_dependencies import ROOT

#: Few examples of many cells each, not shrunk: every one goes through a process of its own.
SLOW = settings(
    max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)


@dataclass(frozen=True)
class Version:
    id: int = 1
    org_unit: str = "金川街道"
    unit_name: str = "金川街道"
    period: str = "2023H1"
    as_of: date = date(2023, 6, 30)
    digest: str = "ab" * 32


@pytest.fixture(scope="module")
def seed():
    return read_report(load_source(ROOT / "seeds" / "2023H1" / "jinchuan-2023H1.txt")).tables


@pytest.fixture(scope="module")
def seed_ledger(seed):
    return ledger(seed, Version())


def is_unchanged(data, current, name="台账.xlsx"):
    reading = read_workbook(data, name, current)
    assert [fault.line for fault in reading.all_faults] == []
    assert dict(reading.deletions) == {}
    return not reading.diff(current)


def test_seed_ledger_comes_back_unchanged(seed, seed_ledger):
    reading = read_workbook(seed_ledger, "台账.xlsx", seed)
    assert list(reading.tables) == list(BASE_TABLES)
    assert is_unchanged(seed_ledger, seed)
    assert reading.stamp.version == "1"


def test_ledger_read_into_an_empty_store_has_every_fact(seed, seed_ledger):
    reading = read_workbook(seed_ledger, "台账.xlsx", {})
    for name in BASE_TABLES:
        columns = ["row_id", "org_unit", "period", "as_of_start", "as_of_end", *(c.name for c in TABLES[name].columns)]
        left, right = (table[name][columns].set_index("row_id") for table in (seed, reading.tables))
        pd.testing.assert_frame_equal(left, right.loc[left.index], check_dtype=False)


def soffice(data, folder, source="台账.xlsx", target="xlsx"):
    """`data` as LibreOffice saves it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("没有安装 LibreOffice,这一项没有检查")
    (folder / "in").mkdir()
    (folder / "in" / source).write_bytes(data)
    home = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, home, "--headless", "--convert-to", target, "--outdir", str(folder / "out"), source]
    subprocess.run(
        command,
        cwd=folder / "in",
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "HOME": str(folder)},
    )
    (converted,) = (folder / "out").iterdir()
    return converted.read_bytes()


def test_ledger_saved_by_libreoffice_comes_back_unchanged(seed, seed_ledger, tmp_path):
    assert is_unchanged(soffice(seed_ledger, tmp_path), seed)


@pytest.mark.soak
@pytest.mark.parametrize("target", ["ods", "xls"])
def test_ledger_in_other_formats_comes_back_unchanged(seed, seed_ledger, tmp_path, target):
    reading = read_workbook(soffice(seed_ledger, tmp_path, target=target), f"台账.{target}", seed)
    assert [fault.line for fault in reading.all_faults if fault.kind.code != "xls_limits"] == []
    assert not reading.diff(seed)


@pytest.fixture(scope="module")
def sheets():
    """The rows of each sheet of the ledger of CURRENT."""
    workbook = load_workbook(io.BytesIO(ledger(CURRENT, Version())))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in workbook.worksheets}


def shuffled(sheets, draw):
    """The sheets of tables with their rows sorted otherwise, their columns moved, and maybe a title above."""
    workbook = Workbook()
    for name in BASE_TABLES:
        rows = sheets[TABLES[name].label]
        order = draw(st.permutations(range(len(rows[0]))))
        sheet = workbook.create_sheet(TABLES[name].label)
        if draw(st.booleans()):
            sheet.append(["金川街道台账"])
        for row in [rows[0], *draw(st.permutations(rows[1:]))]:
            sheet.append([row[at] for at in order])
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


@SLOW
@given(data=st.data())
def test_rows_sorted_and_columns_moved_change_nothing(sheets, data):
    assert is_unchanged(shuffled(sheets, data.draw), CURRENT)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15) | st.integers(-5, 5).map(
    float
)
SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(
    "=+-@\t\n\r'\"，,;—/_x0041_"
)
TEXTS = st.text(SIGNS, max_size=20)
DAYS = st.dates(date(1900, 3, 1), date(2199, 12, 31))


@st.composite
def tables(draw):
    """A table of land and one of measures with awkward cells."""
    rows = st.fixed_dictionaries(
        {"area_mu": NUMBERS, "share_pct": NUMBERS, "note": TEXTS, "project": TEXTS},
        optional={"qualifier": st.sampled_from(["exact", "over"]), "as_of_end": DAYS, "role": st.just("actual")},
    )
    measures = st.fixed_dictionaries(
        {"name": TEXTS, "actual": NUMBERS, "unit": st.sampled_from(["%", "亩", "节点"]), "due": DAYS},
        optional={"direction": st.sampled_from([1, -1]), "chosen": st.booleans(), "kind": st.just("limit")},
    )
    found = {}
    for name, each in (("land", rows), ("measures", measures)):
        drawn = draw(st.lists(each, min_size=1, max_size=25))
        found[name] = conform(name, [SCOPE | row | {"row_id": f"{name}.{n}"} for n, row in enumerate(drawn)])
    return found


@SLOW
@given(tables())
def test_awkward_cells_come_back_from_the_ledger_as_they_were(current):
    assert not read_workbook(ledger(current, Version()), "台账.xlsx", current).diff(current)


@SLOW
@given(tables())
def test_awkward_cells_come_back_from_csv_as_they_were(current):
    columns = [column.name for column in sheet_columns("land")]
    text = csv_text(current["land"][columns], "land")
    assert not read_workbook(text.encode(), "土地整治.csv", current).diff(current)


def test_csv_saved_as_a_workbook_changes_nothing():
    """A spreadsheet takes the apostrophes of a CSV for text, and keeps them."""
    notes = ["=1+1", "-5.3", "'=1", "\t@a", "\uff0b1", "'quoted'"]
    current = {"land": conform("land", [SCOPE | {"row_id": f"land.{n}", "note": note} for n, note in enumerate(notes)])}
    columns = [column.name for column in sheet_columns("land")]
    rows = list(csv.reader(io.StringIO(csv_text(current["land"][columns], "land").removeprefix("\ufeff"))))
    workbook = Workbook()
    workbook.active.title = "土地整治"
    for row in rows:
        workbook.active.append(row)
    saved = io.BytesIO()
    workbook.save(saved)
    assert is_unchanged(saved.getvalue(), current)


@SLOW
@given(tables(), st.data())
def test_changes_are_exactly_what_was_changed(current, data):
    workbook = load_workbook(io.BytesIO(ledger(current, Version())))
    sheet = workbook["土地整治"]
    row = data.draw(st.integers(0, len(current["land"]) - 1))
    area = data.draw(st.decimals(2, 10**9, places=2).map(float))
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "面积（亩）")
    sheet[f"{letter}{row + 2}"] = area
    saved = io.BytesIO()
    workbook.save(saved)
    diff = read_workbook(saved.getvalue(), "台账.xlsx", current).diff(current)
    expected = (
        [] if np.isclose(area, current["land"]["area_mu"][row], rtol=1e-13) else [(f"land.{row}", "area_mu", area)]
    )
    found = [(c.row_id, c.column, c.new) for table in diff.tables.values() for c in table.changed_facts]
    assert found == expected
