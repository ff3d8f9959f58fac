"""The slides of the key tasks: per domain one message, and the chart or up to three figures that prove it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing, quantity_text
from domain.schema.frames import records
from domain.schema.tables import DOMAINS
from views import slide_tables
from views.judging import FINISHED
from views.panel import as_of_words, headline
from views.slide import MOST_FIGURES, MOST_ROWS, PROGRESS, Slide
from views.slide_charts import CHART_MESSAGES, FITTED, WORDS, enough_bars, first_rows, unit_note
from views.slide_figures import distinct_figures, progress_rows, task_figure
from views.slide_measures import measure_messages, task_name
from views.slide_points import claim_lines, context_lines
from views.slide_subjects import LATE, NOT_LARGE, Subject
from views.slide_titles import Message, clause_title, first_message, plain_sentence, without_zeros

#: After what is late: what is in doubt, then what is not finished, then the rest.
_UNFINISHED: Final = ("done_late", "open", "ahead", "on_track", "accepted")


_LEAST_ROWS: Final = 2
#: Rows of a progress table beside which there is room for lines of context.
_FEW: Final = 3


_CLAIM_LABEL: Final = 12
_LEAST_PREFIX: Final = 4


def subject_slide(
    subject: Subject, claims: pd.DataFrame, used: Iterable[str], sentences: Mapping[int, str],
    earlier: pd.DataFrame | None = None,
) -> Slide:  # fmt: skip
    """The slide of `subject`; its title is none of `used`.

    claims: the judged claims of all measures; sentences: offset of a figure → its sentence; earlier: measures of
    earlier versions.
    """
    tasks, used_messages = _ranked(subject.tasks), list(used)
    lead = records(tasks.head(1))
    base = _Parts(subject, tasks, claims, used_messages, sentences, earlier)
    if lead and (lead[0]["state"] in LATE or _asked(lead[0])):
        return base.of_claims(lead[0]) if _contested(lead[0]) else base.of_tasks()
    if subject.panel is not None and enough_bars(subject.panel, subject.chart):
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
    earlier: pd.DataFrame | None = None

    def of_claims(self, lead: dict[str, Any]) -> Slide:
        """A measure with several claimed targets: its number and the targets, side by side."""
        own = self._claims_of(lead)
        figures = [task_figure(lead, with_target=False)]
        for claim in own:
            chapter, _, said = ("" if is_missing(claim["claim"]) else str(claim["claim"])).partition("：")
            value = quantity_text(claim["target"], claim["unit"], claim["target_qualifier"])
            note = clause_title(said.strip("“”…"), value)
            figure = headline(f"{chapter[:_CLAIM_LABEL] or '原文'}的目标", value, claim, column="target", note=note)
            figures.append(figure | {"as_of": ""})  # a target is of its whole term, not of the day of the data
        shown = distinct_figures(figures)
        return self._slide(
            self._message(), figures=shown.drop_duplicates("value").head(MOST_FIGURES), cited=self.tasks,
            points=claim_lines(own),
        )  # fmt: skip

    def of_tasks(self) -> Slide:
        """The tasks with a bar each where several are judged; else the largest figures."""
        judged = self.tasks[self.tasks["bar_pct"].notna()]
        going = judged[~judged["state"].isin(list(FINISHED))]
        message = self._message()
        if len(judged) >= _LEAST_ROWS and len(going):
            drawn = progress_rows(self.tasks).head(MOST_ROWS)
            left = len(self.tasks) - len(drawn)
            points = context_lines(records(going), self.earlier) if len(drawn) <= _FEW else ()
            return self._slide(message, chart=PROGRESS, drawn=drawn, left=left, cited=self.tasks, points=points)
        known = [task_figure(row) for row in records(self.tasks) if not is_missing(row["actual"])]
        figures = distinct_figures(known, self.subject.readings)
        figures = self._of_message(message, figures[~figures["note"].isin(NOT_LARGE)], len(known))
        own = self.tasks[[task_name(row) in set(figures["label"]) for row in records(self.tasks)]]
        points = context_lines(records(own), self.earlier)
        figures = figures.assign(label=_without_prefix(figures["label"].tolist(), message.text))
        return self._slide(message, figures=figures, cited=pd.concat([self.tasks, self.subject.rows]), points=points)

    def _of_message(self, message: Message, figures: pd.DataFrame, known: int) -> pd.DataFrame:
        """Of `figures` the first `known` ones, of tasks, and those of the sentence of `message`.

        All of them where a single one would stand beside no sentence.
        """
        sentences = [self.sentences.get(int(at), "") if not is_missing(at) else "" for at in figures["start"]]
        own = [place < known or (bool(each) and each == message.quote) for place, each in enumerate(sentences)]
        shown = figures[pd.Series(own, index=figures.index, dtype="bool")].head(MOST_FIGURES)
        alone = len(shown) < _LEAST_ROWS and not self._proof(message, shown)
        return figures.head(MOST_FIGURES) if alone else shown

    def of_chart(self) -> Slide | None:
        """The chart of the domain, with what it shows as message; None where no message fits."""
        panel, chart = self.subject.panel, self.subject.chart
        assert panel is not None
        drawn = FITTED.get(chart, first_rows)(panel)
        message = first_message(CHART_MESSAGES[chart](panel, self.tasks), self.used)
        if message is None:
            return None
        table, columns = WORDS[chart](drawn)
        paler = "soft" in drawn and bool(drawn["soft"].any()) and bool(self.subject.definition)
        return self._slide(
            message, chart=chart, drawn=drawn, table=table, columns=columns, left=len(panel.drawn) - len(drawn),
            cited=panel.proof_rows, alt=panel.alt, lines=tuple(filter(None, [unit_note(panel)])),
            points=(f"口径：{self.subject.definition}",) if paler else (),
        )  # fmt: skip

    def _claims_of(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        own = str(row["claim_rows"]).split()
        return [claim for claim in self._all_claims if claim["row_id"] in own]

    @cached_property
    def _all_claims(self) -> list[dict[str, Any]]:
        return records(self.claims)

    def _message(self) -> Message:
        """The first measure that gives a title, else the first clause of the report, else name and number.

        A measure of which only the target is known comes last.
        """
        known = self.tasks["actual"].notna() | (self.tasks["state"].isin(LATE))
        candidates = [
            *_done_together(self.tasks),
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
        if "figures" in parts:
            parts["proof"] = self._proof(message, parts["figures"])
        if "table" not in parts:
            parts["table"], parts["columns"] = slide_tables.fact_table(self._facts)
        if parts.get("chart") == PROGRESS or "alt" not in parts:
            parts["alt"] = "；".join(f"{row['label']}{row['value']}{row['unit']}" for row in records(self._facts))
        return Slide(
            subject.domain, DOMAINS[subject.domain], message.text, message=message, definition=subject.definition,
            as_of=_days(parts.get("figures"), cited if len(cited) else subject.all_rows), source_rows=cited,
            cited=cited, part="重点任务", **parts,
        )  # fmt: skip

    def _proof(self, message: Message, figures: pd.DataFrame) -> str:
        """The sentences of the figures that the title does not repeat, a line each; "" without any.

        A sentence with none of the numbers on the slide is no proof of them: a workbook has newer ones.
        """
        starts = [int(start) for start in figures["start"].dropna()]
        found = [message.quote, *(self.sentences.get(start, "") for start in starts)]
        values = [str(value).replace(",", "") for value in figures["value"] if any(map(str.isdigit, str(value)))]
        numbers = [without_zeros(value.removesuffix("余")) for value in values]
        found = [each for each in found if not numbers or any(number in each.replace(",", "") for number in numbers)]
        return "\n".join(
            _without_parts(each for each in map(plain_sentence, found) if each.rstrip("。") != message.text)
        )

    @cached_property
    def _facts(self) -> pd.DataFrame:
        """All figures of the domain, those with a target first."""
        return distinct_figures([task_figure(row) for row in records(self.tasks)], self.subject.readings)


def _done_together(tasks: pd.DataFrame) -> Iterator[Message]:
    """常山江航运枢纽土地征收、房屋签约均已完成: where all tasks are done, those of the first project."""
    if tasks.empty or not tasks["state"].isin(["done", "done_late"]).all() or is_missing(tasks["project"].iloc[0]):
        return
    project = str(tasks["project"].iloc[0])
    names = [str(name).removeprefix(project) for name in tasks.loc[tasks["project"] == project, "name"]]
    if len(names) > 1:
        yield Message(f"{project}{'、'.join(names)}均已完成", "", (project, *names))


def _without_prefix(labels: list[str], title: str) -> list[str]:
    """`labels` without what they all begin with, where the title says it."""
    shared = (
        next(
            (
                labels[0][:size]
                for size in range(len(labels[0]), 0, -1)
                if all(label.startswith(labels[0][:size]) for label in labels)
            ),
            "",
        )
        if labels
        else ""
    )
    cut = len(labels) > 1 and len(shared) >= _LEAST_PREFIX and shared in title and shared not in labels
    return [label.removeprefix(shared) for label in labels] if cut else labels


def _without_parts(sentences: Iterable[str]) -> list[str]:
    """`sentences` in their order, each once, without those that another one contains."""
    found = list(dict.fromkeys(filter(None, sentences)))
    plain = [each.rstrip("。") for each in found]
    return [
        each for each, words in zip(found, plain, strict=True)
        if not any(words != other and words in other for other in plain)
    ]  # fmt: skip


def _days(figures: pd.DataFrame | None, rows: pd.DataFrame) -> str:
    """The days of the figures that are shown, else of `rows`."""
    return (
        as_of_words(rows)
        if figures is None or figures.empty
        else "、".join(dict.fromkeys(filter(None, figures["as_of"])))
    )


def _ranked(tasks: pd.DataFrame) -> pd.DataFrame:
    """Late ones first, then those in doubt, then what is not finished, then the rest; each in the given order."""
    order = [_rank(row) for row in records(tasks)]
    return tasks.assign(_order=order).sort_values("_order", kind="stable").drop(columns="_order").reset_index(drop=True)


def _rank(row: Mapping[str, Any]) -> int:
    if row["state"] in LATE:
        return LATE.index(row["state"])
    if _asked(row):
        return len(LATE)
    if row["state"] in _UNFINISHED:
        return len(LATE) + 1 + (0 if row["kind"] == "items" else 1)
    return len(LATE) + 4 - (row["state"] == "done")


def _asked(row: Mapping[str, Any]) -> bool:
    """Whether a measure is to be verified and has a number: something can be said about it."""
    return row["state"] == "to_verify" and not is_missing(row["actual"])


def _contested(row: Mapping[str, Any]) -> bool:
    return row["state"] == "to_verify" and row["claims"] > 1
