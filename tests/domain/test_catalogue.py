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


def test_catalogue_faults_are_reported_together_with_line_and_place(folder):
    (folder / "rows.yml").write_text("- id: 3\n- label: 无编号\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue("rows", folder)
    first, second = str(caught.value).splitlines()
    assert first.endswith("/rows.yml 第1行（0/id）：应是文字，现在是“3”。")
    assert second.endswith("/rows.yml 第2行（1）：缺少 id。")


TEXT = {"type": "string"}
NAMED = {"$ref": "shared.json#/$defs/named"}


@pytest.mark.parametrize(
    ("schema", "text", "fault"),
    [
        ({"additionalProperties": False, "properties": {"a": TEXT}}, "a: 一\nbb: 二", "第1行：不应有 bb"),
        ({"properties": {"a": {"enum": ["land", "party"]}}}, "b: 1\na: road",
         "第2行（a）：应是 land、party 之一，现在是“road”"),
        ({"properties": {"a": {"const": True}}}, "a: false", "第1行（a）：只能是 true，现在是“false”"),
        ({"items": {"minLength": 1}}, "- 甲\n- ''", "第2行（1）：不能为空"),
        ({"items": {"maxLength": 2}}, "- 鸡笼山", "第1行（0）：最多2个字，“鸡笼山”有3个"),
        ({"items": {"pattern": "^[^0-9]+$"}}, "- 乡道3", "第1行（0）：“乡道3”的写法不符合 ^[^0-9]+$"),
        ({"items": {"format": "regex"}}, "- '(种植'", "第1行（0）：“(种植”不是有效的正则表达式"),
        ({"properties": {"a": {"minItems": 1}}}, "a: []", "第1行（a）：至少要有1项"),
        ({"properties": {"a": {"minProperties": 1}}}, "a: {}", "第1行（a）：至少要写1项"),
        ({"uniqueItems": True}, "- 村\n- 路\n- 村", "第1行：有重复的：村"),
        ({"items": {"not": {"pattern": "[0-9]"}}}, "- 3村",
         "第1行（0）：“3村”不能这样写（不允许 {\"pattern\": \"[0-9]\"}）"),
        ({"items": NAMED}, "- name: 石门坑\n  aliases: [1]", "第2行（0/aliases/0）：应是文字，现在是“1”"),
        ({"items": {"maximum": 5}}, "- 7", "第1行（0）：不符合要求：7 is greater than the maximum of 5"),
    ],
)  # fmt: skip
def test_catalogue_fault_is_named_in_chinese(tmp_path, schema, text, fault):
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema" / "words.json").write_text(json.dumps(schema))
    (tmp_path / "words.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue("words", tmp_path)
    assert str(caught.value) == f"{tmp_path.name}/words.yml {fault}。"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("a: 一: 二".encode(), "words.yml 第1行：不是有效的 YAML，多半是缩进、引号或冒号写错了"),
        ("a: 种植".encode("gbk"), "words.yml：不是 UTF-8 编码。请另存为 UTF-8。"),
    ],
)
def test_catalogue_unreadable_file_is_named(tmp_path, content, fault):
    (tmp_path / "words.yml").write_bytes(content)
    with pytest.raises(CatalogueError, match=fault):
        read_catalogue("words", tmp_path)


def test_catalogue_missing_file_is_named(folder):
    with pytest.raises(CatalogueError, match=r"nothing\.yml"):
        read_catalogue("nothing", folder)


@pytest.mark.parametrize("path", sorted(CATALOGUE.glob("*.yml")), ids=lambda path: path.name)
def test_catalogue_without_libyaml_is_read_alike(path):
    text = path.read_text(encoding="utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == read_catalogue(path.stem)
