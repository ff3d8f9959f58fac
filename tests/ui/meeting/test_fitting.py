"""What does not fit a slide is left out by the row, and counted; never cut."""

from dataclasses import replace

import pandas as pd

from ui.meeting.fitting import FOLDED, fitted
from views.panel import headline_table, text_column
from views.slide import PROGRESS, Slide

COLUMNS = (text_column("label", "事项"), text_column("meaning", "说明"))


def test_fitting_omitted_table_rows_are_counted():
    rows = pd.DataFrame({"label": [f"第{place}项" for place in range(60)], "meaning": "说明"})
    shown = fitted(Slide("x", "节", "题", table=rows, columns=COLUMNS, left=2)).slide
    assert 8 < len(shown.table) < 25
    assert shown.limits == f"另有{62 - len(shown.table)}项未列入本页，见指标台账"


def test_fitting_omitted_chart_rows_are_counted():
    rows = pd.DataFrame(
        {
            "group": "个",
            "label": [f"第{n}项" for n in range(30)],
            "value": range(30),
            "value_text": "1天",
            "open": False,
        }
    )
    shown = fitted(Slide("x", "节", "题", chart="days_taken", drawn=rows)).slide
    assert 4 < len(shown.drawn) < 15
    assert shown.left == 30 - len(shown.drawn)


def test_fitting_omitted_tasks_are_counted():
    rows = pd.DataFrame({"label": [f"第{place}项" for place in range(30)]})
    shown = fitted(Slide("x", "节", "题", chart=PROGRESS, drawn=rows)).slide
    assert 10 <= len(shown.drawn) < 20
    assert shown.left == 30 - len(shown.drawn)


def test_fitting_long_title_is_smaller_not_cut():
    long, short = fitted(Slide("x", "节", "很长的结论" * 16)), fitted(Slide("x", "节", "结论"))
    assert long.title_size < short.title_size
    assert long.slide.title == "很长的结论" * 16


def test_fitting_sentences_that_do_not_fit_below_the_figures_are_left_to_the_notes():
    figures = headline_table([{"label": "新增耕地", "value": "584", "unit": "亩", "state": None, "note": "",
                               "as_of": "", "start": pd.NA, "sources": ""}])  # fmt: skip
    sentences = [f"第{place}句{'字' * 120}" for place in "一二三四"]
    shown = fitted(Slide("x", "节", "题", figures=figures, proof="\n".join(sentences))).slide
    assert shown.proof == sentences[0]


def test_fitting_long_points_shrink_before_the_last_ones_go_to_the_notes():
    rows = pd.DataFrame({"label": ["第1项"], "meaning": ["说明"]})
    slide = Slide("x", "节", "题", table=rows, columns=COLUMNS)
    few, more, most = (fitted(replace(slide, points=("字" * size,) * 4)) for size in (20, 60, 150))
    assert few.point_size > more.point_size
    assert few.slide.points == ("字" * 20,) * 4
    assert more.slide.points == ("字" * 60,) * 4
    assert most.slide.points[-1] == FOLDED
    assert most.slide.points[0] == "字" * 150
