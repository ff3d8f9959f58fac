"""Questions about ambiguous cells of a workbook: one radio each, without a default."""

import streamlit as st

from domain.faults import Fault
from proposals.mapping_choices import NEW
from ui.edit.checkboxes import pick_page
from ui.edit.pending_change import PendingChange
from ui.shell.text import checkbox_label, escape_html, escape_markdown


def pick_answers(pending: PendingChange) -> None:
    """Draws a radio per question of the reading, answered ones included; nothing where there are no questions.

    Several questions of one kind have a button for each choice that all of them have.

    How a table of another office is read is asked by ui.edit.mapping_tables.

    Answers are kept in `pending`, so that they survive a change of page and a merge.
    """
    questions = (
        {question.key: question for question in pending.proposal.reading.questions if question.kind.code != "map_table"}
        if pending.proposal is not None
        else {}
    )
    if not questions:
        return
    open_count = sum(key not in pending.answers for key in questions)
    status = f"还有{open_count}个没有回答，全部选定后按您的选择重新读取" if open_count else "已全部选定，改选后重新读取"
    st.html(f'<h3 class="part">{len(questions)}个问题请选定：{escape_html(status)}</h3>')
    for number, (label, keys, answer) in enumerate(_alike(pending, list(questions.values()))):
        st.button(label, key=pending.name(f"all {number}"), on_click=_answer_all, args=(pending, keys, answer))
    for key in pick_page(pending.name("questions"), list(questions)):
        _pick_answer(pending, questions[key])


def _alike(pending: PendingChange, questions: list[Fault]) -> list[tuple[str, list[str], str]]:
    """(label of the button, keys of questions, answer) for each choice that several open questions of a kind share."""
    by_kind: dict[str, list[Fault]] = {}
    for question in questions:
        if question.key not in pending.answers:
            by_kind.setdefault(question.kind.code, []).append(question)
    found = []
    for kind, alike in by_kind.items():
        keys = [question.key for question in alike]
        if len(keys) > 1 and kind == "names_new":
            found.append((f"{len(keys)}个问题里的名称全按新增", keys, NEW))
        elif len(keys) > 1:
            shared = [choice for choice in alike[0].choices if all(choice in each.choices for each in alike)]
            about = escape_markdown(alike[0].kind.title)
            found += [
                (f"{len(keys)}处“{about}”都选：{escape_markdown(each.label)}", keys, each.value) for each in shared
            ]
    return found


def _answer_all(pending: PendingChange, keys: list[str], answer: str) -> None:
    for key in keys:
        pending.answer(key, answer)


def _pick_answer(pending: PendingChange, question: Fault) -> None:
    labels = {choice.value: escape_markdown(choice.label) for choice in question.choices}
    key, answer = pending.name(f"answer {question.key}"), pending.answers.get(question.key)
    if answer in labels and st.session_state.get(key) != answer:
        st.session_state[key] = answer
    written = f"（写的是“{question.value}”）" if question.value else ""
    st.radio(
        checkbox_label(f"{question.where}{written}：{question.wrong}"),
        list(labels), format_func=labels.__getitem__, index=None, horizontal=True, key=key,
        on_change=lambda: pending.answer(question.key, st.session_state[key]),
    )  # fmt: skip
