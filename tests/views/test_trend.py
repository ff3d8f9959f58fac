"""趋势: one point per measure and as-of date, the newest version's value, corrections told, counts that begin anew."""

from types import SimpleNamespace

import pandas as pd
import pytest

from domain.judging.series import is_slope
from domain.schema.frames import conform
from views.indicator import indicators_view
from views.trend import ONLY_ONE, trend_view


def measure(as_of: str, actual: float | None, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "row_id": "m1", "org_unit": "金川街道", "period": "2023H1", "as_of_start": as_of, "as_of_end": as_of,
        "indicator_id": "planted", "name": "种植面积", "domain": "land", "unit": "亩", "kind": "cumulative",
        "target": 800, "actual": actual, "begin": "2023-01-01", "due": "2023-12-31", "claim": "全年800亩", "start": 7,
    }  # fmt: skip
    return row | more


def view(*versions: list[dict[str, object]]):
    """The last of `versions`, each a list of rows: the fields of its trend, and the courses of its indicators."""
    tables = [conform("measures", rows) for rows in versions]
    course = [
        table.assign(first_version=number, last_version=number) for number, table in enumerate(tables, start=1)
    ]  # fmt: skip
    shown = {"measures": tables[-1], "figures": conform("figures", []), "findings": conform("findings", [])}
    trend = trend_view(shown, row_versions=pd.concat(reversed(course), ignore_index=True))
    indicators = indicators_view(shown, row_versions=pd.concat(reversed(course), ignore_index=True))
    return SimpleNamespace(**vars(trend), courses=indicators.courses)


def points(shown, row_id: str = "m1") -> list[tuple[str, float]]:
    table = shown.courses[row_id].table
    return list(zip(table["as_of"], table["actual"], strict=True))


def line(drawn: pd.DataFrame, series: str) -> list[tuple[int, str, int]]:
    rows = drawn[drawn["series"] == series]
    days = rows["when"].dt.strftime("%Y-%m-%d")
    return list(zip(rows["segment"], days, rows["value"].round().astype(int), strict=True))


def test_trend_of_one_date_is_one_point_and_says_so():
    shown = view([measure("2023-06-30", 584)])
    assert points(shown) == [("截至2023年6月30日", 584)]
    assert shown.courses["m1"].title == f"种植面积：584亩，{ONLY_ONE}"
    assert shown.summary == f"全部1项指标都{ONLY_ONE}"
    assert shown.sections["land"].drawn.empty


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ({"unit": "公顷"}, "口径有变，走势不能直接相比：种植面积（单位（量）：公顷 → 亩）"),
        ({"target": 900}, "口径有变，走势不能直接相比：种植面积（目标值：900亩 → 800亩）"),
        ({}, ""),
    ],
)
def test_trend_of_measure_with_changed_meaning_is_reported_first(before, sentence):
    tables = {"measures": conform("measures", [measure("2023-06-30", 584)])}
    earlier = conform("measures", [measure("2023-05-31", 400) | before, measure("2023-04-30", 300)])
    assert trend_view(tables, previous=earlier).redefined == sentence


def test_trend_point_has_the_expected_value_of_its_date():
    shown = view([measure("2023-05-31", 400)], [measure("2023-06-30", 584)])
    table = shown.courses["m1"].table
    assert points(shown) == [("截至2023年5月31日", 400), ("截至2023年6月30日", 584)]
    assert table["expected"].round(1).tolist() == [331.0, 396.7]
    assert table["deviation"].round(1).tolist() == [8.6, 23.4]
    assert shown.sections["land"].table["n"].tolist() == [2]


def test_trend_measures_with_several_dates_precede_those_with_one():
    alone = measure("2023-05-31", 3, row_id="m0", indicator_id="works", name="施工")
    shown = view([alone, measure("2023-05-31", 400)], [alone, measure("2023-06-30", 584)])
    assert shown.sections["land"].table["label"].tolist() == ["种植面积", "施工"]


def test_trend_title_states_both_values_and_the_change():
    title = view([measure("2023-05-31", 400)], [measure("2023-06-30", 584)]).courses["m1"].title
    assert title == "种植面积：2023年5月31日400亩，6月30日584亩，增加184亩，与序时进度相差+23.4个百分点"


def test_trend_date_in_two_versions_has_the_newest_value_and_names_the_correction():
    shown = view([measure("2023-06-30", 584)], [measure("2023-06-30", 590)])
    table = shown.courses["m1"].table
    assert points(shown) == [("截至2023年6月30日", 590)]
    assert table["note"].tolist() == ["第1版为584亩；第2版更正为590亩"]
    assert table["origin"].tolist() == ["第2版原文"]


