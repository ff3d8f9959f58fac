"""For all tests."""

import os
import sys

import pytest

#: A test without a store of its own finds none, and not the one of whoever works on this machine.
os.environ["PROGRESS_DATABASE_URL"] = "sqlite:////dev/null/no-store.db"


@pytest.fixture(autouse=True)
def _processes_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets tests start processes of their own, whatever ran before them.

    multiprocessing runs the file of the main module again in each child. Under pytest-xdist that is a script of
    execnet, and after a test of a page it is the page: Streamlit puts the script that it runs there.
    """
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
