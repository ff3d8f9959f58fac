"""The clerk's own workbook with the faulty cells marked and commented, to be mended and uploaded again."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from domain.faults import Fault, faults_table
from domain.sheets import FAULT_SHEET
from loaders.workbook.guard import Refused, check_upload
from loaders.workbook.process import ask_child

_CHILD: Final = Path(__file__).with_name("child_mark.py")
_MARKED: Final = ("fault", "ask", "warning")


def mark_faults(data: bytes, faults: Iterable[Fault]) -> bytes:
    """`data` as .xlsx with its faulty cells filled and commented, behind a sheet 问题清单 that lists them.

    Faults red, questions orange, warnings yellow; notices are left out. Values of formulas are not kept (opening and
    saving in WPS or Excel brings them back), charts and pictures neither; .xls, .ods and .csv become new workbooks of
    their values. A workbook too large to be marked gives the list alone. Raises guard.Refused where nothing could be
    made (busy, or no workbook at all).
    """
    marked = [fault for fault in faults if fault.kind.level in _MARKED]
    upload = check_upload(data)
    asked = _asked(marked)
    try:
        return _ask({**asked, "kind": upload.kind}, upload.content)
    except Refused as refusal:
        if refusal.fault.kind.code == "busy":
            raise
    return _ask({**asked, "kind": "list"}, b"")


def _asked(faults: list[Fault]) -> dict[str, Any]:
    table = faults_table(faults)
    return {
        "list_title": FAULT_SHEET,
        "headers": table.columns.tolist(),
        "rows": table.to_numpy().tolist(),
        "faults": [
            {
                "sheet": fault.place.sheet, "cell": fault.place.cell, "level": fault.kind.level,
                "text": f"{fault.kind.title}:{fault.wrong}。{fault.write}。",
            }
            for fault in faults
        ],
    }  # fmt: skip


def _ask(asked: dict[str, Any], content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return ask_child(_CHILD, asked, content, {"TMPDIR": folder, "TEMP": folder, "OPENBLAS_NUM_THREADS": "1"})
