"""The slides of what comes: the plan, and in the appendix what is to be verified."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.columns import Column
from domain.schema.display import is_missing
from domain.schema.frames import Tables, records
from views import slide_tables
from views.judging import Judged
from views.panel import as_of_words, worded
from views.plan import PlanView, plan_view
from views.slide import NOT_WRITTEN, Slide
from views.slide_titles import Message, clause_title, first_message, full_width

_MOST_TASKS: Final = 6


_MOST_QUESTIONS: Final = 6


#: Characters of a task that a row has room for.
_TASK: Final = 72


_LEAST_TASK: Final = 10


_CHARGED: Final = re.compile("由([^，,。；;由]{2,12}?)(?:牵头|负责|落实|承办)")


_COMING: Final = re.compile("^(?:下一步|下半年|明年|今后|接下来)，?")


#: How a sentence begins that expects something and commits nobody.
_EXPECTED: Final = "(?:预期|预计|有望|可望|力争)?(?:预期|预计|有望|可望)"


_MOST_TOPICS: Final = 4


#: Tasks of a theme that the plan is about; what a report says of the future in passing has fewer, and comes last.
_LEAST_OF_THEME, _LAST = 3, 10


_YEAR: Final = re.compile(r"(\d{4})年")


def owner_words(task: Mapping[str, Any]) -> str:
    """Who answers for a task of the plan: its column, else 由…负责 in its text; "" where nobody is named."""
    if not is_missing(task.get("owner")):
        return str(task["owner"])
    found = _CHARGED.search(str(task.get("text", "")))
    return "" if found is None else found[1]


def due_words(row: Mapping[str, Any]) -> str:
    """By when, as it is written, else the day; "" where nothing is said."""
    if not is_missing(row.get("due_text")):
        return str(row["due_text"])
    return "" if is_missing(row.get("due")) else f"{row['due'].month}月{row['due'].day}日"


def plan_slide(tables: Tables, used: Iterable[str], contested: Collection[int] = ()) -> Iterator[Slide]:
    """Of each topic its weightiest task: with its own due date, with a quantity, of a project, then the others.

    What is only expected is no task. contested: offsets of targets of which one is still to be chosen.
    """
    plan = plan_view(tables)
    every = plan.commitments.table
    tasks = every[~every["text"].fillna("").str.match(_EXPECTED)]
    if tasks.empty:
        return
    themes = tasks["theme"].fillna("")
    passing = (themes.map(themes.value_counts()) < _LEAST_OF_THEME) & (themes.nunique() > 1)
    places = [_plan_place(row) for row in records(tasks)]
    order = tasks.assign(_place=pd.Series(places, index=tasks.index) + _LAST * passing)
    order = order.sort_values("_place", kind="stable")
    topics = order["topic"].fillna(order["theme"]).fillna("")
    first = ~topics.duplicated()
    ranked = pd.concat([order[first], order[~first]])
    shown = ranked.head(_MOST_TASKS).drop(columns="_place").reset_index(drop=True)
    shown = shown.assign(
        number=[f"{place}" for place in range(1, len(shown) + 1)],
        text=worded(shown, lambda row: f"{cut_task(row['text'])}{_doubt(row, contested)}"),
        due_words=worded(shown, lambda row: (due_words(row) if row["own_due"] else "") or NOT_WRITTEN),
        owner=worded(shown, lambda row: owner_words(row) or NOT_WRITTEN),
    )
    table, columns, points = written_columns(*slide_tables.plan_table(shown))
    coming, left = _coming(plan), len(every) - len(shown)
    message = first_message(_plan_messages(coming, shown, left), used)
    message = message or Message(f"{coming}安排", "", (coming, "安排"))
    cited = every[every["row_id"].isin(shown["row_id"])]
    yield Slide(
        "plan", f"{coming}安排", message.text, message=message, table=table, columns=columns, points=points,
        left=left, as_of=as_of_words(every), source_rows=every, cited=cited,
    )  # fmt: skip


def written_columns(
    table: pd.DataFrame, columns: tuple[Column, ...]
) -> tuple[pd.DataFrame, tuple[Column, ...], tuple[str, ...]]:
    """`table` with the columns in which any row has something, and a line on the others: 没有读到责任单位."""
    unwritten = [column for column in columns if len(table) and table[column.name].eq(NOT_WRITTEN).all()]
    missing = "、".join(column.label for column in unwritten)
    kept = tuple(column for column in columns if column not in unwritten)
    return table, kept, (f"报告中没有读到{missing}",) if missing else ()


def _doubt(row: Mapping[str, Any], contested: Collection[int]) -> str:
    return "（目标待核实）" if cell_starts(row["cells"]).get("quantity") in contested else ""


def _plan_place(row: Mapping[str, Any]) -> int:
    """What can be checked first; a text that is too short to be understood later."""
    short = len(str(row["text"])) < _LEAST_TASK
    known = (row["own_due"], not is_missing(row["quantity"]), not is_missing(row["project"]), True)
    return 2 * known.index(True) + short * 3


def _plan_messages(coming: str, shown: pd.DataFrame, left: int) -> Iterator[Message]:
    """How many tasks there are and what they are about; without topics the first task that says it."""
    count = f"{len(shown) + left}项"
    for column in ("topic", "theme"):
        topics = [full_width(each).split("，")[0] for each in dict.fromkeys(shown[column].dropna())]
        for most in range(_MOST_TOPICS, 1, -1):
            if len(topics) >= most:
                more = "等" if len(topics) > most else ""
                words = "、".join(topics[:most])
                yield Message(f"{coming}安排{count}任务：{words}{more}", "", (coming, count, *topics))
    for row in records(shown):
        quote = str(row["quote"] if not is_missing(row["quote"]) else row["text"])
        if len(quote) >= _LEAST_TASK:
            text = clause_title(quote)
            if text:
                yield Message(f"{coming}重点安排：{_COMING.sub('', text)}", quote, (coming,))
    yield Message(f"{coming}安排{count}任务", "", (coming, count))


def _coming(plan: PlanView) -> str:
    """What the plan is for; 下一步 where all of its tasks are due before that time begins."""
    dues, year = plan.commitments.table["due"].dropna(), _YEAR.match(plan.coming)
    return "下一步" if year and len(dues) and (dues.dt.year < int(year[1])).all() else plan.coming


def open_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """The contradictions and doubts that nobody has resolved."""
    return findings[findings["severity"].isin(["conflict", "doubt"]) & findings["resolution"].isna()]


def question_slide(tables: Tables, result: Judged, used: Iterable[str]) -> Iterator[Slide]:
    """Unresolved contradictions and doubts, then measures that cannot be judged yet; none without any."""
    open_ones = open_findings(tables["findings"])
    rows = [
        {"text": str(row["title"]), "whom": NOT_WRITTEN if is_missing(row["with_whom"]) else str(row["with_whom"]),
         "start": row["start"]}
        for row in records(open_ones)
    ]  # fmt: skip
    asked = result.indicators[(result.indicators["state"] == "to_verify") & (result.indicators["claims"] <= 1)]
    rows += [
        {"text": f"{row['name']}：{row['reason']}",
         "whom": NOT_WRITTEN if is_missing(row["owner"]) else str(row["owner"]), "start": row["start"]}
        for row in records(asked)
    ]  # fmt: skip
    if not rows:
        return
    shown = pd.DataFrame(rows[:_MOST_QUESTIONS]).astype({"start": "Int64"})
    table, columns = slide_tables.question_table(shown)
    messages = (Message(full_width(str(row["text"])), str(row["text"])) for row in rows)
    message = first_message(messages, used) or Message("待核实", "", ("待核实",))
    cited = pd.concat([open_ones, asked])
    dated = result.indicators if len(result.indicators) else tables["figures"]
    yield Slide(
        "to_verify", "待核实", message.text, message=message, table=table, columns=columns,
        left=len(rows) - len(shown), as_of=as_of_words(dated),
        source_rows=cited, cited=cited, appendix=True,
    )  # fmt: skip


def cut_task(text: object, most: int = _TASK) -> str:
    """A task in full-width punctuation, cut at a pause outside of quotation marks where it is longer than `most`."""
    whole = full_width(str(text))
    if len(whole) <= most:
        return whole
    pauses = (at for at in range(most, _LEAST_TASK, -1) if whole[at] in "，；" or (whole[at] == "、" and at < most / 2))
    place = next((at for at in pauses if whole.count("“", 0, at) == whole.count("”", 0, at)), most - 1)
    return whole[:place] if whole[place] == "；" else f"{whole[:place]}…"
