"""The template of a deck: ours, or a .pptx of the office with the same layouts and placeholders by name."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Page
from pptx.slide import SlideLayout

from exports.deck.master import LAYOUTS, Box, new_deck
from views.material import FileRefused

_EMU = 914400


def template() -> bytes:
    """Our template as a .pptx without slides: what an office starts from when it makes its own."""
    written = io.BytesIO()
    new_deck().save(written)
    return written.getvalue()


def open_template(content: bytes | None) -> Deck:
    """A presentation without slides to add slides to: `content`, an office's .pptx; None: ours.

    Raises FileRefused where `content` is no presentation, or lacks layouts or placeholders; all are named.
    """
    if content is None:
        return new_deck()
    try:
        deck = Presentation(io.BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise FileRefused("模板template.pptx打不开，不是.pptx演示文稿。请用PowerPoint或WPS另存为.pptx。") from error
    missing = list(_missing(deck))
    if missing:
        raise FileRefused(
            f"模板template.pptx不能用，缺少{'、'.join(missing)}。"
            "请在“幻灯片母版”视图中补上，名称须一致；可用 python -m exports template 导出一份作底稿。"
        )
    _drop_slides(deck)
    return deck


def layout_of(deck: Deck, name: str) -> SlideLayout:
    """The layout called `name`. KeyError where there is none: an opened template has all."""
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def placeholders_of(layout: Any) -> list[Any]:
    """The placeholders of a layout."""
    return list(layout.placeholders)


def placeholder_number(page: Page, name: str) -> int:
    """The number (idx) of the placeholder that the layout of `page` calls `name`."""
    return next(each.placeholder_format.idx for each in placeholders_of(page.slide_layout) if each.name == name)


def placeholder_box(page: Page, name: str) -> Box:
    """Where the layout of `page` has its placeholder `name`, in inches."""
    shape = next(each for each in placeholders_of(page.slide_layout) if each.name == name)
    left, top, width, height = shape.left, shape.top, shape.width, shape.height
    return left / _EMU, top / _EMU, width / _EMU, height / _EMU


def _missing(deck: Deck) -> Iterator[str]:
    """The layouts that `deck` lacks, and the placeholders that its layouts lack, in words."""
    layouts = {layout.name: layout for layout in deck.slide_layouts}
    for name, placeholders in LAYOUTS.items():
        if name not in layouts:
            yield f"版式“{name}”（占位符{'、'.join(placeholders)}）"
            continue
        found = {each.name for each in placeholders_of(layouts[name])}
        lacks = [each for each in placeholders if each not in found]
        if lacks:
            yield f"版式“{name}”中的占位符“{'”“'.join(lacks)}”"


def _drop_slides(deck: Deck) -> None:
    """Take away the slides that the file was saved with."""
    ids = deck.slides._sldIdLst
    for each in list(ids):
        deck.part.drop_rel(each.rId)
        ids.remove(each)
