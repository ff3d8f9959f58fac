import pytest

from domain.checks import names
from domain.unit_catalogue import UnitNames

KNOWN = UnitNames(projects={"东江航运枢纽": ("东江航运枢纽", "航运")})


@pytest.fixture(autouse=True)
def known_names(monkeypatch):
    monkeypatch.setattr(names, "names_of_unit", lambda unit: KNOWN)


DONE = "一、上半年总结\n东江航运枢纽{claim}。\n"
TODO = "二、下半年思路\n助力打赢航运征迁攻坚战。"


def test_project_done_and_planned_is_a_question_with_its_scope(findings):
    (found,) = findings(DONE.format(claim="按时完成〔381户〕土地征收") + TODO, "done_and_todo", "demolition")
    assert found["severity"] == "doubt"
    assert found["title"] == "“东江航运枢纽”写了已完成，又列入下一步"
    assert "381户" in found["message"]


def test_project_in_progress_and_planned_has_no_finding(findings):
    assert findings(DONE.format(claim="加快推进") + TODO, "done_and_todo") == []


def test_project_absent_from_plan_has_no_finding(findings):
    assert findings(DONE.format(claim="完成征收") + "二、下半年思路\n推进水库建设。", "done_and_todo") == []


def test_project_outside_catalogue_is_matched_by_name(findings):
    text = "一、上半年总结\n石门坎水库工程全部完工。\n二、下半年思路\n加快石门坎水库工程建设。"
    (found,) = findings(text, "done_and_todo")
    assert "石门坎水库" in found["title"]


def test_project_generic_mention_has_no_finding(findings):
    text = "一、上半年总结\n全部重点建设项目完工。\n二、下半年思路\n加快全部重点建设项目。"
    assert findings(text, "done_and_todo") == []
