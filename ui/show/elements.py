"""Elements of a page: head, sentences, charts, empty states, findings."""

import re
from collections.abc import Callable, Iterable, Mapping
from inspect import signature
from typing import Any, Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts.source import source_lines, with_source
from charts.theme import TEXT_WIDTH, plotly_config
from charts.wide import TEXT as WIDE_TEXT
from charts.wide import widened
from domain.schema.display import is_missing
from domain.schema.frames import records
from domain.schema.period import coverage_text, date_text
from domain.schema.provenance import PROOF_KEYS, Source, sources_text
from domain.text.punctuation import full_width
from ui.shell import cache
from ui.shell.links import page_link, row_link, source_link, view_link
from ui.shell.looks import stylesheet, wide_window
from ui.shell.pick import settings
from ui.shell.stored import Version
from ui.shell.text import escape_html, state_html
from ui.show.page_views import sources
from ui.show.panel_files import csv_address
from ui.show.tables import show_download, table_html
from views.panel import Panel, panels_of

Draw = Callable[..., go.Figure]

#: Figures and tables made from the parts of a view; views are shared by all sessions. Entries per part.
_MAX_CACHED: Final = 20
#: Lines of a source below a chart that looks.css can hide.
_MOST_HIDDEN_LINES: Final = 3
#: The pages that the bars of charts lead to, by the parameter of their address (views.panel.leads_to).
_PAGE_OF_LEAD: Final = {"indicator": "indicator", "q": "search", "at": "source", "row": "source"}
#: The pages that an empty state advises, by title, and a title in the advice.
PAGES_NAMED: Final = {
    "导入报告": "report", "上传台账": "upload", "在线修改": "edit", "原文溯源": "source", "历史版本": "history",
}  # fmt: skip
_QUOTED: Final = re.compile("“([^”]+)”")
_HINT: Final = "点击查看"
_SILENT_REMEDY: Final = "下次报告写明后，这里会自动显示；现有内容见“原文溯源”。"
_UNPLACED_REMEDY: Final = "逐个核对后，可在“在线修改”中补入本表。"
_CACHE: Final[WeakKeyDictionary[Any, dict[Any, Any]]] = WeakKeyDictionary()


def show_head(title: str, *notes: str, view: Any = None) -> None:
    """The unit and the page's title; below them what the version covers, one line per note, the source of `view`.

    view: the view whose panels the page shows, or a table; None for all rows of the version. Includes the stylesheet,
    so it must be the first element of every page.
    """
    shown = cache.version()
    lines = ("" if shown is None else _period_line(shown), *notes, _view_source(view))
    notes_html = "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
    unit = "" if shown is None else f'<p class="unit">{escape_html(shown.unit_name)}</p>'
    head = f'<h1>{escape_html(title)}</h1>{unit}<span class="line"></span>{notes_html}'
    st.html(f'{stylesheet(settings().palette)}<header class="head">{head}</header>')


def source_line(*tables: pd.DataFrame) -> str:
    """The sources of the rows of `tables`: 来源：金川街道《…工作总结…》（…发布）; "" where none is known."""
    return _line(
        sources().of(pd.concat([_proof_columns(table) for table in tables], ignore_index=True)) if tables else ()
    )


def sources_of_version() -> tuple[Source, ...]:
    """The sources of all rows of the version on screen."""
    return tuple(sources().all())


def _line(found: Iterable[Source]) -> str:
    words = sources_text(found)
    return f"来源：{words}" if words else ""


def _proof_columns(rows: pd.DataFrame) -> pd.DataFrame:
    """The provenance columns (PROOF_KEYS) of `rows`."""
    return rows[[name for name in PROOF_KEYS if name in rows]].astype(object)


def _view_source(view: Any) -> str:
    """The source line for everything that `view` shows."""
    if view is None:
        return _line(sources().all())
    if isinstance(view, pd.DataFrame):
        return source_line(view)
    return str(_cached(view, "source", lambda: source_line(*(panel.proof_rows for panel in panels_of(view).values()))))


def _period_line(shown: Version) -> str:
    covered = coverage_text(shown.period, shown.as_of, dated=False)
    return f"报告期：{covered}；数据截至{date_text(shown.as_of)}，另有时点的逐项注明"


def show_nothing_stored() -> None:
    """Empty state of a page where no version is stored yet."""
    show_empty("还没有数据。", "请在“导入报告”中导入一份报告，或在“上传台账”中上传台账。")


