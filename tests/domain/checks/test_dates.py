import pytest

from domain.schema.frames import conform

HEAD = "某街道2023年上半年工作总结\n发布时间:2023-07-10\n一、上半年总结\n"


def test_figures_of_five_months_have_an_as_of_finding(findings):
    (found,) = findings(HEAD + "1-5月固定投资达〔3774万元〕。", "as_of_differs", "investment")
    assert found["severity"] == "notice"
    assert found["computed"] == "41.4%、49.6%"


@pytest.mark.parametrize("text", ["1-6月固定投资达〔3774万元〕。", "5月固定投资达〔3774万元〕。", "1-5月天气晴好。"])
def test_figures_of_whole_half_year_have_no_finding(findings, text):
    assert findings(HEAD + text, "as_of_differs") == []


def test_ranks_of_different_subjects_are_not_a_fall(findings):
    text = HEAD + "5月督考中上蒋村排名全县第一。6月督考街道排名全县第二。"
    (found,) = findings(text, "rank_subject")
    assert found["severity"] == "notice"
    assert "前一个排名的主体是上蒋村，后一个是街道" in found["message"]


def test_ranks_of_same_subject_are_compared(findings):
    text = HEAD + "5月督考中上蒋村排名全县第一。6月督考上蒋村排名全县第二。"
    (found,) = findings(text, "rank_subject")
    assert found["title"] == "上蒋村名次由5月排名全县第一变为6月排名全县第二"


def test_single_rank_has_no_finding(findings):
    assert findings(HEAD + "完成总进度〔73%〕，排名全县第一。", "rank_subject") == []


def test_result_dated_after_publication_is_reported(findings):
    (found,) = findings(HEAD + "已于9月完成验收。", "date_order")
    assert found["severity"] == "conflict"
    assert "2023年7月10日" in found["message"]


@pytest.mark.parametrize(
    "text", ["已于6月完成验收。", "去年9月完成验收。", "2022年9月完成验收。", "预计9月完成验收。", "将在10月投产。"]
)
def test_result_before_publication_or_plan_has_no_finding(findings, text):
    assert findings(HEAD + text, "date_order") == []


def test_month_without_year_has_year_of_title(findings):
    text = "某街道2022年工作总结\n发布时间:2023-01-10\n一、2022年总结\n已于9月完成验收。"
    assert findings(text, "date_order") == []


def test_invalid_date_is_not_compared(findings):
    assert findings("发布时间：2023-02-31\n一、上半年总结\n已于9月完成验收。", "date_order") == []


def test_task_ending_before_its_start_is_a_conflict(findings):
    measures = conform(
        "measures",
        [{"name": "修路", "domain": "funding", "begin": "2023-07-01", "due": "2023-06-30", "start": 0}],
    )
    (found,) = findings("修路。", "date_order", measures=measures)
    assert found["severity"] == "conflict"
    assert "起始2023年7月1日，期限2023年6月30日" in found["message"]
