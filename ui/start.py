"""Startup and shutdown of the server."""

import gc
import io
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from streamlit import net_util

from proposals.report_import import ensure_filled
from store.engine import close
from ui.shell.background import running
from ui.shell.connections import limit_connections
from ui.shell.links import base_path
from ui.shell.memory import release_memory_periodically
from ui.shell.patches import exit_zero_on_interrupt
from ui.shell.refresh import follow_versions
from ui.shell.settings import settings
from ui.shell.upkeep import check_daily, empty_log_periodically
from ui.shell.visitor import is_loopback

_LOG: Final = logging.getLogger("progress")
_ALL_INTERFACES: Final = (None, "", "0.0.0.0", "::")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Fills an empty store from seeds/ before the first request, prints the addresses, runs the background tasks.

    A failure to fill is logged and does not stop the server: pages and /healthz then show the fault.
    """
    limit_connections()
    try:
        await run_in_threadpool(ensure_filled)
    except Exception:
        _LOG.exception("the store could not be filled from seeds/")
    gc.freeze()  # objects of loaded modules live as long as the server: leave them out of collections
    print_addresses()
    try:
        async with running(follow_versions(), release_memory_periodically(), empty_log_periodically(), check_daily()):
            yield None
    finally:
        await run_in_threadpool(close)
        exit_zero_on_interrupt()


def print_addresses() -> None:
    """Prints the addresses, who can reach them and faults of the settings; "?" for letters the console lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(f"看板已启动，请在浏览器中打开 {' 或 '.join(addresses())}（按 Ctrl+C 停止）")
    for line in (_reach(), *settings().faults):
        print(line)
    sys.stdout.flush()


def _reach() -> str:
    """Who can open the dashboard and how to change that, in Chinese."""
    if is_loopback(st.get_option("server.address")):
        return "只有这台电脑能打开。开放给同事：设置 STREAMLIT_SERVER_ADDRESS=0.0.0.0 后重新启动。"
    who = "查看须登录" if settings().closed else "能连上这台电脑的人都可以查看"
    return f"{who}；修改须用编辑账号登录（添加账号：python -m store users add 姓名 --role editor）。"


def addresses() -> list[str]:
    """The dashboard's URLs: this machine's own first, then the one for colleagues."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    address = st.get_option("server.address")
    hosts = [address] if address not in _ALL_INTERFACES else ["localhost", net_util.get_internal_ip()]
    place = f":{st.get_option('server.port')}{base_path()}/"
    return [f"{scheme}://{host}{place}" for host in hosts]
