"""Several questions of one kind have a button for each choice that all of them have."""

from streamlit.testing.v1 import AppTest


def page():
    from types import SimpleNamespace

    import streamlit as st

    from domain.faults import Choice, Place, make_question
    from ui.edit.answering import pick_answers
    from ui.edit.pending_change import PendingChange

    skip = Choice("skip", "不读入这一行")
    questions = [
        make_question("key_missing", Place("表", f"A{row}"), [skip, Choice("same", name)], "", label="名称")
        for row, name in ((3, "是“甲”"), (5, "是“甲”"), (7, "是“乙”"))
    ]
    pending = st.session_state.setdefault("change", PendingChange("upload"))
    pending.proposal = SimpleNamespace(reading=SimpleNamespace(questions=questions))
    pick_answers(pending)


def test_one_button_answers_alike_questions_with_a_choice_that_all_have():
    app = AppTest.from_function(page).run()
    assert [button.label for button in app.button] == ["3处“必填项没有填”都选：不读入这一行"]
    app.button[0].click().run()
    assert set(app.session_state["change"].answers.values()) == {"skip"}
    assert not app.button
