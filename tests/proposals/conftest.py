"""Stores for the tests of proposals."""

from tests.store.conftest import new_store, store  # noqa: F401
