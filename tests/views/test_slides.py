"""The slides of the report as received, of an empty version, and with names shown."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.judging.states import judge
from domain.schema.frames import conform
from domain.schema.provenance import Source, Sources, report_source
from domain.schema.tables import TABLES
from loaders.report.read import read_report
from loaders.text.source import Source as Given
from loaders.text.source import load_source
from views.slide import MOST_FIGURES, MOST_ROWS, Edition, Slide, chosen_slides
from views.slide_tables import cell_texts, stage_table
from views.slides import report_name, slides

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
REPORTS = Path(__file__).parent / "reports"
EMPTY = {name: conform(name, []) for name in TABLES}


@pytest.fixture(scope="module")
def report():
    return read_report(load_source(SEED))


def slides_of(text):
    """The slides of a report of a town by id."""
    report = read_report(Given("report", f"南溪镇2024年上半年工作总结\n{text}\n", "utf-8", "0" * 64, b""))
    return {slide.id: slide for slide in slides(report.tables)}


def answers(name):
    tables = read_report(load_source(REPORTS / name)).tables
    slide = next(slide for slide in slides(tables) if slide.id == "attention")
    return {row[0]: row[1:] for row in cell_texts(slide.table, slide.columns)}


@pytest.fixture(scope="module")
def shown(report):
    origin = {"issuer": "金川街道", "title": "工作总结"}
    edition = Edition("版本3", sources=Sources(of_ids={"jinchuan-2023H1": report_source(origin, "报告.txt")}))
    return {slide.id: slide for slide in slides(report.tables, edition)}


def words_of(slide):
    cells = [cell for row in cell_texts(slide.table, slide.columns) for cell in row] if slide.columns else []
    figures = slide.figures[["label", "value", "note"]].fillna("").to_numpy().ravel().tolist()
    return "\n".join([slide.title, *slide.lines, slide.limits, slide.source, *slide.notes, *cells, *figures])


def test_slides_have_the_order_of_a_meeting(report):
    order = [slide.id for slide in chosen_slides(slides(report.tables), ())]
    assert order[:4] == ["cover", "agenda", "overview", "highlights"]
    assert order[4:9] == ["land", "demolition", "funding", "safety", "party"]
    assert order[9:12] == ["attention", "plan", "closing"]
    assert order[12:15] == ["to_verify", "definitions", "origins"]


def test_domain_beyond_twelve_slides_is_shown_where_it_is_chosen(report):
    found = slides(report.tables)
    assert [slide.id for slide in chosen_slides(found, ["cover", "rural_income"])] == ["cover", "rural_income"]
    assert "rural_income" not in [slide.id for slide in chosen_slides(found, ())]
    assert "rural_income_numbers" in [slide.id for slide in chosen_slides(found, ())]


def test_agenda_lists_what_is_chosen_with_its_pages(report):
    agenda = chosen_slides(slides(report.tables), ["agenda", "overview", "land", "safety", "origins"])[0]
    assert agenda.table.to_numpy().tolist() == [
        ["一、", "总体进展", "第2页"], ["二、", "重点任务：土地整治、安全隐患", "第3—4页"], ["", "附录", "第5页"],
    ]  # fmt: skip


def test_cover_states_unit_period_and_as_of(shown, report):
    assert report_name(report.tables, Edition()) == "金川街道2023年上半年"
    assert shown["cover"].title == "金川街道2023年上半年工作进展"
    assert "报告期：2023年上半年" in shown["cover"].lines
    assert "版本3" not in shown["cover"].lines
    assert ["版本", "版本3"] in cell_texts(shown["origins"].table, shown["origins"].columns)


def test_cover_day_is_that_of_the_newest_source(report):
    table = report.tables["measures"]
    book = Source("workbook", "9月台账", by="王芳", day=date(2023, 10, 8))
    origin = report_source({"issuer": "金川街道", "title": "工作总结", "published": "2023-07-10"}, "报告.txt")
    sources = Sources(of_rows=dict.fromkeys(table["row_id"], (origin, book)))
    (cover,) = (slide for slide in slides(report.tables, Edition("版本3", sources=sources)) if slide.id == "cover")
    assert "材料日期：2023年10月8日" in cover.lines


def test_slide_carries_no_more_than_can_be_read(shown):
    for slide in shown.values():
        assert len(slide.figures) <= MOST_FIGURES
        assert len(slide.drawn) <= (10 if slide.id == "overview" else MOST_ROWS)


def test_scorecard_has_late_tasks_first_and_doubts_behind(shown):
    drawn = shown["overview"].drawn
    assert drawn["state"].tolist() == ["open"] * 3 + ["on_track"] * 2 + ["to_verify"] * 3
    asked = drawn[drawn["state"] == "to_verify"]
    assert asked["bar_pct"].isna().all()
    assert "8" not in asked["value_text"].iloc[0].replace("584亩", "")


def test_contested_task_shows_its_number_and_each_target(shown):
    land = shown["land"]
    assert land.title == "土地整治自报总进度73%，对照哪个目标待确认"
    assert (land.figures["value"] + land.figures["unit"]).tolist() == ["584亩", "7,850亩", "800亩"]
    assert land.figures["state"].isna().all()
    assert "完成总进度73%" in land.proof


def test_problem_says_only_what_is_written(shown):
    rows = {row[0]: row[1:] for row in cell_texts(shown["attention"].table, shown["attention"].columns)}
    assert rows["重大隐患整改闭环"] == ["8处 / 11处", "未写明"]
    assert rows["土地整治项目施工"][1] == "未写明"  # the plan's 800亩 is one of two targets to choose from
    assert rows["同创空间总体项目建设进度"][1] == "完成新都同创空间专项债项目，发展物业经济完善园区配套"


def test_problem_column_that_no_row_fills_is_one_sentence(shown):
    assert [column.label for column in shown["attention"].columns] == ["问题", "数字", "对策"]
    assert shown["attention"].points == ("报告中没有读到原因、责任、期限",)


def test_problem_takes_reason_answer_and_due_date_from_the_report():
    assert answers("qingshan.txt")["东湖污水处理厂二期工程投资"] == [
        "1,800万元 / 6,000万元，低于序时19.7个百分点", "管线迁改滞后", "9月底前完成东湖污水处理厂二期管线迁改", "9月底",
    ]  # fmt: skip


def test_problem_names_who_is_charged_in_the_text():
    assert answers("hekou.txt")["信访积案化解"] == [
        "24件 / 26件", "未写明", "2件信访积案由包案领导负责，年底前办结", "包案领导", "年底前",
    ]  # fmt: skip


def test_item_that_counts_problems_found_is_no_problem_of_the_report():
    assert set(answers("hekou.txt")) == {
        "沿江大道至码头段清淤长度", "小区完工", "老旧小区完工", "信访积案化解",
    }  # fmt: skip


def test_problem_count_not_accounted_for_is_unknown(shown):
    rows = shown["safety"].drawn.set_index("label")
    assert rows.loc["风险隐患点", "unknown"] == 362
    assert rows["unknown"].drop("风险隐患点").isna().all()


def test_money_left_over_is_below_that_of_its_project(shown):
    labels = shown["funding"].drawn["label"].tolist()
    assert labels[labels.index("其中：结余") - 1] == "四都畈绿色农田"
    assert "另有2项未列入本页" in shown["funding"].limits
    assert shown["funding"].title == "同创空间专项债4,954万元，总体项目建设进度75%"
    sizes = shown["funding"].drawn["amount_wan_yuan"]
    assert sizes[~shown["funding"].drawn["label"].str.startswith("其中")].is_monotonic_decreasing


def test_overview_counts_all_tasks_and_names_what_is_done(shown):
    overview = shown["overview"]
    assert overview.title == "23项有目标的任务中，14项已完成，5项在推进，3项待核实，1项为下半年任务"
    (done,) = overview.points
    assert done.startswith("已完成：防盗窗整治、")
    assert done.endswith("等14项")


def test_number_that_is_only_what_was_done_is_no_target(shown):
    notes = shown["demolition"].table.set_index("label")["note"]
    assert notes["常山江航运枢纽土地征收"] == ""
    assert shown["party"].figures["note"].tolist() == ["目标119户"]


def test_highlights_are_the_list_of_the_report(shown):
    highlights = shown["highlights"]
    assert highlights.title == "7项亮点：国家级1项、省级2项、市级4项"
    told = "".join(highlights.table["text"])
    assert "十五里村" in told
    assert "两项工作" not in told
    assert "总进度" not in told


def test_rank_for_a_rate_to_be_verified_is_no_highlight(report):
    honours = report.tables["honours"]
    elsewhere = honours[honours["award"].str.contains("总进度|率先|督考")]
    (found,) = (each for each in slides({**report.tables, "honours": elsewhere}) if each.id == "highlights")
    assert found.table["text"].tolist() == ["金川街道上蒋村：督考排名全县第一"]
    assert found.table["rank"].tolist() == ["县级，5月"]


def test_done_tasks_of_a_project_share_the_title(shown):
    assert shown["demolition"].title == "常山江航运枢纽土地征收、房屋签约、房屋腾空验收均已完成"
    assert shown["demolition"].figures["label"].tolist() == ["土地征收", "房屋签约", "房屋腾空验收"]
    assert shown["demolition"].points == ("待核实：“常山江航运枢纽”写了已完成，又列入下一步",)


def test_hazards_of_which_some_are_open_are_the_title(shown):
    assert shown["safety"].title == "重大隐患11处，已闭环8处、限期内整改中3处；重大矛盾纠纷12件，已化解9件、已稳控3件"


def test_plan_has_tasks_of_several_topics_and_marks_an_open_target(shown):
    told = shown["plan"].table["text"].tolist()
    assert shown["plan"].title.startswith("下半年安排56项任务：")
    assert "一年完成土地整治三年800亩工作任务（目标待核实）" in told
    assert not any(text.startswith("预期") for text in told)
    assert shown["plan"].table["due_words"].tolist().count("年终") == 1


def test_slide_with_figures_states_day_and_source(shown):
    for slide in shown.values():
        if slide.kind == "content":
            assert slide.source == "金川街道《工作总结》"
            assert slide.as_of


def test_slides_names_and_disciplinary_counts_without_permission_are_hidden(report, shown):
    told = "\n".join(map(words_of, shown.values()))
    assert "叶继强" not in told
    assert "撤销党内职务处分" not in told.replace("给予×人撤销党内职务处分", "")
    assert "个人姓名和受处分人数已隐去" in told
    openly = "\n".join(map(words_of, slides(report.tables, hide=False)))
    assert "叶继强" in openly
    assert "已隐去" not in openly


def test_slides_of_empty_version_say_that_rows_are_missing():
    found = {slide.id: slide for slide in slides(EMPTY)}
    assert list(found) == ["cover", "agenda", "overview", "closing", "definitions", "origins"]
    assert found["overview"].chart == ""
    assert found["overview"].title == "本期报告没有数字"


def test_report_is_cited_by_issuer_title_day_and_number():
    origin = {"issuer": "金川街道", "title": "工作总结", "published": "2023-07-10", "index_number": "1133/2023"}
    assert report_source(origin, "报告.txt").whole == "金川街道《工作总结》（2023年7月10日发布，索引号1133/2023）"
    assert report_source({}, "报告.txt").whole == "报告.txt"


def test_slides_tasks_without_date_are_listed(report):
    tasks = report.tables["commitments"].assign(due=None, due_text=None, begin=None)
    tasks = conform("commitments", tasks)
    plan = next(slide for slide in slides({**report.tables, "commitments": tasks}) if slide.id == "plan")
    assert len(plan.table) == 6
    assert set(plan.table["due_words"]) == {"未写明"}


def test_slides_are_judged_once_and_against_the_earlier_measures(report, monkeypatch):
    calls = []

    def counted(measures, rule, previous):
        calls.append(previous)
        return judge(measures, rule, previous)

    monkeypatch.setattr("views.judging.judge", counted)
    earlier = report.tables["measures"].iloc[:1]
    slides(report.tables, previous=earlier)
    assert len(calls) == 1
    assert calls[0] is earlier


def test_target_among_the_numbers_of_a_domain_is_labelled_as_target(shown):
    rows = {row["label"]: row["note"] for row in shown["rural_income"].table.to_dict("records")}
    assert rows["经营性收入"] == "目标值"
    assert rows["集体经营性收入"] == ""
    assert "经营性收入" not in set(shown["rural_income"].figures["label"])


def test_planned_money_is_paler_on_the_slide(shown):
    drawn = shown["funding"].drawn.set_index("label")
    assert drawn.loc["湖东片高标准农田", "soft"]
    assert not drawn.loc["同创空间", "soft"]


def test_stage_with_two_numbers_has_both_in_one_row():
    rows = pd.DataFrame({"panel": "面积", "stage": ["验收", "验收"], "value_text": ["2,094亩", "5,746亩"], "note": ""})
    table, columns = stage_table(rows)
    assert cell_texts(table, columns) == [["验收", "2,094亩、5,746亩"]]


def test_subject_that_only_has_targets_is_shown_where_it_is_chosen():
    found = slides_of(
        "一、征迁\n城北路应征房屋60户，已签约48户。\n二、下半年安排\n下半年，每村新增集体收入30万元以上。"
    )
    assert (found["rural_income"].optional, found["demolition"].optional) == (True, False)


def test_overview_without_done_or_late_tasks_counts_their_states():
    overview = slides_of("一、征迁\n城北路项目应征房屋60户，已签约48户，拆除30户。")["overview"]
    assert overview.title == "2项有目标的任务中，2项未设期限"


def test_items_without_a_word_on_their_term_are_not_called_in_time():
    safety = slides_of("一、安全\n排查隐患240处，整改231处，剩余9处正在整改。")["safety"]
    assert safety.title == "隐患整改231处，尚有9处未办结"


def test_figure_slide_has_the_sentence_of_each_figure(shown):
    assert shown["demolition"].proof.split("\n") == [
        "奋战常山江航运枢纽重点项目，按时完成381户共33.15公顷土地征收。",
        "建立“1+1+N”班子带村干部包联制度，征迁首日完成42.8%房屋签约，7天完成14幢房屋全部签约，10天完成房屋腾空验收，两项工作均在全县率先完成。",
    ]


def test_contested_slide_states_the_share_of_each_target(shown):
    assert shown["land"].figures["as_of"].tolist()[1:] == ["", ""]  # a target is not of the day of the data
    assert shown["land"].points == ("按目标7,850亩计，完成率7.4%", "按目标800亩计，完成率73.0%")


def test_sentence_without_a_number_of_the_slide_is_no_proof(report):
    measures = report.tables["measures"]
    planted = measures["actual"].eq(584)
    newer = {**report.tables, "measures": measures.assign(actual=measures["actual"].mask(planted, 700))}
    land = next(slide for slide in slides(newer) if slide.id == "land")
    assert "700" in land.figures["value"].tolist()
    assert "584" not in land.proof


def test_slide_on_the_same_sentences_as_another_is_left_to_choose():
    found = slides_of("一、资金\n争取专项债券资金8000万元，到位资金3200万元，拨付2100万元。")
    shown = [slide for slide in found.values() if slide.part and not slide.optional]
    assert len({slide.proof for slide in shown}) == len(shown)


def test_footer_leaves_the_index_number_to_the_slide_of_sources():
    slide = Slide("land", "土地整治", "标题", source="《工作总结》（2023年7月10日发布，索引号1133-2023）；“9月台账”")
    assert slide.footnotes == ("来源：《工作总结》（2023年7月10日发布）；“9月台账”",)
