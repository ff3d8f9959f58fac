"""The slides of a meeting as data, shared by the deck, the screen and print.

In this order: cover, 总体进展, one or two per domain with contents, 需要关注, 下半年安排, 口径与来源.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

from domain.judging.bands import status_rule
from domain.schema.display import NOT_STATED, is_missing
from domain.schema.frames import Tables, records
from domain.schema.period import coverage_text
from domain.schema.provenance import Sources, rows_source_text
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import STATES
from views import slide_tables as words
from views.demolition import demolition_view
from views.funding import funding_view
from views.honours import honours_view
from views.judging import Judged, judged
from views.land import land_view
from views.more import more_view
from views.overview import OverviewView, overview_view
from views.panel import as_of_words, joined
from views.plan import plan_view
from views.safety import safety_view
from views.slide import MOST_FIGURES, MOST_ROWS, Edition, Slide, ledger_rows, shown_tables
from views.slide_panels import bases_of, domain_slides, panel_slide, reading_figures

#: Every possible slide id: a presenter's choice may contain one without contents in this version.
SLIDE_IDS: Final = frozenset(
    {"cover", "overview", "deviations", "land_stages", "attention", "plan", "definitions", *DOMAINS}
)
_SHORT: Final = 9
#: Tasks take two or three lines each.
_MOST_TASKS: Final = 7


def slides(
    tables: Tables,
    edition: Edition | None = None,
    rule: str | None = None,
    *,
    hide: bool = True,
    previous: pd.DataFrame | None = None,
) -> tuple[Slide, ...]:
    """Every slide of a version that has contents.

    hide: names of persons and disciplinary counts are hidden (domain.redaction). rule, previous: as in
    domain.judging.states.judge. Raises UnknownRuleError for a rule that the catalogue does not have.
    """
    edition = edition or Edition()
    shown = shown_tables(tables, hide=hide)
    result = judged(shown, rule, previous)
    overview = overview_view(shown, rule, result=result)
    found = [
        _cover(shown, overview, edition),
        *_overall(shown, overview),
        *_domains(shown, rule, result),
        *_attention(overview),
        *_plan(shown),
        _definitions(shown, overview, edition, rule, hide=hide),
    ]
    return tuple(_sourced(slide, edition.sources) for slide in found)


def _sourced(slide: Slide, sources: Sources) -> Slide:
    """`slide` with its source line and the sources of its cited rows as notes."""
    notes = dict.fromkeys((*slide.notes, *bases_of(slide.cited, sources)))
    return replace(slide, source=rows_source_text(slide.source_rows, sources), notes=tuple(notes))


def report_name(tables: Tables, edition: Edition) -> str:
    """Unit and coverage of the figures with data of the edition's day: 金川街道2023年上半年, 金川街道2023年1—9月."""
    rows = _scope(tables)
    units = rows["org_unit"].dropna()
    unit = edition.unit or ("" if units.empty else str(units.mode().iloc[0]))
    return f"{unit}{_coverage(rows, edition.as_of)}"


def _scope(tables: Tables) -> pd.DataFrame:
    return tables["measures"] if len(tables["measures"]) else tables["figures"]


def _coverage(rows: pd.DataFrame, as_of: date | None, *, dated: bool = True) -> str:
    periods = rows["period"].dropna()
    return f"报告期{NOT_STATED}" if periods.empty else coverage_text(str(periods.mode().iloc[0]), as_of, dated=dated)


def _cover(tables: Tables, overview: OverviewView, edition: Edition) -> Slide:
    covered = _coverage(_scope(tables), edition.as_of, dated=False)
    lines = (f"报告期：{covered}", f"数据时点：{overview.as_of}", edition.version)
    return Slide(
        "cover", "封面", f"{report_name(tables, edition)}工作进展", kind="cover",
        lines=tuple(line for line in lines if line), source_rows=ledger_rows(tables),
    )  # fmt: skip


def _overall(tables: Tables, overview: OverviewView) -> Iterator[Slide]:
    figures = overview.headlines.head(MOST_FIGURES)
    table, columns = words.state_words(overview.states.table)
    yield Slide(
        "overview", "总体进展", overview.states.title, lines=(overview.year_sentence,), figures=figures,
        chart="state_strip" if len(overview.states.drawn) else "", drawn=overview.states.drawn,
        alt=overview.states.alt, table=table, columns=columns, elapsed=overview.year_elapsed,
        definition=overview.checks, as_of=overview.as_of, source_rows=overview.judged.claims,
        cited=tables["measures"][tables["measures"]["row_id"].isin(figures["row_id"].dropna())],
        notes=_sentences(tables["figures"], figures["start"]),
    )  # fmt: skip
    if not overview.deviations.empty:
        slide = panel_slide("deviations", "总体进展：与序时进度比", overview.deviations, "deviations")
        yield replace(slide, options={"bands": overview.bands})


