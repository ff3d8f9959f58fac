"""glibc gives threads arenas of their own to take memory from, sixteen on two processors; here they share.

What a thread leaves in its arena is of no use to the threads of another one, and each run of a page is a thread: of a
workbook that was uploaded and dropped again tens of megabytes stayed behind in each.
"""

import ctypes
import platform
from typing import Final

#: M_ARENA_MAX of glibc's malloc.h.
_ARENA_MAX: Final = -8


def glibc() -> ctypes.CDLL | None:
    """The C library, where it is the one that has arenas: not on Windows, macOS and Alpine."""
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None


def share_arena() -> None:
    """Lets no arena be added to those that there are. Python runs one thread at a time, so none waits for another."""
    if library := glibc():
        library.mallopt(_ARENA_MAX, 1)
