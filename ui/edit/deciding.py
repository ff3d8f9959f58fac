"""Forms for decisions of people: the target that counts, an approved deviation, the resolution of a finding."""

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
from store.earlier_versions import read_earlier
from store.errors import StoreError
from ui.edit.editing import editing, propose
from ui.edit.edits import Decisions, Editing
from ui.shell.account import actor
from ui.shell.links import source_link
from ui.shell.pick import pick, settings
from ui.shell.text import escape_html, escape_markdown
from ui.show.elements import show_empty
from views.judging import Judged, judged

TASKS: Final = {"table": "改表中数字", "target": "选定目标", "deviation": "批准偏差", "finding": "处理核对结果"}
_ERROR_KEY: Final = "asked of a decision"
#: Labels of the input fields, by column.
_FIELDS: Final = {
    "chosen_by": "采用人", "chosen_reason": "采用理由", "accepted_by": "批准人", "accepted_reason": "批准理由",
    "resolved_by": "处理人", "resolution": "处理结果",
}  # fmt: skip
_PERSON_COLUMNS: Final = frozenset(
    column.name for table in TABLES.values() for column in table.columns if column.person
)


def pick_task() -> str:
    """The task chosen on the page: a key of TASKS."""
    return pick("task", TASKS, "要做什么", default="table")


def decide_target(indicator: str = "") -> None:
    """Form: which of several claimed targets counts, for an indicator with more than one.

    indicator: the row_id of a claim of the only indicator to decide; "" to pick one.
    """
    edits = editing()
    result = _judged(edits)
    ambiguous = result.indicators[result.indicators["claims"] > 1]
    if ambiguous.empty:
        show_empty("没有需要选定目标的指标。", "每项指标都只有一个目标依据。")
        return
    row = _row_with_claim(ambiguous, indicator) if indicator else _pick_indicator(ambiguous, "target row")
    if row is None:
        show_empty("这项指标没有两个目标可选。", "它可能刚被修改，或者只有一个目标依据；请从上面的列表重新点开。")
        return
    if indicator:
        st.html(f'<p class="part">{escape_html(row["name"])}</p>')
    claims = result.claims[result.claims["row_id"].isin(str(row["claim_rows"]).split())]
    labels = {str(claim["row_id"]): _claim_text(claim) for claim in records(claims)}
    with st.form(f"target form {row['row_id']}"):
        chosen = st.radio("以哪个目标为准", list(labels), format_func=labels.__getitem__, index=None)
        by, reason = _pick_author_and_reason("chosen_by", "chosen_reason")
        if st.form_submit_button("选定并预览"):
            _keep_decision("measures", lambda: chosen_target(
                edits.tables["measures"], _required(chosen, "目标"), by,
                _checked_reason(reason, "chosen_reason")))  # fmt: skip
    _show_existing("measures", _existing_text(claims, "chosen_by", "chosen_reason"), "取消选定",
                   lambda: chosen_target(edits.tables["measures"], str(row["row_id"]), "", ""))  # fmt: skip
    _show_error()


def decide_deviation() -> None:
    """Form: an approved deviation of an indicator, with approver, reason and last day."""
    edits = editing()
    result = _judged(edits)
    rows = result.indicators[result.indicators["state"] != "monitor"].reset_index(drop=True)
    if rows.empty:
        show_empty("没有可以批准偏差的指标。", "本期没有设目标的指标。")
        return
    row = _pick_indicator(rows, "deviation row")
    st.html(f'<p class="from">现在是“{escape_html(STATES[row["state"]])}”：{escape_html(row["reason"])}</p>')
    with st.form(f"deviation form {row['row_id']}"):
        by, reason = _pick_author_and_reason("accepted_by", "accepted_reason")
        until = st.date_input("有效期至（到期自动失效）", value=None, format="YYYY-MM-DD", width=240)
        if st.form_submit_button("批准并预览"):
            _keep_decision("measures", lambda: approved_deviation(
                edits.tables["measures"], str(row["row_id"]), by, _checked_reason(reason, "accepted_reason"),
                _last_day(until, row["as_of_end"])))  # fmt: skip
    claims = result.claims[result.claims["row_id"].isin(str(row["claim_rows"]).split())]
    _show_existing("measures", _existing_text(claims, "accepted_by", "accepted_reason"), "撤销批准",
                   lambda: approved_deviation(edits.tables["measures"], str(row["row_id"]), "", "", None))  # fmt: skip
    _show_error()


def decide_finding() -> None:
    """Form: the resolution of a finding, with person, date and result."""
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
        by, resolution = _pick_author_and_reason("resolved_by", "resolution", "（向谁核实、结论是什么）")
        day = st.date_input("处理日期", value=office_today(), format="YYYY-MM-DD", width=240)
        if st.form_submit_button("记录并预览"):
            _keep_decision("findings", lambda: {
                str(row["row_id"]): _resolved(
                    _checked_reason(resolution, "resolution"), by, _required(day, "处理日期"))})  # fmt: skip
    existing = _existing_text(rows[rows["row_id"] == row["row_id"]], "resolved_by", "resolution")
    _show_existing("findings", existing, "撤销处理结果",
                   lambda: {str(row["row_id"]): _resolved(None, None, None)})  # fmt: skip
    _show_error()


DECIDE: Final[dict[str, Callable[[], None]]] = {
    "target": decide_target, "deviation": decide_deviation, "finding": decide_finding,
}  # fmt: skip


