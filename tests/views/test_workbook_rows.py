"""Rows that rest on a workbook show wherever those that rest on a sentence did: in views, slides, papers."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from domain.schema.cell_links import cell_starts, join_cells
from domain.schema.frames import conform
from domain.schema.provenance import Source, Sources
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import load_source
from views.brief import brief
from views.demolition import demolition_view
from views.facts import facts
from views.funding import funding_view
from views.honours import honours_view
from views.judging import judged
from views.land import land_view
from views.more import more_view
from views.overview import overview_view
from views.plan import plan_view
from views.safety import safety_view
from views.slide import Edition
from views.slides import slides

MADE = ("figures", "findings", "issues")
VIEWS = (overview_view, land_view, demolition_view, funding_view, safety_view, more_view, honours_view, plan_view)


SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"


@pytest.fixture(scope="module")
def seed() -> dict[str, pd.DataFrame]:
    tables = read_report(load_source(SEED)).tables
    return {name: tables.get(name, conform(name, [])) for name in TABLES}


@pytest.fixture(scope="module")
def retyped(seed) -> dict[str, pd.DataFrame]:
    """The seed as it is after a clerk has typed every figure anew: no row rests on a sentence any more."""
    found = {}
    for name, table in seed.items():
        rows = table.copy()
        if name not in MADE:
            gone = [
                join_cells({}, {**cell_starts(row["cells"]), "quote": row["start"]}) for row in rows.to_dict("records")
            ]
            cells = [f"K{row + 2}" for row in range(len(rows))]
            rows = rows.assign(source_id="七月台账-1a2b3c4d", sheet=TABLES[name].label, cell=cells, start=pd.NA,
                               end=pd.NA, quote=None, cells=gone)  # fmt: skip
        found[name] = conform(name, rows)
    return found


def told(part: Any, place: str = "") -> Iterator[tuple[str, object]]:
    """Every word of a view and the number of rows of every table, by their place in it."""
    if isinstance(part, pd.DataFrame):
        yield place, len(part)
    elif is_dataclass(part):
        for field in fields(part):
            yield from told(getattr(part, field.name), f"{place}.{field.name}")
    elif isinstance(part, dict | tuple | list):
        for key, each in part.items() if isinstance(part, dict) else enumerate(part):
            yield from told(each, f"{place}[{key}]")
    else:
        yield place, part


@pytest.mark.parametrize("view", VIEWS)
def test_view_of_workbook_rows_equals_view_of_report_rows(seed, retyped, view):
    assert dict(told(view(retyped))) == dict(told(view(seed)))


def without_sentences(slide):
    """The slide without what its sources give: a report's sentences and what follows from them, a workbook's cells.

    Of its sentences follow doubts, too, and that a number which is all done was called a task (目标119户).
    """
    nothing = pd.DataFrame()
    said = {"bases": {}, "notes": (), "source": "", "source_rows": nothing, "cited": nothing, "title": "", "proof": ""}
    said |= {"figures": nothing, "as_of": "", "points": [each for each in slide.points if "待核实" not in each]}
    notes = slide.table["note"].astype(str) if "note" in slide.table else pd.Series(dtype="str")
    if notes[notes != ""].str.startswith("目标").all():
        said |= {"columns": tuple(each for each in slide.columns if each.name != "note")}
    tables = {name: getattr(slide, name) for name in ("table", "drawn")}
    parts = {name: rows.drop(columns="start", errors="ignore") for name, rows in tables.items()}
    return replace(slide, message=None, sentences={}, **said, **parts)


def test_slides_of_workbook_rows_are_equal_and_their_notes_name_the_workbook(seed, retyped):
    workbook = Source("workbook", "七月台账", day=date(2023, 7, 12))
    edition = Edition(sources=Sources(of_ids={"七月台账-1a2b3c4d": workbook, SEED.stem: Source("report", "总结")}))
    before, after = slides(seed, edition), slides(retyped, edition)
    assert "材料日期：2023年7月12日" in after[0].lines
    assert [dict(told(without_sentences(slide))) for slide in after[1:]] == [
        dict(told(without_sentences(slide))) for slide in before[1:]
    ]
    for one, two in zip(before[1:], after[1:], strict=True):
        # A report's slide shows the figures of its message, that of a workbook, which has no sentence, the first ones.
        assert one.message is not None or list(one.figures["label"]) == list(two.figures["label"])
        assert one.message is not None or one.as_of == two.as_of
    bases = {basis for slide in after for basis in slide.bases.values()}
    assert "依据：“七月台账”（2023年7月12日上传）工作表“指标进度”第13行" in bases
    notes = {note for slide in after for note in slide.notes}
    assert any(note.startswith("依据：“七月台账”（2023年7月12日上传）工作表“指标进度”第") for note in notes)


def test_brief_facts_of_workbook_rows_keep_their_places(seed, retyped):
    before, after = (facts(tables, judged(tables)) for tables in (seed, retyped))
    assert [(fact.text, fact.place) for fact in after] == [(fact.text, fact.place) for fact in before]
    assert {fact.basis[:3] for fact in after} == {"依据："}


def test_brief_tasks_of_workbook_rows_keep_their_headings(seed, retyped):
    before, after = (
        [
            (section.heading, [task.text for task in section.tasks])
            for section in brief(tables).sections
            if section.tasks
        ]
        for tables in (seed, retyped)
    )
    assert after == before


def test_brief_number_changed_by_workbook_is_compared_with_the_previous_version(seed, retyped):
    measures = retyped["measures"].copy()
    measures.loc[measures["row_id"] == "measures:土地整治(新增耕地)种植平方米", "actual"] += 16
    land = retyped["land"].copy()
    land.loc[land["row_id"] == "land:土地整治·立项·actual", "area_mu"] += 20
    now = {**retyped, "measures": measures, "land": land}
    changes = [fact.change for fact in facts(now, judged(now), seed) if fact.change]
    assert len(changes) == 2
    assert all("较上一版由" in change for change in changes)


def test_person_whom_a_sentence_names_is_hidden_in_rows_of_a_workbook_too(retyped):
    shown = next(slide for slide in slides(retyped, Edition()) if slide.id == "highlights")
    texts = " ".join(shown.table["text"])
    assert "叶某某" in texts
    assert "叶继强" not in texts
