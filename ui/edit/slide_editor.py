"""The editor on 汇报: titles, points, notes and order of the slides, for those who may change figures of the unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import streamlit as st

from store.errors import EditedMeanwhile, StoreError
from store.meeting_edits import MeetingEdit, Place, read_edits, write_edits
from store.records import Version
from ui.edit.autosaving import find_draft, keep_draft, refuse_draft, show_autosave
from ui.edit.deck_draft import ORDER, DeckDraft, Typed
from ui.edit.unsaved import forget_changes_of_others
from ui.shell.account import actor, may_edit
from ui.shell.clock import timestamp_text
from ui.shell.material import deck_edits
from ui.shell.names import person_name
from ui.shell.text import escape_html, escape_markdown
from views.slide import Slide
from views.slide_edits import DeckEdits, advice, changes_since, edit_value, edited_slides

_PICKED: Final = "deck slide"
_DONE: Final = "deck message"
_FAULT: Final = "deck fault"
_FIELDS: Final = {
    "title": "标题",
    "points": "要点（一行一条，显示在图表下方）",
    "script": "备注（讲什么；只有汇报人看得到）",
}


Changes = Mapping[Place, Mapping[str, Any] | None]


@dataclass(frozen=True, eq=False)
class _Editor:
    """One rerun of the editor. automatic: the program's slides by id; stored: what is saved."""

    version: Version
    automatic: Mapping[str, Slide]
    stored: tuple[MeetingEdit, ...]
    draft: DeckDraft

    @property
    def edits(self) -> DeckEdits:
        return deck_edits(self.stored)

    @property
    def deck(self) -> tuple[Slide, ...]:
        """The slides as they will be once saved."""
        typed = self.draft.preview(self.edits, self.automatic)
        return edited_slides(tuple(self.automatic.values()), typed, hide=True)

    @property
    def stored_any(self) -> bool:
        """Whether a slide or the order is not as the program makes it."""
        return any(each.kind in ("slide", "order") for each in self.stored)

    @property
    def name(self) -> str:
        return draft_name(self.version)


def draft_name(version: Version) -> str:
    """What the draft of a unit and period is called."""
    return f"deck {version.unit} {version.period}"


def show_slide_editor(version: Version, automatic: Sequence[Slide], *, opened: bool = False) -> None:
    """Draws the editor for the slides of `version`; nothing for a reader. automatic: as the program makes them."""
    if not may_edit():
        return
    forget_changes_of_others()
    stored = read_edits(version.id)
    editor = _Editor(version, {slide.id: slide for slide in automatic}, stored, _draft(version, stored))
    _show_messages(editor)
    with st.expander("改标题、要点、备注和顺序", expanded=opened or editor.draft.is_dirty):
        _show_changed(editor)
        slide = _pick_slide(editor)
        _edit_texts(editor, slide)
        _show_buttons(editor, slide)
        _show_saving(editor)
    keep_draft(editor.name, editor.draft.state())


def _draft(version: Version, stored: Sequence[MeetingEdit]) -> DeckDraft:
    """The draft of this session, else the one that an ended session left, else a new one."""
    key = draft_name(version)
    draft = st.session_state.get(key)
    if isinstance(draft, DeckDraft):
        if not draft.is_dirty:
            draft.see(stored)
        return draft
    draft = DeckDraft()
    draft.see(stored)
    saved = find_draft(key)
    if saved is not None:
        try:
            draft = DeckDraft.restored(saved.state)
        except (LookupError, TypeError, ValueError):
            refuse_draft(key, "它是另一个版本的程序保存的。")
    st.session_state[key] = draft
    return draft


def _show_messages(editor: _Editor) -> None:
    show_autosave(editor.name)
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(f'<div class="banner" role="alert">{escape_html(fault)}</div>')
    if done := st.session_state.pop(_DONE, ""):
        st.html(f'<div class="note" role="status"><p>{escape_html(done)}</p></div>')


def _show_changed(editor: _Editor) -> None:
    """What the data say differently since it was typed, and texts of slides that this version does not have."""
    lines, stale = [], []
    for name, edit in editor.edits.slides:
        slide = editor.automatic.get(name)
        if slide is None:
            lines.append(f"“{edit.title or name}”所在的一页这一版没有内容，改动留着，有内容时再用。")
        elif changed := changes_since(slide, edit):
            stale.append(name)
            lines += [f"{slide.section}：{each}" for each in changed]
    if not lines:
        return
    items = "".join(f"<li>{escape_html(line)}</li>" for line in lines)
    st.html(f'<div class="banner" role="status">改写以后数据有变，请看改写的文字还对不对：<ul>{items}</ul></div>')
    if stale:
        st.button(
            "看过了，仍用这些文字", key="deck seen", on_click=_accept, args=(editor, stale),
            help="以本版数据为准重新核对：数据中没有的数字，页脚注明由汇报人填写",
        )  # fmt: skip


