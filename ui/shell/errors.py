"""Error messages of pages and routes: what is wrong and what to do, in Chinese; the details are logged."""

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
from ui.shell.security import security_headers
from ui.shell.text import escape_markdown

_LOG: Final = logging.getLogger("progress")
_STATUS_MESSAGES: Final[Mapping[int, str]] = {
    HTTPStatus.NOT_FOUND: "没有这个地址，请核对链接。",
    HTTPStatus.METHOD_NOT_ALLOWED: "这个地址只能读取，不能写入。",
    HTTPStatus.BAD_REQUEST: "请求有误，没有处理。请刷新页面后重试。",
    HTTPStatus.FORBIDDEN: "请求没有通过安全检查，没有处理。请刷新页面后重试。",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "文件超过 20 MB，没有接收。请拆分或删去图片后再上传。",
}


def show_script_error(error: Exception) -> bool:
    """Shows on the page that `error` stopped it, with an error number that is logged beside the traceback.

    Returns True, so that Streamlit shows no message of its own. Errors of the store, the settings and the catalogue
    carry their own remedy.
    """
    number = secrets.token_hex(3).upper()
    _LOG.error("page error %s is the %s above", number, type(error).__name__)  # Streamlit logs the traceback
    if isinstance(error, StoreError | SettingError):
        reason = escape_markdown(str(error))
    elif isinstance(error, CatalogueError):
        reason = "目录文件（data/catalogue）有误，请管理员改正：" + escape_markdown(str(error))
    else:
        reason = "这个页面没有显示完整，请不要引用已显示的数字。请刷新页面；仍出错时，请管理员按编号查看程序日志。"
    st.error(f"页面运行出错（编号 {number}）。{reason}", icon=":material/error:")
    return True


async def _refuse(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    headers = dict(getattr(error, "headers", None) or {}) | security_headers()
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    text = _STATUS_MESSAGES.get(status, "服务器出错，请稍后重试；仍出错时，请管理员查看程序日志。")
    if isinstance(error, SettingError):
        text = str(error)
    return PlainTextResponse(text, status_code=status, headers=headers)


#: For st.App: exception handlers of the routes.
HANDLERS: Final[dict[Any, Any]] = {
    **dict.fromkeys(_STATUS_MESSAGES, _refuse),
    Exception: _refuse,
}
