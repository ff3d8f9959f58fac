"""The views of the report as received: what a leader of the subdistrict reads, checked against its sentences."""

from dataclasses import fields
from pathlib import Path

import pytest

from charts.bullets import bullets
from charts.chain import stage_chain
from charts.days import days_taken, share_by_day
from charts.hazards import hazards
from charts.money import money_and_progress, money_by_project, output_per_money
from charts.readings import honours_by_level, readings
from domain.schema.cell_links import cell_starts
from loaders.report.read import read_report
from loaders.text.source import load_source
from views.demolition import demolition_view
from views.funding import funding_view
from views.honours import honours_view
from views.land import land_view
from views.more import more_view
from views.overview import overview_view
from views.panel import Panel
from views.plan import plan_view
from views.safety import safety_view

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
VIEWS = [overview_view, land_view, demolition_view, funding_view, safety_view, more_view, honours_view, plan_view]


@pytest.fixture(scope="module")
def report():
    return read_report(load_source(SEED))


@pytest.fixture(scope="module")
def views(report):
    return {build.__name__: build(report.tables, None) for build in VIEWS}


def panels(view):
    for field in fields(view):
        value = getattr(view, field.name)
        yield from value.values() if isinstance(value, dict) else [value] if isinstance(value, Panel) else []


def test_seed_choice_of_target_is_stated_first(views):
    assert "按7,850亩严重滞后，按800亩超前" in views["overview_view"].summary
    assert "按7,850亩严重滞后，按800亩超前" in views["land_view"].targets.title


def test_seed_claims_have_a_deviation_each(views):
    drawn = views["overview_view"].deviations.drawn.set_index("label")["value_text"]
    assert drawn["土地整治（新增耕地）种植·按800亩"] == "+23.4个百分点"
    assert drawn["土地整治（新增耕地）种植·按7,850亩"] == "−42.1个百分点"


def test_seed_five_months_are_not_six(views):
    headlines = views["overview_view"].headlines.set_index("label")
    assert headlines.loc["固定投资", "as_of"] == "2023年1—5月"
    assert headlines.loc["新增耕地", "as_of"] == "2023年1—6月"


def test_seed_remaining_money_is_not_counted_twice(views):
    kinds = views["funding_view"].kinds.table.set_index("kind")["amount_wan_yuan"]
    assert kinds["专项资金"] == 4000
    assert kinds["专项债"] == 4954


def test_seed_hazards_are_eleven_and_disputes_twelve(views):
    title = views["safety_view"].hazards.title
    assert "11处：8处已闭环、3处限期内整改中" in title
    assert "12件：9件已化解、3件已稳控" in title


def test_seed_river_project_has_the_printed_days(views):
    assert views["demolition_view"].days.title.startswith("常山江航运枢纽：房屋签约7天、房屋腾空10天")


@pytest.mark.parametrize("name", [build.__name__ for build in VIEWS])
def test_seed_panel_proofs_are_figures_of_the_report(name, views, report):
    starts = set(report.tables["figures"]["start"])
    for panel in panels(views[name]):
        if "cells" in panel.table:
            found = {start for cells in panel.table["cells"] for start in cell_starts(cells).values()}
            assert found <= starts


@pytest.mark.parametrize("name", [build.__name__ for build in VIEWS if build is not plan_view])
def test_seed_headline_numbers_link_to_their_place_in_the_text(name, views, report):
    headlines = views[name].headlines
    assert 1 <= len(headlines) <= 6
    assert headlines["start"].notna().all()
    for start, value in zip(headlines["start"], headlines["value"], strict=True):
        digits = value.replace(",", "").strip("约余预计近").removesuffix(".00")
        assert not digits[:1].isdigit() or digits in report.source.text[start : start + 12]


@pytest.mark.parametrize("name", [build.__name__ for build in VIEWS])
def test_seed_panels_have_words_and_their_columns(name, views):
    for panel in panels(views[name]):
        assert panel.title
        assert panel.name
        assert len(panel.alt) > 8
        assert {column.name for column in panel.columns} <= set(panel.table.columns)


def test_seed_charts_draw_the_report(views):
    land, demolition = views["land_view"], views["demolition_view"]
    funding, safety = views["funding_view"], views["safety_view"]
    drawn = [
        (stage_chain, land.chain),
        (bullets, land.targets), (readings, land.projects), (share_by_day, demolition.shares),
        (days_taken, demolition.days), (readings, demolition.amounts), (money_by_project, funding.money),
        (money_and_progress, funding.progress), (output_per_money, funding.bought), (hazards, safety.hazards),
        (honours_by_level, views["honours_view"].levels),
    ]  # fmt: skip
    for build, panel in drawn:
        bars = [trace for trace in build(panel.drawn, title=panel.title).data if trace.type == "bar"]
        assert bars
