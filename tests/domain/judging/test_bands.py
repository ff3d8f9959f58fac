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


def test_band_catalogue_has_three_rules_with_sources():
    rules = status_rules()
    assert list(rules) == ["points", "pace", "strict"]
    assert "银川" in rules["points"].source
    assert "金寨" in rules["points"].source
    assert "欧盟统计局" in rules["pace"].source
    assert "宣城" in rules["strict"].source


def test_bands_lead_to_states_of_the_vocabulary():
    assert {band.state for found in status_rules().values() for band in found.bands} <= set(STATES)


def test_band_rule_without_id_is_the_default_of_the_file():
    assert status_rule().id == "points"


@pytest.mark.parametrize(
    ("deviation", "state"),
    [
        (10, "ahead"), (9.99, "on_track"), (0, "on_track"), (-9.99, "on_track"),
        (-10, "behind"), (-30, "behind"), (-30.01, "far_behind"),
    ],
)  # fmt: skip
def test_band_limits_by_points(deviation, state):
    assert status_rule("points").band(deviation).state == state


@pytest.mark.parametrize(
    ("pace", "state", "label"),
    [
        (1.47, "on_track", "进展显著"), (0.95, "on_track", "进展显著"), (0.94, "on_track", "进展中等"),
        (0.60, "on_track", "进展中等"), (0.59, "behind", "进展不足"), (0, "behind", "进展不足"),
        (-0.01, "far_behind", "偏离目标"),
    ],
)  # fmt: skip
def test_band_limits_by_pace(pace, state, label):
    band = status_rule("pace").band(pace)
    assert (band.state, band.label) == (state, label)


def test_strict_rule_below_elapsed_time_is_behind():
    strict = status_rule("strict")
    assert [strict.band(value).state for value in (25, 0, -0.1, -60)] == ["on_track", "on_track", "behind", "behind"]


def test_band_rule_unknown_is_refused_with_known_rules():
    with pytest.raises(UnknownRuleError, match="没有名为“county”的判定规则，现有：points、pace、strict"):
        status_rule("county")


def test_band_rule_added_to_the_file_is_loaded(tmp_path):
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
        ([FAST | {"state": "late"}, SLOW], "应是 ahead、on_track、behind、far_behind 之一，现在是“late”"),
    ],
)
def test_band_rule_fault_is_reported_with_its_place(tmp_path, bands, fault):
    with pytest.raises(CatalogueError, match=fault):
        status_rules(write_bands(tmp_path, {"default": "a", "rules": [rule("a", *bands)]}))


def test_band_faults_of_default_and_duplicate_id_are_reported_together(tmp_path):
    folder = write_bands(tmp_path, {"default": "b", "rules": [rule("a", FAST, SLOW)] * 2})
    with pytest.raises(CatalogueError, match=r"'a' is used more than once\n.*no rule has the id 'b'"):
        status_rules(folder)


def test_band_above_0_may_precede_band_from_0(tmp_path):
    bands = [{"state": "ahead", "label": "快", "above": 0}, {"state": "on_track", "label": "平", "at_least": 0}]
    folder = write_bands(tmp_path, {"default": "a", "rules": [rule("a", *bands, {"state": "behind", "label": "慢"})]})
    assert [status_rule(folder=folder).band(value).label for value in (0.1, 0, -0.1)] == ["快", "平", "慢"]
