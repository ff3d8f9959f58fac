"""What a page asks per rerun is found by index: the work does not grow with the number of versions."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from benchmarks.versions import QUESTIONS, fill
from store import read
from store.engine import engine
from store.records import Actor
from store.unit_changes import confirm_unit
from tests.store.two_units import commit_land

MANY = 20_000


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
def test_newest_query_reads_no_whole_version_table(many_versions, question):
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
    assert read.read_newest_ids("jcjd") == {"2023": 19_998, "2023H1": 19_999, "2022": 20_000, "2022H1": 19_997}
    assert read.read_newest_ids("dqz") == {"2023": 2, "2023H1": 3, "2022": 4, "2022H1": 5}
    assert read.read_last_ids() == {"jcjd": 20_000, "dqz": 5}


def test_newest_versions_are_listed_across_periods_and_names(store):
    for number, (unit, period) in enumerate(
        [("金川街道", "2023H1"), ("大桥镇", "2023H1"), ("金川街道", "2023H2"), ("金川街道", "2023H1")], start=1
    ):
        commit_land(unit, "鸡笼山", number, period)
    confirm_unit("金川街道", "jcjd", Actor("管理员", "admin"))
    commit_land("金川街道", "鸡笼山", 5, "2023H2")
    assert [version.id for version in read.list_newest("jcjd", 10)] == [5, 4, 3, 1]
    assert [version.id for version in read.list_newest("jcjd", 2)] == [5, 4]
    assert [version.id for version in read.list_newest("jcjd", 2, below=4)] == [3, 1]
    assert [version.id for version in read.list_newest("dqz", 2)] == [2]