def _judged(edits: Editing) -> Judged:
    """The measures judged with the uncommitted decisions applied."""
    table = edits.tables["measures"].copy().astype(object).set_index("row_id", drop=False)
    for row_id, cells in edits.decisions.get("measures", {}).items():
        for column, value in cells.items():
            table.loc[row_id, column] = value
    result = judged(
        {"measures": table.reset_index(drop=True)}, settings().rule, read_earlier("measures", edits.base.id)
    )
    first = result.indicators["claim_rows"].str.split().str[0]  # whichever claim is chosen, the indicator keeps its id
    return replace(result, indicators=result.indicators.assign(row_id=first))


def _pick_indicator(rows: pd.DataFrame, key: str) -> dict[str, Any]:
    """One of the indicators `rows`; the indicator in the address (?indicator=, a row_id of a claim) is preselected."""
    requested = _row_with_claim(rows, st.query_params.get("indicator", ""))
    return _pick_row("哪项指标", rows, "name", key, None if requested is None else str(requested["row_id"]))


def _row_with_claim(rows: pd.DataFrame, claim: str) -> dict[str, Any] | None:
    """The indicator that has a claim with the row_id `claim`; None where none has."""
    return next((row for row in records(rows) if claim in str(row["claim_rows"]).split()), None)


def _pick_row(label: str, rows: pd.DataFrame, name: str, key: str, preferred: str | None = None) -> dict[str, Any]:
    """One of `rows`, labelled by column `name`; `preferred` (a row_id) is preselected."""
    by_id = {str(row["row_id"]): row for row in records(rows)}
    ids = list(by_id)
    words = row_names("measures", rows) if name == "name" else {}
    picked = st.selectbox(
        label, ids, format_func=lambda each: words.get(each) or str(by_id[each][name]), key=key,
        index=ids.index(preferred) if preferred in by_id else 0,
    )  # fmt: skip
    return by_id[picked]


def _pick_author_and_reason(who: str, why: str, hint: str = "") -> tuple[str, str]:
    """The person and the reason, from the input fields of columns `who` and `why`."""
    by = st.text_input(_FIELDS[who], value=actor().name, max_chars=64, width=240)
    return by, st.text_area(f"{_FIELDS[why]}{hint}", height=80, max_chars=500)


def _checked_reason(reason: str, column: str) -> str:
    """`reason`, checked; StoreError with the label of `column` where it cannot be stored."""
    return check_text(reason, _FIELDS[column], 500)


def _required(value: Any, what: str) -> Any:
    """`value`; StoreError that asks for `what` where it is None."""
    if value is None:
        raise StoreError(f"还没有选{what}。请选好{what}再继续。")
    return value


def _last_day(until: date | None, as_of: Any) -> date:
    """The last day of an approval; StoreError where it is before the figure's as-of date."""
    day: date = _required(until, "有效期")
    if not is_missing(as_of) and day < as_date(as_of):
        raise StoreError(
            f"有效期至{date_text(day)}，早于这项数据截至的{date_text(as_date(as_of))}，批准不会生效。请选更晚的日子。"
        )
    return day


def _keep_decision(table: str, decide: Callable[[], Decisions]) -> None:
    """Add the decisions of `decide` to the edits and rerun; show the error where they are incomplete."""
    try:
        decisions = decide()
        for cells in decisions.values():
            for column in _PERSON_COLUMNS & cells.keys():
                if cells[column] is not None:
                    cells[column] = check_text(str(cells[column]), _FIELDS[column], 64)
        edits = editing()
        edits.decide(table, decisions)
        propose(edits)
    except StoreError as error:
        st.session_state[_ERROR_KEY] = str(error)
    else:
        st.session_state.pop(_ERROR_KEY, None)
        st.rerun()


def _show_existing(table: str, signed: str, word: str, decide: Callable[[], Decisions]) -> None:
    """The existing decision (`signed`), with a button that revokes it by `decide`."""
    if signed:
        st.html(f'<p class="from">{escape_html(signed)}</p>')
        if st.button(word):
            _keep_decision(table, decide)


def _show_error() -> None:
    message = st.session_state.pop(_ERROR_KEY, "")
    if message:
        st.html(f'<div class="banner" role="alert">{escape_html(message)}</div>')


def _existing_text(rows: pd.DataFrame, by: str, why: str) -> str:
    """现行决定:…(王芳), from the first of `rows` with a decision; "" where none has one."""
    decided = rows[rows[why].notna() & (rows[why] != "")]
    if decided.empty:
        return ""
    first = records(decided)[0]
    until: Any = first.get("accepted_until")
    end = f"，有效期至{date_text(until)}" if by == "accepted_by" and not is_missing(until) else ""
    return f"现行决定：{first[why]}（{first[by]}{end}）"


def _claim_text(claim: dict[str, Any]) -> str:
    goal = quantity_text(claim["target"], claim["unit"], claim["target_qualifier"])
    return escape_markdown(f"{goal}（{stated(claim['claim'])}）：{claim['word']}")


def _finding_text(row: dict[str, Any]) -> str:
    done = "" if is_missing(row["resolution"]) else "（已处理）"
    return f"{SEVERITIES[row['severity']]}：{row['title']}{done}"


def _resolved(resolution: str | None, by: str | None, on: date | None) -> dict[str, Any]:
    return {"resolution": resolution, "resolved_by": by, "resolved_on": on}