def test_trend_subtitle_of_one_date_describes_a_dot():
    subtitle = view([measure("2023-06-30", 584)]).courses["m1"].subtitle
    assert subtitle.endswith("圆点为完成值，虚线为序时应达，点线为按现速度预计")


def test_trend_claim_has_no_values_of_another_claim():
    """The one claim was changed and the other left: what stands in the same version is not corrected by it."""
    whole, part = ({"claim": claim, "target": target} for claim, target in (("全年", 7850), ("三年", 800)))

    def version(actual: float):
        return [measure("2023-06-30", actual, row_id="m1", **whole), measure("2023-06-30", 584, row_id="m2", **part)]

    shown = view(version(584), version(700))
    assert shown.courses["m1"].table["note"].tolist() == ["第1版为584亩；第2版更正为700亩"]
    assert shown.courses["m2"].table["note"].isna().all()


def test_trend_value_repeated_by_later_versions_comes_from_the_first():
    shown = view([measure("2023-05-31", 400)], [measure("2023-05-31", 400, note="附注")], [measure("2023-06-30", 584)])
    table = shown.courses["m1"].table
    assert table["origin"].tolist() == ["第1版原文", "第3版原文"]
    assert table["version_id"].tolist() == [1, 0]


def test_trend_value_restored_is_a_correction_of_the_one_between():
    shown = view([measure("2023-06-30", 584)], [measure("2023-06-30", 590)], [measure("2023-06-30", 584)])
    assert shown.courses["m1"].table["note"].tolist() == ["第1版为584亩，第2版为590亩；第3版更正为584亩"]


def test_trend_projection_ends_at_the_due_date():
    drawn = view([measure("2023-06-30", 584)]).courses["m1"].drawn
    ahead = drawn[drawn["series"] == "projection"]
    assert ahead["when"].dt.strftime("%Y-%m-%d").tolist() == ["2023-06-30", "2023-12-31"]
    assert ahead["value"].round().tolist() == [584, 1178]
    assert ahead["value_text"].iloc[-1] == "按现速度预计约1,178亩"


def test_trend_claims_of_one_measure_share_values_but_not_expected_values():
    two = [measure("2023-05-31", 400), measure("2023-05-31", 400, row_id="m2", target=7850, claim="全年7850亩")]
    later = [measure("2023-06-30", 584), measure("2023-06-30", 584, row_id="m2", target=7850, claim="全年7850亩")]
    shown = view(two, later)
    assert points(shown, "m1") == points(shown, "m2")
    assert shown.courses["m1"].table["expected"].round(0).tolist() == [331, 397]
    assert shown.courses["m2"].table["expected"].round(0).tolist() == [3248, 3893]


def test_trend_count_that_restarts_is_not_joined_to_the_previous_one():
    next_year = measure("2024-01-31", 60, period="2024H1", begin="2024-01-01", due="2024-12-31")
    shown = view([measure("2023-12-31", 810)], [next_year])
    panel = shown.courses["m1"]
    assert line(panel.drawn, "actual") == [(0, "2023-12-31", 810), (1, "2024-01-31", 60)]
    assert [piece[0] for piece in line(panel.drawn, "expected")] == [0, 0, 1, 1, 1]
    assert not is_slope(panel.drawn)
    assert "重新起算" in panel.title


def test_trend_target_changed_in_mid_year_has_a_line_of_its_own():
    shown = view([measure("2023-05-31", 400)], [measure("2023-06-30", 584)], [measure("2023-07-31", 650, target=1200)])
    assert line(shown.courses["m1"].drawn, "expected") == [
        (0, "2023-01-01", 0), (0, "2023-05-31", 331), (0, "2023-06-30", 397), (0, "2023-12-31", 800),
        (1, "2023-01-01", 0), (1, "2023-07-31", 697), (1, "2023-12-31", 1200),
    ]  # fmt: skip
    assert {segment for segment, *_ in line(shown.courses["m1"].drawn, "actual")} == {0}


def test_trend_target_changed_without_claim_text_keeps_the_older_target():
    table = view([measure("2023-06-30", 584, claim=None)], [measure("2023-07-31", 650, target=1200, claim=None)])
    assert table.courses["m1"].table["target"].tolist() == [800, 1200]


def test_trend_second_row_without_claim_text_is_another_target():
    def version(day: str, actual: float, target: float):
        other = measure(day, actual, row_id="m2", target=7850, claim=None)
        return [measure(day, actual, target=target, claim=None), other]

    shown = view(version("2023-06-30", 584, 800), version("2023-07-31", 650, 1200))
    assert shown.courses["m2"].table["target"].tolist() == [7850, 7850]


