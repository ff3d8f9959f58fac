"""The catalogue: it holds together, and a fault in it is told with its place."""

import pytest
import yaml

from domain.catalogue import CATALOGUE, CatalogueError
from domain.schema.tables import TABLES
from loaders.report import catalogue_rows as rows
from loaders.report import wiring
from loaders.report.names import canonical_name, named_in


def test_the_catalogue_holds_together():
    wiring.check_catalogue()


def test_each_catalogue_file_names_only_columns_of_its_table():
    for name in rows.CATALOGUED:
        columns = {column.name for column in TABLES[name].columns}
        for spec in yaml.safe_load((CATALOGUE / f"{name}.yml").read_text(encoding="utf-8"))["rows"]:
            for key in ("set", "read", "say", "mean"):
                assert set(spec.get(key, {})) <= columns


def test_all_faults_are_told_at_once(monkeypatch):
    faulty = {"rows": [{"id": "a", "read": {"area_mu": "从{亩}到{亩}"}}, {"id": "b", "read": {"area_mu": "面积"}}]}
    real = wiring.read_catalogue
    monkeypatch.setattr(wiring, "read_catalogue", lambda name: faulty if name == "land" else real(name))
    wiring.check_catalogue.cache_clear()
    with pytest.raises(CatalogueError) as raised:
        wiring.check_catalogue()
    assert "land.yml: a" in str(raised.value)
    assert "land.yml: b" in str(raised.value)
    assert "measures.yml: new_farmland" in str(raised.value)


@pytest.mark.parametrize(("printed", "name"), [("上维塑胶公司", "上维塑料制品"), ("奈特", "耐特密封制品")])
def test_a_drifting_name_is_one_enterprise(printed, name):
    assert canonical_name("enterprises", printed) == name


def test_the_longest_name_counts():
    assert named_in("places", "十里山、五里亭新村和徐村") == ("十里山村", "五里亭村", "徐村村")
