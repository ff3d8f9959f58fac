"""The page 查找 as HTML: the hits by page, the places, the responsible units."""

from collections.abc import Mapping

import streamlit as st

from domain.schema.frames import records
from domain.schema.tables import TABLES
from domain.text.punctuation import full_width
from ui.shell.links import indicator_link, link, page_link, row_link, source_link
from ui.shell.pick import search_field
from ui.shell.text import escape_html, state_html
from ui.show.elements import show_empty, show_section
from ui.show.findings import copy_button
from ui.show.tables import header_html, table_html
from views.panel import Panel, joined
from views.search import LATE, TEXT, Hit, SearchResult

#: Hits of one group that stand open; the others are folded.
_MOST_OPEN = 5


def show_search_field(query: str) -> None:
    """The field of the page; Enter opens the page for what was typed (ui/shell/assets/links.js)."""
    st.html(search_field(page_link("search"), query, label="查找指标、村社、项目、责任单位或原文中的词"))


def show_search_result(found: SearchResult, what: str, *, to_copy: bool = False) -> None:
    """The hits by table, each with its state, a link to its indicator, finding or sentence, and its sentence; above
    them their number by table, the projects and the money by kind. to_copy: with a button that copies the names.
    """
    if not found.hits:
        show_empty(f"没有找到{what}。", "请换一个更短的词，例如村名的前两个字；多个词用空格隔开，表示都要出现。")
        return
    counts = "、".join(_count(name, hits) for name, hits in found.hits.items())
    show_section(f"{what}：共{sum(map(len, found.hits.values()))}处", counts)
    if to_copy:
        names = [f"{n}. {hit.name}" for n, hit in enumerate((hit for hits in found.hits.values() for hit in hits), 1)]
        text = "\n".join((f"请填写以下{len(names)}项的责任单位：", *names))
        note = "可在台账“责任单位”一列填写后上传，或在“在线修改”中填写。"
        st.html(f'<p class="from">{note} {copy_button(text, "复制清单")}</p>')
    if len(found.projects) > 1:
        links = "".join(link(name, page_link("search", q=name)) for name in found.projects)
        st.html(f'<nav class="chips" aria-label="项目"><span>项目</span>{links}</nav>')
    if found.money is not None:
        st.html(table_html(found.money.table, found.money.columns, caption="资金，不同性质不相加", lead=""))
    for name, hits in found.hits.items():
        st.html(f'<section class="hits"><h2 class="part">{_group(name)}</h2>{_folded(hits)}</section>')
    st.html(f'<p class="from">{link("全部村社和责任单位", page_link("search"))}</p>')


def _count(name: str, hits: tuple[Hit, ...]) -> str:
    """任务和指标8处（滞后2处）."""
    late = sum(hit.state in LATE for hit in hits)
    return f"{_group(name)}{len(hits)}处{f'（滞后{late}处）' if late else ''}"


def show_places(counts: Mapping[str, int]) -> None:
    """The places of the version as links to what is said of each, the most frequent first.

    Without numbers: rows that name the place alone are fewer than what is said of it.
    """
    if counts:
        links = "".join(
            f'<a href="{escape_html(page_link("search", q=place))}">{escape_html(place)}</a>' for place in counts
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
    show_section("按责任单位", joined(panel.subtitle, "点开看任务、项目、资金、荣誉和待核实的问题"))
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
    state = f"{state_html(hit.state)} " if hit.state else ""
    contents = f"：{escape_html(full_width(hit.contents))}" if hit.contents else ""
    return f"{state}{link(hit.name, _address(hit))}{contents}" + (f"<q>{quote}</q>" if quote else "")


def _address(hit: Hit) -> str:
    if hit.table == "measures":
        return indicator_link(hit.row_id)
    if hit.table == "findings":
        return page_link("checks", finding=hit.row_id)
    return row_link(hit.row_id) if hit.start is None else source_link(hit.start)
