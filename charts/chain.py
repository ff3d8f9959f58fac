"""The stages of land consolidation one after the other: 立项 → 启动 → 施工 → 种植 → 验收."""

import pandas as pd
import plotly.graph_objects as go

from charts.bars import Options, bar_groups
from charts.theme import TEXT_WIDTH


def stage_chain(table: pd.DataFrame, *, title: str, subtitle: str = "", width: int = TEXT_WIDTH) -> go.Figure:
    """Two small panels, 项目数(个) and 面积(亩), each with the stages in their order and on its own scale.

    table: panel ("项目数(个)" …), stage, value (missing: the words 未载明, no bar), value_text; optional note.
    Rows are in the order of the work; a stage without a figure keeps its place.
    """
    rows = table.rename(columns={"panel": "group", "stage": "label"})
    options = Options(empty="本期材料未载明各环节的项目数和面积", width=width)
    return bar_groups(rows, title=title, subtitle=subtitle, options=options)
