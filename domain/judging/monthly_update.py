"""The rows of the sheet 本月更新: one per indicator, with what its cells hold in the ledger of a version.

The ledger writes these cells, and its reader compares with them: a cell that still holds what was written is unchanged.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from domain.judging.progress import kind_of
from domain.judging.rollup import indicator_keys, roll_up
from domain.judging.states import judge
from domain.schema.display import is_missing, printed_text
from domain.schema.tables import DOMAINS

#: States of indicators that need no further figures.
_FINISHED: Final = frozenset(("done", "done_late"))
_UN_DECIDED: Final = "，待定"
#: Columns by which claims of one indicator have one figure.
_SAME_FIGURE: Final = ("unit", "actual", "actual_qualifier")
#: A choice of a target counts only with all of these.
_DECIDED: Final = ("chosen", "chosen_by", "chosen_reason")
_DOMAIN_ORDER: Final = {name: place for place, name in enumerate(DOMAINS)}

_Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class UpdateRow:
    """One indicator. row_ids: its rows of `measures`, one per claimed target; target_ids: those whose target its cell
    holds, () while several targets are claimed and none is chosen.

    cells: column of domain.schema.ledger.UPDATE_HEADERS → number, text, day, or None; runs: whether figures are still
    expected: it is neither done nor only a forecast.
    """

    row_ids: tuple[str, ...]
    target_ids: tuple[str, ...]
    cells: Mapping[str, Any]
    runs: bool


def update_rows(measures: pd.DataFrame) -> list[UpdateRow]:
    """The indicators of `measures`, by domain and then in the order of the table."""
    if measures.empty:
        return []
    keys = indicator_keys(measures)
    states = dict(zip(dict.fromkeys(keys), roll_up(judge(measures))["state"].tolist(), strict=True))
    groups: dict[tuple[Any, ...], list[_Row]] = {}
    for key, row in zip(keys, measures.to_dict("records"), strict=True):
        figure = tuple(None if is_missing(row[column]) else row[column] for column in _SAME_FIGURE)
        groups.setdefault((key, *figure), []).append(row)
    names = Counter(str(rows[0]["name"]) for rows in groups.values())
    ordered = sorted(groups.items(), key=lambda group: _place(group[1][0]))
    return [_update_row(rows, states[key[0]], is_shared=names[str(rows[0]["name"])] > 1) for key, rows in ordered]


def _place(row: _Row) -> int:
    return _DOMAIN_ORDER.get(str(row["domain"]), len(_DOMAIN_ORDER))


def _update_row(rows: list[_Row], state: str, *, is_shared: bool) -> UpdateRow:
    first, target, target_ids = rows[0], *_target(rows)
    cells = {
        "name": _name(first, is_shared=is_shared), "unit": _text(first["unit"]), "target": target,
        "previous": _figure(first["actual"], first["actual_qualifier"]), "actual": None,
        "as_of_end": max((row["as_of_end"] for row in rows if not is_missing(row["as_of_end"])), default=None),
        **{name: next((_text(row[name]) for row in rows if not is_missing(row[name])), None)
           for name in ("owner", "responsible", "note")},
        "row_id": str(first["row_id"]),
    }  # fmt: skip
    runs = state not in _FINISHED and kind_of(first) != "forecast"
    return UpdateRow(tuple(str(row["row_id"]) for row in rows), target_ids, cells, runs)


def _name(row: _Row, *, is_shared: bool) -> str:
    """The name, with project and place where other indicators have the same one."""
    about = [str(row[column]) for column in ("project", "place") if is_shared and not is_missing(row[column])]
    return f"{row['name']}（{'，'.join(about)}）" if about else str(_text(row["name"]) or "")


def _target(rows: list[_Row]) -> tuple[Any, tuple[str, ...]]:
    """The cell of the target and the rows that it belongs to: 800 / 7,850，待定 and none where it is undecided."""
    chosen = [row for row in rows if not any(is_missing(row[column]) for column in _DECIDED) and bool(row["chosen"])]
    claims = chosen if len(chosen) == 1 else rows
    figures = {
        row["target"]: _figure(row["target"], row["target_qualifier"])
        for row in claims if not is_missing(row["target"])
    }  # fmt: skip
    if len(figures) > 1:
        return " / ".join(_printed(figures[target]) for target in sorted(figures)) + _UN_DECIDED, ()
    return next(iter(figures.values()), None), tuple(str(row["row_id"]) for row in claims)


def _figure(value: Any, qualifier: Any) -> float | str | None:
    """A number, or a text where it is approximate: 约600."""
    if is_missing(value):
        return None
    word = None if is_missing(qualifier) or qualifier == "exact" else str(qualifier)
    return float(value) if word is None else printed_text(value, None, word)


def _printed(figure: float | str | None) -> str:
    return figure if isinstance(figure, str) else printed_text(figure)


def _text(cell: Any) -> str | None:
    return None if is_missing(cell) else str(cell)
