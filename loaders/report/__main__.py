"""One report -> one of its tables on stdout:

    python -m loaders.report FILE [--unit U] [--period P] [--published D] [--table NAME|all] [--format csv|json]
    python -m loaders.report --list

--table all --format json gives one object: each table by its name. What is given wins over the origin.yml beside FILE.
A unit or a period that neither names is taken from the words of the report, which stderr and the table `issues` say.
FILE is a text, a Word document (.docx, .doc), a PDF with text or a web page. What was left out of it is said on stderr,
a line each. Exit 2 and one line of reason on stderr for what cannot be read.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from domain.command_line import Parser
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.report.recognised import recognition_lines
from loaders.text.source import SourceError, load_source

#: What may be said of a report on the command line: key of its origin → help.
_GIVEN: Final = {
    "org_unit": "报告是哪个单位的",
    "period": "报告期，如 2024H1、2024",
    "published": "发布日期，如 2024-07-10",
}


def as_json(table: pd.DataFrame) -> str:
    """The rows as a JSON array: missing values are null, dates ISO."""
    return json.dumps(_rows(table), ensure_ascii=False, indent=1)


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    columns: dict[str, list[Any]] = {}
    for name in table.columns:
        values = table[name]
        if pd.api.types.is_datetime64_any_dtype(values):
            values = values.dt.strftime("%Y-%m-%d")
        columns[name] = values.astype(object).where(values.notna(), None).tolist()
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    parser = Parser(prog="python -m loaders.report", description="读一份报告，把其中一张表写到标准输出。")
    parser.add_argument("file", metavar="文件", nargs="?", type=Path, help="报告正文")
    parser.add_argument(
        "--table", default="figures", metavar="表名", help="哪张表（默认 figures；all 为全部，只用于 JSON）"
    )
    parser.add_argument("--format", default="csv", choices=("csv", "json"), help="CSV 或 JSON（默认：CSV）")
    for name, label in _GIVEN.items():
        parser.add_argument(f"--{name.replace('org_unit', 'unit')}", dest=name, metavar="值", help=label)
    parser.add_argument("--list", action="store_true", help="列出全部表名")
    options = parser.parse_args(arguments)
    if options.list:
        print("\n".join(TABLES))
        return 0
    if options.file is None:
        parser.error("缺少 文件")
    try:
        source = load_source(options.file)
        given = {name: getattr(options, name) for name in _GIVEN if getattr(options, name)}
        source = replace(source, origin=source.origin | given)
        tables = read_report(source).tables
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    for note in (*source.notes, *recognition_lines(source)):
        print(f"说明：{note}", file=sys.stderr)
    if options.table == "all" and options.format == "json":
        print(json.dumps({name: _rows(table) for name, table in tables.items()}, ensure_ascii=False, indent=1))
        return 0
    if options.table not in tables:
        hint = "all 只能输出为 JSON，请加 --format json。" if options.table == "all" else ""
        print(hint or f"没有名为“{options.table}”的表；可选：{'、'.join(tables)}、all。", file=sys.stderr)
        return 2
    table = tables[options.table]
    print(as_json(table) if options.format == "json" else table.to_csv(index=False).rstrip("\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