def test_trend_after_the_due_date_has_level_expectation_and_no_projection():
    shown = view([measure("2023-05-31", 400, due="2023-06-30")], [measure("2023-07-31", 584, due="2023-06-30")])
    panel = shown.courses["m1"]
    assert line(panel.drawn, "expected")[-2:] == [(0, "2023-06-30", 800), (0, "2023-07-31", 800)]
    assert is_slope(panel.drawn)
    assert panel.subtitle.endswith("实线为完成值，虚线为序时应达")
    assert "预计" not in panel.subtitle + panel.alt
    assert "projected" not in [column.name for column in shown.sections["land"].columns]


def test_trend_alternative_text_of_a_slope_states_the_projection():
    two = view([measure("2023-05-31", 400)], [measure("2023-06-30", 584)]).courses["m1"]
    assert two.subtitle.endswith("实线为完成值，虚线为序时应达；到期按现速度预计约1,178亩")
    assert two.alt.endswith("按现速度预计到期约1,178亩。")


def test_trend_halves_of_a_year_are_one_line():
    shown = view([measure("2023-06-30", 584)], [measure("2023-12-31", 810, period="2023H2")])
    assert points(shown) == [("截至2023年6月30日", 584), ("截至2023年12月31日", 810)]
    assert set(shown.courses["m1"].drawn["segment"]) == {0}


@pytest.mark.parametrize(("actual", "words"), [(0, "未完成"), (1, "已完成")])
def test_trend_milestone_is_done_or_not(actual, words):
    row = {"kind": "milestone", "target": 1, "unit": "节点", "name": "验收"}
    shown = view([measure("2023-05-31", 0, **row)], [measure("2023-06-30", actual, **row)])
    assert shown.sections["land"].table["last_text"].tolist() == [f"{words}（截至2023年6月30日）"]
    assert shown.sections["land"].drawn.empty


def test_trend_measure_without_date_or_value_has_no_point():
    shown = view([measure("2023-06-30", None), measure(None, 5, row_id="m2", indicator_id="other")])
    assert (shown.courses, shown.summary) == ({}, "没有写明完成值的指标")


def test_trend_measure_removed_in_this_version_is_named():
    shown = view([measure("2023-05-31", 9, row_id="m9", indicator_id="old", name="旧指标")], [measure("2023-06-30", 1)])
    assert shown.missing_measures == "本版没有、以前的版本有的指标：旧指标"


def test_trend_of_empty_version_has_no_points():
    assert trend_view({"measures": conform("measures", [])}).sections == {}


def test_trend_points_of_older_versions_have_no_sentence_of_this_one():
    table = view([measure("2023-05-31", 400)], [measure("2023-06-30", 584)]).courses["m1"].table
    assert table["start"].isna().tolist() == [True, False]
    assert table["proof"].tolist() == [7, 7]


def test_trend_day_corrected_by_a_later_version_is_left_out():
    shown = view([measure("2023-06-30", 584)], [measure("2032-07-31", 600)], [measure("2023-07-31", 600)])
    assert points(shown) == [("截至2023年6月30日", 584), ("截至2023年7月31日", 600)]
    assert shown.courses["m1"].subtitle.endswith("数据截至后来改过，不再计入：600亩（截至2032年7月31日），第2版")
    assert "+16.9个百分点" in shown.courses["m1"].title


@pytest.mark.parametrize(
    ("versions", "standing"),
    [
        # The day of the old number was wrong, and later versions go past it.
        ("09-30 600, 07-31 600, 08-31 650, 10-31 700", "07-31 600, 08-31 650, 10-31 700"),
        ("09-30 600, 07-31 605, 08-31 650, 10-31 700", "07-31 605, 08-31 650, 10-31 700"),
        # A step back by mistake, taken back with the same number or another.
        ("06-30 584, 05-31 610, 07-31 610", "06-30 584, 07-31 610"),
        ("06-30 584, 05-31 610, 07-31 605", "06-30 584, 07-31 605"),
        ("06-30 584, 05-31 610, 06-30 584", "06-30 584"),
        # The number had stood for an earlier day.
        ("06-30 584, 05-31 584, 06-30 610", "05-31 584, 06-30 610"),
        # A day that was known is corrected on purpose, and an old workbook comes in by mistake.
        ("05-31 400, 06-30 584, 05-31 410, 06-30 584", "05-31 410, 06-30 584"),
        ("05-31 400, 06-30 584, 05-31 400, 07-31 610", "05-31 400, 06-30 584, 07-31 610"),
        # Nothing moved for a month.
        ("06-30 584, 07-31 584", "06-30 584, 07-31 584"),
    ],
)
def test_trend_day_moved_back_removes_the_later_points(versions, standing):
    each = [version.split() for version in versions.split(", ")]
    panel = view(*[[measure(f"2023-{day}", float(actual))] for day, actual in each]).courses["m1"]
    days = panel.drawn.loc[panel.drawn["series"] == "actual", "when"]
    assert ", ".join(f"{day:%m-%d} {n:.0f}" for day, n in zip(days, panel.table["actual"], strict=True)) == standing


