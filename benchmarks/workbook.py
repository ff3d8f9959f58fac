"""An uploaded workbook, from its bytes to the diff, as a ratio to python-calamine alone reading the same bytes.

    python -m benchmarks.workbook

The workbook is a ledger of `funding` with 10 000 and 100 000 rows, one row in a hundred changed. Times are processor
seconds of this process and of the one that reads. Peak memory is that of either process. Three looks of the same rows,
with their aims at 100 000 rows:

    plain    no number formats: at most 2.0 times python-calamine alone
    formats  amounts as 0.00"万元" and progress as 0.00%, so that the sheet is read again: at most 3.2 times
    columns  whole columns formatted as WPS does it: a style for each column, on each cell of it, empty ones too; what
             holds numbers is only rounded: at most 1.2 times the time of the plain rows
"""

import gc
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pandas as pd
from python_calamine import CalamineWorkbook

from domain.schema.frames import conform
from domain.schema.ledger import sheet_columns
from domain.schema.tables import TABLES
from loaders.sandbox import run
from loaders.workbook import process, read_workbook

TABLE = "funding"
SIZES = (10_000, 100_000)
#: Look → its number formats, as styles from the second on (the first two are plain and days).
FORMATS = {"plain": (), "formats": ('0.00"万元"', "0.00%"), "columns": ("0.00_ ", '#,##0.00"元"', "@")}
AIMS = {"plain": 2.0, "formats": 3.2, "columns": 1.2}
ROUNDS = 3
CHANGED_EVERY = 100
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def current_table(rows: int) -> pd.DataFrame:
    """`rows` rows of `funding` as a version holds them."""
    return conform(
        TABLE,
        [
            {
                "row_id": f"funding.{n}", "org_unit": "金川街道", "period": "2023H1", "as_of_start": "2023-01-01",
                "as_of_end": "2023-06-30", "project": f"第{n}号高标准农田项目", "place": f"{n % 40}号村",
                "kind": "专项资金", "stage": ("在建", "完工", "招标")[n % 3], "amount_wan_yuan": n + 0.25,
                "qualifier": "exact", "role": "actual", "progress_pct": n % 99 + 1.5, "output": n % 500,
                "output_unit": "亩", "output_name": "改造提升绿色农田", "output_qualifier": "over",
                "months": n % 12 + 1, "note": f"项目完工等待验收,编号 {n}", "source_id": "报告",
                "start": n, "end": n + 9,
                "quote": f"争取{n}万元专项资金改造提升农田,项目完工等待验收", "cells": f"amount_wan_yuan={n}",
            }
            for n in range(rows)
        ],
    )  # fmt: skip


def workbook_of(table: pd.DataFrame, look: str = "plain") -> bytes:
    """`table` as an .xlsx with shared strings, as WPS and Excel write it; one amount in a hundred is another one."""
    strings: dict[str, int] = {}
    columns, styles = [], []
    for column in sheet_columns(TABLE):
        words = column.words
        cells = table[column.name].tolist()
        if column.name == "amount_wan_yuan":
            cells = [cell + 1 if n % CHANGED_EVERY == 0 else cell for n, cell in enumerate(cells)]
        styles.append(_style(column.name, column.kind, look))
        if styles[-1] == SHARE:
            cells = [cell / 100 for cell in cells]
        columns.append([column.header, *(words.get(str(cell), cell) for cell in cells)])
    lines = [
        _line(number, row, strings, styles if number > 1 else [0] * len(row))
        for number, row in enumerate(zip(*columns, strict=True), start=1)
    ]
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
    wide = "".join(f'<col min="{at}" max="{at}" style="{style}"/>' for at, style in enumerate(styles, start=1))
    cols = f"<cols>{wide}</cols>" if look == "columns" else ""
    sheet = f'<worksheet xmlns="{MAIN}">{cols}<sheetData>{"".join(lines)}</sheetData></worksheet>'
    members = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>'}
    return _packed(members, FORMATS[look])


#: Styles of cells: the numbers of xf in styles.xml.
PLAIN, DAY, FIRST, SHARE = 0, 1, 2, 3


def _style(name: str, kind: str, look: str) -> int:
    """The style of a column; of whole columns the empty ones are formatted as money, which empty cells do not show."""
    if kind == "date":
        return DAY
    if look == "formats":
        return {"amount_wan_yuan": FIRST, "progress_pct": SHARE}.get(name, PLAIN)
    if look == "columns":
        empty = name in ("part_of", "amount_printed")
        return 3 if empty else FIRST if kind == "number" else 4
    return PLAIN


