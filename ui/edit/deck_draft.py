"""What an editor typed on the slides and has not saved: kept across reruns, pages, tabs and the end of the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from store.meeting_edits import MeetingEdit, Place
from views.slide import Slide
from views.slide_edits import DeckEdits, SlideEdit, edit_value, make_edit

ORDER: Final[Place] = ("order", "")


@dataclass(frozen=True)
class Typed:
    """The texts of one slide as they stand in the fields; points, script: a line each."""

    title: str
    points: str
    script: str

    @classmethod
    def of(cls, slide: Slide, edit: SlideEdit) -> "Typed":
        """The texts that `edit` gives the program's `slide`."""
        return cls(
            slide.title if edit.title is None else edit.title,
            "\n".join(slide.points if edit.points is None else edit.points),
            "\n".join(slide.script if edit.script is None else edit.script),
        )

    def edit(self, slide: Slide) -> SlideEdit:
        """The edit that makes the program's `slide` read so."""
        return make_edit(slide, self.title, self.points.split("\n"), self.script.split("\n"))


@dataclass(eq=False)
class DeckDraft:
    """Unsaved edits of one unit and period. typed: id of a slide → its texts; shown, left: ids in the new order, () for
    the stored one; known: saved_at of what is stored and was seen; number: of resets, for the keys of fields.
    """

    known: dict[Place, str] = field(default_factory=dict)
    typed: dict[str, Typed] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    number: int = 0

    @property
    def is_dirty(self) -> bool:
        """Whether anything is not saved."""
        return bool(self.typed or self.shown or self.left)

    def see(self, stored: Sequence[MeetingEdit]) -> None:
        """Note what is stored as seen; the texts that were typed stay."""
        self.known = {(each.kind, each.key): each.saved_at for each in stored}

    def type(self, slide: Slide, stored: SlideEdit, typed: Typed) -> None:
        """Take the texts of a slide; those that equal what is stored are no change."""
        edit = typed.edit(slide)
        if (edit.title, edit.points, edit.script) == (stored.title, stored.points, stored.script):
            self.typed.pop(slide.id, None)
        else:
            self.typed[slide.id] = typed

    def drop(self) -> None:
        """Forget what was typed."""
        self.typed, self.shown, self.left = {}, (), ()
        self.number += 1

    def changes(self, slides: Mapping[str, Slide]) -> dict[Place, Mapping[str, Any] | None]:
        """What is to be saved; texts of a slide that this version does not have stay in the draft."""
        found: dict[Place, Mapping[str, Any] | None] = {
            ("slide", name): edit_value(typed.edit(slides[name]))
            for name, typed in self.typed.items()
            if name in slides
        }
        if self.shown or self.left:
            found[ORDER] = {"shown": list(self.shown), "left": list(self.left)}
        return found

    def preview(self, stored: DeckEdits, slides: Mapping[str, Slide]) -> DeckEdits:
        """`stored` with what is typed."""
        edits = {**dict(stored.slides)}
        edits |= {name: typed.edit(slides[name]) for name, typed in self.typed.items() if name in slides}
        shown, left = (self.shown, self.left) if self.shown or self.left else (stored.shown, stored.left)
        return DeckEdits(tuple(edits.items()), shown, left)

    def state(self) -> dict[str, Any] | None:
        """The draft as JSON data; None for nothing unsaved."""
        if not self.is_dirty:
            return None
        return {
            "known": [[kind, key, at] for (kind, key), at in self.known.items()],
            "typed": {name: [each.title, each.points, each.script] for name, each in self.typed.items()},
            "shown": list(self.shown), "left": list(self.left),
        }  # fmt: skip

    @classmethod
    def restored(cls, state: Mapping[str, Any]) -> "DeckDraft":
        """The draft of `state`. Raises LookupError, TypeError or ValueError for that of another program."""
        return cls(
            {(kind, str(key)): str(at) for kind, key, at in state["known"]},
            {str(name): Typed(*map(str, texts)) for name, texts in state["typed"].items()},
            tuple(map(str, state["shown"])), tuple(map(str, state["left"])),
        )  # fmt: skip
