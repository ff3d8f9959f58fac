"""Tells the browser whether the session has uncommitted changes; it asks before closing or reloading the tab."""

import streamlit as st

from ui.edit.editing import Editing
from ui.edit.pending_change import PendingChange
from ui.edit.upload import KEY

#: Addresses of the pages that mark their own uncommitted changes.
_EDIT, _UPLOAD = "edit", "upload"


def has_unsaved(page: str) -> bool:
    """Whether the session has uncommitted edits or uploads, of any period, on other pages than `page`."""
    stored = list(st.session_state.values())
    edits = any(isinstance(value, Editing) and not value.untouched for value in stored)
    uploads = any(isinstance(value, PendingChange) and value.key == KEY and value.is_open for value in stored)
    return (edits and page != _EDIT) or (uploads and page != _UPLOAD)


def mark_unsaved(page: str) -> None:
    """Draw the marker for ui/shell/assets/unsaved.js if other pages than `page` left changes uncommitted."""
    if has_unsaved(page):
        st.html('<span hidden data-unsaved="1"></span>')
