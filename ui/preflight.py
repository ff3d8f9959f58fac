"""Before the server starts: what would stop it is said in Chinese, with what to do.

`make run` (`python -m ui`) asks here first; `streamlit run app.py` binds its port before it reads a line of ours.
"""

import errno
import os
import socket
import ssl
import tempfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import streamlit as st
from click import BadParameter, ClickException

from domain.unit_catalogue import catalogue_faults
from store.engine import store_file
from store.errors import StoreError
from ui.shell.patches import load_options
from ui.start import addresses

_ALL_INTERFACES: Final = "0.0.0.0"
_ASK_SECONDS: Final = 2.0


def start_faults(app: Path, arguments: Sequence[str] = ()) -> list[str]:
    """What would stop `streamlit run app arguments`, one Chinese line each, with what to do."""
    try:
        load_options(app, arguments)
    except ClickException as error:
        return [_option_fault(error)]
    address, port = str(st.get_option("server.address") or ""), st.get_option("server.port")
    lines = [_folder_fault(), _certificate_fault(), _socket_fault(address, port)]
    return [*(line for line in lines if line), *catalogue_faults()]


def _option_fault(error: ClickException) -> str:
    option = error.param if isinstance(error, BadParameter) else None
    if option is None:
        return f"启动参数有误：{error.format_message()} 可用的参数见 streamlit run --help。"
    return f"设置 {option.opts[0]}（环境变量 {option.envvar}）的值不能用。请改正后重新启动。"


def _folder_fault() -> str:
    """That the folder of a SQLite store cannot be written, unless a store is there to be read."""
    try:
        file = store_file()
    except StoreError as error:
        return str(error)
    if file is None or file.path.exists():
        return ""
    folder = file.path.parent
    if not folder.is_dir():
        return f"存放数据的文件夹 {folder} 不存在。请先建好它，或改正 PROGRESS_HOME 或 PROGRESS_DATABASE_URL 的设置。"
    try:  # os.access says yes on Windows and for root where nothing can be written
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return f"不能在文件夹 {folder} 中写入，无法建立数据文件。请改正它的权限，或把看板放到可以写入的文件夹。"
    return ""


def _certificate_fault() -> str:
    """That the certificate or its key cannot be used."""
    names = {option: st.get_option(option) for option in ("server.sslCertFile", "server.sslKeyFile")}
    if not any(names.values()):
        return ""
    for option in (option for option, name in names.items() if not name):
        return f"设置了证书却没有设置 {option}。两项须一起设置，或都不设置。"
    for option, name in names.items():
        if not Path(name).is_file():
            return f"找不到 {option} 指定的文件 {name}。请核对路径，或去掉证书的两项设置。"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*names.values())
    except (OSError, ssl.SSLError) as error:
        return f"证书不能使用：{names['server.sslCertFile']} 与它的密钥不相配，或不是 PEM 格式（{error}）。"
    return ""


def _socket_fault(address: str, port: object) -> str:
    """That the server could not listen on `address` and `port`."""
    if not isinstance(port, int) or not 0 <= port <= 65535:
        return f"端口应为1到65535的整数，而不是“{port}”。请改正 STREAMLIT_SERVER_PORT。"
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as trial:
        if os.name != "nt":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address or _ALL_INTERFACES, port))
            trial.listen(1)
        except socket.gaierror:
            return _address_fault(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return _in_use(port)
            if error.errno == errno.EACCES:
                return f"没有权限使用端口{port}。请用1024以上的端口：设置 STREAMLIT_SERVER_PORT=8501。"
            if error.errno == errno.EADDRNOTAVAIL:
                return _address_fault(address)
            return f"不能在 {address}:{port} 上启动：{error.strerror}。请核对 STREAMLIT_SERVER_ADDRESS 和端口。"
    return ""


def _address_fault(address: str) -> str:
    return (
        f"“{address}”不是这台电脑的地址。请把 STREAMLIT_SERVER_ADDRESS 改为 127.0.0.1（只有本机能打开）"
        "或 0.0.0.0（开放给同事）。"
    )


def _in_use(port: int) -> str:
    """That `port` is taken, and whether by a dashboard."""
    url = addresses()[0]
    another = f"要另开一个，请换一个端口：设置 STREAMLIT_SERVER_PORT={port + 1 if port < 65535 else 8501} 后重新启动。"
    if _is_dashboard(url):
        return f"端口{port}已被占用：看板已经在运行，请打开 {url}。{another}"
    return f"端口{port}已被占用：看板可能已经在运行，请打开 {url} 看一看。{another}"


def _is_dashboard(url: str) -> bool:
    """Whether a dashboard answers at `url`."""
    try:
        with urllib.request.urlopen(f"{url}healthz", timeout=_ASK_SECONDS) as answer:
            return b'"ok"' in answer.read(1000)
    except (OSError, ValueError):
        return False
