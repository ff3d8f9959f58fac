"""A report as received: a document and where it comes from."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from domain.origin import OriginError, load_origin
from domain.os_errors import os_error_text
from loaders.text.document import read_document
from loaders.text.refusals import SourceError


@dataclass(frozen=True)
class Source:
    """One report: `text` has \\n as its only line end, and every offset in every table points into it.

    encoding: of a plain text, else the kind of document (docx, doc, pdf, html); notes: what was left out of the text or
    read in another way, a line each.
    """

    source_id: str
    text: str
    encoding: str
    sha256: str
    received: bytes = field(repr=False)
    origin: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def load_source(path: Path | str) -> Source:
    """The report in the file `path`, with the origin.yml beside it. Raises SourceError."""
    path = Path(path)
    try:
        received = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}：打不开（{os_error_text(error)}），请检查文件名和路径") from error
    try:
        origin = load_origin(path)
    except OriginError as error:
        raise SourceError(str(error)) from error
    return parse_source(received, path.name, origin)


def parse_source(
    received: bytes, name: str, origin: dict[str, str] | None = None, stop: Callable[[], bool] | None = None
) -> Source:
    """The report that the bytes of a document called `name` hold. Raises SourceError, as `read_document` does.

    Also raises Cancelled once `stop()` is true.
    """
    document = read_document(received, name, stop)
    return Source(
        Path(name).stem, document.text, document.encoding, hashlib.sha256(received).hexdigest(), received, origin or {},
        document.notes,
    )  # fmt: skip
