"""查找: what holds every word of the query, over tables and text; responsible units and places."""

import pytest

from views.judging import judged
from views.search import TEXT, folded, of_owner, owners_panel, places, search

CODES = {"begin": "2023-01-01", "due": "2023-12-31", "kind": "cumulative", "direction": 1, "unit": "亩"}
REPORT = "一、土地整治\n甲村新增耕地50亩。乙村新增耕地7亩。\n二、安全\n整改隐患3处。\n"


@pytest.fixture(scope="module")
def tables(version):
    return version(
        measures=[
            {"indicator_id": "a", "name": "新增耕地", "target": 800, "actual": 50, "owner": "农业办", **CODES},
            {"indicator_id": "a", "name": "新增耕地", "target": 900, "actual": 50, "owner": "农业办", **CODES},
            {"indicator_id": "b", "name": "植树", "target": 100, "actual": 10, "owner": "农业办", **CODES},
            {"indicator_id": "c", "name": "拆违", "target": 100, "actual": 90, **CODES},
        ],
        funding=[
            {"project": "甲村道路", "place": "甲村", "kind": "专项资金", "amount_wan_yuan": 30, "quote": "道路30万元"}
        ],
        honours=[{"who": "甲村", "award": "示范村", "quote": "甲村获评示范村"}],
        land=[{"place": "甲村", "project": "x"}, {"place": "乙村", "project": "y"}],
    )  # fmt: skip


def test_search_finds_rows_by_name_cell_and_sentence(tables):
    found = search(tables, REPORT, "甲村")
    assert list(found) == ["land", "funding", "honours", TEXT]
    assert found["honours"][0].name.startswith("示范村")


def test_search_needs_every_word_in_any_order(tables):
    assert list(search(tables, REPORT, "资金 甲村")) == ["funding"]
    assert search(tables, REPORT, "甲村 没有") == {}


def test_search_counts_an_indicator_with_two_targets_once(tables):
    assert [hit.name for hit in search(tables, REPORT, "新增耕地")["measures"]] == ["新增耕地"]


def test_search_sentence_stands_at_its_offset(tables):
    [hit] = search(tables, REPORT, "乙村 7亩")[TEXT]
    assert REPORT[hit.start :].startswith("乙村新增耕地7亩")


@pytest.mark.parametrize("query", ["", "   ", "\u3000"])
def test_search_without_a_word_finds_nothing(tables, query):
    assert search(tables, REPORT, query) == {}


def test_search_takes_full_width_and_half_width_for_the_same():
    assert folded("Ａ－06 地块") == folded("a-06地块")


def test_owner_rows_are_those_of_the_unit_and_of_none(tables):
    assert [hit.name for hit in of_owner(tables, "农业办")["measures"]] == ["新增耕地", "植树"]
    assert [hit.name for hit in of_owner(tables, "")["measures"]] == ["拆违"]


def test_owners_with_the_most_late_tasks_come_first(tables):
    table = owners_panel(judged(tables).settled).table
    assert table[["owner", "n", "late", "to_verify"]].values.tolist() == [["农业办", 2, 2, 0], ["", 1, 0, 0]]


def test_places_are_counted_over_all_tables(tables):
    assert places(tables) == {"甲村": 2, "乙村": 1}
