"""导入报告, step 4: numbers that were read without certainty, names, indicators and targets, to confirm or correct."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from domain.schema.vocabulary import ROLES
from proposals.proposal import Proposal
from proposals.reading_decisions import (
    NUMBER_TABLES,
    Decision,
    Remembered,
    meaning_text,
    read_decisions,
    words_text,
)
from proposals.reading_questions import ChoiceQuestion, ReadNumber
from store.errors import StoreError
from store.mappings import forget_mapping
from store.records import Version
from ui.edit.report_state import ReportState
from ui.shell.account import actor, may_edit
from ui.shell.clock import timestamp_text
from ui.shell.names import person_name
from ui.shell.text import escape_html, escape_markdown
from ui.show.elements import show_section

_ROW_HEIGHT: Final = 35
_MAX_VISIBLE: Final = 12
_FAULT: Final = "reading fault"
_LOCKED: Final = ("原文", "数字", "为什么问")


def pick_readings(state: ReportState, proposal: Proposal) -> None:
    """Draws what is asked about the report's words, and the button that reads it again with the answers."""
    questions = proposal.questions
    unsure = len(questions.unsure) + len(questions.open_choices)
    note = f"有{unsure}处拿不准，请先看。" if unsure else "没有拿不准的读法。"
    show_section("4 确认和改正读法", f"{note}确认过的随这一版保存，下次这个单位的报告照此读。")
    _show_past(proposal)
    is_whole = st.toggle("列出全部数字的读法", key=state.key("all numbers"))
    numbers = questions.numbers if is_whole else list(questions.unsure)
    if not numbers and not questions.choices:
        return
    with st.form(state.key(f"readings {state.rereadings} {is_whole}"), border=False, enter_to_submit=False):
        picked = [_pick_choice(state, question) for question in questions.choices]
        edited = _edit_numbers(state, numbers) if numbers else None
        if not st.form_submit_button("按以上确认重新读取"):
            return
    decisions = [each for each in picked if each is not None]
    decisions += [] if edited is None else changed_decisions(numbers, edited)
    if decisions:
        state.decide(decisions)
        st.rerun()


def number_table(numbers: Sequence[ReadNumber]) -> pd.DataFrame:
    """The numbers as the rows of the editor."""
    rows = [
        {
            "读对了": False, "原文": each.quote, "数字": "、".join(each.texts), "归入": NUMBER_TABLES[each.table],
            "对象": each.object, "环节": each.stage, "性质": ROLES.get(each.role, ""), "不是指标": not each.is_figure,
            "为什么问": "；".join(each.why),
        }
        for each in numbers
    ]  # fmt: skip
    return pd.DataFrame(rows)


def changed_decisions(numbers: Sequence[ReadNumber], edited: pd.DataFrame) -> list[Decision]:
    """The decisions that an edited `number_table` makes: of rows that were ticked or changed."""
    before = number_table(numbers)
    tables, roles = ({label: code for code, label in words.items()} for words in (NUMBER_TABLES, ROLES))
    found = []
    for number, old, new in zip(numbers, before.to_dict("records"), edited.to_dict("records"), strict=True):
        new = {name: old[name] if pd.isna(value) and name in ("归入", "性质") else value for name, value in new.items()}
        if all(_same(old[name], new[name]) for name in old):
            continue
        found.append(
            number.decided(
                table=tables[new["归入"]], object=_text(new["对象"]), stage=_text(new["环节"]),
                role=roles.get(new["性质"], ""), is_figure=not new["不是指标"],
            )
        )  # fmt: skip
    return found


def show_decisions(version: Version | None) -> None:
    """Draws the remembered decisions of the unit of `version`, each with a button that takes it back; for editors."""
    if version is None or not may_edit():
        return
    stored = read_decisions(version.unit)
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(f'<div class="banner" role="alert">{escape_html(fault)}</div>')
    if not stored:
        return
    show_section(
        "记住的读法", f"{version.unit_name}的报告再出现这些词句时照此读入；撤回后下次重新询问，已存的版本不变。"
    )
    for signature, each in sorted(stored.items(), key=lambda item: item[1].stored.at, reverse=True):
        left, right = st.columns((5, 1), vertical_alignment="center")
        left.html(f'<p>{escape_html(_words(each))}</p><p class="beside">{escape_html(_origin(each))}</p>')
        right.button("撤回", key=f"forget {signature}", on_click=_forget, args=(version.unit, signature))


def _show_past(proposal: Proposal) -> None:
    """What earlier decisions have made of this report."""
    past = proposal.questions.past
    if not past:
        return
    stored = read_decisions(proposal.parent.unit)
    lines = [
        f"<li>{escape_html(_words(stored[each]))}<br><small>{escape_html(_origin(stored[each]))}</small></li>"
        for each in sorted(past) if each in stored
    ]  # fmt: skip
    st.html(f'<details class="fold"><summary>按以往确认：{len(lines)}处</summary><ul>{"".join(lines)}</ul></details>')


def _words(each: Remembered) -> str:
    return f"{words_text(each.decision)}：{meaning_text(each.decision)}"


def _origin(each: Remembered) -> str:
    when = timestamp_text(datetime.fromisoformat(each.stored.at))
    return f"{person_name(each.stored.who)}在{when}确认（第{each.stored.version_id}版）"


def _pick_choice(state: ReportState, question: ChoiceQuestion) -> Decision | None:
    """One question about a name, an indicator or a target; the decision where another answer was picked."""
    labels = list(question.answers)
    made = next((label for label, each in question.answers.items() if each == question.decision), None)
    picked = st.radio(
        escape_markdown(question.about), labels, index=labels.index(made) if made else None, horizontal=True,
        format_func=escape_markdown, key=state.key(f"choice {state.rereadings} {question.signature}"),
    )  # fmt: skip
    st.html(f'<p class="beside">{escape_html(question.quote)}</p>')
    return None if picked is None or picked == made else question.answers[picked]


def _edit_numbers(state: ReportState, numbers: Sequence[ReadNumber]) -> pd.DataFrame:
    choices: Mapping[str, Any] = {
        "归入": st.column_config.SelectboxColumn(options=list(NUMBER_TABLES.values()), required=True),
        "性质": st.column_config.SelectboxColumn(options=list(ROLES.values()), required=True),
        "原文": st.column_config.TextColumn(width="medium"),
    }
    return st.data_editor(
        number_table(numbers), column_config=dict(choices), disabled=list(_LOCKED), hide_index=True, num_rows="fixed",
        height=_ROW_HEIGHT * (min(len(numbers), _MAX_VISIBLE) + 1) + 3, placeholder="",
        key=state.key(f"numbers {state.rereadings} {len(numbers)}"),
    )  # fmt: skip


def _forget(org_unit: str, signature: str) -> None:
    try:
        forget_mapping(org_unit, signature, actor(), "reading")
    except StoreError as error:
        st.session_state[_FAULT] = str(error)


def _same(old: Any, new: Any) -> bool:
    return bool(_text(old) == _text(new))


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()
