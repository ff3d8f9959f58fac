LAND = (
    "立项面积达〔880亩〕,施工面积〔约600亩〕,任务〔584亩〕全部完成种植,完成总进度〔{rate}%〕。\n"
    "三、下半年思路\n完成〔800亩|target〕任务。"
)


def test_rate_given_by_single_pair_names_that_pair(findings):
    (found,) = findings(LAND.format(rate=73), "rate_base", "land")
    assert found["severity"] == "doubt"
    assert found["computed"] == "584亩÷800亩=73%（四舍五入）"
    assert "600亩÷880亩=68.18%" in found["message"]


def test_rate_with_base_in_same_paragraph_has_no_doubt(findings):
    (found,) = findings("任务〔800亩〕,完成〔584亩〕,进度〔73%〕。", "rate_base", "land")
    assert found["severity"] == "notice"


def test_rate_changed_is_verified_again(findings):
    (found,) = findings(LAND.format(rate=81), "rate_base", "land")
    assert found["severity"] == "doubt"
    assert found["title"] == "“81%”无法用文中数字复算"


def test_rate_without_numerator_lists_every_possible_base(findings):
    text = "完成〔381户〕征收。首日完成〔42.8%〕房屋签约,〔7天〕完成〔14幢〕房屋全部签约。"
    (found,) = findings(text, "rate_base", "demolition")
    assert found["severity"] == "doubt"
    assert found["computed"] == "163户（推算）÷381户=42.78%（四舍五入）、6幢（推算）÷14幢=42.86%（舍去尾数）"


def test_rate_in_paragraph_without_figures_is_unverifiable(findings):
    (found,) = findings("总体建设进度已达〔75%〕。", "rate_base", "funding")
    assert found["severity"] == "doubt"
    assert "没有同类数字可比" in found["message"]


def test_rate_with_named_base_is_reported_as_passed(findings):
    (found,) = findings("收入〔97万元〕,完成预算的〔97%〕,预算数〔100万元〕。", "rate_base")
    assert found["severity"] == "passed"


def test_rate_with_base_named_elsewhere_has_no_finding(findings):
    assert findings("收入完成预算的〔97%〕。", "rate_base") == []


def test_rate_of_100_percent_names_the_missing_count(findings):
    (found,) = findings("一般隐患〔6715处〕。一般隐患完成率〔100%〕。", "rate_base")
    assert found["severity"] == "notice"
    assert "完成数应为6715处" in found["message"]


def test_rates_without_source_are_reported_once_per_sentence(findings):
    text = "到位资金〔4064万元〕,完成率〔40.6%〕,房地产〔19115万元〕,完成率〔191.1%〕。"
    (found,) = findings(text, "rate_base", "investment")
    assert found["printed"] == "40.6%、191.1%"
    assert "若4064万元是完成数，40.6%对应的总数约为10009.9万元" in found["message"]


def test_rate_above_100_percent_is_matched_with_smaller_base(findings):
    (found,) = findings("任务〔100万元〕,完成〔120万元〕,完成率〔120%〕。", "rate_base")
    assert found["computed"] == "120万元÷100万元=120%（四舍五入）"


def test_share_that_follows_is_reported_as_passed(findings):
    (found,) = findings("〔10项〕实事项目中,〔5项〕推进滞后,滞后项目占比〔50%〕。", "rate_base")
    assert found["severity"] == "passed"


def test_rates_other_than_completion_have_no_finding(findings):
    assert findings("调查失业率〔5.2%〕，城镇化率〔66.2%〕。", "rate_base") == []
