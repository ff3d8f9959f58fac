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
def test_deletions_after_any_clicks_are_last_selected_rows(clicks):
    pending, wanted = PendingChange("upload"), {"land": set(), "funding": set()}
    for table, rows, is_ticked in clicks:
        pending.delete(table, rows, is_ticked)
        wanted[table] = wanted[table] | rows if is_ticked else wanted[table] - rows
    assert pending.choice.deleting == {table: rows for table, rows in wanted.items() if rows}


@given(CLICKS)
def test_copies_after_any_clicks_are_last_selected_places(clicks):
    pending, wanted = PendingChange("upload"), set()
    for _, places, is_ticked in clicks:
        pending.copy_figure(places, is_ticked)
        wanted = wanted | places if is_ticked else wanted - places
    assert pending.choice.carrying == wanted


def test_widget_key_changes_after_a_decision():
    pending = PendingChange("upload")
    before, kept = pending.shown_name("confirmed"), pending.name("as_of")
    pending.delete("land", ["a"], True)
    assert pending.shown_name("confirmed") != before
    assert pending.name("as_of") == kept


class Slow:
    """A proposal that is at work for so long that somebody ticks a row meanwhile."""

    def __init__(self, pending: PendingChange) -> None:
        self.current = pending

    def decide(self, choice):
        outcome = SimpleNamespace(proposal=self, choice=choice)
        self.current.delete("land", ["a"], True)
        return outcome


def test_outcome_of_older_rerun_is_not_reused():
    pending = PendingChange("upload")
    pending.proposal = Slow(pending)
    assert pending.outcome().choice.deleting == {}
    assert pending.outcome().choice.deleting == {"land": {"a"}}


def test_preview_counts_as_shown_only_for_its_decisions():
    pending = PendingChange("upload")
    pending.proposal = Slow(pending)
    pending.shown = pending.outcome()
    assert not pending.is_shown()
    pending.shown = pending.outcome()
    assert pending.is_shown()


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


def test_answers_are_complete_once_every_question_is_answered():
    pending = PendingChange("upload")
    pending.take(asking())
    pending.answer(FIRST, "percent")
    assert not pending.has_new_answers
    pending.answer(SECOND, "share")
    assert pending.has_new_answers
    pending.update(asking(**pending.answers))
    assert not pending.has_new_answers
    pending.answer(SECOND, "percent")
    assert pending.has_new_answers
    pending.revert_answers()
    assert (pending.answers, pending.has_new_answers) == ({FIRST: "percent", SECOND: "share"}, False)


def test_answers_survive_an_update_but_not_another_file():
    pending = PendingChange("upload")
    pending.take(asking())
    pending.answer(FIRST, "percent")
    pending.update(asking())
    assert pending.answers == {FIRST: "percent"}
    pending.take(asking())
    assert pending.answers == {}


def test_answer_invalidates_shown_preview():
    pending = PendingChange("upload")
    pending.take(asking())
    pending.shown = object()
    pending.answer(FIRST, "percent")
    assert pending.shown is None


def test_confirmed_mapping_of_a_table_does_not_wait_for_the_other_questions():
    pending, change = PendingChange("upload"), asking()
    mapping = make_question(
        "map_table", Place("甲"), [Choice("{}", "按选定的对应读入")], "表", columns=2, rows=1, kind="其他"
    )
    reading = change.reading
    questions = (*reading.all_faults, mapping)
    change.reading = WorkbookReading("", "", "", None, {}, {}, questions)
    pending.take(change)
    pending.answer(FIRST, "percent")
    assert not pending.has_new_answers
    pending.answer(mapping.key, "{}")
    assert pending.has_new_answers
