"""Data shown as it is: nothing in it is Markdown or HTML."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ui.shell.text import checkbox_label, escape_html, escape_markdown

NASTY = st.text(alphabet=st.sampled_from("红1a \n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~w"), max_size=30) | st.text()


def shown(markdown: str) -> str:
    """What CommonMark shows of escaped text: backslashes before punctuation gone; joiners have no width."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).replace("\u2060", "")


@given(NASTY)
def test_plain_text_is_shown_on_one_line(text):
    assert shown(escape_markdown(text)) == " ".join(text.split()).replace("\u2060", "")


@given(NASTY)
def test_plain_text_has_no_markdown_punctuation(text):
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", escape_markdown(text)))


@given(NASTY)
def test_plain_text_has_no_arrow_dash_or_address_sequences(text):
    assert not re.search(r"\\[!-/:-@\[-`{-~]\\[!-/:-@\[-`{-~]|\\[:@]\w|www\\\.", escape_markdown(text), re.IGNORECASE)


def test_plain_text_month_range_is_not_struck_through():
    assert escape_markdown("1~3月、4~6月") == "1\\~3月、4\\~6月"


@given(NASTY)
def test_escaped_text_has_no_tag_and_ends_no_attribute(text):
    assert not set(escape_html(text)) & set("<>\"'")


@given(NASTY)
def test_spoken_label_has_no_markdown_and_same_meaning(text):
    label = checkbox_label(text)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"(?<=\d)[.,](?=\d)|(?<=\w)-(?=\w)|%", "", label, flags=re.ASCII))
    assert unicodedata.normalize("NFKC", label) == unicodedata.normalize("NFKC", " ".join(text.split()))


def test_spoken_label_keeps_numbers_and_codes():
    assert checkbox_label("目标7,850亩（73.0%），A-06") == "目标7,850亩\uff0873.0%\uff09\uff0cA-06"
