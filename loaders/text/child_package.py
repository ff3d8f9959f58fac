"""The parts of a .docx and the elements in them, names without namespaces. Part of the child process: lxml only.

Transitional and strict documents differ in their namespaces alone, so that names are enough.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

_DOCUMENT: Final = "word/document.xml"


class Package:
    """A .docx; `main` is the part with the text."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = {name.replace("\\", "/"): name for name in self._archive.namelist()}
        self.main = self._targets("").get("officeDocument", _DOCUMENT)
        self._parts = self._targets(self.main)

    def root(self, part: str) -> Any:
        """The root element of the part called `part`, None where there is none."""
        name = self._names.get(part)
        return None if name is None else parse_xml(self._archive.read(name))

    def related(self, kind: str) -> Any:
        """The root of the part that the main one has of a `kind` (styles, numbering, footnotes …); None: has none."""
        part = self._parts.get(kind)
        return None if part is None else self.root(part)

    def _targets(self, part: str) -> dict[str, str]:
        """Kind of a relationship of `part` → the part that it leads to; external ones are left out."""
        folder, name = posixpath.split(part)
        relations = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            attribute(each, "Type").rpartition("/")[2]: posixpath.normpath(
                posixpath.join("/", folder, attribute(each, "Target"))
            ).lstrip("/")
            for each in children(relations, "Relationship")
            if attribute(each, "TargetMode") != "External"
        }


def parse_xml(xml: bytes) -> Any:
    """The root element; no entities, no external files, no network. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml, parser)


def name_of(element: Any) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The attribute called `name` in any namespace, "" where there is none."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def children(element: Any, name: str) -> Iterator[Any]:
    """The children called `name`; none of None."""
    if element is not None:
        yield from (each for each in element if name_of(each) == name)


def child(element: Any, name: str) -> Any:
    """The first child called `name`, None where there is none."""
    return next(children(element, name), None)


def value_of(element: Any) -> str:
    """The attribute val, "" where there is none."""
    return attribute(element, "val")


def is_on(element: Any) -> bool:
    """Whether a property is there and on: <w:strike/>, <w:strike w:val="1"/>."""
    return element is not None and value_of(element) not in ("0", "false", "off", "none")
