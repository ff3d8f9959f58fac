"""The slides of the key tasks: per domain one message, and the chart or up to three figures that prove it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import NOT_STATED, is_missing, quantity_text
from domain.schema.frames import Tables, records
from domain.schema.provenance import Sources, basis_text
from domain.schema.tables import DOMAINS, TABLES
from domain.schema.vocabulary import NOT_FIGURES, REPORTED_ROLES, ROLES
from views import slide_tables as words
from views.demolition import demolition_view
from views.funding import funding_view
from views.judging import Judged
from views.land import land_view
from views.more import more_view
from views.panel import Panel, as_of_words, headline, headline_table, joined
from views.safety import OUTCOMES, safety_view
from views.slide import MOST_FIGURES, MOST_ROWS, PROGRESS, Slide
from views.slide_titles import (
    Message,
    clause_title,
    first_message,
    full_width,
    measure_messages,
    plain_sentence,
    task_name,
)
from views.timeline import written

_LATE: Final = ("overdue", "regressed", "far_behind", "behind")
#: After what is late: what is in doubt, then what is not finished, then the rest.
_UNFINISHED: Final = ("done_late", "open", "ahead", "on_track", "accepted")
#: Rows from which on a chart tells more than figures.
_LEAST_BARS: Final = 3
_LEAST_ROWS: Final = 2
#: What the subjects of a domain weigh where only some get a slide: a late one, one with a target, a figure.
_WEIGHTS: Final = (20, 3, 1)
#: Headline figures that are taken of a domain's page.
_MOST_OF_PAGE: Final = 5
_MOST_WEIGHED: Final = 6
#: Notes of readings that are no large figure: they say little without what they are of.
_NOT_LARGE: Final = (ROLES["target"], ROLES["rate"])
_CLAIM_LABEL: Final = 12
#: Tables of domains that are no task: what was awarded, and what is planned.
_NO_TASKS: Final = frozenset({"honours", "commitments", "measures"})


@dataclass(frozen=True, eq=False)
class Subject:
    """What one domain has for a slide. tasks: its rows of views.scorecard; readings: further figures (panel.HEADLINE)
    with their quotes; panel, chart: its chart and the table of it, None for none.
    """

    domain: str
    tasks: pd.DataFrame
    readings: pd.DataFrame
    quotes: tuple[str, ...]
    rows: pd.DataFrame
    panel: Panel | None = None
    chart: str = ""
    definition: str = ""
    late: int = field(default=0)

    @property
    def all_rows(self) -> pd.DataFrame:
        """The stored rows behind all that it has."""
        return pd.concat([self.tasks, self.rows], ignore_index=True) if len(self.rows) else self.tasks

    @property
    def weight(self) -> int:
        """How much there is to say about it."""
        late, judged, figure = _WEIGHTS
        return late * self.late + judged * len(self.tasks) + figure * min(_MOST_WEIGHED, len(self.readings))


def subjects(tables: Tables, rule: str | None, result: Judged, tasks: pd.DataFrame) -> list[Subject]:
    """The domains with contents, in the order of DOMAINS. tasks: the table of views.scorecard."""
    panels = _panels(tables, rule, result)
    found = []
    for domain in DOMAINS:
        if domain in _NO_TASKS:
            continue
        panel, chart, figures, definition = panels.get(domain, (None, "", headline_table([]), ""))
        figures = figures.head(_MOST_OF_PAGE) if panel is not None else figures
        figures = figures.assign(note=figures["note"].replace(NOT_STATED, ""))
        own = tasks[tasks["domain"] == domain].reset_index(drop=True)
        watched = result.settled[(result.settled["domain"] == domain) & (result.settled["state"] == "monitor")]
        watched = watched.sort_values("kind", key=lambda kinds: kinds == "forecast", kind="stable")
        readings = distinct_figures(
            [_task_figure(row) for row in records(watched) if not is_missing(row["actual"])], figures
        )
        rows = tables[domain] if domain in tables else own.iloc[:0]
        printed = _printed(tables["figures"], domain)
        numbers = {f"{row['value']}{row['unit']}" for row in (*records(readings), *map(_task_figure, records(own)))}
        readings = distinct_figures(records(readings), printed[~(printed["value"] + printed["unit"]).isin(numbers)])
        if len(own) or len(readings):
            quotes = tuple(
                dict.fromkeys(str(each) for each in [*watched["quote"], *rows["quote"]] if not is_missing(each))
            )
            late = int(own["state"].isin(_LATE).sum())
            found.append(Subject(domain, own, readings, quotes, rows, panel, chart, definition, late))
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
            found[domain] = (None, "", _reading_figures(panel.table), "")
    return found


def subject_slide(subject: Subject, claims: pd.DataFrame, used: Iterable[str], sentences: Mapping[int, str]) -> Slide:
    """The slide of `subject`; its title is none of `used`.

    claims: the judged claims of all measures; sentences: offset of a figure → its sentence.
    """
    tasks, taken = _ranked(subject.tasks), list(used)
    lead = records(tasks.head(1))
    base = _Parts(subject, tasks, claims, taken, sentences)
    if lead and (lead[0]["state"] in _LATE or _asked(lead[0])):
        return base.of_claims(lead[0]) if _contested(lead[0]) else base.of_tasks()
    if subject.panel is not None and _enough_bars(subject.panel, subject.chart):
        found = base.of_chart()
        if found is not None:
            return found
    return base.of_tasks()


@dataclass(frozen=True, eq=False)
class _Parts:
    """Makes the slide of a subject in one of three forms."""

    subject: Subject
    tasks: pd.DataFrame
    claims: pd.DataFrame
    used: Sequence[str]
    sentences: Mapping[int, str]

    def of_claims(self, lead: dict[str, Any]) -> Slide:
        """A measure with several claimed targets: its number and the targets, side by side."""
        own = self._claims_of(lead)
        figures = [_task_figure(lead, with_target=False)]
        for claim in own:
            label = str(claim["claim"]).partition("：")[0] if not is_missing(claim["claim"]) else "原文"
            value = quantity_text(claim["target"], claim["unit"], claim["target_qualifier"])
            figures.append(headline(f"目标：{label[:_CLAIM_LABEL]}", value, claim, column="target"))
        shown = distinct_figures(figures)
        return self._slide(self._message(), figures=shown.drop_duplicates("value").head(MOST_FIGURES), cited=self.tasks)

    def of_tasks(self) -> Slide:
        """The tasks with a bar each where several are judged; else the largest figures."""
        judged = self.tasks[self.tasks["bar_pct"].notna()]
        going = judged[~judged["state"].isin(["done", "done_late"])]
        message = self._message()
        if len(judged) >= _LEAST_ROWS and len(going):
            drawn = progress_rows(self.tasks).head(MOST_ROWS)
            left = len(self.tasks) - len(drawn)
            return self._slide(message, chart=PROGRESS, drawn=drawn, left=left, cited=self.tasks)
        known = [_task_figure(row) for row in records(self.tasks) if not is_missing(row["actual"])]
        figures = distinct_figures(known, self.subject.readings)
        figures = figures[~figures["note"].isin(_NOT_LARGE)].head(MOST_FIGURES)
        return self._slide(message, figures=figures, cited=pd.concat([self.tasks, self.subject.rows]))

    def of_chart(self) -> Slide | None:
        """The chart of the domain, with what it shows as message; None where no message fits."""
        panel, chart = self.subject.panel, self.subject.chart
        assert panel is not None
        drawn = _FITTED.get(chart, _first_rows)(panel)
        message = first_message(_CHART_MESSAGES[chart](panel, self.tasks), self.used)
        if message is None:
            return None
        table, columns = _WORDS[chart](drawn)
        return self._slide(
            message, chart=chart, drawn=drawn, table=table, columns=columns, left=len(panel.drawn) - len(drawn),
            cited=panel.proof_rows, alt=panel.alt, lines=tuple(filter(None, [_unit_note(panel)])),
        )  # fmt: skip

    def _claims_of(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        return records(self.claims[self.claims["row_id"].isin(str(row["claim_rows"]).split())])

    def _message(self) -> Message:
        """The first measure that gives a title, else the first clause of the report, else name and number.

        A measure of which only the target is known comes last.
        """
        known = self.tasks["actual"].notna() | (self.tasks["state"].isin(_LATE))
        candidates = [
            *(message for row in records(self.tasks[known]) for message in self._measure(row)),
            *(message for row in records(self.subject.readings) for message in self._reading(row)),
            *(Message(clause_title(quote), quote) for quote in self.subject.quotes),
            *(message for row in records(self.tasks[~known]) for message in self._measure(row)),
        ]
        label = DOMAINS[self.subject.domain]
        return first_message(candidates, self.used) or Message(label, "", (label,))

    def _measure(self, row: dict[str, Any]) -> Iterator[Message]:
        claims = self._claims_of(row)
        targets = [
            quantity_text(each["target"], each["unit"], each["target_qualifier"])
            for each in claims
            if not is_missing(each["target"])
        ]
        starts = [cell_starts(each["cells"]).get("reported_rate") for each in claims]
        sentence = next((self.sentences[at] for at in starts if at is not None and at in self.sentences), "")
        yield from measure_messages(row, targets if _contested(row) else targets[:1], sentence)

    def _reading(self, row: dict[str, Any]) -> Iterator[Message]:
        sentence = "" if is_missing(row["start"]) else self.sentences.get(int(row["start"]), "")
        yield Message(clause_title(sentence, str(row["value"])), sentence)
        text = f"{row['label']}{row['value']}{row['unit']}"
        yield Message(text, "", (str(row["label"]), f"{row['value']}{row['unit']}"))

    def _slide(self, message: Message, *, cited: pd.DataFrame, **parts: Any) -> Slide:
        subject = self.subject
        rows = subject.all_rows
        if "figures" in parts:
            parts["proof"] = self._proof(message, parts["figures"])
        if "table" not in parts:
            parts["table"], parts["columns"] = words.fact_words(self._facts())
        if parts.get("chart") == PROGRESS or "alt" not in parts:
            parts["alt"] = "；".join(f"{row['label']}{row['value']}{row['unit']}" for row in records(self._facts()))
        return Slide(
            subject.domain, DOMAINS[subject.domain], message.text, message=message, definition=subject.definition,
            as_of=_days(parts.get("figures"), cited if len(cited) else rows), source_rows=cited, cited=cited,
            part="重点任务", **parts,
        )  # fmt: skip

    def _proof(self, message: Message, figures: pd.DataFrame) -> str:
        """The sentence of the first figure that the title does not repeat; "" without one."""
        starts = [int(start) for start in figures["start"].dropna()]
        found = [message.quote, *(self.sentences.get(start, "") for start in starts)]
        return next((each for each in map(plain_sentence, found) if each and each.rstrip("。") != message.text), "")

    def _facts(self) -> pd.DataFrame:
        """All figures of the domain, those with a target first."""
        return distinct_figures([_task_figure(row) for row in records(self.tasks)], self.subject.readings)


def _printed(figures: pd.DataFrame, domain: str) -> pd.DataFrame:
    """What is printed of a domain and achieved, as headline figures, for reports whose tables have little of it."""
    rows = figures[(figures["domain"] == domain) & figures["name"].notna() & ~figures["dimension"].isin(NOT_FIGURES)]
    rows = rows[rows["role"].isin(["actual", "open"]) & rows["value"].notna()]
    return headline_table(
        headline(str(row["name"]), quantity_text(row["value"], row["unit"], row["qualifier"]), row, column="value")
        for row in records(rows)
    )


def _days(figures: pd.DataFrame | None, rows: pd.DataFrame) -> str:
    """The days of the figures that are shown, else of `rows`."""
    return as_of_words(rows) if figures is None or figures.empty else "、".join(dict.fromkeys(figures["as_of"]))


def progress_rows(tasks: pd.DataFrame) -> pd.DataFrame:
    """The rows of a progress table: label, value_text (584亩 / 800亩), bar_pct, tick_pct, state, word, start.

    tasks: the table of views.scorecard. What is to be verified has no bar, since it has no agreed target.
    """
    rows = []
    for row in records(tasks):
        asked = row["state"] == "to_verify"
        rows.append(
            {
                "label": task_name(row),
                "value_text": _against_target(row),
                "bar_pct": None if asked else row["bar_pct"],
                "tick_pct": None if asked else row["tick_pct"],
                "state": row["state"],
                "word": words.STATE_WORDS[row["state"]],
                "start": row["actual_start"] if not is_missing(row["actual_start"]) else row["start"],
            }
        )
    columns = ["label", "value_text", "bar_pct", "tick_pct", "state", "word", "start"]
    return pd.DataFrame(rows, columns=columns).astype({"bar_pct": "float64", "tick_pct": "float64", "start": "Int64"})


def _against_target(row: Mapping[str, Any]) -> str:
    """584亩 / 800亩; 目标800亩 without a number; only the number of what is in doubt; the state of a milestone."""
    target = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    if row["kind"] == "milestone" or is_missing(row["target"]):
        return _written(row)
    if is_missing(row["actual"]):
        return f"目标{target}"
    return _written(row) if row["state"] == "to_verify" else f"{_written(row)} / {target}"


def _written(row: Mapping[str, Any]) -> str:
    return words.NOT_KNOWN if is_missing(row["actual"]) else written(dict(row))


def _task_figure(row: dict[str, Any], *, with_target: bool = True) -> dict[str, Any]:
    """A measure as a headline figure: its number; beside it its target, or what the report itself calls its rate."""
    asked = row["state"] == "to_verify"
    note = ""
    if asked and not is_missing(row["reported_rate"]):
        note = f"自报完成率{quantity_text(row['reported_rate'], '%')}"
    elif (
        with_target
        and not asked
        and row["kind"] != "milestone"
        and not is_missing(row["target"])
        and row["unit"] != "%"
    ):
        note = f"目标{quantity_text(row['target'], row['unit'], row['target_qualifier'])}"
    state = None if asked or row["state"] == "monitor" else row["state"]
    quantity = _written(row)
    if row["kind"] == "forecast" and "预计" not in row["name"]:
        quantity = f"预计{quantity}"
    return headline(task_name(row), quantity, row, column="actual", note=note, state=state)


def distinct_figures(rows: Iterable[Mapping[str, Any]], others: pd.DataFrame | None = None) -> pd.DataFrame:
    """Headline figures, each once: the same number of things whose names share a word is the same figure."""
    found: list[Mapping[str, Any]] = []
    for row in [*rows, *([] if others is None else records(others))]:
        if not any(_same_figure(row, each) for each in found):
            found.append(row)
    return headline_table(found)


def _same_figure(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    label, known = str(row["label"]), str(other["label"])
    if not any(char.isdigit() for char in str(row["value"])):
        return label == known
    number = row["value"].removeprefix("预计") == other["value"].removeprefix("预计") and row["unit"] == other["unit"]
    return number and any(label[at : at + 2] in known for at in range(len(label) - 1))


def _ranked(tasks: pd.DataFrame) -> pd.DataFrame:
    """Late ones first, then those in doubt, then what is not finished, then the rest; each in the given order."""
    order = [_rank(row) for row in records(tasks)]
    return tasks.assign(_order=order).sort_values("_order", kind="stable").drop(columns="_order").reset_index(drop=True)


def _rank(row: Mapping[str, Any]) -> int:
    if row["state"] in _LATE:
        return _LATE.index(row["state"])
    if _asked(row):
        return len(_LATE)
    if row["state"] in _UNFINISHED:
        return len(_LATE) + 1 + (0 if row["kind"] == "items" else 1)
    return len(_LATE) + 4 - (row["state"] == "done")


def _asked(row: Mapping[str, Any]) -> bool:
    """Whether a measure is to be verified and has a number: something can be said about it."""
    return row["state"] == "to_verify" and not is_missing(row["actual"])


def _contested(row: Mapping[str, Any]) -> bool:
    return row["state"] == "to_verify" and row["claims"] > 1


def _enough_bars(panel: Panel, chart: str) -> bool:
    values = {"stage_chain": "value", "money_by_project": "amount_wan_yuan", "hazards": "found",
              "share_by_day": "share_pct", "days_taken": "value"}[chart]  # fmt: skip
    known = 0 if panel.drawn.empty or values not in panel.drawn else int(panel.drawn[values].notna().sum())
    return known >= (_LEAST_ROWS if chart == "hazards" else _LEAST_BARS)


def _first_rows(panel: Panel) -> pd.DataFrame:
    return panel.drawn.head(MOST_ROWS).reset_index(drop=True)


def _fullest_stages(panel: Panel) -> pd.DataFrame:
    """The stages in the unit that most of them have: one chart has one unit."""
    counts = panel.drawn[panel.drawn["value"].notna()]["panel"].value_counts()
    rows = panel.drawn[(panel.drawn["panel"] == counts.index[0]) & panel.drawn["value"].notna()]
    return rows.head(MOST_ROWS).reset_index(drop=True)


def _largest_money(panel: Panel) -> pd.DataFrame:
    """The largest sums with their parts, at most MOST_ROWS, in the order of the page.

    Sums without a project are labelled with their kind, since a slide has no headers per kind.
    """
    drawn = panel.drawn
    has_project = panel.table.loc[~panel.table["is_forecast"], "project"].notna().to_numpy() | drawn[
        "is_part"
    ].to_numpy(dtype=bool)
    drawn = drawn.assign(label=drawn["label"].where(has_project, drawn["kind"] + drawn["label"]))
    whole = (~drawn["is_part"].astype(bool)).cumsum()
    sizes = drawn.groupby(whole)["amount_wan_yuan"].transform("max")
    largest = drawn.assign(_size=sizes).sort_values(["_size", "is_part"], ascending=[False, True], kind="stable")
    return drawn.loc[largest.head(MOST_ROWS).index.sort_values()].reset_index(drop=True)


def _hazards_with_rest(panel: Panel) -> pd.DataFrame:
    """The rows of the chart with a column unknown: found minus all outcomes, where positive."""
    drawn = panel.drawn.head(MOST_ROWS)
    rest = drawn["found"] - drawn[list(OUTCOMES)].fillna(0).sum(axis="columns")
    return drawn.assign(unknown=rest.where(rest > 0)).reset_index(drop=True)


def _money_messages(panel: Panel, _tasks: pd.DataFrame) -> Iterator[Message]:
    """The largest sum that is there."""
    real = panel.table[~panel.table["is_forecast"] & ~panel.table["is_part"] & panel.table["there"]]
    for row in records(real.sort_values("amount_wan_yuan", ascending=False, kind="stable")):
        name = "" if is_missing(row["project"]) else str(row["label"])
        quote = "" if is_missing(row["quote"]) else str(row["quote"])
        parts = (name, str(row["kind"]), str(row["label"]), row["amount_text"])
        yield Message(f"{name}{row['kind']}{row['amount_text']}，是最大的一笔资金", quote, parts)
        break
    yield from _quoted(panel.table)


def _hazard_messages(panel: Panel, tasks: pd.DataFrame) -> Iterator[Message]:
    for row in records(tasks[tasks["kind"] == "items"]):
        yield from measure_messages(row)
    yield from _quoted(panel.table)
    for row in records(panel.drawn):
        found = quantity_text(row["found"], row["unit"])
        yield Message(f"{row['label']}{found}", "", (str(row["label"]), found))


def _stage_messages(panel: Panel, tasks: pd.DataFrame) -> Iterator[Message]:
    for row in records(tasks):
        if row["kind"] == "stage":
            yield from measure_messages(row)
    yield from _quoted(panel.table)


def _day_messages(panel: Panel, _tasks: pd.DataFrame) -> Iterator[Message]:
    """The first two steps as the report has them."""
    rows = panel.table[panel.table["quote"].notna()]
    if rows["project"].nunique(dropna=False) == 1:
        quotes, project = list(dict.fromkeys(rows["quote"])), rows["project"].fillna("").iloc[0]
        text = "，".join(quotes[:2])
        yield Message(full_width(f"{project}{text}"), text, (project,))
        yield Message(full_width(text), text)
    steps = records(panel.drawn.head(2))
    text = "，".join(f"{row['label']}{row['value_text']}" for row in steps)
    project = "" if not steps or is_missing(steps[0]["group"]) else str(steps[0]["group"])
    parts = tuple(f"{row['label']}{row['value_text']}" for row in steps)
    yield Message(f"{project}{text}", "", (project, *parts))
    yield from _quoted(panel.table)


def _quoted(rows: pd.DataFrame) -> Iterator[Message]:
    for quote in rows["quote"]:
        if not is_missing(quote):
            yield Message(clause_title(str(quote)), str(quote))


def _unit_note(panel: Panel) -> str:
    """What the marks of a chart mean, of its subtitle: its units and colours, without its dates."""
    dates = as_of_words(panel.table)
    return joined(*(part for part in panel.subtitle.split("；") if part not in dates))


def _reading_figures(readings: pd.DataFrame) -> pd.DataFrame:
    """The readings as headline figures: what is achieved, then rates, then what is planned."""
    reported = readings["role"].isna() | readings["role"].isin(REPORTED_ROLES)
    order = (~reported).astype(int) + (readings["role"] == "rate").astype(int)
    rows = readings.assign(_order=order).sort_values("_order", kind="stable")
    return headline_table(
        headline(row["name"], row["value_text"], row, column="value", note=_role_note(row)) for row in records(rows)
    )


def _role_note(row: Mapping[str, Any]) -> str:
    """目标值, 预计 or 完成率 for a reading that is no number of what is done; "" where its name or value says so."""
    word = {role: ROLES[role] for role in ("target", "forecast", "rate")}.get(row["role"], "")
    return "" if word in f"{row['name']}{row['value_text']}" else word


def bases_of(rows: pd.DataFrame, sources: Sources) -> tuple[str, ...]:
    """The sources of `rows` (原文：“…”, 依据：…), without duplicates; none for computed rows."""
    return tuple(dict.fromkeys(filter(None, (basis_text(row, sources) for row in records(rows)))))


#: Builder of a chart -> selection of the rows that fit a slide; by default the first rows.
_FITTED: Final = {
    "money_by_project": _largest_money, "hazards": _hazards_with_rest, "stage_chain": _fullest_stages,
}  # fmt: skip
_CHART_MESSAGES: Final = {
    "money_by_project": _money_messages, "hazards": _hazard_messages, "stage_chain": _stage_messages,
    "share_by_day": _day_messages, "days_taken": _day_messages,
}  # fmt: skip
_WORDS: Final = {
    "stage_chain": words.stage_words,
    "share_by_day": words.day_words,
    "days_taken": words.day_words,
    "money_by_project": words.money_words,
    "hazards": words.hazard_words,
}
