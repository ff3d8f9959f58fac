"""The source below a chart, which a saved picture keeps."""

import pandas as pd

from charts.readings import readings
from charts.source import with_source

TABLE = pd.DataFrame({"group": ["件"], "label": ["处置信访件"], "value": [111], "value_text": ["111件"]})


def test_source_line_is_below_rows_and_keeps_plot_height():
    plain, sourced = readings(TABLE, title="结论"), with_source(readings(TABLE, title="结论"), "来源:《总结》<b>")
    (line,) = sourced.layout.annotations
    assert line.text == "来源:《总结》&lt;b&gt;"
    more = sourced.layout.height - plain.layout.height
    assert more == sourced.layout.margin.b - plain.layout.margin.b > 0
    assert sourced.layout.margin.t == plain.layout.margin.t


def test_source_missing_leaves_chart_unchanged():
    assert with_source(readings(TABLE, title="结论"), "") == readings(TABLE, title="结论")
