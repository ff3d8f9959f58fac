"""Elements of the page 汇报: choice of slides, links to show and print them, file downloads."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.schema.period import coverage_text, date_text
from ui.meeting.choice import LOOKS, Choice, address_of
from ui.meeting.routes import COOKIE, saved_choice
from ui.meeting.slide_cache import (
    Basis,
    Maker,
    all_slides,
    made_file,
    made_share,
    read_basis,
    refusal_of,
    unedited_slides,
)
from ui.shell import cache
from ui.shell.account import actor
from ui.shell.download_audit import record_download
from ui.shell.links import base_path
from ui.shell.names import person_name
from ui.shell.pick import settings
from ui.shell.stored import list_newest, read_current_id, read_version
from ui.shell.text import escape_markdown
from ui.shell.unit_choice import address_unit
from views.slide import Slide

_NEWEST: Final = "最新版"
_MAX_LISTED: Final = 200
#: Seconds in which a file that has to be made is begun; between two looks at how much is done.
_BEGINS, _LOOK = 1.0, 0.15


def pick_choice() -> Choice:
    """The reader's choice, starting from the one this browser showed last; rule and palette from the settings."""
    last = replace(saved_choice(st.context.cookies.to_dict().get(COOKIE)), unit=address_unit())
    options = settings()
    version = _pick_version(last.version)
    hide = st.checkbox("隐去人名和受处分人数", value=last.hide, help="在服务器上隐去：文件和幻灯片中完全不含这些内容")
    choice = replace(last, version=version, hide=hide, rule=options.rule, palette=options.palette)
    chosen = _pick_slides(all_slides(version_of(choice), hide=hide, rule=options.rule), last.slides)
    codes = tuple(LOOKS)
    look = st.radio(
        "投影底色", codes, codes.index(last.look), format_func=LOOKS.__getitem__, key="meeting look", horizontal=True
    )
    return replace(choice, slides=chosen, look=look)


def basis_of(choice: Choice) -> Basis:
    """What the slides of the version that `choice` currently shows depend on."""
    return read_basis(version_of(choice))


def slides_to_edit(choice: Choice, basis: Basis) -> tuple[Slide, ...]:
    """The slides as the program makes them, names hidden: what an editor starts from."""
    return unedited_slides(basis, hide=True, rule=choice.rule)


def version_of(choice: Choice) -> int:
    """The version that `choice` currently shows."""
    number = choice.version or _newest_id()
    assert number is not None  # the page stops earlier where nothing is stored
    return number


def _newest_id() -> int | None:
    """The newest version of the unit on screen, of its newest period."""
    shown = cache.version()
    return read_current_id(None if shown is None else shown.unit)


def _pick_version(last: int | None) -> int | None:
    """The version to show; None for the newest one when the presentation is opened."""
    shown, newest = cache.opened(), _newest_id()
    unit = shown.version.unit if shown.version is not None else None
    versions = {} if unit is None else {version.id: version for version in list_newest(unit, _MAX_LISTED)}
    if shown.version is not None:
        versions.setdefault(shown.version.id, shown.version)

    def label(number: int | None) -> str:
        if number is None:
            return f"{_NEWEST}（打开时的最新版，现在是第{newest}版）"
        version = versions[number]
        period = f"{coverage_text(version.period, version.as_of, dated=False)}，" if len(shown.periods) > 1 else ""
        return f"第{number}版，{period}数据截至{date_text(version.as_of)}，{person_name(version.author)}"

    options = [None, *sorted(versions, reverse=True)]
    preferred = shown.version.id if shown.version is not None and shown.version.id != newest else last
    place = options.index(preferred) if preferred in options else 0
    return st.selectbox("版本", options, index=place, format_func=label, key="meeting version")


