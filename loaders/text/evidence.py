"""What a report says of itself, and the words that say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Place = Literal["text", "title", "file_name"]
PLACES: Final[dict[Place, str]] = {"text": "正文", "title": "填写的标题", "file_name": "文件名"}


@dataclass(frozen=True)
class Evidence:
    """One value and its words: `quote` is [start:end] of the text, of the typed title or of the file's name."""

    value: str
    place: Place
    start: int
    end: int
    quote: str

    def __str__(self) -> str:
        return f"{PLACES[self.place]}“{' '.join(self.quote.split())}”"


@dataclass(frozen=True)
class Recognised:
    """What was recognised of one property. clear: words that leave no doubt; possible: words that only suggest it."""

    clear: tuple[Evidence, ...] = ()
    possible: tuple[Evidence, ...] = ()

    @property
    def value(self) -> str | None:
        """The one value that all clear words give; None where there are none, or where they differ."""
        values = {each.value for each in self.clear}
        return values.pop() if len(values) == 1 else None

    @property
    def candidates(self) -> tuple[str, ...]:
        """Every value, the clear ones first."""
        return tuple(dict.fromkeys(each.value for each in (*self.clear, *self.possible)))

    def words_of(self, value: str) -> tuple[Evidence, ...]:
        """The words behind a value."""
        return tuple(each for each in (*self.clear, *self.possible) if each.value == value)


#: Of a property that nothing refers to.
NOTHING: Final = Recognised()


def strongest(levels: Iterable[Iterable[Evidence]], possible: Iterable[Evidence] = ()) -> Recognised:
    """The first of `levels` with any words counts; the further ones suggest."""
    kinds = [tuple(level) for level in levels]
    first = next((level for level in kinds if level), ())
    further = [each for level in kinds if level is not first for each in level]
    return Recognised(first, (*further, *possible))
