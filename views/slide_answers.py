"""Slides of what a meeting talks about: highlights, problems with their answers, the plan, what is to be verified."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.display import is_missing, points_text, quantity_text, share_text
from domain.schema.frames import Tables, records
from views import slide_tables as words
from views.honours import honours_view
from views.judging import Judged
from views.panel import Panel, as_of_words, joined, worded
from views.plan import PlanView, plan_view
from views.slide import NOT_WRITTEN, NUMBERS, Slide
from views.slide_titles import Message, clause_title, first_message, full_width, measure_messages, names_of, task_name
from views.timeline import written

_MOST_HIGHLIGHTS: Final = 5
_MOST_HONOURS: Final = 9
_MOST_PROBLEMS: Final = 4
_MOST_TASKS: Final = 6
_MOST_QUESTIONS: Final = 6
#: Characters of a task that a row of a slide has room for; words from which on two texts speak of the same thing.
_TASK: Final = 44
_SAME: Final = 4
_LEAST_TASK: Final = 10
_LATE: Final = ("overdue", "regressed", "far_behind", "behind")
#: Sections of a report that speak of what is not well.
_PROBLEM_SECTION: Final = re.compile(r"问题|困难|不足|短板|差距")
_REASON: Final = re.compile(
    r"(?:(?:主要)?原因是|由于|因为|(?<![原起成诱])因(?![地此素人而]))(?P<cause>[^，,。；;]{2,20})|受(?P<under>[^，,。；;]{2,20}?)影响"
)
_CHARGED: Final = re.compile("由([^，,。；;由]{2,12}?)(?:牵头|负责|落实|承办)")
_COMING: Final = re.compile("^(?:下一步|下半年|明年|今后|接下来)，?")
_YEAR: Final = re.compile(r"(\d{4})年")
#: Words of the names of tasks that say nothing about which one it is.
_COMMON: Final = re.compile(r"建设|完成|项目|工程|进度|总体|任务|工作|推进|实施|开展")


def highlight_slide(tables: Tables, highlights: Panel, result: Judged) -> Iterator[Slide]:
    """Honours that few have, else all honours of the period, then targets that were passed; none without any."""
    current = honours_view(tables).current.table
    rows = highlights.table if len(highlights.table) else current
    found = [
        {"text": _honour(row), "rank": full_width(joined(row["level"], row["scope"], between="，")) or NOT_WRITTEN,
         "start": row["start"], "row": row}
        for row in records(rows)
    ]  # fmt: skip
    passed = result.settled[(result.settled["state"] == "done") & (result.settled["completion"] > 1)]
    for row in records(passed):
        text = f"{task_name(row)}{written(row)}"
        target = quantity_text(row["target"], row["unit"], row["target_qualifier"])
        rank = f"超过目标{target}，完成率{share_text(row['completion'])}"
        found.append({"text": text, "rank": rank, "start": row["start"], "row": row})
    if not found:
        return
    shown = pd.DataFrame(found[:_MOST_HIGHLIGHTS]).astype({"start": "Int64"})
    message = first_message(_highlight_messages(found)) or Message("亮点", "", ("亮点",))
    table, columns = words.highlight_words(shown)
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
    table, columns = words.honour_words(shown)
    yield Slide(
        f"honours{NUMBERS}", "亮点荣誉", "亮点荣誉：全部荣誉",
        table=table.assign(start=shown["start"]), columns=columns,
        left=len(rows) - len(shown), as_of=as_of_words(rows), source_rows=rows, cited=rows, appendix=True,
    )  # fmt: skip


def _honour(row: Mapping[str, Any]) -> str:
    who = "" if is_missing(row["who"]) else f"{row['who']}："
    return f"{who}{row['award']}"


def _highlight_messages(found: Iterable[Mapping[str, Any]]) -> Iterator[Message]:
    for each in found:
        row = each["row"]
        if "award" in row:
            quote = "" if is_missing(row["quote"]) else str(row["quote"])
            yield Message(clause_title(quote), quote)
        else:
            yield from measure_messages(row)


def problem_slide(tables: Tables, tasks: pd.DataFrame, used: Iterable[str]) -> Iterator[Slide]:
    """What is late, then what is not finished, with reason, answer, owner and due date as far as they are written.

    tasks: the table of views.scorecard, worst first. What is to be verified stands in the appendix.
    """
    told = _problem_sentences(tables["figures"])
    late = tasks[tasks["state"].isin(_LATE)]
    going = tasks[tasks["state"].isin(["open", "on_track"]) & (tasks["completion"] < 1)]
    going = going[(going["state"] == "open") | (going["kind"] == "items")]
    going = going.sort_values("kind", key=lambda kinds: kinds != "items", kind="stable")
    rows = [_problem(row, tables, told) for row in records(pd.concat([late, going]))]
    rows += _told_problems(tables, told, rows)
    if not rows:
        return
    shown = pd.DataFrame(rows[:_MOST_PROBLEMS]).astype({"start": "Int64"})
    message = first_message(_problem_messages(records(late), records(going), rows), used)
    message = message or Message("问题与对策", "", ("问题与对策",))
    table, columns = words.problem_words(shown)
    cited = pd.concat([late, going])
    yield Slide(
        "attention", "问题与对策", message.text, message=message, table=table, columns=columns,
        left=len(rows) - len(shown), as_of=as_of_words(cited if len(cited) else tables["figures"]),
        source_rows=cited if len(cited) else tables["figures"], cited=cited,
    )  # fmt: skip


def _problem(row: dict[str, Any], tables: Tables, told: list[str]) -> dict[str, Any]:
    """A task that is late or not finished, with what the report says about it."""
    answer = _answer(row, tables["commitments"])
    owner = next((each for each in (row["owner"], _owner(answer)) if not is_missing(each)), NOT_WRITTEN)
    sentences = [_sentence_at(tables["figures"], row["start"]), *(each for each in told if _same(_name(row), each))]
    return {
        "label": task_name(row),
        "figure": _numbers(row),
        "reason": next(filter(None, map(_reason, sentences)), NOT_WRITTEN),
        "doing": _cut(answer["text"]) if answer else NOT_WRITTEN,
        "owner": owner,
        "due": next(filter(None, (_due(answer), _due(row))), NOT_WRITTEN),
        "start": row["start"],
        "sentences": sentences,
    }


def _owner(task: Mapping[str, Any]) -> str:
    """Who answers for a task of the plan: its column, else 由…负责 in its text; "" where nobody is named."""
    if not is_missing(task.get("owner")):
        return str(task["owner"])
    found = _CHARGED.search(str(task.get("text", "")))
    return "" if found is None else found[1]


def _due(row: Mapping[str, Any]) -> str:
    """By when, as it is written, else the day; "" where nothing is said."""
    if not is_missing(row.get("due_text")):
        return str(row["due_text"])
    return "" if is_missing(row.get("due")) else f"{row['due'].month}月{row['due'].day}日"


def _numbers(row: Mapping[str, Any]) -> str:
    """1,800万元 / 6,000万元，低于序时19.7个百分点; 9件，尚有3件."""
    done = written(dict(row))
    if row["kind"] == "milestone" or is_missing(row["target"]):
        return done
    target = quantity_text(row["target"], row["unit"], row["target_qualifier"])
    against = done if row["unit"] == "%" else f"{done} / {target}"
    if row["state"] in _LATE and not is_missing(row["deviation"]):
        return f"{against}，低于序时{points_text(abs(row['deviation'])).lstrip('+')}"
    return against


def _name(row: Mapping[str, Any]) -> str:
    return joined(row["project"], row["name"], between="")


def _answer(row: Mapping[str, Any], commitments: pd.DataFrame) -> dict[str, Any]:
    """The commitment that speaks of the same project or thing; {} where none does."""
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
    """The sentences of the sections that speak of problems."""
    rows = figures[figures["section"].fillna("").str.contains(_PROBLEM_SECTION)]
    return list(dict.fromkeys(str(each) for each in rows["sentence"] if not is_missing(each)))


def _told_problems(tables: Tables, told: list[str], rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The problems that the report itself tells and that no row of `rows` has."""
    known = {sentence for row in rows for sentence in row["sentences"]}
    figures = tables["figures"]
    for sentence in told:
        if sentence in known:
            continue
        row = records(figures[figures["sentence"] == sentence].head(1))[0]
        number = "、".join(figures[(figures["sentence"] == sentence) & figures["role"].notna()]["text"])
        answer = _answer({"project": row["project"], "name": sentence}, tables["commitments"])
        yield {
            "label": full_width(sentence.rstrip("。")), "figure": number or NOT_WRITTEN,
            "reason": _reason(sentence) or NOT_WRITTEN, "doing": _cut(answer["text"]) if answer else NOT_WRITTEN,
            "owner": _owner(answer) or NOT_WRITTEN,
            "due": _due(answer) or NOT_WRITTEN,
            "start": row["start"], "sentences": [sentence],
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


def plan_slide(tables: Tables, used: Iterable[str]) -> Iterator[Slide]:
    """Tasks with their own due date first, then those with a quantity, then the others."""
    plan = plan_view(tables)
    every = plan.commitments.table
    if every.empty:
        return
    order = every.assign(_place=[_plan_place(row) for row in records(every)])
    shown = order.sort_values("_place", kind="stable").head(_MOST_TASKS).drop(columns="_place").reset_index(drop=True)
    shown = shown.assign(
        number=[f"{place}" for place in range(1, len(shown) + 1)],
        text=worded(shown, lambda row: _cut(row["text"])),
        due_words=worded(shown, lambda row: _due(row) or NOT_WRITTEN),
        owner=worded(shown, lambda row: _owner(row) or NOT_WRITTEN),
    )
    table, columns = words.plan_words(shown)
    coming, left = _coming(plan), len(every) - len(shown)
    message = first_message(_plan_messages(coming, shown, left), used)
    message = message or Message(f"{coming}安排", "", (coming, "安排"))
    cited = every[every["row_id"].isin(shown["row_id"])]
    yield Slide(
        "plan", f"{coming}安排", message.text, message=message, table=table, columns=columns,
        left=left, as_of=as_of_words(every), source_rows=every, cited=cited,
    )  # fmt: skip


def _plan_place(row: Mapping[str, Any]) -> int:
    """What can be checked first; a text that is too short to be understood later."""
    short = len(str(row["text"])) < _LEAST_TASK
    return 2 * (0 if row["own_due"] else 1 if not is_missing(row["quantity"]) else 2) + short * 3


def _plan_messages(coming: str, shown: pd.DataFrame, left: int) -> Iterator[Message]:
    for row in records(shown):
        quote = str(row["quote"] if not is_missing(row["quote"]) else row["text"])
        if len(quote) >= _LEAST_TASK:
            text = clause_title(quote)
            if text:
                yield Message(f"{coming}重点安排：{_COMING.sub('', text)}", quote, (coming,))
    total = f"{len(shown) + left}项"
    yield Message(f"{coming}安排{total}任务", "", (coming, total))


def _coming(plan: PlanView) -> str:
    """What the plan is for; 下一步 where all of its tasks are due before that time begins."""
    dues, year = plan.commitments.table["due"].dropna(), _YEAR.match(plan.coming)
    return "下一步" if year and len(dues) and (dues.dt.year < int(year[1])).all() else plan.coming


def question_slide(tables: Tables, result: Judged, used: Iterable[str]) -> Iterator[Slide]:
    """Contradictions and doubts that nobody has settled, then measures that cannot be judged yet; none without any."""
    findings = tables["findings"]
    open_ones = findings[findings["severity"].isin(["conflict", "doubt"]) & findings["resolution"].isna()]
    rows = [
        {"text": str(row["title"]), "whom": NOT_WRITTEN if is_missing(row["with_whom"]) else str(row["with_whom"]),
         "start": row["start"]}
        for row in records(open_ones)
    ]  # fmt: skip
    asked = result.settled[(result.settled["state"] == "to_verify") & (result.settled["claims"] <= 1)]
    rows += [
        {"text": f"{row['name']}：{row['reason']}",
         "whom": NOT_WRITTEN if is_missing(row["owner"]) else str(row["owner"]), "start": row["start"]}
        for row in records(asked)
    ]  # fmt: skip
    if not rows:
        return
    shown = pd.DataFrame(rows[:_MOST_QUESTIONS]).astype({"start": "Int64"})
    table, columns = words.question_words(shown)
    messages = (Message(full_width(str(row["text"])), str(row["text"])) for row in rows)
    message = first_message(messages, used) or Message("待核实", "", ("待核实",))
    cited = pd.concat([open_ones, asked])
    yield Slide(
        "to_verify", "待核实", message.text, message=message, table=table, columns=columns,
        left=len(rows) - len(shown), as_of=as_of_words(result.settled if len(result.settled) else tables["figures"]),
        source_rows=cited, cited=cited, appendix=True,
    )  # fmt: skip


def _cut(text: object) -> str:
    """A task in full-width punctuation, cut at a pause where it is too long for a row."""
    whole = full_width(str(text))
    if len(whole) <= _TASK:
        return whole
    place = max(whole.rfind(sign, 0, _TASK) for sign in "，；、")
    return f"{whole[: place if place > _LEAST_TASK else _TASK - 1]}…"
