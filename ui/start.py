"""What happens once, between the start of the server and its first answer."""

import gc
import io
import logging
import signal
import socket
import sys
from asyncio import base_events
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import streamlit as st
import uvicorn
from starlette.concurrency import run_in_threadpool
from streamlit import net_util

from proposals.report_import import ensure_filled
from store.engine import close
from ui.shell.background import running
from ui.shell.links import base_path
from ui.shell.memory import tidy
from ui.shell.refresh import follow
from ui.shell.settings import settings
from ui.shell.upkeep import check_daily, keep_file_whole
from ui.shell.visitor import is_loopback

_LOG: Final = logging.getLogger("progress")
_EVERYWHERE: Final = (None, "", "0.0.0.0", "::")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any] | None]:
    """Fills an empty store from seeds/ before anybody is answered, then prints where the dashboard is.

    A failure to fill is logged and does not stop the server: pages and /healthz then say what is wrong.
    """
    stay_at_home()
    send_at_once()
    try:
        await run_in_threadpool(ensure_filled)
    except Exception:
        _LOG.exception("the store could not be filled from seeds/")
    gc.freeze()  # what is loaded by now stays as long as the server: no collection need look at it again
    announce()
    try:
        async with running(follow(), tidy(), keep_file_whole(), check_daily()):
            yield None
    finally:
        await run_in_threadpool(close)
        end_well()


def announce() -> None:
    """Prints where the dashboard is; on a console that has no Chinese letters, with question marks for them."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(f"看板已启动,请在浏览器中打开 {' 或 '.join(addresses())}(按 Ctrl+C 停止)")
    for line in (_reach(), *settings().faults):
        print(line)
    sys.stdout.flush()


def _reach() -> str:
    """Who can open the dashboard, and how to change that."""
    if is_loopback(st.get_option("server.address")):
        return "只有这台电脑能打开。开放给同事:设置 STREAMLIT_SERVER_ADDRESS=0.0.0.0 后重新启动。"
    who = "查看须登录" if settings().closed else "能连上这台电脑的人都可以查看"
    return f"{who};修改须用编辑账号登录(添加账号:python -m store users add 姓名 --role editor)。"


def stay_at_home() -> None:
    """Keeps Streamlit from asking a server on the internet for this machine's outside address.

    It does so for a WebSocket from an unknown origin; config.toml turns off the other place, its banner.
    """
    net_util.get_external_ip = lambda: None


def end_well() -> None:
    """Lets Ctrl+C, whenever it comes, end the process with 0; called at the end of a shutdown in good order.

    uvicorn raises the signals that it has caught again then, and the process would end as if it had failed.
    """
    server = getattr(signal.getsignal(signal.SIGINT), "__self__", None)
    if isinstance(server, uvicorn.Server):
        caught = getattr(server, "_captured_signals", [])
        caught[:] = [each for each in caught if each != signal.SIGINT]


def send_at_once() -> None:
    """Lets each message leave when it is written, not when the browser has said that the one before it came (40 ms).

    asyncio sees to that for listening sockets of its own making only; Streamlit brings one (Kludex/uvicorn#3149).
    """
    base_events._set_nodelay = _set_nodelay  # type: ignore[attr-defined]


def _set_nodelay(connection: socket.socket) -> None:
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def addresses() -> list[str]:
    """Where the dashboard answers: this machine's own address first, then the one that colleagues can use."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    address = st.get_option("server.address")
    hosts = [address] if address not in _EVERYWHERE else ["localhost", net_util.get_internal_ip()]
    place = f":{st.get_option('server.port')}{base_path()}/"
    return [f"{scheme}://{host}{place}" for host in hosts]
