"""Reads workbooks in the sandbox: the requests to child.py, and a refusal for each way in which it fails."""

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from domain.faults import Place
from loaders.sandbox.run import Busy, Cancelled, ChildFailed, Limits, TimedOut, process_slot, run_child
from loaders.workbook.guard import Refused, refused

#: Seconds for a whole upload, and so for each part of it: waiting, the child process, the tables.
WALL_SECONDS: Final = 30.0
CPU_SECONDS: Final = 30
MEMORY: Final = 2**30

_CHILD: Final = Path(__file__).with_name("child.py")


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
    with _slot(kind, content, cancelled):
        answer = run_child(_CHILD, request, content, _limits(), cancelled)
    end = answer.index(b"\n") + 1
    header = json.loads(answer[:end])
    if "refused" in header:
        slots = dict(header["slots"])
        raise refused(header["refused"], Place(slots.pop("sheet", "")), **slots)
    return header, memoryview(answer)[end:]


def ask_child(
    script: Path, request: Mapping[str, Any], content: bytes, environment: Mapping[str, str], file_size: int
) -> bytes:
    """The answer of another child script after its first line; `environment` is added to its variables.

    It may write files of `file_size` bytes. Raises Refused: busy, too slow, too much, unreadable.
    """
    with _slot("", content, None):
        answer = run_child(script, request, content, _limits(file_size, environment))
    return answer[answer.index(b"\n") + 1 :]


def limit_check(cancelled: Callable[[], bool] | None) -> Callable[[], None]:
    """A function to call regularly during long work: raises Cancelled, or Refused after WALL_SECONDS."""
    limited = time_limit(cancelled)

    def go_on() -> None:
        if limited():
            raise Cancelled

    return go_on


def time_limit(cancelled: Callable[[], bool] | None = None) -> Callable[[], bool]:
    """`cancelled` with one limit of time for all that is done with it: it raises Refused WALL_SECONDS from now on."""
    deadline = time.monotonic() + WALL_SECONDS

    def limited() -> bool:
        if time.monotonic() > deadline:
            raise refused("too_slow", limit=int(WALL_SECONDS))
        return cancelled is not None and cancelled()

    return limited


def _limits(file_size: int = 0, environment: Mapping[str, str] | None = None) -> Limits:
    return Limits(WALL_SECONDS, CPU_SECONDS, MEMORY, file_size, environment or {})


@contextlib.contextmanager
def _slot(kind: str, content: bytes, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """A process slot; what the process fails with becomes Refused."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(process_slot(cancelled))
        except (Busy, Refused) as error:  # Refused: the time of the upload is over
            raise refused("busy") from error
        try:
            yield
        except TimedOut as error:
            raise refused("too_slow", limit=int(WALL_SECONDS)) from error
        except ChildFailed as failure:
            raise _refusal(failure, kind, content) from failure


def _refusal(failure: ChildFailed, kind: str, content: bytes) -> Refused:
    """The refusal for a failed process; a second process locates cells beyond the limits."""
    if failure.out_of_time:
        return refused("too_slow", limit=int(WALL_SECONDS))
    if kind == "xlsx":
        with contextlib.suppress(ChildFailed, TimedOut, json.JSONDecodeError):
            answer = run_child(_CHILD, {"do": "locate"}, content, _limits())
            found = json.loads(answer.partition(b"\n")[0]).get("found")
            if found:
                return refused("far_cell", Place(found[0], found[1]))
    return refused("too_much" if failure.out_of_memory else "unreadable")
