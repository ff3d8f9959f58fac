"""Uncommitted changes of the session: the browser asks before the tab is closed; another person does not see them."""

from typing import Final

import streamlit as st

from store.autosave import person_of
from ui.edit.autosaving import DraftState
from ui.edit.deck_draft import DeckDraft
from ui.edit.edits import Editing
from ui.edit.pending_change import PendingChange
from ui.edit.report_state import ReportState
from ui.edit.upload import KEY
from ui.shell.account import actor
from ui.shell.jobs import Job

#: Session key: whose uncommitted changes the session has.
_PERSON: Final = "person"
#: Addresses of the pages that mark their own uncommitted changes.
_EDIT, _UPLOAD, _REPORT, _MEETING = "edit", "upload", "report", "meeting"


def has_unsaved(page: str) -> bool:
    """Whether the session has uncommitted edits or uploads, of any period, on other pages than `page`."""
    stored = list(st.session_state.values())
    edits = any(isinstance(value, Editing) and not value.untouched for value in stored)
    uploads = any(isinstance(value, PendingChange) and value.key == KEY and value.is_open for value in stored)
    reports = any(isinstance(value, ReportState) and value.content for value in stored)
    decks = any(isinstance(value, DeckDraft) and value.is_dirty for value in stored) and page != _MEETING
    return decks or (edits and page != _EDIT) or (uploads and page != _UPLOAD) or (reports and page != _REPORT)


def mark_unsaved(page: str) -> None:
    """Draw the marker for ui/shell/assets/unsaved.js if other pages than `page` left changes uncommitted."""
    if has_unsaved(page):
        st.html('<span hidden data-unsaved="1"></span>')


def forget_changes_of_others() -> None:
    """Drop uncommitted changes from the session where somebody else has signed in since; their drafts stay saved."""
    person = person_of(actor())
    if st.session_state.get(_PERSON, person) != person:
        for key, value in list(st.session_state.items()):
            if isinstance(value, Editing | PendingChange | ReportState | DraftState | DeckDraft | Job):
                del st.session_state[key]
    st.session_state[_PERSON] = person
