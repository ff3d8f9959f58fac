"""For all tests."""

import os
import sys


def pytest_configure() -> None:
    """Lets tests start processes of their own under pytest-xdist.

    A worker's main module is a script of execnet, which multiprocessing would run again in each child.
    """
    if "PYTEST_XDIST_WORKER" in os.environ and hasattr(sys.modules["__main__"], "__file__"):
        del sys.modules["__main__"].__file__
