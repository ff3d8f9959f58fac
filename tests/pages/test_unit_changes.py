"""历史版本, 单位: administrators add and change units there; without accounts the person at the machine does."""

import pytest

from store.accounts import add_account
from store.records import Actor
from store.units import list_units
from tests.pages.conftest import markup, press
from tests.store.two_units import store_two_units
from ui.shell import account
from ui.shell.access import LOCAL_USER

HISTORY = "keeping/history.py"


@pytest.fixture
def two_units(empty_store):
    store_two_units()


def user(monkeypatch, actor):
    monkeypatch.setattr(account, "actor_of", lambda _: actor)


def field(page, kind, label):
    return next(each for each in page.get(kind) if each.label == label)


def pick(page, name):
    return field(page, "selectbox", "添加或修改哪个单位").set_value(name).run()


def test_proposed_code_is_confirmed_on_the_page(show, two_units, monkeypatch):
    user(monkeypatch, LOCAL_USER)
    page = pick(show(HISTORY), "金川街道")
    assert "代码待确认" in markup(page)
    field(page, "text_input", "系统提出的代码").set_value("jinchuan")
    field(page, "checkbox", "确认这个代码，以后不再改变").check()
    assert "代码jinchuan已确认" in markup(press(page, "保存修改"))
    unit = list_units()[0]
    assert (unit.code, unit.confirmed, unit.name) == ("jinchuan", True, "金川街道")


def test_unit_is_renamed_with_alias_parent_and_days(show, two_units, monkeypatch):
    user(monkeypatch, LOCAL_USER)
    page = pick(show(HISTORY), "大桥镇")
    field(page, "text_input", "名称").set_value("大桥街道")
    field(page, "text_input", "再加一个别名（可不填）").set_value("大桥街道办事处二")
    field(page, "selectbox", "上级单位").set_value("金川街道")
    shown = markup(press(page, "保存修改"))
    assert "现名“大桥街道”" in shown
    unit = next(each for each in list_units() if each.name == "大桥街道")
    assert (unit.parent, set(unit.aliases)) == ("jcjd", {"大桥镇", "大桥街道办事处二"})


def test_unit_is_added_on_the_page(show, two_units, monkeypatch):
    user(monkeypatch, LOCAL_USER)
    page = show(HISTORY)
    field(page, "text_input", "名称").set_value("天马街道")
    field(page, "text_input", "代码").set_value("tmjd")
    assert "已添加单位“天马街道”" in markup(press(page, "添加"))
    assert [unit.code for unit in list_units()] == ["jcjd", "dqz", "tmjd"]


def test_name_of_another_unit_is_refused_in_one_line(show, two_units, monkeypatch):
    user(monkeypatch, LOCAL_USER)
    page = pick(show(HISTORY), "大桥镇")
    field(page, "text_input", "名称").set_value("金川街道")
    assert "已经是单位“金川街道”" in markup(press(page, "保存修改"))
    assert [unit.name for unit in list_units()] == ["金川街道", "大桥镇"]


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_who_is_no_administrator_sees_no_form(show, two_units, monkeypatch, role):
    add_account("王芳", role, "correct horse battery", Actor("机主", "admin"))
    user(monkeypatch, Actor("王芳", role, account="王芳"))
    page = show(HISTORY)
    assert "请用管理员账号登录" in markup(page)
    assert not [each for each in page.get("selectbox") if each.label == "添加或修改哪个单位"]
