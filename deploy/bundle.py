"""`make bundle`: one archive with the program and its wheels, to be installed from a stick without internet.

    python deploy/bundle.py [--platform linux_x86_64|linux_aarch64|macosx_arm64|win_amd64] [--python 3.11,3.12]
                            [--out DIR]

Needs the internet, or an index that pip knows; what it makes does not. The wheels are exactly the pins of
requirements.txt, but for NOT_NEEDED.
"""

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT: Final = Path(__file__).resolve().parents[1]
NAME: Final = "progress-dashboard"
PYTHONS: Final = ("3.11", "3.12", "3.13")
#: Platform → pip's tags, newest first, and what markers of requirements ask about it.
PLATFORMS: Final = {
    "linux_x86_64": (("manylinux_2_28_x86_64", "manylinux2014_x86_64"), "linux", "x86_64"),
    "linux_aarch64": (("manylinux_2_28_aarch64", "manylinux2014_aarch64"), "linux", "aarch64"),
    "macosx_arm64": (("macosx_14_0_arm64", "macosx_12_0_arm64", "macosx_11_0_arm64"), "darwin", "arm64"),
    "win_amd64": (("win_amd64",), "win32", "AMD64"),
}
#: Dependencies of Streamlit for elements that no page uses; it imports them only there. Together 34 MB.
NOT_NEEDED: Final = frozenset({"altair", "pydeck"})
_SYSTEMS: Final = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
#: Folders and files that only developers need.
_LEFT_OUT: Final = ("tests", "benchmarks", ".ci", ".dockerignore")


def this_platform() -> str:
    """The key of PLATFORMS for this machine. Raises SystemExit for another one."""
    for name, (_tags, system, machine) in PLATFORMS.items():
        if sys.platform == system and platform.machine() == machine:
            return name
    raise SystemExit(
        f"没有为 {sys.platform} {platform.machine()} 准备过安装包。请用 --platform 指明：{'、'.join(PLATFORMS)}。"
    )


def requirements_for(lines: Iterable[str], target: str, python: str) -> list[str]:
    """The pins among `lines` that `target` with `python` (3.11) needs, `name==version` each.

    pip evaluates markers for the Python that runs it, whatever --platform says.
    """
    _tags, system, machine = PLATFORMS[target]
    environment = {
        **default_environment(), "sys_platform": system, "platform_machine": machine, "python_version": python,
        "platform_system": _SYSTEMS[system], "os_name": "nt" if system == "win32" else "posix",
        "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }  # fmt: skip
    pins = []
    for line in lines:
        text = line.partition("#")[0].strip()
        if not text:
            continue
        requirement = Requirement(text)
        is_needed = requirement.marker is None or requirement.marker.evaluate(environment)
        if is_needed and requirement.name not in NOT_NEEDED:
            extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
            pins.append(f"{requirement.name}{extras}{requirement.specifier}")
    return pins


def download(target: str, python: str, wheels: Path) -> None:
    """Puts the wheels that `target` with `python` needs into `wheels`. Raises SystemExit where one cannot be had."""
    pins = requirements_for((ROOT / "requirements.txt").read_text("utf-8").splitlines(), target, python)
    tags = [argument for tag in PLATFORMS[target][0] for argument in ("--platform", tag)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(wheels), "--implementation", "cp", "--python-version", python]
    if subprocess.run([*command, *tags, *pins], check=False).returncode:
        raise SystemExit(f"没有下载到 {target} 上 Python {python} 的全部程序包，见上一行。")


def copy_program(folder: Path) -> None:
    """Copies the program as git knows it, without what only developers need, into `folder`."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if name.split("/", 1)[0] not in _LEFT_OUT:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def make_bundle(target: str, pythons: Iterable[str], out: Path) -> Path:
    """Makes the archive in the folder `out`; its path. .zip for Windows, else .tar.gz."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / NAME
        copy_program(folder)
        for python in pythons:
            download(target, python, folder / "wheels")
        lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines(keepends=True)
        kept = (line for line in lines if line.partition("==")[0] not in NOT_NEEDED)
        (folder / "requirements.txt").write_text("".join(kept), "utf-8")
        for script in ("install.sh", "install.bat"):
            shutil.copy2(ROOT / "deploy" / script, folder / script)
        kind = "zip" if target.startswith("win") else "gztar"
        return Path(shutil.make_archive(str(out / f"{NAME}-{version}-{target}"), kind, temporary, NAME))


def main() -> None:
    """The command; see the module."""
    parser = argparse.ArgumentParser(description="制作不联网也能安装的安装包。")
    parser.add_argument("--platform", choices=PLATFORMS, default=None, help="装在哪种电脑上；默认同这台")
    parser.add_argument("--python", default=",".join(PYTHONS), help="哪些 Python 版本；默认 %(default)s")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="放在哪个文件夹；默认 dist")
    arguments = parser.parse_args()
    path = make_bundle(arguments.platform or this_platform(), arguments.python.split(","), arguments.out)
    size = path.stat().st_size / 1e6
    print(f"安装包：{path}（{size:.0f} MB）。拷到目标电脑，解开后运行其中的 install.sh 或 install.bat。")


if __name__ == "__main__":
    main()
