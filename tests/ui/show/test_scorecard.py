"""The scorecard as HTML: what stands beside which bar, and how long its lists become."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.shell.test_cache import store  # noqa: F401
from tests.ui.show.test_elements import markup

pytestmark = pytest.mark.usefixtures("store")


def scorecard_script():
    from domain.schema.frames import conform
    from domain.schema.tables import TABLES
    from ui.show.scorecard import show_beside, show_tasks
    from views.scorecard import scorecard_view

    year = {"org_unit": "x", "period": "2023H1", "as_of_end": "2023-06-30", "begin": "2023-01-01", "due": "2023-12-31",
            "kind": "cumulative", "direction": 1, "unit": "亩"}  # fmt: skip
    claims = [
        {
            **year,
            "row_id": f"m{n}",
            "indicator_id": "a",
            "name": "耕地",
            "actual": 584,
            "target": target,
            "owner": "农办",
        }
        for n, target in enumerate((7850, 800))
    ]
    unknown = [{**year, "row_id": f"u{n}", "indicator_id": f"u{n}", "name": f"待定{n}", "target": 5} for n in range(7)]
    tables = {name: conform(name, []) for name in TABLES} | {"measures": conform("measures", claims + unknown)}
    view = scorecard_view(tables)
    show_tasks(view)
    show_beside(view)


@pytest.fixture
def shown() -> str:
    return markup(AppTest.from_function(scorecard_script, default_timeout=20).run())


def cells(shown: str, css: str) -> list[str]:
    row = re.search(r"<tr>(?:(?!</tr>).)*耕地.*?</tr>", shown)[0]
    cell = re.search(rf'<td class="[^"]*{css}[^"]*"[^>]*>(.*?)</td>', row)[1]
    return [re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<div>(.*?)</div>", cell)]


def test_claims_targets_bars_and_deviations_stand_in_the_same_order(shown):
    assert cells(shown, "target") == ["7,850亩", "或800亩"]
    assert cells(shown, "progress") == ["7.4%严重滞后", "73.0%超前"]
    assert cells(shown, "deviation") == ["−42.1", "+23.4"]


def test_bar_of_a_claim_names_its_target_to_a_screen_reader(shown):
    assert 'aria-label="按7,850亩严重滞后，完成7.4%，序时49.6%"' in shown


def test_tick_is_explained_and_rows_without_owner_are_counted(shown):
    assert "进度条上的竖线为序时进度" in shown
    assert ">7项没有责任单位，列出填写</a>" in shown


def test_owner_leads_to_all_that_concerns_it(shown):
    assert re.search(r'href="/search\?owner=[^"]+">农办</a>', shown)


def test_list_of_what_is_to_verify_is_short_and_leads_to_the_rest(shown):
    listed = re.search(r"<h2>待核实</h2><ul>(.*?)</ul>", shown)[1]
    assert listed.count("<li>") == 7
    assert re.search(r'href="\?state=to_verify">全部8项待核实</a>', listed)
