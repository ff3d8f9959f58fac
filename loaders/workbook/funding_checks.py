"""Checks of money that is part of other money."""

from collections.abc import Iterator

from domain.judging.intervals import interval
from domain.schema.display import is_missing, number_text
from domain.schema.ledger import qualifier_of
from loaders.workbook.columns import SheetRows
from loaders.workbook.row_reports import Report, changed_rows, is_present, report


def check_funding(sheet_rows: SheetRows, ids: list[str]) -> Iterator[Report]:
    """Money that is part of other money: the other row must exist and must not be less than its parts."""
    wholes = {whole for whole in sheet_rows.values["part_of"].tolist() if whole is not None}
    amounts = _amounts(sheet_rows, ids, wholes) if wholes else {}
    parts: dict[str, float] = {}
    for row, whole in enumerate(sheet_rows.values["part_of"].tolist()):
        if whole is not None and ids[row] in amounts:
            parts[whole] = parts.get(whole, 0.0) + amounts[ids[row]][0]
    for row in changed_rows(sheet_rows, ("part_of", "amount_wan_yuan", "qualifier")) if wholes else ():
        whole = sheet_rows.values["part_of"][row]
        if whole is not None and whole not in ids and not (sheet_rows.current["row_id"] == whole).any():
            yield report("no_such_row", row, "part_of")
            continue
        whole = ids[row] if whole is None else whole
        if whole in amounts and parts.get(whole, 0.0) > amounts[whole][1]:
            slots = {
                "part": "包含在内的金额合计", "parts": number_text(parts[whole]),
                "whole": f"“{whole}”的金额", "total": number_text(amounts[whole][2]),
            }  # fmt: skip
            yield report("part_over_whole", row, "amount_wan_yuan", **slots)


def _amounts(sheet_rows: SheetRows, ids: list[str], wholes: set[str]) -> dict[str, tuple[float, float, float]]:
    """row_id → (lower bound, upper bound, as printed) of wholes and parts, also of wholes that the sheet lacks."""
    column, qualifier = "amount_wan_yuan", qualifier_of("funding", "amount_wan_yuan")
    assert qualifier is not None
    current = sheet_rows.current[sheet_rows.current["row_id"].isin(wholes)]
    rows = {row["row_id"]: (row[column], row[qualifier]) for row in current.to_dict("records")}
    for row, (row_id, whole) in enumerate(zip(ids, sheet_rows.values["part_of"].tolist(), strict=True)):
        if row_id in wholes or whole is not None:
            rows[row_id] = (sheet_rows.values[column][row], sheet_rows.values[qualifier][row])
    return {
        row_id: (*interval(float(value), None if is_missing(word) else word).ends(), float(value))
        for row_id, (value, word) in rows.items()
        if is_present(value)
    }
