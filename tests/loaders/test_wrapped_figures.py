"""Hard-wrapped text reads like the text before it was wrapped, wherever a line ends."""

import pytest

from domain.schema.vocabulary import NOT_FIGURES
from loaders.report.figures import read_figures
from loaders.text.source import Source

PARAGRAPH = (
    "今年以来共完成固定资产投资3774万元,同比增长12.5%,其中工业投资1,204.06万元、占全部投资的31.9%;"
    "拆除不合规建筑2500余处、面积达27.65万平方米,迁移坟墓五百三十余座,覆盖百分之七十以上的自然村,"
    "农村居民人均可支配收入由21965元提高到23722元,提高0.5个百分点,预计全年可新增就业岗位300多个。"
)


def wrapped(text, width):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def figures_of(text):
    figures = read_figures(Source("report", text, "utf-8", "0" * 64, b""))
    assert [text[start:end] for start, end in zip(figures["start"], figures["end"], strict=True)] == list(
        figures["quote"]
    )
    figures = figures[~figures["dimension"].isin(NOT_FIGURES)]
    columns = ["base_value", "dimension", "qualifier", "role", "name"]
    return [quote.replace("\n", "") for quote in figures["quote"]], figures[columns].values.tolist()


@pytest.mark.parametrize("width", range(22, 60))
def test_wrapped_paragraph_has_the_same_figures(width):
    assert figures_of(wrapped(PARAGRAPH, width)) == figures_of(PARAGRAPH)


def test_full_width_digits_at_the_start_of_a_line_are_no_list_number():
    text = "全年国家决算用于国防方面的支出占本年支出的２\n２．１５％，用于国家行政经费的支出占本年支出的\n７．３４％。"
    assert figures_of(text)[0] == ["２２．１５％", "７．３４％"]
