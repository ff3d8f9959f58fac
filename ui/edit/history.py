"""历史版本: the list of versions, and two of them compared."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Final

import pandas as pd
import streamlit as st

from domain.redaction import redact
from domain.schema.period import parse_period
from store.earlier_versions import read_cutoff
from store.errors import UnknownVersion
from store.read import diff_to_parent, list_newest, read_newest_ids, read_version
from store.records import VERSION_KINDS, Version
from ui.shell import cache
from ui.shell.account import may_edit
from ui.shell.clock import timestamp_text
from ui.shell.links import link, page_link, query_number, view_link
from ui.shell.names import free_text, person_name
from ui.shell.pick import settings
from ui.shell.pinned import newest_of
from ui.shell.text import escape_html
from ui.shell.version_files import export_address, received_address
from ui.show.elements import show_section
from ui.show.tables import table_html
from views.changes import ChangesView, changes_view
from views.panel import Panel
from views.versions import change_line

_PAGE_SIZE: Final = 20
#: Versions that can be picked; older ones are reached page by page.
MAX_LISTED: Final = 200
_MAX_ROWS: Final = 200
#: Tables of changes with more rows are folded under their title.
_FOLD_ABOVE: Final = 15


def listed_versions() -> list[Version]:
    """The newest versions of the unit on screen, of all periods, and those that the address names; newest first."""
    shown, below = cache.version(), query_number("older")
    if shown is None:
        return []
    found = {version.id: version for version in list_newest(shown.unit, MAX_LISTED)}
    if below is not None:
        found |= {version.id: version for version in list_newest(shown.unit, _PAGE_SIZE + 1, below)}
    for number in {query_number(key) for key in ("a", "b", "rollback")} - {None, *found}:
        with suppress(UnknownVersion):
            version = read_version(number or 0)
            found |= {number or 0: version} if version.unit == shown.unit else {}
    found.setdefault(shown.id, shown)
    return [found[number] for number in sorted(found, reverse=True)]


def show_versions(versions: Sequence[Version]) -> None:
    """Draws the list of versions, one page at a time (?older=N: versions below N)."""
    below = query_number("older")
    older = [version for version in versions if below is None or version.id < below]
    part, newest = older[:_PAGE_SIZE], read_newest_ids(versions[0].unit)
    leading = next(iter(newest), "")
    editor, hide = may_edit(), settings().hide  # asked once, not for each row
    rows = "".join(
        _version_row(version, newest, leads=version.period == leading, editor=editor, hide=hide) for version in part
    )
    columns = (
        "版本",
        "说明",
        "改动",
        "查看",
        "谁",
        "时间",
        "方式",
        "数据截至",
        *(("报告期",) if len(newest) > 1 else ()),
        "文件",
    )
    head = "".join(f'<th scope="col">{word}</th>' for word in columns)
    count = f"共{len(versions)}版" if len(versions) < MAX_LISTED else f"{MAX_LISTED}版以上"
    st.html(
        f'<div class="sheet" role="region" tabindex="0" aria-label="历史版本"><table><caption>{count}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{_paging(older, below)}"
    )


def pick_pair(versions: Sequence[Version]) -> tuple[Version, Version] | None:
    """The older and the newer version to compare (?a=&b=); by default the parent and the one on screen.

    None where there is only one version.
    """
    if len(versions) < 2:
        return None
    by_id = {version.id: version for version in versions}
    shown = cache.version()
    newer = by_id.get(query_number("b") or 0) or by_id[shown.id if shown else versions[0].id]
    previous_id = next((version.id for version in versions if version.id != newer.id), newer.id)
    older_id = query_number("a") or newer.parent_id or previous_id
    older = by_id.get(older_id, by_id[previous_id])
    if "b" in st.query_params:
        st.html('<span data-here="pair"></span>')
    show_section("对比两个版本")
    hide, several = settings().hide, len(cache.opened().periods) > 1
    labels = {version.id: _version_label(version, hide=hide, several=several) for version in versions}
    left, right = st.columns(2)
    with left:
        _pick_version("a", "原来的版本", labels, older)
    with right:
        _pick_version("b", "对比的版本", labels, newer)
    return older, newer


def changes_between(older: Version, newer: Version) -> ChangesView:
    """The changes from `older` to `newer`, judged and redacted by the reader's settings."""
    options = settings()
    cutoff = (read_cutoff(older.id), read_cutoff(newer.id))
    key = ("changes", older.digest, newer.digest, cutoff, options.rule, options.hide)
    make = partial(_changes, (older, newer), cutoff, options.rule, options.hide)
    found: ChangesView = cache.SHOWN.get(key, make)
    return found


def show_changes(changes: ChangesView, title: str) -> None:
    """Draws the changes: states with their reasons, then cells and rows, then findings."""
    show_section(title, changes.summary)
    shown = [changes.states, changes.changed, changes.added, changes.removed, changes.resolved, changes.unresolved]
    folded = [changes.moved, changes.new_findings, changes.gone_findings]
    for panel in shown:
        if 0 < len(panel.table) <= _FOLD_ABOVE or (panel is changes.states and not panel.empty):
            show_section(panel.title)
            st.html(_table(panel))
        else:
            folded.append(panel)
    folds = "".join(_fold(panel) for panel in folded if not panel.empty)
    if folds:
        st.html(f'<div class="folds">{folds}</div>')


