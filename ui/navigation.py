"""The script that the app runs for every view: page settings, the menu, then the requested page."""

from contextlib import suppress
from pathlib import Path
from typing import Final

import streamlit as st

from domain.office_time import office_zone
from store.errors import StoreError
from ui.edit.unsaved import mark_unsaved
from ui.shell.access import may_read
from ui.shell.account import admit, show_account, visitor
from ui.shell.assets import FOLDER
from ui.shell.cache import unit_name
from ui.shell.index_page import TITLE
from ui.shell.looks import MENU_WIDTH
from ui.shell.pick import pick_settings
from ui.shell.pinned import open_requested, plan_title, show_pinned, show_version
from ui.shell.refresh import track_session

ICON: Final = FOLDER / "icon.svg"
ABOUT: Final = "由街道半年工作总结生成的进度看板。每个数字都可点开原文；本机运行，不访问外部网络。"
PAGES: Final = Path(__file__).resolve().parents[1] / "pages"

PLAN: Final = "progress/plan.py"
#: Section -> (file in pages/, title, Material icon). The file's stem is the address; the first page is /.
MENU: Final = {
    "看进度": (
        ("progress/overview.py", "总览", ":material/monitoring:"),
        ("progress/land.py", "土地整治", ":material/landscape:"),
        ("progress/demolition.py", "征迁", ":material/home_work:"),
        ("progress/funding.py", "资金项目", ":material/payments:"),
        ("progress/safety.py", "安全隐患", ":material/health_and_safety:"),
        ("progress/more.py", "更多领域", ":material/category:"),
        ("progress/honours.py", "亮点荣誉", ":material/military_tech:"),
        ("progress/plan.py", "下半年任务", ":material/event_upcoming:"),
        ("progress/trend.py", "趋势", ":material/timeline:"),
        ("progress/search.py", "查找", ":material/search:"),
    ),
    "汇报": (("meeting/meeting.py", "汇报", ":material/slideshow:"),),
    "核对": (
        ("checking/checks.py", "数据核对", ":material/fact_check:"),
        ("checking/source.py", "原文溯源", ":material/article:"),
        ("checking/promises.py", "承诺兑现", ":material/handshake:"),
        ("checking/draft.py", "送审前核对", ":material/rule:"),
    ),
    "更新数据": (
        ("keeping/report.py", "导入报告", ":material/note_add:"),
        ("keeping/upload.py", "上传台账", ":material/upload_file:"),
        ("keeping/edit.py", "在线修改", ":material/edit_note:"),
        ("keeping/history.py", "历史版本", ":material/history:"),
    ),
}
#: Pages that only links lead to: (file in pages/, title).
LINKED: Final = (("progress/indicator.py", "指标"),)

# The icon comes first: for a page's Material icon in the browser's tab, Streamlit would ask fonts.gstatic.com.
st.set_page_config(page_icon=str(ICON), layout="wide", initial_sidebar_state=MENU_WIDTH, menu_items={"About": ABOUT})
is_open = False
with suppress(StoreError):  # said below, beside the menu
    if may_read(visitor()):
        open_requested()
        is_open = True
named = {PLAN: plan_title()} if is_open else {}
page = st.navigation(
    {
        section: [
            st.Page(
                PAGES / file, title=named.get(file, title), icon=icon, url_path=Path(file).stem, default=title == "总览"
            )
            for file, title, icon in pages
        ]
        for section, pages in MENU.items()
    }
    | {
        "": [
            st.Page(PAGES / file, title=title, url_path=Path(file).stem, visibility="hidden") for file, title in LINKED
        ]
    },
    expanded=True,
)
st.set_page_config(page_title=f"{page.title} · {TITLE}")
office_zone()  # raises on an unknown time zone before anything is shown with a wrong date
if not admit():
    st.stop()
if not is_open:
    open_requested()
st.set_page_config(page_title=f"{page.title} · {unit_name()}{TITLE}")
show_account()
pick_settings(unit_name())
show_version()
show_pinned()
track_session(page.url_path)
mark_unsaved(page.url_path)
page.run()
