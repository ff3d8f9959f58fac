"""Settings and filters that a reader picks. All are query parameters, so that a view can be shared as a link."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from charts.theme import PALETTE_WORDS
from domain.judging.bands import status_rules
from domain.schema.tables import DOMAINS
from domain.schema.vocabulary import SEVERITIES
from ui.shell.index_page import TITLE
from ui.shell.links import page_link, view_link
from ui.shell.text import escape_html
from views.panel import Panel

_SESSION_PREFIX: Final = "kept "
_DIGITS: Final = 10  # a longer offset is in no text
_SWITCH: Final = {"off": "显示", "on": "隐去"}


@dataclass(frozen=True)
class Settings:
    """Display settings of the whole app.

    rule: an id of bands.yml. palette: a key of charts.theme.PALETTES. hide: redact names of persons and disciplinary
    counts.
    """

    rule: str
    palette: str
    hide: bool


def settings() -> Settings:
    """The settings in the address, else those of the reader's session, else the defaults."""
    values = {key: _query_choice(key, choices) for key, (choices, _) in _settings().items()}
    return Settings(values["rule"], values["palette"], values["hide"] == "on")


def pick_settings(unit: str) -> None:
    """The name of the dashboard with its `unit`, the field for 查找 and the settings in the sidebar of every page.

    The settings are kept from page to page in the session and the address (?hide=on). Links in one fold, not widgets:
    widgets would take a tenth of a page's drawing time.
    """
    rows, changed = [], False
    for key, (choices, label) in _settings().items():
        if key in st.query_params:
            st.session_state[_SESSION_PREFIX + key] = st.query_params[key]
        elif _SESSION_PREFIX + key in st.session_state:
            st.query_params[key] = st.session_state[_SESSION_PREFIX + key]
        chosen, requested = _query_choice(key, choices), st.query_params.get(key, "")
        unknown = _unknown_html(label, requested, choices[chosen]) if requested and requested != chosen else ""
        changed = changed or bool(unknown) or chosen != next(iter(choices))
        rows.append(choices_html(key, choices, label, chosen) + unknown)
    opened = " open" if changed else ""
    field = search_field(page_link("search"), label="查找")
    name = f"<p><span>{escape_html(unit)}</span><span>{TITLE}</span></p>" if unit else f"<p><span>{TITLE}</span></p>"
    st.sidebar.html(
        f'<div class="brand">{name}{field}</div>'
        f'<details class="settings"{opened}><summary>显示设置</summary>{"".join(rows)}</details>'
    )


def _settings() -> dict[str, tuple[Mapping[str, str], str]]:
    """Each setting's choices (code -> label, the default first) and its own label."""
    rules = {code: rule.name for code, rule in status_rules().items()}
    return {"rule": (rules, "判定规则"), "palette": (PALETTE_WORDS, "配色"), "hide": (_SWITCH, "人名和处分人数")}


def _query_choice(key: str, choices: Mapping[str, str]) -> str:
    """The value of `key` in the address, else in the session; the first of `choices` where it is none of them."""
    value = st.query_params.get(key, st.session_state.get(_SESSION_PREFIX + key, ""))
    return value if value in choices else next(iter(choices))


def pick_place(length: int) -> int | None:
    """The character offset in the address (?at=1353); None where missing or, which is said, not below `length`."""
    text = st.query_params.get("at", "")
    if text.isascii() and text.isdecimal() and len(text) < _DIGITS and int(text) < length:
        return int(text)
    if text:
        st.html(_unknown_html("位置", text, "全文"))
    return None


def pick_domain(rows: pd.DataFrame, **words: str) -> str:
    """The domain to show ("" for all), among those of `rows` (column domain), with the number of rows of each.

    words: other words for a domain, by its code.
    """
    counts, named = rows["domain"].value_counts(), {**DOMAINS, **words}
    return pick("domain", {code: f"{word} {counts[code]}" for code, word in named.items() if code in counts}, "领域")


def pick_severity(findings: pd.DataFrame) -> str:
    """The severity of the findings to show ("" for all), with the number of findings of each."""
    counts = findings["severity"].value_counts()
    options = {code: f"{word} {counts[code]}" for code, word in SEVERITIES.items() if code in counts}
    return pick("severity", options, "结论")


def pick_section(sections: Collection[str]) -> str:
    """The domain whose section to show; by default the first of `sections`."""
    first = next(iter(sections))
    return pick("section", {code: DOMAINS[code] for code in sections}, "领域", default=first)


def picked(panel: Panel, **picks: str) -> Panel:
    """`panel` with the rows whose columns equal `picks` (column -> code); "" selects every row.

    Where nothing is picked, the same panel object, so that its cached figure is reused.
    """
    if not any(picks.values()):
        return panel
    rows = panel.table
    for column, code in picks.items():
        rows = rows[rows[column] == code] if code else rows
    return replace(panel, table=rows.reset_index(drop=True))


def pick(key: str, options: Mapping[str, str], label: str, *, default: str = "") -> str:
    """One of `options` (code -> label): a row of links that set ?`key`= in the address.

    Without a `default` there is also 全部 (""). A value that `options` does not have is named, and is the default.
    """
    requested = st.query_params.get(key, default)
    chosen = requested if requested in options else default
    choices = dict(options) if default else {"": "全部", **options}
    note = ""
    if requested != chosen and requested:
        note = _unknown_html(label, requested, choices[chosen].partition(" ")[0])
    st.html(choices_html(key, choices, label, chosen) + note)
    return chosen


def _unknown_html(label: str, requested: str, shown: str) -> str:
    """The note that names a value of the address that there is not, and what is shown instead."""
    words = f"地址里的{label}“{requested[:20]}”在这里没有内容，下面显示{shown}。"
    return f'<p class="note" role="status">{escape_html(words)}</p>'


def choices_html(key: str, choices: Mapping[str, str], label: str, chosen: str, **query: str) -> str:
    """A row of links, one per choice, that set ?`key`= and `query`; the chosen one marked."""
    links = []
    for code, words in choices.items():
        current = ' aria-current="true"' if code == chosen else ""
        links.append(f'<a href="{escape_html(view_link(**{**query, key: code}))}"{current}>{escape_html(words)}</a>')
    return (
        f'<nav class="chips" aria-label="{escape_html(label)}"><span>{escape_html(label)}</span>{"".join(links)}</nav>'
    )


def search_field(address: str, query: str = "", *, label: str) -> str:
    """A field whose Enter opens `address` with what was typed as ?q=."""
    return (
        f'<input type="search" class="search" data-address="{escape_html(address)}" value="{escape_html(query)}" '
        f'aria-label="{escape_html(label)}" placeholder="{escape_html(label)}" maxlength="60">'
    )
