"""Strips of many measures: one axis for shares of a target, the target, last values that do not overprint."""

import pandas as pd
import pytest

from charts.small_trends import small_trends

MAY, JUNE, JULY = (pd.Timestamp(f"2023-{day}") for day in ("05-31", "06-30", "07-31"))


def strip(label: str, *values: float, shared: bool = True, line: int = 0, segment: int = 0) -> pd.DataFrame:
    """The actual line of a measure with a value at the end of May, June …"""
    return pd.DataFrame(
        {
            "series": "actual", "segment": segment, "when": [MAY, JUNE, JULY][: len(values)], "value": list(values),
            "value_text": [f"{value}" for value in values], "label": label, "head": "", "tail": "", "line": line,
            "shared": shared, "end": f"{values[-1]}%", "leads_to": f"indicator={label}",
        }
    )  # fmt: skip


def drawn(*strips: pd.DataFrame) -> dict[str, list]:
    """Heights from the top of the values, of the target lines and of the words behind the last values."""
    figure = small_trends(pd.concat(strips, ignore_index=True), title="结论")
    actual = next(trace for trace in figure.data if trace.mode == "lines+markers")
    level = [trace for trace in figure.data if trace.mode == "lines"][1]
    ends = next(trace for trace in figure.data if trace.mode == "text" and trace.xaxis == "x2")
    return {"actual": list(actual.y), "target": list(level.y), "ends": list(ends.y), "figure": figure}


def test_equal_shares_are_equally_far_below_their_targets():
    found = drawn(strip("甲", 20.0, 60.0), strip("乙", 5.0, 60.0))
    first, second = found["actual"][1], found["actual"][4]
    assert first - found["target"][0] == pytest.approx(second - found["target"][3])
    assert first - found["target"][0] > 0


def test_value_equal_to_its_target_is_on_the_target_line():
    found = drawn(strip("甲", 20.0, 100.0), strip("乙", 3.0, 90.0))
    assert found["actual"][1] == pytest.approx(found["target"][0])


def test_line_far_above_the_target_is_cut_off_but_its_words_are_not():
    found = drawn(strip("甲", 90.0, 400.0), strip("乙", 90.0, 150.0))
    assert found["actual"][1] - found["target"][0] == pytest.approx(found["actual"][4] - found["target"][3])
    words = next(trace for trace in found["figure"].data if trace.mode == "text" and trace.xaxis == "x2").text
    assert list(words) == ["<b>400.0%</b>", "<b>150.0%</b>"]


def test_strip_without_target_has_an_axis_of_its_own_and_no_target_line():
    found = drawn(strip("甲", 2.0, 4.0, shared=False), strip("乙", 200.0, 400.0, shared=False))
    values = found["actual"]
    assert values[0] - values[1] == pytest.approx(values[3] - values[4])
    assert found["target"] == []


def test_last_values_of_two_claims_do_not_overprint():
    found = drawn(strip("甲", 70.0, 73.0), strip("甲", 70.0, 72.0, line=1))
    above, below = found["ends"]
    assert below - above >= 17


def test_counts_are_not_joined_by_a_line():
    found = drawn(strip("甲", 81.0), strip("甲", 6.0, segment=1))
    assert [height is None for height in found["actual"]] == [False, True, False, True]


def test_grid_lines_cross_no_words():
    figure = drawn(strip("甲", 20.0, 60.0), strip("乙", 5.0, 60.0))["figure"]
    grid = [height for height in next(t for t in figure.data if t.mode == "lines").y if height is not None]
    middles = next(trace for trace in figure.data if trace.mode == "text" and trace.xaxis is None).y
    spans = list(zip(grid[::2], grid[1::2], strict=True))
    assert not [middle for middle in middles for low, high in spans if low < middle < high]


def test_months_are_written_as_7月_and_years_once():
    assert list(drawn(strip("甲", 1.0, 2.0, 3.0))["figure"].layout.xaxis2.ticktext) == ["5月", "6月", "7月"]
    later = strip("甲", 1.0, 2.0).assign(when=[pd.Timestamp("2023-11-30"), pd.Timestamp("2024-01-31")])
    assert list(drawn(later)["figure"].layout.xaxis2.ticktext) == ["2023年11月", "12月", "2024年1月"]


def test_points_lead_to_their_indicator():
    figure = drawn(strip("甲", 1.0, 2.0))["figure"]
    assert next(list(trace.customdata) for trace in figure.data if trace.customdata) == [
        "indicator=甲", "indicator=甲", "",
    ]  # fmt: skip
