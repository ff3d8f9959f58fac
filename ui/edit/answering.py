"""Questions about how a workbook is to be read: one radio each, nothing chosen beforehand."""

import streamlit as st

from domain.faults import Fault
from ui.edit.checkboxes import pick_part
from ui.edit.pending_change import PendingChange
from ui.shell.text import checkbox_label, escape_html, escape_markdown


def pick_answers(now: PendingChange) -> None:
    """Draws a radio per question of the reading, answered ones too; nothing where it asks nothing.

    What was answered lives with the proposal: it outlives a look at another page, and a merge.
    """
    questions = {each.key: each for each in now.proposal.reading.questions} if now.proposal is not None else {}
    if not questions:
        return
    left = sum(key not in now.answers for key in questions)
    told = f"还有{left}个没有回答，全部选定后按您的选择重新读取" if left else "已全部选定，改选后重新读取"
    st.html(f'<h3 class="part">{len(questions)}个问题请选定：{escape_html(told)}</h3>')
    for key in pick_part(now.name("questions"), list(questions)):
        _pick_answer(now, questions[key])


def _pick_answer(now: PendingChange, question: Fault) -> None:
    labels = {choice.value: escape_markdown(choice.label) for choice in question.choices}
    key, answer = now.name(f"answer {question.key}"), now.answers.get(question.key)
    if answer in labels and st.session_state.get(key) != answer:
        st.session_state[key] = answer
    written = f"（写的是“{question.value}”）" if question.value else ""
    st.radio(
        checkbox_label(f"{question.where}{written}：{question.wrong}"),
        list(labels), format_func=labels.__getitem__, index=None, horizontal=True, key=key,
        on_change=lambda: now.answer(question.key, st.session_state[key]),
    )  # fmt: skip
