"""The slides and files of a stored version, shared: each is made once per version and choice, for all sessions.

Keys hold the digest of the version, since ids are unique only per database, and the newest version that it takes into
account, since earlier ones may be corrected.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from domain.settings import data_home
from ui.meeting.choice import AddressError, Choice
from ui.shell import cache
from ui.shell.material import confirmations, deck_edits, read_material
from ui.shell.stored import read_cutoff, read_edits, read_version
from views.deck import automatic_slides, with_edits
from views.material import Material
from views.slide import Slide, chosen_slides
from views.slide_edits import DeckEdits

#: Key of a file that is being made → the share that is done.
_SHARES: Final[dict[Hashable, float]] = {}


class Basis(NamedTuple):
    """What the slides of a stored version depend on. key: its tables and sources, and what of promises is confirmed."""

    version_id: int
    key: tuple[object, ...]
    edits: DeckEdits


def read_basis(version_id: int) -> Basis:
    """The basis of a version; a page reads it once for all that it offers. Raises UnknownVersion."""
    stored = read_edits(version_id)
    confirmed = tuple(sorted((key, each.at) for key, each in confirmations(stored).items()))
    key = (version_id, read_version(version_id).digest, read_cutoff(version_id), confirmed)
    return Basis(version_id, key, deck_edits(stored))


def _basis(version: int | Basis) -> Basis:
    return version if isinstance(version, Basis) else read_basis(version)


class Maker(Protocol):
    """A kind of file (exports.files.FileKind)."""

    @property
    def label(self) -> str: ...
    @property
    def ending(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def make(self) -> Callable[[Material, Sequence[str], Callable[[float], object]], bytes]: ...
    @property
    def refusal(self) -> Callable[[Material], str]: ...
    def __hash__(self) -> int: ...


def made_file(kind: Maker, choice: Choice, version: int | Basis) -> bytes:
    """The file of a stored version. Raises UnknownVersion, FileRefused."""
    basis = _basis(version)
    key = _file_key(kind, choice, basis)

    def make() -> bytes:
        _SHARES[key] = 0.0
        try:
            material = _material(basis.version_id, choice.hide, rule=choice.rule, palette=choice.palette)
            return kind.make(material, choice.slides, partial(_SHARES.__setitem__, key))
        finally:
            del _SHARES[key]

    return cache.FILES.get(key, make)


def made_share(kind: Maker, choice: Choice, version: int | Basis) -> float | None:
    """The share of the file that is done while it is being made, from 0 to 1; None while nobody makes it."""
    return _SHARES.get(_file_key(kind, choice, _basis(version)))


def _file_key(kind: Maker, choice: Choice, basis: Basis) -> Hashable:
    return kind, choice, basis, _template_state()


def refusal_of(kind: Maker, choice: Choice, version: int | Basis) -> str:
    """Why the file cannot be made, "" where it can. Raises UnknownVersion."""
    basis = _basis(version)
    key = ("refusal", kind, choice.hide, basis.key, _template_state())
    found: str = cache.SHOWN.get(key, lambda: kind.refusal(_material(basis.version_id, choice.hide)))
    return found


def _material(version_id: int, hide: bool, **choices: str | None) -> Material:
    return read_material(version_id, hide=hide, read=cache.READERS, **choices)


def _template_state() -> tuple[float, int] | None:
    """When the office's own template was written, and its size; None without one."""
    path = Path(data_home() / "template.pptx")
    if not path.is_file():
        return None
    state = path.stat()
    return state.st_mtime, state.st_size


def selected_slides(choice: Choice, version_id: int) -> tuple[Slide, ...]:
    """The chosen slides of a stored version. Raises UnknownVersion, and AddressError where none has contents.

    They are shared: do not change them.
    """
    shown = chosen_slides(all_slides(version_id, hide=choice.hide, rule=choice.rule), choice.slides)
    if not shown:
        raise AddressError("所选的幻灯片在这一版中都没有内容。请在“汇报”页面重新选择。")
    return shown


def all_slides(version: int | Basis, *, hide: bool, rule: str) -> tuple[Slide, ...]:
    """Every slide of a stored version as editors left it, in their order. Raises UnknownVersion."""
    basis = _basis(version)

    def make() -> tuple[Slide, ...]:
        automatic = unedited_slides(basis, hide=hide, rule=rule)
        return with_edits(automatic, basis.edits, _material(basis.version_id, hide, rule=rule))

    found: tuple[Slide, ...] = cache.SHOWN.get(("edited slides", basis, hide, rule), make)
    return found


def unedited_slides(version: int | Basis, *, hide: bool, rule: str) -> tuple[Slide, ...]:
    """Every slide of a stored version as the program makes it, in the usual order. Raises UnknownVersion."""
    basis = _basis(version)
    key = ("slides", basis.key, hide, rule)
    found: tuple[Slide, ...] = cache.SHOWN.get(
        key, lambda: automatic_slides(_material(basis.version_id, hide, rule=rule))
    )
    return found
