"""A workbook of an earlier period on a running server: refused on the newest period's page, stored on its own."""

from datetime import date

from store.read import list_versions, read_current, read_tables
from store.records import Actor, Draft
from store.write import commit_version
from tests.server.socket_client import SocketClient
from tests.server.test_editors import commit, workbook
from tests.server.uploader import hand_in


def add_second_half() -> None:
    """The same figures as those of the first half, as a version of 2023H2."""
    first = read_current()
    tables = {name: rows.assign(period="2023H2") for name, rows in read_tables(first.id).items()}
    draft = Draft(first.org_unit, "2023H2", "edit", tables)
    commit_version(draft, None, Actor("王芳", "editor"), "年终", date(2023, 12, 31))


def test_workbook_of_earlier_period_is_committed_to_chosen_period(server):
    ledger = workbook({2: 1234.0})
    add_second_half()
    with SocketClient(server.url, page="upload") as client:
        told = hand_in(client, "上半年台账.xlsx", ledger)
        assert "这份台账的报告期是“2023H1”，现在要更新的是“2023H2”" in told
        assert "请先在页面左侧“报告期”选它" in told
    with SocketClient(server.url, page="upload", query="period=2023H1") as client:
        assert "正在看2023年上半年" in client.text()
        assert "5 提交" in hand_in(client, "上半年台账.xlsx", ledger)
        assert "已存为第3版" in commit(client, "更正上半年")
    newest, second, first = list_versions()
    assert (newest.period, newest.parent_id) == ("2023H1", first.id)
    assert read_current() == second
