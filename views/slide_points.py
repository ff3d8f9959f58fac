"""Lines of context below the figures of a slide: against target and time gone by, the last period, last year."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from domain.schema.display import is_missing, points_text, share_text
from domain.schema.period import date_text
from views.measure_sentences import on_last_year, quantity, since_earlier
from views.slide_measures import task_name

#: Lines that the program writes on a slide.
_MOST: Final = 3


def context_lines(tasks: Iterable[Mapping[str, Any]], earlier: pd.DataFrame | None) -> tuple[str, ...]:
    """A line per task that has something to say beside its number, none for what is to be verified.

    earlier: measures of earlier versions.
    """
    return tuple(line for line in (_line(row, earlier) for row in tasks) if line)[:_MOST]


def claim_lines(claims: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """按目标800亩计，完成率73.0%: each of several claimed targets, without a conclusion."""
    known = (row for row in claims if not is_missing(row["target"]) and not is_missing(row["completion"]))
    return tuple(f"按目标{quantity(row, 'target')}计，完成率{share_text(row['completion'])}" for row in known)[:_MOST]


def _line(row: Mapping[str, Any], earlier: pd.DataFrame | None) -> str:
    if row["state"] == "to_verify":
        return ""
    parts = list(filter(None, (*_against(row), since_earlier(row, earlier), on_last_year(row, earlier))))
    return f"{task_name(row)}：{'，'.join(parts)}" if parts else ""


def _against(row: Mapping[str, Any]) -> Iterator[str]:
    """完成率80.0%，序时进度49.6%，快于序时30.4个百分点，期限2023年12月31日; nothing for what is done or has no pace."""
    if is_missing(row["completion"]) or row["completion"] >= 1 or is_missing(row["deviation"]):
        return
    yield f"完成率{share_text(row['completion'])}"
    yield f"序时进度{share_text(row['elapsed'])}"
    yield f"{'快于' if row['deviation'] >= 0 else '低于'}序时{points_text(abs(row['deviation'])).lstrip('+')}"
    if not is_missing(row["due"]):
        yield f"期限{date_text(row['due'])}"
