"""The draft that somebody handed in, the same .docx with a comment for each finding."""

from collections.abc import Callable, Sequence
from typing import Final

from domain.office_time import utc_now
from exports.office.commented import CommentsFailed, commented
from exports.office.comments import Anchor, Comment

__all__ = ["CommentsFailed", "draft_with_comments"]

AUTHOR: Final = "送审前核对"
#: Element, character, element, character behind the last one; None where the words are not in the document.
_Place = tuple[int, int, int, int]


def draft_with_comments(
    document: bytes,
    places: Sequence[_Place | None],
    notes: Sequence[tuple[str, ...]],
    stop: Callable[[], bool] | None = None,
) -> bytes:
    """`document` with a comment of the lines `notes[n]` at `places[n]`. Raises CommentsFailed, Cancelled."""
    comments = [Comment(Anchor(*place), lines) for place, lines in zip(places, notes, strict=True) if place is not None]
    return commented(document, comments, AUTHOR, utc_now(), stop)