def _domains(tables: Tables, rule: str | None, result: Judged) -> Iterator[Slide]:
    land = land_view(tables, rule, result=result)
    yield from domain_slides("land", land.targets, "bullets", None, land.summary)
    yield from domain_slides("land_stages", land.chain, "stage_chain", land.headlines, section="土地整治：各环节")
    demolition = demolition_view(tables, rule, result=result)
    by_day = demolition.days if demolition.shares.drawn.empty else demolition.shares
    yield from domain_slides(
        "demolition", by_day, "days_taken" if demolition.shares.drawn.empty else "share_by_day",
        demolition.headlines, demolition.summary,
    )  # fmt: skip
    funding = funding_view(tables, rule, result=result)
    yield from domain_slides("funding", funding.money, "money_by_project", funding.headlines, funding.summary)
    safety = safety_view(tables, rule, result=result)
    notes = [f"{row['label']}：{row['note']}" for row in records(safety.hazards.drawn) if row["note"]]
    yield from domain_slides("safety", safety.hazards, "hazards", safety.headlines, joined(safety.summary, *notes))
    for domain, panel in more_view(tables, rule).sections.items():
        only_figures = panel.drawn.empty and TABLES[domain].is_readings
        yield from domain_slides(domain, panel, "readings", reading_figures(panel) if only_figures else None)
    honours = honours_view(tables, rule)
    yield from domain_slides("honours", honours.levels, "honours_by_level", None, honours.summary, rows=honours.honours)


def _plan(tables: Tables) -> Iterator[Slide]:
    """Tasks with their own due date first, then the others; numbered in chart and table."""
    plan = plan_view(tables)
    if plan.commitments.empty:
        return
    panel = plan.timeline
    texts = panel.table["text"].tolist()
    rows = panel.drawn.assign(text=texts, own=panel.drawn["assumed"]).sort_values(["own", "due"], kind="stable")
    if rows.empty:
        undated = plan.commitments.table.head(_MOST_TASKS)
        rows = undated[["text"]].assign(label=undated["text"], due_words=undated["due_text"].fillna(NOT_STATED))
    rows = rows.head(_MOST_TASKS).reset_index(drop=True)
    numbers = [str(place) for place in range(1, len(rows) + 1)]
    short = [f"{number} {_shortened(text)}" for number, text in zip(numbers, rows["label"], strict=True)]
    rows = rows.assign(number=numbers, short=short)
    table, columns = words.plan_words(rows)
    left = len(plan.commitments.table) - len(rows)
    yield Slide(
        "plan", f"{plan.coming}安排", plan.summary, lines=("斜纹或浅色：期限为报告期末，原文未单独写明",),
        chart="gantt" if "due" in rows else "", drawn=rows if "due" in rows else rows.iloc[:0],
        options={"as_of": plan.as_of}, alt=panel.alt,
        table=table, columns=columns, left=left,
        as_of=as_of_words(plan.commitments.table), source_rows=plan.commitments.table, cited=panel.table,
    )  # fmt: skip


def _shortened(text: object) -> str:
    return str(text) if len(str(text)) <= _SHORT else f"{str(text)[: _SHORT - 1]}…"


def _attention(overview: OverviewView) -> Iterator[Slide]:
    """What needs attention, worst first, with reasons; also shown where there is nothing."""
    panel = overview.attention
    table, columns = words.attention_words(panel.table.head(MOST_ROWS))
    left = len(panel.table) - int(table["things"].sum())
    yield Slide(
        "attention", "需要关注", panel.title, alt=panel.alt, table=table, columns=columns,
        left=left,
        as_of=as_of_words(panel.table) if len(table) else overview.as_of,
        source_rows=panel.table if len(table) else overview.judged.claims, cited=panel.table,
    )  # fmt: skip


def _definitions(tables: Tables, overview: OverviewView, edition: Edition, rule: str | None, *, hide: bool) -> Slide:
    chosen, rows = status_rule(rule), ledger_rows(tables)
    to_verify = overview.judged.settled.query("state == 'to_verify'")["name"].dropna()
    lines = [
        ("完成率", "（完成值-基数）÷（目标值-基数），可以超过100%"),
        ("序时进度", "已过天数÷总天数，首日计入；写明按月计的，已过月数÷总月数"),
        ("偏差", "完成率减序时进度，单位是百分点"),
        ("判定规则", f"{chosen.name}。{chosen.source}"),
        (STATES["to_verify"], "、".join(to_verify)),
        ("数据核对", overview.checks),
        ("数据时点", overview.as_of),
        ("来源", rows_source_text(rows, edition.sources)),
        ("版本", edition.version),
        ("隐去内容", "个人姓名和受处分人数已隐去" if hide else ""),
    ]
    table, columns = words.definition_words(lines)
    return Slide(
        "definitions", "口径与来源", "数字怎么算、从哪里来", table=table, columns=columns, as_of=overview.as_of,
        source_rows=rows,
    )  # fmt: skip


def _sentences(figures: pd.DataFrame, starts: Iterable[Any]) -> tuple[str, ...]:
    """The sentences of the figures at `starts`, as 原文：“…”."""
    sentences = dict(zip(figures["start"].tolist(), figures["sentence"].tolist(), strict=True))
    found = [sentences.get(start) for start in starts if not is_missing(start)]
    return tuple(dict.fromkeys(f"原文：“{sentence}”" for sentence in found if not is_missing(sentence)))
