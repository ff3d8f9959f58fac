"""The table `statements`: what each clause says of its figure, by form and by the words of the field."""

import json

import jsonschema
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import CATALOGUE, read_catalogue
from domain.schema.cell_links import cell_starts
from loaders.report.__main__ import main
from loaders.report.read import read_report
from loaders.text.source import parse_source


def statements(text: str, period: str | None = "2024H1") -> dict[str, dict]:
    """The statements of `text` by the figure as printed; the first of equal ones."""
    origin = {"period": period} if period else {}
    source = parse_source(text.encode(), "report.txt", origin)
    tables = read_report(source).tables
    printed = dict(zip(tables["figures"]["start"], tables["figures"]["text"], strict=True))
    rows = tables["statements"]
    found: dict[str, dict] = {}
    for row in rows.astype(object).where(rows.notna(), None).to_dict("records"):
        found.setdefault(printed[cell_starts(row["cells"])["value"]], row)
    return found


def roles(text: str) -> dict[str, str]:
    return {printed: row["role"] for printed, row in statements(text).items()}


def test_share_of_a_printed_target_gives_target_actual_and_rate_of_one_pair():
    found = statements("上半年完成固定资产投资5600万元,占年度目标1亿元的56%。")
    assert {printed: row["role"] for printed, row in found.items()} == {
        "5600万元": "actual", "1亿元": "target", "56%": "rate",
    }  # fmt: skip
    assert len({row["pair"] for row in found.values()}) == 1
    assert found["1亿元"]["due"] == pd.Timestamp("2024-12-31")
    assert (found["5600万元"]["as_of_start"], found["5600万元"]["as_of_end"]) == (
        pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-30"),
    )  # fmt: skip


def test_quantity_to_be_taken_is_the_target_of_each_stage():
    found = statements("南岭大道项目应征房屋46户,已签约40户,签约率87%,拆除31户;征收土地215亩,占总任务240亩的89.6%。")
    assert {printed: row["role"] for printed, row in found.items()} == {
        "46户": "target", "40户": "actual", "87%": "rate", "31户": "actual",
        "215亩": "actual", "240亩": "target", "89.6%": "rate",
    }  # fmt: skip
    assert [found[each]["stage"] for each in ("40户", "87%", "31户", "215亩")] == ["签约", "签约", "拆除", "征收"]
    assert {row["scope"] for row in found.values()} == {"南岭大道项目"}
    assert found["46户"]["pair"].split()[0] == found["40户"]["pair"] == found["87%"]["pair"]
    assert found["31户"]["pair"] in found["46户"]["pair"].split()


def test_found_and_closed_hazards_make_a_pair_and_the_rest_is_open():
    found = statements("今年以来检查企业420家次,发现隐患318处,已完成整改300处,整改率94.3%,剩余18处正在限期整改。")
    assert {printed: row["role"] for printed, row in found.items()} == {
        "420家次": "actual", "318处": "actual", "300处": "actual", "94.3%": "rate", "18处": "open",
    }  # fmt: skip
    assert found["318处"]["pair"] == found["300处"]["pair"] == found["94.3%"]["pair"]
    assert all(pd.isna(row["as_of_end"]) for row in found.values())


