"""The slides of a meeting as data, shared by the deck, the screen and print.

In this order: cover, 目录, 总体进展, 亮点, one slide per key task, 承诺兑现, 问题与对策, 下半年安排, closing; behind
it as appendix 待核实, 口径与来源 and the numbers of each domain as a table.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from domain.judging.bands import status_rule
from domain.judging.reported_rates import is_rate_replaced
from domain.schema.cell_links import cell_starts
from domain.schema.display import NOT_STATED
from domain.schema.frames import Tables, records
from domain.schema.period import coverage_text, date_text
from domain.schema.provenance import BASIS_KEYS, Sources, basis_text, full_sources_text, rows_source_text
from domain.schema.tables import DOMAINS
from domain.schema.vocabulary import STATES
from views import slide_tables
from views.checks import checks_sentence
from views.judging import Judged, judged
from views.panel import as_of_words, headline_table, history_row_id
from views.promises import PromisesView
from views.scorecard import ScorecardView, scorecard_view
from views.slide import MOST_SLIDES, NUMBERS, PROGRESS, Edition, Slide, ledger_rows, shown_tables
from views.slide_answers import contested_targets, problem_slide
from views.slide_doubts import starts_of, with_doubts
from views.slide_highlights import highlight_slide, honour_slide
from views.slide_overview import overview_slide
from views.slide_panels import subject_slide
from views.slide_plan import plan_slide, question_slide
from views.slide_promises import promise_slide
from views.slide_subjects import Subject, subjects
from views.slide_titles import plain_sentence

#: Ids of slides that there were before: a saved choice may still name them.
_FORMER_IDS: Final = frozenset({"deviations", "land_stages"})
#: Every possible slide id: a presenter's choice may contain one without contents in this version.
SLIDE_IDS: Final = (
    frozenset(("cover", "agenda", "overview", "highlights", "promises", "attention", "plan", "closing"))
    | frozenset(("to_verify", "definitions", "origins"))
    | frozenset(DOMAINS)
    | frozenset(f"{domain}{NUMBERS}" for domain in DOMAINS)
    | _FORMER_IDS
)
#: What is read of a row to say where it comes from.
_SOURCED: Final = (*BASIS_KEYS, "start")
#: Rows of a table in the appendix.
_MOST_NUMBERS: Final = 9


def slides(
    tables: Tables,
    edition: Edition | None = None,
    rule: str | None = None,
    *,
    hide: bool = True,
    previous: pd.DataFrame | None = None,
    promises: PromisesView | None = None,
) -> tuple[Slide, ...]:
    """Every slide of a version that has contents; at most MOST_SLIDES before the appendix that are not optional.

    hide: names of persons and disciplinary counts are hidden (domain.redaction). rule, previous: as in
    domain.judging.states.judge. promises: of the period before, None where there is none. Raises UnknownRuleError for a
    rule that the catalogue does not have.
    """
    edition = edition or Edition()
    shown = shown_tables(tables, hide=hide)
    result = _without_old_rates(judged(shown, rule, previous))
    card = scorecard_view(shown, rule, result=result)
    parts = subjects(shown, rule, result, card.tasks.table)
    sentences = _sentences(shown["figures"])
    highlights = highlight_slide(shown, card.highlights, result)
    opening = [_cover(shown, edition), _AGENDA, overview_slide(card, parts), *highlights]
    used = [slide.title for slide in opening]
    key: list[Slide] = []
    for part in parts:
        key.append(subject_slide(part, result.claims, [*used, *(slide.title for slide in key)], sentences, previous))
    key = [with_doubts(slide, shown["findings"]) for slide in key]
    used += [slide.title for slide in key]
    kept = list(promise_slide(shown, promises, used))
    problems = list(problem_slide(shown, card.tasks.table, used))
    plan = plan_slide(shown, [*used, *(slide.title for slide in problems)], contested_targets(card.tasks.table))
    ending = [*kept, *problems, *plan, _CLOSING]
    used += [slide.title for slide in ending]
    used_places = sum(not slide.optional for slide in (*opening, *ending))
    key = _chosen_first(key, parts, MOST_SLIDES - used_places)
    appendix = [
        *question_slide(shown, result, used), _definitions(shown, rule, card),
        _origins(shown, card, edition, hide=hide), *_numbers(key, parts), *honour_slide(shown),
    ]  # fmt: skip
    found = [*opening, *key, *ending, *appendix]
    return tuple(_sourced(slide, edition.sources, sentences) for slide in found)


def _without_old_rates(result: Judged) -> Judged:
    """`result` without rates that a report gave before somebody changed the number: a slide has one day per row."""
    old = {str(row["row_id"]) for row in records(result.claims) if is_rate_replaced(row)}
    own = result.claims["row_id"].isin(old)
    of_them = result.indicators["claim_rows"].map(lambda rows: not old.isdisjoint(str(rows).split())).astype(bool)
    return replace(
        result, claims=result.claims.assign(reported_rate=result.claims["reported_rate"].mask(own)),
        indicators=result.indicators.assign(reported_rate=result.indicators["reported_rate"].mask(of_them)),
    )  # fmt: skip


def _chosen_first(key: list[Slide], parts: list[Subject], most: int) -> list[Slide]:
    """`key` in its order; but for the `most` weightiest subjects with results optional.

    So is a slide that rests on the same sentences as a weightier one: it would say the same twice.
    """
    telling = [place for place, part in enumerate(parts) if part.has_results]
    ranked = sorted(telling, key=lambda place: -parts[place].weight)
    proofs = [_proof_words(key[place]) for place in ranked]
    ranked = [place for at, place in enumerate(ranked) if not proofs[at] or proofs[at] not in proofs[:at]]
    heaviest = ranked[: max(0, most)]
    return [replace(slide, optional=place not in heaviest) for place, slide in enumerate(key)]


def _proof_words(slide: Slide) -> frozenset[str]:
    """The sentences that title and figures of a slide rest on."""
    quote = "" if slide.message is None else plain_sentence(slide.message.quote)
    return frozenset(filter(None, (each.rstrip("。") for each in (quote, *slide.proof.split("\n")))))


def _sourced(slide: Slide, sources: Sources, sentences: dict[int, str]) -> Slide:
    """`slide` with its source line, the sources of its cited rows as notes, and the sentences of its figures."""
    cited = records(slide.cited, _SOURCED)
    notes = dict.fromkeys((*slide.notes, *filter(None, (basis_text(row, sources) for row in cited))))
    starts = {start for column in (slide.figures, slide.table, slide.drawn) for start in starts_of(column)}
    for cells in slide.cited.get("cells", pd.Series(dtype="str")):
        starts |= set(cell_starts(cells).values())
    own = {start: sentences[start] for start in sorted(starts) if start in sentences}
    rows = [*cited, *records(slide.source_rows, _SOURCED)]
    bases = {row_id: basis_text(row, sources) for row in rows if (row_id := history_row_id(row))}
    return replace(
        slide, bases=bases, source=rows_source_text(slide.source_rows, sources), notes=tuple(notes),
        sentences={**slide.sentences, **own},
    )  # fmt: skip


def _sentences(figures: pd.DataFrame) -> dict[int, str]:
    """Offset of a figure, and of its sentence's first one → the sentence."""
    rows = figures[figures["start"].notna() & figures["sentence"].notna()]
    return dict(zip(rows["start"].astype(int).tolist(), rows["sentence"].astype(str).tolist(), strict=True))


