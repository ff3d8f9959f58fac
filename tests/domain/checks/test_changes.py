def test_rates_of_change_without_a_base_are_told_once_and_never_tried(findings):
    (found,) = findings("办结率同比提升〔11%〕,摊贩同比减少〔17%〕。", "rate_of_change", "governance")
    assert found["severity"] == "notice"
    assert found["title"] == "2个同比变化率没有基期数，只展示不判定"


FALL = "总产值〔29851.2万元〕,去年同期为〔45027.1万元〕,同比{how}〔{rate}%〕。"


def test_a_rate_of_change_beside_its_base_is_checked(findings):
    (found,) = findings(FALL.format(how="下降", rate=33.7), "rate_of_change")
    assert found["severity"] == "passed"
    assert found["computed"] == "-33.7%"


def test_another_rate_of_change_than_its_base_gives_is_a_conflict(findings):
    (found,) = findings(FALL.format(how="下降", rate=23.7), "rate_of_change")
    assert found["severity"] == "conflict"
    assert found["title"] == "“同比下降23.7%”与基期数不符，应为-33.7%"


def test_a_rise_is_no_fall(findings):
    (found,) = findings(FALL.format(how="增长", rate=33.7), "rate_of_change")
    assert found["severity"] == "conflict"
