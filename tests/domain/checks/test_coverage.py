PLAN = "二、下半年思路\n鼓励村社互比,年终达成经营性收入〔30万元|target〕{cover}。"
TOTAL = "街道各村{how}完成集体经营性收入〔244.05万元〕。\n"


def test_sum_over_villages_is_not_compared_with_target_per_village(findings):
    text = TOTAL.format(how="累计") + PLAN.format(cover="全覆盖")
    (found,) = findings(text, "sum_vs_coverage", "rural_income")
    assert found["severity"] == "doubt"
    assert found["title"] == "目标按每村算（30万元），完成数是合计（244.05万元），不能直接比较"
    assert "村的总数" in found["confirm"]


def test_sum_over_villages_is_compared_with_joint_target(findings):
    text = TOTAL.format(how="累计") + PLAN.format(cover="总额")
    assert findings(text, "sum_vs_coverage", "rural_income") == []


def test_coverage_amount_that_is_no_sum_has_no_finding(findings):
    text = TOTAL.format(how="已") + PLAN.format(cover="全覆盖")
    assert findings(text, "sum_vs_coverage", "rural_income") == []
