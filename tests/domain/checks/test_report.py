from domain.checks.report import Report
from domain.schema.frames import conform

TEXT = "一、上半年总结\n完成立项20个,面积880亩。"


def test_figures_of_span_begin_within_it():
    start = TEXT.index("880亩")
    row = {"start": start, "end": start + 4, "text": "880亩", "dimension": "area", "value": 880, "base_value": 586666.7}
    report = Report(TEXT, {"figures": conform("figures", [row])})
    first, second = report.outline.sentence(start).clauses
    assert report.figures_in(first) == []
    assert [figure.text for figure in report.figures_in(second)] == ["880亩"]


def test_figure_lead_is_its_clause_up_to_the_figure():
    start = TEXT.index("880亩")
    row = {"start": start, "end": start + 4, "text": "880亩", "dimension": "area", "value": 880, "base_value": 586666.7}
    report = Report(TEXT, {"figures": conform("figures", [row])})
    assert report.lead(report.figures[0]) == "面积"
    assert report.tail(report.figures[0]) == "。"
