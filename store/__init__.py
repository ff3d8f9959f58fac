"""Versions: append-only, whole, in SQLite by default."""
