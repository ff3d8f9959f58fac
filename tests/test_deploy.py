"""The files for a container and a service name what is there, with the rights that the documentation promises."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
#: Settings that the files may set; each stands in the table of docs/operations.md.
SETTING = re.compile(r"\b(?:PROGRESS|STREAMLIT)_[A-Z_]+\b")


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml", "progress-dashboard.service"])
def test_deploy_settings_are_documented(name: str) -> None:
    table = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert set(SETTING.findall((DEPLOY / name).read_text("utf-8"))) <= set(SETTING.findall(table))


def test_container_is_not_root_and_its_root_file_system_is_read_only(compose: dict) -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE) == ["progress"]
    dashboard = compose["services"]["dashboard"]
    assert (dashboard["read_only"], dashboard["cap_drop"]) == (True, ["ALL"])
    assert dashboard["volumes"] == ["home:/data"]
    assert "PROGRESS_HOME=/data" in dockerfile


def test_container_files_named_in_compose_exist(compose: dict) -> None:
    build = compose["services"]["dashboard"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).resolve() == DEPLOY / "Dockerfile"


def test_service_has_the_state_folder_as_home() -> None:
    service = configparser.ConfigParser(interpolation=None, strict=False)
    service.optionxform = str  # type: ignore[assignment, method-assign]
    service.read(DEPLOY / "progress-dashboard.service", encoding="utf-8")
    assert f"PROGRESS_HOME=%S/{service['Service']['StateDirectory']}" in service["Service"]["Environment"]
    assert service["Service"]["ExecStart"].endswith("python -m ui")


def test_home_setting_moves_the_store_its_drafts_and_caches(tmp_path: Path) -> None:
    code = (
        "from store.engine import database_url; from ui.shell.static_files import CACHE;"
        "print(database_url().database, CACHE)"
    )
    environment = {"PROGRESS_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.stdout.split() == [str(tmp_path / "progress.db"), str(tmp_path / "cache")]
