"""A list of rows with a tick each: nothing in a row acts, and no click is lost."""

from streamlit.testing.v1 import AppTest

from ui.edit.checkboxes import PAGE_SIZE

HOSTILE = "![x](http://elsewhere.example) <img src=x onerror=alert(1)> :red[红] $x$"


def page(ids, what):
    """A page with one list; what is ticked stands in session_state["on"]."""

    def script(ids, what):
        import streamlit as st

        from ui.edit.checkboxes import pick_rows

        on = st.session_state.setdefault("on", set())

        def turn(rows, is_ticked):
            on.difference_update(rows)
            on.update(rows if is_ticked else ())

        pick_rows("list", ids, lambda some: [(f"{what}{each}", what) for each in some], on, "全部", turn)

    return AppTest.from_function(script, args=(ids, what)).run()


def test_checkbox_row_with_markup_is_inert():
    shown = page(["a"], HOSTILE)
    (box,) = shown.checkbox
    assert not set(box.label) & set("![](<>$")
    (beside,) = shown.get("html")
    assert "<img" not in beside.proto.body
    assert "&lt;img" in beside.proto.body


def test_checkbox_list_single_row_has_no_select_all():
    assert [box.label for box in page(["a"], "行").checkbox] == ["行a"]


def test_checkbox_list_two_clicks_in_one_rerun_both_count():
    shown = page(["a", "b", "c"], "行")
    shown.checkbox[1].check()
    shown.checkbox[3].check().run()
    assert shown.session_state["on"] == {"a", "c"}
    assert [box.value for box in shown.checkbox] == [False, True, False, True]


def test_checkbox_list_thousands_are_paged_and_selected_at_once():
    ids = [f"{number}" for number in range(4000)]
    shown = page(ids, "行")
    assert len(shown.checkbox) == 1 + PAGE_SIZE
    shown.checkbox[0].check().run()
    assert shown.session_state["on"] == set(ids)
    shown.selectbox[0].set_value(3980).run()
    assert [box.value for box in shown.checkbox] == [True] * (1 + PAGE_SIZE)
