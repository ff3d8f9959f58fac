"""Whether a session holds something that nobody has committed, said to the browser, which asks before it is lost."""

import streamlit as st

from ui.edit.editing import Editing
from ui.edit.pending_change import PendingChange
from ui.edit.upload import KEY

#: Page → what a session keeps of it. These two pages say themselves what they hold, once they have drawn it.
_EDIT, _UPLOAD = "edit", "upload"


def has_unsaved(page: str) -> bool:
    """Whether the session has changed tables, decisions or an uploaded file, in any period, of other pages than `page`.

    A reload would lose those too.
    """
    kept = list(st.session_state.values())
    edits = any(isinstance(each, Editing) and not each.untouched for each in kept)
    uploads = any(isinstance(each, PendingChange) and each.key == KEY and each.is_open for each in kept)
    return (edits and page != _EDIT) or (uploads and page != _UPLOAD)


def mark_unsaved(page: str) -> None:
    """Tell the browser on `page` what other pages left uncommitted (ui/shell/assets/unsaved.js looks for it)."""
    if has_unsaved(page):
        st.html('<span hidden data-unsaved="1"></span>')
