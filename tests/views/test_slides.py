"""The slides of the report as received, of an empty version, and with names shown."""

from pathlib import Path

import pytest

from domain.judging.states import judge
from domain.schema.frames import conform
from domain.schema.provenance import Sources, report_source
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import load_source
from views.slide import MOST_FIGURES, MOST_ROWS, Edition
from views.slide_tables import cell_words
from views.slides import report_name, slides

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
EMPTY = {name: conform(name, []) for name in TABLES}


@pytest.fixture(scope="module")
def report():
    return read_report(load_source(SEED))


@pytest.fixture(scope="module")
def shown(report):
    origin = {"issuer": "金川街道", "title": "工作总结"}
    edition = Edition("版本3", sources=Sources(of_ids={"jinchuan-2023H1": report_source(origin, "报告.txt")}))
    return {slide.id: slide for slide in slides(report.tables, edition)}


def words_of(slide):
    cells = [cell for row in cell_words(slide.table, slide.columns) for cell in row] if slide.columns else []
    figures = slide.figures[["label", "value", "note"]].fillna("").to_numpy().ravel().tolist()
    return "\n".join([slide.title, *slide.lines, slide.limits, slide.source, *slide.notes, *cells, *figures])


def test_a_meeting_begins_with_the_whole_and_ends_with_where_it_comes_from(shown):
    order = list(shown)
    assert order[:3] == ["cover", "overview", "deviations"]
    assert order[-3:] == ["attention", "plan", "definitions"]
    assert {"land", "demolition", "funding", "safety", "party", "honours"} <= set(order)


def test_the_cover_says_whose_report_of_which_period_until_when(shown, report):
    assert report_name(report.tables, Edition()) == "金川街道2023年上半年"
    assert shown["cover"].title == "金川街道2023年上半年工作进展"
    assert "报告期：2023年上半年" in shown["cover"].lines
    assert "版本3" in shown["cover"].lines


def test_a_slide_carries_no_more_than_can_be_read(shown):
    for slide in shown.values():
        assert len(slide.figures) <= MOST_FIGURES
        if slide.id != "definitions":
            assert len(slide.table) <= MOST_ROWS
            assert len(slide.drawn) <= MOST_ROWS


def test_each_chart_has_its_numbers_in_words_beside_it(shown):
    land = cell_words(shown["land"].table, shown["land"].columns)
    assert ["新增耕地（土地整治）·按800亩", "584亩 / 800亩", "73.0%", "49.6%", "按此目标：超前"] in land
    stages = cell_words(shown["land_stages"].table, shown["land_stages"].columns)
    assert stages[0][:3] == ["立项", "20个", "880亩"]
    assert stages[1][:3] == ["启动", "18个", "未载明"]


def test_what_the_report_does_not_account_for_is_counted_as_unknown(shown):
    rows = shown["safety"].drawn.set_index("label")
    assert rows.loc["风险隐患点", "unknown"] == 362
    assert rows["unknown"].drop("风险隐患点").isna().all()


def test_money_without_a_project_is_named_by_its_kind(shown):
    labels = shown["funding"].drawn["label"].tolist()
    assert "固定投资（统计）完成" in labels
    assert labels[labels.index("其中：结余") - 1] == "四都畈绿色农田"
    assert "另有7项未列入本页" in shown["funding"].limits


def test_every_slide_with_figures_says_its_day_and_its_source(shown):
    for slide in shown.values():
        assert slide.source == "金川街道《工作总结》"
        assert slide.as_of or slide.id == "cover"


def test_names_and_disciplinary_counts_are_hidden_unless_asked_for(report, shown):
    told = "\n".join(map(words_of, shown.values()))
    assert "叶继强" not in told
    assert "撤销党内职务处分" not in told.replace("给予×人撤销党内职务处分", "")
    assert "个人姓名和受处分人数已隐去" in told
    openly = "\n".join(map(words_of, slides(report.tables, hide=False)))
    assert "叶继强" in openly
    assert "已隐去" not in openly


def test_a_version_without_rows_has_slides_that_say_so():
    found = {slide.id: slide for slide in slides(EMPTY)}
    assert list(found) == ["cover", "overview", "attention", "definitions"]
    assert found["overview"].chart == ""
    assert found["attention"].title == "没有需要关注的事项"


def test_a_report_is_named_by_issuer_title_day_and_number():
    origin = {"issuer": "金川街道", "title": "工作总结", "published": "2023-07-10", "index_number": "1133/2023"}
    assert report_source(origin, "报告.txt").whole == "金川街道《工作总结》（2023年7月10日发布，索引号1133/2023）"
    assert report_source({}, "报告.txt").whole == "报告.txt"


def test_tasks_without_any_date_are_listed_all_the_same(report):
    tasks = report.tables["commitments"].assign(due=None, due_text=None, begin=None)
    tasks = conform("commitments", tasks)
    plan = next(slide for slide in slides({**report.tables, "commitments": tasks}) if slide.id == "plan")
    assert plan.chart == ""
    assert len(plan.table) == 7
    assert set(plan.table["due_words"]) == {"未载明"}


def test_a_set_of_slides_is_judged_once_and_against_the_earlier_measures(report, monkeypatch):
    calls = []

    def counted(measures, rule, previous):
        calls.append(previous)
        return judge(measures, rule, previous)

    monkeypatch.setattr("views.judging.judge", counted)
    earlier = report.tables["measures"].iloc[:1]
    slides(report.tables, previous=earlier)
    assert len(calls) == 1
    assert calls[0] is earlier


def test_target_beside_a_chart_of_readings_is_called_a_target(shown):
    slide = shown["rural_income"]
    told = {row["label"]: row["note"] for row in slide.table.to_dict("records")}
    assert told["每村谋划项目规模"] == "目标值"
    assert told["集体经营性收入（各村合计）"] == ""
    assert "口径不同" in slide.definition


def test_planned_money_is_paler_on_the_slide(shown):
    drawn = shown["funding"].drawn.set_index("label")
    assert drawn.loc["社会投资招引企业的计划总投资", "soft"]
    assert not drawn.loc["同创空间", "soft"]
