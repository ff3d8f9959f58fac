"""Two units through the pages: what each page shows is of the unit in the address."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from store.records import Actor
from store.unit_changes import set_home
from tests.pages.conftest import PAGES, markup
from tests.store.two_units import commit_land, store_two_units

FILES = sorted(str(path.relative_to(PAGES)) for path in PAGES.rglob("*.py"))


@pytest.fixture
def two_units(empty_store):
    store_two_units()


def page_with_shell(file: str) -> None:
    from pathlib import Path

    import streamlit as st

    from ui.shell.pinned import open_requested, show_pinned, show_version

    open_requested()
    show_version()
    show_pinned()
    path = Path(st.session_state["file"])
    exec(compile(path.read_text(), str(path), "exec"), {"__name__": "page"})


#: The table of all units on 历史版本.
LIST_OF_UNITS = re.compile(r"<table[^>]*>(?:(?!</table>).)*?<caption[^>]*>单位</caption>.*?</table>", re.DOTALL)


def run(file: str, **query: str) -> AppTest:
    page = AppTest.from_function(page_with_shell, default_timeout=20, args=(file,))
    page.session_state["file"] = str(PAGES / file)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


def unit_in_address(page: AppTest) -> str:
    """?unit= of the page: a list where the test set it, a text where the page did."""
    value = page.query_params["unit"]
    return value if isinstance(value, str) else value[0]


@pytest.mark.parametrize("file", FILES)
def test_page_of_each_unit_names_it_and_shows_nothing_of_the_other(two_units, file):
    for unit, own, other in (
        ("jcjd", ("金川街道", "鸡笼山"), ("大桥镇", "石门坑")),
        ("dqz", ("大桥镇", "石门坑"), ("金川街道", "鸡笼山")),
    ):
        page = run(file, unit=unit)
        content = markup(page)
        assert f'<p class="unit">{own[0]}</p>' in content
        beside = "".join(element.proto.body for element in page.sidebar.get("html"))
        assert other[1] not in content
        assert LIST_OF_UNITS.sub("", content.replace(beside, "")).count(other[0]) == 0


def test_page_without_unit_shows_the_first_one_not_the_newest_version(two_units):
    page = run("progress/land.py")
    assert '<p class="unit">金川街道</p>' in markup(page)
    assert unit_in_address(page) == "jcjd"


def test_page_without_unit_shows_the_home_unit(two_units):
    set_home("dqz", Actor("管理员", "admin"))
    assert '<p class="unit">大桥镇</p>' in markup(run("progress/land.py"))


@pytest.mark.parametrize("text", ["dqz", "大桥镇", "大桥镇人民政府"])
def test_unit_in_address_is_code_name_or_office(two_units, text):
    page = run("progress/land.py", unit=text)
    assert '<p class="unit">大桥镇</p>' in markup(page)
    assert unit_in_address(page) == "dqz"


def test_unit_unknown_in_address_is_reported(two_units):
    content = markup(run("progress/land.py", unit="<b>某镇"))
    assert "没有“&lt;b&gt;某镇”这个单位的数据" in content
    assert '<p class="unit">金川街道</p>' in content


def test_version_in_address_is_shown_whatever_the_unit(two_units):
    page = run("progress/land.py", version="2", unit="jcjd")
    assert '<p class="unit">大桥镇</p>' in markup(page)
    assert unit_in_address(page) == "dqz"


def test_chooser_lists_units_and_leaves_version_and_period(two_units):
    content = markup(run("progress/land.py", unit="jcjd", version="1"))
    assert "<summary>单位：金川街道</summary>" in content
    assert '<a href="?version=newest&amp;unit=dqz">大桥镇</a>' in content


def test_chosen_unit_is_kept_on_the_next_page(two_units):
    page = run("progress/land.py", unit="jcjd", version="1")
    page.query_params.clear()
    page.query_params["unit"] = "dqz"
    assert '<p class="unit">大桥镇</p>' in markup(page.run())
    page.query_params.clear()
    assert '<p class="unit">大桥镇</p>' in markup(page.run())


def test_single_unit_has_no_chooser_and_a_plain_address(empty_store):
    commit_land("金川街道", "鸡笼山", 880)
    page = run("progress/land.py")
    assert "单位：" not in markup(page)
    assert "unit" not in page.query_params


@pytest.fixture
def editor_of_first(two_units, monkeypatch):
    """Somebody who may change jcjd looks at the pages."""
    monkeypatch.setattr(
        "ui.shell.account.actor_of",
        lambda visitor: Actor("王芳", "viewer", account="王芳", unit_roles=(("jcjd", "editor"),), home="dqz"),
    )


@pytest.mark.parametrize("file", ["keeping/edit.py", "keeping/upload.py"])
def test_editing_page_of_another_unit_is_read_only(editor_of_first, file):
    own, other = (markup(run(file, unit=unit)) for unit in ("jcjd", "dqz"))
    assert "王芳（编辑）：可以修改" in own
    assert "王芳（查看）：大桥镇的数据只能查看" in other
    assert "可以修改" not in other


def test_history_of_another_unit_offers_no_rollback(editor_of_first):
    commit_land("大桥镇", "石门坑", 130, "2023H2")
    commit_land("金川街道", "鸡笼山", 890)
    own, other = (markup(run("keeping/history.py", unit=unit)) for unit in ("jcjd", "dqz"))
    assert "回退到此" in own
    assert "回退到此" not in other


def test_page_without_unit_shows_the_home_unit_of_the_account(editor_of_first):
    assert '<p class="unit">大桥镇</p>' in markup(run("progress/land.py"))
