"""The process of its own in which an upload is read: started fresh, bounded, and ended whatever it does.

Bounds: child.py sets memory, processor time and no writing of files for itself; this side bounds the time on the
clock and how many run at once. A process that dies takes nothing with it: its end becomes one refusal. On Windows
the system knows none of the child's bounds; the guard's limits and the time on the clock hold alone there.
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
AT_ONCE: Final = 2
#: How long an upload waits for one of the two places before it is told to come again.
PATIENCE_SECONDS: Final = 30.0

_CHILD: Final = Path(__file__).with_name("child.py")
_POLL_SECONDS: Final = 0.2
_PLACES: Final = threading.BoundedSemaphore(AT_ONCE)
#: What a process needs of its surroundings to start; nothing else goes in, no addresses and no passwords.
_KEPT: Final = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Cancelled(Exception):
    """The person who uploaded has given up."""


class _Died(Exception):
    """The process ended without an answer: what it said last."""

    def __init__(self, status: int, last_words: str) -> None:
        super().__init__(last_words)
        self.status, self.last_words = status, last_words

    @property
    def out_of_memory(self) -> bool:
        return "memory allocation" in self.last_words or "MemoryError" in self.last_words

    @property
    def out_of_time(self) -> bool:
        return self.status in (-getattr(signal, "SIGXCPU", 24), 128 + getattr(signal, "SIGXCPU", 24))


def read_in_child(
    kind: str,
    content: bytes,
    closely: Sequence[str] = (),
    cancelled: Callable[[], bool] | None = None,
    *,
    rich: Sequence[str] = (),
) -> tuple[dict[str, Any], memoryview]:
    """The answer of child.py to reading `content`: what its first line says, and the packed columns behind it.

    Raises Refused with the one reason (too slow, too much, a far cell, unreadable, busy), and Cancelled once
    `cancelled()` is true.
    """
    asked = {"do": "read", "kind": kind, "closely": list(closely), "rich": list(rich)}
    with _a_place(cancelled):
        try:
            answer = _ask(_CHILD, asked, content, cancelled=cancelled)
        except _Died as death:
            raise _refusal(death, kind, content) from death
    end = answer.index(b"\n") + 1
    said = json.loads(answer[:end])
    if "refused" in said:
        slots = dict(said["slots"])
        raise refused(said["refused"], Place(slots.pop("sheet", "")), **slots)
    return said, memoryview(answer)[end:]


def ask_child(script: Path, asked: Mapping[str, Any], content: bytes, surroundings: Mapping[str, str]) -> bytes:
    """What another script of this kind answers behind its first line; `surroundings` are added to its environment.

    Raises Refused: busy, too slow, too much, unreadable.
    """
    with _a_place(None):
        try:
            answer = _ask(script, asked, content, surroundings)
        except _Died as death:
            raise _refusal(death, "", content) from death
    return answer[answer.index(b"\n") + 1 :]


def watch(cancelled: Callable[[], bool] | None) -> Callable[[], None]:
    """To be called now and then during long work here: raises Cancelled, or Refused once it has taken too long."""
    until = time.monotonic() + WALL_SECONDS

    def go_on() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > until:
            raise refused("too_slow", limit=int(WALL_SECONDS))

    return go_on


@contextlib.contextmanager
def _a_place(cancelled: Callable[[], bool] | None) -> Any:
    """One of the places for processes; Refused after a while without."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not _PLACES.acquire(timeout=_POLL_SECONDS):
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > until:
            raise refused("busy")
    try:
        yield
    finally:
        _PLACES.release()


def _ask(
    script: Path,
    asked: Mapping[str, Any],
    content: bytes,
    surroundings: Mapping[str, str] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """What one fresh process answers. Raises _Died, Refused (too slow) and Cancelled."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", "-X", "utf8", str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in _KEPT if name in os.environ} | dict(surroundings or {}),
        start_new_session=True,
    )  # fmt: skip
    try:
        answer, last_words = _talk(process, json.dumps(asked).encode() + b"\n" + content, cancelled)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()
    if process.returncode != 0 or b"\n" not in answer:
        raise _Died(process.returncode, last_words[-2000:].decode(errors="replace"))
    return answer


def _talk(process: "subprocess.Popen[bytes]", said: bytes, cancelled: Callable[[], bool] | None) -> tuple[bytes, bytes]:
    """Both outputs of `process`, told `said`, looking up now and then whether to go on.

    A thread of its own does the telling: until Python 3.13 a second call of communicate() sends no more of the input.
    """
    telling = threading.Thread(target=_tell, args=(process.stdin, said), daemon=True)
    telling.start()
    process.stdin = None
    until = time.monotonic() + WALL_SECONDS
    while True:
        try:
            return process.communicate(timeout=_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        if cancelled is not None and cancelled():
            raise Cancelled
        if time.monotonic() > until:
            raise refused("too_slow", limit=int(WALL_SECONDS))


def _tell(pipe: IO[bytes], said: bytes) -> None:
    with contextlib.suppress(OSError):  # it may end before it has heard all
        try:
            pipe.write(said)
        finally:
            pipe.close()


def _refusal(death: _Died, kind: str, content: bytes) -> Refused:
    """Why the process died, as far as a second one can tell."""
    if death.out_of_time:
        return refused("too_slow", limit=int(WALL_SECONDS))
    if kind == "xlsx":
        with contextlib.suppress(_Died, Refused, json.JSONDecodeError):
            found = json.loads(_ask(_CHILD, {"do": "locate"}, content).partition(b"\n")[0]).get("found")
            if found:
                return refused("far_cell", Place(found[0], found[1]))
    return refused("too_much" if death.out_of_memory else "unreadable")
