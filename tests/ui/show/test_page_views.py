"""Views of the version on screen, made once per version and setting."""

from datetime import date

from streamlit.testing.v1 import AppTest

from store.records import Draft
from store.write import commit_version
from tests.pages.conftest import EDITOR, empty_store, small_store  # noqa: F401
from tests.ui.shell.test_cache import measures
from ui.show import page_views as views
from views.judging import judged


def script():
    import streamlit as st

    from ui.show.page_views import view
    from views.checks import checks_view

    shown = view(checks_view)
    st.session_state["view"] = shown
    st.text("nothing" if shown is None else shown.summary)


def judging_script():
    from ui.show.page_views import view
    from views.land import land_view
    from views.overview import overview_view

    view(overview_view), view(land_view)


def states_script():
    import streamlit as st

    from ui.shell import cache
    from ui.show.page_views import view
    from views.overview import overview_view

    cache.open_version()
    st.text(view(overview_view).judged.claims["state"].tolist())


def discreet_script():
    import streamlit as st

    from ui.show.page_views import report_text, table

    st.text(report_text() + str(len(table("figures"))))


def test_view_empty_store_is_none(empty_store):  # noqa: F811
    assert AppTest.from_function(script, default_timeout=20).run().text[0].value == "nothing"


def test_view_is_computed_once(small_store):  # noqa: F811
    app = AppTest.from_function(script, default_timeout=20).run()
    first = app.session_state["view"]
    assert app.text[0].value == "核对2项：矛盾1项、相符1项"
    assert app.run().session_state["view"] is first


def test_view_other_setting_is_another_view(small_store):  # noqa: F811
    app = AppTest.from_function(script, default_timeout=20).run()
    first = app.session_state["view"]
    app.query_params["hide"] = "on"
    assert app.run().session_state["view"] is not first


def test_view_measures_are_judged_once(small_store, monkeypatch):  # noqa: F811
    calls = []
    monkeypatch.setattr(views, "judged", lambda *given: calls.append(1) or judged(*given))
    assert not AppTest.from_function(judging_script, default_timeout=20).run().exception
    assert len(calls) == 1


def test_view_corrected_earlier_period_is_judged_again(empty_store):  # noqa: F811
    app = AppTest.from_function(states_script, default_timeout=20)
    for parent, period, as_of, actual in (
        (None, "2023H1", "2023-06-30", 584), (None, "2023H2", "2023-12-31", 780), (1, "2023H1", "2023-06-30", 790),
    ):  # fmt: skip
        draft = Draft("金川街道", period, "edit", {"measures": measures(as_of, actual, period)})
        commit_version(draft, parent, EDITOR, "更正", date.fromisoformat(as_of))
        states = app.run().text[0].value
    assert states == "['regressed']"


def test_report_text_with_hidden_names_keeps_length(small_store):  # noqa: F811
    app = AppTest.from_function(discreet_script, default_timeout=20).run()
    shown = app.text[0].value
    app.query_params["hide"] = "on"
    assert len(app.run().text[0].value) == len(shown)