def _pick_slide(editor: _Editor) -> Slide:
    """The slide to edit, in the order of the deck; those left out last."""
    deck = editor.deck
    shown = [each.id for each in deck if not each.optional]
    order = [*shown, *(each.id for each in deck if each.optional)]

    def label(name: str) -> str:  # the same on every rerun: the browser knows an option by its words
        return f"{editor.automatic[name].section}　{editor.automatic[name].title}"

    picked = st.selectbox("改哪一页", order, format_func=label, key=_PICKED)
    known = {
        f"第{shown.index(picked) + 1}页" if picked in shown else "不放映": True,
        "有改动没有保存": picked in editor.draft.typed,
        "文字已改": picked in dict(editor.edits.slides),
        "有标注": any(each.marks for each in deck if each.id == picked),
    }
    st.caption("，".join(word for word, holds in known.items() if holds))
    return editor.automatic[picked]


def _edit_texts(editor: _Editor, slide: Slide) -> None:
    """The fields of a slide, and at once what of them does not keep the rules."""
    stored = editor.edits.of(slide.id)
    saved = Typed.of(slide, stored)
    before = editor.draft.typed.get(slide.id, saved)
    texts: dict[str, str] = {}
    fields = st.container(key="slide-texts")  # ui/shell/assets/unsaved.js knows it by this name
    for name, label in _FIELDS.items():
        if name == "points" and slide.kind != "content":  # there is no place for them
            texts[name] = before.points
            continue
        key = f"deck {name} {slide.id} {hash(saved)} {editor.draft.number}"
        st.session_state.setdefault(key, getattr(before, name))
        if name == "title":
            texts[name] = fields.text_input(label, key=key, help="最好不超过两行、每行28字；清空就用自动标题")
        else:
            texts[name] = fields.text_area(label, key=key, height=110)
    typed = Typed(**texts)
    editor.draft.type(slide, stored, typed)
    others = [each.title for each in editor.deck if each.id != slide.id]
    found = advice(slide, typed.title or slide.title, typed.points.split("\n"), others)
    if found:
        st.html(f'<p class="beside" role="status">{escape_html("；".join(found))}。仍可保存。</p>')
    if typed.title.strip() not in ("", slide.title):
        st.caption(f"自动标题：{escape_markdown(slide.title)}")
    who = next((each for each in editor.stored if (each.kind, each.key) == ("slide", slide.id)), None)
    if who is not None:
        when = timestamp_text(datetime.fromisoformat(who.saved_at))
        st.caption(escape_markdown(f"{person_name(who.author)} {when} 在第{who.version_id}版上改过"))


def _show_buttons(editor: _Editor, slide: Slide) -> None:
    """Move the slide, leave it out or show it, take its edit back."""
    deck = editor.deck
    shown = [each.id for each in deck if not each.optional]
    is_shown = slide.id in shown
    at = shown.index(slide.id) if is_shown else -1
    up, down, leave, reset = st.columns(4)
    args = (editor, slide.id)
    up.button("前移一页", key="deck up", on_click=_move, args=(*args, -1), disabled=at < 1, width="stretch")
    down.button(
        "后移一页", key="deck down", on_click=_move, args=(*args, 1), width="stretch",
        disabled=not is_shown or at == len(shown) - 1,
    )  # fmt: skip
    leave.button("不放映" if is_shown else "放映", key="deck leave", on_click=_toggle, args=args, width="stretch")
    has_edit = slide.id in editor.draft.typed or not editor.edits.of(slide.id).is_empty
    reset.button(
        "这一页恢复自动内容", key="deck reset", on_click=_reset, args=(editor, [slide.id]), disabled=not has_edit,
        width="stretch",
    )  # fmt: skip


