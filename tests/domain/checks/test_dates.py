import pytest

from domain.schema.frames import conform

HEAD = "某街道2023年上半年工作总结\n发布时间:2023-07-10\n一、上半年总结\n"


def test_figures_of_five_months_have_their_own_elapsed_time(findings):
    (found,) = findings(HEAD + "1-5月固定投资达〔3774万元〕。", "as_of_differs", "investment")
    assert found["severity"] == "notice"
    assert found["computed"] == "41.4%、49.6%"


@pytest.mark.parametrize("text", ["1-6月固定投资达〔3774万元〕。", "5月固定投资达〔3774万元〕。", "1-5月天气晴好。"])
def test_figures_of_the_whole_half_year_are_silent(findings, text):
    assert findings(HEAD + text, "as_of_differs") == []


def test_ranks_of_two_subjects_are_no_fall(findings):
    text = HEAD + "5月督考中上蒋村排名全县第一。6月督考街道排名全县第二。"
    (found,) = findings(text, "rank_subject")
    assert found["severity"] == "notice"
    assert "前一个排名的主体是上蒋村，后一个是街道" in found["message"]


def test_the_same_subject_may_fall(findings):
    text = HEAD + "5月督考中上蒋村排名全县第一。6月督考上蒋村排名全县第二。"
    (found,) = findings(text, "rank_subject")
    assert found["title"] == "上蒋村名次由5月排名全县第一变为6月排名全县第二"


def test_a_single_rank_is_silent(findings):
    assert findings(HEAD + "完成总进度〔73%〕，排名全县第一。", "rank_subject") == []


def test_nothing_is_done_after_the_day_of_publication(findings):
    (found,) = findings(HEAD + "已于9月完成验收。", "date_order")
    assert found["severity"] == "conflict"
    assert "2023年7月10日" in found["message"]


@pytest.mark.parametrize(
    "text", ["已于6月完成验收。", "去年9月完成验收。", "2022年9月完成验收。", "预计9月完成验收。", "将在10月投产。"]
)
def test_what_lies_before_it_or_is_only_planned_is_silent(findings, text):
    assert findings(HEAD + text, "date_order") == []


def test_a_month_belongs_to_the_year_of_the_title(findings):
    text = "某街道2022年工作总结\n发布时间:2023-01-10\n一、2022年总结\n已于9月完成验收。"
    assert findings(text, "date_order") == []


def test_a_day_that_does_not_exist_is_compared_with_nothing(findings):
    assert findings("发布时间：2023-02-31\n一、上半年总结\n已于9月完成验收。", "date_order") == []


def test_a_task_that_ends_before_it_begins_is_a_conflict(findings):
    measures = conform(
        "measures",
        [{"name": "修路", "domain": "funding", "begin": "2023-07-01", "due": "2023-06-30", "start": 0}],
    )
    (found,) = findings("修路。", "date_order", measures=measures)
    assert found["severity"] == "conflict"
    assert "起始2023年7月1日，期限2023年6月30日" in found["message"]
