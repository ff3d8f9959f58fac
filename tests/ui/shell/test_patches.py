"""The private parts of Streamlit, uvicorn and asyncio that ui/shell/patches.py relies on are as it expects them."""

import asyncio
import socket
from asyncio import base_events
from importlib.metadata import version

import pytest
import streamlit
import uvicorn.config
from streamlit import config, net_util
from streamlit.runtime import app_session
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from ui.shell import patches


def test_patches_match_installed_versions() -> None:
    assert (streamlit.__version__, version("uvicorn")) == ("1.67.0", "0.54.0"), "read ui/shell/patches.py again"


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (uvicorn.config, "ProxyHeadersMiddleware"),
        (net_util, "get_external_ip"),
        (base_events, "_set_nodelay"),
        (app_session, "asyncio"),
        (AutoHTTPProtocol, "connection_made"),
        (AutoHTTPProtocol, "data_received"),
        (AutoHTTPProtocol, "connection_lost"),
        (WebSocketsSansIOProtocol, "send"),
        (config, "_main_script_path"),
    ],
)
def test_patches_replace_existing_names(owner, name) -> None:
    assert hasattr(owner, name)


def test_socket_of_other_listener_has_no_send_delay(monkeypatch):
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    patches.disable_send_delay()

    async def accepted() -> int:
        taken = asyncio.get_running_loop().create_future()
        with socket.create_server(("127.0.0.1", 0)) as brought:
            async with await asyncio.start_server(lambda _reader, writer: taken.set_result(writer), sock=brought):
                _, writer = await asyncio.open_connection(*brought.getsockname())
                connection = (await taken).get_extra_info("socket")
                waits = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
                for each in (writer, await taken):
                    each.close()
        return waits

    assert not asyncio.run(accepted())


def test_script_loop_is_shared_by_sessions_and_stays_open(monkeypatch) -> None:
    monkeypatch.setattr(app_session, "asyncio", asyncio)
    patches.share_script_loop()
    first, second = app_session.asyncio.new_event_loop(), app_session.asyncio.new_event_loop()
    app_session._close_script_event_loop(first)
    assert first is second
    assert not second.is_closed()
    asyncio.SelectorEventLoop.close(first)


def test_session_without_page_is_none() -> None:
    assert patches.session_id() is None
    assert patches.fragment_id("line") is None
