"""What a page draws, element by element."""

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.shell.test_cache import store  # noqa: F401
from ui.show import elements

pytestmark = pytest.mark.usefixtures("store")


def markup(app: AppTest) -> str:
    assert not app.exception
    return "".join(element.proto.body for element in app.get("html"))


def headlines_script():
    from ui.show.elements import show_headlines
    from views.panel import headline_table

    show_headlines(headline_table([
        {"label": "新增<耕地>", "value": "584", "unit": "亩", "as_of": "截至2023年6月30日", "state": "ahead",
         "note": "目标800亩", "start": 1430},
        {"label": "无出处", "value": "约3", "unit": "家", "as_of": "", "state": None, "note": "", "start": None},
    ]))  # fmt: skip


def panels_script():
    import dataclasses

    import pandas as pd
    import plotly.graph_objects as go
    import streamlit as st

    from domain.schema.columns import Column
    from ui.show.elements import show_missing, show_panel
    from views.panel import Panel

    rows = pd.DataFrame({"name": ["甲"], "start": [5]})
    panel = Panel("名单", "标题", "副题", "说明:只有一行", rows, (Column("name", "text", "名称"),), rows)
    drawn = []

    def draw(table, *, title, subtitle, color="a"):
        drawn.append(color)
        size = {"height": 100, "margin": {"l": 4, "b": 8}}
        return go.Figure(layout={"title": {"text": f"{title}|{subtitle}"}, **size})

    show_panel(panel, draw)
    show_panel(dataclasses.replace(panel, name="再画", drawn=rows.iloc[:0]), draw)
    empty = dataclasses.replace(panel, name="空", title="没有内容", table=rows.iloc[:0])
    show_panel(empty, draw)
    show_missing(empty, empty)
    show_missing(panel, dataclasses.replace(empty, title="未入表", unplaced_domain="land"))
    show_missing(panel)
    st.session_state["drawn"] = drawn


def test_card_has_value_unit_state_note_and_date():
    cards = re.findall(r"<li>.*?</li>", markup(AppTest.from_function(headlines_script, default_timeout=20).run()))
    words = [re.sub(r"<[^>]*>", "|", card) for card in cards]
    assert re.sub(r"\|+", "|", words[0]) == "|新增&lt;耕地&gt;|584|亩|超前|目标800亩|截至2023年6月30日|"
    assert re.sub(r"\|+", "|", words[1]) == "|无出处|约3|家|"


def test_card_with_sentence_is_a_link():
    shown = markup(AppTest.from_function(headlines_script, default_timeout=20).run())
    assert re.findall(r'href="([^"]*)" aria-label="([^"]*)"', shown) == [
        ("/source?at=1430", "新增&lt;耕地&gt; 584亩，见原文")
    ]


@pytest.fixture
def panels() -> AppTest:
    return AppTest.from_function(panels_script, default_timeout=20).run()


def test_panel_is_chart_with_table_below(panels):
    charts = [element.proto for element in panels.get("plotly_chart")]
    assert [(chart.alt, json.loads(chart.spec)["layout"]["title"]["text"]) for chart in charts] == [
        ("说明:只有一行", "标题|副题")
    ]
    assert "<caption>名单</caption>" in markup(panels)


def test_panel_without_chart_is_titled_table(panels):
    assert re.search(r'<h2 class="section">标题</h2><p class="from">副题</p>.*<caption>再画</caption>', markup(panels))
    assert panels.session_state["drawn"] == ["a"]


def test_panel_empty_says_what_is_missing(panels):
    assert "<strong>没有内容</strong>" in markup(panels)
    assert "<caption>空</caption>" not in markup(panels)
    assert markup(panels).count("没有内容</strong>") == 1
    assert '<a href="/source">原文溯源</a>' in markup(panels)


def test_panel_empty_beside_others_is_folded_with_its_link(panels):
    (fold,) = re.findall(
        r'<details class="fold"><summary>另有1张图表本期没有内容</summary>(.*?)</details>', markup(panels)
    )
    assert re.findall(r'<strong>(.*?)</strong>，<a href="(.*?)">去核对</a>', fold) == [
        ("未入表", "/source?domain=land")
    ]


def leading_script():
    import pandas as pd

    from charts.readings import readings
    from domain.schema.columns import Column
    from ui.show.elements import show_panel
    from views.panel import Panel

    leads = ["indicator=measures.1", "q=徐村 & 鲁里", "at=1353", "row=land.7", ""]
    rows = pd.DataFrame(
        {"group": "亩", "label": list("甲乙丙丁戊"), "value": [5.0, 4, 3, 2, 1], "value_text": "", "leads_to": leads}
    )
    show_panel(Panel("面积", "标题", "", "说明", rows, (Column("label", "text", "名称"),), rows), readings)


def test_bars_lead_to_pages_beside_their_page():
    app = AppTest.from_function(leading_script, default_timeout=20).run()
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    (bars,) = [trace for trace in json.loads(chart.proto.spec)["data"] if trace.get("customdata")]
    assert bars["customdata"] == [
        "indicator?indicator=measures.1",
        "search?q=%E5%BE%90%E6%9D%91+%26+%E9%B2%81%E9%87%8C",
        "source?at=1353",
        "source?row=land.7",
        "",
    ]
    assert bars["hovertext"][0].endswith("<br>点击查看")
    assert "点击查看" not in bars["hovertext"][4]


def test_pages_named_in_empty_states_are_those_of_the_menu():
    menu = (Path(elements.__file__).parents[1] / "navigation.py").read_text("utf-8")
    assert [title for title, page in elements.PAGES_NAMED.items() if f'/{page}.py", "{title}"' not in menu] == []
