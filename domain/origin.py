"""Where a source comes from: the flat origin.yml that lies beside a report in seeds/."""

from pathlib import Path

import yaml


class OriginError(Exception):
    """The origin.yml beside a report cannot be used; the message is one line in Chinese."""


def load_origin(report: Path) -> dict[str, str]:
    """The entries of the origin.yml beside `report`, all as text; {} where there is none or it names another file.

    Raises OriginError where the file is no flat list of `key: value` lines.
    """
    path = report.parent / "origin.yml"
    if not path.is_file():
        return {}
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OriginError(f"{path.name}：读不懂，请检查是否为 UTF-8 编码、每行“name: value”（{error}）") from error
    if not isinstance(entries, dict) or any(isinstance(entry, dict | list) for entry in entries.values()):
        raise OriginError(f"{path.name}：应为每行一条“name: value”，请改正")
    if entries.get("file", report.name) != report.name:
        return {}
    return {str(key): str(entry) for key, entry in entries.items()}