def show_panel(
    panel: Panel, draw: Draw | None = None, *, lead: str = "sentence", folded: bool = False, **options: Any
) -> None:
    """The chart of `panel` by `draw` (bullets, hazards …, with `options`), below it, folded, its table and its CSV.

    Without `draw`, or with nothing to draw, its title heads the table. Figures that cannot be compared are shown as
    cards, with the reason. `folded`: without a chart the table is folded under the title, as one that repeats what the
    page shows already. Of an empty panel nothing is shown: `show_missing` says what the page lacks.
    """
    if panel.empty:
        return
    is_drawn = draw is not None and not panel.drawn.empty
    if not is_drawn and not folded:
        show_section(panel.title, panel.subtitle)
    if draw is not None and is_drawn:
        wide = wide_window()
        key = ("figure", wide, *sorted(options.items()))
        figure, source = _cached(panel, key, lambda: _figure(panel, draw, options, wide=wide))
        show_chart(figure, name=panel.name, alt=panel.alt, source=source)
    if panel.incomparable_reason:
        show_sentences(panel.incomparable_reason)
    if panel.incomparable is not None:
        show_headlines(panel.incomparable)
    fold = "查看数据" if is_drawn else panel.title if folded else ""
    st.html(_cached(panel, ("table", lead, fold, view_link()), lambda: _panel_table(panel, lead, fold)))
    if csv_address(panel) is None:
        show_download(panel.table, panel.columns, name=panel.name)


def show_missing(*panels: Panel) -> None:
    """One empty state for the empty ones of `panels`: what the report does not state, and what was read and found no
    place, with a link. Folded where the others show something.
    """
    empty = {panel.title: panel for panel in panels if panel.empty}
    if not empty:
        return
    lines: list[str] = []
    remedies: dict[str, None] = {}
    for title, panel in empty.items():
        domain = panel.unplaced_domain
        check = f'，<a href="{escape_html(page_link("source", domain=domain))}">去核对</a>' if domain else ""
        lines.append(f"<p><strong>{escape_html(title)}</strong>{check}</p>")
        remedies[_UNPLACED_REMEDY if domain else _SILENT_REMEDY] = None
    note = f'<div class="note" role="status">{"".join(lines)}<p>{_linked("".join(remedies))}</p></div>'
    if any(not panel.empty for panel in panels):
        note = f'<details class="fold"><summary>另有{len(lines)}张图表本期没有内容</summary>{note}</details>'
    st.html(note)


def show_section(title: str, note: str = "") -> None:
    """A section heading; `note`: unit, as-of date, subject."""
    words = f'<p class="from">{escape_html(full_width(note))}</p>' if note else ""
    st.html(f'<h2 class="section">{escape_html(full_width(title))}</h2>{words}')


def show_sentences(*lines: str, page: str = "") -> None:
    """The findings of the page, one sentence per line; with `page`, the last line is a link to it."""
    items = [escape_html(full_width(line)) for line in lines if line]
    if items and page:
        items[-1] = f'<a href="{escape_html(page_link(page))}">{items[-1]}</a>'
    if items:
        st.html(f'<div class="note">{"".join(f"<p>{line}</p>" for line in items)}</div>')


def show_empty(missing: str, remedy: str) -> None:
    """Empty state in place of a chart or table: what is missing, and what to do next; “titles” of pages are links."""
    st.html(
        f'<div class="note" role="status"><p><strong>{escape_html(missing)}</strong></p><p>{_linked(remedy)}</p></div>'
    )


def _linked(remedy: str) -> str:
    return _QUOTED.sub(lambda title: _page_anchor(title[0], title[1]), escape_html(remedy))


def _page_anchor(quoted: str, title: str) -> str:
    page = PAGES_NAMED.get(title)
    return quoted if page is None else f'“<a href="{page_link(page)}">{title}</a>”'


def show_chart(figure: go.Figure, *, name: str, alt: str, source: str = "chart") -> None:
    """Draws `figure` at its own height; the camera button saves it as `name`.png, after the unit; `alt`: text for
    screen readers. source: how looks.css treats its source line, see `_figure`.
    """
    st.plotly_chart(figure, config=plotly_config(f"{cache.unit_name()}{name}"), alt=alt, key=f"{source} {name}")


