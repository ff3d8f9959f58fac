"""Pages that write, over the raw web socket: whoever may not edit writes nothing, whatever they send."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
from _pytest.mark import ParameterSet
from streamlit.proto.Common_pb2 import StringArray

from store import schema
from store.account_status import MAX_SESSION
from store.accounts import add_account, disable_account
from store.audit import time_text
from store.content import sha256_of
from store.engine import SETTING, engine, reading, writing
from store.read import list_versions, read_current, read_tables
from store.records import Actor, Draft
from store.sessions import end_session, find_session, open_session, session_of
from store.write import commit_version
from tests.server.running import start_server
from tests.server.socket_client import SocketClient
from tests.server.test_editors import workbook
from tests.server.uploader import hand_in

ADMIN = Actor("机主", "admin")
PASSWORD = "金川2023不忘"
NUMBER = count(1)

#: What a browser sends of one widget: its id, the field of its state, the value.
State = tuple[str, str, Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A dashboard with two versions."""
    folder = tmp_path_factory.mktemp("writes")
    running = start_server(folder)
    patch = pytest.MonkeyPatch()
    patch.setenv(SETTING, f"sqlite:///{folder / 'progress.db'}")
    first = read_current()
    land = read_tables(first.id)["land"]
    land = land.assign(area_mu=land["area_mu"] + 20)
    draft = Draft(first.org_unit, first.period, "edit", {"land": land})
    commit_version(draft, first.id, Actor("王芳", "editor"), "更正", date(2023, 6, 30))
    yield running
    engine().dispose()
    patch.undo()
    running.stop()


def signed_in(role: str = "editor") -> str:
    """The cookie's value of somebody who has just signed in, with an account of their own."""
    return open_session(add_account(f"孙七{next(NUMBER)}", role, PASSWORD, ADMIN))


def cookie(value: str) -> dict[str, str]:
    return {"Cookie": f"progress_session={value}"}


def run_out(value: str) -> str:
    """Lets the session be as old as one may get."""
    opened = time_text(datetime.now(UTC) - MAX_SESSION)
    with writing() as connection:
        session = sa.update(schema.sessions).where(schema.sessions.c.id == session_of(value))
        connection.execute(session.values(opened_at=opened))
    return value


def make_viewer(name: str) -> None:
    with writing() as connection:
        connection.execute(sa.update(schema.accounts).where(schema.accounts.c.name == name).values(role="viewer"))


STRANGERS: dict[str, Callable[[], dict[str, str]]] = {
    "nobody": lambda: {"X-Forwarded-For": "10.0.0.7"},
    "viewer": lambda: cookie(signed_in("viewer")),
    "ran out": lambda: cookie(run_out(signed_in())),
    "forged": lambda: cookie(f"{'a' * 43}.{'0' * 64}"),
}
ENDS: dict[str, Callable[[str], object]] = {
    "signed out": lambda value: end_session(session_of(value)),
    "ran out": run_out,
    "disabled": lambda value: disable_account(find_session(session_of(value)).name, ADMIN),
    "viewer by now": lambda value: make_viewer(find_session(session_of(value)).name),
}


def stored() -> str:
    """A digest of everything that versions are made of."""
    tables = [table for table in schema.APPEND_ONLY if table is not schema.audit]
    with reading() as connection:
        rows = [connection.execute(sa.select(table).order_by(*table.primary_key.columns)).all() for table in tables]
    return sha256_of(repr(rows).encode())


def send(client: SocketClient, states: list[State]) -> list[State]:
    def fill(widgets: Any) -> None:
        for widget, kind, value in states:
            widgets.add(id=widget, **{kind: value})

    client.run(fill)
    return states


def filled(client: SocketClient, button: str, **texts: str) -> list[State]:
    """Texts by the label of their area, every tick about what is shown, and the button pressed."""
    ticks = [box.id for box in client.of_kind("checkbox") if "已核对" in box.label]
    return [
        *((client.widget("text_area", label).id, "string_value", text) for label, text in texts.items()),
        *((tick, "bool_value", True) for tick in ticks),
        (client.widget("button", button).id, "trigger_value", True),
    ]


def correct_a_number(client: SocketClient) -> list[State]:
    edits = {"edited_rows": {"0": {"actual": str(next(NUMBER))}}, "added_rows": [], "deleted_rows": []}
    editor = (client.of_kind("dataframe")[0].id, "string_value", json.dumps(edits))
    return send(client, [editor, *filled(client, "检查并预览")])


