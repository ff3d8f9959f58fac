"""Native charts of a deck, drawn by PowerPoint, WPS or LibreOffice from the numbers in the file: they stay editable."""

import io
from collections.abc import Sequence
from typing import Any, Final

from openpyxl import Workbook
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide as Page
from pptx.util import Inches, Pt

from charts.fitting import width_of
from exports.deck.labels import TEXT, label_points
from exports.deck.master import Box
from exports.deck.native import Fill, NativeChart, Series
from exports.office.clean import clean
from exports.office.looks import INK, LINE_COLOR, MUTED, WHITE
from exports.office.spreadsheet import write_cell

#: Inches above a chart for its name.
_TITLE_HEIGHT: Final = 0.34

_TYPES: Final = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "shares": XL_CHART_TYPE.BAR_STACKED_100,
}
#: Most of a chart's width that names of categories take; they wrap beyond.
_NAMES: Final = 0.42
_PAD: Final = 0.12
_GAPS: Final = {"bars": 60, "shares": 70}


class _Numbers(CategoryChartData):
    """The chart's numbers; the workbook behind them holds texts as texts, never as formulas or links."""

    @property
    def xlsx_blob(self) -> bytes:
        """The workbook that opens with “edit data”."""
        workbook = Workbook()
        sheet = workbook.active
        assert sheet is not None
        sheet.title = "Sheet1"
        for row, category in enumerate(self.categories, start=2):
            write_cell(sheet.cell(row, 1), category.label)
        for column, series in enumerate(self, start=2):
            write_cell(sheet.cell(1, column), series.name)
            for row, value in enumerate(series.values, start=2):
                write_cell(sheet.cell(row, column), value)
        sheet.column_dimensions["A"].width = 40
        written = io.BytesIO()
        workbook.save(written)
        return written.getvalue()


def draw_chart(page: Page, chart: NativeChart, box: Box, *, alt: str, names: float, titled: bool = False) -> Chart:
    """`chart` at `box` (inches) of `page`, with the alternative text `alt`.

    names: inches for the names of categories beside the bars (`names_width`); titled: its name is printed above it.
    """
    numbers = _Numbers(number_format="General")
    numbers.categories = list(chart.categories)
    for series in chart.series:
        numbers.add_series(series.name, series.values)
    left, top, width, height = (Inches(each) for each in box)
    frame: Any = page.shapes.add_chart(_TYPES[chart.shape], left, top, width, height, numbers)  # type: ignore[arg-type]
    frame.name = clean(chart.name)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
    drawn: Chart = frame.chart
    _set_text(drawn)
    if titled:
        _set_title(drawn, chart.name, names / box[2])
    _set_axes(drawn, chart, box[2] - names)
    _set_place(drawn, chart, box, names, _TITLE_HEIGHT if titled else 0.0)
    plot = drawn.plots[0]
    plot.gap_width = _GAPS[chart.shape]
    for native, series in zip(chart.series, plot.series, strict=True):
        _fill_points(series, native)
        label_points(series._element, native, chart.shape)
    _name_axes(drawn)
    drawn.has_legend = chart.shape == "shares"
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        drawn.legend.font.size = Pt(TEXT)
    return drawn


def _set_text(drawn: Chart) -> None:
    """Size, colour and the theme's Chinese typeface for everything written in a chart; no title: the slide has one."""
    drawn.has_title = False
    drawn.font.size = Pt(TEXT)
    drawn.font.color.rgb = _rgb(INK)
    properties = drawn._chartSpace.txPr.find(f".//{qn('a:defRPr')}")
    for slot, face in (("latin", "+mn-lt"), ("ea", "+mn-ea")):
        properties.append(parse_xml(f'<a:{slot} {nsdecls("a")} typeface="{face}"/>'))


def names_width(charts: Sequence[NativeChart], width: float) -> float:
    """Inches that the names of categories take beside the bars of all `charts`, which are stacked."""
    longest = max((width_of(name, TEXT) for chart in charts for name in chart.categories), default=0.0)
    return min(longest + _PAD, width * _NAMES)


