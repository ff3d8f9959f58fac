"""Which version a page shows: the newest, one that the address asks for, and words for both."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.shell.test_cache import commit, store  # noqa: F401
from ui.shell import clock


def page():
    import streamlit as st

    from ui.shell import cache
    from ui.shell.links import page_link
    from ui.shell.pinned import open_requested, show_pinned, show_version

    open_requested()
    show_version()
    show_pinned()
    st.text(f"{cache.table('land')['area_mu'].tolist()} {page_link('funding')}")


@pytest.fixture
def two_versions(store):  # noqa: F811
    commit(880)
    commit(900, parent=1)


def shown(app: AppTest) -> tuple[str, str]:
    """What stands on the page, and its banner."""
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    return app.text[0].value, "".join(body for body in bodies if "banner" in body)


def run(**query: str) -> AppTest:
    app = AppTest.from_function(page, default_timeout=20)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_pinned_without_query_is_newest(two_versions):
    assert shown(run()) == ("[900.0] /funding", "")


def test_pinned_older_version_is_shown_and_kept_by_links(two_versions):
    text, banner = shown(run(version="1"))
    assert text == "[880.0] /funding?version=1"
    assert "正在看第1版（2023年上半年，王芳，" in banner
    assert '不是最新。 <a href="?version=newest">看最新版</a>' in banner


def test_pinned_version_stays_after_new_commits(two_versions):
    app = run(version="2")
    assert "目前是最新版" in shown(app)[1]
    commit(950, parent=2)
    text, banner = shown(app.run())
    assert text.startswith("[900.0]")
    assert "不是最新" in banner


def test_pinned_version_holds_on_next_page(two_versions):
    app = run(version="1")
    del app.query_params["version"]
    assert shown(app.run())[0].startswith("[880.0]")


def test_pinned_newest_on_request_unpins(two_versions):
    app = run(version="1")
    app.query_params["version"] = "newest"
    assert shown(app.run()) == ("[900.0] /funding", "")
    assert shown(app.run())[0].startswith("[900.0]")


@pytest.mark.parametrize("asked", ["77", "-1", "x", "１", "9" * 40, "1;drop", "<b>"])
def test_pinned_unknown_version_is_reported_and_newest_shown(two_versions, asked):
    text, banner = shown(run(version=asked))
    assert text == "[900.0] /funding"
    assert "没有第“" in banner
    assert "<b>" not in banner


@pytest.fixture
def two_periods(store):  # noqa: F811
    """Version 1 of 2023H1, version 2 of 2023H2, version 3 corrects 2023H1."""
    commit(880)
    commit(1200, period="2023H2")
    commit(890, parent=1)


def test_pinned_newest_period_is_default(two_periods):
    app = run()
    assert shown(app) == ("[1200.0] /funding", "")
    sidebar = "".join(element.proto.body for element in app.get("html"))
    assert "<summary>报告期：2023年下半年</summary>" in sidebar
    assert 'href="?version=newest&amp;period=2023H1">2023年上半年</a>' in sidebar


def test_pinned_single_period_has_no_choice(two_versions):
    assert "报告期：" not in "".join(element.proto.body for element in run().get("html"))


def test_pinned_earlier_period_is_shown_and_followed(two_periods):
    app = run(version="newest", period="2023H1")
    text, banner = shown(app)
    assert text == "[890.0] /funding?period=2023H1"
    assert "正在看2023年上半年（第3版，数据截至2023年6月30日），不是最新一期" in banner
    assert '<a href="?version=newest">看最新一期（2023年下半年）</a>' in banner
    commit(900, parent=3)
    del app.query_params["period"]
    assert shown(app.run())[0].startswith("[900.0]")


def test_pinned_newest_period_needs_no_query(two_periods):
    app = run(version="newest", period="2023H2")
    assert shown(app) == ("[1200.0] /funding", "")
    commit(60, period="2024H1")
    assert shown(app.run())[0].startswith("[60.0]")


def test_pinned_replaced_version_links_to_newest_of_both_periods(two_periods):
    text, banner = shown(run(version="1", period="2023H1"))
    assert text == "[880.0] /funding?version=1"
    assert "不是最新。" in banner
    assert '<a href="?version=newest&amp;period=2023H1">看这一期的最新版</a>' in banner
    assert '<a href="?version=newest">看最新一期（2023年下半年）</a>' in banner


def test_pinned_newest_of_earlier_period_is_not_newest(two_periods):
    assert "目前是2023年上半年的最新版" in shown(run(version="3"))[1]


@pytest.mark.parametrize("asked", ["2022H1", "去年", "<b>", "2023h1"])
def test_pinned_unknown_period_is_reported_and_newest_shown(two_periods, asked):
    text, banner = shown(run(period=asked))
    assert text == "[1200.0] /funding"
    assert "这一期，下面是最新版" in banner
    assert "<b>" not in banner


def test_time_without_browser_zone_is_office_time(machine_zone):
    assert clock.timestamp_text(datetime(2023, 7, 9, 17, 30, tzinfo=UTC)) == "2023-07-10 01:30"


def test_time_text_is_as_short_as_unambiguous():
    def told(*moment: int) -> str:
        return clock.short_time_text(datetime(*moment, tzinfo=UTC), now=datetime(2026, 11, 23, 9, tzinfo=UTC))

    there = clock.reader_time(datetime(2026, 11, 23, 6, 5, tzinfo=UTC))
    assert told(2026, 11, 23, 6, 5) == f"{there:%H:%M}"
    assert told(2026, 3, 15, 6, 5).startswith("3月15日")
    assert told(2025, 3, 15, 6, 5).startswith("2025年3月15日")
