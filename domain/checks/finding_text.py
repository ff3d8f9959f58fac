"""The text of a kind of finding."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FindingText:
    """Title, message and question of one kind of finding, as templates of its slots.

    confirm: what to ask; "" where nobody has to do anything.
    """

    title: str
    message: str
    confirm: str = ""