def test_span_of_months_dates_its_clause():
    row = statements("1-5月,实现财政总收入3.2亿元。")["3.2亿元"]
    assert (row["as_of_start"], row["as_of_end"]) == (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-05-31"))


def test_stages_of_the_same_houses_are_pairs_of_their_own():
    found = statements("已与88户签订协议,完成总任务95户的92.36%。需拆除房屋23幢,已腾空21幢、拆除19幢。")
    assert {printed: row["role"] for printed, row in found.items()} == {
        "88户": "actual", "95户": "target", "92.36%": "rate",
        "23幢": "target", "21幢": "actual", "19幢": "actual",
    }  # fmt: skip
    assert set(found["23幢"]["pair"].split()) == {found["21幢"]["pair"], found["19幢"]["pair"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇剩余36户尚未搬离。", {"36户": "open"}),
        ("未销号问题7个,其余12个正在整改。", {"7个": "open", "12个": "open"}),
        ("预计年底可完成产值40亿元。", {"40亿元": "forecast"}),
        ("道路绿化任务12公里,完成9公里。", {"12公里": "target", "9公里": "actual"}),
        ("工程形象进度达75%。", {"75%": "rate"}),
        ("城镇化率达61.2%,同比增长4.5%。", {"61.2%": "actual", "4.5%": "actual"}),
        ("经济指标向好,支持乡村道路任务资金80万元。", {"80万元": "actual"}),
        ("应签95户,已签88户(93.6%)。", {"95户": "target", "88户": "actual", "93.6%": "rate"}),
        ("100个村中80个完成整治。", {"100个": "target", "80个": "actual"}),
        ("征收土地312.5亩(总任务480亩),完成65.1%。", {"312.5亩": "actual", "480亩": "target", "65.1%": "rate"}),
        ("投资额完成3.2亿元,占年计划的46%。", {"3.2亿元": "actual", "46%": "rate"}),
        ("年产5000吨精油生产线项目开工,招引企业3家。", {"3家": "actual"}),
        ("农户人均收入从2万元提高到3万元。", {"2万元": "baseline", "3万元": "actual"}),
    ],
)
def test_role_is_given_by_slot_words(text, expected):
    assert roles(text) == expected


def test_decline_is_negative_and_a_fall_to_a_level_is_not():
    found = statements("信访量同比下降12.5%,发案率下降到3.1%。")
    assert (found["12.5%"]["value"], found["3.1%"]["value"]) == (-12.5, 3.1)


def test_list_item_has_the_name_before_its_colon_as_scope():
    found = statements("征迁进展如下:\n1.河西镇:签约120户,签约率96%。\n2.云峰乡:签约75户。\n全县共签约195户。")
    assert [found[each]["scope"] for each in ("120户", "96%", "75户", "195户")] == ["河西镇", "河西镇", "云峰乡", None]


def test_scope_of_a_kind_of_project_is_none_and_of_a_named_one_is_it():
    found = statements("高标准农田建设项目完成1200亩。金沙河综合整治项目完成投资800万元。")
    assert (found["1200亩"]["scope"], found["800万元"]["scope"]) == (None, "金沙河综合整治项目")


def test_village_in_a_list_is_the_scope_of_its_own_number():
    found = statements("北塘村流转土地200亩、南塘村300亩。")
    assert (found["200亩"]["scope"], found["300亩"]["scope"]) == ("北塘村", "南塘村")


def test_number_behind_a_list_of_names_has_no_scope():
    assert statements("对东塘村、西塘村等6个村开展检查，检查企业30家。")["30家"]["scope"] is None


def test_wording_so_far_names_no_day_and_a_project_year_dates_nothing():
    found = statements("截至目前,签约80户。2022年度高标准农田项目总投资5000万元。")
    assert all(pd.isna(row["as_of_end"]) for row in found.values())


def test_wording_until_names_one_day():
    row = statements("截至5月底,拆除房屋60幢。")["60幢"]
    assert (row["as_of_start"], row["as_of_end"]) == (pd.Timestamp("2024-05-31"), pd.Timestamp("2024-05-31"))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("力争9月底前完成签约200户。", "2024-09-30"),
        ("确保年内新建公厕5座。", "2024-12-31"),
        ("到2027年,力争建成高标准农田3万亩。", "2027-12-31"),
        ("必须拆除房屋40幢。", None),
    ],
)
def test_due_date_is_only_what_the_text_states(text, due):
    row = next(iter(statements(text).values()))
    assert (row["role"], None if pd.isna(row["due"]) else str(row["due"])[:10]) == ("target", due)


def test_due_date_of_a_plan_is_its_horizon():
    text = "工作报告\n一、上半年工作总结\n完成植树300亩。\n二、2025年工作安排\n(一)抓好农业。新建沟渠8公里。\n"
    assert statements(text)["8公里"]["due"] == pd.Timestamp("2025-12-31")


@pytest.mark.parametrize("text", ["新招引千万元以上项目6个。", "过亿元的企业增加到6家。"])
def test_threshold_gives_no_statement(text):
    assert [row["value"] for row in statements(text).values()] == [6]


def test_parts_name_their_whole():
    found = statements("财政收入1453万元,其中国税756万元、地税697万元。")
    whole = f"s{cell_starts(found['1453万元']['cells'])['value']}"
    assert (found["756万元"]["part_of"], found["697万元"]["part_of"]) == (whole, whole)


@settings(deadline=None, max_examples=25)
@given(st.integers(11, 98), st.integers(11, 98))
def test_changed_number_changes_its_statement_only(one, other):
    text = "东岭村应征房屋{}户,已签约{}户。"
    before, after = (list(statements(text.format(a, b)).values()) for a, b in ((57, 46), (one, other)))
    if one == other:
        return
    assert [row["value"] for row in after] == [one, other]
    for column in ("role", "scope", "object", "stage", "due", "unit"):
        assert [row[column] for row in before] == [row[column] for row in after]


def test_figures_take_the_roles_of_their_statements():
    tables = read_report(parse_source("需整改问题50个,已整改40个,整改率80%。".encode(), "r.txt", {})).tables
    assert tables["figures"]["role"].tolist() == ["target", "actual", "rate"]


def test_report_command_prints_all_tables_as_one_json_object(tmp_path, capsys):
    path = tmp_path / "report.txt"
    path.write_text("上半年完成投资3亿元。", encoding="utf-8")
    assert main([str(path), "--table", "all", "--format", "json", "--period", "2024H1", "--unit", "东岭镇"]) == 0
    tables = json.loads(capsys.readouterr().out)
    assert tables["statements"][0] | {"period": "2024H1", "org_unit": "东岭镇", "value": 3} == tables["statements"][0]
    assert main([str(path), "--table", "all"]) == 2
    assert "JSON" in capsys.readouterr().err


def lexicons_with(word: str) -> dict:
    lexicons = json.loads(json.dumps(read_catalogue("lexicons")))
    lexicons["stages"][0]["words"].append(word)
    return lexicons


@pytest.mark.parametrize(
    ("word", "is_refused"), [("签约完毕", False), ("完成5户", True), ("把新增耕地任务压缩为一年", True)]
)
def test_lexicon_accepts_short_words_without_numbers_only(word, is_refused):
    schema = json.loads((CATALOGUE / "schema" / "lexicons.json").read_text(encoding="utf-8"))
    faults = list(jsonschema.Draft202012Validator(schema).iter_errors(lexicons_with(word)))
    assert bool(faults) == is_refused
