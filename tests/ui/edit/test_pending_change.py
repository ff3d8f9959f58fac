"""What was ticked about a proposal is kept apart from the widgets that show it."""

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from domain.faults import Choice, Place, answer_question, make_question
from loaders.workbook import WorkbookReading
from ui.edit.pending_change import PendingChange

ROWS = st.sets(st.sampled_from("abcd"))
CLICKS = st.lists(st.tuples(st.sampled_from(["land", "funding"]), ROWS, st.booleans()))


@given(CLICKS)
def test_of_any_clicks_exactly_the_rows_that_were_ticked_last_are_to_be_deleted(clicks):
    now, wanted = PendingChange("upload"), {"land": set(), "funding": set()}
    for table, rows, is_ticked in clicks:
        now.delete(table, rows, is_ticked)
        wanted[table] = wanted[table] | rows if is_ticked else wanted[table] - rows
    assert now.choice.deleting == {table: rows for table, rows in wanted.items() if rows}


@given(CLICKS)
def test_of_any_clicks_exactly_the_places_that_were_ticked_last_are_carried_to(clicks):
    now, wanted = PendingChange("upload"), set()
    for _, places, is_ticked in clicks:
        now.copy_figure(places, is_ticked)
        wanted = wanted | places if is_ticked else wanted - places
    assert now.choice.carrying == wanted


def test_a_widget_about_what_is_shown_is_another_one_after_a_decision():
    now = PendingChange("upload")
    before, kept = now.shown_name("confirmed"), now.name("as_of")
    now.delete("land", ["a"], True)
    assert now.shown_name("confirmed") != before
    assert now.name("as_of") == kept


class Slow:
    """A proposal that is at work for so long that somebody ticks a row meanwhile."""

    def __init__(self, now: PendingChange) -> None:
        self.current = now

    def decide(self, choice):
        outcome = SimpleNamespace(proposal=self, choice=choice)
        self.current.delete("land", ["a"], True)
        return outcome


def test_what_an_older_run_makes_of_older_ticks_is_not_taken_for_what_is_decided_now():
    now = PendingChange("upload")
    now.proposal = Slow(now)
    assert now.outcome().choice.deleting == {}
    assert now.outcome().choice.deleting == {"land": {"a"}}


def test_only_what_was_decided_when_the_preview_was_shown_counts_as_shown():
    now = PendingChange("upload")
    now.proposal = Slow(now)
    now.shown = now.outcome()
    assert not now.is_shown()
    now.shown = now.outcome()
    assert now.is_shown()


def asking(**answered):
    """A proposal whose reading asks two questions, as far as Held looks at it."""
    questions = [
        answer_question(make_question("percent_or_share", Place("甲", cell), CHOICES, percent="1", share="2"), answered)
        for cell in ("A1", "B1")
    ]
    reading = WorkbookReading("", "", "", None, {}, {}, tuple(questions))
    return SimpleNamespace(reading=reading, deletions={}, parent=SimpleNamespace(id=1))


CHOICES = (Choice("percent", "1%"), Choice("share", "2%"))
FIRST, SECOND = "percent_or_share|甲||A1|", "percent_or_share|甲||B1|"


def test_answers_are_new_once_every_question_has_one():
    now = PendingChange("upload")
    now.take(asking())
    now.answer(FIRST, "percent")
    assert not now.has_new_answers
    now.answer(SECOND, "share")
    assert now.has_new_answers
    now.update(asking(**now.answers))
    assert not now.has_new_answers
    now.answer(SECOND, "percent")
    assert now.has_new_answers
    now.revert_answers()
    assert (now.answers, now.has_new_answers) == ({FIRST: "percent", SECOND: "share"}, False)


def test_answers_that_wait_for_others_outlive_an_update_and_none_outlives_another_file():
    now = PendingChange("upload")
    now.take(asking())
    now.answer(FIRST, "percent")
    now.update(asking())
    assert now.answers == {FIRST: "percent"}
    now.take(asking())
    assert now.answers == {}


def test_answer_takes_back_that_the_preview_was_shown():
    now = PendingChange("upload")
    now.take(asking())
    now.shown = object()
    now.answer(FIRST, "percent")
    assert now.shown is None
