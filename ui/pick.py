"""What a reader picks. Every pick lives in the address, so that a view can be sent as a link."""

from collections.abc import Mapping
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from domain.vocabulary import DOMAINS, SEVERITIES
from ui.text import escaped

#: Picks that belong to one look at a page: choosing a filter lets them go.
_PASSING = ("at",)


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


def matching(rows: pd.DataFrame, **picked: str) -> pd.DataFrame:
    """The rows whose columns hold what was picked; a pick of "" lets every row through."""
    for column, code in picked.items():
        rows = rows[rows[column] == code] if code else rows
    return rows


def pick(key: str, options: Mapping[str, str], label: str) -> str:
    """One of `options` (code -> words) or "" for all: a row of links that set ?`key`= in the address.

    What the address asks for and `options` does not have counts as all.
    """
    chosen = st.query_params.get(key, "")
    chosen = chosen if chosen in options else ""
    kept = {name: value for name, value in st.query_params.to_dict().items() if name not in (key, *_PASSING)}
    links = []
    for code, words in {"": "全部", **options}.items():
        address = urlencode({**kept, key: code} if code else kept)
        current = ' aria-current="true"' if code == chosen else ""
        links.append(f'<a href="?{escaped(address)}"{current}>{escaped(words)}</a>')
    st.html(f'<nav class="chips" aria-label="{escaped(label)}"><span>{escaped(label)}</span>{"".join(links)}</nav>')
    return chosen
