"""One version as a JSON file; equal versions give the same bytes."""

import argparse
import json
from pathlib import Path
from typing import Any, Final

from domain.schema.tables import TABLES
from store.content import make_content
from store.former_ids import current_ids
from store.read import read_sources, read_tables, read_version
from store.units import read_unit_names

_LEDGER: Final = "要填报的台账，请用 python -m exports ledger 文件.xlsx，或在看板的“上传台账”页下载"
#: What to use instead, for the endings of files that an export is often taken for.
INSTEAD: Final = {
    **dict.fromkeys((".xls", ".et", ".ods", ".csv"), _LEDGER),
    ".xlsx": f"{_LEDGER}；要打印的指标台账，请用 python -m exports xlsx 文件.xlsx",
    ".pptx": "要幻灯片，请用 python -m exports pptx 文件.pptx",
    ".docx": "要汇报材料，请用 python -m exports docx 文件.docx",
    ".db": "要备份，请用 python -m store backup 文件.db",
}


def json_file(text: str) -> Path:
    """argparse type of an export's target: a name that ends in .json, or `-`.

    Raises ArgumentTypeError for another ending, with the command or page that makes such a file.
    """
    path = Path(text)
    ending = path.suffix.lower()
    if text == "-" or ending == ".json":
        return path
    hint = INSTEAD.get(ending)
    raise argparse.ArgumentTypeError(
        f"export 只写 JSON 格式，文件名须以 .json 结尾，现为“{text}”" + (f"；{hint}" if hint else "")
    )


def export_version(version_id: int) -> bytes:
    """A version as UTF-8 JSON: scope, names and former ids of its unit, as-of date, cited sources and every table.

    A table is a list of rows, missing cells left out. Without time, author and number, so that a version and its
    rollback give the same bytes. Raises UnknownVersion.
    """
    version = read_version(version_id)
    tables = read_tables(version_id)
    whole: dict[str, Any] = {
        "org_unit": version.org_unit,
        "unit_names": list(read_unit_names(version.unit)),
        **({"former_ids": former} if (former := current_ids(version.unit)) else {}),
        "period": version.period,
        "as_of": version.as_of.isoformat(),
        "sources": [
            {"source_id": source.source_id, "name": source.name, "sha256": source.sha256, "origin": source.origin}
            for source in read_sources(version_id)
        ],
        "tables": {
            name: [json.loads(line) for line in make_content(name, tables[name]).lines]
            for name in TABLES
            if name in tables
        },
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