def report_name(tables: Tables, edition: Edition) -> str:
    """Unit and coverage of the figures with data of the edition's day: 金川街道2023年上半年, 金川街道2023年1—9月."""
    return f"{unit_name(tables, edition)}{_coverage(_scope(tables), edition.as_of)}"


def unit_name(tables: Tables, edition: Edition) -> str:
    """The unit of an edition; what its rows hold where it has none."""
    units = _scope(tables)["org_unit"].dropna()
    return edition.unit or ("" if units.empty else str(units.mode().iloc[0]))


def reported_rows(tables: Tables) -> pd.DataFrame:
    """The rows with a number of what was done: days of plans and of the paper itself are no days of its data."""
    measures, figures = tables["measures"], tables["figures"]
    known = measures[measures["actual"].notna()]
    known = known if len(known) else figures[figures["role"].isin(["actual", "open"]) & figures["name"].notna()]
    return known if len(known) else _scope(tables)


def _scope(tables: Tables) -> pd.DataFrame:
    return tables["measures"] if len(tables["measures"]) else tables["figures"]


def _coverage(rows: pd.DataFrame, as_of: date | None, *, dated: bool = True) -> str:
    periods = rows["period"].dropna()
    return f"报告期{NOT_STATED}" if periods.empty else coverage_text(str(periods.mode().iloc[0]), as_of, dated=dated)


