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


def test_start_open_to_network_prints_both_addresses(options, monkeypatch):
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "10.1.2.3")
    assert start.addresses() == ["http://localhost:8600/", "http://10.1.2.3:8600/"]


def test_start_with_fixed_address_prints_one(options):
    options |= {"server.address": "127.0.0.1", "server.baseUrlPath": "/a/", "server.sslCertFile": "c.pem"}
    assert start.addresses() == ["https://127.0.0.1:8600/a/"]


def test_start_on_console_without_chinese_continues(options, monkeypatch):
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
def test_start_prints_who_can_open_the_dashboard(options, monkeypatch, capsys, address, reading, told):
    options["server.address"] = address
    monkeypatch.setenv("PROGRESS_READING", reading)
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "10.1.2.3")
    start.print_addresses()
    assert told in capsys.readouterr().out


def test_start_untrusted_proxy_is_reported(options, monkeypatch, capsys):
    options["server.address"] = "127.0.0.1"
    monkeypatch.setenv("PROGRESS_PROXY_USER_HEADER", "X-Name")
    monkeypatch.setenv("PROGRESS_PROXY_ADDRESSES", "nginx")
    start.print_addresses()
    printed = capsys.readouterr().out
    assert "“nginx”不是 IP 地址" in printed
    assert "一律不采信" in printed


def test_start_with_failed_import_continues(options, monkeypatch, caplog):
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


def test_error_unexpected_has_number_and_no_details():
    (text,) = failing_page(KeyError("secret_column"))
    assert "编号" in text
    assert "请刷新页面" in text
    assert "secret_column" not in text


@pytest.mark.parametrize(
    "error", [StoreUnavailable("数据库连不上,请检查网络。"), CatalogueError("land.yml: 缺少 name")]
)
def test_error_with_remedy_is_shown(error):
    (text,) = failing_page(error)
    assert "请检查网络" in text or "land" in text


def test_error_text_is_escaped_for_markdown():
    (text,) = failing_page(StoreUnavailable("1~3月、4~6月 ![](http://example.org/a.png)"))
    assert "![](http" not in text


def test_streamlit_protections_stay_enabled():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    weakened = {"enableCORS", "enableXsrfProtection", "corsAllowedOrigins", "trustedUserHeaders", "cookieSecret"}
    assert weakened & config["server"].keys() == set()
    assert st.get_option("server.enableCORS")
    assert st.get_option("server.enableXsrfProtection")


def test_start_by_default_is_local_only():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
