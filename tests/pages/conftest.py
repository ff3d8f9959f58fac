"""A store for the pages: empty, with a small report, or filled from the seeds."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.schema.frames import conform
from store import migrate
from store.engine import SETTING, engine
from store.records import Actor, Draft, Received
from store.write import commit_version

PAGES = Path(__file__).parents[2] / "pages"
TEXT = "一、土地整治\n立项面积达880亩,排名第一。完成1~3月任务*600*亩。\n二、安全\n重大隐患11处。"
SCOPE = {"org_unit": "金川街道", "period": "2023H1", "source_id": "small", "as_of_end": date(2023, 6, 30)}

Show = Callable[..., AppTest]
EDITOR = Actor("王芳", "editor")


@pytest.fixture
def show() -> Show:
    """Runs one page, by its file in pages/, with the query of an address."""
    return run_page


def run_page(file: str, **query: str) -> AppTest:
    """The page of that file in pages/, after its first run."""
    page = AppTest.from_file(str(PAGES / file), default_timeout=20)
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A store without any version."""
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    migrate.initialise()
    yield
    engine().dispose()


@pytest.fixture
def small_store(empty_store: None) -> None:
    """A store with TEXT, three figures, a finding and an issue."""
    commit_version(
        Draft("金川街道", "2023H1", "report", small_tables(), small_report()),
        None,
        EDITOR,
        "导入",
        date(2023, 6, 30),
    )


@pytest.fixture
def seed_store(seed_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The store as it is after the first start."""
    monkeypatch.setenv(SETTING, f"sqlite:///{seed_database}")
    yield
    engine().dispose()


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who may change figures looks at the page."""
    monkeypatch.setattr("ui.shell.account.actor_of", lambda visitor: EDITOR)


def press(page: AppTest, label: str) -> AppTest:
    """The page after a click on the button `label`."""
    return next(button for button in page.button if button.label == label).click().run()


def small_report() -> Received:
    return Received("报告.txt", "report", TEXT.encode(), "small", TEXT, "utf-8", {"issuer": "金川街道"})


def small_tables() -> dict:
    return {
        "figures": conform("figures", [
            figure("880亩", "立项面积", "land", unit="亩", value=880),
            figure("600", "完成任务", "land", unit="亩", value=600),
            figure("11处", "重大隐患", "safety", unit="处", value=11),
        ]),
        "findings": conform("findings", [
            {**SCOPE, "row_id": "f1", "check": "target", "severity": "conflict", "title": "两个目标",
             "message": "880亩与600亩", "figures": f"{at('880亩')} {at('600')}", "domain": "land", "start": at("立项"),
             "quote": "立项面积达880亩,排名第一。",
             "confirm": "以哪个为准", "with_whom": "农业农村局", "end": at("完成1")},
            {**SCOPE, "row_id": "f2", "check": "sum", "severity": "passed", "title": "合计相符", "message": "11=8+3",
             "domain": "safety", "start": at("重大"), "end": len(TEXT), "quote": "重大隐患11处。"},
        ]),
        "issues": conform("issues", [
            {**SCOPE, "row_id": "i1", "code": "没有名称", "severity": "notice", "message": "不知道是什么",
             "remedy": "补写名称", "start": at("600"), "end": at("600") + 3, "quote": "600"},
        ]),
    }  # fmt: skip


def figure(text: str, name: str, domain: str, **more: object) -> dict:
    start = at(text)
    return {**SCOPE, "row_id": f"figure-{start}", "text": text, "name": name, "domain": domain, "role": "actual",
            "dimension": "area", "start": start, "end": start + len(text), "quote": text, **more}  # fmt: skip


def markup(page: AppTest) -> str:
    """The HTML that a page shows, without its stylesheet; fails where the page failed."""
    assert not page.exception
    return re.sub(
        r"<style>.*?</style>", "", "".join(element.proto.body for element in page.get("html")), flags=re.DOTALL
    )


def at(words: str) -> int:
    return TEXT.index(words)