def choose_a_target(client: SocketClient) -> list[State]:
    goals = client.widget("radio", "以哪个目标为准")
    goal = (goals.id, "string_value", goals.options[1])
    return send(client, [goal, *filled(client, "选定并预览", 采用理由=f"区里确认{next(NUMBER)}")])


def approve_a_deviation(client: SocketClient) -> list[State]:
    until = (client.widget("date_input", "有效期").id, "string_array_value", StringArray(data=["2023/09/30"]))
    return send(client, [until, *filled(client, "批准并预览", 批准理由=f"汛期停工{next(NUMBER)}")])


def settle_a_finding(client: SocketClient) -> list[State]:
    return send(client, filled(client, "记录并预览", 处理结果=f"已核实{next(NUMBER)}"))


def upload_a_workbook(client: SocketClient) -> list[State]:
    hand_in(client, "台账.xlsx", workbook({2: 1000.0 + next(NUMBER)}))
    return []


@dataclass(frozen=True)
class Task:
    """A page that writes: what is done on it up to the preview, and what is pressed at last, with which reason."""

    page: str
    query: str = ""
    prepare: Callable[[SocketClient], list[State]] = lambda _client: []
    reason: str = "说明"
    button: str = "提交"

    def open(self, server: Any, headers: dict[str, str]) -> SocketClient:
        return SocketClient(server.url, page=self.page, query=self.query, headers=headers)

    def preview(self, client: SocketClient) -> tuple[list[State], list[State]]:
        """Brings the page to its last step; what was sent, and what is to be sent for that step."""
        sent = self.prepare(client)
        stays = [state for state in sent if state[1] != "trigger_value"]
        return sent, [*stays, *filled(client, self.button, **{self.reason: "更正"})]


TASKS = {
    "rollback": Task("history", "rollback=1", reason="回退理由", button="回退到"),
    "number": Task("edit", prepare=correct_a_number),
    "target": Task("edit", "task=target", choose_a_target),
    "deviation": Task("edit", "task=deviation", approve_a_deviation),
    "finding": Task("edit", "task=finding", settle_a_finding),
    "workbook": Task("upload", prepare=upload_a_workbook),
}
OTHERS = [name for name in TASKS if name != "rollback"]
#: Ends of which nobody tells the page; sign-out and disabling end a session as running out does.
BY_ITSELF = ("ran out", "viewer by now")


@pytest.mark.parametrize(  # the gate takes no file of theirs
    "task",
    [
        "rollback",
        "number",
        *(pytest.param(name, marks=pytest.mark.soak) for name in ("target", "deviation", "finding")),
    ],
)
def test_write_by_editor_is_stored_and_by_others_refused(server, task):
    account = add_account(f"王芳{next(NUMBER)}", "editor", PASSWORD, ADMIN)
    with TASKS[task].open(server, cookie(open_session(account))) as client:
        messages = TASKS[task].preview(client)
    before = stored()
    for who, headers in STRANGERS.items():
        with TASKS[task].open(server, headers()) as client:
            for message in messages:
                send(client, message)
            assert client.errors == []
        assert stored() == before, who
    other = add_account(f"李强{next(NUMBER)}", "editor", PASSWORD, ADMIN)  # who finds no draft of the first one
    with TASKS[task].open(server, cookie(open_session(other))) as client:
        for message in messages:
            send(client, message)
    assert stored() != before
    assert list_versions()[0].author == other.name


def ends_of_tasks() -> list[ParameterSet]:
    """Every end of a rollback and of each other task those of which nobody tells the page: all in soak."""
    quick = [("rollback", "signed out"), ("number", "ran out"), ("workbook", "viewer by now")]
    pairs = [*(("rollback", end) for end in ENDS), *((task, end) for task in OTHERS for end in BY_ITSELF)]
    return [pytest.param(*pair, marks=[] if pair in quick else pytest.mark.soak) for pair in pairs]


@pytest.mark.parametrize(("task", "end"), ends_of_tasks())
def test_write_button_after_role_revoked_does_nothing(server, task, end):
    value = signed_in()
    with TASKS[task].open(server, cookie(value)) as client:
        _, last = TASKS[task].preview(client)
        ENDS[end](value)
        before = stored()
        send(client, last)
        assert any(words in client.text() for words in ("登录已过期", "只能查看", "只有查看权限"))
    assert stored() == before
