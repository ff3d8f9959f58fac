"""For all tests."""

import sys

import pytest


@pytest.fixture(autouse=True)
def _processes_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets tests start processes of their own, whatever ran before them.

    multiprocessing runs the file of the main module again in each child. Under pytest-xdist that is a script of
    execnet, and after a test of a page it is the page: Streamlit puts the script that it runs there.
    """
    monkeypatch.delattr(sys.modules["__main__"], "__file__", raising=False)
