"""The report as received, read once, for every file that is made of it."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from domain.schema.provenance import Sources, report_source
from loaders.report.read import read_report
from loaders.text.source import load_source
from views.slide import Edition, Slide
from views.slides import slides

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
ORIGIN = {"issuer": "金川街道", "title": "工作总结", "published": "2023-07-10"}
EDITION = Edition(
    "第3版，数据截至2023年6月30日", sources=Sources(of_ids={"jinchuan-2023H1": report_source(ORIGIN, SEED.name)})
)


@pytest.fixture(scope="session")
def report() -> Mapping[str, pd.DataFrame]:
    """Every table of the report as received; not to be changed."""
    return read_report(load_source(SEED)).tables


@pytest.fixture(scope="session")
def shown(report: Mapping[str, pd.DataFrame]) -> tuple[Slide, ...]:
    """The slides of the report, names hidden."""
    return slides(report, EDITION)
