"""A number that a workbook brought opens its cell, the version that brought it, and the sentence it replaced."""

import re
import shutil
from datetime import date
from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest

from exports.ledger.ledger_file import ledger
from proposals.proposal import commit, edited_rows, propose_edit, propose_workbook, whole_tables
from store.engine import SETTING, close, engine
from store.read import read_current
from store.records import Actor
from tests.pages.conftest import markup

EDITOR = Actor("王芳", "editor")
ROW = "measures:土地整治(新增耕地)种植平方米"


def retyped_ledger(version) -> bytes:
    """The ledger with one mu more in each row of 指标进度 and 土地整治 that has any, so that no share breaks."""
    book = openpyxl.load_workbook(BytesIO(ledger(whole_tables(version), version)))
    for name, header in (("指标进度", "完成值"), ("土地整治", "面积（亩）")):
        sheet = book[name]
        [column] = [cell.column for cell in sheet[1] if cell.value == header]
        [unit] = [cell.column for cell in sheet[1] if cell.value == "单位（量）"] or [0]
        for row in range(2, sheet.max_row + 1):
            if isinstance(sheet.cell(row, column).value, (int, float)) and (
                not unit or sheet.cell(row, unit).value == "亩"
            ):
                sheet.cell(row, column).value += 1
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def second_version_file(seed_database, tmp_path_factory):
    """The store with a second version; only to be copied."""
    file = tmp_path_factory.mktemp("second") / "progress.db"
    shutil.copy(seed_database, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SETTING, f"sqlite:///{file}")
        version = read_current()
        outcome = propose_workbook(retyped_ledger(version), "七月台账.xlsx", version, EDITOR).outcome
        commit(outcome, EDITOR, "七月例会后更新", date(2023, 7, 31), confirmed=True)
        close()
    return file


@pytest.fixture
def second_version(second_version_file, tmp_path, monkeypatch):
    shutil.copy(second_version_file, tmp_path / "progress.db")
    monkeypatch.setenv(SETTING, f"sqlite:///{tmp_path / 'progress.db'}")
    yield read_current()
    engine().dispose()


def test_row_page_lists_versions_cell_and_first_sentence(second_version, show):
    told = markup(show("checking/source.py", row=ROW))
    history = told[told.index("这一行的来历") : told.index("</section>")]
    assert "完成值：584亩 → 585亩" in history
    assert re.search(r'/api/versions/2/received" download>七月台账.xlsx</a> 工作表“指标进度”I\d', history)
    assert "第2版 · 王芳 · " in history
    assert re.search(r'第1版 · .*<a href="/source\?at=\d+">“把新增耕地7850亩', history, re.DOTALL)


def test_row_page_day_changed_alone_is_proved_by_the_edit(second_version, show):
    rows = edited_rows("measures", whole_tables(second_version)["measures"])
    rows.loc[rows["row_id"] == "measures:规范庭院户", "as_of_end"] = date(2023, 7, 31)
    outcome = propose_edit({"measures": rows}, second_version, second_version, EDITOR).outcome
    commit(outcome, EDITOR, "补七月", date(2023, 7, 31), confirmed=True)
    told = markup(show("checking/source.py", row="measures:规范庭院户"))
    later, first = told[told.index("这一行的来历") : told.index("</section>")].split("<h4>")[1:]
    assert "数据截至：2023年6月30日 → 2023年7月31日" in later
    assert "<dt>依据</dt><dd>在线修改</dd>" in later
    assert "规范庭院1280余户" in first


def test_row_page_of_an_unknown_row_says_so(second_version, show):
    assert "没有这一行。" in markup(show("checking/source.py", row="measures.nothing"))


def test_row_page_report_states_the_current_value_of_a_changed_figure(second_version, show):
    text = show("checking/source.py")
    assert re.search(r'title="[^"]*584亩[^"]*现为585亩（指标进度、土地整治）"', markup(text))


@pytest.mark.parametrize("page", ["land", "trend"])
def test_page_numbers_have_a_proof(second_version, show, page):
    """All but counts of rows: the numbers of states, of dates."""
    told = markup(show(f"progress/{page}.py"))
    cells = re.findall(r'<td class="number">(.*?)</td>', told)
    values = re.findall(r'card-value">(.*?)</span>', told)
    bare = [cell for cell in (*cells, *values) if "<a " not in cell and "unknown" not in cell]
    assert all(re.fullmatch(r"\d{1,2}", cell) for cell in bare)
    assert "见来历" in told


def test_indicator_page_names_who_brought_the_row_not_who_came_last(second_version, show):
    other = markup(show("progress/indicator.py", indicator="measures:村集体收入全覆盖元"))
    assert "<dt>上传人</dt><dd>系统（第1版）</dd>" in other
    own = markup(show("progress/indicator.py", indicator=ROW))
    assert "<dt>上传人</dt><dd>王芳（第2版）</dd>" in own
    assert f'<a href="/source?row={quote(ROW)}">见来历</a>' in own
