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


def test_refreshed_findings_without_other_change_are_unchanged():
    tables = version()
    assert refresh_findings(TEXT, tables, dict(tables))["findings"] is tables["findings"]


def test_refreshed_findings_without_report_text_are_unchanged():
    changed = version(measures=conform("measures", [{**SCOPE, "row_id": "m"}]))
    assert refresh_findings(None, version(), changed)["findings"] is changed["findings"]


def test_refreshed_findings_new_severe_ones_are_warned_of():
    before, changed = version(), version(measures=conform("measures", [{**SCOPE, "row_id": "m"}]))
    after = refresh_findings(TEXT, before, changed)
    assert after["findings"]["check"].tolist() == ["rate_base"]
    (warning,) = new_findings(before["findings"], after["findings"])
    assert "42%" in warning.wrong
    assert new_findings(after["findings"], after["findings"]) == []


def test_refreshed_finding_keeps_its_decision():
    found = check_report(TEXT, version())
    row_id, said = found["row_id"].iloc[0], {"resolution": "分母为14幢", "resolved_by": "王芳"}
    decided = with_decisions("findings", found, {row_id: said, "别的": {"resolution": "无"}})
    assert decided["resolution"].tolist() == ["分母为14幢"]
    assert decided["title"].tolist() == found["title"].tolist()
    changed = version(findings=decided, measures=conform("measures", [{**SCOPE, "row_id": "m"}]))
    assert refresh_findings(TEXT, version(findings=decided), changed)["findings"]["resolved_by"].tolist() == ["王芳"]


def findings(**cells):
    return conform("findings", [{**SCOPE, "row_id": "f", "check": "rate_base", "title": "口径不明", **cells}])


def test_refreshed_finding_is_warned_of_only_when_more_severe():
    notice, conflict = findings(severity="notice"), findings(severity="conflict")
    (warning,) = new_findings(notice, conflict)
    assert (warning.kind.code, warning.wrong) == ("new_finding", "口径不明")
    assert new_findings(conflict, findings(severity="doubt")) == []


def test_refreshed_finding_lost_resolution_is_warned_of_unless_withdrawn():
    before = findings(severity="doubt", computed="73%", resolution="分母为800亩", resolved_by="王芳")
    (warning,) = lost_resolutions(before, findings(severity="doubt", computed="75%"))
    assert warning.wrong == "“口径不明”的处理意见（王芳：分母为800亩）因数字变化失效"
    assert "重新处理" in warning.write
    assert lost_resolutions(before, findings(severity="doubt", computed="73%")) == []
    assert lost_resolutions(before, findings(severity="passed", computed="75%")) == []
