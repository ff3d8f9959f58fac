"""The catalogue's own wiring: wordings that compile, projects that have names, cells that exist. Checked once."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from domain.catalogue import CatalogueError, read_catalogue
from domain.schema.tables import TABLES
from loaders.report.catalogue_rows import CATALOGUED
from loaders.report.names import names_of_project
from loaders.report.wording import compile_wording

_REFERENCES = (
    "baseline",
    "target",
    "actual",
    "reported_rate",
    "open_in_time",
    "overdue",
    "needs",
    "done",
    "pending",
    "months",
)


@cache
def check_catalogue() -> None:
    """Nothing where the catalogue holds together; raises CatalogueError with every fault, one a line."""
    faults = [*_row_faults(), *_measure_faults()]
    if faults:
        raise CatalogueError("\n".join(faults))


def _row_faults() -> Iterator[str]:
    for table in CATALOGUED:
        seen: set[str] = set()
        ids = {f"{table}.{spec['id']}" for spec in read_catalogue(table)["rows"]}
        for spec in read_catalogue(table)["rows"]:
            place = f"{table}.yml: {spec['id']}"
            if spec["id"] in seen:
                yield f"{place}：这个 id 出现两次，请改成不同的 id"
            seen.add(spec["id"])
            cells = spec.get("set", {})
            named = {*cells, *spec.get("read", {}), *spec.get("say", {}), *spec.get("mean", {})}
            for column in sorted(named - {column.name for column in TABLES[table].columns}):
                yield f"{place}：表“{TABLES[table].label}”没有 {column} 这一列，请改成 domain/schema/tables.py 里的列名"
            if cells.get("part_of") not in ids | {None}:
                yield f"{place}：part_of 写的 {cells['part_of']} 不存在"
            yield from (f"{place}：{fault}" for fault in _project_faults(cells.get("project")))
            yield from (f"{place}：{fault}" for fault in _wording_faults(spec))


def _project_faults(project: str | None) -> Iterator[str]:
    try:
        names_of_project(project)
    except KeyError:
        yield f"项目“{project}”没有列在 aliases.yml 的 projects 里，请补上"


def _wording_faults(spec: dict[str, Any]) -> Iterator[str]:
    figures = [spec["wording"]] if "wording" in spec else []
    figures += [asked["wording"] if isinstance(asked, dict) else asked for asked in spec.get("read", {}).values()]
    words = [*spec.get("say", {}).values(), *(meant["wording"] for meant in spec.get("mean", {}).values())]
    for asked in [*figures, *words]:
        for wording in [asked] if isinstance(asked, str) else asked:
            try:
                pattern = compile_wording(wording)
            except ValueError:
                yield f"写法“{wording}”要了不止一个数，其余的数请写成 …"
                continue
            if asked in figures and not pattern.groupindex:
                yield f"写法“{wording}”没有写出数的位置，请用花括号写上单位，例如花括号亩"


def _measure_faults() -> Iterator[str]:
    columns: dict[str, set[str]] = {}
    for table in CATALOGUED:
        for spec in read_catalogue(table)["rows"]:
            named = {"value"} if "wording" in spec else set()
            for key in ("read", "say", "mean", "set"):
                named |= set(spec.get(key, {}))
            columns[f"{table}.{spec['id']}"] = named
    for measure in read_catalogue("measures")["measures"]:
        for asked in (measure, *measure.get("claims", [])):
            for key in _REFERENCES:
                row, _, column = asked.get(key, "whole").rpartition(".")
                if row and column not in columns.get(row, set()):
                    yield f"measures.yml: {measure['id']}：{key} 指向的 {asked[key]} 不存在"
