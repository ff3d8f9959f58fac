"""Where in a .docx the words of its text stand, for comments on them; the document is parsed in the sandbox."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from loaders.sandbox.run import Busy, ChildFailed, Limits, TimedOut, process_slot, run_child
from loaders.text.document import CPU_SECONDS, MEMORY, WALL_SECONDS
from loaders.text.refusals import SourceError

_CHILD: Final = Path(__file__).with_name("child_places.py")


class Place(NamedTuple):
    """A stretch of the main part: from character `start` of element `first` up to `end` of element `last`.

    Elements are numbered in document order, root 0. Of a note or a text box: the element in the main text that stands
    for it, 0, the same element, 0.
    """

    first: int
    start: int
    last: int
    end: int


def find_places(
    document: bytes, spans: Sequence[tuple[int, int]], stop: Callable[[], bool] | None = None
) -> list[Place | None]:
    """The place of each span [start, end) of the text of `document`, a .docx as read_document reads it.

    None for words that are not in the document itself, such as the number of a list. Raises SourceError, Cancelled.
    """
    limits = Limits(WALL_SECONDS, CPU_SECONDS, MEMORY)
    try:
        with process_slot(stop):
            answer = run_child(_CHILD, {"spans": [list(span) for span in spans]}, document, limits, stop)
    except (Busy, TimedOut, ChildFailed) as error:
        raise SourceError("没有找到批注在文件中的位置。请稍后再试一次；核对清单不受影响") from error
    return [None if place is None else Place(*place) for place in json.loads(answer)]
