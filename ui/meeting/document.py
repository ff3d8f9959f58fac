"""The HTML documents of 汇报模式 and print: all slides with their data; turning a page needs no request."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from charts.theme import FONTS
from domain.schema.display import MISSING, is_missing, number_text
from domain.schema.frames import records
from domain.schema.vocabulary import STATES
from ui.meeting.assets import STYLE, read_meeting_asset
from ui.meeting.choice import Choice
from ui.meeting.fitting import Fitted, fitted
from ui.shell.assets import CONFIG, ICON, read_asset
from ui.shell.looks import stylesheet
from ui.shell.text import escape_html, state_html
from views.slide import PROGRESS, Slide
from views.slide_tables import cell_texts

#: Kinds of frames, used as CSS classes of the document. Paper is white.
SCREEN: Final = "show"
PAPER: Final = "paper"
_PAPER_LOOK: Final = "light"


#: What the screen shows over the slides: a sentence, a black screen, a hint, and what only the presenter sees.
_PARTS: Final = (
    '<dialog id="proof" aria-label="原文"><div></div><p><a href="" target="_blank" rel="noopener">在报告中查看</a>'
    '<button type="button">关闭</button></p></dialog><div id="blank" hidden></div>'
    '<p id="awake" hidden>浏览器不能让屏幕保持常亮：本页不是用https或在本机打开的。请先在系统中关闭自动熄屏。</p>'
    '<aside id="presenter" aria-label="备注" hidden>'
    '<p id="clock">00:00</p><p id="next"></p><div id="notes"></div></aside>'
)


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
        f"<body {frame.attributes}>{frame.before}<main>{''.join(shown)}</main>{_PARTS if frame.kind == SCREEN else ''}"
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
    shown = fitted(slide, choice.palette)
    inner = _BODIES[slide.kind](shown)
    footnotes = "".join(f"<span>{escape_html(each)}</span>" for each in shown.slide.footnotes)
    return (
        f'<section class="slide {slide.kind}{" current" if opened else ""}" id="slide-{slide.id}" tabindex="-1"'
        f' aria-roledescription="幻灯片" aria-label="第{place}页，共{count}页">{inner}'
        f'<footer><p class="footnotes">{footnotes}{_all_proofs(slide)}</p>'
        f'<p class="page">{place} / {count}</p></footer>'
        f"{_notes(replace(shown.slide, points=slide.points))}</section>"
    )


def _notes(slide: Slide) -> str:
    """What a presenter sees beside the slide: its limits, the numbers of its chart, its sentences."""
    numbers = [f"{name}：{'，'.join(cell for cell in cells if cell != MISSING)}"
            for name, *cells in cell_texts(slide.table, slide.columns)] if slide.chart else []  # fmt: skip
    automatic = f"自动标题：{slide.automatic}" if slide.automatic else ""
    own = [*slide.script, slide.title, automatic, *slide.points, *slide.marks, slide.limits]
    lines = [*filter(None, own), *numbers, *slide.notes]
    return f'<template class="notes">{"".join(f"<p>{escape_html(line)}</p>" for line in lines)}</template>'


def _all_proofs(slide: Slide) -> str:
    """The button that opens every sentence of the slide, for the figures of its chart."""
    if not slide.sentences:
        return ""
    sentences = "\n".join(dict.fromkeys(slide.sentences.values()))
    return _proof("原文", sentences, f"at={next(iter(slide.sentences))}", "all")


def _proof(words: str, sentence: str, place: str, kind: str = "") -> str:
    """`words` as a button that opens `sentence`; place: where it is on 原文溯源, at=OFFSET or row=ROW_ID."""
    return (
        f'<button type="button" class="proof {kind}" data-sentence="{escape_html(sentence)}"'
        f' data-place="{escape_html(place)}">{escape_html(words)}</button>'
    )


def _proved(words: str, row: Mapping[str, Any], slide: Slide) -> str:
    """`words` of `row`, as a button where their sentence is known, else where the row comes from is."""
    start, row_id = row.get("start"), row.get("row_id")
    at = -1 if is_missing(start) else int(str(start))
    if at in slide.sentences:
        return _proof(words, slide.sentences[at], f"at={at}")
    basis = "" if is_missing(row_id) else slide.bases.get(str(row_id), "")
    return _proof(words, basis, urlencode({"row": str(row_id)})) if basis else escape_html(words)


def _cover(shown: Fitted) -> str:
    lines = "".join(f"<p>{escape_html(line)}</p>" for line in shown.slide.lines)
    return f'<div class="middle"><h1>{escape_html(shown.slide.title)}</h1>{lines}</div>'


def _closing(shown: Fitted) -> str:
    return f'<div class="middle"><h1>{escape_html(shown.slide.title)}</h1></div>'


def _agenda(shown: Fitted) -> str:
    rows = "".join(
        f"<li><span>{escape_html(row['number'])}{escape_html(row['label'])}</span><span>{escape_html(row['page'])}</span></li>"
        for row in records(shown.slide.table)
    )
    title = f"<header><h1>{escape_html(shown.slide.title)}</h1></header>"
    return f'{title}<div class="body"><ol class="agenda">{rows}</ol></div>'


def _content(shown: Fitted) -> str:
    slide = shown.slide
    title = "<br>".join(escape_html(line) for line in slide.title_lines)
    return (
        f'<header><p class="topic">{escape_html(slide.section)}</p>'
        f'<h1 style="font-size:{shown.title_size}rem">{title}</h1></header>'
        f'<div class="body">{_figures(shown)}{_progress(slide)}{_chart(shown)}{_table(shown)}</div>'
        f"{'' if len(slide.figures) else _points(shown)}"
    )


def _chart(shown: Fitted) -> str:
    if shown.figure is None:
        return ""
    return (
        f'<figure class="drawn" role="img" aria-label="{escape_html(shown.slide.alt)}">'
        f'<div class="chart"></div>'
        f'<script type="application/json">{_json(shown.figure)}</script></figure>'
    )


def _json(value: Any) -> str:
    """`value` as JSON for a <script> of data; "<" is escaped, so that it cannot close the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _figures(shown: Fitted) -> str:
    """The large figures side by side, below them the sentence."""
    slide = shown.slide
    if not len(slide.figures):
        return ""
    sentences = "".join(f"<p>{escape_html(each)}</p>" for each in slide.proof.split("\n"))
    proof = f"<blockquote>{sentences}</blockquote>" if slide.proof else ""
    cards = "".join(_figure(row, slide) for row in records(slide.figures))
    return f'<div class="large"><ul class="figures">{cards}</ul>{_points(shown)}{proof}</div>'


