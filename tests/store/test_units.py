"""Units: how a store gets them, how they are found, and what changes once a code is confirmed."""

from datetime import date

import pytest
import sqlalchemy as sa

from store import __main__ as command
from store import migrate, read, schema
from store.audit import read_audit
from store.check import check_store
from store.earlier_versions import read_earlier
from store.engine import engine, writing
from store.errors import InvalidDraft, InvalidUnit, NothingChanged, PermissionDenied, SeveralUnits, UnknownUnit
from store.records import Actor, Draft
from store.row_history import read_row_history
from store.unit_changes import add_alias, add_unit, confirm_unit, rename_unit, set_home, set_parent, set_validity
from store.units import Unit, find_unit, list_units, pick_unit, read_unit
from store.write import commit_version, rollback
from tests.store.samples import EDITOR, JUNE, land
from tests.store.test_migrations import without_tables

ADMIN = Actor("管理员", "admin")
#: What an older program stored: the columns of a version that these tests do not look at are all alike.
OLD = {
    "period": "2023H1", "as_of": JUNE, "kind": "edit", "author": "王芳", "note": "旧", "digest": "0" * 64,
    "received_sha256": None, "received_name": None, "restores_id": None, "parent_id": None,
}  # fmt: skip


def commit(unit: str, area: float, period: str = "2023H1") -> int:
    """The next version of a unit and period, with one area."""
    current = read.read_current(unit, period)
    rows = land(area).assign(org_unit=unit, period=period)
    return commit_version(
        Draft(unit, period, "edit", {"land": rows}), current.id if current else None, EDITOR, "更正", JUNE
    ).id


def stored_units() -> list[str]:
    with engine().connect() as connection:
        return list(connection.scalars(sa.select(schema.versions.c.org_unit).order_by(schema.versions.c.id)))


def test_migration_makes_unit_of_each_org_unit(new_store):
    with without_tables(new_store), writing() as connection:
        migrate.upgrade(connection, to="0002")
        for number, org_unit in enumerate(["金川街道", "大桥镇", "金川街道", "金川街道办事处"], start=1):
            period = "2023H1" if number < 3 else f"202{number}"
            values = {**OLD, "id": number, "org_unit": org_unit, "period": period, "created_at": f"2023-07-0{number}"}
            connection.execute(sa.insert(schema.versions), values)
        migrate.upgrade(connection)
        found = [(unit.code, unit.name, unit.aliases, unit.confirmed) for unit in list_units(connection)]
    assert found == [("jcjd", "金川街道", ("金川街道办事处",), False), ("dqz", "大桥镇", (), False)]


def test_migration_proposes_no_code_that_is_an_org_unit(new_store):
    with without_tables(new_store), writing() as connection:
        migrate.upgrade(connection, to="0002")
        for number, org_unit in enumerate(["金川街道", "jcjd"], start=1):
            values = {**OLD, "id": number, "org_unit": org_unit, "created_at": f"2023-07-0{number}"}
            connection.execute(sa.insert(schema.versions), values)
        migrate.upgrade(connection)
        assert [(unit.code, unit.name) for unit in list_units(connection)] == [("jcjd2", "金川街道"), ("jcjd3", "jcjd")]


def test_commit_of_unknown_unit_adds_it_with_proposed_code(store):
    commit("金川街道", 880)
    (unit,) = list_units()
    assert (unit.code, unit.name, unit.confirmed) == ("jcjd", "金川街道", False)
    assert stored_units() == ["金川街道"]
    assert check_store() == []


def test_commit_by_alias_continues_the_unit(store):
    first = commit("金川街道", 880)
    second = commit("金川街道办事处", 900)
    assert read.read_version(second).parent_id == first
    assert [unit.name for unit in list_units()] == ["金川街道"]
    assert read.read_table("land", second)["org_unit"].tolist() == ["金川街道"]


def test_confirmed_code_is_used_by_new_versions_only(store):
    commit("金川街道", 880)
    digest = read.read_version(1).digest
    confirm_unit("金川街道", "jinchuan", ADMIN)
    second = commit("金川街道", 900)
    assert stored_units() == ["金川街道", "jinchuan"]
    assert read.read_version(second).parent_id == 1
    assert [version.org_unit for version in read.list_versions()] == ["jinchuan", "jinchuan"]
    assert [read.read_table("land", each)["org_unit"].tolist() for each in (1, 2)] == [["jinchuan"], ["jinchuan"]]
    assert read.read_version(1).digest == digest
    assert check_store() == []


