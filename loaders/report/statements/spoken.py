"""What a sentence speaks of so far, with which a figure without words of its own goes on."""

from dataclasses import dataclass, fields

from loaders.report.statements.facts import Fact
from loaders.report.statements.lexicon import Word


@dataclass(slots=True)
class Spoken:
    """object, stage: the last words of the lexicon; printed: the object as the text calls it; is_sure: whether words
    say the domain; amount: the last figure that is no share; counted: the last one that names what it counts.
    """

    object: Word | None = None
    printed: str = ""
    stage: Word | None = None
    domain: str = ""
    is_sure: bool = False
    amount: Fact | None = None
    counted: Fact | None = None

    def take(self, other: "Spoken") -> None:
        """Speaks of what `other` speaks of."""
        for each in fields(self):
            setattr(self, each.name, getattr(other, each.name))
