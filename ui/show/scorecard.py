"""The scorecard of 总览 as HTML: the counts of states, one row per task with its bar, the lists beside it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

import pandas as pd
import streamlit as st

from charts.theme import ACCENT
from domain.schema.display import MISSING, NOT_STATED, is_missing, number_text, signed_text
from domain.schema.frames import records
from domain.schema.vocabulary import ATTENTION_ORDER, STATES
from ui.shell.account import may_edit
from ui.shell.links import indicator_link, link, page_link, source_link, view_link
from ui.shell.text import escape_html, state_html
from ui.show.elements import panel_download, show_empty
from ui.show.tables import header_html, number_link
from views.judging import FINISHED
from views.panel import Panel
from views.scorecard import ScorecardView, needs_attention
from views.scorecard_rows import TARGETS_JOINED, Bar

#: Rows that stand open: late or unverified ones, and the others that still run.
_MOST_OPEN: Final = 20
_MOST_RUNNING: Final = 10
#: Rows in the list 待核实; all of them stand in the table.
_MOST_TO_VERIFY: Final = 5
#: Before the second of several claimed targets.
_BETWEEN: Final = f"<small>{TARGETS_JOINED}</small>"
#: A cell without a value, which a phone leaves out.
_NOTHING: Final = f'<span class="nothing">{MISSING}</span>'
_SPARK: Final = (56, 18)  # width and height in px
_FULL: Final = 100.0
_HEADERS: Final = (
    ("状态", "words"), ("任务", "words"), ("完成", "number"), ("目标", "number"), ("进度", "progress"),
    ("偏差（百分点）", "number"), ("比上期", "words change"), ("责任单位", "words"),
)  # fmt: skip


def show_counts(view: ScorecardView) -> None:
    """The sentence of the page: how many tasks are in which state, each count a link to its rows."""
    if view.counts.empty:
        show_empty("还没有可以判断进度的任务。", "报告或台账写明目标值、完成值和期限后，这里逐项显示进度。")
        return
    chosen = _chosen_state(view)
    parts = "，".join(_count(row, chosen) for row in records(view.counts))
    others = f'<span class="beside-counts">另有{view.monitored}项仅监测</span>' if view.monitored else ""
    st.html(f'<p class="counts"><b>{view.total}</b>项有目标的任务：{parts}。{others}</p>')


def show_tasks(view: ScorecardView) -> None:
    """One row per task, worst first; what is done is folded, and so is what goes beyond _MOST_OPEN rows."""
    rows = view.tasks.table
    if rows.empty:
        return
    requested, chosen = st.query_params.get("state", ""), _chosen_state(view)
    if requested and not chosen:
        word = escape_html(STATES.get(requested, requested))
        st.html(f'<p class="note">没有状态为“{word}”的任务，下面显示全部。</p>')
    if chosen:
        shown = rows[rows["state"] == chosen]
        note = f"{len(shown)}项{escape_html(STATES[chosen])} · {link('显示全部任务', view_link(state=''))}"
        st.html(f'{_table(shown, view.tasks.name)}<p class="from">{note}</p>{panel_download(view.tasks)}')
    else:
        st.html(_folded_tables(rows, view.tasks.name) + panel_download(view.tasks))


def show_beside(view: ScorecardView) -> None:
    """What moved since the date before, what the report is proud of, what has to be settled before the meeting."""
    columns = (
        ("比上期", _changes(view)),
        ("待核实", _to_verify(view)),
        ("亮点", _highlights(view.highlights)),
    )
    boxes = "".join(f"<section><h2>{title}</h2>{content}</section>" for title, content in columns)
    st.html(f'<div class="beside-tasks">{boxes}</div>')


def _chosen_state(view: ScorecardView) -> str:
    requested = st.query_params.get("state", "")
    return requested if requested in set(view.counts["state"]) else ""


def _count(row: Mapping[Any, Any], chosen: str) -> str:
    state = row["state"]
    address = view_link(state="" if state == chosen else state)
    current = ' aria-current="true"' if state == chosen else ""
    return (
        f'<a class="state state-{escape_html(state)}" href="{escape_html(address)}"{current}>'
        f"<i></i><b>{row['n']}</b>项{escape_html(row['word'])}</a>"
    )


def _folded_tables(rows: pd.DataFrame, caption: str) -> str:
    late = rows[[needs_attention(row) for row in records(rows)]]
    running = rows[~rows.index.isin(late.index) & ~rows["state"].isin(list(FINISHED))]
    finished = rows[rows["state"].isin(list(FINISHED))]
    open_running = running if len(late) + len(running) <= _MOST_OPEN else running.head(_MOST_RUNNING)
    if len(late) > _MOST_OPEN:
        open_running = running.head(0)
    shown = pd.concat([late.head(_MOST_OPEN), open_running])
    rest = running[~running.index.isin(open_running.index)]
    return (
        (_table(shown, caption) if len(shown) else '<p class="counts">没有滞后或待核实的任务，也没有在办的任务。</p>')
        + _fold(late.iloc[_MOST_OPEN:], f"其余{len(late) - _MOST_OPEN}项滞后或待核实，全部列出", caption)
        + _fold(rest, f"其余{len(rest)}项在办，全部列出", caption)
        + _fold(finished, f"已完成{len(finished)}项，全部列出", caption)
    )


def _fold(rows: pd.DataFrame, words: str, caption: str) -> str:
    if rows.empty:
        return ""
    summary = f"<summary>{escape_html(words)}</summary>"
    return f'<details class="more-tasks">{summary}{_table(rows, f"{caption}：{words}")}</details>'


def _table(rows: pd.DataFrame, caption: str) -> str:
    """The rows as a table; columns that hold nothing in all of them are left out and named below."""
    found = records(rows)
    empty = {
        "目标": all(row["target_text"] == MISSING for row in found),
        "偏差（百分点）": all(bar.deviation is None for row in found for bar in row["bars"]),
        "比上期": all(not row["change_text"] for row in found),
        "责任单位": all(is_missing(row["owner"]) for row in found),
    }
    headers = [(label, css) for label, css in _HEADERS if not empty.get(label, False)]
    head = "".join(header_html(label, css) for label, css in headers)
    body = "".join(_row(row, [label for label, _ in headers]) for row in found)
    unowned = sum(is_missing(row["owner"]) for row in found)
    notes = [
        "进度条上的竖线为序时进度" if any(bar.elapsed is not None for row in found for bar in row["bars"]) else "",
        link(f"{unowned}项没有责任单位，列出填写", page_link("search", owner="-")) if unowned else "",
    ]
    missing = f'<p class="from">{"；".join(filter(None, notes))}</p>' if any(notes) else ""
    return (
        f'<div class="sheet scorecard" role="region" tabindex="0" aria-label="{escape_html(caption)}">'
        f'<table><caption class="unseen">{escape_html(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{missing}"
    )


def _row(row: Mapping[Any, Any], labels: Sequence[str]) -> str:
    cells = {
        "状态": f'<td class="words" data-value="{ATTENTION_ORDER.index(row["state"])}">'
        f"{state_html(row['state'], row['state_high'])}</td>",
        "任务": f'<th scope="row" class="words">{_name(row)}</th>',
        "完成": f'<td class="number" data-value="{_value(row["actual"])}">{_actual(row)}</td>',
        "目标": f'<td class="number target" data-value="{_value(row["target"])}">{_targets(row)}</td>',
        "进度": f'<td class="progress" data-value="{_value(row["bar_pct"])}">{bars_html(row["bars"], short=True)}</td>',
        "偏差（百分点）": f'<td class="number deviation" data-value="{_value(row["deviation"])}">'
        f"{_deviations(row)}</td>",
        "比上期": f'<td class="words change">{_spark(row)}{escape_html(row["change_text"])}</td>',
        "责任单位": f'<td class="words owner">{_owner(row)}</td>',
    }
    return f"<tr>{''.join(cells[label] for label in labels)}</tr>"


def _name(row: Mapping[Any, Any]) -> str:
    choice = f" · {_choice_link(row)}" if len(row["targets"]) > 1 and may_edit() else ""
    note = f"<small>{escape_html(row['explanation'])}{choice}</small>" if row["explanation"] else ""
    return f"{indicator_html(row['name'], row['first_claim'])}{note}"


def indicator_html(name: object, row_id: object) -> str:
    """The name of an indicator as a link to its page."""
    return link(str(name), indicator_link(row_id))


def _owner(row: Mapping[Any, Any]) -> str:
    """The responsible unit as a link to all that concerns it; those without one are listed for the clerk."""
    return "" if is_missing(row["owner"]) else link(str(row["owner"]), page_link("search", owner=str(row["owner"])))


def _value(value: Any) -> str:
    return "" if is_missing(value) else f"{float(value):.10g}"


def _actual(row: Mapping[Any, Any]) -> str:
    if row["value_text"] == MISSING:
        return f'<abbr class="unknown" title="{NOT_STATED}">{MISSING}</abbr>'
    return number_link(row["value_text"], row["actual_start"], row)


def _targets(row: Mapping[Any, Any]) -> str:
    """The targets, each a link to where it is printed, on a line of its own beside its bar."""
    links = [number_link(target.text, target.start, target.row) for target in row["targets"]]
    return f"<div>{f'</div><div>{_BETWEEN}'.join(links)}</div>" if len(links) > 1 else "".join(links) or _NOTHING


def _choice_link(row: Mapping[Any, Any]) -> str:
    """The link that opens the choice between the targets of a row on this page (ui/edit/proposed.py)."""
    return link("选定目标", view_link(choose=str(row["first_claim"])))


def _deviations(row: Mapping[Any, Any]) -> str:
    """The deviation from the elapsed share against each target, as the bars stand."""
    texts = [MISSING if bar.deviation is None else signed_text(round(bar.deviation, 1)) for bar in row["bars"]]
    return f"<div>{'</div><div>'.join(texts)}</div>" if set(texts) != {MISSING} else _NOTHING


def bars_html(bars: Iterable[Bar], *, short: bool = False) -> str:
    """Bars of a task against its target, or against each of several claimed ones, with a mark at the elapsed share.

    The bar ends at 100 %, its label does not. — where there is nothing to draw. short: of several claims the states
    alone are written, where their targets stand beside them.
    """
    drawn = "".join(f"<div>{_bar_html(bar, short=short)}</div>" for bar in bars if bar.share is not None)
    return drawn or f'<span class="bar-words">{MISSING}</span>'


def _bar_html(bar: Bar, *, short: bool) -> str:
    assert bar.share is not None
    share = f"{number_text(bar.share, 1)}%"
    words, elapsed = f"完成{share}", ""
    if bar.elapsed is not None:
        words += f"，序时{number_text(bar.elapsed, 1)}%"
        elapsed = f'<s style="left:{min(bar.elapsed, _FULL):.2f}%"></s>'
    label = f"<small>{escape_html(STATES[bar.state] if short else bar.label)}</small>" if bar.label else ""
    words = f"{bar.label}，{words}" if bar.label else words
    return (
        f'<span class="bar state-{escape_html(bar.state)}" role="img" aria-label="{escape_html(words)}" '
        f'title="{escape_html(words)}">'
        f'<i style="width:{min(max(bar.share, 0.0), _FULL):.2f}%"></i>{elapsed}</span>'
        f'<span class="bar-share">{share}</span>{label}'
    )


def _spark(row: Mapping[Any, Any]) -> str:
    """A line through the values of all dates, as a picture; "" for fewer than three dates."""
    points = row["points"]
    if len(points) < 3:
        return ""
    width, height = _SPARK
    days, values = [day for day, _ in points], [value for _, value in points]
    across, up = max(days) - min(days), max(values) - min(values)
    places = [
        f"{2 + (width - 4) * (day - days[0]) / across:.1f},"
        f"{height - 2 - (height - 4) * ((value - min(values)) / up if up else 0.5):.1f}"
        for day, value in points
    ]
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<polyline fill="none" stroke="{ACCENT}" stroke-width="2" points="{" ".join(places)}"/></svg>'
    )
    return f'<img class="spark" alt="{len(points)}期走势" src="data:image/svg+xml,{quote(drawing)}">'


def _changes(view: ScorecardView) -> str:
    items = [
        f"{indicator_html(row['name'], row['row_id'])}：{escape_html(row['before_text'])}→"
        f"{escape_html(row['value_text'])}，{escape_html(row['change_text'])}"
        for row in records(view.changes.table)
    ]
    items += [escape_html(sentence) for sentence in view.turned]
    return _list(items) or f"<p>{escape_html(view.changes.title)}。</p>"


def _to_verify(view: ScorecardView) -> str:
    rows = [row for row in records(view.tasks.table) if row["state"] == "to_verify"]
    items = []
    for row in rows[:_MOST_TO_VERIFY]:
        words = indicator_html(row["name"], row["first_claim"])
        words += f"：{escape_html(row['explanation'] or row['reason'])}"
        if row["claims"] > 1 and may_edit():
            words += f" · {_choice_link(row)}"
        items.append(words)
    if len(rows) > _MOST_TO_VERIFY:
        items.append(link(f"全部{len(rows)}项待核实", view_link(state="to_verify")))
    items.append(link(view.checks, page_link("checks")))
    return _list(items)


def _highlights(panel: Panel) -> str:
    items = [
        escape_html(row["text"]) if is_missing(row["start"]) else link(str(row["text"]), source_link(int(row["start"])))
        for row in records(panel.table)
    ]
    return (
        _list([*items, link("全部亮点荣誉", page_link("honours"))]) if items else f"<p>{escape_html(panel.title)}。</p>"
    )


def _list(items: Iterable[str]) -> str:
    content = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{content}</ul>" if content else ""
