"""A change on its way in: diff against the current version, merge, conflicts, preview, commit."""
