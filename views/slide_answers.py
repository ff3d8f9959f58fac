"""The slide 问题与对策: what is late or not finished, with what the report says of reasons, answers, owners, days."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.cell_links import cell_starts
from domain.schema.display import is_missing, points_text, quantity_text
from domain.schema.frames import Tables, records
from views import slide_tables
from views.panel import as_of_words, joined
from views.plan import plan_view
from views.slide import NOT_WRITTEN, Slide
from views.slide_figures import milestone_words
from views.slide_measures import task_name
from views.slide_plan import cut_task, due_words, owner_words, written_columns
from views.slide_subjects import LATE
from views.slide_titles import Message, clause_title, first_message, names_of, plain_sentence
from views.timeline import written

_MOST_PROBLEMS: Final = 6


_SAME: Final = 4


#: Headings of a report that refer to what is not well; one that counts problems found, or says that they are dealt
#: with, is none.
_PROBLEM_HEADING: Final = re.compile(
    r"(?:存在|面临|主要)[^\d/]{0,8}(?:问题|困难|不足|短板|差距)|(?:问题|困难|不足|短板)$"
)
_COUNTED: Final = re.compile(r"\d+[个件处家]")
_DEALT_WITH: Final = re.compile(r"(?:整治|解决|化解|整改|破解|治理|攻克|消除|处置|办理).*(?:问题|困难|不足|短板|差距)$")
_REASON: Final = re.compile(
    r"(?:(?:主要)?原因是|由于|因为|(?<![原起成诱])因(?![地此素人而]))(?P<cause>[^，,。；;]{2,20})|受(?P<under>[^，,。；;]{2,20}?)影响"
)


#: Words of the names of tasks that say nothing about which one it is.
_COMMON: Final = re.compile(r"建设|完成|项目|工程|进度|总体|任务|工作|推进|实施|开展")


def problem_slide(tables: Tables, tasks: pd.DataFrame, used: Iterable[str]) -> Iterator[Slide]:
    """What is late, then what is not finished, with reason, answer, owner and due date as far as they are written.

    tasks: the table of views.scorecard, worst first. What is to be verified stands in the appendix.
    """
    reported = _problem_sentences(tables["figures"])
    plan = _own_plan(tables, tasks)
    late = tasks[tasks["state"].isin(LATE)]
    going = tasks[tasks["state"].isin(["open", "on_track"]) & (tasks["completion"] < 1)]
    going = going[(going["state"] == "open") | (going["kind"] == "items")]
    going = going.sort_values("kind", key=lambda kinds: kinds != "items", kind="stable")
    rows = [_problem(row, tables, plan, reported) for row in records(pd.concat([late, going]))]
    rows += _reported_problems(tables, plan, reported, rows)
    if not rows:
        return
    shown = pd.DataFrame(rows[:_MOST_PROBLEMS]).astype({"start": "Int64"})
    message = first_message(_problem_messages(records(late), records(going), rows), used)
    message = message or Message("问题与对策", "", ("问题与对策",))
    table, columns, points = written_columns(*slide_tables.problem_table(shown))
    cited = pd.concat([late, going])
    yield Slide(
        "attention", "问题与对策", message.text, message=message, table=table, columns=columns, points=points,
        left=len(rows) - len(shown), as_of=as_of_words(cited if len(cited) else tables["figures"]),
        source_rows=cited if len(cited) else tables["figures"], cited=cited,
        notes=tuple(dict.fromkeys(f"对策原文：“{row['answer']}”" for row in rows[: len(shown)] if row["answer"])),
    )  # fmt: skip


def contested_targets(tasks: pd.DataFrame) -> set[int]:
    """The offsets of printed targets of which one is still to be chosen. tasks: the table of views.scorecard."""
    several = tasks[(tasks["state"] == "to_verify") & (tasks["claims"] > 1)]
    return {target.start for targets in several["targets"] for target in targets if target.start is not None}


def _own_plan(tables: Tables, tasks: pd.DataFrame) -> pd.DataFrame:
    """The commitments that may answer a problem: none whose quantity is one of several targets to choose from.

    The common period of a plan is no due date: due and due_text stay only where a commitment has its own.
    """
    contested = contested_targets(tasks)
    rows = plan_view(tables).commitments.table
    rows = rows.assign(due=rows["due"].where(rows["own_due"]), due_text=rows["due_text"].where(rows["own_due"]))
    open_ones = [cell_starts(cells).get("quantity") not in contested for cells in rows["cells"]]
    return rows[pd.Series(open_ones, index=rows.index, dtype="bool")]


def _problem(row: dict[str, Any], tables: Tables, plan: pd.DataFrame, reported: list[str]) -> dict[str, Any]:
    """A task that is late or not finished, with what the report says about it."""
    answer = _answer(row, plan)
    owner = next((each for each in (row["owner"], owner_words(answer)) if not is_missing(each)), NOT_WRITTEN)
    sentences = [_sentence_at(tables["figures"], row["start"]), *(each for each in reported if _same(_name(row), each))]
    return {
        "label": task_name(row),
        "figure": _numbers(row),
        "reason": next(filter(None, map(_reason, sentences)), NOT_WRITTEN),
        "doing": cut_task(answer["text"]) if answer else NOT_WRITTEN,
        "owner": owner,
        "due": next(filter(None, (due_words(answer), due_words(row))), NOT_WRITTEN),
        "start": row["start"],
        "sentences": sentences,
        "answer": str(answer["text"]) if answer else "",
    }


def _numbers(row: Mapping[str, Any]) -> str:
    """1,800万元 / 6,000万元，低于序时19.7个百分点; 9件，尚有3件."""
    done = written(dict(row))
    if row["kind"] == "milestone" or is_missing(row["target"]):
        return milestone_words(row) or done
    target = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    against = done if row["unit"] == "%" else f"{done} / {target}"
    if row["state"] in LATE and not is_missing(row["deviation"]):
        return f"{against}，低于序时{points_text(abs(row['deviation'])).lstrip('+')}"
    return against


def _name(row: Mapping[str, Any]) -> str:
    return joined(row["project"], row["name"], between="")


def _answer(row: Mapping[str, Any], commitments: pd.DataFrame) -> dict[str, Any]:
    """The commitment that refers to the same project or thing; {} where none does."""
    best, most = {}, _SAME - 1
    for each in records(commitments):
        named = not is_missing(row["project"]) and each["project"] == row["project"]
        size = max(_shared(_name(row), str(each["text"])), _SAME if named else 0)
        if size > most:
            best, most = each, size
    return best


def _same(name: str, text: str) -> bool:
    return _shared(name, text) >= _SAME


def _shared(name: str, text: str) -> int:
    """The length of the longest word that both have, without the words that any task may have."""
    first, second = _COMMON.sub("\n", name), _COMMON.sub("\n", text)
    pieces = (first[at : at + size] for size in range(len(first), 0, -1) for at in range(len(first) - size + 1))
    return next((len(each) for each in pieces if "\n" not in each and each in second), 0)


def _reason(sentence: str) -> str:
    found = _REASON.search(sentence)
    return "" if found is None else (found["cause"] or found["under"]).removesuffix("影响")


def _sentence_at(figures: pd.DataFrame, start: Any) -> str:
    """The sentence of the first printed figure at or behind `start`; "" without one."""
    if is_missing(start):
        return ""
    rows = figures[figures["start"] >= start]
    return "" if rows.empty or is_missing(rows["sentence"].iloc[0]) else str(rows["sentence"].iloc[0])


def _problem_sentences(figures: pd.DataFrame) -> list[str]:
    """The sentences of the sections that refer to problems."""
    found = [any(map(_is_problem_heading, str(each).split(" / "))) for each in figures["section"].fillna("")]
    rows = figures[pd.Series(found, index=figures.index, dtype="bool")]
    return list(dict.fromkeys(str(each) for each in rows["sentence"] if not is_missing(each)))


def _is_problem_heading(heading: str) -> bool:
    text = heading.strip().rstrip("：:。")
    return bool(_PROBLEM_HEADING.search(text)) and not _COUNTED.search(text) and not _DEALT_WITH.search(text)


def _reported_problems(
    tables: Tables, plan: pd.DataFrame, reported: list[str], rows: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The problems that the report itself states and that are in none of `rows`."""
    known = {sentence for row in rows for sentence in row["sentences"]}
    figures = tables["figures"]
    for sentence in reported:
        if sentence in known:
            continue
        row = records(figures[figures["sentence"] == sentence].head(1))[0]
        number = "、".join(figures[(figures["sentence"] == sentence) & figures["role"].notna()]["text"])
        answer = _answer({"project": row["project"], "name": sentence}, plan)
        yield {
            "label": plain_sentence(sentence).rstrip("。"), "figure": number or NOT_WRITTEN,
            "reason": _reason(sentence) or NOT_WRITTEN,
            "doing": cut_task(answer["text"]) if answer else NOT_WRITTEN,
            "owner": owner_words(answer) or NOT_WRITTEN,
            "due": due_words(answer) or NOT_WRITTEN,
            "start": row["start"], "sentences": [sentence], "answer": str(answer["text"]) if answer else "",
        }  # fmt: skip


def _problem_messages(
    late: list[dict[str, Any]], going: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> Iterator[Message]:
    for group, tail in ((late, "低于序时进度"), (late, "落后"), (going, "尚未完成")):
        names = tuple(task_name(row) for row in group)
        if tail == "低于序时进度" and not all(row["state"] in ("behind", "far_behind") for row in group):
            continue
        for most in (2, 1):
            if names:
                yield Message(f"{names_of(names, most)}{tail}", "", (*names, f"等{len(names)}项"))
    for row in rows:
        yield Message(clause_title(str(row["label"])), str(row["label"]))