def show_headlines(headlines: pd.DataFrame) -> None:
    """Four to six cards, the first one largest, each with a link to its sentence.

    headlines: columns label, value (as written), unit, as_of (words), state (code or missing), note, start, row_id
    (both missing: no proof).
    """
    if headlines.empty:
        return
    cards = "".join(_card(row) for row in records(headlines))
    st.html(f'<ul class="cards cards-{len(headlines)}">{cards}</ul>')


def _figure(panel: Panel, draw: Draw, options: Mapping[str, Any], *, wide: bool) -> tuple[go.Figure, str]:
    """The figure, and how looks.css treats its source line; in a wide window texts (and row labels, where `draw` takes
    a width) wrap later.

    Where all of the version has one source, the head of the page names it: the line below the chart is for the saved
    picture only ("source2": two lines, not shown). Else the chart names its own ("chart").
    """
    words = {"title": full_width(panel.title), "subtitle": full_width(panel.subtitle)}
    source = source_line(panel.proof_rows)
    if wide:
        width = {"width": WIDE_TEXT} if "width" in signature(draw).parameters else {}
        figure = widened(draw(panel.drawn, **words, **width, **options), **words)
    else:
        figure = draw(panel.drawn, **words, **options)
    line_width = WIDE_TEXT if wide else TEXT_WIDTH
    lines = source_lines(source, line_width)
    hidden = 0 < len(lines) <= _MOST_HIDDEN_LINES and len(sources_of_version()) == 1
    return with_source(_leading(figure), source, line_width), f"source{len(lines)}" if hidden else "chart"


def _leading(figure: go.Figure) -> go.Figure:
    """`figure`, changed: what its bars lead to (views.panel.leads_to) as addresses, followed by links.js."""
    for trace in figure.data:
        if trace.customdata is not None:
            addresses = [_address(str(lead)) for lead in trace.customdata]
            trace.hovertext = [
                f"{words}<br>{_HINT}" if address else words
                for words, address in zip(trace.hovertext, addresses, strict=True)
            ]
            trace.customdata = addresses
    return figure


def _address(lead: str) -> str:
    """The address beside the page that a bar opens; links.js adds the settings of the view."""
    parameter, _, value = lead.partition("=")
    return f"{_PAGE_OF_LEAD[parameter]}?{urlencode({parameter: value})}" if value else ""


def _cached(owner: Any, key: Any, make: Callable[[], Any]) -> Any:
    """The result of `make`, cached for `owner` and `key` as long as `owner` lives; at most _MAX_CACHED keys each."""
    cached = _CACHE.setdefault(owner, {})
    if key not in cached:
        if len(cached) >= _MAX_CACHED:
            cached.clear()
        cached[key] = make()
    return cached[key]


def panel_download(panel: Panel) -> str:
    """The link to the table of a panel as CSV; "" for one that has no address."""
    address, name = csv_address(panel), escape_html(panel.name)
    if address is None:
        return ""
    return f'<p class="from"><a href="{escape_html(address)}" download="{name}.csv">下载{name}（CSV）</a></p>'


def _panel_table(panel: Panel, lead: str, fold: str) -> str:
    """The table of a panel as HTML, with the link to its CSV where it has an address; folded under the words `fold`."""
    table = table_html(panel.table, panel.columns, caption=panel.name, lead=lead) + panel_download(panel)
    return (
        f'<details class="fold"><summary>{escape_html(full_width(fold))}</summary>{table}</details>' if fold else table
    )


def _card(row: Mapping[Any, Any]) -> str:
    value = f"{escape_html(row['value'])}<small>{escape_html(full_width(row['unit']))}</small>"
    if not is_missing(row["start"]) or not is_missing(row["row_id"]):
        printed = not is_missing(row["start"])
        address = source_link(int(row["start"])) if printed else row_link(row["row_id"])
        aria_label = f"{row['label']} {row['value']}{row['unit']}，{'见原文' if printed else '见来历'}"
        value = f'<a href="{escape_html(address)}" aria-label="{escape_html(aria_label)}">{value}</a>'
    notes = [state_html(row["state"])] if not is_missing(row["state"]) else []
    notes += [escape_html(full_width(str(row[column]))) for column in ("note", "as_of") if not is_missing(row[column])]
    label, notes_html = full_width(row["label"]), "".join(f"<span>{note}</span>" for note in notes)
    return (
        f'<li><span class="card-label">{escape_html(label)}</span><span class="card-value">{value}</span>'
        f'<span class="card-note">{notes_html}</span></li>'
    )
