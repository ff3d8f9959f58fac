"""Rows of the domain tables and measures that are made of statements, for a unit that no catalogue knows."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.judging.states import judge
from domain.schema.cell_links import cell_starts
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.read import read_report
from loaders.text.source import parse_source


def tables(text: str, period: str = "2024H1") -> dict[str, pd.DataFrame]:
    return read_report(parse_source(text.encode(), "report.txt", {"period": period, "org_unit": "东岭县"})).tables


def cells(table: pd.DataFrame, *columns: str) -> list[tuple]:
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in table[list(columns)].to_numpy().tolist()]


def test_share_of_the_years_target_is_a_judged_measure():
    judged = judge(tables("上半年完成固定资产投资5600万元,占年度目标1亿元的56%。")["measures"])
    assert cells(judged, "target", "actual", "reported_rate", "unit") == [(10_000, 5_600, 56, "万元")]
    assert (judged["due"][0], judged["begin"][0]) == (pd.Timestamp("2024-12-31"), pd.Timestamp("2024-01-01"))
    assert judged["state"][0] == "on_track"
    assert round(judged["deviation"][0], 1) == 6.3


def test_stages_of_one_project_are_rows_and_measures_of_their_own():
    text = "南岭大道项目应征房屋46户,已签约40户,签约率87%,拆除31户;征收土地215亩,占总任务240亩的89.6%。"
    found = tables(text)
    assert cells(found["measures"], "target", "actual", "reported_rate", "unit") == [
        (46, 40, 87, "户"), (46, 31, None, "户"), (240, 215, 89.6, "亩"),
    ]  # fmt: skip
    rows = found["demolition"]
    assert set(rows["project"]) == {"南岭大道项目"}
    assert {
        (stage, number)
        for stage, *numbers in cells(rows, "stage", "households", "area_mu")
        for number in numbers
        if number is not None
    } == {("签约", 40), ("拆除", 31), ("征收", 215)}
    assert rows["target_households"].dropna().tolist() == [46]
    assert rows["target_area_mu"].dropna().tolist() == [240]


def test_hazards_have_one_row_with_what_was_inspected():
    found = tables("今年以来检查企业420家次,发现隐患318处,已完成整改300处,整改率94.3%,剩余18处正在限期整改。")
    rows = cells(found["safety"], "category", "checked", "found", "closed", "open_in_time", "rate_pct")
    assert rows == [("企业", 420, None, None, None, None), ("隐患", None, 318, 300, 18, 94.3)]
    measure = judge(found["measures"]).iloc[0]
    assert (measure["kind"], measure["target"], measure["actual"], measure["open_in_time"]) == ("items", 318, 300, 18)
    assert measure["state"] not in ("overdue", "behind", "far_behind")


def test_number_of_a_span_of_months_has_its_last_day_as_of():
    row = tables("1-5月,实现财政总收入3.2亿元。")["investment"].iloc[0]
    assert (row["value"], row["as_of_end"]) == (3.2, pd.Timestamp("2024-05-31"))


def test_third_missing_is_computed_and_marked_as_computed():
    measure = tables("累计完成土地收储605亩,征地进度50%。")["measures"].iloc[0]
    assert (measure["target"], measure["actual"]) == (1210, 605)
    assert "推算" in measure["note"]
    assert set(cell_starts(measure["cells"])) == {"actual", "reported_rate"}


def test_target_of_the_plan_has_no_actual_yet():
    text = "东岭县工作报告\n一、上半年工作总结\n完成植树300亩。\n二、下半年工作安排\n(一)抓好水利。新建沟渠8公里。\n"
    measure = judge(tables(text)["measures"]).iloc[-1]
    assert (measure["target"], measure["state"]) == (8, "not_started")


def test_sums_of_one_stage_are_two_rows():
    text = "本期完成房屋征迁8户,累计完成房屋征迁120户。"
    assert tables(text)["demolition"]["households"].tolist() == [8, 120]


def test_fact_stated_twice_is_one_row_and_an_issue():
    found = tables("全县拆除房屋75户。\n会议指出,全县拆除房屋75户。")
    assert found["demolition"]["households"].tolist() == [75]
    assert found["issues"]["code"].tolist() == ["told_again"]


@pytest.mark.parametrize(
    ("text", "table", "column", "value"),
    [
        ("下达衔接资金5.2亿元。", "funding", "amount_wan_yuan", 52_000),
        ("新增耕地20公顷。", "land", "area_mu", 300),
        ("搬迁坟墓560具。", "demolition", "count", 560),
        ("拆除房屋1.2万平方米。", "demolition", "floor_m2", 12_000),
        ("立项土地整治项目53个。", "land", "projects", 53),
    ],
)
def test_number_is_in_the_column_of_its_unit(text, table, column, value):
    assert tables(text)[table][column].tolist() == [value]


def test_statement_of_no_domain_is_in_the_other_table():
    assert tables("全年放映公益电影96场。")["other"]["value"].tolist() == [96]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.sampled_from(
            [
                "签约{}户",
                "拆除房屋{}平方米",
                "发现隐患{}处",
                "整改率{}%",
                "到位资金{}万元",
                "新增耕地{}亩",
                "完成年度任务的{}%",
                "招引项目{}个",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
    st.lists(st.integers(2, 99), min_size=6, max_size=6),
)
def test_figure_is_in_a_row_or_an_issue(clauses, numbers):
    text = ",".join(clause.format(number) for clause, number in zip(clauses, numbers, strict=False)) + "。"
    found = tables(text)
    held = {
        start
        for name, table in found.items()
        if name not in ("figures", "statements", "measures", "findings")
        for links in table["cells"].dropna()
        for start in cell_starts(links).values()
    }
    figures = found["figures"]
    assert set(figures.loc[~figures["dimension"].isin(NOT_FIGURES), "start"]) <= held


def test_parts_of_a_clearing_are_no_houses_or_graves():
    rows = tables("征地拆迁共30个项目,涉及9个乡镇56个村,完成签约41户,迁坟12座。")["demolition"]
    assert sorted(cells(rows, "households", "count", "count_unit"), key=str) == [(41, None, None), (None, 12, "座")]


def test_farmed_land_is_a_row_of_land_though_no_word_names_its_domain():
    rows = tables("综合治理完成坡改梯500亩,经果林130亩,水土保持林90亩。")["land"]
    assert rows["area_mu"].tolist() == [500, 130]


def test_growth_of_an_area_is_no_area():
    found = tables("油菜育苗0.66万亩,同比快0.07万亩;小麦种植面积3万亩,比上年减少约2万亩。")
    assert found["land"]["area_mu"].tolist() == [6_600, 30_000]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("检查加油站12家。", 12),
        ("对全县40个燃气网点进行拉网式检查。", 40),
        ("对上报的隐患房屋300栋已现场核查120栋。", 120),
    ],
)
def test_inspected_objects_are_counted_as_checked_under_any_name(text: str, number: float):
    rows = tables(f"开展安全生产大检查,{text}")["safety"]
    assert number in rows["checked"].tolist()


def test_firms_that_were_closed_and_fines_are_no_hazards():
    found = tables("排查安全隐患45处,一般隐患40处,停产停业2家,罚款3万元,一般隐患整改率100%。")["safety"]
    assert cells(found, "category", "level", "found", "rate_pct") == [
        ("隐患", None, 45, None), ("隐患", "一般", 40, 100), ("停产停业", None, 2, None),
    ]  # fmt: skip


def test_cases_found_closed_and_controlled_are_one_row_of_safety():
    rows = tables("梳理上报矛盾纠纷15件,已化解11件,已稳控4件。")["safety"]
    assert cells(rows, "category", "found", "closed", "controlled", "unit") == [("矛盾纠纷", 15, 11, 4, "件")]


def test_days_taken_by_a_clearing_are_in_the_row_of_its_clause():
    rows = tables("南岭大道项目7天完成14幢房屋全部签约,15天内完成17幢房屋拆除,10天完成腾空验收。")["demolition"]
    assert cells(rows, "stage", "buildings", "day", "limit_days") == [
        ("签约", 14, 7, None), ("拆除", 17, None, 15), ("腾空", None, 10, None),
    ]  # fmt: skip


def test_months_taken_by_building_are_in_the_row_of_its_money():
    rows = tables("总投资432万元的高标准农田用时4个月已完成主体建设。")["funding"]
    assert cells(rows, "amount_wan_yuan", "months") == [(432, 4)]


def test_area_in_hectares_keeps_the_printed_value():
    rows = tables("南岭大道项目征收土地33.15公顷。")["demolition"]
    assert cells(rows, "area_mu", "area_printed", "area_unit") == [(497.25, 33.15, "公顷")]


def test_issue_of_a_number_that_counts_nothing_names_a_remedy():
    issues = tables("检查商铺12家。一村一策谋划一个10万元以上项目。")["issues"]
    assert len(issues)
    assert all("在线修改" in remedy and "data/catalogue" not in remedy for remedy in issues["remedy"])


def test_fact_stated_twice_is_an_issue_naming_the_table():
    issues = tables("走访企业30家。南岭大道项目完成房屋签约41户。\n南岭大道项目完成房屋签约41户。")["issues"]
    assert issues["remedy"].tolist() == ["如是另一件事，请在“在线修改”或台账的“征迁”表中补一行，写清项目、地点或环节"]
    assert "备注" not in issues["message"][0]


def test_count_that_its_table_has_no_column_for_is_note_of_the_money():
    text = "向上争取3000万元专项债资金，建设东岭产业园项目，完成东岭产业园六个区块9000平方米主体建设。"
    found = read_report(parse_source(text.encode(), "r.txt", {"period": "2024H1", "org_unit": "东岭县"})).tables
    assert found["funding"]["note"].tolist() == ["区块：六个"]
    assert cell_starts(found["funding"]["cells"][0])["note"] == text.index("六个")


def test_count_of_a_thing_named_elsewhere_is_no_note_of_the_money():
    text = "争取专项资金500万元建设东岭大道项目，完成6个标段施工。"
    found = read_report(parse_source(text.encode(), "r.txt", {"period": "2024H1", "org_unit": "东岭县"})).tables
    assert found["funding"]["note"].isna().all()
    assert found["other"]["value"].tolist() == [6]


@pytest.mark.parametrize("done", ["已完成改造96户", "已改造96户", "实际完成危房改造96户"])
def test_houses_in_danger_that_were_rebuilt_are_closed_and_not_found(done: str):
    found = tables(f"全镇农村危房共有160户,目前{done}。")["safety"]
    assert cells(found, "category", "found", "closed") == [("隐患房屋", 160, 96)]


def test_houses_in_danger_that_are_to_be_rebuilt_are_found():
    found = tables("全镇纳入改造的农村危房共有160户。")["safety"]
    assert cells(found, "found", "closed") == [(160, None)]


def test_target_of_a_later_year_does_not_begin_in_that_year():
    text = "二、2026年工作安排\n到2030年,建成停车位2000个。2026年新建公厕12座。"
    begins = dict(zip(*(tables(text, "2025")["measures"][column] for column in ("target", "begin")), strict=True))
    assert {target: str(begin)[:10] for target, begin in begins.items()} == {2000.0: "2026-01-01", 12.0: "2026-01-01"}


def test_share_of_a_target_due_in_a_later_year_has_no_begin():
    row = tables("到2030年建成停车位2000个的目标已完成320个。", "2025")["measures"].iloc[0]
    assert pd.isna(row["begin"])
