"""Checks of zipped documents before any parser: number, names and compression of their parts; nothing is written."""

import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

MAX_MEMBERS: Final = 2000
MAX_INFLATED: Final = 150 * 2**20
#: The highest compression ratio, for members that inflate to more than RATIO_FROM bytes.
MAX_RATIO: Final = 200
RATIO_FROM: Final = 100 * 1024

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Entries of an OLE file that say that it has a password.
OLE_ENCRYPTED: Final = ("EncryptedPackage", "EncryptionInfo")
#: First bytes of files that are neither a document nor a workbook → what they are, on screen.
OTHER_KINDS: Final = {
    b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"{\\rtf": "RTF 文件",
    b"Rar!": "压缩文件", b"7z\xbc\xaf": "压缩文件", b"\x1f\x8b": "压缩文件", b"PK\x05\x06": "空的压缩文件",
}  # fmt: skip
#: Errors of zipfile for damaged archives, besides RuntimeError for a password.
BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, ValueError, EOFError, NotImplementedError, OSError,
)  # fmt: skip

_CHUNK: Final = 1 << 18
_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED_FLAG: Final = 0x1
_DIRECTORY_ENTRY: Final = 128


class BadArchive(Exception):
    """What is wrong with an archive: a code (too_many_parts, bad_name, encrypted, inflates, squeezed) and its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.code, self.slots = code, slots


def check_count(data: bytes) -> None:
    """Raises BadArchive where the bytes of an archive list too many members; the archive is not opened."""
    if (count := data.count(_ENTRY)) > MAX_MEMBERS:
        raise BadArchive("too_many_parts", count=count, limit=MAX_MEMBERS)


def check_members(members: Iterable[zipfile.ZipInfo]) -> None:
    """Raises BadArchive: too many members, names that climb, are absolute or repeated, a password."""
    members = list(members)
    names = [inner_name(member) for member in members]
    if len(names) > MAX_MEMBERS:
        raise BadArchive("too_many_parts", count=len(names), limit=MAX_MEMBERS)
    for name in names:
        if ".." in name.split("/") or name.startswith("/") or "\0" in name or ":" in name:
            raise BadArchive("bad_name", part=name)
    counts = Counter(name.lower() for name in names)
    if duplicate := next((name for name in names if counts[name.lower()] > 1), None):
        raise BadArchive("bad_name", part=duplicate)
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise BadArchive("encrypted")


def inflated(
    archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]
) -> Iterator[tuple[zipfile.ZipInfo, Iterator[bytes]]]:
    """Each member with its contents in chunks, counted: read all chunks of one before the next member.

    Raises BadArchive where all together, or the ratio of one, exceed the limits.
    """
    total = 0

    def chunks(member: zipfile.ZipInfo) -> Iterator[bytes]:
        nonlocal total
        size = 0
        with archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                total += len(chunk)
                if total > MAX_INFLATED:
                    raise BadArchive("inflates", limit=MAX_INFLATED >> 20)
                if size > RATIO_FROM and size > MAX_RATIO * max(member.compress_size, 1):
                    raise BadArchive("squeezed", part=member.filename, limit=MAX_RATIO)
                yield chunk

    for member in members:
        yield member, chunks(member)


def inner_name(member: zipfile.ZipInfo) -> str:
    """The name of a part; some programs for Windows write it with backslashes."""
    return member.orig_filename.replace("\\", "/")


def has_ole_entry(data: bytes, name: str) -> bool:
    """Whether a directory entry of an OLE file has that name in any case.

    UTF-16 at the start of 128 bytes, then its length.
    """
    entry = name.encode("utf-16-le") + b"\0\0"
    return any(
        match.start() % _DIRECTORY_ENTRY == 0
        and data[match.start() + 64 : match.start() + 66] == len(entry).to_bytes(2, "little")
        for match in re.finditer(re.escape(entry), data, re.IGNORECASE)
    )
