"""What pages read: right after every commit, whoever made it, and nearly free."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from domain.schema.frames import conform
from store import migrate
from store.engine import SETTING, engine
from store.former_ids import record_former_ids
from store.read import read_tables
from store.records import Actor, Draft, Received
from store.write import commit_version
from ui.shell import cache

ROOT = Path(__file__).parents[3]


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/progress.db")
    migrate.initialise()
    yield
    engine().dispose()


def commit(area: float, parent: int | None = None, period: str = "2023H1") -> None:
    rows = [{"org_unit": "金川街道", "period": period, "row_id": "land-1", "area_mu": area}]
    received = Received("报告.txt", "report", "种植880亩。".encode(), "jinchuan", "种植880亩。", "utf-8")
    draft = Draft("金川街道", period, "edit", {"land": conform("land", rows)}, None if parent else received)
    commit_version(draft, parent, Actor("王芳", "editor"), "更正", date(2023, 6, 30))


def test_cache_empty_store_has_no_version_and_empty_tables(store):
    assert cache.version() is None
    assert cache.source() is None
    assert list(cache.table("land").columns) == list(conform("land", []).columns)


def test_cache_new_version_is_seen_at_once(store):
    commit(880)
    assert cache.table("land")["area_mu"].tolist() == [880]
    commit(900, parent=1)
    assert cache.version().id == 2
    assert cache.table("land")["area_mu"].tolist() == [900]
    assert cache.source().text == "种植880亩。"


def test_cache_version_of_another_process_is_seen(store):
    commit(880)
    assert cache.table("land")["area_mu"].tolist() == [880]
    code = "from tests.ui.shell import test_cache; test_cache.commit(905, parent=1)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert cache.table("land")["area_mu"].tolist() == [905]


def test_cache_unchanged_tables_are_not_read_again(store, monkeypatch):
    commit(880)
    cache.table("land")
    draft = Draft("金川街道", "2023H1", "edit", {"measures": measures("2023-06-30", 584)})
    commit_version(draft, 1, Actor("王芳", "editor"), "更正", date(2023, 6, 30))
    asked = []
    monkeypatch.setattr(cache, "read_tables", lambda version, names: asked.append(names) or read_tables(version, names))
    assert cache.table("land")["area_mu"].tolist() == [880]
    assert len(cache.table("measures")) == 1
    assert asked == [["measures"]]


def test_cache_other_database_is_another_version(store, tmp_path, monkeypatch):
    commit(880)
    assert cache.table("land")["area_mu"].tolist() == [880]
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path}/other.db")
    migrate.initialise()
    commit(1)
    assert cache.table("land")["area_mu"].tolist() == [1]


def test_cache_table_changed_by_page_is_not_shared(store):
    commit(880)
    mine = cache.table("land")
    mine["area_mu"] = 0
    mine.loc[0, "project"] = "改动"
    mine["extra"] = 1
    pd.testing.assert_frame_equal(cache.table("land"), conform("land", cache.table("land")))
    assert cache.table("land")["area_mu"].tolist() == [880]


def measures(as_of: str, actual: float, period: str = "2023H1"):
    row = {"org_unit": "金川街道", "period": period, "row_id": "m1", "as_of_end": as_of}
    row |= {"indicator_id": "planted", "name": "种植面积", "unit": "亩", "kind": "cumulative", "direction": 1}
    row |= {"target": 800, "actual": actual, "begin": "2023-01-01", "due": "2023-12-31"}
    return conform("measures", [row])


def test_cache_unknown_table_is_an_error(store):
    with pytest.raises(KeyError):
        cache.table("lnad")


def page() -> None:
    import streamlit as st

    from tests.ui.shell import test_cache
    from ui.shell import cache

    cache.open_version()
    before = cache.table("land")["area_mu"].tolist()
    if st.button("提交"):
        test_cache.commit(900, parent=1)
    st.text(f"{before} {cache.table('land')['area_mu'].tolist()} {cache.version().id}")


def test_cache_rerun_keeps_one_version(store):
    commit(880)
    app = AppTest.from_function(page).run()
    app.button[0].click().run()
    assert app.text[0].value == "[880.0] [880.0] 1"
    app.run()
    assert app.text[0].value == "[900.0] [900.0] 2"


def naming_page() -> None:
    import streamlit as st

    from ui.shell import cache

    cache.open_version()
    st.text(",".join(cache.table("land")["row_id"]))


def test_cache_drops_former_ids_when_ids_were_renamed(store):
    commit(880)
    app = AppTest.from_function(naming_page).run()
    former = app.text[0].value
    record_former_ids("金川街道", {"land": {former: "land:今日"}}, Actor("王芳", "editor"))
    assert app.run().text[0].value == "land:今日"


def watching_page() -> None:
    import streamlit as st

    from ui.shell import cache

    if "opened" not in st.session_state:
        cache.open_version()
        st.session_state["opened"] = True
    st.text(cache.newest().id - cache.version().id)


def test_cache_newer_version_is_reported(store):
    commit(880)
    app = AppTest.from_function(watching_page).run()
    assert app.text[0].value == "0"
    commit(900, parent=1)
    assert app.run().text[0].value == "1"


def reading_page() -> None:
    import streamlit as st

    from ui.shell import cache

    cache.open_version()
    for name in ("land", "measures", "funding", "safety", "findings"):
        cache.table(name)
    cache.source()
    st.text("已读")


def test_cache_rerun_reads_few_rows_and_no_content(store):
    commit(880)
    app = AppTest.from_function(reading_page).run()
    asked: list[str] = []
    sa.event.listen(engine(), "before_cursor_execute", lambda _c, _cur, statement, *_: asked.append(statement))
    app.run()
    assert app.text[0].value == "已读"
    questions = [statement for statement in asked if statement != "BEGIN"]
    assert 1 <= len(questions) <= 3
    content = {"rows", "contents", "version_contents", "sources", "version_sources"}
    assert not [question for question in questions if content & set(question.replace(".", " ").split())]
