"""The page 历史版本: the list, two versions compared, going back to one, the audit."""

import re
from datetime import date

import pytest

from domain.schema.frames import conform
from store import audit
from store.read import list_versions, read_current
from store.records import Actor, Draft
from store.write import commit_version
from tests.examples import few
from tests.pages.conftest import markup, small_report, small_tables
from ui.edit import history as history_module
from ui.edit import rollback
from ui.shell import account

PAGE = "keeping/history.py"
EDITOR = Actor("王芳", "editor")
LAND = {"row_id": "land-1", "org_unit": "金川街道", "period": "2023H1", "project": "土地整治", "stage": "种植"}


def commit(area: float, note: str = "更新") -> None:
    current = read_current()
    tables = {**small_tables(), "land": conform("land", [{**LAND, "area_mu": area}])}
    draft = Draft("金川街道", "2023H1", "edit" if current else "report", tables, None if current else small_report())
    commit_version(draft, current.id if current else None, EDITOR, note, date(2023, 6, 30))


@pytest.fixture
def editor(monkeypatch):
    """Whoever looks may edit."""
    for module in (account, rollback, history_module):
        monkeypatch.setattr(module, "may_edit", lambda: True, raising=False)
    monkeypatch.setattr("ui.edit.audit.may_edit", lambda: True)
    monkeypatch.setattr(rollback, "actor", lambda: EDITOR)


@pytest.fixture
def three_versions(empty_store):
    for area in (584, 600, 611):
        commit(area, f"更新到{area}<b>")


def rows(shown: str) -> list[str]:
    return re.findall(r"<tr(?: aria-current=\"true\")?><th scope=\"row\".*?</tr>", shown.partition("</table>")[0])


def test_history_version_is_listed_with_its_changes(show, three_versions):
    listed = rows(markup(show(PAGE)))
    assert [re.search(r"第\d版(（最新）)?", row)[0] for row in listed] == ["第3版（最新）", "第2版", "第1版"]
    assert "土地整治改1行" in listed[0]
    assert "首个版本" in listed[2]
    assert "更新到611&lt;b&gt;" in listed[0]


def test_history_columns_have_headers(show, three_versions):
    shown = markup(show(PAGE))
    heads = re.findall(r'<th scope="col">(.*?)</th>', shown.partition("</table>")[0])
    cells = [re.sub(r"<[^>]*>", " ", cell) for cell in re.findall(r"<t[hd] [^>]*>(.*?)</t[hd]>", rows(shown)[0])]
    told = dict(zip(heads, cells, strict=True))
    assert (told["版本"], told["谁"], told["方式"]) == ("第3版（最新）", "王芳", "在线修改")
    assert (told["改动"], told["数据截至"]) == ("土地整治改1行", "2023-06-30")
    assert told["说明"] == "更新到611&lt;b&gt;"


def test_history_version_links_to_its_pages_changes_and_files(show, three_versions):
    first, second = rows(markup(show(PAGE)))[:0:-1]
    assert 'href="/?version=2"' in second
    assert 'href="?a=1&amp;b=2"' in second
    assert 'href="/api/versions/1/received" download' in first
    assert "/received" not in second
    assert 'href="/api/versions/2/export" download' in second


def test_history_newest_version_of_each_period_is_marked_and_linked(show, three_versions):
    rest = {"land": conform("land", [{**LAND, "period": "2023H2", "area_mu": 700}])}
    commit_version(Draft("金川街道", "2023H2", "report", rest), None, EDITOR, "年终", date(2023, 12, 31))
    page = show(PAGE)
    assert [option.split(" · ")[1] for option in page.selectbox[0].options[:2]] == ["2023年下半年", "2023年上半年"]
    listed = rows(markup(page))
    assert [re.search(r"第\d版(（.*?最新）)?", row)[0] for row in listed] == [
        "第4版（最新）", "第3版（本期最新）", "第2版", "第1版",
    ]  # fmt: skip
    assert 'href="/?version=newest&amp;period=2023H1">看页面' in listed[1]


def test_history_rollback_of_an_earlier_period_keeps_the_newest_one(show, three_versions, editor):
    rest = {"land": conform("land", [{**LAND, "period": "2023H2", "area_mu": 700}])}
    newest = commit_version(Draft("金川街道", "2023H2", "report", rest), None, EDITOR, "年终", date(2023, 12, 31))
    page = show(PAGE, rollback="1")
    assert "回退会把第3版改成这样" in markup(page)
    page.text_area[0].set_value("六月数字录错")
    page.checkbox[0].check()
    page.button[0].click().run()
    assert "已回退：内容同第1版，存为第5版" in markup(page)
    assert (read_current(), read_current(period="2023H1").id) == (newest, 5)


