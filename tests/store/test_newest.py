"""What a page asks per rerun is found by index: the work does not grow with the number of versions."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from benchmarks.versions import QUESTIONS, fill
from store import read
from store.engine import engine

MANY = 2000


@pytest.fixture
def many_versions(store):
    fill(store, MANY)


def statements(ask: Callable[[], object]) -> list[tuple[str, object]]:
    """The statements of `ask` with their parameters."""
    found: list[tuple[str, object]] = []

    def keep(_connection, _cursor, statement, parameters, *_):
        if statement.lstrip().startswith(("SELECT", "WITH")):
            found.append((statement, parameters))

    sa.event.listen(engine(), "before_cursor_execute", keep)
    ask()
    sa.event.remove(engine(), "before_cursor_execute", keep)
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_of_rerun_reads_no_table_of_versions_whole(many_versions, question):
    asked = statements(QUESTIONS[question])
    assert asked
    explain = "EXPLAIN QUERY PLAN" if engine().dialect.name == "sqlite" else "EXPLAIN"
    with engine().connect() as connection:
        for statement, parameters in asked:
            plan = "\n".join(
                str(tuple(row)) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters)
            )
            assert "SCAN versions" not in plan
            assert "Seq Scan on versions" not in plan


def test_newest_of_each_period_is_found_among_many(many_versions):
    assert read.read_newest_ids("jcjd") == {"2023": 1998, "2023H1": 1999, "2022": 2000, "2022H1": 1997}
    assert read.read_newest_ids("dqz") == {"2023": 2, "2023H1": 3, "2022": 4, "2022H1": 5}
    assert read.read_last_ids() == {"jcjd": 2000, "dqz": 5}
