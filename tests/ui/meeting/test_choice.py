"""What a presenter has chosen, as an address says it."""

from urllib.parse import parse_qsl

import pytest

from ui.meeting.choice import AddressError, Choice, address_of, parse_choice, parse_page


def test_an_address_that_says_nothing_hides_names_and_shows_all_of_the_newest():
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
def test_what_an_address_says_is_read_back(choice):
    assert parse_choice(dict(parse_qsl(address_of(choice)))) == choice


def test_the_address_of_a_choice_always_says_something():
    assert address_of(Choice()) == "hide=on"


def test_a_slide_that_is_named_twice_is_shown_once():
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
def test_what_there_is_not_is_said_in_chinese(query, told):
    with pytest.raises(AddressError, match=told):
        parse_choice(query)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", ""])
def test_a_page_that_is_none_is_refused(page):
    with pytest.raises(AddressError, match="页码应是从1起的数字"):
        parse_page({"p": page})