def _line(number: int, row: tuple[Any, ...], strings: dict[str, int], styles: list[int]) -> str:
    cells = []
    for at, (cell, style) in enumerate(zip(row, styles, strict=True)):
        reference = f"{chr(65 + at) if at < 26 else 'A' + chr(39 + at)}{number}"
        looks = f' s="{style}"' if style else ""
        if isinstance(cell, str):
            cells.append(f'<c r="{reference}"{looks} t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>')
        elif isinstance(cell, pd.Timestamp):
            cells.append(f'<c r="{reference}"{looks}><v>{(cell - pd.Timestamp("1899-12-30")).days}</v></c>')
        elif not pd.isna(cell):
            cells.append(f'<c r="{reference}"{looks}><v>{cell}</v></c>')
        elif style > DAY:
            cells.append(f'<c r="{reference}"{looks}/>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _packed(members: dict[str, str], formats: tuple[str, ...]) -> bytes:
    sheet = f'<sheet name="{TABLES[TABLE].label}" sheetId="1" r:id="r1"/>'
    targets = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), start=1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(formats, start=164)
    )
    own = "".join(f'<xf numFmtId="{n}"/>' for n in range(164, 164 + len(formats)))
    styles = f'<numFmts>{codes}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>{own}</cellXfs>'
    members |= {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheet}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return packed.getvalue()


def processor_seconds(works: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """The least of `rounds` runs of each, in processor seconds of this process and of those it started.

    They run in turn, so that what else the machine does meets all of them.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, found in zip(works, times, strict=True):
            before = os.times()
            work()
            after = os.times()
            found.append(sum(after[:4]) - sum(before[:4]))
    return [min(found) for found in times]


def calamine_alone(data: bytes) -> None:
    """All cells of all sheets as Python values."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name).to_python()


def to_diff(data: bytes, current: dict[str, pd.DataFrame]) -> int:
    """The rows that a workbook changes."""
    return read_workbook(data, "台账.xlsx", current).diff(current).count


def peak_here(work: Callable[[], object]) -> str:
    """How far the memory of this process rises while `work` runs; only Linux says."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
        before = _status("VmRSS")
        work()
        return f"{_status('VmHWM') - before} MB above {before} MB"
    except OSError:
        return "unknown"


def peak_of_reader(data: bytes) -> str:
    """The most memory of the process that reads; only Linux says."""
    script = Path(process.__file__).with_name("child.py")
    started = (
        "import runpy, sys; runpy.run_path(sys.argv[1])['add_packages'](); runpy.run_path(sys.argv[2])['main'](); "
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    asked = json.dumps({"do": "read", "kind": "xlsx", "recheck": [], "rich": []}).encode() + b"\n" + data
    done = subprocess.run(
        [sys.executable, "-I", "-c", started, run._START, script], input=asked, capture_output=True, check=False
    )
    found = re.search(r"VmHWM:\s+(\d+)", done.stderr.decode())
    return f"{int(found[1]) // 1024} MB" if found else "unknown"


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) // 1024 if found else 0


def measure(rows: int) -> None:
    """Prints one line for each look of a workbook of `rows` rows."""
    current = {TABLE: current_table(rows)}
    plain = workbook_of(current[TABLE])
    for look, aim in AIMS.items():
        data = workbook_of(current[TABLE], look)
        gc.collect()
        peak = peak_here(partial(to_diff, data, current))
        changed = to_diff(data, current)
        assert changed == -(-rows // CHANGED_EVERY), changed
        base, what = partial(calamine_alone, data), "calamine"
        if look == "columns":
            base, what = partial(to_diff, plain, current), "plain"
        alone, ours = processor_seconds([base, partial(to_diff, data, current)])
        print(
            f"workbook, {rows:>7} rows, {look:7}, {len(data) / 2**20:>5.1f} MB: {what} {alone:.2f} s, to diff "
            f"{ours:.2f} s, ratio to {what} {ours / alone:.2f} (aim {aim}); "
            f"peak {peak} here, {peak_of_reader(data)} in the reader"
        )


def main() -> None:
    """Prints lines per size, each measured in a process of its own."""
    if len(sys.argv) > 1 and sys.argv[1].isdigit():
        measure(int(sys.argv[1]))
        return
    for rows in SIZES:
        subprocess.run([sys.executable, "-m", "benchmarks.workbook", str(rows)], check=True)


if __name__ == "__main__":
    main()
