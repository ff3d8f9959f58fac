"""A document as received (.docx, .doc, .wps, .pdf, .html, text) to its text; parsers run in the sandbox."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from loaders.sandbox.run import Busy, ChildFailed, Limits, TimedOut, process_slot, run_child
from loaders.text.document_guard import KIND_NAMES, Checked, Refused, check_document
from loaders.text.html_encoding import decode_page
from loaders.text.plain_text import decode_text
from loaders.text.refusals import SourceError, note_line, refusal_line

MAX_PAGES: Final = 300
MAX_CHARACTERS: Final = 400_000
WALL_SECONDS: Final = 60.0
CPU_SECONDS: Final = 50
MEMORY: Final = 2**30
#: Bytes that the converter of .doc may write to one file.
_LARGEST_FILE: Final = 150 * 2**20

_CHILD: Final = Path(__file__).with_name("child_read.py")


@dataclass(frozen=True)
class Document:
    """text: with \\n as its only line end, tables as lines of cells between bars; kind: what the bytes were.

    encoding: of a text, else the kind once more; notes: what was left out or read in another way, a line each.
    """

    text: str
    kind: str
    encoding: str
    notes: tuple[str, ...] = ()


def read_document(data: bytes, name: str, stop: Callable[[], bool] | None = None) -> Document:
    """The text of the document `data`, called `name`.

    Raises SourceError with one line that says what is wrong and what to do, and Cancelled once `stop()` is true.
    """
    try:
        checked = check_document(data, name)
        document = _read_plain(data, name) if checked.kind == "txt" else _read_parsed(data, name, checked, stop)
        if len(document.text) > MAX_CHARACTERS:
            raise Refused("too_long", count=len(document.text), limit=MAX_CHARACTERS)
    except Refused as refusal:
        slots = {"kind": "文件", **refusal.slots}
        raise SourceError(refusal_line(name, refusal.code, slots), refusal.code) from refusal
    notes = (note_line("kind_differs", **checked.differs),) if checked.differs else ()
    return Document(document.text, document.kind, document.encoding, notes + document.notes)


def _read_plain(data: bytes, name: str) -> Document:
    text, encoding = decode_text(data, name)
    if not text.strip("\ufeff \u3000\n\t"):
        raise Refused("no_text")
    return Document(text, "txt", encoding)


def _read_parsed(data: bytes, name: str, checked: Checked, stop: Callable[[], bool] | None) -> Document:
    content = decode_page(data, name).encode() if checked.kind == "html" else data
    answer = _ask(checked.kind, content, stop)
    if "refused" in answer:
        raise Refused(answer["refused"], **{"kind": KIND_NAMES[checked.kind], **answer["slots"]})
    notes = [note_line(code, count=count) for code, count in answer["notes"].items()]
    if answer["pictures"]:
        notes.insert(0, note_line("pictures", pages="、".join(map(str, answer["pictures"]))))
    return Document(answer["text"], checked.kind, checked.kind, tuple(notes))


def _ask(kind: str, content: bytes, stop: Callable[[], bool] | None) -> dict[str, Any]:
    """The answer of child_read.py. Raises Refused."""
    request = {"kind": kind, "limits": {"pages": MAX_PAGES, "characters": MAX_CHARACTERS}}
    with tempfile.TemporaryDirectory() as folder:
        is_written = kind == "doc"
        environment = {"TMPDIR": folder, "TEMP": folder, "TMP": folder} if is_written else {}
        limits = Limits(WALL_SECONDS, CPU_SECONDS, MEMORY, _LARGEST_FILE if is_written else 0, environment)
        try:
            with process_slot(stop):
                answer = run_child(_CHILD, request, content, limits, stop)
        except Busy as error:
            raise Refused("busy") from error
        except TimedOut as error:
            raise Refused("too_slow", limit=int(WALL_SECONDS)) from error
        except ChildFailed as error:
            if error.out_of_time:
                raise Refused("too_slow", limit=int(WALL_SECONDS)) from error
            raise Refused("too_much" if error.out_of_memory else "killed") from error
    found: dict[str, Any] = json.loads(answer)
    return found
