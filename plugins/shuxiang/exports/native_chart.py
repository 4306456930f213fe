"""A chart that Word and Excel draw themselves: bars that lie, the first category on top, words beside them.

Beside each bar stand its series and its value, as in the web page: programs do not agree on the order of a legend,
and nobody has to tell two colours apart.

The values stand in the chart as well as in the cells it refers to, so that it shows before anything is computed.
"""

from __future__ import annotations

from openpyxl.chart import BarChart as NativeBars
from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrData, StrRef, StrVal
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series as NativeSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.descriptors.nested import NestedText
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties, RegularTextRun
from openpyxl.drawing.text import Paragraph as TextParagraph
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from shuxiang.exports.block_text import one_line
from shuxiang.exports.blocks import BarChart, Series
from shuxiang.exports.neutral import neutral

_COLOURS = ("8C2F2B", "C9B8A8", "4F6D7A", "D9A441", "6B8E5A", "A88BB0")
"""Dark and light by turns, so that two that stand side by side differ on grey paper too."""

_WIDTH = 16.0
_WHOLE = 130
"""The end of an axis of shares, which is not drawn: beyond 100 there is room for the words at a full bar."""

_PER_BAR, _BETWEEN, _ROOM, _HIGHEST = 0.5, 0.3, 1.4, 23.0


class _Labels(DataLabelList):
    """The words beside the bars; openpyxl writes what stands between two of them in a way that no program reads."""

    tagname = "dLbls"
    separator = NestedText(expected_type=str, allow_none=True)
    __elements__ = DataLabelList.__elements__
    __nested__ = DataLabelList.__nested__
    __attrs__ = DataLabelList.__attrs__


def chart_height(chart: BarChart) -> float:
    """In centimetres, so that each bar has room for its value; never more than a page."""
    per_category = _PER_BAR * max(1, len(chart.series)) + _BETWEEN
    return min(_ROOM + per_category * max(1, len(chart.categories)), _HIGHEST)


def write_cells(chart: BarChart, sheet: Worksheet, row: int = 1) -> None:
    """Put the chart's numbers on the sheet: categories down from the row's second line, series across."""
    for place, series in enumerate(chart.series, start=2):
        sheet.cell(row, place, _line(series.name)).data_type = "s"
        for down, value in enumerate(series.values, start=1):
            sheet.cell(row + down, place, value).number_format = _format(chart)
    for down, category in enumerate(chart.categories, start=1):
        sheet.cell(row + down, 1, _line(category)).data_type = "s"


def native_chart(chart: BarChart, sheet: str, row: int = 1) -> NativeBars:
    """The chart of numbers that :func:`write_cells` has put on a sheet of that name."""
    bars = NativeBars()
    bars.type, bars.grouping, bars.style, bars.gapWidth = "bar", "clustered", 2, 60
    bars.title = _title(chart)
    bars.width = _WIDTH  # type: ignore[assignment]  # centimetres, not whole ones
    bars.height = chart_height(chart)
    bars.visible_cells_only = False
    bars.legend = None
    bars.x_axis.scaling.orientation = "maxMin"
    bars.x_axis.delete, bars.y_axis.delete = False, True
    bars.y_axis.majorGridlines = None
    bars.y_axis.scaling.min = 0
    if chart.percent:
        bars.y_axis.scaling.max = _WHOLE
    bars.series = [_native(chart, series, sheet, row, place) for place, series in enumerate(chart.series)]
    return bars


def _title(chart: BarChart) -> Title:
    size = CharacterProperties(sz=1200, b=True)
    paragraph = TextParagraph(
        pPr=ParagraphProperties(defRPr=size), r=[RegularTextRun(rPr=size, t=_line(chart.title))]
    )
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _native(chart: BarChart, series: Series, sheet: str, row: int, place: int) -> NativeSeries:
    last, column = row + len(chart.categories), place + 2
    native = NativeSeries(idx=place, order=place)
    native.tx = SeriesLabel(strRef=StrRef(_range(sheet, column, row, row), _texts((series.name,))))
    native.cat = AxDataSource(strRef=StrRef(_range(sheet, 1, row + 1, last), _texts(chart.categories)))
    points = [NumVal(idx=index, v=repr(value)) for index, value in enumerate(series.values) if value is not None]
    numbers = NumData(formatCode=_format(chart), ptCount=len(series.values), pt=points)
    native.val = NumDataSource(numRef=NumRef(_range(sheet, column, row + 1, last), numbers))
    native.graphicalProperties = GraphicalProperties(solidFill=_COLOURS[place % len(_COLOURS)])
    native.graphicalProperties.line.solidFill = "595959"
    native.dLbls = _Labels(numFmt=_format(chart), dLblPos="outEnd", showVal=True)
    native.dLbls.showSerName = len(chart.series) > 1
    native.dLbls.separator = " "
    for other in ("showCatName", "showLegendKey", "showPercent", "showBubbleSize"):
        setattr(native.dLbls, other, False)
    return native


def _texts(texts: tuple[str, ...]) -> StrData:
    return StrData(ptCount=len(texts), pt=[StrVal(idx=index, v=_line(text)) for index, text in enumerate(texts)])


def _range(sheet: str, column: int, first: int, last: int) -> str:
    letter = get_column_letter(column)
    return f"{quote_sheetname(sheet)}!${letter}${first}" + (f":${letter}${last}" if last > first else "")


def _format(chart: BarChart) -> str:
    return '0.0"%"' if chart.percent else "General"


def _line(text: str) -> str:
    return neutral(one_line(text))
