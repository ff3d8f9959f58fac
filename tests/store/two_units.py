"""A store with two units, each with a project of its own; the second report is newer and of a later period."""

from datetime import date

from domain.schema.frames import conform
from store.read import read_current
from store.records import Actor, Draft, Version
from store.write import commit_version

EDITOR = Actor("王芳", "editor")
#: Code, name, project and area of each unit.
FIRST, SECOND = ("jcjd", "金川街道", "鸡笼山", 880), ("dqz", "大桥镇", "石门坑", 120)


def commit_land(unit: str, project: str, area: float, period: str = "2023H1", by: Actor = EDITOR) -> Version:
    """The next version of a unit and period, with one row of land."""
    row = {"org_unit": unit, "period": period, "as_of_end": date(2023, 6, 30), "row_id": "land.a", "project": project,
           "area_mu": area, "stage": "种植", "role": "actual"}  # fmt: skip
    current = read_current(unit, period)
    draft = Draft(unit, period, "edit", {"land": conform("land", [row])})
    return commit_version(draft, current.id if current else None, by, f"{project}入库", date(2023, 6, 30))


def store_two_units() -> None:
    """Version 1 of FIRST, version 2 of SECOND."""
    commit_land(FIRST[1], FIRST[2], FIRST[3])
    commit_land(SECOND[1], SECOND[2], SECOND[3], "2023H2")
