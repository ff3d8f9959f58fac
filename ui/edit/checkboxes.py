"""A list of rows with a checkbox each and one for all of them; long lists are paged."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from ui.shell.text import checkbox_label, escape_html

#: Rows per page, so that long lists stay fast.
PAGE_SIZE: Final = 20

#: Row ids -> (label, details) of each row.
Describe = Callable[[Sequence[str]], Iterable[tuple[str, str]]]
#: Called with row ids and whether they were checked.
OnToggle = Callable[[Collection[str], bool], None]


def pick_rows(
    name: str, ids: Sequence[str], describe: Describe, checked: Collection[str], all_label: str, on_toggle: OnToggle
) -> None:
    """Draws a checkbox per row of `ids`, those in `checked` set, and above them one for all, labelled `all_label`.

    name: prefix of the widget keys. The caller owns the state and updates it in `on_toggle`, so that it survives a
    change of page and two quick clicks.
    """
    selected = set(checked)
    with st.container(gap="xsmall"):
        if len(ids) > 1:
            checkbox(f"{name} all", all_label, selected.issuperset(ids), partial(on_toggle, ids))
        page = pick_page(name, ids)
        for row_id, (label, details) in zip(page, describe(page), strict=True):
            checkbox(f"{name} {row_id}", label, row_id in selected, partial(on_toggle, [row_id]))
            st.html(f'<p class="beside">{escape_html(details)}</p>')


def checkbox(key: str, label: str, value: bool, on_toggle: Callable[[bool], None]) -> None:
    """Draws a checkbox whose `value` the caller owns: `on_toggle` runs before the page is drawn again."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    st.checkbox(checkbox_label(label), key=key, on_change=lambda: on_toggle(st.session_state[key]), width="stretch")


def pick_page(name: str, ids: Sequence[str]) -> Sequence[str]:
    """The rows to show: all of a short list, else those of the picked page."""
    if len(ids) <= PAGE_SIZE:
        return ids
    first = st.selectbox(
        "看哪些行", range(0, len(ids), PAGE_SIZE), key=f"{name} part", width=240,
        format_func=lambda start: f"第{start + 1}–{min(start + PAGE_SIZE, len(ids))}行，共{len(ids)}行",
    )  # fmt: skip
    return ids[first : first + PAGE_SIZE]
