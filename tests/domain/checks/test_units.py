import pytest


def test_unit_mu_for_graves_is_reported(findings):
    (found,) = findings("迁移〔530余亩〕坟墓。", "odd_unit", "history")
    assert found["severity"] == "doubt"
    assert found["title"] == "“530余亩坟墓”：坟墓一般不用“亩”计"
    assert "座、穴" in found["message"]


@pytest.mark.parametrize("text", ["迁移〔530座〕坟墓。", "谋划〔10万元〕项目。", "征收土地〔530亩〕,坟墓另计。"])
def test_unit_usual_has_no_finding(findings, text):
    assert findings(text, "odd_unit") == []


def test_exact_number_qualified_as_over_is_a_doubt(findings):
    (found,) = findings("累计征收土地〔5695余亩〕。", "exact_and_over", "history")
    assert found["severity"] == "doubt"
    assert found["printed"] == "5695余亩"


@pytest.mark.parametrize("text", ["征收〔5690余亩〕。", "惠及〔1.3万多人〕。", "征收〔5695亩〕。", "办了〔10余场〕。"])
def test_round_number_qualified_as_over_has_no_finding(findings, text):
    assert findings(text, "exact_and_over") == []
