"""What a reader picks. Every pick lives in the address, so that a view can be sent as a link."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from charts.theme import PALETTE_WORDS
from domain.bands import status_rules
from domain.views.panel import Panel
from domain.vocabulary import DOMAINS, SEVERITIES
from ui.text import escaped, plain

#: Picks that belong to one look at a page: choosing a filter lets them go.
_PASSING = ("at", "finding")
_ADDRESS: Final = "query-params"


@dataclass(frozen=True)
class Settings:
    """How the whole app shows things. rule: an id of bands.yml, None for its default; palette: of charts.theme;
    hide: names of persons and disciplinary counts are hidden.
    """

    rule: str | None = None
    palette: str = "green"
    hide: bool = False


def settings() -> Settings:
    """The settings that hold for this reader; the defaults where `pick_settings` did not run."""
    state = st.session_state
    return Settings(state.get("rule"), state.get("palette", "green"), state.get("hide", False))


def pick_settings() -> None:
    """The settings, in the sidebar of every page; what is not the default stands in the address (?hide=true)."""
    rules = status_rules()
    with st.sidebar.expander("显示设置", icon=":material/tune:"):
        st.radio("判定规则", list(rules), format_func=lambda rule: plain(rules[rule].name), key="rule", bind=_ADDRESS)
        st.radio("配色", list(PALETTE_WORDS), format_func=PALETTE_WORDS.__getitem__, key="palette", bind=_ADDRESS)
        st.toggle("隐去人名和处分人数", key="hide", bind=_ADDRESS, help="投影前打开;打开后各页和原文都不再显示")


def pick_place(length: int) -> int | None:
    """The character offset that the address asks for (?at=1353); None without one inside a text of `length`."""
    asked = st.query_params.get("at", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and int(asked) < length else None


def pick_domain(rows: pd.DataFrame) -> str:
    """The domain to show ("" for all), among those of `rows` (column domain), with the number of rows of each."""
    counts = rows["domain"].value_counts()
    return pick("domain", {code: f"{word} {counts[code]}" for code, word in DOMAINS.items() if code in counts}, "领域")


def pick_severity(findings: pd.DataFrame) -> str:
    """The severity of findings to show ("" for all), with the number of findings of each."""
    counts = findings["severity"].value_counts()
    options = {code: f"{word} {counts[code]}" for code, word in SEVERITIES.items() if code in counts}
    return pick("severity", options, "结论")


def pick_section(sections: Collection[str]) -> str:
    """The domain whose section to show, the first of `sections` where none is asked for."""
    first = next(iter(sections))
    return pick("section", {code: DOMAINS[code] for code in sections}, "领域", default=first)


def picked(panel: Panel, **picks: str) -> Panel:
    """`panel` with the rows of its table whose columns hold what was picked; "" lets every row through."""
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
    kept = {name: value for name, value in st.query_params.to_dict().items() if name not in (key, *_PASSING)}
    links = []
    choices = options if default else {"": "全部", **options}
    for code, words in choices.items():
        address = urlencode({**kept, key: code} if code != default else kept)
        current = ' aria-current="true"' if code == chosen else ""
        links.append(f'<a href="?{escaped(address)}"{current}>{escaped(words)}</a>')
    st.html(f'<nav class="chips" aria-label="{escaped(label)}"><span>{escaped(label)}</span>{"".join(links)}</nav>')
    return chosen
