"""What would stop the server is said before it starts, in Chinese, with what to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from store.engine import SETTING
from tests.server.running import start_server
from ui.preflight import start_faults

ROOT = Path(__file__).parents[2]
APP = ROOT / "app.py"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A free port of this machine and a folder that can be written."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(free.getsockname()[1]))
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "127.0.0.1")
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")


def test_preflight_without_fault_is_silent() -> None:
    assert start_faults(APP) == []


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("STREAMLIT_SERVER_PORT", "65536", "端口应为1到65535的整数，而不是“65536”"),
        ("STREAMLIT_SERVER_PORT", "acht", "设置 --server.port（环境变量 STREAMLIT_SERVER_PORT）的值不能用"),
        ("STREAMLIT_SERVER_ADDRESS", "192.0.2.1", "“192.0.2.1”不是这台电脑的地址"),
        ("STREAMLIT_SERVER_ADDRESS", "no-such-host.invalid", "“no-such-host.invalid”不是这台电脑的地址"),
        (SETTING, "sqlite:////no-such-folder/progress.db", "存放数据的文件夹 /no-such-folder 不存在"),
        (SETTING, "mysql://here", "设置 PROGRESS_DATABASE_URL 不是有效的数据库地址"),
    ],
)
def test_preflight_invalid_setting_is_reported_with_remedy(monkeypatch, setting, value, said) -> None:
    monkeypatch.setenv(setting, value)
    (line,) = start_faults(APP)
    assert line.startswith(said)
    assert "请" in line


def test_preflight_flag_is_checked_like_setting() -> None:
    assert start_faults(APP, ["--server.port", "70000"])[0].startswith("端口应为1到65535的整数")
    assert "--server.prot" in start_faults(APP, ["--server.prot", "8501"])[0]


def test_preflight_port_in_use_is_reported(monkeypatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("STREAMLIT_SERVER_PORT", str(port))
        monkeypatch.setattr("ui.preflight._ASK_SECONDS", 0.1)
        (line,) = start_faults(APP)
    assert line.startswith(f"端口{port}已被占用：看板可能已经在运行，请打开 http://127.0.0.1:{port}/ 看一看")
    assert f"STREAMLIT_SERVER_PORT={port + 1}" in line


def test_preflight_second_start_reports_running_dashboard(tmp_path) -> None:
    running = start_server(tmp_path)
    try:
        environment = {**os.environ, "STREAMLIT_SERVER_PORT": running.url.rpartition(":")[2]}
        second = subprocess.run(
            [sys.executable, "-m", "ui"], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8"
        )
    finally:
        running.stop()
    assert second.returncode == 1
    assert f"看板已经在运行，请打开 {running.url}/" in second.stderr
    assert "Traceback" not in second.stderr


def test_preflight_certificate_without_key_is_reported(monkeypatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_SSL_CERT_FILE", "here.pem")
    assert start_faults(APP) == ["设置了证书却没有设置 server.sslKeyFile。两项须一起设置，或都不设置。"]


def test_preflight_unusable_certificate_is_reported(tmp_path, monkeypatch) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    monkeypatch.setenv("STREAMLIT_SERVER_SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("STREAMLIT_SERVER_SSL_KEY_FILE", str(key))
    assert start_faults(APP)[0].startswith(f"找不到 server.sslCertFile 指定的文件 {certificate}")
    certificate.write_text("no certificate")
    key.write_text("no key")
    assert start_faults(APP)[0].startswith(f"证书不能使用：{certificate}")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder that this user may not write")
def test_preflight_unwritable_folder_is_reported(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    monkeypatch.setenv(SETTING, f"sqlite:///{folder / 'progress.db'}")
    assert start_faults(APP)[0].startswith(f"不能在文件夹 {folder} 中写入")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody can make a file")
def test_preflight_folder_that_only_seems_writable_is_reported(monkeypatch) -> None:
    monkeypatch.setenv(SETTING, "sqlite:////proc/progress.db")
    assert start_faults(APP)[0].startswith("不能在文件夹 /proc 中写入")
