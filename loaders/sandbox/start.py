"""What a child process starts with: python -I start.py SCRIPT LIMITS. Limits its resources, then runs the script.

Standard library only. The packages of `loaders` are put in place without their __init__.py, which would load the whole
project, so that a script imports its neighbours as any module does.
"""

import json
import runpy
import sys
from pathlib import Path
from types import ModuleType
from typing import Final

_LOADERS: Final = Path(__file__).resolve().parents[1]
_PACKAGES: Final = ("text", "workbook")


def limit_resources(memory: int, cpu_seconds: int, file_size: int) -> None:
    """Resource limits of this process on POSIX: memory, CPU time, file size, no core dump, no child processes.

    Windows has none of these; there only the parent's limits on bytes and time apply.
    """
    try:
        import resource
    except ImportError:
        return
    for what, limit in (
        ("RLIMIT_AS", memory), ("RLIMIT_CPU", cpu_seconds), ("RLIMIT_FSIZE", file_size), ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    ):  # fmt: skip
        number = getattr(resource, what, None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            last = limit + (what == "RLIMIT_CPU")  # at the hard limit Linux sends SIGKILL instead of SIGXCPU
            bounds = (limit, last) if hard == resource.RLIM_INFINITY else (min(limit, hard), min(last, hard))
            resource.setrlimit(number, bounds)


def add_packages() -> None:
    """Puts `loaders` and its packages into sys.modules without running any __init__.py."""
    for name, path in (("loaders", _LOADERS), *((f"loaders.{name}", _LOADERS / name) for name in _PACKAGES)):
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__path__ = [str(path)]


if __name__ == "__main__":
    limit_resources(**json.loads(sys.argv[2]))
    add_packages()
    runpy.run_path(sys.argv[1], run_name="__main__")