def _show_saving(editor: _Editor) -> None:
    draft = editor.draft
    count = len(draft.changes(editor.automatic))
    mark = ' data-unsaved="1"' if draft.is_dirty else ""
    text = f"有{count}处没有保存；已自动留底，刷新不会丢。" if draft.is_dirty else "没有未保存的改动。"
    st.html(f'<p class="from"{mark}>{text}保存后幻灯片、放映和打印一起更新，记下修改人和时间。</p>')
    save, drop, everything = st.columns(3)
    save.button(
        "保存", key="deck save", type="primary", on_click=_save, args=(editor,), disabled=not draft.is_dirty,
        width="stretch",
    )  # fmt: skip
    drop.button("放弃没有保存的", key="deck drop", on_click=draft.drop, disabled=not draft.is_dirty, width="stretch")
    sure = everything.checkbox("要全部恢复自动内容", key=f"deck sure {draft.number}") if editor.stored_any else False
    if sure:
        everything.button("全部恢复", key="deck reset all", on_click=_reset_all, args=(editor,), width="stretch")


def _move(editor: _Editor, name: str, step: int) -> None:
    shown, left = _order(editor)
    at = shown.index(name)
    shown[at], shown[at + step] = shown[at + step], shown[at]
    _set_order(editor, shown, left)


def _toggle(editor: _Editor, name: str) -> None:
    shown, left = _order(editor)
    if name in shown:
        shown.remove(name)
        left.append(name)
    else:
        left.remove(name)
        deck = [each.id for each in editor.deck]
        before = [each for each in deck[: deck.index(name)] if each in shown]
        shown.insert(shown.index(before[-1]) + 1 if before else 0, name)
    _set_order(editor, shown, left)


def _order(editor: _Editor) -> tuple[list[str], list[str]]:
    deck = editor.deck
    return [each.id for each in deck if not each.optional], [each.id for each in deck if each.optional]


def _set_order(editor: _Editor, shown: Sequence[str], left: Sequence[str]) -> None:
    editor.draft.shown, editor.draft.left = tuple(shown), tuple(left)


def _save(editor: _Editor) -> None:
    _write(editor, editor.draft.changes(editor.automatic), "已保存。")


def _accept(editor: _Editor, names: Sequence[str]) -> None:
    """Keep the texts of `names`, their numbers looked for in the data of this version."""
    slides = {name: editor.automatic[name] for name in names}
    kept = {name: Typed.of(slide, editor.edits.of(name)).edit(slide) for name, slide in slides.items()}
    _write(editor, {("slide", name): edit_value(edit) for name, edit in kept.items()}, "已按本版数据核对。", keep=True)


def _reset(editor: _Editor, names: Sequence[str]) -> None:
    for name in names:
        editor.draft.typed.pop(name, None)
    stored: dict[Place, None] = {("slide", name): None for name in names if not editor.edits.of(name).is_empty}
    editor.draft.number += 1
    if stored:
        _write(editor, stored, "这一页已恢复自动内容。", keep=True)


def _reset_all(editor: _Editor) -> None:
    places: list[Place] = [(each.kind, each.key) for each in editor.stored if each.kind in ("slide", ORDER[0])]
    _write(editor, dict.fromkeys(places), "已全部恢复自动内容。")


def _write(editor: _Editor, changes: Changes, done: str, *, keep: bool = False) -> None:
    """Save `changes`; keep: other texts of the draft stay unsaved. Where somebody else was faster, all of it stays."""
    draft = editor.draft
    try:
        write_edits(editor.version.id, changes, draft.known, actor())
    except EditedMeanwhile as error:
        stored = read_edits(editor.version.id)
        st.session_state[_FAULT] = f"{error}对方改成：{_theirs(stored, changes, draft)}。再点“保存”，以您的为准。"
        draft.see(stored)
        return
    except StoreError as error:
        st.session_state[_FAULT] = str(error)
        return
    draft.see(read_edits(editor.version.id))
    if not keep:
        gone = {name: typed for name, typed in draft.typed.items() if name not in editor.automatic}
        draft.drop()
        draft.typed = gone
    st.session_state.pop("meeting slides", None)
    st.session_state[_DONE] = done


def _theirs(stored: Sequence[MeetingEdit], changes: Changes, draft: DeckDraft) -> str:
    """What somebody else saved at the places of `changes` since the draft saw them."""
    new = [each for each in stored if each.saved_at != draft.known.get((each.kind, each.key), "")]
    words = [str(each.value.get("title") or "顺序、要点或备注") for each in new if (each.kind, each.key) in changes]
    return "、".join(f"“{each}”" for each in words) or "自动内容"
