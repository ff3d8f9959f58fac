"""What a reader sees when something of ours fails: what is wrong and what to do, in Chinese; the rest is logged."""

import logging
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from domain.catalogue import CatalogueError
from domain.settings import SettingError
from store.errors import StoreError
from ui.shell.security import HEADERS
from ui.shell.text import plain

_LOG: Final = logging.getLogger("progress")
_ANSWERS: Final[Mapping[int, str]] = {
    HTTPStatus.NOT_FOUND: "没有这个地址,请核对链接。",
    HTTPStatus.METHOD_NOT_ALLOWED: "这个地址只能读取,不能写入。",
    HTTPStatus.BAD_REQUEST: "请求有误,没有处理。请刷新页面后重试。",
    HTTPStatus.FORBIDDEN: "请求没有通过安全检查,没有处理。请刷新页面后重试。",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "文件超过 20 MB,没有接收。请拆分或删去图片后再上传。",
}


def show_script_error(error: Exception) -> bool:
    """Says on the page that `error` stopped it, under a number that stands in the log with the traceback.

    Returns True: Streamlit shows nothing of its own. Errors of the store, settings and the catalogue already say in
    words what to do.
    """
    number = secrets.token_hex(3).upper()
    _LOG.error("page error %s is the %s above", number, type(error).__name__)  # Streamlit logs the traceback
    if isinstance(error, StoreError | SettingError):
        reason = plain(str(error))
    elif isinstance(error, CatalogueError):
        reason = "目录文件(data/catalogue)有误,请管理员改正:" + plain(str(error))
    else:
        reason = "这个页面没有显示完整,请不要引用已显示的数字。请刷新页面;仍出错时,请管理员按编号查看程序日志。"
    st.error(f"页面运行出错(编号 {number})。{reason}", icon=":material/error:")
    return True


async def _refuse(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    headers = dict(getattr(error, "headers", None) or {}) | HEADERS
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    text = _ANSWERS.get(status, "服务器出错,请稍后重试;仍出错时,请管理员查看程序日志。")
    if isinstance(error, SettingError):
        text = str(error)
    return PlainTextResponse(text, status_code=status, headers=headers)


#: For st.App: answers outside of pages.
HANDLERS: Final[dict[Any, Any]] = {
    **dict.fromkeys(_ANSWERS, _refuse),
    Exception: _refuse,
}
