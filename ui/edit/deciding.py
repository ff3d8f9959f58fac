"""Forms for what only people decide: which target counts, an approved deviation, what became of a finding."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from domain.judging.decisions import approved_deviation, chosen_target
from domain.office_time import office_today
from domain.schema.display import is_missing, quantity_text, stated
from domain.schema.frames import records
from domain.schema.labels import row_names
from domain.schema.period import as_date, date_text
from domain.schema.tables import TABLES
from domain.schema.vocabulary import SEVERITIES, STATES
from store.drafts import check_text
from store.errors import StoreError
from store.past import read_earlier
from ui.edit.editing import Decided, Editing, editing, propose
from ui.shell.account import actor
from ui.shell.links import source_link
from ui.shell.pick import pick, settings
from ui.shell.text import escape_html, escape_markdown
from ui.show.elements import show_empty
from views.judging import Judged, judged

TASKS: Final = {"table": "改表中数字", "target": "选定目标", "deviation": "批准偏差", "finding": "处理核对结果"}
_ASKED: Final = "asked of a decision"
#: What the fields are called that people fill in.
_FIELDS: Final = {
    "chosen_by": "采用人", "chosen_reason": "采用理由", "accepted_by": "批准人", "accepted_reason": "批准理由",
    "resolved_by": "处理人", "resolution": "处理结果",
}  # fmt: skip
_PEOPLE: Final = frozenset(column.name for table in TABLES.values() for column in table.columns if column.person)


def pick_task() -> str:
    """What somebody wants to do on the page."""
    return pick("task", TASKS, "要做什么", default="table")


def decide_target() -> None:
    """Which of several claimed targets counts: one form per indicator that has several."""
    edits = editing()
    now = _judged(edits)
    several = now.settled[now.settled["claims"] > 1]
    if several.empty:
        show_empty("没有需要选定目标的指标。", "每项指标都只有一个目标依据。")
        return
    row = _pick_row("哪项指标", several, "name", "target row")
    claims = now.claims[now.claims["row_id"].isin(str(row["claim_rows"]).split())]
    told = {str(claim["row_id"]): _claim_text(claim) for claim in records(claims)}
    with st.form(f"target form {row['row_id']}"):
        chosen = st.radio("以哪个目标为准", list(told), format_func=told.__getitem__, index=None)
        by, reason = _who_and_why("chosen_by", "chosen_reason")
        if st.form_submit_button("选定并预览"):
            _take("measures", lambda: chosen_target(
                edits.tables["measures"], _needed(chosen, "目标"), by, _why(reason, "chosen_reason")))  # fmt: skip
    _take_back("measures", _signed(claims, "chosen_by", "chosen_reason"), "取消选定",
               lambda: chosen_target(edits.tables["measures"], str(row["row_id"]), "", ""))  # fmt: skip
    _show_asked()


def decide_deviation() -> None:
    """That an indicator may lag until a day: who approved it, and why."""
    edits = editing()
    now = _judged(edits)
    rows = now.settled[now.settled["state"] != "monitor"].reset_index(drop=True)
    if rows.empty:
        show_empty("没有可以批准偏差的指标。", "本期没有设目标的指标。")
        return
    row = _pick_row("哪项指标", rows, "name", "deviation row")
    st.html(f'<p class="from">现在是“{escape_html(STATES[row["state"]])}”:{escape_html(row["reason"])}</p>')
    with st.form(f"deviation form {row['row_id']}"):
        by, reason = _who_and_why("accepted_by", "accepted_reason")
        until = st.date_input("有效期至(到期自动失效)", value=None, format="YYYY-MM-DD", width=240)
        if st.form_submit_button("批准并预览"):
            _take("measures", lambda: approved_deviation(
                edits.tables["measures"], str(row["row_id"]), by, _why(reason, "accepted_reason"),
                _last_day(until, row["as_of_end"])))  # fmt: skip
    claims = now.claims[now.claims["row_id"].isin(str(row["claim_rows"]).split())]
    _take_back("measures", _signed(claims, "accepted_by", "accepted_reason"), "撤销批准",
               lambda: approved_deviation(edits.tables["measures"], str(row["row_id"]), "", "", None))  # fmt: skip
    _show_asked()


def decide_finding() -> None:
    """What became of a contradiction or a doubt: by whom, when, why."""
    edits = editing()
    findings = edits.tables["findings"]
    rows = findings[findings["severity"] != "passed"].reset_index(drop=True)
    if rows.empty:
        show_empty("没有要处理的核对结果。", "核对结果都相符。")
        return
    rows = rows.assign(label=[_finding_text(row) for row in records(rows)])
    row = _pick_row("哪条核对结果", rows, "label", "finding row", st.query_params.get("finding"))
    link = "" if is_missing(row["start"]) else f' <a href="{escape_html(source_link(int(row["start"])))}">见原文</a>'
    st.html(f'<div class="note"><p>{escape_html(row["message"])}{link}</p></div>')
    with st.form(f"finding form {row['row_id']}"):
        by, said = _who_and_why("resolved_by", "resolution", "(向谁核实、结论是什么)")
        on = st.date_input("处理日期", value=office_today(), format="YYYY-MM-DD", width=240)
        if st.form_submit_button("记录并预览"):
            _take("findings", lambda: {
                str(row["row_id"]): _resolved(_why(said, "resolution"), by, _needed(on, "处理日期"))})  # fmt: skip
    _take_back("findings", _signed(rows[rows["row_id"] == row["row_id"]], "resolved_by", "resolution"), "撤销处理结果",
               lambda: {str(row["row_id"]): _resolved(None, None, None)})  # fmt: skip
    _show_asked()


DECIDE: Final[dict[str, Callable[[], None]]] = {
    "target": decide_target, "deviation": decide_deviation, "finding": decide_finding,
}  # fmt: skip


def _judged(edits: Editing) -> Judged:
    """The measures as they will be with the decisions that were made so far."""
    table = edits.tables["measures"].copy().astype(object).set_index("row_id", drop=False)
    for row_id, cells in edits.decided.get("measures", {}).items():
        for column, value in cells.items():
            table.loc[row_id, column] = value
    now = judged({"measures": table.reset_index(drop=True)}, settings().rule, read_earlier("measures", edits.base.id))
    first = now.settled["claim_rows"].str.split().str[0]  # whichever claim is chosen, the indicator keeps its id
    return replace(now, settled=now.settled.assign(row_id=first))


def _pick_row(label: str, rows: pd.DataFrame, name: str, key: str, asked: str | None = None) -> dict[str, Any]:
    """One of `rows`, by the words of its column `name`; the one `asked` for (a row_id) is the first choice."""
    by_id = {str(row["row_id"]): row for row in records(rows)}
    ids = list(by_id)
    words = row_names("measures", rows) if name == "name" else {}
    picked = st.selectbox(
        label, ids, format_func=lambda each: words.get(each) or str(by_id[each][name]), key=key,
        index=ids.index(asked) if asked in by_id else 0,
    )  # fmt: skip
    return by_id[picked]


def _who_and_why(who: str, why: str, hint: str = "") -> tuple[str, str]:
    """What is written into the fields of two columns of decisions."""
    by = st.text_input(_FIELDS[who], value=actor().name, max_chars=64, width=240)
    return by, st.text_area(f"{_FIELDS[why]}{hint}", height=80, max_chars=500)


def _why(reason: str, column: str) -> str:
    """`reason`, fit to be stored in a column of decisions; what is wrong with it is told of the field by its name."""
    return check_text(reason, _FIELDS[column], 500)


def _needed(value: Any, what: str) -> Any:
    """`value`; where there is none, StoreError says what to fill in."""
    if value is None:
        raise StoreError(f"还没有选{what}。请选好{what}再继续。")
    return value


def _last_day(until: date | None, as_of: Any) -> date:
    """The last day of an approval; StoreError where it would have run out before the day of which the figure speaks."""
    day: date = _needed(until, "有效期")
    if not is_missing(as_of) and day < as_date(as_of):
        raise StoreError(
            f"有效期至{date_text(day)},早于这项数据截至的{date_text(as_date(as_of))},批准不会生效。请选更晚的日子。"
        )
    return day


def _take(table: str, decide: Callable[[], Decided]) -> None:
    """Keep a decision among the edits, or say what it lacks."""
    try:
        decisions = decide()
        for cells in decisions.values():
            for who in _PEOPLE & cells.keys():
                if cells[who] is not None:
                    cells[who] = check_text(str(cells[who]), _FIELDS[who], 64)
        edits = editing()
        edits.decide(table, decisions)
        propose(edits)
    except StoreError as error:
        st.session_state[_ASKED] = str(error)
    else:
        st.session_state.pop(_ASKED, None)
        st.rerun()


def _take_back(table: str, signed: str, word: str, decide: Callable[[], Decided]) -> None:
    """What is decided already, and the button that takes it back."""
    if signed:
        st.html(f'<p class="from">{escape_html(signed)}</p>')
        if st.button(word):
            _take(table, decide)


def _show_asked() -> None:
    asked = st.session_state.pop(_ASKED, "")
    if asked:
        st.html(f'<div class="banner" role="alert">{escape_html(asked)}</div>')


def _signed(rows: pd.DataFrame, by: str, why: str) -> str:
    """现行:… (王芳), of the first of `rows` that has a decision; "" where none does."""
    decided = rows[rows[why].notna() & (rows[why] != "")]
    if decided.empty:
        return ""
    first = records(decided)[0]
    until: Any = first.get("accepted_until")
    end = f",有效期至{date_text(until)}" if by == "accepted_by" and not is_missing(until) else ""
    return f"现行决定:{first[why]}({first[by]}{end})"


def _claim_text(claim: dict[str, Any]) -> str:
    goal = quantity_text(claim["target"], claim["unit"], claim["target_qualifier"])
    return escape_markdown(f"{goal}({stated(claim['claim'])}):{claim['word']}")


def _finding_text(row: dict[str, Any]) -> str:
    done = "" if is_missing(row["resolution"]) else "(已处理)"
    return f"{SEVERITIES[row['severity']]}:{row['title']}{done}"


def _resolved(said: str | None, by: str | None, on: date | None) -> dict[str, Any]:
    return {"resolution": said, "resolved_by": by, "resolved_on": on}
