"""The pages 数据核对 and 原文溯源."""

import re

from tests.pages.conftest import TEXT, at, markup

SOURCE, CHECKS = "checking/source.py", "checking/checks.py"


def test_source_page_shows_the_report_with_its_figures(show, small_store):
    report = re.search(r"<article.*</article>", markup(show(SOURCE))).group()
    assert re.findall(r'<a class="figure"[^>]*>([^<]*)</a>', report) == ["880亩", "11处"]
    assert "完成1~3月任务*" in report


def test_source_page_marks_damaged_text_with_its_fault(show, small_store):
    assert re.search(
        r'<a class="figure issue" title="完成任务：600 · 土地整治 · 完成值；不知道是什么"', markup(show(SOURCE))
    )


def test_source_address_of_a_sentence_opens_it_with_its_figures(show, small_store):
    shown = markup(show(SOURCE, at=str(at("880亩"))))
    assert re.findall(r"data-here [^>]*>([^<]*)<", shown) == ["880亩"]
    assert shown.index("排名第一") < shown.index("这句话里的数字") < shown.index("二、安全")


def test_source_address_outside_the_text_shows_the_report(show, small_store):
    for asked in ("²", "-1", "9" * 5000, str(len(TEXT))):
        shown = markup(show(SOURCE, at=asked))
        assert "立项面积达" in shown
        assert "data-here" not in shown
        assert f"地址里的位置“{asked[:20]}”在这里没有内容，下面显示全文。" in shown


def test_checks_address_of_an_unknown_finding_is_reported(show, small_store):
    assert "没有地址里的这条核对结果" in markup(show(CHECKS, finding="gone"))
    assert "没有地址里的这条核对结果" not in markup(show(CHECKS, finding="f1"))


def test_source_figures_are_filtered_by_domain(show, small_store):
    shown = markup(show(SOURCE, domain="safety"))
    assert '<a class="figure asked" title="重大隐患：11处' in shown
    assert 'aria-current="true">安全隐患 1</a>' in shown


def test_source_unplaced_figures_are_listed_with_their_reason(show, small_store):
    assert "补写名称" in markup(show(SOURCE))


def test_finding_shows_its_sentence_its_figures_and_whom_to_ask(show, small_store):
    shown = markup(show(CHECKS))
    assert f'<a href="/source?at={at("880亩")}">880亩</a>' in shown
    assert "农业农村局" in shown
    assert shown.index("两个目标") < shown.index("合计相符")


def test_finding_for_an_editor_links_to_its_resolution(show, small_store, monkeypatch):
    link = "/edit?task=finding&amp;finding=f1"
    assert link not in markup(show(CHECKS))
    monkeypatch.setattr("ui.show.findings.may_edit", lambda: True)
    assert link in markup(show(CHECKS))
    assert "finding=f2" not in markup(show(CHECKS))  # it holds: nothing to settle


def test_findings_are_filtered_by_severity(show, small_store):
    shown = markup(show(CHECKS, severity="passed"))
    assert "合计相符" in shown
    assert "两个目标" not in shown


def test_finding_address_opens_its_finding(show, small_store):
    shown = markup(show(CHECKS, finding="f2"))
    assert re.findall(r'<details class="finding" data-row id="(\w+)" open><summary data-here', shown) == ["f2"]
    assert shown.count('<details class="finding"') == 2


def test_findings_of_one_department_are_one_text_to_send(show, small_store):
    shown = markup(show(CHECKS))
    letter = re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL).group(1)
    assert letter == (
        "农业农村局：请核实以下1个问题。\n1. 两个目标。请核实：以哪个为准。原文：「立项面积达880亩,排名第一。」"
    )
