"""The last report with new figures: changed numbers, turned words, figures without a new value."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.schema.provenance import Source, Sources
from loaders.report.read import read_report
from loaders.text.source import load_source, parse_source
from views.roll_forward import roll_forward

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
SEPTEMBER = pd.Timestamp("2023-09-30")
WORKBOOK = Source("workbook", "9月台账", by="王芳", day=date(2023, 10, 8))


@pytest.fixture(scope="module")
def source():
    return load_source(SEED)


@pytest.fixture(scope="module")
def printed(source):
    return read_report(source).tables


@pytest.fixture
def rolled(source, printed):
    """Roll the report forward with other values in some cells of measures: indicator → columns."""

    def roll(values, *, hide=True):
        measures = printed["measures"].copy()
        for indicator, cells in values.items():
            rows = measures["indicator_id"] == indicator
            assert rows.any()
            measures.loc[rows, ["as_of_end", *cells]] = [SEPTEMBER, *cells.values()]
        sources = Sources(of_rows=dict.fromkeys(measures["row_id"], (WORKBOOK,)))
        return roll_forward(source.text, printed, {**printed, "measures": measures}, sources, hide=hide)

    return roll


def changes(rolled, kind="number"):
    return [(edit.old, edit.new) for edit in rolled.edits(kind)]


def sentence(rolled, words):
    return next(paragraph.text for paragraph in rolled.paragraphs if words in paragraph.text)


def test_roll_forward_without_new_values_changes_nothing_and_leaves_all_open(rolled, printed):
    made = rolled({})
    assert changes(made) == []
    assert made.source == ""
    assert len(made.edits("open")) > 100
    assert sentence(made, "土地整治加压").startswith("1.土地整治加压奋进。街村联动,自我加压,把新增耕地7850亩的三年任务")


def test_roll_forward_new_value_keeps_unit_and_word_of_approximate_figure(rolled):
    made = rolled({"规范庭院户": {"actual": 1401}})
    assert changes(made) == [("1280余户", "1401余户")]
    assert "共规范庭院1401余户,整出声势" in sentence(made, "人居环境攻坚战")


def test_roll_forward_exact_new_value_drops_the_word_of_approximate_figure(rolled):
    made = rolled({"规范庭院户": {"actual": 1401, "actual_qualifier": "exact"}})
    assert changes(made) == [("1280余户", "1401户")]


def test_roll_forward_exact_new_value_drops_the_word_before_it(rolled):
    made = rolled({"土地整治(新增耕地)施工平方米": {"actual": 712.5, "actual_qualifier": "exact"}})
    assert changes(made) == [("约600亩", "712.5亩")]


def test_roll_forward_turned_sign_turns_the_word_of_direction(rolled):
    made = rolled({"流动摊贩同比%": {"actual": 5}})
    assert changes(made) == [("17%", "5%")]
    assert changes(made, "word") == [("减少", "增加")]
    assert "辖区流动摊贩同比增加5%" in sentence(made, "法治营商环境")


def test_roll_forward_same_sign_keeps_the_word_of_direction(rolled):
    made = rolled({"执法办案办结率同比%": {"actual": 12.5}})
    assert changes(made) == [("11%", "12.5%")]
    assert changes(made, "word") == []


def test_roll_forward_confirmed_value_is_neither_changed_nor_open(rolled):
    made = rolled({"集体经营性收入元": {"actual": 244.05}})
    assert changes(made) == []
    assert "244.05万元" not in {edit.old for edit in made.edits("open")}


def test_roll_forward_times_and_ranks_are_open(rolled):
    left = {edit.old for edit in rolled({}).edits("open")}
    assert {"2023年上半年", "2023年以来", "1-5月", "第一", "7850亩"} <= left
    assert "1." not in left


def test_roll_forward_change_names_its_workbook(rolled):
    (edit,) = rolled({"固定投资元": {"actual": 5120.5}}).edits("number")
    assert edit.remark == ("由3774万元改为5120.5万元", "依据：“9月台账”（王芳，2023年10月8日上传）")


def test_roll_forward_names_and_sanctions_are_hidden(rolled):
    text = "".join(paragraph.text for paragraph in rolled({}).paragraphs)
    assert "叶继强" not in text
    assert "给予×人撤销党内职务处分" in text
    assert "叶继强" in "".join(paragraph.text for paragraph in rolled({}, hide=False).paragraphs)


def test_roll_forward_other_words_stand_as_in_the_report(rolled, source):
    made = rolled({"固定投资元": {"actual": 5120.5}}, hide=False)
    old = "".join(
        piece if isinstance(piece, str) else piece.old for each in made.paragraphs for piece in each.pieces
    )  # fmt: skip
    body = source.text[source.text.index("2023年以来,金川街道") :]
    assert "".join(body.split()) in "".join(old.split())


def test_roll_forward_rate_that_new_figures_contradict_is_open_with_the_computed_one():
    text = "一、上半年工作总结\n高标准农田建设任务2400亩,已完成1500亩,完成任务的62.5%。\n"
    source = parse_source(text.encode(), "report.txt", {"period": "2024H1", "org_unit": "柳河镇"})
    printed = read_report(source).tables
    now = {name: table.copy() for name, table in printed.items()}
    now["measures"][["as_of_end", "actual"]] = [SEPTEMBER, 1800.0]
    made = roll_forward(source.text, printed, now, Sources())
    assert [edit.remark for edit in made.edits("open") if edit.old == "62.5%"] == [
        ("比率没有更新，按新数字算是75%，请核对。",)
    ]
