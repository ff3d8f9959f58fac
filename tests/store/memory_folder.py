"""A file system in memory, for what the tests write and nobody needs after them."""

import os
import shutil
from pathlib import Path
from typing import Final

_MEMORY: Final = Path("/dev/shm")
#: The room that the folders of the tests need there at most, in bytes.
_ROOM: Final = 4 * 2**30


def memory_folder() -> Path | None:
    """The folder of that file system; None where there is none or too little room is left in it."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        return _MEMORY
    return None