def test_history_newest_version_is_compared_with_the_previous_one(show, three_versions):
    shown = markup(show(PAGE))
    assert "第2版 → 第3版" in shown
    assert "由600亩改为611亩" in shown


def test_history_any_two_versions_are_compared(show, three_versions):
    page = show(PAGE, a="1", b="3")
    assert "由584亩改为611亩" in markup(page)
    page.selectbox[0].select(2).run()
    assert "由600亩改为611亩" in markup(page)
    assert page.query_params["a"] in ("2", ["2"])


@pytest.mark.parametrize(
    "asked", few([{"a": "99"}, {"b": "x"}, {"a": "-1", "b": "1;"}, {"rollback": "77"}, {"older": "ｘ"}], 2, 3)
)
def test_history_unknown_version_in_address_shows_the_default(show, three_versions, asked):
    assert "第2版 → 第3版" in markup(show(PAGE, **asked))


def test_history_single_version_has_no_comparison(show, empty_store):
    commit(584)
    assert "对比两个版本" not in markup(show(PAGE))


def test_history_of_a_viewer_has_neither_rollback_nor_audit(show, three_versions):
    shown = markup(show(PAGE)) + markup(show(PAGE, rollback="1"))
    assert "回退到此" not in shown
    assert "操作记录" not in shown
    assert not show(PAGE, rollback="1").get("button")


def test_history_rollback_shows_its_changes_and_needs_reason_and_checkbox(show, three_versions, editor):
    page = show(PAGE, rollback="1")
    assert "由611亩改为584亩" in markup(page)
    page.text_area[0].set_value("六月数字录错")
    page.button[0].click().run()
    assert "已核对以上变化" in markup(page)
    assert read_current().id == 3
    page.checkbox[0].check()
    page.button[0].click().run()
    assert "已回退：内容同第1版，存为第4版" in markup(page)
    newest = list_versions()[0]
    assert (newest.restores_id, newest.note, newest.author) == (1, "六月数字录错", "王芳")


def test_history_rollback_without_a_reason_stores_nothing(show, three_versions, editor):
    page = show(PAGE, rollback="1")
    page.checkbox[0].check()
    page.button[0].click().run()
    assert "回退理由为空" in markup(page)
    assert read_current().id == 3


def test_history_rollback_after_another_commit_is_refused(show, three_versions, editor):
    page = show(PAGE, rollback="1")
    page.text_area[0].set_value("误改")
    page.checkbox[0].check()
    commit(622)
    page.button[0].click().run()
    assert "您编辑期间，王芳 已提交第4版" in markup(page)
    assert read_current().id == 4
    assert "由622亩改为584亩" in markup(page)


def test_history_audit_of_an_editor_is_newest_first_in_parts(show, three_versions, editor):
    for number in range(40):
        audit.record(EDITOR, "upload", {"file": f"台账{number}.xlsx", "sha256": "ab" * 32, "size": 2048})
    shown = markup(show(PAGE))
    assert "文件：台账39.xlsx；大小：2 KB" in shown
    assert "abab" not in shown
    older = re.search(r'<a href="\?entries=(\d+)">更早的记录</a>', shown)[1]
    earlier = markup(show(PAGE, entries=older))
    assert "台账0.xlsx" in earlier
    assert "台账39.xlsx" not in earlier


def test_history_names_are_hidden_by_the_setting(show, three_versions, editor):
    shown = markup(show(PAGE, hide="on"))
    assert "王芳" not in shown
    assert "王某" in shown


def test_history_long_list_is_shown_in_parts(show, empty_store):
    for area in range(500, 525):
        commit(area)
    shown = markup(show(PAGE))
    assert len(rows(shown)) == 20
    older = re.search(r'<a href="\?older=(\d+)">更早的版本</a>', shown)[1]
    assert len(rows(markup(show(PAGE, older=older)))) == 5


def test_history_rights_are_asked_once_for_all_rows_of_the_list(show, three_versions, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(history_module, "may_edit", lambda: bool(asked.append("asked")) or True)
    page = show(PAGE)
    assert "改了什么" in markup(page)
    assert asked == ["asked"]
