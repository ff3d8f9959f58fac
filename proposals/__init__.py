"""Proposed changes: diff against the current version, merge, conflicts, preview, commit."""
