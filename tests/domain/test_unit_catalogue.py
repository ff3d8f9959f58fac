"""What is known of a unit: names for projects, places and firms, and what it chose to see first."""

import json
import re

import pytest
import yaml

from domain import unit_catalogue
from domain.catalogue import CatalogueError
from domain.unit_catalogue import UNITS, choices_of_unit, names_of_unit
from loaders.report.names import canonical_name, name_at, named_in, starts_with_name

UNIT = "金川街道"


@pytest.fixture
def units(tmp_path, monkeypatch):
    """A folder for units without any."""
    (tmp_path / "schema").mkdir()
    for path in (UNITS / "schema").glob("*.json"):
        (tmp_path / "schema" / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(unit_catalogue, "UNITS", tmp_path)
    known = (unit_catalogue.names_of_unit, unit_catalogue.choices_of_unit, unit_catalogue.name_pattern)
    caches = (*known, unit_catalogue._folder_of, unit_catalogue._read)
    for each in caches:
        each.cache_clear()
    yield tmp_path
    for each in caches:
        each.cache_clear()


@pytest.mark.parametrize(("printed", "name"), [("上维塑胶公司", "上维塑料制品"), ("奈特", "耐特密封制品")])
def test_canonical_name_of_drifting_name_is_one_enterprise(printed, name):
    assert canonical_name(UNIT, "enterprises", printed) == name


def test_named_in_takes_the_longest_name():
    assert named_in(UNIT, "places", "十里山、五里亭新村和徐村") == ("十里山村", "五里亭村", "徐村村")


def test_names_of_one_unit_are_unknown_to_another():
    assert named_in("大桥镇", "places", "十里山、五里亭新村和徐村") == ()
    assert not starts_with_name("大桥镇", "places", "徐村道路改造")


def test_name_at_prefers_the_name_before_the_number():
    text = "湖东片争取300万元建设四都畈"
    assert name_at(UNIT, "projects", text, (5, 10), (0, len(text))) == "湖东片高标准农田"


def test_name_at_takes_none_of_a_list():
    text = "选派40余人深入航运征迁、文峰西路延伸线，防盗窗整治项目"
    assert name_at(UNIT, "projects", text, (2, 6), (0, 20), (0, len(text))) is None


def test_code_of_a_unit_means_the_same_names():
    assert names_of_unit("jcjd") == names_of_unit(UNIT)


def test_unit_without_folder_has_no_names_and_no_choices(units):
    assert names_of_unit(UNIT).places == {}
    assert choices_of_unit(UNIT).headlines == {}


def test_unit_with_names_alone_has_no_choices(units):
    (units / "dqz").mkdir()
    (units / "dqz" / "names.yml").write_text(
        "units: [大桥镇]\nprojects: []\nplaces: [{name: 桥头村}]\nenterprises: []\n"
    )
    assert names_of_unit("大桥镇").places == {"桥头村": ("桥头村",)}
    assert choices_of_unit("大桥镇").watched == {}


def test_file_of_a_unit_with_a_row_is_refused_with_its_place(units):
    (units / "dqz").mkdir()
    (units / "dqz" / "names.yml").write_text("units: [大桥镇]\nprojects: [{name: 甲, wording: 完成}]\nplaces: []\n")
    with pytest.raises(CatalogueError, match="projects/0"):
        names_of_unit("大桥镇")


@pytest.mark.parametrize("path", sorted(UNITS.glob("*/*.yml")), ids=lambda path: path.name)
def test_folder_of_a_unit_holds_names_and_choices_without_numbers(path):
    assert path.name in ("names.yml", "choices.yml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert not re.search(r"[0-9]", json.dumps(content, ensure_ascii=False))


def test_catalogue_faults_of_all_files_are_listed_at_once(units):
    for code in ("dqz", "smz"):
        (units / code).mkdir()
        (units / code / "names.yml").write_text("units: []\nprojects: []\nplaces: []\n", encoding="utf-8")
    assert unit_catalogue.catalogue_faults() == [
        "dqz/names.yml 第1行：缺少 enterprises。",
        "dqz/names.yml 第1行（units）：至少要有1项。",
        "smz/names.yml 第1行：缺少 enterprises。",
        "smz/names.yml 第1行（units）：至少要有1项。",
    ]


def test_catalogue_of_the_program_has_no_fault():
    assert unit_catalogue.catalogue_faults() == []
