"""One report to its tables."""

from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from domain.checks import check_report
from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.coming import published_on
from loaders.report.decisions import Decisions
from loaders.report.figures import read_figures
from loaders.report.recognised import recognition_issues
from loaders.report.tables import build_tables
from loaders.text.source import Source, SourceError


@dataclass(frozen=True)
class Reading:
    """One report as read: its source and its tables by name."""

    source: Source
    tables: dict[str, pd.DataFrame]


def read_report(source: Source, decisions: Decisions = MappingProxyType({})) -> Reading:
    """Every table of the report. decisions: of people about its words. Raises SourceError for one without a figure."""
    figures = read_figures(source)
    if figures["dimension"].isin(NOT_FIGURES).all():
        raise SourceError(f"{source.source_id}：文中没有一个数字指标，请确认这是工作报告的正文")
    tables = build_tables(source, figures, decisions)
    if len(marks := recognition_issues(source)):
        tables["issues"] = pd.concat([tables["issues"], marks], ignore_index=True)
    tables["findings"] = check_report(source.text, tables, published_on(source))
    return Reading(source, tables)
