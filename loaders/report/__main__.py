"""One report -> one of its tables on stdout:

    python -m loaders.report FILE [--table NAME] [--format csv|json] [--list]

Exit 2 and one line of reason on stderr for what cannot be read.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from domain.command_line import Parser
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import SourceError, load_source


def as_json(table: pd.DataFrame) -> str:
    """The rows as a JSON array: missing values are null, dates ISO."""
    columns: dict[str, list[Any]] = {}
    for name in table.columns:
        values = table[name]
        if pd.api.types.is_datetime64_any_dtype(values):
            values = values.dt.strftime("%Y-%m-%d")
        columns[name] = values.astype(object).where(values.notna(), None).tolist()
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    parser = Parser(prog="python -m loaders.report", description="读一份报告,把其中一张表写到标准输出。")
    parser.add_argument("file", metavar="文件", nargs="?", type=Path, help="报告正文")
    parser.add_argument("--table", default="figures", metavar="表名", help="哪张表(默认:figures)")
    parser.add_argument("--format", default="csv", choices=("csv", "json"), help="CSV 或 JSON(默认:CSV)")
    parser.add_argument("--list", action="store_true", help="列出全部表名")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(TABLES))
        return 0
    if options.file is None:
        parser.error("缺少 文件")
    try:
        tables = read_report(load_source(options.file)).tables
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    if options.table not in tables:
        print(f"没有名为“{options.table}”的表;可选:{'、'.join(tables)}", file=sys.stderr)
        return 2
    table = tables[options.table]
    print(as_json(table) if options.format == "json" else table.to_csv(index=False).rstrip("\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
