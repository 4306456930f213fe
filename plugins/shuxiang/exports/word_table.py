"""A table inside a Word file, made to print well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm

from shuxiang.exports.block_text import one_line, text_lines
from shuxiang.exports.blocks import Align, Column, Table
from shuxiang.exports.word_element import element, put_lines, run
from shuxiang.exports.word_styles import CELL, LARGE_CELL, NOTE, SMALL_CELL, add_paragraph, set_style, style_id

_MANY_COLUMNS = 7
"""With more than these, a table is set smaller."""
_FEW_ROWS = 12
"""Up to these, a table is not broken over two pages."""

_BETWEEN_NUMBERS, _MAY_BREAK = re.compile("(?<=[0-9]、)(?=[0-9])"), "\u200b"
"""Where a list of numbers may be broken; LibreOffice would sooner break in the middle of one."""
_ALIGNED = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center"}


def add_table(file: WordFile, block: Table, width: Length) -> None:
    """Put the table below what the file holds so far, as wide as asked for.

    Its rows stand whole on a page, its headings on each, its note or a line of air below.
    """
    if block.caption:
        add_paragraph(file, "Caption", one_line(block.caption))
    widths = _widths(block, width)
    headings = tuple(column.name for column in block.columns)
    last = len(block.rows) if block.total else 0
    rows = [_row(block, widths, headings, heading=True)]
    rows += [_row(block, widths, row, bold=number == last) for number, row in enumerate(block.rows, start=1)]
    _keep_together(rows, block)
    grid = element("w:tblGrid", {}, *(element("w:gridCol", {"w": str(width)}) for width in widths))
    file.element.body.add_p().addprevious(element("w:tbl", {}, _table_properties(widths), grid, *rows))
    below = file.paragraphs[-1]
    set_style(below, NOTE)
    put_lines(below, block.note)


def _keep_together(rows: Sequence[BaseOxmlElement], table: Table) -> None:
    """A row stays with the next: in a short table each, else the headings; the last with the note."""
    short = len(table.rows) <= _FEW_ROWS
    kept = [*rows[: -1 if short else 1], *(rows[-2:] if table.note else ())]
    for row in kept:
        for properties in row.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, element("w:keepNext"))


def _table_properties(widths: Iterable[int]) -> BaseOxmlElement:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"val": "single", "sz": "4", "space": "0", "color": "808080"}
    sides = (("top", 40), ("left", 70), ("bottom", 40), ("right", 70))
    margins = (element(f"w:{side}", {"w": str(width), "type": "dxa"}) for side, width in sides)
    return element(
        "w:tblPr",
        {},
        element("w:tblW", {"w": str(sum(widths)), "type": "dxa"}),
        element("w:jc", {"val": "center"}),
        element("w:tblBorders", {}, *(element(f"w:{edge}", line) for edge in edges)),
        element("w:tblLayout", {"type": "fixed"}),
        element("w:tblCellMar", {}, *margins),
        element("w:tblLook", {"val": "0020", "firstRow": "1"}),
    )


def _row(
    table: Table, widths: list[int], texts: tuple[str, ...], *, heading: bool = False, bold: bool = False
) -> BaseOxmlElement:
    properties = [element("w:cantSplit")]
    if table.row_height:
        height = str(Mm(table.row_height).twips)
        properties.append(element("w:trHeight", {"val": height, "hRule": "atLeast"}))
    if heading:
        properties.append(element("w:tblHeader"))
    cells = (
        _cell(text, width, _paragraph(table, column, heading=heading), heading=heading, bold=bold or heading)
        for text, width, column in zip(texts, widths, table.columns, strict=True)
    )
    return element("w:tr", {}, element("w:trPr", {}, *properties), *cells)


def _paragraph(table: Table, column: Column, *, heading: bool) -> BaseOxmlElement:
    """A cell's paragraph, empty yet."""
    small = SMALL_CELL if len(table.columns) > _MANY_COLUMNS else CELL
    style = style_id(LARGE_CELL if table.row_height else small)
    aligned = "center" if heading else _ALIGNED[column.align]
    properties = (element("w:pStyle", {"val": style}), element("w:jc", {"val": aligned}))
    return element("w:p", {}, element("w:pPr", {}, *properties))


def _cell(text: str, width: int, paragraph: BaseOxmlElement, *, heading: bool, bold: bool) -> BaseOxmlElement:
    properties = [element("w:tcW", {"w": str(width), "type": "dxa"})]
    if heading or bold:
        fill = "E7E0D8" if heading else "F4F0EB"
        properties.append(element("w:shd", {"val": "clear", "color": "auto", "fill": fill}))
    properties.append(element("w:vAlign", {"val": "center"}))
    for number, line in enumerate(text_lines(text)):
        paragraph.append(run(_BETWEEN_NUMBERS.sub(_MAY_BREAK, line), bold=bold, below=number > 0))
    return element("w:tc", {}, element("w:tcPr", {}, *properties), paragraph)


def _widths(table: Table, width: Length) -> list[int]:
    """In twentieths of a point, which is what a table's grid counts in."""
    whole = sum(column.width for column in table.columns) or 1
    return [int(width.twips * column.width / whole) for column in table.columns]
