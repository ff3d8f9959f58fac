from domain.checks.report import Report

TEXT = "一、上半年总结\n(一)抓党建\n1.已办成,共11处。\n二、下半年思路\n完成验收。\n三、十年成果\n拆除2,500处。"


def test_each_sentence_knows_what_its_section_tells_of():
    report = Report(TEXT, {})
    assert [sentence.part for sentence in report.sentences] == [
        "done", "done", "done", "plan", "plan", "history", "history",
    ]  # fmt: skip


def test_every_span_stands_where_it_says():
    report = Report(TEXT, {})
    for span in (*report.paragraphs, *report.sentences, *report.clauses):
        assert TEXT[span.start : span.end] == span.text


def test_a_comma_inside_a_number_ends_no_clause():
    report = Report(TEXT, {})
    assert report.clause_of(TEXT.index("500")).text == "拆除2,500处。"


def test_a_line_broken_in_mid_sentence_goes_on():
    text = "街道今年以来深入开展安全生产隐患大排查大整治工作,共排查\n3355家。\n下一段。"
    report = Report(text, {})
    assert len(report.paragraphs) == 2
    assert report.sentence_of(text.index("3355")).text.startswith("街道今年")


def test_an_empty_text_has_no_spans():
    report = Report("", {})
    assert report.sentences == []
    assert report.sentence_of(0).text == ""
