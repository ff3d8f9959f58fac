"""The slides and files of a stored version, cached: each is made once per version, unit and choice."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from domain.settings import data_home
from ui.meeting.choice import AddressError, Choice
from ui.shell.material import read_material
from ui.shell.stored import read_cutoff, read_version
from views.material import Material
from views.slide import Slide, chosen_slides
from views.slides import slides

#: A few versions, under a few rules, with and without names.
_MAX_CACHED = 12
#: Files are a few hundred kilobytes each.
_MAX_FILES: Final = 16


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


def made_file(kind: Maker, choice: Choice, version_id: int) -> bytes:
    """The file of a stored version. Raises UnknownVersion, FileRefused."""
    return _file(kind, choice, version_id, read_version(version_id).digest, read_cutoff(version_id), _template_state())


def refusal_of(kind: Maker, choice: Choice, version_id: int) -> str:
    """Why the file cannot be made, "" where it can. Raises UnknownVersion."""
    return _refusal(kind, choice.hide, version_id, read_version(version_id).digest, read_cutoff(version_id),
                    _template_state())  # fmt: skip


@lru_cache(maxsize=_MAX_FILES)
def _file(kind: Maker, choice: Choice, version_id: int, _digest: str, _cutoff: int, _template: object) -> bytes:
    """The last parameters are part of the key: ids are unique only per database, the template may be replaced."""
    material = read_material(version_id, hide=choice.hide, rule=choice.rule, palette=choice.palette)
    return kind.make(material, choice.slides, _no_progress)


@lru_cache(maxsize=_MAX_FILES)
def _refusal(kind: Maker, hide: bool, version_id: int, _digest: str, _cutoff: int, _template: object) -> str:
    return kind.refusal(read_material(version_id, hide=hide))


def _template_state() -> tuple[float, int] | None:
    """When the office's own template was written, and its size; None without one."""
    path = Path(data_home() / "template.pptx")
    if not path.is_file():
        return None
    state = path.stat()
    return state.st_mtime, state.st_size


def _no_progress(_share: float) -> None:
    """The button shows that it is working."""


def selected_slides(choice: Choice, version_id: int) -> tuple[Slide, ...]:
    """The chosen slides of a stored version. Raises UnknownVersion, and AddressError where none has contents.

    They are shared: do not change them.
    """
    shown = chosen_slides(all_slides(version_id, hide=choice.hide, rule=choice.rule), choice.slides)
    if not shown:
        raise AddressError("所选的幻灯片在这一版中都没有内容。请在“汇报”页面重新选择。")
    return shown


def all_slides(version_id: int, *, hide: bool, rule: str) -> tuple[Slide, ...]:
    """Every slide of a stored version, in their usual order. Raises UnknownVersion."""
    return _slides(version_id, read_version(version_id).digest, read_cutoff(version_id), hide, rule)


@lru_cache(maxsize=_MAX_CACHED)
def _slides(version_id: int, _digest: str, _cutoff: int, hide: bool, rule: str) -> tuple[Slide, ...]:
    """`_digest` and `_cutoff` are part of the key: ids are unique only per database, earlier versions may change."""
    material = read_material(version_id, hide=hide, rule=rule)
    return slides(material.tables, material.edition, rule, hide=hide, previous=material.previous)
