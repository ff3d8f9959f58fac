from hypothesis import given, settings
from hypothesis import strategies as st

from domain.checks import CHECKS, check_report
from domain.checks.sayings import SAYINGS
from domain.schema.frames import conform
from domain.schema.vocabulary import SEVERITIES
from tests.examples import examples

NO_FIGURES = {"figures": conform("figures", [])}
TEXT = "行成机制。\n优化1121”工作法。\n1.抓党建。\n3.抓项目。"


def test_a_sound_report_has_no_findings():
    assert check_report("街道各项工作平稳推进。", NO_FIGURES).empty


def test_an_empty_report_has_no_findings():
    assert check_report("", NO_FIGURES).empty


def test_the_worst_comes_first():
    order = [list(SEVERITIES).index(severity) for severity in check_report(TEXT, NO_FIGURES)["severity"]]
    assert order == sorted(order)


def test_every_finding_has_an_id_of_its_own():
    twice = check_report("优化1121”工作法。\n优化1121”工作法。", NO_FIGURES)
    assert len(twice) == 2
    assert twice["row_id"].is_unique


def test_an_id_does_not_depend_on_where_the_sentence_stands():
    first = check_report(TEXT, NO_FIGURES)
    moved = check_report("前面加一句话。\n" + TEXT, NO_FIGURES)
    assert list(first["row_id"]) == list(moved["row_id"])


def test_who_can_confirm_is_said_wherever_something_is_to_be_confirmed():
    table = check_report(TEXT, NO_FIGURES)
    assert table["confirm"].notna().tolist() == table["with_whom"].notna().tolist()
    assert set(table["check"]) <= set(CHECKS)


def test_no_saying_leaves_a_slot_open():
    for saying in SAYINGS.values():
        assert saying.title
        assert saying.message.endswith(("。", "}"))


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
def test_any_text_is_checked_and_every_quote_is_its_own(text):
    for row in check_report(text, NO_FIGURES).to_dict("records"):
        assert text[row["start"] : row["end"]] == row["quote"]
