"""The slide 总体进展: the scorecard; where there are no tasks with a target, the first figures of each subject."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from domain.schema.frames import records
from domain.schema.tables import DOMAINS
from views import slide_tables
from views.judging import FINISHED
from views.panel import as_of_words
from views.plan import coming_time
from views.scorecard import ScorecardView
from views.slide import MOST_ROWS, PROGRESS, Slide
from views.slide_figures import distinct_figures, progress_rows
from views.slide_measures import state_parts, task_name
from views.slide_subjects import Subject
from views.slide_titles import Message, first_message, names_of

#: Rows of the scorecard, at least and at most.
_LEAST_TASKS, _MOST_TASKS = 2, 10
#: Figures of a subject where there is no scorecard.
_FIGURES_OF_SUBJECT: Final = 2
#: Finished tasks that the overview names.
_MOST_NAMED: Final = 3


def overview_slide(card: ScorecardView, parts: list[Subject]) -> Slide:
    """The scorecard: what is late first, what is in doubt behind it; what is done in a line below.

    What only begins in the period to come is counted, and stands with the plan.
    """
    tasks = card.tasks.table
    if len(tasks) < _LEAST_TASKS and (tasks.empty or any(len(part.readings) for part in parts)):
        return _overview_of_figures(parts)
    done, asked = tasks["state"].isin(list(FINISHED)), tasks["state"].eq("to_verify")
    going = tasks[~done & ~tasks["state"].eq("not_started")]
    ordered = going.assign(_place=asked.astype(int)).sort_values("_place", kind="stable").drop(columns="_place")
    finished = f"已完成：{names_of(map(task_name, records(tasks[done])), _MOST_NAMED)}"
    ordered, points = (ordered, (finished,) if done.any() else ()) if len(ordered) else (tasks, ())
    drawn = progress_rows(ordered.head(_MOST_TASKS))
    message = first_message(_overview_messages(card, coming_time(tasks)))
    message = message or Message(card.tasks.title, "", (card.tasks.title,))
    table, columns = slide_tables.progress_table(drawn)
    return Slide(
        "overview", "总体进展", message.text, message=message, chart=PROGRESS, drawn=drawn, alt=card.tasks.alt,
        table=table, columns=columns, left=len(ordered) - len(drawn), lines=(card.year_sentence,), points=points,
        as_of=as_of_words(tasks), source_rows=card.judged.claims,
        cited=card.judged.claims[card.judged.claims["row_id"].isin(ordered["first_claim"].head(_MOST_TASKS))],
    )  # fmt: skip


def _overview_messages(card: ScorecardView, coming: str) -> Iterator[Message]:
    parts = state_parts(card.counts, coming)
    if len(card.counts) == 1:
        parts = [f"{row['n']}项{row['word']}" for row in records(card.counts)]
    numbers = (f"{card.total}项", *parts)
    for most in range(len(parts), 0, -1):
        yield Message(f"{card.total}项有目标的任务中，{'，'.join(parts[:most])}", "", numbers)


def _overview_of_figures(parts: list[Subject]) -> Slide:
    """Without tasks that have a target: the first figures of each subject, the weightiest first."""
    heaviest = sorted((part for part in parts if len(part.readings)), key=lambda part: -part.weight)[:MOST_ROWS]
    own = [distinct_figures(records(part.readings)).head(_FIGURES_OF_SUBJECT) for part in heaviest]
    message = first_message(map(_figure_message, own)) or Message("本期报告没有数字")
    if not heaviest:
        return Slide("overview", "总体进展", message.text, message=message, as_of=as_of_words(pd.DataFrame()))
    rows = [
        {"domain": DOMAINS[part.domain], "figures": "，".join(_figure_words(figures)),
         "day": "、".join(dict.fromkeys(figures["as_of"])), "start": figures["start"].iloc[0]}
        for part, figures in zip(heaviest, own, strict=True)
    ]  # fmt: skip
    table, columns = slide_tables.subject_table(pd.DataFrame(rows).astype({"start": "Int64"}))
    source = pd.concat([part.all_rows for part in heaviest])
    return Slide(
        "overview", "总体进展", message.text, message=message, table=table, columns=columns,
        as_of="、".join(dict.fromkeys(day for figures in own for day in figures["as_of"])),
        source_rows=source, cited=source,
    )  # fmt: skip


def _figure_message(figures: pd.DataFrame) -> Message:
    parts = _figure_words(figures)
    return Message("，".join(parts), "", tuple(parts))


def _figure_words(figures: pd.DataFrame) -> list[str]:
    """Name and number of each figure; what the name before says already is not repeated: 财政收入18亿元, 增长28%."""
    rows, words, before = records(figures), [], ""
    for row in rows:
        label = str(row["label"])
        shown = label.removeprefix(before) if before and label != before else label
        words.append(f"{shown}{row['value']}{row['unit']}")
        before = label
    return words
