def test_change_rates_without_base_are_reported_once_and_not_verified(findings):
    (found,) = findings("办结率同比提升〔11%〕,摊贩同比减少〔17%〕。", "rate_of_change", "governance")
    assert found["severity"] == "notice"
    assert found["title"] == "2个同比变化率没有基期数，只展示不判定"


FALL = "总产值〔29851.2万元〕,去年同期为〔45027.1万元〕,同比{how}〔{rate}%〕。"


def test_change_rate_beside_its_base_is_verified(findings):
    (found,) = findings(FALL.format(how="下降", rate=33.7), "rate_of_change")
    assert found["severity"] == "passed"
    assert found["computed"] == "-33.7%"


def test_change_rate_contradicted_by_its_base_is_a_conflict(findings):
    (found,) = findings(FALL.format(how="下降", rate=23.7), "rate_of_change")
    assert found["severity"] == "conflict"
    assert found["title"] == "“同比下降23.7%”与基期数不符，应为-33.7%"


def test_change_rate_rise_stated_as_fall_is_a_conflict(findings):
    (found,) = findings(FALL.format(how="增长", rate=33.7), "rate_of_change")
    assert found["severity"] == "conflict"