def _set_title(drawn: Chart, name: str, left: float) -> None:
    """The name of one of several charts, small, above its bars; left: share of the width."""
    drawn.has_title = True
    frame = drawn.chart_title.text_frame
    frame.text = clean(name)
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.color.rgb = Pt(TEXT), False, _rgb(MUTED)
    title = drawn._chartSpace.chart.find(qn("c:title"))
    place = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{left:.4f}"/>'
        '<c:y val="0"/></c:manualLayout></c:layout>'
    )
    old = title.find(qn("c:layout"))
    if old is not None:
        title.remove(old)
    title.find(qn("c:tx")).addnext(place)


def _set_place(drawn: Chart, chart: NativeChart, box: Box, names: float, top: float) -> None:
    """The bars exactly between the names and the right edge, so that stacked charts are aligned."""
    width, height = box[2], box[3]
    below = 0.5 if chart.shape == "shares" else 0.02
    above = top + 0.02
    parts = {"x": names / width, "y": above / height, "w": 1 - names / width, "h": 1 - (above + below) / height}
    modes = "".join(f'<c:{each}Mode val="edge"/>' for each in "xy")
    sizes = "".join(f'<c:{each} val="{share:.4f}"/>' for each, share in parts.items())
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>{modes}{sizes}</c:manualLayout>'
        "</c:layout>"
    )
    area = drawn._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    area.insert(0, layout)


def _value_limits(chart: NativeChart, plot_width: float) -> tuple[float, float]:
    """Limits of a value axis that leave space for the labels behind the bars, on both sides of 0; width in inches."""
    series = chart.series[0]
    known = [
        (value, width_of(text, TEXT) + _PAD)
        for value, text in zip(series.values, series.texts, strict=True)
        if value is not None
    ]
    low, high = chart.limits or (min([0.0, *(v for v, _ in known)]), max([0.0, *(v for v, _ in known)]))
    right = max([0.0, *(width for value, width in known if value >= 0)])
    left = max([0.0, *(width for value, width in known if value < 0)])
    per_inch = (high - low) / max(0.5, plot_width - left - right)
    return low - left * per_inch, (high + right * per_inch) or 1.0


def _set_axes(drawn: Chart, chart: NativeChart, plot_width: float) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.tick_labels.font.size = Pt(TEXT)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = _rgb(LINE_COLOR)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.has_major_gridlines = False
    values.major_tick_mark = XL_TICK_MARK.NONE
    names.reverse_order = True
    if chart.shape == "bars":
        values.minimum_scale, values.maximum_scale = _value_limits(chart, plot_width)
    elif chart.limits is not None:
        values.minimum_scale, values.maximum_scale = chart.limits
    values.visible = False
    for axis in (names, values):
        _upright(axis)


def _upright(axis: Any) -> None:
    """Axis labels are never rotated: they wrap."""
    body = axis._element.get_or_add_txPr().find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")


def _fill_points(series: Any, native: Series) -> None:
    """One fill for the series where all points share it, else one per point."""
    if len(set(native.fills)) == 1:
        _fill(series.format.fill, native.fills[0])
        return
    _fill(series.format.fill, Fill(MUTED))
    for index, fill in enumerate(native.fills):
        if native.values[index] is not None:
            _fill(series.points[index].format.fill, fill)


def _fill(target: Any, fill: Fill) -> None:
    if fill.color is None:
        target.background()
    elif fill.hatched:
        target.patterned()
        target.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        target.fore_color.rgb, target.back_color.rgb = _rgb(fill.color), _rgb(WHITE)
    else:
        target.solid()
        target.fore_color.rgb = _rgb(fill.color)


def _name_axes(drawn: Chart) -> None:
    """python-pptx names axes by negative numbers; the schema has none (ECMA-376 part 1, 21.2.2.9)."""
    for tag in ("c:axId", "c:crossAx"):
        for each in drawn._chartSpace.iter(qn(tag)):
            each.set("val", each.get("val").lstrip("-"))


def _rgb(color: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(color)
