"""What a reader picks lives in the address and holds from page to page."""

import re

from streamlit.testing.v1 import AppTest


def settings_script():
    import streamlit as st

    from ui.shell.pick import pick_settings, settings

    pick_settings("乙街道")
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


def test_settings_without_query_are_defaults():
    assert run(settings_script).text[0].value == "points green False"


def test_settings_are_read_from_address():
    assert run(settings_script, rule="pace", palette="blue", hide="on").text[0].value == "pace blue True"


def test_settings_unknown_value_is_default():
    assert run(settings_script, rule="none", palette="<b>", hide="yes").text[0].value == "points green False"


def test_settings_are_kept_on_next_page():
    app = run(settings_script, hide="on")
    del app.query_params["hide"]
    app.run()
    assert [text.value for text in app.text] == ["points green True", "{'hide': 'on'}"]


def test_settings_can_be_reset():
    app = run(settings_script, hide="on")
    app.query_params["hide"] = "off"
    assert app.run().text[0].value == "points green False"


def test_settings_not_default_are_expanded():
    assert '<details class="settings">' in run(settings_script).get("html")[0].proto.body
    assert '<details class="settings" open>' in run(settings_script, hide="on").get("html")[0].proto.body


def test_setting_unknown_in_address_is_reported_in_an_open_fold():
    shown = run(settings_script, rule="best").get("html")[0].proto.body
    assert "地址里的判定规则“best”在这里没有内容" in shown
    assert '<details class="settings" open>' in shown


def test_pick_is_row_of_links_with_counts():
    app = run(domain_script, at="7", rule="pace")
    links = re.findall(r'<a href="(.*?)"(?: aria-current="true")?>(.*?)</a>', app.get("html")[0].proto.body)
    assert links == [
        ("?rule=pace", "全部"),
        ("?rule=pace&amp;domain=land", "土地整治 2"),
        ("?rule=pace&amp;domain=safety", "安全隐患 1"),
    ]


def test_pick_with_address_takes_its_value():
    assert run(domain_script, domain="safety").text[0].value == "safety"


def test_pick_unknown_value_is_all():
    assert run(domain_script, domain="party").text[0].value == ""


def test_pick_section_without_query_is_first():
    assert run(section_script).text[0].value == "party"
    assert run(section_script, section="history").text[0].value == "history"


def test_pick_unknown_filter_in_address_is_reported_and_default_shown():
    shown = "".join(element.proto.body for element in run(domain_script, domain="water<b>").get("html"))
    assert "地址里的领域“water&lt;b&gt;”在这里没有内容，下面显示全部。" in shown
    shown = "".join(element.proto.body for element in run(section_script, section="land").get("html"))
    assert "地址里的领域“land”在这里没有内容，下面显示党建。" in shown


def test_pick_known_filter_in_address_is_not_reported():
    shown = "".join(element.proto.body for element in run(domain_script, domain="land").get("html"))
    assert "没有内容" not in shown
