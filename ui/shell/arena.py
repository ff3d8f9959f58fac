"""glibc gives threads arenas of their own to take memory from, sixteen on two processors; here they share.

What a thread leaves in its arena is of no use to the threads of another one, and each run of a page is a thread: of a
workbook that was uploaded and dropped again tens of megabytes stayed behind in each.
"""

import ctypes
import platform
from typing import Final

#: Of glibc's malloc.h: M_ARENA_MAX, M_MMAP_THRESHOLD, M_TRIM_THRESHOLD.
_ARENA_MAX: Final = -8
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
#: Bytes from which a piece is taken from the system and given back by itself; free bytes at an arena's end that are
#: given back. By default both grow with the largest piece that was ever freed, up to 32 and 64 MB.
_LARGE: Final = 256 * 1024
_LEFT: Final = 1024 * 1024


def glibc() -> ctypes.CDLL | None:
    """The C library, where it is the one that has arenas: not on Windows, macOS and Alpine."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


def share_arena() -> None:
    """Lets no arena be added to those that there are; large pieces and the free end of an arena go back at once.

    Python runs one thread at a time, so none waits for another.
    """
    if library := glibc():
        library.mallopt(_ARENA_MAX, 1)
        library.mallopt(_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_TRIM_THRESHOLD, _LEFT)
