"""Several editors (EDITORS) at once on one server: each uploads an own change, all commit at the same moment."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import BytesIO

import openpyxl
import pytest

from exports.ledger.ledger_file import ledger
from proposals.proposal import whole_tables
from store.accounts import add_account
from store.read import list_versions, read_current, read_table
from store.records import Actor
from store.sessions import end_session, open_session, session_of
from tests.examples import SQLITE_FIRST
from tests.server.socket_client import SocketClient
from tests.server.uploader import hand_in

EDITORS = int(os.environ.get("EDITORS", 3))


def workbook(areas: dict[int, float]) -> bytes:
    """The ledger of the current version with other areas in rows of 土地整治 (row of the sheet → area)."""
    current = read_current()
    book = openpyxl.load_workbook(BytesIO(ledger(whole_tables(current), current)))
    sheet = book["土地整治"]
    column = next(cell.column for cell in sheet[1] if str(cell.value).startswith("面积"))
    for row, area in areas.items():
        sheet.cell(row, column, area)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def commit(client: SocketClient, note: str, clicks: int = 1) -> str:
    """Presses 提交 with a note, warnings ticked; what the page says then."""
    ticks = [box.id for box in client.of_kind("checkbox") if "已核对" in box.label]
    written, button = client.widget("text_area", "说明").id, client.widget("button", "提交").id

    def fill(states) -> None:
        states.add(id=written, string_value=note)
        for tick in ticks:
            states.add(id=tick, bool_value=True)
        states.add(id=button, trigger_value=True)

    for _ in range(clicks):
        client.run(fill)
    return client.text()


@pytest.mark.parametrize("database", SQLITE_FIRST, indirect=True)
def test_concurrent_commits_of_editors_one_succeeds_and_none_loses_edits(server):
    with ExitStack() as opened, ThreadPoolExecutor(EDITORS) as pool:
        clients = [opened.enter_context(SocketClient(server.url, page="upload")) for _ in range(EDITORS)]
        for number, client in enumerate(clients):
            assert "5 提交" in hand_in(client, "台账.xlsx", workbook({2: 1000.0 + number}))
        told = list(pool.map(lambda number: commit(clients[number], f"改{number}"), range(EDITORS)))
        (won,) = (number for number, words in enumerate(told) if "已存为第2版" in words)
        for number in set(range(EDITORS)) - {won}:
            assert "您的修改没有写入，也没有丢失" in told[number]
            assert clients[number].widget("button", "与最新版合并")
        assert [client.errors for client in clients] == [[]] * EDITORS
    newest, first = list_versions()
    assert (newest.note, newest.parent_id) == (f"改{won}", first.id)
    assert 1000.0 + won in read_table("land")["area_mu"].tolist()


def test_second_click_on_commit_stores_nothing(server):
    with SocketClient(server.url, page="upload") as client:
        hand_in(client, "台账.xlsx", workbook({2: 1234.0}))
        assert "已存为第2版" in commit(client, "更正", clicks=2)
    assert len(list_versions()) == 2


def test_preview_of_ended_session_is_not_committed(server):
    session = open_session(add_account("孙七", "editor", "金川2023不忘", Actor("机主", "admin")))
    with SocketClient(server.url, page="upload", headers={"Cookie": f"progress_session={session}"}) as client:
        hand_in(client, "台账.xlsx", workbook({2: 1234.0}))
        end_session(session_of(session))
        commit(client, "更正")
    assert len(list_versions()) == 1
