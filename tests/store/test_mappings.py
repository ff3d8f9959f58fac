"""Mappings of other people's tables: kept with the commit, per unit and header, deleted by an entry of its own."""

from dataclasses import replace

import pytest

from store import schema
from store.engine import reading
from store.errors import PermissionDenied
from store.mappings import forget_mapping, read_mappings
from store.records import Actor, MappingDraft
from store.unit_changes import confirm_unit
from store.write import commit_version
from tests.store.samples import EDITOR, JUNE, VIEWER, draft

ADMIN = Actor("管理员", "admin")
FIRST = MappingDraft("a1", "村|应签约户数", '{"kind":"demolition"}')
OTHER = MappingDraft("b2", "项目|自筹", '{"kind":"funding"}')


@pytest.fixture
def committed(store):
    """Two versions: the first maps both headers, the second the first header in another way."""
    first = commit_version(replace(draft(1), mappings=(FIRST, OTHER)), None, EDITOR, "六月", JUNE)
    changed = replace(FIRST, mapping='{"kind":"measures"}')
    return commit_version(replace(draft(2), mappings=(changed,)), first.id, EDITOR, "七月", JUNE)


def test_mapping_of_header_is_the_newest(committed):
    found = read_mappings("金川街道")
    assert {sign: (each.mapping, each.version_id) for sign, each in found.items()} == {
        "a1": ('{"kind":"measures"}', committed.id), "b2": ('{"kind":"funding"}', 1),
    }  # fmt: skip
    assert (found["b2"].header, found["b2"].who) == ("项目|自筹", "王芳")


def test_mapping_of_other_unit_is_not_used(committed):
    assert read_mappings("天马街道") == {}


def test_mapping_deleted_stays_deleted_until_confirmed_again(committed):
    assert forget_mapping("金川街道", "a1", EDITOR)
    assert set(read_mappings("金川街道")) == {"b2"}
    commit_version(replace(draft(3), mappings=(FIRST,)), committed.id, EDITOR, "八月", JUNE)
    assert set(read_mappings("金川街道")) == {"a1", "b2"}


def test_mapping_unknown_deletion_writes_nothing(committed):
    assert not forget_mapping("金川街道", "zz", EDITOR)


def test_mapping_deletion_by_viewer_is_refused(committed):
    with pytest.raises(PermissionDenied):
        forget_mapping("金川街道", "a1", VIEWER)
    assert set(read_mappings("金川街道")) == {"a1", "b2"}


def test_mapping_of_unit_is_found_after_code_is_confirmed(committed):
    confirm_unit("金川街道", "jinchuan", ADMIN)
    assert set(read_mappings("jinchuan")) == {"a1", "b2"}
    assert forget_mapping("jinchuan", "a1", EDITOR)
    assert set(read_mappings("金川街道")) == {"b2"}


def test_reading_of_a_report_is_kept_apart_from_mappings(store):
    reading = MappingDraft("a1", "化粪池，座", '{"table":"environment"}', "reading")
    commit_version(replace(draft(1), mappings=(FIRST, reading)), None, EDITOR, "六月", JUNE)
    assert read_mappings("金川街道")["a1"].mapping == '{"kind":"demolition"}'
    assert read_mappings("金川街道", "reading")["a1"].mapping == '{"table":"environment"}'
    assert forget_mapping("金川街道", "a1", EDITOR, "reading")
    assert (set(read_mappings("金川街道")), read_mappings("金川街道", "reading")) == ({"a1"}, {})


def test_answers_are_found_by_index(committed):
    query = f"SELECT seq FROM audit WHERE {schema.HOLDS_ANSWERS}"
    with reading() as connection:
        if connection.dialect.name == "sqlite":
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
        else:  # it reads a table of a few rows at once
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = list(connection.exec_driver_sql(f"EXPLAIN {query}").scalars())
    assert any("ix_audit_answers" in line for line in plan)