def test_trend_day_of_another_period_removes_no_point():
    shown = view([measure("2023-12-31", 810, period="2023H2")], [measure("2023-06-30", 584)])
    assert len(points(shown)) == 2


def test_trend_day_removed_for_one_claim_is_removed_for_the_other():
    def version(day: str, actual: float):
        return [measure(day, actual), measure("2023-06-30", 584, row_id="m2", target=7850, claim="全年7850亩")]

    shown = view(version("2023-06-30", 584), version("2032-07-31", 600), version("2023-07-31", 600))
    assert points(shown, "m2") == points(shown, "m1") == [("截至2023年6月30日", 584), ("截至2023年7月31日", 600)]


def test_trend_subtitle_of_small_lines_names_what_is_drawn():
    shown = view([measure("2023-05-31", 400, target=None)], [measure("2023-06-30", 584, target=None)])
    assert shown.sections["land"].subtitle == "各行各用自己的纵轴；实线为完成值"


def test_trend_points_in_another_unit_are_converted_to_the_newest_one():
    shown = view([measure("2023-05-31", 584)], [measure("2023-06-30", 40, unit="公顷", target=53.33)])
    panel = shown.courses["m1"]
    assert [(when, round(value, 2)) for when, value in points(shown)] == [
        ("截至2023年5月31日", 38.93), ("截至2023年6月30日", 40),
    ]  # fmt: skip
    assert panel.table["note"].fillna("").tolist() == ["第1版为584亩，现换算为公顷", ""]
    assert {segment for segment, *_ in line(panel.drawn, "expected")} == {0}
    assert shown.missing_measures == ""
    assert "5月31日38.93公顷，6月30日40公顷，增加1.07公顷" in panel.title


def test_trend_conversion_is_stated_and_is_no_correction():
    shown = view([measure("2023-06-30", 584)], [measure("2023-06-30", 38.93, unit="公顷", target=53.33)])
    assert shown.courses["m1"].table["note"].tolist() == ["第1版为584亩；第2版换算为38.93公顷"]


def test_claims_of_one_task_share_a_strip_as_per_cent_of_each_target():
    def version(day: str, actual: float):
        return [measure(day, actual), measure(day, actual, row_id="m2", target=7850, claim="全年7850亩")]

    drawn = view(version("2023-05-31", 400), version("2023-06-30", 584)).sections["land"].drawn
    assert set(drawn["label"]) == {"种植面积"}
    actual = drawn[drawn["series"] == "actual"]
    assert actual[["line", "value"]].round(1).values.tolist() == [[0, 50.0], [0, 73.0], [1, 5.1], [1, 7.4]]
    assert actual["end"].tolist() == ["73.0%", "73.0%", "7.4%", "7.4%"]
    assert "按800亩完成率73.0%（超前）" in drawn["tail"].iloc[0]
    assert drawn["leads_to"].iloc[0] == "indicator=m1"


def test_expected_share_of_a_task_is_that_of_the_time():
    drawn = view([measure("2023-05-31", 400)], [measure("2023-06-30", 584)]).sections["land"].drawn
    assert [(day, round(value)) for _, day, value in line(drawn, "expected")] == [
        ("2023-01-01", 0), ("2023-05-31", 41), ("2023-06-30", 50), ("2023-12-31", 100),
    ]  # fmt: skip


def test_tasks_without_target_keep_their_values_and_come_last():
    def version(day: str, factor: float):
        free = measure(day, 3 * factor, row_id="m2", indicator_id="free", name="树苗", target=None, unit="株")
        return [free, measure(day, 400 * factor)]

    section = view(version("2023-05-31", 1), version("2023-06-30", 1.5)).sections["land"]
    assert section.drawn[["label", "shared"]].drop_duplicates().values.tolist() == [["种植面积", True], ["树苗", False]]
    assert section.drawn.loc[section.drawn["label"] == "树苗", "end"].iloc[0] == "4.5株"
    assert section.subtitle.startswith("纵轴为完成值占目标的百分比，各行相同，横线为目标；没有目标的各用自己的纵轴")
