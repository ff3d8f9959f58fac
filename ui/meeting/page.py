"""What the page 汇报 is made of: the choice of slides, the ways to show and print them, the files to take along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Protocol

import streamlit as st

from domain.schema.period import coverage_text, date_text
from ui.meeting.choice import LOOKS, Choice, address_of
from ui.meeting.made import every_slide
from ui.meeting.routes import COOKIE, kept_choice
from ui.shell import cache
from ui.shell.account import actor
from ui.shell.download_audit import record_download
from ui.shell.links import base_path
from ui.shell.material import read_material
from ui.shell.names import person_name
from ui.shell.pick import settings
from ui.shell.stored import list_versions, read_current_id, read_version
from ui.shell.text import escape_markdown
from views.material import Material
from views.slide import Slide

_MADE: Final = "made files"
_NEWEST: Final = "最新版"


class Maker(Protocol):
    """A kind of file (exports.files.FileKind)."""

    label: str
    ending: str
    media_type: str
    make: Callable[[Material, Sequence[str], Callable[[float], object]], bytes]


def pick_choice() -> Choice:
    """What the reader chooses, beginning with the choice that this browser showed last; the rule and the palette are
    those of the dashboard.
    """
    kept = kept_choice(st.context.cookies.to_dict().get(COOKIE))
    now = settings()
    version = _pick_version(kept.version)
    hide = st.checkbox("隐去人名和受处分人数", value=kept.hide, help="在服务器上隐去:文件和幻灯片中完全不含这些内容")
    choice = replace(kept, version=version, hide=hide, rule=now.rule, palette=now.palette)
    chosen = _pick_slides(every_slide(version_of(choice), hide=hide, rule=now.rule), kept.slides)
    codes = tuple(LOOKS)
    look = st.radio(
        "投影底色", codes, codes.index(kept.look), format_func=LOOKS.__getitem__, key="meeting look", horizontal=True
    )
    return replace(choice, slides=chosen, look=look)


def version_of(choice: Choice) -> int:
    """The version that `choice` shows now."""
    number = choice.version or read_current_id()
    assert number is not None  # pages that come here have something to show
    return number


def _pick_version(kept: int | None) -> int | None:
    """None for the newest at the moment of opening, else the version to stay with."""
    versions = {version.id: version for version in list_versions()}
    shown, newest = cache.opened(), read_current_id()

    def words(number: int | None) -> str:
        if number is None:
            return f"{_NEWEST}(打开时的最新版,现在是第{newest}版)"
        version = versions[number]
        period = f"{coverage_text(version.period, version.as_of, dated=False)}," if len(shown.periods) > 1 else ""
        return f"第{number}版,{period}数据截至{date_text(version.as_of)},{person_name(version.author)}"

    options = [None, *sorted(versions, reverse=True)]
    asked = shown.version.id if shown.version is not None and shown.version.id != newest else kept
    place = options.index(asked) if asked in options else 0
    return st.selectbox("版本", options, index=place, format_func=words, key="meeting version")


def _pick_slides(every: Sequence[Slide], kept: Sequence[str]) -> tuple[str, ...]:
    """The ids of the chosen slides in the order in which they were chosen; () for all."""
    names = {slide.id: slide.section for slide in every}
    usual = [each for each in kept if each in names] or list(names)
    picked = st.multiselect(
        "幻灯片(按所选的先后放映)",
        list(names),
        default=usual,
        format_func=lambda each: names[each],
        placeholder="一张都没选时,放映全部",
        key="meeting slides",
        help="点“×”去掉一张,再从列表中点选则排到最后",
    )
    return () if picked in ([], list(names)) else tuple(picked)


def show_start(choice: Choice) -> None:
    """The ways to the slides: full screen, and on paper."""
    query = address_of(choice)
    show, printed = st.columns(2)
    show.link_button(
        "开始汇报", f"{base_path()}/show?{query}", type="primary", icon=":material/slideshow:", width="stretch"
    )
    printed.link_button("打印 / 存为 PDF", f"{base_path()}/print?{query}", icon=":material/print:", width="stretch")
    st.caption("在新窗口打开。← → 或翻页笔翻页,F 全屏,Esc 退出。")


def offer_files(kinds: Mapping[str, Maker], choice: Choice) -> None:
    """A button per kind of file, and once it is made, with a progress bar, the one that saves it in its place.

    What was made for another choice is not offered.
    """
    made: dict[str, tuple[Any, bytes]] = st.session_state.setdefault(_MADE, {})
    key = (version_of(choice), choice)
    for column, (name, kind) in zip(st.columns(len(kinds)), kinds.items(), strict=True):
        place = column.empty()
        if made.get(name, (None, b""))[0] != key:
            if not place.button(f"下载{kind.label}", key=f"make {name}", width="stretch"):
                continue
            made[name] = (key, _make(kind, choice, place))
        place.download_button(
            f"保存{kind.label}(.{kind.ending})", made[name][1], _file_name(choice, kind), kind.media_type,
            key=f"save {name}", on_click="ignore", type="primary", icon=":material/download:", width="stretch",
        )  # fmt: skip


def _file_name(choice: Choice, kind: Maker) -> str:
    """金川街道2023年上半年幻灯片-第3版.pptx."""
    shown = read_version(version_of(choice))
    name = f"{shown.org_unit}{coverage_text(shown.period, shown.as_of)}"
    return f"{name}{kind.label}-第{version_of(choice)}版.{kind.ending}"


def _make(kind: Maker, choice: Choice, place: Any) -> bytes:
    """The file, while a bar at `place` shows how far it is; the audit keeps who took it."""
    bar = place.progress(0.0, text=escape_markdown(f"正在制作{kind.label}……"))
    version = version_of(choice)
    material = read_material(version, hide=choice.hide, rule=choice.rule, palette=choice.palette)
    content = kind.make(material, choice.slides, lambda share: bar.progress(min(1.0, share)))
    record_download(actor(), _file_name(choice, kind), content, version)
    return content
