"""What a page draws: its head, its sentences, charts, empty states, findings, proofs. One element each, one look."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from charts.theme import plotly_config
from domain.display import is_missing
from domain.proof import proof_of
from domain.vocabulary import SEVERITIES
from ui.links import source_link
from ui.looks import stylesheet
from ui.tables import state_html
from ui.text import escaped


def show_head(title: str, *notes: str, palette: str = "green") -> None:
    """The page's title and below it one line per note (报告期, 数据截至, 来源); brings the stylesheet along."""
    lines = "".join(f"<p>{escaped(note)}</p>" for note in notes if note)
    st.html(f'{stylesheet(palette)}<header class="head"><h1>{escaped(title)}</h1>{lines}</header>')


def show_section(title: str, said: str = "") -> None:
    """The heading of a part of the page, and what is to be known before its chart."""
    words = f'<p class="said">{escaped(said)}</p>' if said else ""
    st.html(f'<h2 class="section">{escaped(title)}</h2>{words}')


def show_note(*lines: str) -> None:
    """A remark with a line at its side: what a reader must know to read the numbers rightly."""
    st.html(f'<div class="note">{"".join(f"<p>{escaped(line)}</p>" for line in lines)}</div>')


def show_empty(missing: str, remedy: str) -> None:
    """Says what is not there and what to do next, where a chart or table would stand."""
    st.html(f'<div class="note" role="status"><p><strong>{escaped(missing)}</strong></p><p>{escaped(remedy)}</p></div>')


def show_chart(figure: go.Figure, *, name: str, alt: str) -> None:
    """Draws `figure` at its own height; the camera saves it as `name`.png, `alt` tells it to who cannot see it."""
    st.plotly_chart(figure, config=plotly_config(name), alt=alt, key=f"chart {name}")


def show_headlines(headlines: pd.DataFrame) -> None:
    """Four to six cards, the first one largest, each with a link to its sentence.

    headlines: label, value (as written), unit, as_of (words), state (code, missing: none), note, start (missing: none).
    """
    cards = "".join(_card(row) for row in headlines.to_dict("records"))
    st.html(f'<ul class="cards">{cards}</ul>')


def show_findings(findings: pd.DataFrame, figures: pd.DataFrame) -> None:
    """The rows of `findings` one below the other; the texts of the figures concerned come from `figures`."""
    texts = dict(zip(figures["start"].astype(int), figures["text"], strict=True))
    st.html("".join(_finding(row, texts) for row in findings.to_dict("records")))


def show_proofs(rows: pd.DataFrame, author: str | None, *, title: str = "逐项依据") -> None:
    """Behind a fold for each of `rows` (judged or settled): how its light was come to, `author` having uploaded it."""
    folds = "".join(_proof(row, author) for row in rows.to_dict("records"))
    st.html(f'<section class="proofs"><h2 class="section">{escaped(title)}</h2>{folds}</section>')


def _card(row: Mapping[Any, Any]) -> str:
    value = f"{escaped(row['value'])}<small>{escaped(row['unit'])}</small>"
    if not is_missing(row["start"]):
        said = escaped(f"{row['label']} {row['value']}{row['unit']},见原文")
        value = f'<a href="{escaped(source_link(int(row["start"])))}" aria-label="{said}">{value}</a>'
    notes = [state_html(row["state"])] if not is_missing(row["state"]) else []
    notes += [escaped(row[column]) for column in ("note", "as_of") if not is_missing(row[column])]
    return (
        f'<li><span class="card-label">{escaped(row["label"])}</span><span class="card-value">{value}</span>'
        f'<span class="card-note">{" · ".join(notes)}</span></li>'
    )


def _finding(row: Mapping[Any, Any], texts: Mapping[int, str]) -> str:
    severity = f'<span class="severity">{escaped(SEVERITIES[row["severity"]])}</span>'
    quote = f"<blockquote>{_sentence(row['quote'], row['start'])}</blockquote>" if not is_missing(row["quote"]) else ""
    starts = [] if is_missing(row["figures"]) else [int(start) for start in row["figures"].split()]
    links = "、".join(
        f'<a href="{escaped(source_link(start))}">{escaped(texts.get(start, start))}</a>' for start in starts
    )
    told = (
        ("涉及数字", links),
        *((label, escaped(row[name])) for label, name in _TOLD.items() if not is_missing(row[name])),
    )
    lines = "".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in told if words)
    return (
        f'<article class="finding" id="{escaped(row["row_id"])}"><h3>{severity}{escaped(row["title"])}</h3>'
        f"<p>{escaped(row['message'])}</p>{quote}<dl>{lines}</dl></article>"
    )


_TOLD = {
    "原文所写": "printed",
    "计算结果": "computed",
    "请核实": "confirm",
    "向谁核实": "with_whom",
    "处理结果": "resolution",
    "处理人": "resolved_by",
}


def _proof(row: Mapping[Any, Any], author: str | None) -> str:
    lines = proof_of(row, author).itertuples(index=False)
    told = "".join(f"<dt>{escaped(label)}</dt><dd>{escaped(value)}</dd>" for label, value in lines)
    link = (
        f'<p><a href="{escaped(source_link(int(row["start"])))}">见原文</a></p>' if not is_missing(row["start"]) else ""
    )
    summary = f"{escaped(row['name'])} {state_html(row['state'], row['state_high'])}"
    return f'<details class="proof"><summary>{summary}</summary><dl>{told}</dl>{link}</details>'


def _sentence(quote: str, start: object) -> str:
    if is_missing(start):
        return escaped(quote)
    return f'<a href="{escaped(source_link(int(str(start))))}">{escaped(quote)}</a>'
