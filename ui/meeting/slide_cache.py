"""The slides of a stored version, cached for showing, printing and choosing."""

from functools import lru_cache

from ui.meeting.choice import AddressError, Choice
from ui.shell.material import read_material
from ui.shell.stored import read_cutoff, read_version
from views.slide import Slide, chosen_slides
from views.slides import slides

#: A few versions, under a few rules, with and without names.
_MAX_CACHED = 12


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
