"""Reads data/catalogue/*.yml: what the program knows and a clerk may correct.

Each file NAME.yml has its JSON schema beside it in schema/NAME.json; the files of tables share schema/rows.json. A
fault in the catalogue is ours, not the source's: all faults of a file are raised together, each with the place in the
file.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator

CATALOGUE: Final = Path(__file__).parents[1] / "data" / "catalogue"


class CatalogueError(Exception):
    """The catalogue itself is wrong; the message lists every fault as "file: place: what is wrong"."""


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
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        schema = json.loads(schema_path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, json.JSONDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error
    faults = [
        f"{path.name}: {'/'.join(map(str, error.absolute_path)) or '(top)'}: {error.message}"
        for error in sorted(Draft202012Validator(schema).iter_errors(content), key=lambda e: list(map(str, e.path)))
    ]
    if faults:
        raise CatalogueError("\n".join(faults))
    return content


#: libyaml's loader where the wheel has it: five to ten times faster, and start-up counts.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
