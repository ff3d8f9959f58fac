"""The draft of the next report read back: tracked changes, highlights, comments."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
from docx.oxml.ns import qn
from lxml import etree

from domain.schema.provenance import Source, Sources
from exports.brief.roll_forward_file import roll_forward_paper
from loaders.text.source import load_source
from tests.exports.conftest import SEED
from views.roll_forward import roll_forward


@pytest.fixture(scope="module")
def content(report):
    measures = report["measures"].copy()
    for indicator, value in (("规范庭院户", 1401), ("流动摊贩同比%", 5)):
        measures.loc[measures["indicator_id"] == indicator, ["actual", "as_of_end"]] = [
            value,
            pd.Timestamp("2023-09-30"),
        ]
    sources = Sources(of_rows={row: (Source("workbook", "9月台账"),) for row in measures["row_id"]})
    rolled = roll_forward(load_source(SEED).text, report, {**report, "measures": measures}, sources)
    return roll_forward_paper(rolled, date(2023, 10, 8))


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return etree.fromstring(parts.read(name))


def texts(content, path, inside):
    body = part(content, "word/document.xml")
    return ["".join(each.itertext(qn(inside))) for each in body.iter(qn(path))]


def test_roll_forward_file_has_old_and_new_as_tracked_changes(content):
    assert texts(content, "w:del", "w:delText") == ["减少", "17%", "1280余户"]
    assert texts(content, "w:ins", "w:t") == ["增加", "5%", "1401余户"]
    change = next(part(content, "word/document.xml").iter(qn("w:ins")))
    assert (change.get(qn("w:author")), change.get(qn("w:date"))) == ("滚动更新", "2023-10-08T00:00:00Z")


def test_roll_forward_file_highlights_figures_without_new_value(content):
    body = part(content, "word/document.xml")
    marked = [
        "".join(run.itertext(qn("w:t")))
        for run in body.iter(qn("w:r"))
        if run.find(f".//{qn('w:highlight')}") is not None
    ]
    assert {"7850亩", "2023年上半年", "第一"} <= set(marked)
    assert "1401余户" not in marked


def test_roll_forward_file_comments_name_source_and_count(content):
    comments = [["".join(line.itertext()) for line in each] for each in part(content, "word/comments.xml")]
    assert ["由1280余户改为1401余户", "依据：“9月台账”"] in comments
    (legend,) = [lines for lines in comments if lines[0].startswith("本稿沿用上期报告原文")]
    assert "改数字2处、改用词1处" in legend[0]
    assert legend[2] == "新数字来源：“9月台账”"


def test_roll_forward_file_ids_of_changes_are_unique(content):
    body = part(content, "word/document.xml")
    numbers = [each.get(qn("w:id")) for name in ("w:ins", "w:del") for each in body.iter(qn(name))]
    assert len(numbers) == len(set(numbers)) == 6
