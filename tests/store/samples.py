"""Small tables, drafts and people that the tests of the store share."""

from datetime import date

from domain.schema.frames import conform
from store.records import Actor, Draft, Received

EDITOR = Actor("王芳", "editor")
VIEWER = Actor("李强", "viewer")
JUNE = date(2023, 6, 30)
SCOPE = {"org_unit": "金川街道", "period": "2023H1"}


def land(*areas: float, **columns: object):
    """A land table with one row per area: ids land-1, land-2, …"""
    return conform(
        "land",
        [{**SCOPE, "row_id": f"land-{n}", "area_mu": area, **columns} for n, area in enumerate(areas, 1)],
    )


def draft(*areas: float, kind="edit", received=None, **tables) -> Draft:
    return Draft("金川街道", "2023H1", kind, {"land": land(*areas), **tables}, received)


def report(text: str = "种植880亩。", source_id: str = "jinchuan-2023H1") -> Received:
    return Received("报告.txt", "report", text.encode(), source_id, text, "utf-8", {"issuer": "金川街道"})
