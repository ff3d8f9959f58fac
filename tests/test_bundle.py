"""The archive for a machine without internet: which wheels, which files, and what its installer says."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
PINS = """
numpy==2.4.6 ; python_full_version < '3.12'
    # via -r requirements.in
numpy==2.5.5 ; python_full_version >= '3.12'
colorama==0.4.6 ; sys_platform == 'win32'
psycopg[binary]==3.3.9
altair==6.0.0
"""


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / "deploy" / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("target", "python", "expected"),
    [
        ("linux_x86_64", "3.11", ["numpy==2.4.6", "psycopg[binary]==3.3.9"]),
        ("linux_aarch64", "3.13", ["numpy==2.5.5", "psycopg[binary]==3.3.9"]),
        ("win_amd64", "3.12", ["numpy==2.5.5", "colorama==0.4.6", "psycopg[binary]==3.3.9"]),
    ],
)
def test_pins_are_those_of_the_target_not_of_this_machine(bundle, target, python, expected) -> None:
    assert bundle.requirements_for(PINS.splitlines(), target, python) == expected


def test_bundle_requirements_of_the_project_are_pins_it_understands(bundle) -> None:
    pins = bundle.requirements_for((ROOT / "requirements.txt").read_text("utf-8").splitlines(), "win_amd64", "3.13")
    assert all("==" in pin for pin in pins)
    assert {"streamlit", "pandas", "plotly", "openpyxl"} <= {pin.partition("==")[0] for pin in pins}


def test_bundle_program_has_neither_tests_nor_untracked_files(bundle, tmp_path) -> None:
    bundle.copy_program(tmp_path)
    copied = {path.name for path in tmp_path.iterdir()}
    assert {"app.py", "pages", "data", "seeds", "requirements.txt", "LICENSE"} <= copied
    assert not {"tests", "benchmarks", ".venv"} & copied
    assert list((tmp_path / "data").glob("*.db")) == []


def install(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    script = folder / "install.sh"
    script.write_bytes((ROOT / "deploy" / "install.sh").read_bytes())
    return subprocess.run(
        ["/bin/sh", str(script)], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.skipif(os.name == "nt", reason="a script for sh")
def test_installer_without_a_suitable_python_says_what_to_lay_beside_it(tmp_path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "dirname").symlink_to("/usr/bin/dirname")
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")  # one that is too old
    (tools / "python3").chmod(0o755)
    done = install(tmp_path, PATH=str(tools))
    assert done.returncode == 1
    assert "没有找到 Python 3.11、3.12 或 3.13" in done.stderr
    assert "python.org" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a script for sh")
def test_installer_whose_wheels_are_missing_ends_with_what_to_do(tmp_path) -> None:
    (tmp_path / "requirements.txt").write_text("streamlit==1.67.0\n")
    (tmp_path / "wheels").mkdir()
    done = install(tmp_path, PATH=os.environ["PATH"], PYTHON=sys.executable)
    assert done.returncode == 1
    assert "安装没有完成" in done.stderr
    assert not (tmp_path / "start.sh").exists()


def test_installer_of_windows_has_the_line_ends_of_windows_and_the_same_steps() -> None:
    text = (ROOT / "deploy" / "install.bat").read_bytes()
    assert text.count(b"\n") == text.count(b"\r\n")
    assert b"PIP_NO_INDEX=1" in text
    assert b"--no-deps --find-links wheels -r requirements.txt" in text
