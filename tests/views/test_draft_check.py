"""The findings of a draft as groups, comments and words around a place."""

from domain.schema.frames import conform
from views.draft_check import draft_view

TEXT = "标题\n 完成投资5600万元，增长8%。排查隐患30处。"
FIGURES = conform("figures", [{"start": 8, "end": 14, "text": "5600万元"}, {"start": 17, "end": 19, "text": "8%"}])


def row(**cells):
    return {
        "check": "stored_differs",
        "severity": "conflict",
        "title": "甲",
        "message": "乙。",
        "start": 3,
        "end": 20,
    } | cells


def view(*rows):
    return draft_view(conform("findings", rows), FIGURES, TEXT)


def test_draft_note_covers_the_figures_of_its_sentence():
    [note] = view(row(figures="8 17")).groups["conflict"]
    assert (note.before, note.words, note.behind) == ("完成投资", "5600万元，增长8%", "。")
    assert TEXT[note.start : note.end] == note.words


def test_draft_note_without_figures_covers_its_sentence_without_blanks():
    [note] = view(row(figures="99")).groups["conflict"]
    assert (note.before, note.words, note.behind) == ("", "完成投资5600万元，增长8%。", "")


def test_draft_comment_states_fault_remedy_and_whom_to_ask():
    [note] = view(row(confirm="哪个有误", with_whom="财政所")).comments
    assert note.lines == ("【矛盾】甲。", "乙。", "请财政所核实。")


def test_draft_findings_without_place_or_in_agreement_have_no_comment():
    shown = view(row(start=None, end=None), row(severity="passed"), row(severity="notice"))
    assert [note.severity for note in shown.comments] == ["notice"]
    assert list(shown.groups) == ["conflict", "notice", "passed"]


def test_draft_check_without_finding_says_so():
    assert view().sentence == "没有发现问题"
