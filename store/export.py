"""One version as a file that says all it holds: JSON, the same bytes for equal versions."""

import json
from typing import Any

from domain.tables import TABLES
from store.content import make_content
from store.read import read_sources, read_tables, read_version


def export_version(version_id: int) -> bytes:
    """Scope, as-of date, cited sources and every table (a list of rows, missing cells left out) as UTF-8 JSON.

    It holds nothing of when, by whom or under which number: a version and its rollback give the same bytes.
    Raises UnknownVersion.
    """
    version = read_version(version_id)
    tables = read_tables(version_id)
    whole: dict[str, Any] = {
        "org_unit": version.org_unit,
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
