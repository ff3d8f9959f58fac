"""Metadata of the wheel that pyproject.toml does not state: its dependencies are the pins of requirements.txt."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class CustomMetadataHook(MetadataHookInterface):
    """Called by hatchling, see [tool.hatch.metadata.hooks.custom]."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set metadata["dependencies"], one requirement with its marker per pin."""
        lines = (Path(self.root) / "requirements.txt").read_text("utf-8").splitlines()
        metadata["dependencies"] = [pin for line in lines if (pin := line.partition("#")[0].strip())]
