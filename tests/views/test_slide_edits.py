"""Edits of slides: what is typed is shown, and what of it is not of this version is marked."""

from dataclasses import replace

import pandas as pd
import pytest

from views.panel import headline_table
from views.slide import Slide, chosen_slides
from views.slide_edits import (
    DeckEdits,
    SlideEdit,
    advice,
    changes_since,
    edit_value,
    edited_slides,
    make_edit,
    parse_edit,
)
from views.slide_numbers import numbers_in


def figure(label, value, unit, note=""):
    return {"label": label, "value": value, "unit": unit, "state": None, "note": note, "as_of": "2023年1—6月",
            "start": pd.NA, "sources": ""}  # fmt: skip


def slide(share="80%", done="2,560", title="高标准农田建设完成2,560亩", name="land", **more):
    figures = headline_table([figure("高标准农田建设", done, "亩", share), figure("流转土地", "300", "亩")])
    return Slide(name, "土地整治", title, figures=figures, as_of="2023年1—6月", **more)


def shown(before, now, title="", points=(), script=(), hide=True, persons=frozenset()):
    """`now` with an edit typed when the slide was `before`."""
    edits = DeckEdits((("land", make_edit(before, title, points, script)),))
    return edited_slides([now], edits, hide=hide, persons=persons)[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("完成2,560亩，占80%", [("2,560亩", 2560.0, "亩"), ("80%", 80.0, "%")]),
        ("8,000万元和0.8亿元", [("8,000万元", 8e7, "元"), ("0.8亿元", 8e7, "元")]),
        ("1280余户", [("1280余户", 1280.0, "户")]),
        ("快9.7个百分点", [("9.7个百分点", 9.7, "个百分点")]),
        ("没有数字", []),
    ],
)
def test_number_of_a_text_has_its_value_and_unit(text, found):
    assert [(each.text, each.value, each.unit) for each in numbers_in(text)] == found
    assert all(text[: each.end].endswith(each.text) for each in numbers_in(text))


def test_typed_title_and_points_are_shown_without_a_mark_while_their_numbers_hold():
    result = shown(slide(), slide(), "农田建设已到2560亩", ["完成率80%"])
    assert (result.title, result.points, result.marks) == ("农田建设已到2560亩", ("完成率80%",), ())
    assert result.automatic == "高标准农田建设完成2,560亩"


def test_number_that_changed_in_its_row_is_marked_though_another_row_has_it():
    now = slide(share="85%", done="2,700")
    now = replace(now, figures=headline_table([
        *now.figures.to_dict("records"), figure("排灌渠", "2,560", "亩"),
    ]))  # fmt: skip
    result = shown(slide(), now, "农田建设已到2,560亩", ["完成率80%"])
    assert result.title == "农田建设已到2,560亩※"
    assert result.points == ("完成率80%※",)
    assert result.marks == ("※2,560亩、80%是改写时的数字，本版数据已变，待更新",)
    assert result.footnotes[0] == result.marks[0]


def test_number_that_still_holds_is_not_marked_where_another_changed():
    result = shown(slide(), slide(share="85%"), "流转土地300亩，农田完成80%")
    assert result.title == "流转土地300亩，农田完成80%※"


def test_number_that_stands_nowhere_is_said_to_be_the_presenters():
    result = shown(slide(), slide(), "力争完成3,000亩")
    assert result.title == "力争完成3,000亩"
    assert result.marks == ("3,000亩由汇报人填写，本页数据中没有",)


def test_title_with_a_state_on_a_slide_to_be_verified_is_marked():
    asked = slide(title="土地整治自报总进度73%，对照哪个目标待确认")
    assert shown(asked, asked, "土地整治超额完成").marks == ("本页数字待核实",)


def test_names_in_typed_texts_are_hidden():
    persons = frozenset({"叶继强"})
    result = shown(slide(), slide(), "叶继强到场", ["给予3人处分"], ["请叶继强说明"], persons=persons)
    assert (result.title, result.points, result.script) == ("叶某某到场", ("给予×人处分",), ("请叶某某说明",))
    assert shown(slide(), slide(), "叶继强到场", hide=False).title == "叶继强到场"


def test_points_beyond_what_a_slide_holds_are_in_the_notes():
    result = shown(slide(), slide(), "", [f"第{n}点" for n in "一二三四五"])
    assert result.points == ("第一点", "第二点", "第三点", "第四点")
    assert result.script == ("第五点",)


def test_edit_survives_its_json():
    edit = make_edit(slide(), "农田2,560亩", ["完成率80%"], [])
    assert parse_edit(edit_value(edit)) == edit
    assert edit.automatic == "高标准农田建设完成2,560亩"
    assert dict(edit.found) == {"2,560亩": ("高标准农田建设",), "80%": ("高标准农田建设",)}


def test_text_equal_to_the_automatic_one_is_no_edit():
    own = slide(points=("序时进度50%",))
    assert edit_value(make_edit(own, own.title, own.points, [])) is None


def test_cleared_points_are_an_edit():
    edit = make_edit(slide(points=("序时进度50%",)), "", [], [])
    assert edit == SlideEdit(points=(), automatic="高标准农田建设完成2,560亩")


def test_changes_since_name_the_row_and_its_number_of_today():
    edit = make_edit(slide(), "农田2,560亩", [], [])
    now = slide(done="2,700", title="高标准农田建设完成2,700亩")
    assert changes_since(now, edit) == [
        "“2,560亩”已不是本版数据：高标准农田建设现为2,700亩",
        "自动标题已由“高标准农田建设完成2,560亩”变为“高标准农田建设完成2,700亩”",
    ]


@pytest.mark.parametrize(
    ("title", "points", "found"),
    [
        ("农田建设完成2,560亩", [], []),
        ("字" * 57, [], ["标题共57字，要排3行；最好不超过2行、每行28字"]),
        ("另一页的标题", [], ["另一页已用这个标题"]),
        ("完成9亩", [], ["9亩不在这一页的数据中，页脚注明由汇报人填写"]),
        ("农田", list("一二三四五"), ["要点共5条，一页放得下4条，其余只在备注中"]),
    ],
)
def test_advice_states_what_breaks_the_rules(title, points, found):
    assert advice(slide(), title, points, ["另一页的标题"]) == found


def test_order_keeps_what_was_left_out_and_places_new_slides_behind_their_neighbour():
    found = [slide(name=name) for name in ("cover", "land", "safety", "closing")]
    edits = DeckEdits(shown=("cover", "closing", "land"), left=("funding",))
    ordered = edited_slides(found, edits, hide=True)
    assert [each.id for each in ordered] == ["cover", "closing", "land", "safety"]
    found.insert(2, slide(name="funding"))
    ordered = edited_slides(found, edits, hide=True)
    assert [each.id for each in chosen_slides(ordered, ())] == ["cover", "closing", "land", "safety"]
    assert "funding" in [each.id for each in ordered]


def test_edit_of_a_slide_that_is_not_there_changes_nothing():
    edits = DeckEdits((("gone", SlideEdit(title="标题")),))
    assert edited_slides([slide()], edits, hide=True)[0].title == "高标准农田建设完成2,560亩"
