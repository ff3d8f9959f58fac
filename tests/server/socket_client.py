"""A client of the dashboard without a browser: it speaks Streamlit's own protocol over the raw web socket.

What a page offers to a browser it offers to this as well, and a hidden button is no button less: a client may send
any widget's state. Thirty of these cost less than one Chromium.
"""

import re
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import UploadedFileInfo
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
WHOLE_RUNS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Gone(Exception):
    """The server closed the connection, or did not take it."""


@dataclass
class SocketClient:
    """One open page. `elements` by their place on the page; `errors`: what the server said went wrong."""

    url: str
    page: str = ""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    again: str = ""  # the part of the page that wants to be run again and again
    open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self.cookies = _cookies(self.headers.get("Cookie", ""))
        self.cookies |= xsrf_cookie(self.url, self.headers)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.all_headers = {**self.headers, "Cookie": cookie}
        address = f"ws{self.url.removeprefix('http')}/_stcore/stream"
        try:
            opening = connect(
                address, subprotocols=["streamlit", self.cookies.get("_streamlit_xsrf", "none")],  # type: ignore[list-item]
                additional_headers=self.all_headers, max_size=None, open_timeout=30,
            )  # fmt: skip
            self.socket: ClientConnection = self.open.enter_context(opening)
        except Exception as error:  # InvalidStatus, ConnectionClosed, a reset: not taken
            raise Gone(str(error)) from error
        self.script = ""
        self.run()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.open.close()

    def run(self, fill: Callable[[Any], None] | None = None, *, fragment: str = "", timeout: float = 60) -> float:
        """One run of the page with the widget states that `fill` puts into its message; the seconds that it took."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.fragment_id = self.query, self.script, fragment
        asked.page_name = self.page
        if fill is not None:
            fill(asked.widget_states.widgets)
        began = time.perf_counter()
        self.send(message)
        for received in self.receive(timeout):
            if received.WhichOneof("type") == "script_finished" and received.script_finished in WHOLE_RUNS:
                break
        return time.perf_counter() - began

    def send(self, message: BackMsg) -> None:
        """Raises Gone where the server has hung up."""
        try:
            self.socket.send(message.SerializeToString())
        except ConnectionClosed as error:
            raise Gone(str(error)) from error

    def receive(self, timeout: float) -> Iterator[ForwardMsg]:
        """What the server sends, kept as well; TimeoutError after `timeout` seconds without an end by the caller."""
        until = time.monotonic() + timeout
        while True:
            try:
                content = self.socket.recv(timeout=max(until - time.monotonic(), 0.001))
            except ConnectionClosed as error:
                raise Gone(str(error)) from error
            message = ForwardMsg()
            message.ParseFromString(content)  # type: ignore[arg-type]
            self._keep(message)
            yield message

    def _keep(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            if not message.metadata.run.fragment_ids:
                self.elements.clear()
                self.again = ""
        elif kind == "navigation":
            self.script = message.navigation.page_script_hash
        elif kind == "delta":
            self._place(tuple(message.metadata.delta_path), message.delta)
        elif kind == "auto_rerun":
            self.again = message.auto_rerun.fragment_id
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            self.errors.append(message.session_event.script_compilation_exception.message)

    def _place(self, place: tuple[int, ...], delta: Delta) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        self.elements[place] = element
        if element.WhichOneof("type") == "exception":
            self.errors.append(element.exception.message)

    def wait_for(self, words: str, timeout: float) -> None:
        """Returns once the page says `words`; the server may have run it by itself. TimeoutError after `timeout`."""
        if words in self.text():
            return
        for received in self.receive(timeout):
            if received.WhichOneof("type") == "delta" and words in self.text():
                return

    def of_kind(self, kind: str) -> list[Any]:
        """The elements of one kind (button, file_uploader …), in the order of the page."""
        return [
            getattr(element, kind) for _, element in sorted(self.elements.items()) if element.WhichOneof("type") == kind
        ]

    def text(self) -> str:
        """Everything that the page says in words."""
        words = [each.body for kind in ("html", "markdown", "heading", "alert", "text") for each in self.of_kind(kind)]
        return _STYLE.sub("", "\n".join(words))

    def widget(self, kind: str, label: str) -> Any:
        """The widget of `kind` (button, text_area …) whose label has the words `label`. Raises LookupError."""
        for each in self.of_kind(kind):
            if label in each.label:
                return each
        raise LookupError(f"no {kind} {label!r} on the page: {self.text()[-500:]}")

    def upload(self, name: str, content: bytes) -> UploadedFileInfo:
        """Sends a file as the browser's uploader does, and returns what the widget's state then holds of it.

        Raises urllib.error.HTTPError where the server refuses it.
        """
        message = BackMsg()
        message.file_urls_request.request_id = uuid.uuid4().hex
        message.file_urls_request.file_names.append(name)
        self.send(message)
        answer = next(
            each.file_urls_response for each in self.receive(30) if each.WhichOneof("type") == "file_urls_response"
        )
        urls = answer.file_urls[0]
        put_file(self.url + urls.upload_url, name, content, {**self.all_headers, **xsrf_header(self.cookies)})
        return UploadedFileInfo(name=name, size=len(content), file_id=urls.file_id, file_urls=urls)


def put_file(address: str, name: str, content: bytes, headers: Mapping[str, str]) -> None:
    """A file as one part of a form, as a browser sends it. Raises urllib.error.HTTPError."""
    line = uuid.uuid4().hex
    disposition = f'Content-Disposition: form-data; name="{name}"; filename="{name}"'
    body = f"--{line}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n".encode() + content
    body += f"\r\n--{line}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={line}"}
    urllib.request.urlopen(urllib.request.Request(address, body, {**headers, **kind}, method="PUT"), timeout=60).close()


def xsrf_cookie(url: str, headers: Mapping[str, str]) -> dict[str, str]:
    """The cookie that Streamlit gives to who asks it for its health; {} where the server does not answer that."""
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{url}/_stcore/health", headers=dict(headers))) as answer:
            return _cookies("; ".join(answer.headers.get_all("Set-Cookie") or []))
    except OSError:
        return {}


def xsrf_header(cookies: Mapping[str, str]) -> dict[str, str]:
    return {"X-Xsrftoken": cookies.get("_streamlit_xsrf", "")}


def _cookies(header: str) -> dict[str, str]:
    return {name: morsel.coded_value for name, morsel in SimpleCookie(header).items()}
