"""A store as an office has it in October: the report, and three workbooks that clerks uploaded since."""

import io
from collections.abc import Iterable
from datetime import date

from openpyxl import load_workbook

from exports.ledger.ledger_file import ledger
from proposals.proposal import Choice, commit, propose_workbook, whole_tables
from proposals.report_import import ensure_filled
from store.read import read_current
from store.records import Actor, Version
from tests.ledgers import rows_by_id

#: Sheet, row_id, header, new value.
Cell = tuple[str, str, str, object]

WANG, LI = Actor("王芳", "editor"), Actor("李强", "editor")
JULY, AUGUST, SEPTEMBER = date(2023, 7, 31), date(2023, 8, 31), date(2023, 9, 30)


def changed_ledger(version: Version, cells: Iterable[Cell]) -> bytes:
    """The ledger of `version` as a clerk hands it back, with other values in some cells."""
    book = load_workbook(io.BytesIO(ledger(whole_tables(version), version)))
    for sheet, row_id, label, value in cells:
        rows = rows_by_id(book[sheet])
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        book[sheet].cell(rows[row_id], heads[label]).value = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def upload(name: str, cells: Iterable[Cell], by: Actor, as_of: date) -> Version:
    """Upload the changed ledger of the current version under `name` and commit it, its warnings looked at."""
    current = read_current()
    assert current is not None
    outcome = propose_workbook(changed_ledger(current, cells), name, current, by).decide(Choice())
    assert [fault.line for fault in outcome.faults] == []
    return commit(outcome, by, f"{name}更新", as_of, confirmed=True)


def three_months() -> tuple[Version, Version, Version]:
    """The seeds, then July (one figure), August (a few, and one day alone), September (most values of 指标进度)."""
    ensure_filled()
    july = upload("7月台账.xlsx", [
        ("指标进度", "measures:规范庭院户", "完成值", 1400), ("指标进度", "measures:规范庭院户", "数据截至", JULY),
    ], WANG, JULY)  # fmt: skip
    august = upload("8月台账.xlsx", [
        ("安全隐患", _hazards(july), "已闭环", 10), ("安全隐患", _hazards(july), "限期内整改中", 1),
        ("安全隐患", _hazards(july), "数据截至", AUGUST),
        ("资金项目", "funding:徐村鲁里等风貌提升·徐村村·投资·投资·actual", "数据截至", AUGUST),
    ], LI, AUGUST)  # fmt: skip
    measures = whole_tables(august)["measures"]
    known = measures[measures["actual"].notna() & measures["kind"].isin(["cumulative", "monitor", "forecast"])]
    ids = [row_id for row_id in known["row_id"] if row_id != "measures:规范庭院户"]
    grown = dict(zip(known["row_id"], known["actual"], strict=True))
    september = upload("9月台账.xlsx", [
        cell for row_id in ids for cell in (
            ("指标进度", row_id, "完成值", grown[row_id] + 1), ("指标进度", row_id, "数据截至", SEPTEMBER),
        )
    ], WANG, SEPTEMBER)  # fmt: skip
    return july, august, september


def _hazards(version: Version) -> str:
    """The row of 安全隐患 of which it is told what became of all that was found."""
    rows = whole_tables(version)["safety"]
    return str(rows.loc[rows["open_in_time"].notna(), "row_id"].iloc[0])
