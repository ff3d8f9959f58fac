"""Addresses inside the app."""

from pathlib import Path

from streamlit import config
from streamlit.testing.v1 import AppTest

from domain.schema.tables import DOMAINS
from ui.shell.links import PAGE_OF_DOMAIN, domain_link, page_link, source_link

PAGES = Path(__file__).parents[3] / "pages"


def test_source_link_points_to_sentence():
    assert source_link(1353) == "/source?at=1353"


def test_page_link_first_page_is_root():
    assert page_link("") == "/"


def test_page_link_values_are_encoded():
    assert page_link("plan", domain="征 迁&") == "/plan?domain=%E5%BE%81+%E8%BF%81%26"


def test_domain_link_exists_for_every_domain():
    assert set(PAGE_OF_DOMAIN) == set(DOMAINS)
    assert set(PAGE_OF_DOMAIN.values()) <= {path.stem for path in PAGES.rglob("*.py")}
    assert domain_link("party") == "/more"


def test_page_link_keeps_base_path():
    config.set_option("server.baseUrlPath", "kanban/")
    try:
        assert (source_link(7), page_link("")) == ("/kanban/source?at=7", "/kanban/")
    finally:
        config.set_option("server.baseUrlPath", "")


def script():
    import streamlit as st

    from ui.shell.links import source_link

    st.text(source_link(7))


def test_page_link_keeps_settings_of_address():
    app = AppTest.from_function(script, default_timeout=20)
    app.query_params["rule"] = "pace"
    app.query_params["domain"] = "land"
    assert app.run().text[0].value == "/source?at=7&rule=pace"


def view_script():
    import streamlit as st

    from ui.shell.links import view_link

    st.text(view_link(domain="land"))
    st.text(view_link(domain=""))


def test_view_link_keeps_filters_and_drops_position():
    app = AppTest.from_function(view_script, default_timeout=20)
    for key, value in {"severity": "doubt", "domain": "safety", "at": "7", "hide": "on", "x": "1"}.items():
        app.query_params[key] = value
    assert [text.value for text in app.run().text] == ["?severity=doubt&hide=on&domain=land", "?severity=doubt&hide=on"]
