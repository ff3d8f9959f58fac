"""查找: what holds every word of the query, over tables and text; responsible units and places."""

import pytest

from views.judging import judged
from views.search import TEXT, folded, of_owner, owners_panel, places, search, search_result, states_of

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


def test_search_sentence_has_its_offset(tables):
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
    table = owners_panel(judged(tables).indicators).table
    assert table[["owner", "n", "late", "to_verify"]].values.tolist() == [["农业办", 2, 2, 0], ["", 1, 0, 0]]


def test_places_are_counted_over_all_tables(tables):
    assert places(tables) == {"甲村": 2, "乙村": 1}


@pytest.fixture(scope="module")
def office(version):
    """What two offices are responsible for, and what is said of their projects."""
    return version(
        measures=[
            {"row_id": "done", "indicator_id": "d", "name": "完工", "kind": "milestone", "target": 1, "actual": 1,
             "project": "甲村道路", "owner": "城建办", "cells": "actual=40", "begin": "2023-01-01"},
            {"row_id": "late", "indicator_id": "l", "name": "植树", "target": 100, "actual": 1,
             "owner": "城建办", **CODES},
            {"row_id": "other", "indicator_id": "o", "name": "防火", "target": 9, "actual": 9,
             "owner": "平安办", **CODES},
        ],
        funding=[
            {"row_id": "bond", "project": "甲村道路", "kind": "专项债", "amount_wan_yuan": 30},
            {"row_id": "rest", "project": "甲村道路", "kind": "专项债", "amount_wan_yuan": 5, "part_of": "bond"},
            {"row_id": "gift", "project": "甲村道路", "kind": "社会投资", "amount_wan_yuan": 7},
            {"row_id": "else", "project": "乙村道路", "kind": "专项债", "amount_wan_yuan": 90},
        ],
        honours=[{"who": "街道城建办", "award": "先进"}, {"who": "平安办", "award": "先进"}],
        findings=[
            {"title": "数字不符", "figures": "40 99"},
            {"title": "问城建", "with_whom": "街道城建办，项目负责人"},
            {"title": "与其无关", "figures": "99", "with_whom": "平安办"},
        ],
    )  # fmt: skip


def test_owner_has_the_rows_of_its_projects_figures_and_honours(office):
    found = of_owner(office, "城建办")
    assert {name: sorted(hit.row_id for hit in hits) for name, hits in found.items() if name == "funding"} == {
        "funding": ["bond", "gift", "rest"]
    }
    assert [hit.name.partition(" · ")[0] for hit in found["honours"]] == ["先进"]
    assert len(found["findings"]) == 2


def test_owner_tasks_are_listed_worst_first_with_their_states(office):
    hits = of_owner(office, "城建办", states_of(judged(office).indicators))["measures"]
    assert [(hit.row_id, hit.state) for hit in hits] == [("late", "far_behind"), ("done", "done")]


def test_found_money_is_summed_by_kind_without_parts(office):
    found = search_result(office, of_owner(office, "城建办"))
    assert found.projects == ("甲村道路",)
    assert found.money.table[["kind", "amount_wan_yuan"]].values.tolist() == [["专项债", 30.0], ["社会投资", 7.0]]


def test_found_without_money_has_no_sums(office):
    assert search_result(office, of_owner(office, "平安办")).money is None


def test_hit_says_neither_codes_nor_the_number_of_a_milestone(office):
    hits = {hit.row_id: hit.contents for hits in of_owner(office, "城建办").values() for hit in hits}
    assert hits["done"] == "项目：甲村道路；责任单位：城建办"
    assert "bond" not in hits["rest"]


def test_owner_without_name_comes_last_however_late(version):
    late = {"indicator_id": "z", "name": "迟", "target": 100, "actual": 1, **CODES}
    rows = version(measures=[late, {**late, "indicator_id": "y", "actual": 99, "owner": "农业办"}])
    assert owners_panel(judged(rows).indicators).table["owner"].tolist() == ["农业办", ""]
