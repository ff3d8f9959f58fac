"""What holds for the outline of any text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.text.markers import BLANKS
from domain.text.outline import read_outline
from domain.text.wrapping import JoinedText
from tests.examples import examples

MARKERS = ("一、", "二、", "（一）", "(二)", "1.", "２、", "(3)", "①", "一是", "第一部分", "——", "·", "•", "- ")
MARKS = (*"，,。；;：:！?”“》（）、…", "1,204.06", "15:58", "３", "5%", "其中:")
BREAKS = ("\n", "\r\n", "\n\n", " ", "\u3000", "\ufeff", "\u200b")
WORDS = (
    "上半年工作总结", "下一步工作思路", "存在的问题", "工作建议", "五年来", "发布日期:2023-01-01", "联系人:", "附件:",
    "今年要", "已完成", "去年", "下一步,", "街道推进项目建设", "某某街道办事处", "2022年", "長" * 30, "亩" * 500,
)  # fmt: skip
PIECES = (*MARKERS, *MARKS, *BREAKS, *WORDS)
TEXT = st.one_of(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join), st.text(max_size=200)
)
MANY = settings(max_examples=examples(100), deadline=None)


def inked(text, start, end):
    return [at for at in range(start, end) if text[at] not in BLANKS]


@MANY
@given(TEXT)
@example("\ufeff\n，")
def test_outline_sentences_hold_every_character_but_blanks_once(text):
    sentences = read_outline(text).sentences
    assert [at for each in sentences for at in inked(text, each.start, each.end)] == inked(text, 0, len(text))


@MANY
@given(TEXT)
def test_outline_clauses_hold_every_character_of_their_sentence_once(text):
    for sentence in read_outline(text).sentences:
        held = [at for clause in sentence.clauses for at in inked(text, clause.start, clause.stop)]
        assert held == inked(text, sentence.start, sentence.end)


@MANY
@given(TEXT)
def test_outline_spans_nest_and_do_not_overlap(text):
    outline = read_outline(text)
    end = 0
    for part in outline.parts:
        for paragraph in part.paragraphs:
            assert part.start <= paragraph.start < paragraph.end <= part.end
            for sentence in paragraph.sentences:
                assert paragraph.start <= sentence.start < sentence.end <= paragraph.end
                for clause in sentence.clauses:
                    assert end <= clause.start < clause.end <= clause.stop <= sentence.end
                    end = clause.stop
    assert [each for part in outline.parts for each in part.paragraphs] == list(outline.paragraphs)
    assert [each for paragraph in outline.paragraphs for each in paragraph.sentences] == list(outline.sentences)
    assert [each for sentence in outline.sentences for each in sentence.clauses] == list(outline.clauses)


@MANY
@given(TEXT)
@example("一、一、\ufeff\t0")
def test_outline_spans_quote_the_text_without_blanks_at_their_ends(text):
    outline = read_outline(text)
    headings = [heading for paragraph in outline.paragraphs for heading in paragraph.headings]
    for span in (*outline.parts, *outline.paragraphs, *outline.sentences, *outline.clauses, *headings):
        assert text[span.start : span.end] == span.text == span.text.strip(BLANKS) != ""


@MANY
@given(TEXT)
def test_outline_look_ups_give_the_span_that_holds_the_offset(text):
    outline = read_outline(text)
    for sentence in outline.sentences:
        for at in (sentence.start, sentence.end - 1):
            assert outline.sentence(at) is sentence
            assert outline.paragraph(at).start <= at < outline.paragraph(at).end
            assert outline.part(at).start <= at < outline.part(at).end
            clause = outline.clause(at)
            assert clause.start <= at
            assert clause in sentence.clauses


@MANY
@given(TEXT, st.integers(0, 300), st.integers(0, 300))
def test_outline_widened_span_is_within_the_text_and_widens_to_clauses(text, start, length):
    outline = read_outline(text)
    if outline.clauses and start < len(text):
        begin, end = outline.widened(start, start + length, ",，;；")
        assert begin in [clause.start for clause in outline.clauses]
        assert begin <= end <= len(text)


@MANY
@given(TEXT)
def test_outline_headings_stand_in_the_text_before_their_paragraphs(text):
    for paragraph in read_outline(text).paragraphs:
        levels = [heading.level for heading in paragraph.headings]
        assert levels == sorted(set(levels))
        assert all(heading.start <= paragraph.start for heading in paragraph.headings)


@MANY
@given(TEXT)
def test_outline_of_one_text_is_always_the_same(text):
    first = read_outline(text)
    read_outline.cache_clear()
    assert read_outline(text) == first


@MANY
@given(TEXT)
def test_joined_text_loses_line_breaks_only_and_maps_back(text):
    joined = JoinedText(text)
    assert joined.text.replace("\n", "") == text.replace("\n", "")
    for at, character in enumerate(joined.text):
        assert text[joined.original(at)] == character
        assert joined.joined(joined.original(at)) == at
