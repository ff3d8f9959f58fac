"""A list of rows, each with a tick of its own, and one tick for all of them; long lists are shown in parts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from ui.shell.text import checkbox_label, escape_html

#: Rows that are shown at once: a list of thousands is as quick as a short one.
PART: Final = 20

#: Some of the ids -> what each row is, and what else to know of it.
Words = Callable[[Sequence[str]], Iterable[tuple[str, str]]]
#: Takes rows, and whether they were ticked or unticked.
Turn = Callable[[Collection[str], bool], None]


def pick_rows(name: str, ids: Sequence[str], words: Words, ticked: Collection[str], every: str, turn: Turn) -> None:
    """Draws a tick per row of `ids`, those in `ticked` set, and above them one for `every` row; `turn` takes a click.

    name: of the widgets. What is ticked lives with the caller: neither another part nor another page loses it, and of
    two quick clicks both count.
    """
    on = set(ticked)
    with st.container(gap="xsmall"):
        if len(ids) > 1:
            tick(f"{name} all", every, on.issuperset(ids), partial(turn, ids))
        part = pick_part(name, ids)
        for row_id, (what, more) in zip(part, words(part), strict=True):
            tick(f"{name} {row_id}", what, row_id in on, partial(turn, [row_id]))
            st.html(f'<p class="beside">{escape_html(more)}</p>')


def tick(key: str, label: str, value: bool, turn: Callable[[bool], None]) -> None:
    """Draws one tick whose `value` lives with the caller: `turn` takes a click before anything else is drawn."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.checkbox(checkbox_label(label), key=key, on_change=lambda: turn(st.session_state[key]), width="stretch")


def pick_part(name: str, ids: Sequence[str]) -> Sequence[str]:
    """The rows to show: all of a short list, else the part that somebody picks."""
    if len(ids) <= PART:
        return ids
    first = st.selectbox(
        "看哪些行", range(0, len(ids), PART), key=f"{name} part", width=240,
        format_func=lambda start: f"第{start + 1}–{min(start + PART, len(ids))}行,共{len(ids)}行",
    )  # fmt: skip
    return ids[first : first + PART]
