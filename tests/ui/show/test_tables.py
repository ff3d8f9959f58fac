"""A table on screen: semantic, linked to its sentences, with nothing made up."""

import re

import pandas as pd
from streamlit.testing.v1 import AppTest

from domain.schema.columns import Column
from domain.schema.frames import conform
from domain.schema.tables import TABLES
from ui.shell.text import state_html
from ui.show.tables import number_link, table_csv, table_html
from views.panel import STATE

LAND = [TABLES["land"].column(name) for name in ("stage", "area_mu", "share_pct")]


def land(*rows: dict) -> pd.DataFrame:
    return conform("land", rows)


def cells(markup: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[dh][^>]*>.*?</t[dh]>", markup)]


def test_table_units_are_in_headers_and_decimals_are_uniform():
    markup = table_html(land({"stage": "立项", "area_mu": 880}, {"stage": "种植", "area_mu": 33.5}), LAND, caption="表")
    assert cells(markup) == ["环节", "面积（亩）", "立项", "880.0", "种植", "33.5"]


def test_table_numbers_with_unit_column_have_own_decimals():
    rows = conform(
        "party", [{"name": "罚款", "value": 76324.73, "unit": "元"}, {"name": "摊位", "value": 836, "unit": "处"}]
    )
    columns = [TABLES["party"].column(name) for name in ("name", "value", "unit")]
    assert cells(table_html(rows, columns, caption="表"))[3:] == ["罚款", "76,324.73", "元", "摊位", "836", "处"]


def test_table_percent_has_one_decimal_and_difference_a_sign():
    table = pd.DataFrame({"name": ["甲", "乙"], "rate": [73.04, 7.44], "gap": [23.41, -42.15]})
    columns = [
        Column("name", "text", "名称"),
        Column("rate", "number", "率", "%"),
        Column("gap", "number", "差", "百分点"),
    ]
    assert cells(table_html(table, columns, caption="表"))[3:] == ["甲", "73.0", "+23.4", "乙", "7.4", "−42.2"]


def test_table_empty_column_is_listed_below():
    markup = table_html(land({"stage": "立项"}), LAND, caption="表")
    assert cells(markup) == ["环节", "立项"]
    assert markup.endswith('<p class="from">原文均未载明：面积、占比</p>')


def test_table_number_with_cell_link_points_to_sentence():
    markup = table_html(land({"stage": "立项", "area_mu": 880, "cells": "area_mu=1388"}), LAND, caption="表")
    assert '<td class="number"><a href="/source?at=1388" aria-label="880，见原文">880</a></td>' in markup


def test_table_computed_number_links_to_row_sentence():
    link = '<a class="computed" href="/source?at=9" aria-label="73，据原文推算，见原文">73</a>'
    assert link in table_html(land({"stage": "立项", "share_pct": 73, "start": 9}), LAND, caption="表")


def test_table_workbook_number_links_to_row_history():
    row = {"row_id": "land.a b", "source_id": "七月台账-1a2b3c4d", "stage": "立项", "area_mu": 900, "share_pct": 73}
    markup = table_html(land(row | {"cells": "share_pct=9"}), LAND, caption="表")
    assert '<a href="/source?row=land.a+b" aria-label="900，见来历">900</a>' in markup
    assert '<a href="/source?at=9" aria-label="73，见原文">73</a>' in markup
    assert '<a href="/source?row=land.a+b">立项</a>' in markup


def test_table_first_cell_links_to_sentence():
    assert '<a href="/source?at=9">立项</a>' in table_html(land({"stage": "立项", "start": 9}), LAND, caption="表")


def test_table_first_cell_may_link_to_indicator_page():
    table = pd.DataFrame([{"name": "信访", "row_id": "m1"}])
    shown = table_html(table, [Column("name", "text", "名称")], caption="表", lead="indicator")
    assert '<a href="/indicator?indicator=m1">信访</a>' in shown


def test_table_missing_value_is_marked_and_not_zero():
    assert '<abbr class="unknown" title="未载明">—</abbr>' in table_html(
        land({"stage": "立项", "area_mu": 1}, {"stage": "种植"}), LAND, caption="表"
    )


def test_table_approximate_number_has_qualifier():
    markup = table_html(
        land({"stage": "施工", "area_mu": 600, "qualifier": "about", "share_pct": 73}), LAND, caption="表"
    )
    assert cells(markup)[-2:] == ["约600", "73"]


def test_table_state_has_word_and_colour():
    assert state_html("behind") == '<span class="state state-behind"><i></i>滞后</span>'
    assert state_html(None) == '<span class="state state-unknown"><i></i>未载明</span>'


def test_table_cell_text_is_escaped():
    assert "&lt;b&gt;&amp;" in table_html(land({"stage": "<b>&"}), LAND, caption="表")


def test_table_has_column_scope_and_keyboard_scrolling():
    markup = table_html(land({"stage": "立项", "area_mu": 1, "share_pct": 2}), LAND, caption="<环节>")
    assert markup.startswith('<div class="sheet" role="region" tabindex="0" aria-label="&lt;环节&gt;"><table><caption>')
    assert markup.count('<th scope="col"') == 3
    assert markup.count('<th scope="row"') == 1


def test_table_number_without_offset_is_no_link():
    assert number_link("73.0", None) == "73.0"


def test_table_csv_has_columns_on_screen_with_words():
    table = pd.DataFrame([{"name": "新增耕地", "state": "ahead", "area_mu": 584.0, "hidden": 1}])
    columns = [
        Column("name", "text", "名称"),
        STATE,
        Column("area_mu", "number", "面积", "亩"),
    ]
    assert table_csv(table, columns)().decode("utf-8-sig") == "名称,状态,面积（亩）\r\n新增耕地,超前,584\r\n"


def script():
    from domain.schema.frames import conform
    from domain.schema.tables import TABLES
    from ui.show.tables import show_table

    show_table(conform("land", [{"stage": "立项"}]), [TABLES["land"].column("stage")], caption="环节")


def test_table_has_download_button_below():
    app = AppTest.from_function(script, default_timeout=20).run()
    assert not app.exception
    assert [element.proto.label for element in app.get("download_button")] == ["下载环节（CSV）"]
