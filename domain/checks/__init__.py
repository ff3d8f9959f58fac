"""Checks of a report: contradictions, doubts and what holds, each with its sentences, found before the meeting.

Every check is a function of a `Report` that yields findings. It knows words of the trade and the catalogue, never a
sentence or a figure of one report, so it runs on any report; what it cannot tell it does not say.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

import pandas as pd

from domain.checks.changes import check_rate_of_change
from domain.checks.claims import check_done_and_todo
from domain.checks.comparisons import check_comparisons
from domain.checks.counted_again import check_counts_again, check_target_again
from domain.checks.coverage import check_sum_vs_coverage
from domain.checks.damage import check_damaged_text
from domain.checks.dates import check_as_of_differs, check_date_order, check_rank_subject
from domain.checks.day_spans import check_day_spans
from domain.checks.equivalents import check_averages, check_size_of_money, check_two_units
from domain.checks.finding import Finding, findings_table
from domain.checks.inside import check_part_inside, check_part_over_whole, check_thresholds
from domain.checks.leftovers import check_all_and_left, check_all_and_left_elsewhere
from domain.checks.listed_names import check_listed_names
from domain.checks.listed_shares import check_listed_shares
from domain.checks.movements import check_movements
from domain.checks.names import check_name_drift
from domain.checks.parts import check_parts_whole, check_shares_of_whole
from domain.checks.ranks import check_order
from domain.checks.rates import check_rate_base
from domain.checks.repeats import check_repeats
from domain.checks.report import Report
from domain.checks.rows import check_changed_items, check_changed_names, check_changed_rates
from domain.checks.same_things import check_same_things
from domain.checks.targets import check_target_passed, check_two_targets
from domain.checks.unit_fit import check_exact_and_over, check_odd_unit
from domain.schema.vocabulary import CHECKS

__all__ = ["CHECKS", "check_report"]

_CHECKS: Final[tuple[Callable[[Report], Iterator[Finding]], ...]] = (
    check_two_targets,
    check_target_passed,
    check_rate_base,
    check_listed_shares,
    check_movements,
    check_rate_of_change,
    check_comparisons,
    check_all_and_left,
    check_all_and_left_elsewhere,
    check_parts_whole,
    check_shares_of_whole,
    check_part_inside,
    check_part_over_whole,
    check_thresholds,
    check_averages,
    check_two_units,
    check_size_of_money,
    check_sum_vs_coverage,
    check_done_and_todo,
    check_counts_again,
    check_target_again,
    check_name_drift,
    check_repeats,
    check_same_things,
    check_damaged_text,
    check_odd_unit,
    check_exact_and_over,
    check_as_of_differs,
    check_rank_subject,
    check_order,
    check_date_order,
    check_day_spans,
    check_listed_names,
    check_changed_items,
    check_changed_rates,
    check_changed_names,
)


def check_report(text: str, tables: Mapping[str, pd.DataFrame], published: date | None = None) -> pd.DataFrame:
    """All findings about a report, as the table `findings`: one row each, worst severity first.

    `text` is the report as read, newlines as \\n; `tables` holds at least `figures` (one row for each printed
    figure, offsets into `text`), and `measures` and `commitments` where they exist; `published`: the day of
    publication where something else than the text tells it.
    """
    report = Report(text, tables, published)
    return findings_table((finding for check in _CHECKS for finding in check(report)), report)
