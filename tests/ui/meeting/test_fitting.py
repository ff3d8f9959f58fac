"""What does not fit a slide is left out by the row, and counted; never cut."""

import pandas as pd

from ui.meeting.fitting import fitted
from views.panel import headline_table, text_column
from views.slide import Slide

COLUMNS = (text_column("label", "事项"), text_column("meaning", "说明"))


def figure(place):
    return {"label": f"第{place}项", "value": "1", "unit": "个", "as_of": "2023年1—6月", "state": None,
            "note": "一条很长的说明" * 6, "start": None}  # fmt: skip


def test_fitting_omitted_table_rows_are_counted():
    rows = pd.DataFrame({"label": [f"第{place}项" for place in range(60)], "meaning": "说明"})
    shown = fitted(Slide("x", "节", "题", table=rows, columns=COLUMNS, left=2)).slide
    assert 8 < len(shown.table) < 25
    assert shown.limits == f"另有{62 - len(shown.table)}项未列入本页，见指标台账"


def test_fitting_omitted_chart_rows_are_counted():
    rows = pd.DataFrame(
        {"group": "个", "label": [f"第{n}项" for n in range(30)], "value": range(30), "value_text": "1"}
    )
    shown = fitted(Slide("x", "节", "题", chart="readings", drawn=rows)).slide
    assert 4 < len(shown.drawn) < 15
    assert shown.left == 30 - len(shown.drawn)


def test_fitting_drops_notes_before_figures():
    figures = headline_table([figure(place) for place in range(5)])
    shown = fitted(Slide("x", "节", "题" * 80, figures=figures)).slide.figures
    assert len(shown) >= 4
    assert (shown["note"] == "").sum() >= 3


def test_fitting_long_title_is_smaller_not_cut():
    long, short = fitted(Slide("x", "节", "很长的结论" * 16)), fitted(Slide("x", "节", "结论"))
    assert long.title_size < short.title_size
    assert long.slide.title == "很长的结论" * 16