def _version_row(version: Version, newest: Mapping[str, int], *, leads: bool, editor: bool, hide: bool) -> str:
    """A row of the list. leads: it is of the newest period. editor: with links to roll back; hide: without names."""
    current = newest[version.period] == version.id
    shown = cache.version()
    head = f"第{version.id}版" + ("" if not current else "（最新）" if leads else "（本期最新）")
    mark = ' aria-current="true"' if shown is not None and shown.id == version.id else ""
    period = f'<td class="day">{escape_html(parse_period(version.period).label)}</td>' if len(newest) > 1 else ""
    restored = f"到第{version.restores_id}版" if version.restores_id else ""
    cells = (
        f'<td class="words">{escape_html(free_text(version.note, hide=hide))}</td>'
        f'<td class="words">{escape_html(_change_text(version))}</td>'
        f'<td class="day">{_version_links(version, current=current, editor=editor)}</td>'
        f'<td class="day">{escape_html(person_name(version.author, hide=hide))}</td>'
        f'<td class="day">{timestamp_text(version.created_at)}</td>'
        f'<td class="day">{escape_html(VERSION_KINDS[version.kind] + restored)}</td>'
        f'<td class="day">{version.as_of:%Y-%m-%d}</td>{period}<td class="day">{_files(version)}</td>'
    )
    return f'<tr{mark}><th scope="row" class="day short">{head}</th>{cells}</tr>'


def _version_links(version: Version, *, current: bool, editor: bool) -> str:
    """Links of a row: the pages at this version, its changes, the rollback to it."""
    query = newest_of(version.period) if current else {"version": version.id}
    links = [link("看页面", page_link("", **query))]
    if version.parent_id is not None:
        links.append(link("改了什么", view_link(a=str(version.parent_id), b=str(version.id), rollback="")))
    if not current and editor:
        links.append(link("回退到此", view_link(rollback=str(version.id))))
    return "<br>".join(links)


def _files(version: Version) -> str:
    links = [f'<a href="{escape_html(export_address(version.id))}" download>全部数据</a>']
    if version.received_sha256 is not None:
        name = escape_html(version.received_name or "收到的文件")
        links.insert(0, f'<a href="{escape_html(received_address(version.id))}" download title="{name}">收到的文件</a>')
    return "<br>".join(links)


def _paging(older: Sequence[Version], below: int | None) -> str:
    links = [link("最新的版本", view_link(older=""))] if below is not None else []
    if len(older) > _PAGE_SIZE:
        links.append(link("更早的版本", view_link(older=str(older[_PAGE_SIZE - 1].id))))
    return f'<p class="from">{" · ".join(links)}</p>' if links else ""


def _pick_version(key: str, label: str, labels: Mapping[int, str], chosen: Version) -> None:
    """A select box with all versions (`labels` by id); the picked one is kept in the address as ?`key`=."""
    widget = f"version {key}"

    def keep() -> None:
        st.query_params[key] = str(st.session_state[widget])

    st.session_state[widget] = chosen.id
    st.selectbox(label, list(labels), format_func=lambda version_id: labels[version_id], key=widget, on_change=keep)


def _change_text(version: Version) -> str:
    if version.parent_id is None:
        return "首个版本"
    found: str = cache.SHOWN.get(("change", version.digest), lambda: change_line(diff_to_parent(version)))
    return found


def _changes(versions: Sequence[Version], cutoff: tuple[int, int], rule: str, hide: bool) -> ChangesView:
    show: Callable[[pd.DataFrame], pd.DataFrame] = redact if hide else lambda rows: rows
    tables = [{name: show(rows) for name, rows in cache.tables_of(each).items()} for each in versions]
    earlier, later = map(cache.earlier_measures, versions, cutoff)
    return changes_view(tables[0], tables[1], rule, earlier, later)


def _fold(panel: Panel) -> str:
    return f'<details class="fold"><summary>{escape_html(panel.title)}</summary>{_table(panel)}</details>'


def _table(panel: Panel) -> str:
    """The first _MAX_ROWS rows of a panel, linked to their history, with a note on how many more there are."""
    more = len(panel.table) - _MAX_ROWS
    lead = "history" if {"table", "row_id"} <= set(panel.table.columns) else ""
    shown = table_html(panel.table.head(_MAX_ROWS), panel.columns, caption=panel.name, lead=lead)
    return shown + (f'<p class="from">另有{more}行没有列出。</p>' if more > 0 else "")


def _version_label(version: Version, *, hide: bool, several: bool) -> str:
    """第3版 · 2023-07-12 10:05 · 王芳 · 七月更新; with the period where there are `several`."""
    note, author = free_text(version.note, hide=hide), person_name(version.author, hide=hide)
    period = f"{parse_period(version.period).label} · " if several else ""
    return f"第{version.id}版 · {period}{timestamp_text(version.created_at)} · {author} · {note[:30]}"
