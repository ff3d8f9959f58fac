"""Addresses inside the app: of pages, of a sentence of the report, of a table as CSV. They can be sent to somebody."""

from typing import Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

#: The page that shows a domain: its address, "" for the first page.
PAGE_OF_DOMAIN: Final[dict[str, str]] = {
    "land": "land",
    "demolition": "demolition",
    "funding": "funding",
    "safety": "safety",
    "party": "more",
    "rural_income": "more",
    "environment": "more",
    "investment": "more",
    "governance": "more",
    "history": "more",
    "honours": "honours",
    "commitments": "plan",
    "other": "source",
}

#: Settings of the whole app that a link carries on, where the present address has them.
CARRIED: Final = ("period", "version", "rule", "palette", "hide")


def page_link(page: str, **query: str | int) -> str:
    """The address of `page` ("" for the first) with `query`, under the server's base path, settings carried on."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    asked = urlencode((*query.items(), *carried()))
    return "/".join(["", base, page] if base else ["", page]) + (f"?{asked}" if asked else "")


def domain_link(domain: str) -> str:
    """The address of the page that shows `domain`; the report itself for a domain without a page."""
    return page_link(PAGE_OF_DOMAIN.get(domain, "source"))


def source_link(start: int) -> str:
    """The address of the sentence of the report in which the figure at character offset `start` stands."""
    return page_link("source", at=start)


def carried() -> tuple[tuple[str, str], ...]:
    """The settings that the present address has and links carry on, as (name, value); () outside of a page."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ()
    address = st.query_params.to_dict()
    return tuple((key, address[key]) for key in CARRIED if key in address)
