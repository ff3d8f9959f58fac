"""Scripts of the sandbox that run in the process of the test: the start of a child costs more than its work.

For tests of what is read. What the sandbox itself does, its limits and its ends, is tested with real children
(pytestmark = pytest.mark.sandbox), and so is that both give the same answer (loaders/workbook/test_process.py).
"""

import gc
import importlib
import io
import json
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest

from loaders.sandbox import run
from loaders.workbook import process

ROOT: Final = Path(__file__).parents[1]
#: The modules that ask for children. Those whose children may write files are left alone.
_CALLERS: Final = (process,)
#: The scripts change the module `sys` that they see.
_LOCK: Final = threading.Lock()


def use_quick_children(patch: pytest.MonkeyPatch) -> None:
    """From now on scripts of the project run in this process, unless they may write files."""
    for caller in _CALLERS:
        patch.setattr(caller, "run_child", run_here)


def run_here(
    script: Path,
    request: Mapping[str, Any],
    content: bytes,
    limits: run.Limits,
    cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """The answer that run_child gives for `script`, without a child process."""
    if limits.file_size or not script.is_relative_to(ROOT):
        return run.run_child(script, request, content, limits, cancelled)
    if cancelled is not None and cancelled():
        raise run.Cancelled
    module = importlib.import_module(".".join(script.relative_to(ROOT).with_suffix("").parts))
    answer, collects = io.BytesIO(), gc.isenabled()
    streams = SimpleNamespace(
        stdin=SimpleNamespace(buffer=io.BytesIO(json.dumps(request).encode() + b"\n" + content)),
        stdout=SimpleNamespace(buffer=answer),
    )
    with _LOCK, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "sys", streams)
        try:
            status = module.main()
        finally:
            (gc.enable if collects else gc.disable)()
    if status != 0:
        raise run.ChildFailed(status, "")
    return answer.getvalue()
