"""Limits glibc's malloc to one arena.

By default glibc makes up to eight arenas per processor. Memory freed in one arena is not reused by threads of another,
and each page run is a thread of its own: without the limit, tens of megabytes of an uploaded workbook stay allocated
in every arena.
"""

import ctypes
import platform
from typing import Final

#: From glibc's malloc.h: M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD.
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
#: Values for the two thresholds, in bytes. By default both grow with the largest freed block, up to 32 and 64 MB.
_MMAP_BYTES: Final = 256 * 1024
_TRIM_BYTES: Final = 1024 * 1024


def glibc() -> ctypes.CDLL | None:
    """The C library if it is glibc; None on Windows, macOS and Alpine."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


def share_arena() -> None:
    """Limits malloc to one arena and fixes the thresholds from which freed memory is returned to the system.

    The GIL serializes Python threads, so they do not contend for the arena.
    """
    if library := glibc():
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_MMAP_THRESHOLD, _MMAP_BYTES)
        library.mallopt(_TRIM_THRESHOLD, _TRIM_BYTES)
