from hypothesis import given, settings
from hypothesis import strategies as st

from domain.checks import CHECKS, check_report
from domain.checks.all_texts import FINDING_TEXTS
from domain.schema.frames import conform
from domain.schema.vocabulary import SEVERITIES
from tests.examples import examples

NO_FIGURES = {"figures": conform("figures", [])}
TEXT = "行成机制。\n优化1121”工作法。\n1.抓党建。\n3.抓项目。"


def test_findings_of_sound_report_are_empty():
    assert check_report("街道各项工作平稳推进。", NO_FIGURES).empty


def test_findings_of_empty_report_are_empty():
    assert check_report("", NO_FIGURES).empty


def test_findings_are_sorted_by_severity():
    order = [list(SEVERITIES).index(severity) for severity in check_report(TEXT, NO_FIGURES)["severity"]]
    assert order == sorted(order)


def test_finding_ids_are_unique():
    twice = check_report("优化1121”工作法。\n优化1121”工作法。", NO_FIGURES)
    assert len(twice) == 2
    assert twice["row_id"].is_unique


def test_finding_id_is_independent_of_sentence_position():
    first = check_report(TEXT, NO_FIGURES)
    moved = check_report("前面加一句话。\n" + TEXT, NO_FIGURES)
    assert list(first["row_id"]) == list(moved["row_id"])


def test_finding_to_confirm_names_who_can_confirm():
    table = check_report(TEXT, NO_FIGURES)
    assert table["confirm"].notna().tolist() == table["with_whom"].notna().tolist()
    assert set(table["check"]) <= set(CHECKS)


def test_finding_texts_have_no_unfilled_slot():
    for text in FINDING_TEXTS.values():
        assert text.title
        assert text.message.endswith(("。", "}"))


PIECES = st.sampled_from(
    [
        *(
            "一、上半年总结\n",
            "二、下半年思路\n",
            "(一)",
            "1.",
            "3.",
            "“",
            "”",
            "《",
            "(",
            ")",
            "。",
            ",",
            "、",
            "\n",
            " ",
        ),
        *("已完成", "其中", "其他", "在还在", "排名全县第", "十一", "5月", "2023年", "上半年", "1-5月", "100%", "3处"),
        *("发布时间:2023-13-45", "获评先进", "水库工程", "密封制品公司", "为契机", "平方", "村()"),
    ]
)


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_findings_of_any_text_quote_that_text(text):
    for row in check_report(text, NO_FIGURES).to_dict("records"):
        assert text[row["start"] : row["end"]] == row["quote"]
