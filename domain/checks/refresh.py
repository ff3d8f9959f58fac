"""Findings of tables that somebody changed: made anew from the report's text, with what people decided about them."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from domain.checks import check_report
from domain.faults import Fault, Place, make_fault
from domain.judging.decisions import DECISIONS, carry_decisions, is_same_subject
from domain.schema.display import is_missing, stated
from domain.schema.labels import row_names
from domain.schema.tables import TABLES
from domain.schema.vocabulary import SEVERITIES

Tables = Mapping[str, pd.DataFrame]

_GRAVE: Final = ("conflict", "doubt")


def refresh_findings(text: str | None, current: Tables, tables: Tables) -> dict[str, pd.DataFrame]:
    """`tables` with the findings that they and the report's `text` give, decisions of theirs carried over.

    Where nothing but findings differs from `current` (table by table the same object), or without a text, they stay.
    """
    same = all(name == "findings" or table is current.get(name) for name, table in tables.items())
    if text is None or same:
        return dict(tables)
    made = check_report(text, tables)
    return {**tables, "findings": carry_decisions(tables, {"findings": made})["findings"]}


def new_findings(before: pd.DataFrame, after: pd.DataFrame) -> list[Fault]:
    """A warning for each contradiction or doubt in `after` that was none or less in `before`; tables of findings."""
    found = after[is_worse(before, after) & after["severity"].isin(list(_GRAVE))]
    return [
        make_fault(
            "new_finding", title=row["title"], confirm="请核实" if is_missing(row["confirm"]) else row["confirm"]
        )
        for row in found.to_dict("records")
    ]


def is_worse(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Per finding of `after` whether it is graver than it is in `before`, or not there at all."""
    places = {severity: place for place, severity in enumerate(SEVERITIES)}
    was = after["row_id"].map(dict(zip(before["row_id"], before["severity"].map(places), strict=True)))
    return after["severity"].map(places) < was.fillna(len(places))


def lost_resolutions(before: pd.DataFrame, after: pd.DataFrame) -> list[Fault]:
    """A warning for each resolution that the findings `after` no longer have since their figures are other ones."""
    return [
        make_fault("resolution_lost", title=row["title"], resolution=row["resolution"], by=stated(row["resolved_by"]))
        for row in unresolved(before, after).to_dict("records")
        if row["is_lost"]
    ]


def unresolved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The findings of `after` that ask for something and whose resolution in `before` they no longer have: with it.

    Behind their columns `is_lost`: whether its figures are other ones; else somebody has taken it back.
    """
    columns = list(DECISIONS["findings"])
    open_now = after[after["resolution"].isna() & (after["severity"] != "passed")]
    decided = before[before["resolution"].notna() & before["row_id"].isin(open_now["row_id"])].set_index("row_id")
    found = open_now[open_now["row_id"].isin(decided.index)].reset_index(drop=True)
    old = decided.loc[found["row_id"]]
    lost = [
        not is_same_subject("findings", was, now)
        for was, now in zip(old.to_dict("records"), found.to_dict("records"), strict=True)
    ]
    decisions = {column: old[column].array for column in columns}
    return found.assign(**decisions, is_lost=pd.Series(lost, index=found.index, dtype="bool"))


def orphaned_money(before: pd.DataFrame, after: pd.DataFrame) -> list[Fault]:
    """A fault for each row of `after` whose money is part of a row that only `before` has; both tables of funding."""
    gone = set(before["row_id"]) - set(after["row_id"])
    left = after[after["part_of"].isin(gone)]
    if left.empty:
        return []
    wholes, parts = row_names("funding", before), row_names("funding", after)
    label = TABLES["funding"].label
    return [
        make_fault(
            "whole_deleted", Place(label, "", "funding", "part_of", row_id), whole=wholes[whole], part=parts[row_id]
        )
        for row_id, whole in zip(left["row_id"], left["part_of"], strict=True)
    ]
