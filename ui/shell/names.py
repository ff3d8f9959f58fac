"""Names of persons and free texts of the store (authors, notes) as pages show them: hidden where that is set."""

from domain.redaction import HIDDEN_NAME, redact_text
from ui.shell.pick import settings


def person(name: str) -> str:
    """A name; only its first sign where names are hidden."""
    return name[:1] + HIDDEN_NAME * (len(name) - 1) if settings().hide else name


def words(text: str) -> str:
    """A note or the like; the names and counts in it hidden where that is set."""
    return redact_text(text) if settings().hide else text
