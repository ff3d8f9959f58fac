"""Addresses inside the app."""

from pathlib import Path

from streamlit import config
from streamlit.testing.v1 import AppTest

from domain.schema.tables import DOMAINS
from ui.shell.links import PAGE_OF_DOMAIN, domain_link, page_link, source_link

PAGES = Path(__file__).parents[3] / "pages"


def test_a_sentence_has_an_address():
    assert source_link(1353) == "/source?at=1353"


def test_the_first_page_is_the_root():
    assert page_link("") == "/"


def test_values_of_an_address_are_encoded():
    assert page_link("plan", domain="征 迁&") == "/plan?domain=%E5%BE%81+%E8%BF%81%26"


def test_every_domain_leads_to_a_page():
    assert set(PAGE_OF_DOMAIN) == set(DOMAINS)
    assert set(PAGE_OF_DOMAIN.values()) <= {path.stem for path in PAGES.rglob("*.py")}
    assert domain_link("party") == "/more"


def test_links_stay_in_the_folder_in_which_the_dashboard_lives():
    config.set_option("server.baseUrlPath", "kanban/")
    try:
        assert (source_link(7), page_link("")) == ("/kanban/source?at=7", "/kanban/")
    finally:
        config.set_option("server.baseUrlPath", "")


def script():
    import streamlit as st

    from ui.shell.links import source_link

    st.text(source_link(7))


def test_a_link_carries_the_settings_of_the_present_address():
    app = AppTest.from_function(script, default_timeout=20)
    app.query_params["rule"] = "pace"
    app.query_params["domain"] = "land"
    assert app.run().text[0].value == "/source?at=7&rule=pace"


def view_script():
    import streamlit as st

    from ui.shell.links import view_link

    st.text(view_link(domain="land"))
    st.text(view_link(domain=""))


def test_another_look_at_a_page_keeps_its_filters_and_lets_the_place_go():
    app = AppTest.from_function(view_script, default_timeout=20)
    for key, value in {"severity": "doubt", "domain": "safety", "at": "7", "hide": "on", "x": "1"}.items():
        app.query_params[key] = value
    assert [text.value for text in app.run().text] == ["?severity=doubt&hide=on&domain=land", "?severity=doubt&hide=on"]
