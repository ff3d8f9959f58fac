"""The HTML documents of 汇报模式 and print: all slides with their data; turning a page needs no request."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from charts.theme import FONTS
from domain.schema.display import is_missing
from domain.schema.frames import records
from ui.meeting.assets import STYLE, read_meeting_asset
from ui.meeting.choice import Choice
from ui.meeting.fitting import Fitted, fitted
from ui.shell.assets import CONFIG, ICON, read_asset
from ui.shell.looks import stylesheet
from ui.shell.text import escape_html, state_html
from views.slide import Slide
from views.slide_tables import cell_words

#: Kinds of frames, used as CSS classes of the document. Paper is white.
SCREEN: Final = "show"
PAPER: Final = "paper"
_PAPER_LOOK: Final = "light"
#: The slide whose table contains the sources.
_SOURCE_SLIDE: Final = "definitions"


@dataclass(frozen=True)
class Frame:
    """The document around the slides. kind: SCREEN or PAPER. script: the asset that draws and turns them. before: HTML
    above them. attributes: of <body>. first: number of the open slide, from 1.
    """

    title: str
    script: str
    kind: str
    before: str = ""
    attributes: str = ""
    first: int = 1


def slides_document(slides: Sequence[Slide], choice: Choice, frame: Frame) -> str:
    """The whole HTML document of `slides`, in their order."""
    shown = [
        _slide(slide, place, len(slides), choice, opened=place == frame.first)
        for place, slide in enumerate(slides, start=1)
    ]
    scripts = "".join(
        f'<script src="{read_meeting_asset(name).address}" defer></script>'
        for name in ("plotly.min.js", "draw.js", frame.script)
    )
    look = _PAPER_LOOK if frame.kind == PAPER else choice.look
    look_attribute = f' data-look="{look}"' if look else ""
    return (
        f'<!doctype html><html lang="zh-CN"{look_attribute} class="{frame.kind}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape_html(frame.title)}</title>'
        f'<link rel="icon" href="{read_asset(ICON).address}">{_style(choice.palette)}{scripts}</head>'
        f"<body {frame.attributes}>{frame.before}<main>{''.join(shown)}</main>"
        "<noscript><p>图表需要启用 JavaScript。</p></noscript></body></html>"
    )


def message_document(title: str, message: str, back: str) -> str:
    """An HTML document with a one-sentence message and the link `back`."""
    return (
        f'<!doctype html><html lang="zh-CN" class="notice"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape_html(title)}</title>'
        f'{_style("green")}</head><body><main class="message"><h1>{escape_html(title)}</h1>'
        f"<p>{escape_html(message)}</p>"
        f'<p><a href="{escape_html(back)}">回到看板</a></p></main></body></html>'
    )


def _style(palette: str) -> str:
    link = f'<link rel="stylesheet" href="{read_meeting_asset(STYLE).address}">'
    return f"{stylesheet(palette)}<style>{_theme_variables()}</style>{link}"


@cache
def _theme_variables() -> str:
    """Background and text colours of the two themes as CSS variables, from .streamlit/config.toml."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]

    def variables(kind: str) -> str:
        return f"--ground:{theme[kind]['backgroundColor']};--text:{theme[kind]['textColor']};color-scheme:{kind}"

    return (
        f":root{{{variables('light')};--fonts:{FONTS}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-look=light]){{{variables('dark')}}}}}"
        f":root[data-look=dark]{{{variables('dark')}}}"
    )


def _slide(slide: Slide, place: int, count: int, choice: Choice, *, opened: bool) -> str:
    inner = _cover(slide) if slide.kind == "cover" else _content(fitted(slide, choice.palette))
    source = f"来源：{slide.source}" if slide.source and slide.id != _SOURCE_SLIDE else ""
    as_of = f"数据时点：{slide.as_of}" if slide.as_of else ""
    footnotes = "".join(f"<span>{escape_html(each)}</span>" for each in (as_of, source) if each)
    return (
        f'<section class="slide {slide.kind}{" current" if opened else ""}" id="slide-{slide.id}" tabindex="-1"'
        f' aria-roledescription="幻灯片" aria-label="第{place}页，共{count}页">{inner}'
        f'<footer><p class="footnotes">{footnotes}</p><p class="page">{place} / {count}</p></footer></section>'
    )


