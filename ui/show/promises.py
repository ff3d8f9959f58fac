"""承诺兑现 as HTML: each promise with what was promised and what is said now, side by side; changes of meaning."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from domain.checks.promises import STATES
from domain.checks.redefined import Redefinition
from domain.redaction import redact
from domain.schema.frames import conform
from domain.schema.period import parse_period
from ui.shell import cache, material
from ui.shell.clock import timestamp_text
from ui.shell.links import link, source_link
from ui.shell.names import person_name
from ui.shell.pick import settings
from ui.shell.stored import Version, read_tables
from ui.shell.text import escape_html
from ui.show.elements import show_section
from ui.show.page_views import report_text, tables
from views.promises import Confirmation, PromiseRow, PromisesView, change_text, promises_view

#: States that stand open.
_OPEN = ("redefined", "not_mentioned")


def earlier_version() -> Version | None:
    """The newest version of the period before the one on screen, of its unit; None where there is none."""
    shown = cache.version()
    return None if shown is None else material.earlier_version(shown)


def promises_shown(earlier: Version) -> PromisesView:
    """The promises of `earlier` in the version on screen, computed once per pair of versions."""
    shown = cache.version()
    given = material.read_confirmations(shown.id) if shown else {}
    hide = settings().hide
    key = ("promises", shown.digest if shown else "", earlier.digest, hide, tuple(given.items()))
    found: PromisesView = cache.SHOWN.get(key, lambda: _promises(hide, given, earlier.id))
    return found


def _promises(hide: bool, given: Mapping[str, Confirmation], earlier_id: int) -> PromisesView:
    stored = read_tables(earlier_id, ["commitments", "measures"])
    before = {name: stored.get(name, conform(name, [])) for name in ("commitments", "measures")}
    shown = {name: redact(rows) for name, rows in before.items()} if hide else before
    return promises_view(tables(), report_text(), shown, dict(given))


def show_promises(view: PromisesView, earlier: Version) -> None:
    """A table per state, the sentence of `earlier` beside that of the version on screen."""
    label = parse_period(earlier.period).label
    for state, rows in view.groups.items():
        body = "".join(map(_row, rows))
        is_open = " open" if state in _OPEN else ""
        head = (
            f'<tr><th scope="col">任务</th><th scope="col">{label}原句</th><th scope="col">本期原句</th>'
            '<th scope="col">确认</th></tr>'
        )
        table = (
            f'<div class="sheet" role="region" tabindex="0" aria-label="{STATES[state]}"><table>'
            f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
        )
        confirmed = sum(row.confirmed is not None for row in rows)
        summary = f"{STATES[state]} {len(rows)}项：已确认{confirmed}项，程序初判{len(rows) - confirmed}项"
        st.html(f'<details class="fold"{is_open}><summary>{summary}</summary>{table}</details>')


def show_changes_of_meaning(view: PromisesView, earlier: Version) -> None:
    """Measures that mean something else than in `earlier`."""
    if not view.changes:
        return
    label = parse_period(earlier.period).label
    note = f"同一名称，与{label}比，单位、基数、目标、期限或口径不同。比较两期、看趋势之前，请先核实。"
    show_section(f"口径变化：{len(view.changes)}处", note)
    st.html(f"<ul>{''.join(f'<li>{_change(change)}</li>' for change in view.changes)}</ul>")


def _row(row: PromiseRow) -> str:
    quote = escape_html(row.current_quote)
    current = quote if row.start is None else link(row.current_quote, source_link(row.start))
    return (
        f'<tr><th scope="row">{escape_html(row.text)}</th><td class="words">{escape_html(row.promised)}</td>'
        f'<td class="words">{current or "没有找到"}</td>'
        f"<td>{escape_html(_basis(row))}</td></tr>"
    )


def _basis(row: PromiseRow) -> str:
    """王芳 2024-01-12 10:05 确认; that only the program says so."""
    if row.confirmed is None:
        return "待确认（确认后原句有变）" if row.former else "待确认"
    return f"{person_name(row.confirmed.who)} {timestamp_text(datetime.fromisoformat(row.confirmed.at))} 确认"


def _change(change: Redefinition) -> str:
    words = f"{change.name}，{change_text(change)}"
    return escape_html(words) if change.start is None else link(words, source_link(change.start))
