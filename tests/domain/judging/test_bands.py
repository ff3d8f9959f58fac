from pathlib import Path
from shutil import copytree

import pytest
import yaml

from domain.catalogue import CATALOGUE, CatalogueError
from domain.judging.bands import UnknownRuleError, status_rule, status_rules
from domain.schema.vocabulary import STATES


def write_bands(folder: Path, content: dict) -> Path:
    copytree(CATALOGUE / "schema", folder / "schema")
    (folder / "bands.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return folder


def rule(rule_id: str, *bands: dict) -> dict:
    return {"id": rule_id, "name": "本县规则", "source": "本县文件", "measure": "deviation", "bands": list(bands)}


def test_three_rules_stand_in_the_catalogue_each_with_its_source():
    rules = status_rules()
    assert list(rules) == ["points", "pace", "strict"]
    assert "银川" in rules["points"].source
    assert "金寨" in rules["points"].source
    assert "欧盟统计局" in rules["pace"].source
    assert "宣城" in rules["strict"].source


def test_every_band_leads_to_a_state_of_the_vocabulary():
    assert {band.state for found in status_rules().values() for band in found.bands} <= set(STATES)


def test_without_an_id_the_default_of_the_file_applies():
    assert status_rule().id == "points"


@pytest.mark.parametrize(
    ("deviation", "state"),
    [
        (10, "ahead"), (9.99, "on_track"), (0, "on_track"), (-9.99, "on_track"),
        (-10, "behind"), (-30, "behind"), (-30.01, "far_behind"),
    ],
)  # fmt: skip
def test_limits_of_the_rule_of_points(deviation, state):
    assert status_rule("points").band(deviation).state == state


@pytest.mark.parametrize(
    ("pace", "state", "label"),
    [
        (1.47, "on_track", "进展显著"), (0.95, "on_track", "进展显著"), (0.94, "on_track", "进展中等"),
        (0.60, "on_track", "进展中等"), (0.59, "behind", "进展不足"), (0, "behind", "进展不足"),
        (-0.01, "far_behind", "偏离目标"),
    ],
)  # fmt: skip
def test_limits_of_the_rule_of_pace(pace, state, label):
    band = status_rule("pace").band(pace)
    assert (band.state, band.label) == (state, label)


def test_by_the_strict_rule_anything_below_the_calendar_is_behind():
    strict = status_rule("strict")
    assert [strict.band(value).state for value in (25, 0, -0.1, -60)] == ["on_track", "on_track", "behind", "behind"]


def test_an_unknown_rule_is_named_with_those_that_exist():
    with pytest.raises(UnknownRuleError, match="没有名为“county”的判定规则，现有：points、pace、strict"):
        status_rule("county")


def test_a_county_loads_its_own_rule_by_editing_the_file(tmp_path):
    county = rule("county", {"state": "on_track", "label": "正常", "above": -5}, {"state": "behind", "label": "滞后"})
    folder = write_bands(tmp_path, {"default": "county", "rules": [county]})
    assert status_rule(folder=folder).band(-5).label == "滞后"


FAST = {"state": "ahead", "label": "快", "at_least": 0}
SLOW = {"state": "behind", "label": "慢"}


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ([FAST, SLOW | {"at_least": -5}], "the last band takes the rest"),
        ([{"state": "ahead", "label": "快"}, SLOW], "every band but the last needs"),
        ([SLOW | {"at_least": 0}, {"state": "ahead", "label": "快"}], "states must go from best to worst"),
        ([FAST, {"state": "on_track", "label": "稳", "at_least": 5}, SLOW], "thresholds must fall"),
        ([FAST | {"state": "late"}, SLOW], "'late' is not one of"),
    ],
)
def test_a_fault_of_a_rule_is_told_with_its_place(tmp_path, bands, fault):
    with pytest.raises(CatalogueError, match=fault):
        status_rules(write_bands(tmp_path, {"default": "a", "rules": [rule("a", *bands)]}))


def test_a_default_that_is_not_there_and_an_id_used_twice_are_told_together(tmp_path):
    folder = write_bands(tmp_path, {"default": "b", "rules": [rule("a", FAST, SLOW)] * 2})
    with pytest.raises(CatalogueError, match=r"'a' is used more than once\n.*no rule has the id 'b'"):
        status_rules(folder)


def test_more_than_0_may_stand_before_0_or_more(tmp_path):
    bands = [{"state": "ahead", "label": "快", "above": 0}, {"state": "on_track", "label": "平", "at_least": 0}]
    folder = write_bands(tmp_path, {"default": "a", "rules": [rule("a", *bands, {"state": "behind", "label": "慢"})]})
    assert [status_rule(folder=folder).band(value).label for value in (0.1, 0, -0.1)] == ["快", "平", "慢"]