def test_confirmed_code_changes_nothing_between_versions(store):
    commit("金川街道", 880)
    commit("金川街道", 900)
    confirm_unit("金川街道", "jinchuan", ADMIN)
    third = commit("jinchuan", 880)
    changed = read.diff_versions(2, third).tables["land"].changed
    assert [(change.column, change.old, change.new) for change in changed] == [("area_mu", 900.0, 880.0)]
    assert len(read_row_history("land", "land-1", third)) == 3
    assert not read.diff_versions(1, third)
    with pytest.raises(NothingChanged):
        commit("jinchuan", 880)


def test_confirmed_unit_is_rolled_back_to_version_with_name(store):
    commit("金川街道", 880)
    commit("金川街道", 900)
    confirm_unit("金川街道", "jcjd", ADMIN)
    back = rollback(1, EDITOR, "误改")
    assert (back.parent_id, back.org_unit) == (2, "jcjd")
    assert read.read_table("land")["area_mu"].tolist() == [880]
    assert check_store() == []


def test_confirmed_unit_looks_back_to_periods_with_name(store):
    commit("金川街道", 880, "2023H1")
    confirm_unit("金川街道", "jcjd", ADMIN)
    second = commit("jcjd", 1200, "2023H2")
    earlier = read_earlier("land", second)
    assert earlier[["org_unit", "area_mu"]].to_numpy().tolist() == [["jcjd", 880]]


def test_confirm_with_other_code_keeps_proposal_as_alias(store):
    commit("金川街道", 880)
    unit = confirm_unit("jcjd", "jinchuan", ADMIN)
    assert (unit.code, unit.aliases, unit.confirmed) == ("jinchuan", ("jcjd",), True)
    assert read_unit("jcjd") == unit
    with pytest.raises(InvalidUnit, match="已经确认"):
        confirm_unit("jinchuan", "other", ADMIN)
    assert check_store() == []


def test_alias_before_confirmation_is_kept_and_sound(store):
    commit("金川街道", 880)
    add_alias("金川街道", "金川", ADMIN)
    assert confirm_unit("金川", "jinchuan", ADMIN).aliases == ("jcjd", "金川")
    assert check_store() == []


def test_renamed_unit_is_found_by_its_former_name(store):
    commit("金川街道", 880)
    confirm_unit("金川街道", "jcjd", ADMIN)
    rename_unit("jcjd", "金川镇", ADMIN, "金川")
    second = commit("金川街道", 900)
    assert read.read_version(second).unit_name == "金川镇"
    assert read_unit("金川街道").names == ("jcjd", "金川镇", "金川", "金川街道")
    assert read.read_current("金川街道").id == second
    assert check_store() == []


def test_unit_is_found_by_code_name_and_alias(store):
    unit = add_unit(Unit("jcjd", "金川街道", "金川", ("金川办",)), ADMIN)
    known = list_units()
    assert [find_unit(text, known) for text in ("jcjd", "金川街道", "金川", "金川办", "金川街道办事处", " JCJD ")] == [
        unit
    ] * 6
    assert find_unit("大桥镇", known) is None
    with pytest.raises(UnknownUnit, match="没有“大桥镇”这个单位。现有单位：金川街道（jcjd）。"):
        read_unit("大桥镇")


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (Unit("JCJD", "大桥镇"), "不能作单位代码"),
        (Unit("dqz", "金川街道办事处"), "已经是单位“金川街道”"),
        (Unit("jcjd", "大桥镇"), "已经是单位“金川街道”"),
        (Unit("dqz", "大桥镇", None, ("金川",)), "已经是单位“金川街道”"),
        (Unit("dqz", "大桥镇", parent="常山县"), "没有“常山县”这个单位"),
        (Unit("dqz", "大桥镇", valid_from=date(2024, 1, 1), valid_to=date(2023, 1, 1)), "早于"),
    ],
)
def test_unit_that_collides_is_refused(store, unit, reason):
    add_unit(Unit("jcjd", "金川街道", "金川"), ADMIN)
    with pytest.raises((InvalidUnit, UnknownUnit), match=reason):
        add_unit(unit, ADMIN)
    assert [each.code for each in list_units()] == ["jcjd"]


def test_unit_without_name_is_refused(store):
    with pytest.raises(InvalidDraft, match="单位名称为空"):
        add_unit(Unit("jcjd", " "), ADMIN)


