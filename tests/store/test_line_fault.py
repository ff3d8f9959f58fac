"""`check` reads stored lines without making tables of them; it must find what a reader would stumble over."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.schema.tables import TABLES
from store.content import line_fault, make_content, read_content
from tests.store.samples import land

#: A column of each kind.
COLUMNS = {"project": "text", "area_mu": "number", "as_of_end": "date"}
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(-(2**70), 2**70), st.floats(allow_nan=False), st.text(),
    st.dates().map(str), st.datetimes().map(lambda moment: moment.isoformat()), st.lists(st.integers(), max_size=2),
)  # fmt: skip


def column_names(name: str) -> list[str]:
    return [column.name for column in TABLES[name].all_columns]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"row_id":"land-1","area_mu":880.0}', None),
        ('{"area_mu":880}', None),
        ('{"as_of_end":"2023-06-30"}', None),
        ('{"project":null}', None),
        ("{}", None),
        ('{"colour":"red"}', "有本程序不认识的列 colour"),
        ('{"area_mu":"880"}', "“面积”一列的 \"880\" 读不懂"),
        ('{"as_of_end":"2023年6月30日"}', "“数据截至”一列的 \"2023年6月30日\" 读不懂"),
        ('{"as_of_end":"2023-06-31"}', "“数据截至”一列的 \"2023-06-31\" 读不懂"),
        ('{"as_of_end":"2023-06-30T08:00:00.5"}', "“数据截至”一列的 \"2023-06-30T08:00:00.5\" 读不懂"),
        ('{"project":7}', "“项目”一列的 7 读不懂"),
        ('["land-1"]', "不是一行数据"),
    ],
)  # fmt: skip
def test_line_fault_names_what_cannot_be_read(line: str, fault: str | None):
    assert line_fault("land", line) == fault


def test_line_fault_unknown_table_is_named():
    assert line_fault("roads", "{}") == "没有这样的表"


@given(st.sampled_from(sorted(TABLES)).flatmap(
    lambda name: st.tuples(st.just(name), st.dictionaries(st.sampled_from(column_names(name)), CELLS, max_size=6))
))  # fmt: skip
@settings(deadline=None)
def test_line_without_fault_is_read_by_the_store(case: tuple[str, dict[str, object]]):
    name, row = case
    line = json.dumps(row)
    if line_fault(name, line) is None:
        assert len(read_content(name, [line])) == 1


def test_line_fault_passes_what_the_store_writes():
    content = make_content("land", land(880, 900.5, project="鸡笼山", as_of_end="2023-06-30"))
    assert [line_fault("land", line) for line in content.lines] == [None, None]
