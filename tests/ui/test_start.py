"""The start of the server, and what a reader sees when a page fails."""

import asyncio
import io
import sys
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit import net_util
from streamlit.testing.v1 import AppTest

from domain.catalogue import CatalogueError
from store.errors import StoreUnavailable
from ui import start

ROOT = Path(__file__).parents[2]


@pytest.fixture
def options(monkeypatch):
    """Streamlit's options as the test sets them."""
    chosen = {"server.port": 8600}
    monkeypatch.setattr(st, "get_option", chosen.get)
    return chosen


def test_both_addresses_are_named_where_everybody_may_come(options, monkeypatch):
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "10.1.2.3")
    assert start.addresses() == ["http://localhost:8600/", "http://10.1.2.3:8600/"]


def test_one_address_is_named_where_it_is_fixed(options):
    options |= {"server.address": "127.0.0.1", "server.baseUrlPath": "/a/", "server.sslCertFile": "c.pem"}
    assert start.addresses() == ["https://127.0.0.1:8600/a/"]


def test_a_console_without_chinese_letters_does_not_stop_the_start(options, monkeypatch):
    options["server.address"] = "127.0.0.1"
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    start.print_addresses()
    assert b"http://127.0.0.1:8600/" in raw.getvalue()


@pytest.mark.parametrize(
    ("address", "reading", "told"),
    [
        ("127.0.0.1", "", "只有这台电脑能打开"),
        ("0.0.0.0", "", "都可以查看；修改须用编辑账号"),
        (None, "accounts", "查看须登录；修改须用编辑账号"),
        ("0.0.0.0", "acounts", "PROGRESS_READING 应为 open 或 accounts"),
    ],
)
def test_the_start_says_who_can_open_the_dashboard(options, monkeypatch, capsys, address, reading, told):
    options["server.address"] = address
    monkeypatch.setenv("PROGRESS_READING", reading)
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "10.1.2.3")
    start.print_addresses()
    assert told in capsys.readouterr().out


def test_a_proxy_that_cannot_be_believed_is_said(options, monkeypatch, capsys):
    options["server.address"] = "127.0.0.1"
    monkeypatch.setenv("PROGRESS_PROXY_USER_HEADER", "X-Name")
    monkeypatch.setenv("PROGRESS_PROXY_ADDRESSES", "nginx")
    start.print_addresses()
    printed = capsys.readouterr().out
    assert "“nginx”不是 IP 地址" in printed
    assert "一律不采信" in printed


def test_a_store_that_cannot_be_filled_does_not_stop_the_start(options, monkeypatch, caplog):
    def fail():
        raise StoreUnavailable("磁盘已满")

    async def once():
        async with start.lifespan(None):
            return True

    options["server.address"] = "127.0.0.1"
    monkeypatch.setattr(start, "ensure_filled", fail)
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    assert asyncio.run(once())
    assert "磁盘已满" in caplog.text


def failing_page(error):
    """The texts of the page that `error` stopped."""

    def script(error):
        from ui.shell.errors import show_script_error

        assert show_script_error(error) is True

    page = AppTest.from_function(script, args=(error,)).run()
    assert not page.exception
    return [box.value for box in page.error]


def test_an_error_of_ours_is_told_with_a_number_and_without_details():
    (text,) = failing_page(KeyError("secret_column"))
    assert "编号" in text
    assert "请刷新页面" in text
    assert "secret_column" not in text


@pytest.mark.parametrize(
    "error", [StoreUnavailable("数据库连不上,请检查网络。"), CatalogueError("land.yml: 缺少 name")]
)
def test_an_error_that_says_what_to_do_is_passed_on(error):
    (text,) = failing_page(error)
    assert "请检查网络" in text or "land" in text


def test_the_words_of_an_error_are_not_read_as_markdown():
    (text,) = failing_page(StoreUnavailable("1~3月、4~6月 ![](http://example.org/a.png)"))
    assert "![](http" not in text


def test_what_streamlit_protects_by_itself_stays_on():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    weakened = {"enableCORS", "enableXsrfProtection", "corsAllowedOrigins", "trustedUserHeaders", "cookieSecret"}
    assert weakened & config["server"].keys() == set()
    assert st.get_option("server.enableCORS")
    assert st.get_option("server.enableXsrfProtection")


def test_the_first_start_is_for_this_machine_only():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
