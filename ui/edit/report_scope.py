"""导入报告, step 2: unit, period and days as recognised, with their words, for a person to confirm or correct."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.schema.period import parse_period
from proposals.report_upload import Confirmed, Mode, Recognised, current_of, default_as_of, words_text
from store.records import Version
from store.units import Unit, find_unit, list_units
from ui.edit.pending_change import pending_change
from ui.edit.report_state import KEY, ReportState
from ui.shell.text import escape_html
from ui.show.elements import show_section

_NEW: Final = "新单位……"
_PARTS: Final = {
    "": "全年", "H1": "上半年", "H2": "下半年", "Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度",
}  # fmt: skip
_MODES: Final[dict[Mode, str]] = {
    "replace": "替换：以前报告里有、这份没有提到的行，不再保留（下面可以逐行改）",
    "add": "补充：这份没有提到的行，连同来源一起保留",
}
_YEARS: Final = (1950, 2100)


def pick_scope(state: ReportState) -> bool:
    """Draws the properties with the words that say them; whether they are confirmed."""
    show_section("2 哪个单位、哪个时期", "从文中认出的，请逐项核对；认不准的请选定。确认以前不读数字。")
    if state.confirmed is not None:
        _show_confirmed(state)
        return True
    unit, period = _pick_unit(state), _pick_period(state)
    title, as_of, published = _pick_about(state, period)
    current = current_of(unit, period) if unit and period else None
    mode = _pick_mode(state, current)
    missing = [
        label
        for label, value in (("单位", unit), ("报告期", period), ("数据截至", as_of), ("替换还是补充", mode))
        if not value
    ]
    pressed = st.button("确认，读取数字", key=state.key("confirm"), type="primary", disabled=bool(missing))
    if missing:
        st.html(f'<p class="from">还要选定：{"、".join(missing)}。</p>')
    elif pressed and unit and period and as_of and mode:
        pending_change(KEY).refused = ""
        state.confirmed = Confirmed(
            unit, period, as_of, title.strip(), published, mode, _scope(state, "source").value or ""
        )
        st.rerun()
    return False


def _show_confirmed(state: ReportState) -> None:
    confirmed = state.confirmed
    if confirmed is None:
        return
    facts = [confirmed.org_unit, parse_period(confirmed.period).label, f"数据截至{confirmed.as_of.isoformat()}"]
    facts += [f"《{confirmed.title}》"] if confirmed.title else []
    facts += [f"{confirmed.published.isoformat()}发布"] if confirmed.published else []
    st.html(f'<p class="from">已确认：{escape_html("，".join(facts))}。</p>')


def _pick_unit(state: ReportState) -> str | None:
    """The name of the unit: a known one, or a new one that the person has confirmed as such."""
    recognised, known = _scope(state, "org_unit"), list_units()
    found = find_unit(recognised.value, known) if recognised.value else None
    names = [unit.name for unit in known]
    key = state.key("unit")
    if key not in st.session_state:
        st.session_state[key] = found.name if found else _NEW if not names or recognised.value else None
    left, right = st.columns(2)
    picked = left.selectbox("单位", [*names, _NEW], key=key, placeholder="请选择")
    if picked != _NEW:
        _show_words(left, recognised, picked, found)
        return picked
    name = right.text_input(
        "新单位的名称", value=next(iter(recognised.candidates), ""), key=state.key("new unit"), max_chars=64,
        placeholder="例如：某某街道",
    ).strip()  # fmt: skip
    _show_words(left, recognised, name, None)
    if name and (same := find_unit(name, known)) is not None:
        right.html(f'<p class="from">“{escape_html(name)}”就是已有的“{escape_html(same.name)}”，请在左边选它。</p>')
        return None
    is_new = right.checkbox("确认这是新单位", key=state.key("is new"), disabled=not name)
    return name if is_new and name else None


def _pick_period(state: ReportState) -> str | None:
    recognised = _scope(state, "period")
    left, right = st.columns(2)
    found = recognised.value
    for widget, value in (("year", int(found[:4]) if found else None), ("part", found[4:] if found else None)):
        st.session_state.setdefault(state.key(widget), value)
    year = left.number_input("年份", *_YEARS, step=1, key=state.key("year"), placeholder="例如：2023")
    part = right.selectbox(
        "时段", list(_PARTS), key=state.key("part"), format_func=_PARTS.__getitem__, placeholder="请选择"
    )
    period = f"{year}{part}" if year and part is not None else None
    _show_words(left, recognised, period, None)
    return period


def _pick_about(state: ReportState, period: str | None) -> tuple[str, date | None, date | None]:
    """Title, as-of day and publication."""
    titles, days, published = (_scope(state, name) for name in ("title", "as_of", "published"))
    title = st.text_input("标题", value=titles.value or "", key=state.key("about"), max_chars=200)
    _show_words(None, titles, titles.value, None)
    left, right = st.columns(2)
    issued = right.date_input(
        "发布日期（可不填）", value=date.fromisoformat(published.value) if published.value else None,
        key=state.key("published"), format="YYYY-MM-DD", min_value=date(1950, 1, 1),
    )  # fmt: skip
    _show_words(right, published, published.value, None)
    proposed = default_as_of(period, published.value, days.value) if period else None
    until = left.date_input(
        "数据截至", value=proposed, key=state.key(f"as of {period}"), format="YYYY-MM-DD", min_value=date(1950, 1, 1)
    )
    if days.value:
        _show_words(left, days, days.value, None)
    elif proposed:
        left.html('<p class="from">文中没有写明，按报告期最后一天或发布日期（取较早的），请核对。</p>')
    return title, until if isinstance(until, date) else None, issued if isinstance(issued, date) else None


def _pick_mode(state: ReportState, current: Version | None) -> Mode | None:
    """How the report joins a version that is there; a first one needs no choice."""
    if current is None:
        return "replace"
    st.html(
        f'<p class="from">{escape_html(current.unit_name)}{escape_html(parse_period(current.period).label)}'
        f"已有第{current.id}版（{escape_html(current.author)}）。这份报告：</p>"
    )
    modes: Sequence[Mode] = list(_MODES)
    return st.radio(
        "替换还是补充", modes, index=None, key=state.key(f"mode {current.unit} {current.period}"),
        format_func=_MODES.__getitem__, label_visibility="collapsed",
    )  # fmt: skip


def _scope(state: ReportState, name: str) -> Recognised:
    if state.given is None:
        return Recognised()
    found: Recognised = getattr(state.given.scope, name)
    return found


def _show_words(place: DeltaGenerator | None, found: Recognised, value: str | None, unit: Unit | None) -> None:
    """The words behind a value; where there are none or several, what the words suggest."""
    words = found.words_of(value or "") or (found.words_of(found.value or "") if unit else ())
    if words and value:
        line = f"依据：{words_text(words)}"
    elif found.candidates:
        suggested = (f"{each}（{words_text(found.words_of(each))}）" for each in found.candidates)
        line = f"文中说法：{'、'.join(suggested)}"
    else:
        line = "文中没有写明"
    (place or st).html(f'<p class="from">{escape_html(line)}</p>')
