"""Addresses inside the app: of pages, sentences of the report and rows. All can be shared as links."""

from typing import Final
from urllib.parse import urlencode

import streamlit as st

from domain.schema.tables import DOMAINS, TABLES
from ui.shell.patches import session_id
from ui.shell.text import escape_html

#: The page that shows a domain: its address, "" for the first page.
PAGE_OF_DOMAIN: Final[dict[str, str]] = {
    name: TABLES[name].page if name in TABLES else TABLES["issues"].page for name in DOMAINS
}

#: Query parameters of the whole app: links keep those of the current address.
SETTINGS: Final = ("rule", "palette", "hide", "unit", "version", "period")

#: Filters of a page. A place or a finding (?at=, ?finding=) belongs to a single view.
FILTERS: Final = ("domain", "state", "severity", "section", "indicator", "a", "b")
_DIGITS: Final = 10


def page_link(page: str, **query: str | int) -> str:
    """The address of `page` ("" for the first) with `query` and the current SETTINGS, under the base path."""
    encoded = urlencode({**query, **{key: value for key, value in carried_settings().items() if key not in query}})
    return f"{base_path()}/{page}" + (f"?{encoded}" if encoded else "")


def base_path() -> str:
    """The folder of the site under which the dashboard is served (server.baseUrlPath): /jinchuan; "" for the root.

    Only valid once Streamlit has read its options.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def view_link(**query: str) -> str:
    """The current page with `query` merged into its settings and filters; a value "" removes the parameter."""
    current = {key: value for key, value in _address().items() if key in (*SETTINGS, *FILTERS) and key not in query}
    return "?" + urlencode(current | {key: value for key, value in query.items() if value})


def domain_link(domain: str) -> str:
    """The address of the page that shows `domain`; the report itself for a domain without a page."""
    return page_link(PAGE_OF_DOMAIN.get(domain, "source"))


def source_link(start: int) -> str:
    """The address of the report's sentence that contains character offset `start`."""
    return page_link("source", at=start)


def indicator_link(row_id: object) -> str:
    """The address of the page of one indicator, by the row_id of a row of measures."""
    return page_link("indicator", indicator=str(row_id))


def row_link(row_id: str) -> str:
    """The address of the origin of a row: its versions, their files and cells."""
    return page_link("source", row=row_id)


def carried_settings() -> dict[str, str]:
    """The SETTINGS in the current address."""
    return {key: value for key, value in _address().items() if key in SETTINGS}


def query_number(key: str) -> int | None:
    """The query parameter `key` as a number; None where it is missing or not a number of up to nine digits."""
    text = _address().get(key, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else None


def link(words: str, address: str) -> str:
    """`words` as a link, in HTML."""
    return f'<a href="{escape_html(address)}">{escape_html(words)}</a>'


def _address() -> dict[str, str]:
    """The query parameters of the current address; {} outside of a page."""
    return st.query_params.to_dict() if session_id() is not None else {}
