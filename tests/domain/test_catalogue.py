import json

import pytest
import yaml

from domain.catalogue import CATALOGUE, CatalogueError, read_catalogue

SCHEMA = {"type": "array", "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "rows.json").write_text(json.dumps(SCHEMA))
    return tmp_path


def test_catalogue_valid_file_is_returned_unchanged(folder):
    (folder / "rows.yml").write_text("- id: land\n  label: 土地\n", encoding="utf-8")
    assert read_catalogue("rows", folder) == [{"id": "land", "label": "土地"}]


def test_catalogue_faults_are_reported_together_with_places(folder):
    (folder / "rows.yml").write_text("- id: 3\n- label: 无编号\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue("rows", folder)
    assert "rows.yml: 0/id" in str(caught.value)
    assert "rows.yml: 1" in str(caught.value)


def test_catalogue_missing_file_is_named(folder):
    with pytest.raises(CatalogueError, match=r"nothing\.yml"):
        read_catalogue("nothing", folder)


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.yml")), ids=lambda path: path.name)
def test_catalogue_without_libyaml_is_read_alike(path):
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == read_catalogue(path.stem)
