"""Sandbox for reading uploads: a fresh child process with resource limits, always ended.

child.py limits its own memory, CPU time and file writing; this side limits the wall-clock time and the number of
processes. A crash of the child becomes a refusal. On Windows the child's limits do not exist; only the guard's limits
and the wall-clock time apply.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from domain.faults import Place
from loaders.workbook.guard import Refused, refused

WALL_SECONDS: Final = 20.0
MAX_PROCESSES: Final = 2
#: Seconds that an upload waits for a free slot before it is refused as busy.
QUEUE_SECONDS: Final = 30.0

_CHILD: Final = Path(__file__).with_name("child.py")
_POLL_SECONDS: Final = 0.2
_SLOTS: Final = threading.BoundedSemaphore(MAX_PROCESSES)
#: Environment variables that a process needs to start; nothing else is passed on, no addresses and no passwords.
_ENVIRONMENT: Final = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Cancelled(Exception):
    """The user cancelled the upload."""


class _ChildFailed(Exception):
    """The child process ended without an answer; stderr: the end of its error output."""

    def __init__(self, status: int, stderr: str) -> None:
        super().__init__(stderr)
        self.status, self.stderr = status, stderr

    @property
    def out_of_memory(self) -> bool:
        return "memory allocation" in self.stderr or "MemoryError" in self.stderr

    @property
    def out_of_time(self) -> bool:
        return self.status in (-getattr(signal, "SIGXCPU", 24), 128 + getattr(signal, "SIGXCPU", 24))


def read_in_child(
    kind: str,
    content: bytes,
    recheck: Sequence[str] = (),
    cancelled: Callable[[], bool] | None = None,
    *,
    rich: Sequence[str] = (),
) -> tuple[dict[str, Any], memoryview]:
    """The answer of child.py for `content`: the header line as JSON, and the binary columns after it.

    Raises Refused with the one reason (too slow, too much, a far cell, unreadable, busy), and Cancelled once
    `cancelled()` is true.
    """
    request = {"do": "read", "kind": kind, "recheck": list(recheck), "rich": list(rich)}
    with _slot(cancelled):
        try:
            answer = _ask(_CHILD, request, content, cancelled=cancelled)
        except _ChildFailed as failure:
            raise _refusal(failure, kind, content) from failure
    end = answer.index(b"\n") + 1
    header = json.loads(answer[:end])
    if "refused" in header:
        slots = dict(header["slots"])
        raise refused(header["refused"], Place(slots.pop("sheet", "")), **slots)
    return header, memoryview(answer)[end:]


def ask_child(script: Path, request: Mapping[str, Any], content: bytes, environment: Mapping[str, str]) -> bytes:
    """The answer of another child script after its first line; `environment` is added to its variables.

    Raises Refused: busy, too slow, too much, unreadable.
    """
    with _slot(None):
        try:
            answer = _ask(script, request, content, environment)
        except _ChildFailed as failure:
            raise _refusal(failure, "", content) from failure
    return answer[answer.index(b"\n") + 1 :]


def limit_check(cancelled: Callable[[], bool] | None) -> Callable[[], None]:
    """A function to call regularly during long work: raises Cancelled, or Refused after WALL_SECONDS."""
    deadline = time.monotonic() + WALL_SECONDS

    def go_on() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > deadline:
            raise refused("too_slow", limit=int(WALL_SECONDS))

    return go_on


@contextlib.contextmanager
def _slot(cancelled: Callable[[], bool] | None) -> Any:
    """Holds one of the process slots; raises Refused (busy) after QUEUE_SECONDS."""
    deadline = time.monotonic() + QUEUE_SECONDS
    while not _SLOTS.acquire(timeout=_POLL_SECONDS):
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > deadline:
            raise refused("busy")
    try:
        yield
    finally:
        _SLOTS.release()


def _ask(
    script: Path,
    request: Mapping[str, Any],
    content: bytes,
    environment: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """The answer of one fresh process. Raises _ChildFailed, Refused (too slow) and Cancelled."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | dict(environment or {}),
        start_new_session=True,
    )  # fmt: skip
    try:
        answer, stderr = _communicate(process, json.dumps(request).encode() + b"\n" + content, cancelled)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    if process.returncode != 0 or b"\n" not in answer:
        raise _ChildFailed(process.returncode, stderr[-2000:].decode(errors="replace"))
    return answer


def _communicate(
    process: "subprocess.Popen[bytes]", payload: bytes, cancelled: Callable[[], bool] | None
) -> tuple[bytes, bytes]:
    """stdout and stderr of `process` for the input `payload`, with regular checks of time and cancellation.

    The input is written by a thread: before Python 3.13 a repeated communicate() does not send the rest of it.
    """
    writer = threading.Thread(target=_write_input, args=(process.stdin, payload), daemon=True)
    writer.start()
    process.stdin = None
    deadline = time.monotonic() + WALL_SECONDS
    while True:
        try:
            return process.communicate(timeout=_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > deadline:
            raise refused("too_slow", limit=int(WALL_SECONDS))


def _write_input(pipe: IO[bytes], payload: bytes) -> None:
    with contextlib.suppress(OSError):  # the process may end before it has read everything
        try:
            pipe.write(payload)
        finally:
            pipe.close()


def _refusal(failure: _ChildFailed, kind: str, content: bytes) -> Refused:
    """The refusal for a failed process; a second process locates cells beyond the limits."""
    if failure.out_of_time:
        return refused("too_slow", limit=int(WALL_SECONDS))
    if kind == "xlsx":
        with contextlib.suppress(_ChildFailed, Refused, json.JSONDecodeError):
            found = json.loads(_ask(_CHILD, {"do": "locate"}, content).partition(b"\n")[0]).get("found")
            if found:
                return refused("far_cell", Place(found[0], found[1]))
    return refused("too_much" if failure.out_of_memory else "unreadable")
