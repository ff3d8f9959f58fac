"""A .docx that somebody handed in, with comments added. It is parsed in the sandbox, never in this process."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from exports.office.clean import clean
from exports.office.comments import Comment
from loaders.sandbox.run import Busy, ChildFailed, Limits, TimedOut, process_slot, run_child

_CHILD: Final = Path(__file__).with_name("comments.py")
_LIMITS: Final = Limits(60.0, 50, 2**30)


class CommentsFailed(RuntimeError):
    """The comments could not be written; the message says what to do."""


def commented(
    document: bytes,
    comments: Sequence[Comment],
    author: str,
    written: datetime | None = None,
    stop: Callable[[], bool] | None = None,
) -> bytes:
    """`document`, a checked .docx, with `comments` of `author` behind those that it has. Raises CommentsFailed,
    Cancelled.
    """
    request = {
        "author": clean(author),
        "written": "" if written is None else written.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "comments": [[[*vars(each.anchor).values()], [clean(line) for line in each.lines]] for each in comments],
    }
    try:
        with process_slot(stop):
            answer = run_child(_CHILD, request, document, _LIMITS, stop)
    except (Busy, TimedOut, ChildFailed) as error:
        raise CommentsFailed("批注没有写成。请稍后再试一次；核对清单不受影响。") from error
    return answer.partition(b"\n")[2]
