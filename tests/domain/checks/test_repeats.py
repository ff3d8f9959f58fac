def test_award_stated_twice_is_counted_once(findings):
    text = "徐村村获全市无废乡村,全县〔4家〕。\n月度督考排名第二,徐村村荣获全市无废乡村。"
    (found,) = findings(text, "said_twice")
    assert found["severity"] == "notice"
    assert found["title"] == "“徐村村获全市无废乡村”写了两次，只计一次"


def test_repeated_words_with_another_number_are_a_conflict(raised):
    text = "街道共规范农户庭院环境1280户。\n今年街道共规范农户庭院环境1820户。"
    assert raised(text, "two_values") == [("conflict", ["1280户", "1820户"])]


def test_repeated_target_and_result_are_different_facts(findings):
    text = "街道共规范农户庭院环境〔1280户〕。\n今年街道共规范农户庭院环境〔1820户|target〕。"
    assert findings(text, "said_twice") == []


def test_repeated_slogan_has_no_finding(findings):
    text = "深入实施八八战略和千万工程建设。\n深入实施八八战略和千万工程建设。"
    assert findings(text, "said_twice") == []


def test_awards_that_differ_are_different_facts(findings):
    text = "徐村村获全市无废乡村称号。\n金川弄村获全省五星级文化礼堂。"
    assert findings(text, "said_twice") == []