def _points(shown: Fitted) -> str:
    """The lines of context below what the slide shows."""
    lines = "".join(f"<li>{escape_html(each)}</li>" for each in shown.slide.points)
    return f'<ul class="points" style="font-size:{shown.point_size}rem">{lines}</ul>' if lines else ""


def _figure(row: dict[str, Any], slide: Slide) -> str:
    known = not is_missing(row["state"]) and STATES[row["state"]] != row["value"]
    about = [state_html(row["state"])] if known else []
    about += [escape_html(row["note"])] if not is_missing(row["note"]) else []
    about += [escape_html(row["as_of"])] if not is_missing(row["as_of"]) else []
    lines = "".join(f'<span class="about">{each}</span>' for each in about)
    value = _proved(str(row["value"]), row, slide)
    return (
        f'<li><span class="label">{escape_html(row["label"])}</span>'
        f'<span class="value">{value}<small>{escape_html(row["unit"])}</small>'
        f"</span>{lines}</li>"
    )


def _progress(slide: Slide) -> str:
    """A row per task: name, numbers, bar with the mark of the time gone by, state."""
    if slide.chart != PROGRESS:
        return ""
    dated = slide.drawn["day"].ne("").any()
    last = "<th>时点</th>" if dated else ""
    head = (
        f"<thead><tr><th>任务</th><th>完成 / 目标</th><th>完成率（竖线为序时进度）</th><th>状态</th>{last}</tr></thead>"
    )
    rows = "".join(
        f'<tr><th scope="row">{escape_html(row["label"])}</th>'
        f"<td>{_proved(str(row['value_text']), row, slide)}</td>"
        f"<td>{_bar(row)}</td><td>{state_html(row['state'])}</td>"
        + (f"<td>{escape_html(row['day'])}</td>" if dated else "")
        + "</tr>"
        for row in records(slide.drawn)
    )
    return f'<div class="drawn"><table class="words progress">{head}<tbody>{rows}</tbody></table></div>'


def _bar(row: dict[str, Any]) -> str:
    if is_missing(row["bar_pct"]):
        return ""
    share = min(100.0, max(0.0, float(row["bar_pct"])))
    elapsed = None if is_missing(row["elapsed_pct"]) else min(100.0, float(row["elapsed_pct"]))
    elapsed_mark = "" if elapsed is None else f'<b style="left:{elapsed:.1f}%"></b>'
    return (
        f'<span class="meter state-{escape_html(row["state"])}"><i style="width:{share:.1f}%"></i>{elapsed_mark}</span>'
        f'<span class="percent">{number_text(row["bar_pct"], 1)}%</span>'
    )


def _table(shown: Fitted) -> str:
    """The table of a slide that has neither figures nor a chart."""
    if not shown.columns:
        return ""
    slide = shown.slide
    head = "".join(
        f'<th scope="col"{f" style=width:{share:.1f}%" if share else " class=short"}>{escape_html(column.label)}</th>'
        for column, share in zip(slide.columns, shown.columns, strict=True)
    )
    looks = ["" if share else " class=short" for share in shown.columns]
    rows = []
    for cells, row in zip(cell_texts(slide.table, slide.columns), records(slide.table), strict=True):
        texts = [
            _proved(text, row, slide) if any(char.isdigit() for char in text) else escape_html(text) for text in cells
        ]
        others = "".join(f"<td{look}>{text}</td>" for text, look in zip(texts[1:], looks[1:], strict=True))
        rows.append(f'<tr><th scope="row"{looks[0]}>{texts[0]}</th>{others}</tr>')
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return f'<div class="drawn"><table class="words">{body}</table></div>'


_BODIES: Final = {"cover": _cover, "agenda": _agenda, "closing": _closing, "content": _content}
