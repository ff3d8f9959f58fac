"""Where shown figures come from: the report, a workbook of a day and person, an edit; and how that is written.

Every page, chart, slide and footnote takes its words from here, for the rows that it shows.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Literal

import pandas as pd

from domain.redaction import redact_text
from domain.schema.display import is_missing
from domain.schema.period import date_text
from domain.schema.tables import TABLES

SourceKind = Literal["report", "workbook", "edit"]

#: What rows that were edited on screen cite, with the name of who did it in brackets.
EDITED_BY: Final = "在线修改"
#: How a basis begins that is a sentence, and what stands before further sources.
QUOTED: Final = "原文"
OTHERS: Final = "；另据"
#: So many sources are named; of more, the first and the latest ones.
_MOST_NAMED: Final = 4
_ROW: Final = re.compile(r"[A-Za-z]+(\d+)")


#: Columns by which `Sources.of` knows a row.
PROOF_KEYS: Final = ("row_id", "source_id", "claim_rows", "version_id")
#: Columns that `basis_text` reads of a row.
BASIS_KEYS: Final = (*PROOF_KEYS, "quote", "sheet", "cell")


@dataclass(frozen=True)
class Source:
    """One source. name: of a report its title in 《》 or its file; of a workbook its file without
    ending; of an edit "".

    whole: all that is known of a report in words. by, day: who brought it into the store and when; of a report the day
    of its publication, None where that is unknown. version: the version that brought it.
    """

    kind: SourceKind
    name: str
    whole: str = ""
    by: str = field(default="", repr=False)
    day: date | None = None
    version: int = field(default=0, compare=False)

    @property
    def words(self) -> str:
        """《…工作总结》（2023年7月10日发布）, “9月台账”（王芳，2023年10月8日上传）, 在线修改（王芳，2023年10月8日）."""
        day = "" if self.day is None else date_text(self.day) + _DONE[self.kind]
        about = "，".join(filter(None, (self.by, day)))
        name = f"“{self.name}”" if self.kind == "workbook" else self.name or EDITED_BY
        return f"{name}（{about}）" if about else name


_DONE: Final[Mapping[SourceKind, str]] = {"report": "发布", "workbook": "上传", "edit": ""}


@dataclass(frozen=True, eq=False)
class Sources:
    """The sources of the figures of a version. of_rows: row_id → those that its figures and dates come from.

    of_ids: source_id → source, for rows that are not in of_rows. of_versions: version → what it was made from.
    """

    of_rows: Mapping[str, tuple[Source, ...]] = field(default_factory=dict, repr=False)
    of_ids: Mapping[str, Source] = field(default_factory=dict, repr=False)
    of_versions: Mapping[int, Source] = field(default_factory=dict, repr=False)

    def of(self, rows: pd.DataFrame) -> tuple[Source, ...]:
        """The sources of `rows`, each once: reports first, then by the day on which they came.

        rows: rows of tables or views, with row_id and source_id as far as they have them. claim_rows (row_ids joined by
        spaces) stands for the rows that it was rolled up from, version_id for the version that brought it.
        """
        columns = [name for name in PROOF_KEYS if name in rows]
        found = dict.fromkeys(
            source
            for cells in zip(*(rows[name].tolist() for name in columns), strict=True)
            for source in self.of_row(dict(zip(columns, cells, strict=True)))
        )
        return _ordered(found)

    def all(self) -> tuple[Source, ...]:
        """The sources of all rows, in the same order."""
        return _ordered(dict.fromkeys(source for sources in self.of_rows.values() for source in sources))

    def of_row(self, row: Mapping[Any, Any]) -> tuple[Source, ...]:
        """The sources of one row."""
        cells: list[Any] = [row.get(name) for name in PROOF_KEYS]
        row_id, source_id, claims, version = cells
        if version in self.of_versions:
            return (self.of_versions[version],)
        ids = [row_id] if is_missing(claims) else str(claims).split()
        found = [source for each in ids for source in self.of_rows.get(each, ())]
        if not found and source_id in self.of_ids:
            found = [self.of_ids[source_id]]
        return tuple(dict.fromkeys(found))

    def hidden(self) -> "Sources":
        """The same without the names of persons."""
        return Sources(
            {row_id: tuple(map(_hidden, sources)) for row_id, sources in self.of_rows.items()},
            {source_id: _hidden(source) for source_id, source in self.of_ids.items()},
            {version: _hidden(source) for version, source in self.of_versions.items()},
        )


def _ordered(found: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(found, key=lambda each: (each.kind != "report", each.day or date.max, each.version)))


def _hidden(source: Source) -> Source:
    return replace(source, by="", name=redact_text(source.name), whole=redact_text(source.whole))


def report_source(origin: Mapping[str, Any], name: str, version: int = 0) -> Source:
    """A report by its origin.yml; `name`: its file, which stands for the title where there is none."""
    title = f"《{origin['title']}》" if "title" in origin else name
    published = origin.get("published")
    day = None if published is None else _published(str(published))
    details = [f"{published if day is None else date_text(day)}发布"] if published is not None else []
    details += [f"索引号{origin['index_number']}"] if "index_number" in origin else []
    whole = f"{origin.get('issuer', '')}{title}{'（' + '，'.join(details) + '）' if details else ''}"
    return Source("report", title, whole, day=day, version=version)


def _published(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def sources_text(found: Iterable[Source]) -> str:
    """What `found` (as Sources.of has them) are in words, joined by ；; a report alone with all that is known of it."""
    listed = list(found)
    if not listed:
        return ""
    if len(listed) == 1:
        return listed[0].whole or listed[0].words
    named = listed if len(listed) <= _MOST_NAMED else [listed[0], *listed[1 - _MOST_NAMED :]]
    more = f"等{len(listed)}个来源" if len(listed) > len(named) else ""
    return "；".join(source.words for source in named) + more


def full_sources_text(rows: pd.DataFrame, sources: Sources) -> str:
    """Every source of the figures of `rows` with all that is known of it, its index number too; "" for none."""
    return "；".join(source.whole or source.words for source in sources.of(rows))


def rows_source_text(rows: pd.DataFrame, sources: Sources) -> str:
    """Where the figures of `rows` come from, in words; "" where nothing is known of it."""
    return sources_text(sources.of(rows))


def place_text(row: Mapping[Any, Any]) -> str:
    """The cells of a workbook that a row rests on: 工作表“指标进度”K4; "" where it rests on none."""
    return f"{_sheet_text(row)}{'' if is_missing(row.get('cell')) else row['cell']}"


def row_place_text(row: Mapping[Any, Any]) -> str:
    """The same for papers, by its row: 工作表“指标进度”第4行."""
    match = None if is_missing(row.get("cell")) else _ROW.match(str(row["cell"]))
    return f"{_sheet_text(row)}{f'第{match[1]}行' if match else ''}"


def _sheet_text(row: Mapping[Any, Any]) -> str:
    return "" if is_missing(row.get("sheet")) else f"工作表“{row['sheet']}”"


def basis_text(row: Mapping[Any, Any], sources: Sources) -> str:
    """On what a row rests, for papers; "" for nothing.

    原文:“…”; 依据:“七月台账”（王芳，2023年7月12日上传）工作表“指标进度”第4行. Where figures of the row come from other
    sources too, these stand behind it: ；另据….
    """
    known = sources.of_row(row)
    if not is_missing(row.get("quote")):
        others = [source for source in known if source.kind != "report"]
        return f"{QUOTED}：“{row['quote']}”{_others_text(others)}"
    own = _own_source(row, known, sources)
    if own is None and not row_place_text(row):
        return ""
    others = [source for source in known if source != own]
    return f"依据：{'' if own is None else own.words}{row_place_text(row)}{_others_text(others)}"


def _own_source(row: Mapping[Any, Any], known: tuple[Source, ...], sources: Sources) -> Source | None:
    """The source that the proof of a row cites; without one the latest that its figures come from."""
    cited = sources.of_ids.get(str(row.get("source_id")))
    if cited is None or (cited.kind == "edit" and known):
        return max(known, key=lambda each: each.version, default=None)
    return cited


def _others_text(sources: list[Source]) -> str:
    return f"{OTHERS}{'、'.join(source.words for source in sources)}" if sources else ""


def facts_of(table: str) -> tuple[str, ...]:
    """The columns of `table` that a source is named for: what it holds and the day that it refers to.

    Not what people decide about a row and write beside it.
    """
    return (*(column.name for column in TABLES[table].columns if column.name not in _BESIDE), _DAY)


def fact_versions(table: str, columns: Mapping[str, int]) -> set[int]:
    """The versions that the figures of a row of `table` come from. columns: column of facts_of → version of its value.

    Its numbers and its day count; its words where they were changed since the row was there, and in a row without
    numbers.
    """
    figures = {name for name in columns if name != _DAY and TABLES[table].column(name).kind == "number"} - _NO_FIGURES
    if not figures:
        return set(columns.values())
    first = min(columns.values())
    return {at for name, at in columns.items() if name in figures or name == _DAY or at != first}


_DAY: Final = "as_of_end"
#: Numbers that stand for words.
_NO_FIGURES: Final = frozenset({"direction"})
_BESIDE: Final = frozenset(
    ("note", "owner", "responsible", "chosen", "chosen_by", "chosen_reason", "accepted_reason", "accepted_by",
     "accepted_until", "resolution", "resolved_by", "resolved_on", "indicator_id")
)  # fmt: skip
