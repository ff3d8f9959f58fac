"""The slide 亮点, and all honours as a table of the appendix."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts, replaced_starts
from domain.schema.display import is_missing, quantity_text, share_text
from domain.schema.frames import Tables, records
from views import slide_tables
from views.honours import honours_view
from views.judging import Judged
from views.panel import Panel, as_of_words, joined
from views.slide import NOT_WRITTEN, NUMBERS, Slide
from views.slide_measures import measure_messages, task_name
from views.slide_titles import Message, clause_title, first_message, full_width
from views.timeline import written

_MOST_HIGHLIGHTS: Final = 7
#: Highlights from which on their number tells more than the first of them.
_LEAST_COUNTED: Final = 3
_MOST_HONOURS: Final = 9

#: Headings under which a report lists its own highlights.
_OWN_LIST: Final = re.compile("亮点|荣誉|表彰|获奖")
#: A recipient that only refers to something said before: 两项工作, 相关做法.
_REFERS: Final = re.compile(
    r"(?:相关|有关|上述|以上|该|此|这|两|[一二三四五六七八九十\d]+)(?:[项个条些件]|做法|案例|经验|工作)"
)


def highlight_slide(tables: Tables, highlights: Panel, result: Judged) -> Iterator[Slide]:
    """The report's own list of highlights, else honours that few have, else all of the period; then passed targets.

    Left out: whose recipient only refers to something said before, and a rank for a rate that is to be verified.
    """
    current = honours_view(tables).current.table
    own = _own_list(current, tables["figures"])
    rows = next((each for each in (own, highlights.table) if len(each)), current)
    doubted = _doubted_rates(result, tables["figures"])
    found = [
        {"text": _honour(row), "rank": _rank_words(row), "start": row["start"], "row": row}
        for row in records(rows)
        if not (_REFERS.match(str(row["who"])) or any(rate in f"{row['quote']}{row['note']}" for rate in doubted))
    ]  # fmt: skip
    passed = result.indicators[(result.indicators["state"] == "done") & (result.indicators["completion"] > 1)]
    for row in records(passed):
        text = f"{task_name(row)}{written(row)}"
        target = quantity_text(row["target"], row["unit"], row["target_qualifier"])
        rank = f"超过目标{target}，完成率{share_text(row['completion'])}"
        found.append({"text": text, "rank": rank, "start": row["start"], "row": row})
    if not found:
        return
    shown = pd.DataFrame(found[:_MOST_HIGHLIGHTS]).astype({"start": "Int64"})
    message = first_message(_highlight_messages(found)) or Message("亮点", "", ("亮点",))
    table, columns = slide_tables.highlight_table(shown)
    cited = pd.DataFrame([each["row"] for each in found[:_MOST_HIGHLIGHTS]])
    yield Slide(
        "highlights", "亮点", message.text, message=message, table=table, columns=columns,
        left=len(found) - len(shown), as_of=as_of_words(cited), source_rows=cited, cited=cited,
    )  # fmt: skip


def honour_slide(tables: Tables) -> Iterator[Slide]:
    """All honours as a table of the appendix, those of earlier years last with their year; none without any."""
    rows = honours_view(tables).honours.table
    if rows.empty:
        return
    shown = rows.head(_MOST_HONOURS)
    table, columns = slide_tables.honour_table(shown)
    yield Slide(
        f"honours{NUMBERS}", "亮点荣誉", "亮点荣誉：全部荣誉",
        table=table.assign(start=shown["start"]), columns=columns,
        left=len(rows) - len(shown), as_of=as_of_words(rows), source_rows=rows, cited=rows, appendix=True,
    )  # fmt: skip


def _own_list(honours: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The honours below a heading that announces highlights, in the order of the report.

    A row of a workbook has no sentence: it is one of them where they print its award, or where it was in no report.
    """
    announced = [bool(_OWN_LIST.search(str(text))) for text in figures["section"].fillna("")]
    headed = figures[pd.Series(announced, index=figures.index, dtype="bool") & figures["start"].notna()]
    sentences = "\n".join(dict.fromkeys(headed["sentence"].dropna()))
    texts = [str(row["award"] if is_missing(row["quote"]) else row["quote"]) for row in records(honours)]
    typed = [is_missing(row["quote"]) and "quote" not in replaced_starts(row["cells"]) for row in records(honours)]
    places = [
        sentences.find(text) if text in sentences else len(sentences) if is_typed else -1
        for text, is_typed in zip(texts, typed, strict=True)
    ]
    placed = honours.assign(_place=pd.Series(places, index=honours.index, dtype="int64"))
    own = placed[placed["_place"] >= 0].sort_values("_place", kind="stable").drop(columns="_place")
    return own if sentences else honours.head(0)


def _doubted_rates(result: Judged, figures: pd.DataFrame) -> set[str]:
    """The reported rates, as printed, of measures that are to be verified."""
    asked = set(" ".join(result.indicators.query("state == 'to_verify'")["claim_rows"].astype(str)).split())
    claims = result.claims[result.claims["row_id"].isin(asked)]
    starts = {cell_starts(cells).get("reported_rate") for cells in claims["cells"]} - {None}
    return set(figures.loc[figures["start"].isin(starts), "text"])


def _rank_words(row: Mapping[str, Any]) -> str:
    """国家级，全国20家，全省唯一; 县级，5月; a scope that the award says is left out."""
    scope = None if is_missing(row["scope"]) or str(row["scope"]) in str(row["award"]) else row["scope"]
    return full_width(joined(row["level"], scope, row["date_text"], between="，")) or NOT_WRITTEN


def _honour(row: Mapping[str, Any]) -> str:
    who = "" if is_missing(row["who"]) else f"{row['who']}："
    return f"{who}{row['award']}"


def _highlight_messages(found: Sequence[Mapping[str, Any]]) -> Iterator[Message]:
    """How many there are of each level; where one has none, the first that gives a title."""
    honours = [each["row"] for each in found[:_MOST_HIGHLIGHTS] if "award" in each["row"]]
    levels = Counter("" if is_missing(row["level"]) else str(row["level"]) for row in honours)
    if len(honours) >= _LEAST_COUNTED and "" not in levels:
        parts = [f"{level}{n}项" for level, n in levels.items()]
        yield Message(f"{len(honours)}项亮点：{'、'.join(parts)}", "", (f"{len(honours)}项", *parts))
    for each in found:
        row = each["row"]
        if "award" in row:
            quote = "" if is_missing(row["quote"]) else str(row["quote"])
            yield Message(clause_title(quote), quote)
        else:
            yield from measure_messages(row)
