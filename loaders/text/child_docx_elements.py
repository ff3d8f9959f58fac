"""Single elements of a .docx and what they say. Part of the child process: lxml only."""

from collections.abc import Iterator
from typing import Any

from loaders.text.child_package import attribute, child, name_of, value_of


def outermost(element: Any, name: str) -> Iterator[Any]:
    """The elements called `name` below `element` that lie in no other; of alternatives the first."""
    for each in element if element is not None else ():
        if name_of(each) == name:
            yield each
        elif name_of(each) == "AlternateContent":
            yield from outermost(child(each, "Choice"), name) if child(each, "Choice") is not None else ()
        else:
            yield from outermost(each, name)


def is_mark_deleted(properties: Any) -> bool:
    """Whether the end of the paragraph is deleted, so that it continues in the next one."""
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def is_contents(control: Any) -> bool:
    """Whether a control holds a table of contents."""
    gallery = child(child(child(control, "sdtPr"), "docPartObj"), "docPartGallery")
    return value_of(gallery) == "Table of Contents"


def symbol(element: Any) -> str:
    """A character of a symbol font; those without a meaning of their own are bullets."""
    code = attribute(element, "char")
    try:
        char = chr(int(code, 16))
    except ValueError:
        return ""
    return "•" if "\ue000" <= char <= "\uf8ff" else char