_AGENDA: Final = Slide("agenda", "目录", "目录", kind="agenda", columns=slide_tables.AGENDA)
_CLOSING: Final = Slide("closing", "结束", "请批评指正", kind="closing")


def _cover(tables: Tables, edition: Edition) -> Slide:
    """Unit, period, who reports, the day of the material and of its data."""
    rows = ledger_rows(tables)
    unit = unit_name(tables, edition)
    days = [source.day for source in edition.sources.of(rows) if source.day]
    lines = (
        f"报告期：{_coverage(_scope(tables), edition.as_of, dated=False)}",
        f"汇报单位：{unit}" if unit else "",
        f"材料日期：{date_text(max(days))}" if days else "",
        f"数据时点：{as_of_words(reported_rows(tables))}",
    )
    return Slide(
        "cover", "封面", f"{report_name(tables, edition)}工作进展", kind="cover",
        lines=tuple(line for line in lines if line), source_rows=rows,
    )  # fmt: skip


def _definitions(tables: Tables, rule: str | None, card: ScorecardView) -> Slide:
    chosen = status_rule(rule)
    if card.tasks.table.empty:
        return _explained("definitions", "数字怎么算", [("判定规则", "本期没有带目标的任务，不作判定")], tables)
    lines = [
        ("完成率", "（完成值－基数）÷（目标值－基数），可以超过100%"),
        ("序时进度", "已过天数÷总天数，首日计入；写明按月计的，已过月数÷总月数"),
        ("偏差", "完成率减序时进度，单位是百分点"),
        ("判定规则", f"{chosen.name}。{chosen.source}"),
    ]
    return _explained("definitions", "数字怎么算", lines, tables)


def _origins(tables: Tables, card: ScorecardView, edition: Edition, *, hide: bool) -> Slide:
    to_verify = card.judged.indicators.query("state == 'to_verify'")["name"].dropna()
    lines = [
        (STATES["to_verify"], "、".join(to_verify)),
        ("数据核对", checks_sentence(tables["findings"])),
        ("数据时点", as_of_words(reported_rows(tables))),
        ("来源", full_sources_text(ledger_rows(tables), edition.sources)),
        ("版本", edition.version),
        ("隐去内容", "个人姓名和受处分人数已隐去" if hide else ""),
    ]
    return _explained("origins", "数字从哪里来", lines, tables)


def _explained(name: str, title: str, lines: list[tuple[str, str]], tables: Tables) -> Slide:
    table, columns = slide_tables.definition_table(lines)
    return Slide(
        name, "口径与来源", title, table=table, columns=columns, as_of=as_of_words(reported_rows(tables)),
        source_rows=ledger_rows(tables), appendix=True,
    )  # fmt: skip


def _numbers(key: list[Slide], parts: list[Subject]) -> Iterator[Slide]:
    """The numbers of each domain as a table: those that its slide draws, else all that are known of it."""
    for slide, part in zip(key, parts, strict=True):
        if slide.table.empty:
            continue
        drawn = slide.chart and slide.chart != PROGRESS
        rows = slide.source_rows if drawn else part.all_rows
        yield replace(
            slide, id=f"{slide.id}{NUMBERS}", title=f"{slide.section}：各项数字", message=None, part="", chart="",
            drawn=pd.DataFrame(), figures=headline_table([]), table=slide.table.head(_MOST_NUMBERS), optional=False,
            appendix=True, left=len(slide.table) - min(len(slide.table), _MOST_NUMBERS), lines=(), proof="", points=(),
            source_rows=rows, cited=rows, as_of=slide.as_of if drawn else as_of_words(rows),
        )  # fmt: skip
