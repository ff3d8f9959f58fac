"""What was ticked about a proposal is kept apart from the widgets that show it."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from ui.held import Held

ROWS = st.sets(st.sampled_from("abcd"))
CLICKS = st.lists(st.tuples(st.sampled_from(["land", "funding"]), ROWS, st.booleans()))


@given(CLICKS)
def test_of_any_clicks_exactly_the_rows_that_were_ticked_last_are_to_be_deleted(clicks):
    now, wanted = Held("upload"), {"land": set(), "funding": set()}
    for table, rows, is_ticked in clicks:
        now.delete(table, rows, is_ticked)
        wanted[table] = wanted[table] | rows if is_ticked else wanted[table] - rows
    assert now.choice.deleting == {table: rows for table, rows in wanted.items() if rows}


@given(CLICKS)
def test_of_any_clicks_exactly_the_places_that_were_ticked_last_are_carried_to(clicks):
    now, wanted = Held("upload"), set()
    for _, places, is_ticked in clicks:
        now.carry(places, is_ticked)
        wanted = wanted | places if is_ticked else wanted - places
    assert now.choice.carrying == wanted


def test_a_widget_about_what_is_shown_is_another_one_after_a_decision():
    now = Held("upload")
    before, kept = now.shown_name("confirmed"), now.name("as_of")
    now.delete("land", ["a"], True)
    assert now.shown_name("confirmed") != before
    assert now.name("as_of") == kept


class Slow:
    """A proposal that is at work for so long that somebody ticks a row meanwhile."""

    def __init__(self, now: Held) -> None:
        self.now = now

    def decide(self, choice):
        outcome = SimpleNamespace(proposal=self, choice=choice)
        self.now.delete("land", ["a"], True)
        return outcome


def test_what_an_older_run_makes_of_older_ticks_is_not_taken_for_what_is_decided_now():
    now = Held("upload")
    now.proposal = Slow(now)
    assert now.outcome().choice.deleting == {}
    assert now.outcome().choice.deleting == {"land": {"a"}}


def test_only_what_was_decided_when_the_preview_was_shown_counts_as_shown():
    now = Held("upload")
    now.proposal = Slow(now)
    now.shown = now.outcome()
    assert not now.is_shown()
    now.shown = now.outcome()
    assert now.is_shown()
