"""Empty tables of a domain that the report prints figures of."""

import pandas as pd

from views.demolition import demolition_view
from views.more import more_view
from views.placing import unplaced_figures

FIGURE = {"domain": "demolition", "dimension": "count", "unit": "户", "role": "actual"}
FIGURES = [
    {**FIGURE, "start": 10, "end": 13, "text": "46户"},
    {**FIGURE, "start": 20, "end": 23, "text": "31幢"},
    {**FIGURE, "start": 30, "end": 35, "text": "5月8日", "dimension": "date"},
    {**FIGURE, "start": 40, "end": 43, "text": "9个", "domain": "party"},
]
LEFT_OVER = [{"name": "签约", "value": 46, "cells": "value=10"}]


def test_figures_of_a_domain_in_no_table_but_other_have_no_place(version):
    found = unplaced_figures(version(figures=FIGURES, other=LEFT_OVER), "demolition")
    assert found["text"].tolist() == ["46户", "31幢"]


def test_empty_table_counts_unplaced_figures_of_its_domain(version):
    view = demolition_view(version(figures=FIGURES))
    assert view.amounts.title == "文中有2个征迁数字未能归入表格"
    assert view.amounts.alt == "文中有2个征迁数字未能归入表格。"
    assert view.amounts.unplaced_domain == "demolition"


def test_empty_table_of_a_domain_without_figures_says_that_nothing_is_stated(version):
    view = demolition_view(version(figures=FIGURES[3:]))
    assert view.amounts.title == "本期材料未载明征迁数量"
    assert view.amounts.unplaced_domain == ""


def test_empty_section_of_more_domains_counts_unplaced_figures(version):
    sections = more_view(version(figures=FIGURES)).sections
    assert sections["party"].title == "文中有1个党建数字未能归入表格"


def test_table_with_rows_keeps_its_title(version):
    rows = [{"project": "南岭大道", "object": "房屋", "stage": "签约", "households": 46, "cells": "households=10"}]
    view = demolition_view(version(figures=FIGURES, demolition=rows))
    assert view.amounts.unplaced_domain == ""
    assert isinstance(view.amounts.table, pd.DataFrame)
    assert not view.amounts.empty


def test_empty_table_whose_figures_stand_in_other_tables_is_not_called_silent(version):
    rows = [
        {"project": "南岭大道", "object": "房屋", "stage": "签约", "households": 46, "cells": "households=10"},
        {"project": "南岭大道", "object": "房屋", "stage": "拆除", "buildings": 31, "cells": "buildings=20"},
    ]
    view = demolition_view(version(figures=FIGURES, demolition=rows))
    assert view.days.title == "文中的2个征迁数字都列在其他表格，没有归入“征迁用时”的"
    assert view.days.unplaced_domain == "demolition"
