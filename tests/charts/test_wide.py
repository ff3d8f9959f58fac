"""A chart in a wide window: fewer lines above and below it, the same plot between them."""

import pandas as pd

from charts.readings import readings
from charts.wide import widened

TABLE = pd.DataFrame({"group": ["件"], "label": ["处置信访件"], "value": [111], "value_text": ["111件"]})
TITLE = "常山江航运枢纽:第1天房屋签约42.8%、第7天房屋签约全部完成"
NOTE = "户、幢、亩分开计，单位相同的才作图比较；2023年1—6月"


def test_wide_chart_title_has_fewer_lines_and_same_plot_height():
    narrow, wide = readings(TABLE, title=TITLE, subtitle=NOTE), readings(TABLE, title=TITLE, subtitle=NOTE)
    widened(wide, TITLE, NOTE)
    assert narrow.layout.title.text.count("<br>") == narrow.layout.title.subtitle.text.count("<br>") == 1
    assert wide.layout.title.text == TITLE
    assert wide.layout.title.subtitle.text == NOTE
    plots = {f.layout.height - f.layout.margin.t - f.layout.margin.b for f in (narrow, wide)}
    assert len(plots) == 1
    assert wide.layout.margin.t < narrow.layout.margin.t
