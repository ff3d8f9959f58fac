"""A store filled from seeds/, made once in a process and copied for each test that begins with it."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

import pytest

from proposals.report_import import ensure_filled
from store.engine import SETTING, engine


@functools.cache
def filled_store() -> Path:
    """The file of the store as it is after the first start. Not to be changed: copy it."""
    folder = Path(tempfile.mkdtemp(prefix="progress-filled-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{folder}/progress.db")
        ensure_filled()
        engine().dispose()
    return folder / "progress.db"