def test_unit_is_changed_by_administrators_only(store):
    add_unit(Unit("jcjd", "金川街道"), ADMIN)
    for change in (
        lambda: add_unit(Unit("dqz", "大桥镇"), EDITOR),
        lambda: rename_unit("jcjd", "金川镇", EDITOR),
        lambda: add_alias("jcjd", "金川", EDITOR),
        lambda: confirm_unit("jcjd", "jc", EDITOR),
        lambda: set_home("jcjd", EDITOR),
        lambda: set_validity("jcjd", None, None, EDITOR),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert [(unit.code, unit.name, unit.aliases) for unit in list_units()] == [("jcjd", "金川街道", ())]
    assert [entry.action for entry in read_audit()] == ["refusal"] * 6 + ["unit_add"]


def test_unit_has_parent_and_days(store):
    add_unit(Unit("csx", "常山县"), ADMIN)
    add_unit(Unit("jcjd", "金川街道", parent="常山县", valid_from=date(2011, 9, 1)), ADMIN)
    unit = set_validity("jcjd", date(2011, 9, 1), date(2030, 12, 31), ADMIN)
    assert (unit.parent, unit.valid_from, unit.valid_to) == ("csx", date(2011, 9, 1), date(2030, 12, 31))
    assert check_store() == []


def test_newest_version_is_that_of_its_unit(store):
    first = commit("金川街道", 880)
    second = commit("大桥镇", 100, "2023H2")
    assert read.read_current().id == first
    assert [read.read_current(unit).id for unit in ("jcjd", "大桥镇")] == [first, second]
    assert read.read_last_ids() == {"jcjd": first, "dqz": second}
    assert read_earlier("land", second).empty
    set_home("dqz", ADMIN)
    assert read.read_current().id == second


def test_home_unit_without_versions_is_not_shown_first(store):
    commit("金川街道", 880)
    add_unit(Unit("dqz", "大桥镇"), ADMIN)
    set_home("dqz", ADMIN)
    assert read.read_current().unit == "jcjd"


def test_pick_unit_without_option_needs_a_single_unit(store):
    assert pick_unit(None) is None
    commit("金川街道", 880)
    assert pick_unit(None) == "jcjd"
    commit("大桥镇", 100)
    with pytest.raises(SeveralUnits, match="现有单位：金川街道（jcjd）、大桥镇（dqz）。"):
        pick_unit(None)
    assert pick_unit("大桥镇人民政府") == "dqz"


def test_unit_changed_by_hand_is_detected(store):
    commit("金川街道", 880)
    confirm_unit("金川街道", "jcjd", ADMIN)
    with writing() as connection:
        connection.execute(sa.update(schema.units).values(name="大桥镇"))
    assert check_store() == ["单位“大桥镇”（jcjd）与操作记录不符，不是用本看板修改的"]


def test_unit_deleted_by_hand_is_detected(store):
    commit("金川街道", 880)
    with writing() as connection:
        connection.execute(sa.delete(schema.unit_names))
        connection.execute(sa.delete(schema.units))
    assert check_store() == ["版本中的单位“金川街道”不在单位表中"]


def test_units_commands_add_rename_and_list(store, capsys):
    assert command.main(["units", "list"]) == 0
    assert command.main(["units", "add", "jcjd", "金川街道", "--alias", "金川办", "--from", "2011-09-01"]) == 0
    assert command.main(["units", "rename", "金川办", "金川镇", "--short", "金川"]) == 0
    assert command.main(["units", "alias", "jcjd", "金川镇党委"]) == 0
    assert command.main(["units", "home", "金川镇"]) == 0
    capsys.readouterr()
    assert command.main(["units", "list"]) == 0
    assert (
        capsys.readouterr().out == "jcjd  金川镇  简称 金川  别名 金川办、金川街道、金川镇党委  自 2011-09-01  先显示\n"
    )


def test_units_command_confirms_proposed_code(store, capsys):
    commit("金川街道", 880)
    assert command.main(["units", "list"]) == 0
    assert capsys.readouterr().out == "jcjd  金川街道  代码待确认：python -m store units confirm jcjd\n"
    assert command.main(["units", "confirm", "金川街道"]) == 0
    assert command.main(["units", "list"]) == 0
    assert capsys.readouterr().out.endswith("jcjd  金川街道\n")


def test_units_command_refuses_in_one_line(store, capsys):
    assert command.main(["units", "add", "金川", "金川街道"]) == 1
    assert capsys.readouterr().err == "“金川”不能作单位代码：代码用 2 至 16 个小写字母、数字或连字符，以字母开头。\n"
    assert command.main(["units", "rename", "大桥镇", "新镇"]) == 2
    assert capsys.readouterr().err == "没有“大桥镇”这个单位。还没有任何单位。\n"
    with pytest.raises(SystemExit) as stopped:
        command.main(["units", "add", "jcjd", "金川街道", "--from", "2011年"])
    assert stopped.value.code == 2


@pytest.mark.parametrize("parent", ["金川街道", "大桥镇"])
def test_unit_below_itself_is_refused(store, parent):
    add_unit(Unit("jcjd", "金川街道"), ADMIN)
    add_unit(Unit("dqz", "大桥镇"), ADMIN)
    set_parent("大桥镇", "金川街道", ADMIN)
    with pytest.raises(InvalidUnit, match="不能归到自己或自己的下级单位"):
        set_parent("金川街道", parent, ADMIN)
