"""Findings of tables that somebody changed."""

from domain.checks import check_report
from domain.checks.refresh import lost_resolutions, new_findings, refresh_findings
from domain.judging.decisions import with_decisions
from domain.schema.frames import conform

TEXT = "完成签约42%。"
SCOPE = {"org_unit": "金川街道", "period": "2023H1"}
FIGURES = conform("figures", [{
    **SCOPE, "row_id": "f", "text": "42%", "value": 42, "unit": "%", "dimension": "percent", "base_value": 42,
    "base_unit": "%", "role": "actual", "start": 4, "end": 7, "quote": "42%", "name": "签约", "domain": "demolition",
}])  # fmt: skip


def version(**more):
    tables = {"figures": FIGURES, "measures": conform("measures", []), "findings": conform("findings", [])}
    return {**tables, **more}


def test_findings_stay_as_they_are_while_nothing_else_changes():
    tables = version()
    assert refresh_findings(TEXT, tables, dict(tables))["findings"] is tables["findings"]


def test_without_the_text_of_the_report_findings_stay_as_they_are():
    changed = version(measures=conform("measures", [{**SCOPE, "row_id": "m"}]))
    assert refresh_findings(None, version(), changed)["findings"] is changed["findings"]


def test_changed_tables_give_findings_of_their_own_and_new_grave_ones_are_warned_of():
    before, changed = version(), version(measures=conform("measures", [{**SCOPE, "row_id": "m"}]))
    after = refresh_findings(TEXT, before, changed)
    assert after["findings"]["check"].tolist() == ["rate_base"]
    (warning,) = new_findings(before["findings"], after["findings"])
    assert "42%" in warning.wrong
    assert new_findings(after["findings"], after["findings"]) == []


def test_what_people_decided_about_a_finding_stays_with_it():
    found = check_report(TEXT, version())
    row_id, said = found["row_id"].iloc[0], {"resolution": "分母为14幢", "resolved_by": "王芳"}
    decided = with_decisions("findings", found, {row_id: said, "别的": {"resolution": "无"}})
    assert decided["resolution"].tolist() == ["分母为14幢"]
    assert decided["title"].tolist() == found["title"].tolist()
    changed = version(findings=decided, measures=conform("measures", [{**SCOPE, "row_id": "m"}]))
    assert refresh_findings(TEXT, version(findings=decided), changed)["findings"]["resolved_by"].tolist() == ["王芳"]


def findings(**cells):
    return conform("findings", [{**SCOPE, "row_id": "f", "check": "rate_base", "title": "口径不明", **cells}])


def test_a_finding_that_became_graver_is_warned_of_and_one_that_became_less_so_is_not():
    notice, conflict = findings(severity="notice"), findings(severity="conflict")
    (warning,) = new_findings(notice, conflict)
    assert (warning.kind.code, warning.wrong) == ("new_finding", "口径不明")
    assert new_findings(conflict, findings(severity="doubt")) == []


def test_a_resolution_lost_with_other_figures_is_warned_of_and_one_taken_back_is_not():
    before = findings(severity="doubt", computed="73%", resolution="分母为800亩", resolved_by="王芳")
    (warning,) = lost_resolutions(before, findings(severity="doubt", computed="75%"))
    assert warning.wrong == "“口径不明”的处理意见（王芳：分母为800亩）因数字变化失效"
    assert "重新处理" in warning.write
    assert lost_resolutions(before, findings(severity="doubt", computed="73%")) == []
    assert lost_resolutions(before, findings(severity="passed", computed="75%")) == []