def _pick_slides(available: Sequence[Slide], last: Sequence[str]) -> tuple[str, ...]:
    """The ids of the chosen slides in the order in which they were chosen; () for all that are not optional."""
    names = {slide.id: _slide_name(slide) for slide in available}
    usual = [slide.id for slide in available if not slide.optional]
    default = [each for each in last if each in names] or usual
    picked = st.multiselect(
        "幻灯片（按所选的先后放映）",
        list(names),
        default=default,
        format_func=lambda each: names[each],
        placeholder="一张都没选时，放映常用的各张",
        key="meeting slides",
        help="点“×”去掉一张，再从列表中点选则排到最后",
    )
    return () if picked in ([], usual) else tuple(picked)


def _slide_name(slide: Slide) -> str:
    """What the list calls a slide: its section; in the appendix with its title where several share one."""
    return f"附录·{slide.title}" if slide.appendix else slide.section


def show_start(choice: Choice) -> None:
    """Links to the slides: full screen, with notes for the presenter's own screen, and print."""
    query = address_of(choice)
    show_column, notes_column, print_column = st.columns(3)
    show_column.link_button(
        "开始汇报", f"{base_path()}/show?{query}", type="primary", icon=":material/slideshow:", width="stretch"
    )
    notes_column.link_button(
        "备注视图", f"{base_path()}/show?{query}&notes=1", icon=":material/speaker_notes:", width="stretch"
    )
    print_column.link_button(
        "打印 / 存为 PDF", f"{base_path()}/print?{query}", icon=":material/print:", width="stretch"
    )
    st.caption(
        "在新窗口打开。← → 或翻页笔翻页，B 或句号键黑屏，F 全屏，Esc 退出，点数字看原文。"
        "屏幕常亮只在https或本机打开时有效，否则请先在系统中关闭自动熄屏。"
    )


@st.fragment
def offer_files(kinds: Mapping[str, Maker], choice: Choice, basis: Basis) -> None:
    """A button per kind of file that makes and saves it in one click; where it cannot be made, the reason.

    Below the button a bar shows how much is done until the file is there. The download is written to the audit log.
    """
    version, keep = basis.version_id, partial(record_download, actor())
    for column, kind in zip(st.columns(len(kinds)), kinds.values(), strict=True):
        if refusal := refusal_of(kind, choice, basis):
            column.error(escape_markdown(refusal))
            continue
        clicked = column.download_button(
            f"下载{kind.label}", partial(audited_file, kind, choice, version, keep), file_name(choice, kind, version),
            kind.media_type, key=f"make {kind.label}", icon=":material/download:", width="stretch",
        )  # fmt: skip
        if clicked:
            _show_share(column.empty(), kind, choice, version)


def _show_share(place: DeltaGenerator, kind: Maker, choice: Choice, version: int) -> None:
    """A bar in `place` while the file is being made, which the click has started in another thread; none for a file
    that was made before.
    """
    began, share = time.monotonic(), made_share(kind, choice, version)
    while share is not None or time.monotonic() - began < _BEGINS:
        if share is not None:
            began = 0.0
            place.progress(min(1.0, share), text=f"正在制作{kind.label}，已完成{share:.0%}")
        time.sleep(_LOOK)
        share = made_share(kind, choice, version)
    place.empty()


def audited_file(kind: Maker, choice: Choice, version: int, keep: Callable[[str, bytes, int], None]) -> bytes:
    """The file; `keep` writes its name, bytes and version to the audit log."""
    content = made_file(kind, choice, version)
    keep(file_name(choice, kind, version), content, version)
    return content


def file_name(choice: Choice, kind: Maker, version: int) -> str:
    """金川街道2023年上半年幻灯片-截至20230630-第3版.pptx; 含姓名 where names are not hidden."""
    shown = read_version(version)
    name = f"{shown.unit_name}{coverage_text(shown.period, shown.as_of, dated=False)}{kind.label}"
    names = "" if choice.hide else "-含姓名"
    return f"{name}-截至{shown.as_of:%Y%m%d}-第{version}版{names}.{kind.ending}"
