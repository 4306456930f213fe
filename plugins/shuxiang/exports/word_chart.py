"""A chart inside a Word file: drawn by Word itself, its numbers in a small workbook for whoever edits it."""

from __future__ import annotations

from xml.etree.ElementTree import tostring

from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, Length
from lxml import etree
from lxml.builder import ElementMaker
from openpyxl import Workbook

from shuxiang.exports.block_text import one_line, value_text
from shuxiang.exports.blocks import BarChart
from shuxiang.exports.native_chart import chart_height, native_chart, write_cells
from shuxiang.exports.steady_zip import steady_zip

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET = "Sheet1"

_C = ElementMaker(namespace=_CHART, nsmap={"c": _CHART, "r": _RELATION})
_A = ElementMaker(namespace=_DRAWING, nsmap={"a": _DRAWING})
_WP = ElementMaker(namespace=_PLACING, nsmap={"wp": _PLACING})


def add_chart(file: WordFile, chart: BarChart, width: Length) -> None:
    """Put the chart below what the file holds so far, as wide as asked for."""
    number = 1 + sum(part.content_type == _CHART_TYPE for part in file.part.package.iter_parts())
    relation = file.part.relate_to(_chart_part(file, chart, number), RELATIONSHIP_TYPE.CHART)
    run = file.add_paragraph().add_run()
    run._r.add_drawing(_placed(chart, width, relation, number))  # noqa: SLF001  # python-docx places pictures only


def _chart_part(file: WordFile, chart: BarChart, number: int) -> Part:
    package = file.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK_TYPE, _workbook(chart), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, None, package)
    relation = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    root = etree.fromstring(tostring(native_chart(chart, _SHEET)._write()))  # type: ignore[attr-defined]  # noqa: SLF001
    root.append(_C.externalData(_C.autoUpdate(val="0"), {f"{{{_RELATION}}}id": relation}))
    part._blob = etree.tostring(root, encoding="UTF-8", standalone=True)  # noqa: SLF001  # it has no setter
    return part


def _workbook(chart: BarChart) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _SHEET
    write_cells(chart, sheet)
    return steady_zip(book)


def _placed(chart: BarChart, width: Length, relation: str, number: int) -> etree._Element:
    """The drawing that stands in the line; what it shows is told in words too."""
    height = Cm(chart_height(chart))
    data = _A.graphicData(_C.chart({f"{{{_RELATION}}}id": relation}), uri=_CHART)
    inline = _WP.inline(
        _WP.extent(cx=str(int(width)), cy=str(int(height))),
        _WP.docPr(id=str(number), name=f"图 {number}", descr=_in_words(chart)),
        _WP.cNvGraphicFramePr(),
        _A.graphic(data),
        distT="0",
        distB="0",
        distL="0",
        distR="0",
    )
    return parse_xml(etree.tostring(inline))


def _in_words(chart: BarChart) -> str:
    """The chart for who cannot see it."""
    told = (f"{category}：{_values(chart, place)}" for place, category in enumerate(chart.categories))
    return one_line(f"{chart.title}。{'；'.join(told)}")


def _values(chart: BarChart, place: int) -> str:
    return "，".join(f"{one.name} {value_text(one.values[place], percent=chart.percent)}" for one in chart.series)
