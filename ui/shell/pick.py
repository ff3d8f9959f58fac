"""What a reader picks. Every pick lives in the address, so that a view can be sent as a link."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd
import streamlit as st

from charts.theme import PALETTE_WORDS
from domain.judging.bands import status_rules
from domain.schema.tables import DOMAINS
from domain.schema.vocabulary import ATTENTION_ORDER, SEVERITIES, STATES
from ui.shell.links import view_link
from ui.shell.text import escaped
from views.panel import Panel

_KEPT: Final = "kept "
_DIGITS: Final = 10  # more of them are no place in any text
_SWITCH: Final = {"off": "显示", "on": "隐去"}


@dataclass(frozen=True)
class Settings:
    """How the whole app shows things. rule: an id of bands.yml; palette: of charts.theme; hide: names of persons and
    disciplinary counts are hidden.
    """

    rule: str
    palette: str
    hide: bool


def settings() -> Settings:
    """The settings that the address asks for, else those that this reader had on the page before, else the defaults."""
    asked = {key: _asked(key, choices) for key, (choices, _) in _settings().items()}
    return Settings(asked["rule"], asked["palette"], asked["hide"] == "on")


def pick_settings() -> None:
    """The settings, in the sidebar of every page. They hold from page to page and stand in the address (?hide=on).

    As links in one fold, not as widgets: those would take a tenth of the time in which a page is drawn.
    """
    rows, changed = [], False
    for key, (choices, label) in _settings().items():
        if key in st.query_params:
            st.session_state[_KEPT + key] = st.query_params[key]
        elif _KEPT + key in st.session_state:
            st.query_params[key] = st.session_state[_KEPT + key]
        chosen = _asked(key, choices)
        changed = changed or chosen != next(iter(choices))
        rows.append(choices_html(key, choices, label, chosen))
    opened = " open" if changed else ""
    st.sidebar.html(f'<details class="settings"{opened}><summary>显示设置</summary>{"".join(rows)}</details>')


def _settings() -> dict[str, tuple[Mapping[str, str], str]]:
    """Each setting's choices (code -> words, the default first) and its label."""
    rules = {code: rule.name for code, rule in status_rules().items()}
    return {"rule": (rules, "判定规则"), "palette": (PALETTE_WORDS, "配色"), "hide": (_SWITCH, "人名和处分人数")}


def _asked(key: str, choices: Mapping[str, str]) -> str:
    """What the address asks for `key`, or what was kept of it; the first of `choices` where that is none of them."""
    value = st.query_params.get(key, st.session_state.get(_KEPT + key, ""))
    return value if value in choices else next(iter(choices))


def pick_place(length: int) -> int | None:
    """The character offset that the address asks for (?at=1353); None without one inside a text of `length`."""
    asked = st.query_params.get("at", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < _DIGITS):
        return None
    return int(asked) if int(asked) < length else None


def pick_domain(rows: pd.DataFrame) -> str:
    """The domain to show ("" for all), among those of `rows` (column domain), with the number of rows of each."""
    counts = rows["domain"].value_counts()
    return pick("domain", {code: f"{word} {counts[code]}" for code, word in DOMAINS.items() if code in counts}, "领域")


def pick_severity(findings: pd.DataFrame) -> str:
    """The severity of findings to show ("" for all), with the number of findings of each."""
    counts = findings["severity"].value_counts()
    options = {code: f"{word} {counts[code]}" for code, word in SEVERITIES.items() if code in counts}
    return pick("severity", options, "结论")


def pick_state(judged: pd.DataFrame) -> str:
    """The state to show ("" for all), among those of `judged` (column state), what needs attention first."""
    counts = judged["state"].value_counts()
    options = {code: f"{STATES[code]} {counts[code]}" for code in ATTENTION_ORDER if code in counts}
    return pick("state", options, "状态")


def pick_section(sections: Collection[str]) -> str:
    """The domain whose section to show, the first of `sections` where none is asked for."""
    first = next(iter(sections))
    return pick("section", {code: DOMAINS[code] for code in sections}, "领域", default=first)


def pick_indicator(labels: Mapping[str, str]) -> str:
    """The row_id of the measure to show, among `labels` (row_id -> label); the first where none is asked for.

    Where the address asks for one, what is below is brought into view.
    """
    if st.query_params.get("indicator") in labels:
        st.html('<span data-here="indicator"></span>')
    return pick("indicator", labels, "指标", default=next(iter(labels)))


def picked(panel: Panel, **picks: str) -> Panel:
    """`panel` with the rows of its table whose columns hold what was picked; "" lets every row through.

    Where nothing is picked it is the panel itself, of which what was made is kept.
    """
    if not any(picks.values()):
        return panel
    rows = panel.table
    for column, code in picks.items():
        rows = rows[rows[column] == code] if code else rows
    return replace(panel, table=rows.reset_index(drop=True))


def pick(key: str, options: Mapping[str, str], label: str, *, default: str = "") -> str:
    """One of `options` (code -> words): a row of links that set ?`key`= in the address.

    Without a `default` there is 全部 as well, which is "". What the address asks for and `options` does not have counts
    as the default.
    """
    chosen = st.query_params.get(key, default)
    chosen = chosen if chosen in options else default
    st.html(choices_html(key, dict(options) if default else {"": "全部", **options}, label, chosen))
    return chosen


def choices_html(key: str, choices: Mapping[str, str], label: str, chosen: str, **query: str) -> str:
    """A row of links, one per choice, that set ?`key`= and `query`; the chosen one marked."""
    links = []
    for code, words in choices.items():
        current = ' aria-current="true"' if code == chosen else ""
        links.append(f'<a href="{escaped(view_link(**{**query, key: code}))}"{current}>{escaped(words)}</a>')
    return f'<nav class="chips" aria-label="{escaped(label)}"><span>{escaped(label)}</span>{"".join(links)}</nav>'
