"""The report as received, read once, for every file that is made of it."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from domain.views.slide import Edition, Slide
from domain.views.slides import slides
from loaders.report import read_report
from loaders.source import load_source

SEED = Path(__file__).parents[2] / "seeds" / "2023H1" / "jinchuan-2023H1.txt"
EDITION = Edition("金川街道《工作总结》(2023-07-10发布)", "第3版,数据截至2023年6月30日")


@pytest.fixture(scope="session")
def report() -> Mapping[str, pd.DataFrame]:
    """Every table of the report as received; not to be changed."""
    return read_report(load_source(SEED)).tables


@pytest.fixture(scope="session")
def shown(report: Mapping[str, pd.DataFrame]) -> tuple[Slide, ...]:
    """The slides of the report, names hidden."""
    return slides(report, EDITION)
