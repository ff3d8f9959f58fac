"""A setting that cannot be used is said in words on each page and by each address, and nothing else is shown."""

import asyncio
from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from domain.office_time import office_zone
from domain.settings import SettingError
from ui.shell.errors import HANDLERS

NAVIGATION = Path(__file__).parents[3] / "ui" / "navigation.py"


@pytest.fixture(autouse=True)
def wrong_zone(monkeypatch):
    monkeypatch.setenv("PROGRESS_TIME_ZONE", "北京")


def test_page_with_invalid_time_zone_shows_nothing(caplog):
    page = AppTest.from_file(str(NAVIGATION), default_timeout=20).run()
    assert len(page.exception) == 1
    assert "“北京”不是时区名称" in caplog.text
    assert page.get("html") == []


def test_page_with_invalid_setting_shows_message():
    def script():
        from domain.settings import SettingError
        from ui.shell.errors import show_script_error

        show_script_error(SettingError("设置写错了。"))

    (error,) = AppTest.from_function(script).run().error
    assert error.value.endswith("设置写错了。")


def test_route_with_invalid_setting_answers_message():
    with pytest.raises(SettingError) as caught:
        office_zone()
    answer = asyncio.run(
        HANDLERS[Exception](Request({"type": "http", "method": "GET", "path": "/show", "headers": []}), caught.value)
    )
    assert answer.status_code == 500
    assert "“北京”不是时区名称" in answer.body.decode()
