"""The clerk's own workbook with the faulty cells marked and commented, to be mended and uploaded again."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Any, Final

from domain.faults import Fault, faults_table
from domain.schema.ledger import FAULT_SHEET, OWN_SHEETS
from loaders.workbook.guard import Refused, check_upload
from loaders.workbook.process import ask_child

_CHILD: Final = Path(__file__).with_name("child_mark.py")
#: What no sheet may be called, and how long its name may be (Excel).
_NO_TITLE: Final = re.compile(r"[\x00-\x1f\x7f\[\]:*?/\\\ud800-\udfff\ufffe\uffff]")
_LONGEST_TITLE: Final = 31
_MARKED: Final = ("fault", "ask", "warning")


def mark_faults(data: bytes, faults: Iterable[Fault], name: str = "") -> bytes:
    """`data`, uploaded as `name`, as .xlsx with its faulty cells marked and commented, behind a sheet that lists them.

    Faults red, questions orange, warnings yellow; notices are left out. Values of formulas are not kept (opening and
    saving in WPS or Excel brings them back), charts and pictures neither; .xls, .ods and .csv become new workbooks of
    their values, the sheet of a .csv called as its file, by which it is known again. A workbook too large to be marked
    gives the list alone. Raises guard.Refused where nothing could be made (busy, or no workbook at all).
    """
    marked = [fault for fault in faults if fault.level in _MARKED]
    upload = check_upload(data)
    asked = {**_asked(marked), "title": _title(name)}
    try:
        return _ask({**asked, "kind": upload.kind}, upload.content)
    except Refused as refusal:
        if refusal.fault.kind.code == "busy":
            raise
    return _ask({**asked, "kind": "list"}, b"")


def _title(name: str) -> str:
    """The name of a file as that of its sheet; "" where it may be none, or is that of a sheet of ours."""
    stem = _NO_TITLE.sub(" ", PurePath(name.replace("\\", "/")).stem)[:_LONGEST_TITLE].strip(" '")
    return "" if stem in OWN_SHEETS else stem


def _asked(faults: list[Fault]) -> dict[str, Any]:
    table = faults_table(faults)
    return {
        "list_title": FAULT_SHEET,
        "headers": table.columns.tolist(),
        "rows": table.to_numpy().tolist(),
        "faults": [
            {
                "sheet": fault.place.sheet, "cell": fault.place.cell, "level": fault.level,
                "text": f"{fault.kind.title}:{fault.wrong}。{fault.write}。",
            }
            for fault in faults
        ],
    }  # fmt: skip


def _ask(asked: dict[str, Any], content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return ask_child(_CHILD, asked, content, {"TMPDIR": folder, "TEMP": folder, "OPENBLAS_NUM_THREADS": "1"})
