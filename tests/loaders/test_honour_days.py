"""Of which years an honour speaks: of the report's, of the year written with it, or of a part of history."""

from pathlib import Path

import pandas as pd
import pytest

from loaders.report.read import read_report
from loaders.text.source import load_source

TEXT = """某镇2024年上半年工作总结

一、上半年工作总结
(一)党建
1.完成投资300万元,建成项目5个。甲村荣获全市先进集体。2022年10月,乙村获评全省文明村。

二、十年发展历程
自2014年以来,全镇面貌一新。累计完成投资9000万元。镇政府获得全国先进单位称号。丙村获评国家级文明村。
"""


@pytest.fixture(scope="module")
def days(tmp_path_factory) -> dict[str, tuple[str, str]]:
    """Award -> the first and last day that its row speaks of."""
    folder: Path = tmp_path_factory.mktemp("honours")
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    (folder / "origin.yml").write_text("period: 2024H1\norg_unit: 某镇\n", encoding="utf-8")
    rows = read_report(load_source(folder / "report.txt")).tables["honours"]
    return {row["award"]: tuple(f"{pd.Timestamp(row[end]):%Y-%m-%d}" for end in ("as_of_start", "as_of_end"))
            for row in rows.to_dict("records")}  # fmt: skip


def test_honour_of_the_period_has_the_days_of_the_report(days):
    assert days["全市先进集体"] == ("2024-01-01", "2024-06-30")


def test_honour_with_its_year_has_the_days_of_that_year(days):
    assert days["全省文明村"] == ("2022-01-01", "2022-12-31")


def test_honour_in_a_part_of_history_has_the_days_of_that_part(days):
    assert days["国家级文明村"] == ("2014-01-01", "2024-06-30")
