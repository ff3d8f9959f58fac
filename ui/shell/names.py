"""Authors and notes of the store as pages show them: redacted where the reader's settings hide names.

hide: of the settings, where a caller has read them for many names.
"""

from domain.redaction import HIDDEN_NAME, redact_text
from ui.shell.pick import settings


def person_name(name: str, *, hide: bool | None = None) -> str:
    """`name`; only its first character where names are hidden."""
    return name[:1] + HIDDEN_NAME * (len(name) - 1) if _hidden(hide) else name


def free_text(text: str, *, hide: bool | None = None) -> str:
    """`text` (a note or the like), with names and disciplinary counts redacted where they are hidden."""
    return redact_text(text) if _hidden(hide) else text


def _hidden(hide: bool | None) -> bool:
    return settings().hide if hide is None else hide
