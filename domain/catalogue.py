"""Reads data/catalogue/*.yml: what the program knows and a clerk may correct.

Each file NAME.yml has its JSON schema beside it in schema/NAME.json; what several schemas need stands in
schema/shared.json, which they refer to by $ref. All faults of a file are raised together, in Chinese, each with its
line and place.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource

from domain.os_errors import file_error_text

CATALOGUE: Final = Path(__file__).parents[1] / "data" / "catalogue"
#: Characters of a value in a message.
_MAX_SHOWN: Final = 30


class CatalogueError(Exception):
    """The catalogue itself is wrong; the message lists every fault, one Chinese line each."""


@cache
def read_catalogue(name: str, folder: Path = CATALOGUE) -> Any:
    """The checked content of `folder`/NAME.yml; read once per process, so treat it as read-only.

    Raises CatalogueError as `read_checked` does.
    """
    return read_checked(folder / f"{name}.yml", folder / "schema" / f"{name}.json")


def read_checked(path: Path, schema_path: Path) -> Any:
    """The content of the YAML file `path`, checked against the JSON schema at `schema_path`.

    Raises CatalogueError with every fault: not there, not YAML, or not as the schema asks.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=_LOADER)
    except OSError as error:
        raise CatalogueError(f"{name}：{file_error_text(error)}。") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{name}：不是 UTF-8 编码。请另存为 UTF-8。") from error
    except yaml.YAMLError as error:
        raise CatalogueError(f"{name}{_syntax_fault(error)}") from error
    found = sorted(_validator(schema_path).iter_errors(content), key=lambda error: list(map(str, error.path)))
    if found:
        lines = [f"{name} {_place(error, text)}：{_fault(error)}。" for error in found]
        raise CatalogueError("\n".join(dict.fromkeys(lines)))
    return content


#: libyaml's loader where the wheel has it: five to ten times faster, and start-up counts.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _validator(schema_path: Path) -> Draft202012Validator:
    schema = json.loads(schema_path.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=_shared(), format_checker=Draft202012Validator.FORMAT_CHECKER)


@cache
def _shared() -> Registry[Any]:
    """Where "shared.json" of a $ref leads to."""
    path = CATALOGUE / "schema" / "shared.json"
    return Registry().with_resource(path.name, Resource.from_contents(json.loads(path.read_text(encoding="utf-8"))))


def _syntax_fault(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" 第{mark.line + 1}行" if mark is not None else ""
    return f"{where}：不是有效的 YAML，多半是缩进、引号或冒号写错了（{getattr(error, 'problem', None) or error}）。"


def _place(error: ValidationError, text: str) -> str:
    """第12行（columns/面积/aliases/3）."""
    line, path = 1, list(error.absolute_path)
    node = yaml.compose(text, Loader=_LOADER)
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), None)
    if node is not None:
        line = node.start_mark.line + 1
    return f"第{line}行" + (f"（{'/'.join(map(str, path))}）" if path else "")


def _fault(error: ValidationError) -> str:
    """What is wrong, in Chinese."""
    found = _FAULTS.get(str(error.validator))
    return found(error.instance, error.validator_value, error.schema) if found else f"不符合要求：{error.message}"


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return f"“{text[:_MAX_SHOWN]}{'…' if len(text) > _MAX_SHOWN else ''}”"


def _listed(names: Sequence[Any]) -> str:
    return "、".join(map(str, names))


_TYPES: Final = {
    "string": "文字", "number": "数字", "integer": "整数", "boolean": "true 或 false", "array": "列表",
    "object": "若干项，每项有名称和值",
}  # fmt: skip
#: Keyword of JSON Schema → message of a value, the keyword's own value, and the schema that holds it.
_FAULTS: Final[dict[str, Callable[[Any, Any, Any], str]]] = {
    "required": lambda value, names, _: f"缺少 {_listed([name for name in names if name not in value])}",
    "additionalProperties": lambda value, _, schema: (
        f"不应有 {_listed([name for name in value if name not in schema.get('properties', {})])}"
    ),
    "type": lambda value, kind, _: f"应是{_TYPES.get(kind, kind)}，现在是{_shown(value)}",
    "enum": lambda value, choices, _: f"应是 {_listed(choices)} 之一，现在是{_shown(value)}",
    "const": lambda value, only, _: f"只能是 {json.dumps(only)}，现在是{_shown(value)}",
    "minLength": lambda value, least, _: "不能为空" if least == 1 else f"至少{least}个字，现在是{_shown(value)}",
    "maxLength": lambda value, most, _: f"最多{most}个字，{_shown(value)}有{len(value)}个",
    "pattern": lambda value, pattern, _: f"{_shown(value)}的写法不符合 {pattern}",
    "format": lambda value, _, __: f"{_shown(value)}不是有效的正则表达式",
    "minItems": lambda _, least, __: f"至少要有{least}项",
    "minProperties": lambda _, least, __: f"至少要写{least}项",
    "uniqueItems": lambda value, _, __: f"有重复的：{_listed(_repeated(value))}",
    "not": lambda value, refused, _: f"{_shown(value)}不能这样写（不允许 {json.dumps(refused, ensure_ascii=False)}）",
}


def _repeated(values: Sequence[Any]) -> list[Any]:
    return list(dict.fromkeys(str(value) for value in values if values.count(value) > 1))
