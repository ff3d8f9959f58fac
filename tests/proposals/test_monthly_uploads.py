"""An office's own table uploaded four months in a row: confirmed once, then read by itself, and on all papers."""

import io
from datetime import date

import pytest
from docx import Document
from pptx import Presentation

from domain.judging.states import judge
from domain.schema.frames import conform
from exports.brief.brief_file import brief_paper
from exports.deck.deck_file import deck
from proposals.proposal import commit, propose_workbook, whole_tables
from store.mappings import read_mappings
from store.records import Actor, Draft
from store.write import commit_version
from tests.examples import SQLITE_FIRST
from tests.loaders.workbook.mapping.offices import confirmed, workbook
from views.brief import brief
from views.slides import slides

CLERK = Actor("王芳", "editor")
SCOPE = {"org_unit": "花桥街道", "period": "2024H1", "as_of_end": date(2024, 1, 31)}
ROADS = SCOPE | {
    "row_id": "measures.roads", "name": "道路硬化里程", "unit": "公里", "target": 120, "actual": 4,
    "kind": "cumulative", "elapsed_mode": "day", "begin": date(2024, 1, 1),
    "indicator_id": "道路硬化里程公里", "due": date(2024, 12, 31), "direction": 1,
}  # fmt: skip
#: Month → what the office's table says of the year so far, its last day, the state and its name: 12.5 %, 30 %, 42.5 %
#: and 72.5 % of the target, where 24.9 %, 33.1 %, 41.5 % and 49.7 % of the year are over.
MONTHS = {
    3: (15, date(2024, 3, 31), "behind", "滞后"),
    4: (36, date(2024, 4, 30), "on_track", "正常"),
    5: (51, date(2024, 5, 31), "on_track", "正常"),
    6: (87, date(2024, 6, 30), "ahead", "超前"),
}

pytestmark = pytest.mark.parametrize("new_store", SQLITE_FIRST, indirect=True)


def sheet(month, roads):
    """The table of a month: another indicator of its own, a share, a remark, and the person who filled it in."""
    head = ["序号", "工作任务", "计量单位", "年度目标", f"1-{month}月完成", "完成率", "责任单位"]
    rows = [
        [1, "道路硬化", "公里", 120, roads, roads / 120, "交通站"],
        [2, "公厕改造", "座", 8, month, month / 8, "城建办"],
    ]
    return workbook({"进度": [[f"2024年1-{month}月重点工作进度表"], head, *rows, ["填表人：李四"]]})


@pytest.fixture
def version(store):
    """The version that the year began with."""
    tables = {"measures": conform("measures", [ROADS])}
    return commit_version(Draft("花桥街道", "2024H1", "report", tables), None, CLERK, "导入", date(2024, 1, 31))


def answers_of_the_first_month(proposal):
    """The mapping as proposed, 道路硬化 as the unit's 道路硬化里程, and 公厕改造 as a new indicator."""
    read = proposal.answered(confirmed(proposal.reading))
    alike, new = read.reading.faults
    assert (alike.kind.code, new.kind.code) == ("which_name", "names_new")
    return confirmed(proposal.reading) | {alike.key: "=道路硬化里程", new.key: "new"}


def words_of_deck(content):
    pages = Presentation(io.BytesIO(content)).slides
    shapes = [shape for page in pages for shape in page.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    cells = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return " ".join(
        [*texts, *cells, *(page.notes_slide.notes_text_frame.text for page in pages if page.has_notes_slide)]
    )


def words_of_paper(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_four_monthly_uploads_keep_source_day_and_state_on_every_paper(version):
    for month, (roads, day, state, shown) in MONTHS.items():
        proposal = propose_workbook(sheet(month, roads), f"{month}月.xlsx", version, CLERK)
        if month == 3:
            proposal = proposal.answered(answers_of_the_first_month(proposal))
        assert proposal.reading.faults == ()
        version = commit(proposal.outcome, CLERK, f"{month}月进度", day, confirmed=True)
        tables = whole_tables(version)
        measures = tables["measures"].set_index("name")
        assert list(measures.index) == ["道路硬化里程", "公厕改造"]
        row = measures.loc["道路硬化里程"]
        assert (row["row_id"], row["actual"], row["target"], row["unit"]) == ("measures.roads", roads, 120, "公里")
        assert row["as_of_end"].date() == day
        assert (row["sheet"], row["source_id"]) == ("进度", proposal.reading.source_id)
        assert row["cell"] == "B3:G3"
        assert measures.loc["公厕改造", "actual"] == month
        judged = judge(tables["measures"]).set_index(tables["measures"]["name"])
        assert judged.loc["道路硬化里程", "state"] == state
        for words in (words_of_deck(deck(slides(tables))), words_of_paper(brief_paper(brief(tables)))):
            assert f"{roads}公里" in words
            assert f"■{shown}" in words.replace("■ ", "■")
            assert f"截至2024年{month}月{day.day}日" in words
            assert "依据：工作表“进度”第3行" in words
    (stored,) = read_mappings("花桥街道").values()
    assert "道路硬化里程" in stored.mapping
