"""The page 查找 as HTML: the hits by page, the places, the responsible units."""

from collections.abc import Mapping

import streamlit as st

from domain.schema.frames import records
from domain.schema.tables import TABLES
from ui.shell.links import indicator_link, link, page_link, row_link, source_link
from ui.shell.pick import search_field
from ui.shell.text import escape_html
from ui.show.elements import show_empty, show_section
from ui.show.tables import header_html
from views.panel import Panel
from views.search import TEXT, Hit

#: Hits of one group that stand open; the others are folded.
_MOST_OPEN = 8


def show_search_field(query: str) -> None:
    """The field of the page; Enter opens the page for what was typed (ui/shell/assets/links.js)."""
    st.html(search_field(page_link("search"), query, label="查找指标、村社、项目、责任单位或原文中的词"))


def show_hits(found: Mapping[str, tuple[Hit, ...]], what: str) -> None:
    """The hits by table, each with a link to its indicator, finding or sentence, and its sentence."""
    if not found:
        show_empty(f"没有找到{what}。", "请换一个更短的词，例如村名的前两个字；多个词用空格隔开，表示都要出现。")
        return
    counts = "、".join(f"{_group(name)}{len(hits)}处" for name, hits in found.items())
    show_section(f"{what}：共{sum(map(len, found.values()))}处", counts)
    for name, hits in found.items():
        st.html(f'<section class="hits"><h2 class="part">{_group(name)}</h2>{_folded(hits)}</section>')


def show_places(counts: Mapping[str, int]) -> None:
    """The places of the version as links to what is said of each."""
    if counts:
        links = "".join(
            f'<a href="{escape_html(page_link("search", q=place))}">{escape_html(place)} {n}</a>'
            for place, n in counts.items()
        )
        show_section("按村社和地点")
        st.html(f'<nav class="chips" aria-label="村社和地点">{links}</nav>')


def show_owners(panel: Panel) -> None:
    """The responsible units, those with the most late tasks first, each a link to its rows."""
    if panel.empty:
        return
    rows = "".join(
        f'<tr><th scope="row">{link(row["owner_text"], page_link("search", owner=row["owner"] or "-"))}</th>'
        f'<td class="number">{row["n"]}</td><td class="number">{row["late"]}</td>'
        f'<td class="number">{row["to_verify"]}</td></tr>'
        for row in records(panel.table)
    )
    head = "".join(
        header_html(column.header, "words" if column.kind == "text" else "number") for column in panel.columns
    )
    show_section("按责任单位", panel.subtitle)
    st.html(
        '<div class="sheet" role="region" tabindex="0" aria-label="按责任单位"><table>'
        f'<caption class="unseen">按责任单位</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _group(name: str) -> str:
    return "原文" if name == TEXT else "任务和指标" if name == "measures" else TABLES[name].label


def _folded(hits: tuple[Hit, ...]) -> str:
    items = [f"<li>{_hit(hit)}</li>" for hit in hits]
    shown, rest = "".join(items[:_MOST_OPEN]), "".join(items[_MOST_OPEN:])
    more = f"<details><summary>其余{len(items) - _MOST_OPEN}处</summary><ul>{rest}</ul></details>" if rest else ""
    return f"<ul>{shown}</ul>{more}"


def _hit(hit: Hit) -> str:
    if hit.table == TEXT:
        return link(hit.quote, source_link(hit.start or 0))
    quote = ""
    if hit.quote and hit.quote != hit.name:
        quote = escape_html(hit.quote) if hit.start is None else link(hit.quote, source_link(hit.start))
    contents = f"：{escape_html(hit.contents)}" if hit.contents else ""
    return f"{link(hit.name, _address(hit))}{contents}" + (f"<q>{quote}</q>" if quote else "")


def _address(hit: Hit) -> str:
    if hit.table == "measures":
        return indicator_link(hit.row_id)
    if hit.table == "findings":
        return page_link("checks", finding=hit.row_id)
    return row_link(hit.row_id) if hit.start is None else source_link(hit.start)
