"""The slides of a stored version, made once for those who show, print and choose them."""

from functools import lru_cache

from ui.meeting.choice import AddressError, Choice
from ui.shell.material import read_material
from ui.shell.stored import read_seen, read_version
from views.slide import Slide, chosen_slides
from views.slides import slides

#: A few versions, under a few rules, with and without names.
_KEPT = 12


def chosen_of(choice: Choice, version_id: int) -> tuple[Slide, ...]:
    """The slides that `choice` names, of a stored version. Raises UnknownVersion, and AddressError where there is none.

    They are shared: read them, do not change them.
    """
    shown = chosen_slides(every_slide(version_id, hide=choice.hide, rule=choice.rule), choice.slides)
    if not shown:
        raise AddressError("所选的幻灯片在这一版中都没有内容。请在“汇报”页面重新选择。")
    return shown


def every_slide(version_id: int, *, hide: bool, rule: str) -> tuple[Slide, ...]:
    """Every slide of a stored version, in their usual order. Raises UnknownVersion."""
    return _made(version_id, read_version(version_id).digest, read_seen(version_id), hide, rule)


@lru_cache(maxsize=_KEPT)
def _made(version_id: int, _digest: str, _seen: int, hide: bool, rule: str) -> tuple[Slide, ...]:
    """A version never changes, what it looks at may (read_seen); its digest tells it from that of another database."""
    material = read_material(version_id, hide=hide, rule=rule)
    return slides(material.tables, material.edition, rule, hide=hide, previous=material.previous)
