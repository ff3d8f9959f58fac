"""Dashboards that are forked off a process that has imported the program: a start takes a tenth of a new process's.

The process that is forked has run nothing: no configuration, store or server. Each dashboard is a process of its own
with its own folder and environment, and runs what `python -m streamlit` runs; so is each command of a test. What a test
says about the start or the end of the program itself needs a process that was really started:
start_server(new_process=True), subprocess.
"""

import atexit
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
_PACKAGES: Final = ("proposals", "views", "charts", "exports", "ui")
#: No modules to import: Streamlit and Python run them.
_SCRIPTS: Final = ("navigation.py", "__main__.py")


def _modules_of_program() -> list[str]:
    files = [file.relative_to(ROOT) for package in _PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
    return [
        ".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files if file.name not in _SCRIPTS
    ]


#: Makes processes from one that has imported the program and the functions that the tests run in processes.
PROCESSES: Final = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["tests.store.committer", "tests.store.reader", __name__, "streamlit.web.cli", "uvicorn", *_modules_of_program()]
)


class Forked:
    """A forked process, with what the tests use of subprocess.Popen."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        assert process.pid is not None
        self.pid: int = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, negative for a signal. Raises TimeoutExpired."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(["streamlit"], timeout or 0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def fork_streamlit(arguments: list[str], folder: Path, environment: Mapping[str, str], log: Path) -> Forked:
    """Run `streamlit` with `arguments` in `folder`, printing into `log`."""
    return _fork(_run_streamlit, arguments, folder, environment, log, log)


def fork_python(*arguments: str, output: Path, errors: Path, **environment: str) -> Forked:
    """Run `python` with `arguments` (-m MODULE … or -c CODE …) in ROOT.

    output, errors: files for what it prints; environment: beside that of the test.
    """
    return _fork(_run_python, list(arguments), ROOT, {**os.environ, **environment}, output, errors)


def run_python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same to its end, as subprocess.run does it."""
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        status = fork_python(*arguments, output=output, errors=errors, **environment).wait(timeout=120)
        return subprocess.CompletedProcess(
            arguments, status, output.read_text(encoding="utf-8"), errors.read_text(encoding="utf-8")
        )


def _fork(
    run: Callable[[list[str]], None], arguments: list[str], folder: Path, environment: Mapping[str, str],
    output: Path, errors: Path,
) -> Forked:  # fmt: skip
    process = PROCESSES.Process(target=_begin, args=(run, arguments, folder, dict(environment), output, errors))
    with pytest.MonkeyPatch.context() as patch:  # else the child runs the main module of the tests again
        patch.delattr(sys.modules["__main__"], "__file__", raising=False)
        process.start()
    return Forked(process)


def _begin(
    run: Callable[[list[str]], None], arguments: list[str], folder: Path, environment: dict[str, str],
    output: Path, errors: Path,
) -> None:  # fmt: skip
    for standard, file in ((1, output), (2, errors)):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        os.dup2(opened, standard)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    tempfile.tempdir = None
    run(arguments)


def _run_streamlit(arguments: list[str]) -> None:
    sys.argv = ["streamlit", *arguments]
    from streamlit.web.cli import main

    main(prog_name="streamlit")


def _run_python(arguments: list[str]) -> None:
    kind, what, *rest = arguments
    sys.argv = [kind, *rest]
    try:
        if kind == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            exec(what, {"__name__": "__main__"})
    finally:
        atexit._run_exitfuncs()  # a forked process ends without them: the store is closed there
