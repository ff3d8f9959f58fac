"""Runs a script on untrusted bytes in a fresh child process with resource limits; the process is always ended.

start.py limits the memory, CPU time and file writing of the child; this side limits the wall-clock time and the number
of processes. On Windows the child's limits do not exist; only the wall-clock time and the checks of the bytes apply.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

MAX_PROCESSES: Final = 2
#: Seconds that an upload waits for a free slot before it is refused as busy.
QUEUE_SECONDS: Final = 30.0

_START: Final = Path(__file__).with_name("start.py")
_POLL_SECONDS: Final = 0.2
_SLOTS: Final = threading.BoundedSemaphore(MAX_PROCESSES)
#: Environment variables that a process needs to start; nothing else is passed on, no addresses and no passwords.
_ENVIRONMENT: Final = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True)
class Limits:
    """What one child process may use; memory and file_size in bytes.

    environment: variables added to those that every child gets.
    """

    wall_seconds: float
    cpu_seconds: int
    memory: int
    file_size: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)


class Cancelled(Exception):
    """The user cancelled the upload."""


class Busy(Exception):
    """No slot became free within QUEUE_SECONDS."""


class TimedOut(Exception):
    """The child process used up its wall-clock time."""


class ChildFailed(Exception):
    """The child process ended without an answer; stderr: the end of its error output."""

    def __init__(self, status: int, stderr: str) -> None:
        super().__init__(stderr)
        self.status, self.stderr = status, stderr

    @property
    def out_of_memory(self) -> bool:
        """Whether its error output says so."""
        return "memory allocation" in self.stderr or "MemoryError" in self.stderr

    @property
    def out_of_time(self) -> bool:
        """Whether it was ended for its CPU time."""
        return self.status in (-getattr(signal, "SIGXCPU", 24), 128 + getattr(signal, "SIGXCPU", 24))


@contextlib.contextmanager
def process_slot(cancelled: Callable[[], bool] | None = None) -> Iterator[None]:
    """Holds one of the process slots; raises Busy after QUEUE_SECONDS, and Cancelled."""
    deadline = time.monotonic() + QUEUE_SECONDS
    while not _SLOTS.acquire(timeout=_POLL_SECONDS):
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > deadline:
            raise Busy
    try:
        yield
    finally:
        _SLOTS.release()


def run_child(
    script: Path,
    request: Mapping[str, Any],
    content: bytes,
    limits: Limits,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """The answer of `script`: one line of JSON and what follows it. Its stdin: `request` as JSON, then `content`.

    To be called within process_slot. Raises ChildFailed, TimedOut and Cancelled.
    """
    settings = {name: value for name, value in asdict(limits).items() if name not in ("wall_seconds", "environment")}
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", str(_START), str(script), json.dumps(settings)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | dict(limits.environment),
        start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + limits.wall_seconds
    try:
        answer, stderr = _communicate(process, json.dumps(request).encode() + b"\n" + content, deadline, cancelled)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    if process.returncode != 0 or b"\n" not in answer:
        raise ChildFailed(process.returncode, stderr[-2000:].decode(errors="replace"))
    return answer


def _communicate(
    process: "subprocess.Popen[bytes]", payload: bytes, deadline: float, cancelled: Callable[[], bool] | None
) -> tuple[bytes, bytes]:
    """stdout and stderr of `process` for the input `payload`, with regular checks of time and cancellation.

    The input is written by a thread: before Python 3.13 a repeated communicate() does not send the rest of it.
    """
    writer = threading.Thread(target=_write_input, args=(process.stdin, payload), daemon=True)
    writer.start()
    process.stdin = None
    while True:
        try:
            return process.communicate(timeout=_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > deadline:
            raise TimedOut


def _write_input(pipe: IO[bytes], payload: bytes) -> None:
    with contextlib.suppress(OSError):  # the process may end before it has read everything
        try:
            pipe.write(payload)
        finally:
            pipe.close()
