"""Every private use of Streamlit, uvicorn and asyncio, in one place: what it needs, and why no public way does.

Checked with Streamlit 1.67 and uvicorn 0.54 (requirements.txt pins both). tests/ui/shell/test_patches.py names each
use; after an upgrade it says what has changed.
"""

import asyncio
import signal
import socket
from asyncio import base_events
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import uvicorn
import uvicorn.config
from starlette.types import ASGIApp
from streamlit import config, net_util, runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web import bootstrap, cli
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from streamlit.runtime.caching.ttl_cache import TTLCache
    from streamlit.runtime.session_manager import SessionInfo


# Before the first connection.


def keep_peer_addresses() -> None:
    """Keeps uvicorn from replacing a connection's peer address by X-Forwarded-For.

    It does so for peers on loopback, and Streamlit passes no option on; the gate needs the real peer address. Called
    while the app is imported, before uvicorn wraps it.
    """
    uvicorn.config.ProxyHeadersMiddleware = _unchanged  # type: ignore[assignment, misc]


def _unchanged(app: ASGIApp, trusted_hosts: object) -> ASGIApp:
    return app


def disable_address_lookup() -> None:
    """Keeps Streamlit from looking up this machine's external address on the internet.

    It does so for a web socket from an unknown origin; the other caller, its banner, is turned off in config.toml.
    """
    net_util.get_external_ip = lambda: None


def disable_send_delay() -> None:
    """Sets TCP_NODELAY on accepted connections; otherwise messages wait for the previous acknowledgement (40 ms).

    asyncio does so only for listening sockets that it made; Streamlit brings its own (Kludex/uvicorn#3149).
    """
    base_events._set_nodelay = _set_nodelay  # type: ignore[attr-defined]


def _set_nodelay(connection: socket.socket) -> None:
    if connection.family in (socket.AF_INET, socket.AF_INET6):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def share_script_loop() -> None:
    """Gives all sessions one event loop instead of one each.

    A session's own loop is there for pages that drive it; ours never do. It costs three descriptors per open page:
    at the usual limit of 1 024 the 253rd page was refused.
    """
    shared = _SharedLoop()
    app_session.asyncio = _AsyncioWith(lambda: shared)  # type: ignore[assignment]


class _SharedLoop(asyncio.SelectorEventLoop):
    """A loop that a session cannot close when it ends: others use it too."""

    def close(self) -> None:
        """Does nothing; the loop lives as long as the process."""


class _AsyncioWith:
    """The module asyncio as `app_session` sees it, with another `new_event_loop`."""

    def __init__(self, new_event_loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
        self.new_event_loop = new_event_loop

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)


def watch_connections(opened: Callable[[asyncio.Transport], None], done: Callable[[asyncio.Transport], None]) -> None:
    """Calls `opened` for each new HTTP connection, and `done` when its first headers are complete or it has ended.

    uvicorn has a time limit for idle connections, none for headers that are sent byte by byte. `done` may be called
    more than once.
    """
    protocol = cast("Any", AutoHTTPProtocol)
    made, received, lost = protocol.connection_made, protocol.data_received, protocol.connection_lost

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        opened(transport)

    def data_received(self: Any, data: bytes) -> None:
        received(self, data)
        if self.scope is not None:  # set with the first complete request
            done(self.transport)

    def connection_lost(self: Any, error: Exception | None) -> None:
        done(self.transport)
        lost(self, error)

    protocol.connection_made, protocol.data_received = connection_made, data_received
    protocol.connection_lost = connection_lost


#: Key of a websocket.accept message: bytes of the largest message that the web socket takes from then on.
MAX_MESSAGE: Final = "progress.max_message"


def limit_messages(at_first: int) -> None:
    """Limits a web socket's messages to `at_first` bytes, and to MAX_MESSAGE of the message that accepts it.

    Streamlit has one limit for all (server.maxMessageSize), which must be large enough for who edits; a larger message
    is refused by its header, before it is in memory.
    """
    protocol = cast("Any", WebSocketsSansIOProtocol)
    init, send = protocol.__init__, protocol.send

    def limited_init(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        self.conn.max_message_size = at_first

    async def limited_send(self: Any, message: Any) -> None:
        if MAX_MESSAGE in message:
            self.conn.max_message_size = message[MAX_MESSAGE]
        await send(self, message)

    protocol.__init__, protocol.send = limited_init, limited_send


def load_options(script: Path, arguments: Sequence[str] = ()) -> None:
    """Loads Streamlit's options as `streamlit run script arguments` would: flags, environment, config.toml.

    Raises click.ClickException for an option that has no meaning.
    """
    with cli.main_run.make_context("run", [str(script), *arguments]) as context:
        flags = {name: value for name, value in context.params.items() if name not in ("target", "args")}
    config._main_script_path = str(script)
    bootstrap.load_config_options(flags)


# While the server runs.


def exit_zero_on_interrupt() -> None:
    """Makes the process exit with 0 after Ctrl+C; called at the end of a clean shutdown.

    uvicorn raises captured signals again after the shutdown, and the exit code would be that of a failure.
    """
    server = getattr(signal.getsignal(signal.SIGINT), "__self__", None)
    if isinstance(server, uvicorn.Server):
        signals = getattr(server, "_captured_signals", [])
        signals[:] = [number for number in signals if number != signal.SIGINT]


def expire_sessions() -> frozenset[str]:
    """Expire the sessions of tabs closed for two minutes; return the ids of the disconnected ones that remain.

    Streamlit expires them only when the next tab closes.
    """
    storage = getattr(runtime.get_instance()._session_mgr, "_session_storage", None) if runtime.exists() else None
    if not isinstance(storage, MemorySessionStorage):
        return frozenset()
    sessions = cast("TTLCache[str, SessionInfo]", storage._cache)
    sessions.expire()
    return frozenset(sessions._data)


def is_running(session: AppSession) -> bool:
    """Whether the script of `session` runs at the moment."""
    return session._scriptrunner is not None


def client_state(session: AppSession) -> ClientState:
    """A copy of what Streamlit keeps of the session's browser: address and page of the last run."""
    state = ClientState()
    state.CopyFrom(session._client_state)
    return state


# In the thread of a page.


def session_id() -> str | None:
    """The id of the session whose page runs; None outside of a page."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context is not None else None


def fragment_id(key: str) -> str | None:
    """Streamlit's id of the fragment with `key` on the page that runs."""
    context = get_script_run_ctx(suppress_warning=True)
    return next(iter(context.fragment_storage.resolve_target(key)), None) if context is not None else None


def release_uploaded(file_id: str) -> None:
    """Removes Streamlit's copy of an uploaded file, which it would keep as long as the tab is open."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file_id)


#: What is changed in other packages, once per process.
AT_IMPORT: Final = (keep_peer_addresses, disable_address_lookup, disable_send_delay, share_script_loop)
