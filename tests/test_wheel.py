"""The wheel: one folder in site-packages, and a store that outlives the next version of the program."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree; the build needs no network: hatchling is among the packages for tests."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    [built] = folder.glob("*.whl")
    return built


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    subprocess.run(command, check=True, cwd=ROOT)


def run_until_healthy(folder: Path, environment: dict[str, str]) -> None:
    """Start the dashboard of the installed wheel in `folder`, wait until it is healthy, end it by Ctrl+C."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "progress_dashboard.deploy.launch", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        while "看板已启动" not in (line := server.stdout.readline()):
            assert line, "the dashboard ended"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=60) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0


def test_wheel_has_one_folder_and_nothing_of_developers_or_stores(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"progress_dashboard", "progress_dashboard-0.1.0.dist-info"}
    inside = {name.split("/")[1] for name in names if name.startswith("progress_dashboard/")}
    assert {"app.py", "pages", "data", "seeds", ".streamlit", "store", "ui"} <= inside
    assert not {"tests", "benchmarks", "docs", ".venv"} & inside
    assert [name for name in names if re.search(r"\.db$|\.pyc$|data/[^/]*drafts/", name)] == []


def test_wheel_needs_the_pins_of_requirements(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read("progress_dashboard-0.1.0.dist-info/METADATA").decode()
    needed = set(re.findall(r"^Requires-Dist: ([^\s=;\[]+)", metadata, re.MULTILINE))
    pins = re.findall(r"^([\w.-]+)", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert needed == set(pins)


def test_store_of_installed_wheel_outlives_its_upgrade(wheel: Path, tmp_path: Path) -> None:
    site, home = tmp_path / "site", tmp_path / "office"
    home.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}
    del environment["PROGRESS_DATABASE_URL"]

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "progress_dashboard.deploy.launch", *arguments]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    pip("install", "--no-deps", "--target", str(site), str(wheel))
    run_until_healthy(home, environment)  # the first start fills the store
    assert [path.name for path in home.iterdir() if path.suffix == ".db"] == ["progress.db"]
    before = run("store", "history")
    pip("install", "--no-deps", "--upgrade", "--target", str(site), str(wheel))
    assert run("store", "history") == before
    assert "首次导入" in before
    assert list(site.rglob("*.db")) == []
