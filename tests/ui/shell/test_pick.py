"""What a reader picks lives in the address and holds from page to page."""

import re

from streamlit.testing.v1 import AppTest


def settings_script():
    import streamlit as st

    from ui.shell.pick import pick_settings, settings

    pick_settings()
    now = settings()
    st.text(f"{now.rule} {now.palette} {now.hide}")
    st.text(str(st.query_params.to_dict()))


def domain_script():
    import pandas as pd
    import streamlit as st

    from ui.shell.pick import pick_domain

    st.text(pick_domain(pd.DataFrame({"domain": ["land", "land", "safety"]})))


def section_script():
    import streamlit as st

    from ui.shell.pick import pick_section

    st.text(pick_section(["party", "history"]))


def run(script, **query: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=20)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def test_without_anything_asked_the_defaults_hold():
    assert run(settings_script).text[0].value == "points green False"


def test_settings_come_from_the_address():
    assert run(settings_script, rule="pace", palette="blue", hide="on").text[0].value == "pace blue True"


def test_what_a_setting_does_not_have_counts_as_its_default():
    assert run(settings_script, rule="none", palette="<b>", hide="yes").text[0].value == "points green False"


def test_a_setting_is_kept_and_put_back_into_the_address_of_the_next_page():
    app = run(settings_script, hide="on")
    del app.query_params["hide"]
    app.run()
    assert [text.value for text in app.text] == ["points green True", "{'hide': 'on'}"]


def test_a_setting_can_be_taken_back():
    app = run(settings_script, hide="on")
    app.query_params["hide"] = "off"
    assert app.run().text[0].value == "points green False"


def test_settings_other_than_the_defaults_are_shown_open():
    assert '<details class="settings">' in run(settings_script).get("html")[0].proto.body
    assert '<details class="settings" open>' in run(settings_script, hide="on").get("html")[0].proto.body


def test_a_pick_is_a_row_of_links_with_their_counts():
    app = run(domain_script, at="7", rule="pace")
    links = re.findall(r'<a href="(.*?)"(?: aria-current="true")?>(.*?)</a>', app.get("html")[0].proto.body)
    assert links == [
        ("?rule=pace", "全部"),
        ("?rule=pace&amp;domain=land", "土地整治 2"),
        ("?rule=pace&amp;domain=safety", "安全隐患 1"),
    ]


def test_a_pick_is_what_the_address_asks_for():
    assert run(domain_script, domain="safety").text[0].value == "safety"


def test_a_pick_that_is_not_there_is_all():
    assert run(domain_script, domain="party").text[0].value == ""


def test_the_first_section_is_shown_where_none_is_asked_for():
    assert run(section_script).text[0].value == "party"
    assert run(section_script, section="history").text[0].value == "history"
