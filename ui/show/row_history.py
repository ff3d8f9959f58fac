"""The history of a row: every version that changed it, on the page 原文溯源."""

import streamlit as st

from domain.redaction import redact
from domain.schema.tables import TABLES
from ui.shell import cache
from ui.shell.clock import timestamp_text
from ui.shell.links import page_link
from ui.shell.names import free_text, person_name
from ui.shell.pick import settings
from ui.shell.stored import VERSION_KINDS, RowStep, Version, read_row_history
from ui.shell.text import escape_html
from ui.shell.version_files import received_address
from ui.show.elements import show_empty
from views.row_history import Step, row_steps, row_title


def show_row_history() -> None:
    """For ?row=row_id: every version that changed the row, newest first."""
    row_id, shown = st.query_params.get("row", ""), cache.version()
    if not row_id or shown is None:
        return
    found = _find(row_id, shown)
    if found is None:
        show_empty("没有这一行。", "链接可能不完整，或者它属于另一个报告期；各版改了什么，见“历史版本”。")
        return
    table, steps = found
    changes = row_steps(table, [step.row for step in steps])
    steps_html = "".join(_step(step, change) for step, change in zip(steps, changes, strict=True))
    title = escape_html(row_title(table, [step.row for step in steps]))
    st.html(f'<section class="proof"><h3 data-here>这一行的来历 · {title}</h3>{steps_html}</section>')


def _find(row_id: str, shown: Version) -> tuple[str, list[RowStep]] | None:
    """The table that has or had the row, and its steps up to the version on screen; None if unknown or redacted."""
    former = cache.former_ids()
    ids = {name: former.get(name, {}).get(row_id, row_id) for name in TABLES}
    current_tables = [name for name in TABLES if ids[name] in cache.table(name)["row_id"].array]
    for name in current_tables or TABLES:
        steps = read_row_history(name, ids[name], shown.id)
        if settings().hide:
            steps = [RowStep(step.version, redact(step.row)) for step in steps]
        if any(len(step.row) for step in steps):
            return name, steps
    return None


def _step(stored: RowStep, step: Step) -> str:
    """One version as HTML: author, time and kind; the changes; their basis with a link."""
    version = stored.version
    author, made = person_name(version.author), timestamp_text(version.created_at)
    head = f"第{version.id}版 · {author} · {made} · {VERSION_KINDS[version.kind]}"
    lines = {
        "改动" if version.parent_id else "内容": "<br>".join(map(escape_html, step.changes)),
        "依据": _basis(version, step, is_of_shown_text=_is_of_shown_text(stored)),
    }
    lines["说明"] = escape_html(free_text(version.note))
    items = "".join(f"<dt>{label}</dt><dd>{line}</dd>" for label, line in lines.items() if line)
    return f"<h4>{escape_html(head)}</h4><dl>{items}</dl>"


def _is_of_shown_text(step: RowStep) -> bool:
    """Whether the words of a step stand in the report of the version on screen, not in one before it."""
    report = cache.source()
    return report is None or report.source_id in step.row["source_id"].array


def _basis(version: Version, step: Step, *, is_of_shown_text: bool) -> str:
    if step.quote is not None:
        quote = escape_html(f"“{step.quote}”")
        if step.start is None:
            return quote
        text = {} if is_of_shown_text else {"version": version.id}
        return f'<a href="{escape_html(page_link("source", at=step.start, **text))}">{quote}</a>'
    if version.received_sha256 is None:
        return escape_html(VERSION_KINDS[version.kind])
    name = escape_html(version.received_name or "收到的文件")
    file = f'<a href="{escape_html(received_address(version.id))}" download>{name}</a>'
    return f"{file} {escape_html(step.place)}"
