"""Addresses inside the app: of pages, of a sentence of the report, of a table as CSV. They can be sent to somebody."""

from typing import Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from domain.schema.tables import DOMAINS, TABLES
from ui.shell.text import escaped

#: The page that shows a domain: its address, "" for the first page.
PAGE_OF_DOMAIN: Final[dict[str, str]] = {
    name: TABLES[name].page if name in TABLES else TABLES["issues"].page for name in DOMAINS
}

#: Settings of the whole app: a link carries them on where the present address has them.
SETTINGS: Final = ("rule", "palette", "hide", "version", "period")

#: What a page can be narrowed to. A place, a finding, a proof (?at=, ?finding=, ?proof=) belong to one look only.
FILTERS: Final = ("domain", "state", "severity", "section", "indicator", "a", "b")
_DIGITS: Final = 10


def page_link(page: str, **query: str | int) -> str:
    """The address of `page` ("" for the first) with `query`, under the base path, the other settings carried on."""
    asked = urlencode({**query, **{key: value for key, value in carried().items() if key not in query}})
    return f"{base_path()}/{page}" + (f"?{asked}" if asked else "")


def base_path() -> str:
    """The folder of the site in which the dashboard lives (server.baseUrlPath): /jinchuan, "" for the whole site.

    Ask only once the server has its settings.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def view_link(**query: str) -> str:
    """The present page with `query` instead of what it asks for now; other filters stay, "" takes a filter out."""
    kept = {key: value for key, value in _address().items() if key in (*SETTINGS, *FILTERS) and key not in query}
    return "?" + urlencode(kept | {key: value for key, value in query.items() if value})


def domain_link(domain: str) -> str:
    """The address of the page that shows `domain`; the report itself for a domain without a page."""
    return page_link(PAGE_OF_DOMAIN.get(domain, "source"))


def source_link(start: int) -> str:
    """The address of the sentence of the report in which the figure at character offset `start` stands."""
    return page_link("source", at=start)


def row_link(row_id: str) -> str:
    """The address that tells where the row of a table comes from: its versions, their files and cells."""
    return page_link("source", row=row_id)


def carried() -> dict[str, str]:
    """The settings that the present address has, which links carry on."""
    return {key: value for key, value in _address().items() if key in SETTINGS}


def asked_number(key: str) -> int | None:
    """The number that the present address asks for as `key`; None for none, and for what is no number."""
    text = _address().get(key, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else None


def link(words: str, address: str) -> str:
    """`words` as a link, in HTML."""
    return f'<a href="{escaped(address)}">{escaped(words)}</a>'


def _address() -> dict[str, str]:
    """What the present address asks for; {} outside of a page."""
    return st.query_params.to_dict() if get_script_run_ctx(suppress_warning=True) is not None else {}
