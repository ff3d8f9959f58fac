"""What each domain has for a slide: its tasks, its readings, the chart of its page."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from domain.schema.cell_links import replaced_starts
from domain.schema.display import NOT_STATED, is_missing
from domain.schema.frames import Tables, records
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import ROLES
from views.demolition import demolition_view
from views.funding import funding_view
from views.judging import Judged
from views.land import land_view
from views.more import more_view
from views.panel import Panel, headline_table
from views.safety import safety_view
from views.slide_figures import distinct_figures, printed_figures, reading_figures, task_figure
from views.slide_measures import LATE_STATES

LATE: Final = LATE_STATES
#: What the subjects of a domain weigh where only some get a slide: a late one, one with a target, a figure.
_WEIGHTS: Final = (20, 3, 1)
#: Headline figures that are taken of a domain's page.
_MOST_OF_PAGE: Final = 5
_MOST_WEIGHED: Final = 6
#: Notes of readings that are no large figure: they say little without what they are of.
NOT_LARGE: Final = (ROLES["target"], ROLES["rate"])
#: Tables of domains that are no task: what was awarded, and what is planned.
_NO_TASKS: Final = frozenset({"honours", "commitments", "measures"})


@dataclass(frozen=True, eq=False)
class Subject:
    """What one domain has for a slide. tasks: its rows of views.scorecard; readings: further figures (panel.HEADLINE)
    with their quotes; watched: measures among them; panel, chart: its chart and the table of it, None for none.
    """

    domain: str
    tasks: pd.DataFrame
    readings: pd.DataFrame
    quotes: tuple[str, ...]
    rows: pd.DataFrame
    watched: pd.DataFrame
    panel: Panel | None = None
    chart: str = ""
    definition: str = ""
    late: int = field(default=0)

    @cached_property
    def all_rows(self) -> pd.DataFrame:
        """The stored rows behind all that it has."""
        parts = [each for each in (self.tasks, self.rows, self.watched) if len(each)]
        return pd.concat(parts, ignore_index=True) if parts else self.tasks

    @property
    def has_results(self) -> bool:
        """Whether it has anything that was done or is late: without, it only repeats the plan."""
        done = self.tasks["actual"].notna().any() or self.late > 0
        return bool(done or not self.readings["note"].isin(NOT_LARGE).all())

    @property
    def weight(self) -> int:
        """How much there is to say about it."""
        late, judged, figure = _WEIGHTS
        return late * self.late + judged * len(self.tasks) + figure * min(_MOST_WEIGHED, len(self.readings))


def subjects(tables: Tables, rule: str | None, result: Judged, tasks: pd.DataFrame) -> list[Subject]:
    """The domains with contents, in the order of DOMAINS. tasks: the table of views.scorecard.

    A printed number that somebody has since changed in its measure is no reading any more.
    """
    panels = _panels(tables, rule, result)
    replaced = {at for cells in tables["measures"]["cells"] for at in replaced_starts(cells).values()}
    found = []
    for domain in DOMAINS:
        if domain in _NO_TASKS:
            continue
        panel, chart, figures, definition = panels.get(domain, (None, "", headline_table([]), ""))
        figures = figures.head(_MOST_OF_PAGE) if panel is not None else figures
        figures = figures.assign(note=figures["note"].replace(NOT_STATED, ""))
        own = tasks[tasks["domain"] == domain].reset_index(drop=True)
        watched = result.indicators[(result.indicators["domain"] == domain) & (result.indicators["state"] == "monitor")]
        watched = watched.sort_values("kind", key=lambda kinds: kinds == "forecast", kind="stable")
        readings = distinct_figures(
            [task_figure(row) for row in records(watched) if not is_missing(row["actual"])], figures
        )
        rows = tables[domain] if domain in tables else own.iloc[:0]
        printed = printed_figures(tables["figures"], domain)
        numbers = {f"{row['value']}{row['unit']}" for row in (*records(readings), *map(task_figure, records(own)))}
        readings = distinct_figures(records(readings), printed[~(printed["value"] + printed["unit"]).isin(numbers)])
        readings = readings[~readings["start"].isin(replaced)].reset_index(drop=True)
        if rows.empty and own.empty:  # only the text has something of it
            rows = tables["figures"][tables["figures"]["start"].isin(readings["start"])]
            rows = rows.assign(quote=rows["sentence"])
        if len(own) or len(readings):
            quotes = tuple(
                dict.fromkeys(str(each) for each in [*watched["quote"], *rows["quote"]] if not is_missing(each))
            )
            late = int(own["state"].isin(LATE).sum())
            found.append(Subject(domain, own, readings, quotes, rows, watched, panel, chart, definition, late))
    return found


def _panels(tables: Tables, rule: str | None, result: Judged) -> dict[str, tuple[Panel | None, str, pd.DataFrame, str]]:
    """Domain → its panel, the builder of its chart, its figures, its 口径."""
    land = land_view(tables, rule, result=result)
    demolition = demolition_view(tables, rule, result=result)
    days, by_day = (
        (demolition.days, "days_taken") if demolition.shares.drawn.empty else (demolition.shares, "share_by_day")
    )
    funding = funding_view(tables, rule, result=result)
    safety = safety_view(tables, rule, result=result)
    found: dict[str, tuple[Panel | None, str, pd.DataFrame, str]] = {
        "land": (land.chain, "stage_chain", land.headlines, land.summary),
        "demolition": (days, by_day, demolition.headlines, demolition.summary),
        "funding": (funding.money, "money_by_project", funding.headlines, funding.summary),
        "safety": (safety.hazards, "hazards", safety.headlines, safety.summary),
    }
    for domain, panel in more_view(tables, rule).sections.items():
        if TABLES[domain].is_readings:
            found[domain] = (None, "", reading_figures(panel.table), "")
    return found
