"""The child process: reads one document from stdin and writes its text to stdout.

Started by document.py in the sandbox: standard library, lxml, pypdfium2 and msdoc2docx only. stdin: one line of JSON
with the request, then the bytes. stdout: one line of JSON with the text and how often each thing was met that has to be
said, or with the reason why nothing was read.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from loaders.text.child_blocks import Block, render_text
from loaders.text.child_refusal import Refusal

#: What lxml says where memory ends.
_OUT_OF_MEMORY: Final = ("memory", "unknown error")


def read_content(kind: str, content: bytes, limits: dict[str, int]) -> dict[str, Any]:
    """The answer for a document of a `kind`: docx, doc, pdf, or html as UTF-8.

    Raises Refusal, and whatever the parsers raise.
    """
    pictures: list[int] = []
    notes: Counter[str]
    blocks: Sequence[Block]
    if kind == "pdf":
        from loaders.text.child_pdf import read_pdf

        blocks, notes, pictures = read_pdf(content, limits["pages"])
    elif kind == "html":
        from loaders.text.child_html import read_html

        blocks, notes = read_html(content.decode())
    else:
        from loaders.text.child_docx import read_docx

        blocks, notes = read_docx(_converted(content) if kind == "doc" else content)
    text = render_text(blocks, notes)
    if len(text) > limits["characters"]:
        raise Refusal("too_long", count=len(text), limit=limits["characters"])
    if not text.strip():
        raise Refusal("scanned" if notes["picture"] else "no_text")
    return {"text": text, "notes": {name: count for name, count in notes.items() if count}, "pictures": pictures}


def _converted(content: bytes) -> bytes:
    """A .doc as .docx; the converter works on files, in the folder that the parent process made."""
    from doc2docx import convert
    from doc2docx.errors import EncryptedDocumentError, InvalidWordDocument

    source = Path(tempfile.gettempdir(), "document.doc")
    source.write_bytes(content)
    try:
        return convert(source, source.with_suffix(".docx")).output_path.read_bytes()
    except EncryptedDocumentError as error:
        raise Refusal("encrypted") from error
    except InvalidWordDocument as error:
        raise Refusal("old_word" if "wIdent" in str(error) else "broken") from error


def main() -> int:
    """Execute the request; exit status 0, also for a refusal."""
    request = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer = read_content(request["kind"], content, request["limits"])
    except Refusal as error:
        answer = error.answer
    except MemoryError:
        answer = {"refused": "too_much", "slots": {}}
    except Exception as error:  # parsers raise various errors on damaged files
        is_memory = any(words in str(error).lower() for words in _OUT_OF_MEMORY)
        answer = {"refused": "too_much" if is_memory else "broken", "slots": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