def _cover(slide: Slide) -> str:
    lines = "".join(f"<p>{escape_html(line)}</p>" for line in slide.lines)
    return f'<div class="middle"><h1>{escape_html(slide.title)}</h1>{lines}</div>'


def _content(shown: Fitted) -> str:
    slide = shown.slide
    lines = "".join(f"<span>{escape_html(line)}</span>" for line in slide.lines if line)
    year = "" if slide.elapsed is None else f'<div class="year" style="--share:{100 * slide.elapsed:.1f}%"></div>'
    limits = f'<p class="limits">{escape_html(slide.limits)}</p>' if slide.limits else ""
    return (
        f'<header><p class="topic">{escape_html(slide.section)}</p>'
        f'<h1 style="font-size:{shown.title_size}rem">{escape_html(slide.title)}</h1>'
        f"{f'<p class=lines>{lines}</p>' if lines else ''}{year}</header>"
        f'<div class="body">{_figures(slide)}{_drawn(shown)}</div>{limits}'
    )


def _drawn(shown: Fitted) -> str:
    parts = _chart(shown) + _table(shown)
    return f'<div class="stack">{parts}</div>' if shown.stacked else parts


def _chart(shown: Fitted) -> str:
    if shown.figure is None:
        return ""
    beside = " beside" if shown.columns else ""
    return (
        f'<figure class="drawn{beside}" role="img" aria-label="{escape_html(shown.slide.alt)}">'
        f'<div class="chart"></div>'
        f'<script type="application/json">{_json(shown.figure)}</script></figure>'
    )


def _json(value: Any) -> str:
    """`value` as JSON for a <script> of data; "<" is escaped, so that it cannot close the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _figures(slide: Slide) -> str:
    if not len(slide.figures):
        return ""
    alone = " alone" if not slide.chart and len(slide.table) <= len(slide.figures) else ""
    return f'<ul class="figures{alone}">{"".join(_figure(row) for row in records(slide.figures))}</ul>'


def _figure(row: dict[str, Any]) -> str:
    about = [state_html(row["state"])] if not is_missing(row["state"]) else []
    about += [escape_html(row["as_of"])] if not is_missing(row["as_of"]) else []
    note = (
        "" if is_missing(row["note"]) or not row["note"] else f'<span class="about">{escape_html(row["note"])}</span>'
    )
    return (
        f'<li><span class="label">{escape_html(row["label"])}</span>'
        f'<span class="value">{escape_html(row["value"])}<small>{escape_html(row["unit"])}</small></span>'
        f'<span class="about">{" ".join(about)}</span>{note}</li>'
    )


def _table(shown: Fitted) -> str:
    """The table, where there is no chart or it says more than the chart."""
    if not shown.columns:
        return ""
    slide = shown.slide
    head = "".join(
        f'<th scope="col"{f" style=width:{share:.1f}%" if share else " class=short"}>{escape_html(column.label)}</th>'
        for column, share in zip(slide.columns, shown.columns, strict=True)
    )
    looks = ["" if share else " class=short" for share in shown.columns]
    states = slide.table["state"].tolist() if "state" in slide.table else [None] * len(slide.table)
    rows = []
    for cells, state in zip(cell_words(slide.table, slide.columns), states, strict=True):
        texts = [
            state_html(state) if column.name == "word" and state is not None else escape_html(text)
            for column, text in zip(slide.columns, cells, strict=True)
        ]
        others = "".join(f"<td{look}>{text}</td>" for text, look in zip(texts[1:], looks[1:], strict=True))
        rows.append(f'<tr><th scope="row"{looks[0]}>{texts[0]}</th>{others}</tr>')
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="drawn"><table class="words">{body}</table></div>'
