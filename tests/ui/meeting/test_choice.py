"""What a presenter has chosen, as an address says it."""

from urllib.parse import parse_qsl

import pytest

from ui.meeting.choice import AddressError, Choice, address_of, parse_choice, parse_page


def test_choice_empty_address_hides_names_and_shows_newest():
    choice = parse_choice({})
    assert (choice.slides, choice.version, choice.hide, choice.palette, choice.look) == ((), None, True, "green", "")


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(slides=("land", "cover"), version=3, hide=False, palette="blue", look="dark"),
        Choice(look="light"),
    ],
)
def test_choice_address_round_trips(choice):
    assert parse_choice(dict(parse_qsl(address_of(choice)))) == choice


def test_choice_address_is_never_empty():
    assert address_of(Choice()) == "hide=on"


def test_choice_duplicate_slide_is_shown_once():
    assert parse_choice({"slides": "land,cover,land,"}).slides == ("land", "cover")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"slides": "cover,nothing"}, "没有幻灯片“nothing”"),
        ({"version": "x"}, "版本号应是数字"),
        ({"version": "１"}, "版本号应是数字"),
        ({"version": "9" * 30}, "版本号应是数字"),
        ({"hide": "no"}, "hide 只能是 on"),
        ({"rule": "mine"}, "没有这种判定规则"),
        ({"palette": "pink"}, "没有这种配色"),
        ({"look": "black"}, "没有这种底色"),
    ],
)
def test_choice_unknown_value_is_refused_in_chinese(query, told):
    with pytest.raises(AddressError, match=told):
        parse_choice(query)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", ""])
def test_choice_unknown_page_is_refused(page):
    with pytest.raises(AddressError, match="页码应是从1起的数字"):
        parse_page({"p": page})
