"""A copy of the uploaded workbook with the faulty cells marked and commented, to be corrected and uploaded again."""

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
#: Invalid characters of a sheet name, and its maximum length (Excel).
_INVALID_TITLE: Final = re.compile(r"[\x00-\x1f\x7f\[\]:*?/\\\ud800-\udfff\ufffe\uffff]")
_MAX_TITLE_LENGTH: Final = 31
#: Bytes that openpyxl may write to one of its temporary files.
_LARGEST_FILE: Final = 300 * 2**20
_MARKED_LEVELS: Final = ("fault", "ask", "warning")


def mark_faults(data: bytes, faults: Iterable[Fault], name: str = "") -> bytes:
    """`data`, uploaded as `name`, as .xlsx with its faulty cells marked and commented, after a sheet that lists them.

    Faults red, questions orange, warnings yellow; notices are left out. Results of formulas are not kept (saving in
    WPS or Excel restores them), nor are charts and pictures; .xls, .ods and .csv become new workbooks of their values,
    the sheet of a .csv named after its file. A workbook too large to be marked yields the list alone. Raises
    guard.Refused where nothing could be made (busy, or not a workbook).
    """
    marked = [fault for fault in faults if fault.level in _MARKED_LEVELS]
    upload = check_upload(data)
    request = {**_request(marked), "title": _title(name)}
    try:
        return _ask({**request, "kind": upload.kind}, upload.content)
    except Refused as refusal:
        if refusal.fault.kind.code == "busy":
            raise
    return _ask({**request, "kind": "list"}, b"")


def _title(name: str) -> str:
    """The stem of a file name as a sheet name; "" where it is invalid or the name of a sheet of this program."""
    stem = _INVALID_TITLE.sub(" ", PurePath(name.replace("\\", "/")).stem)[:_MAX_TITLE_LENGTH].strip(" '")
    return "" if stem in OWN_SHEETS else stem


def _request(faults: list[Fault]) -> dict[str, Any]:
    table = faults_table(faults)
    return {
        "list_title": FAULT_SHEET,
        "headers": table.columns.tolist(),
        "rows": table.to_numpy().tolist(),
        "faults": [
            {
                "sheet": fault.place.sheet, "cell": fault.place.cell, "level": fault.level,
                "text": f"{fault.kind.title}：{fault.wrong}。{fault.write}。",
            }
            for fault in faults
        ],
    }  # fmt: skip


def _ask(request: dict[str, Any], content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TMPDIR": folder, "TEMP": folder, "OPENBLAS_NUM_THREADS": "1"}
        return ask_child(_CHILD, request, content, environment, _LARGEST_FILE)
