"""A document of blocks as one HTML file that needs nothing else: own style, charts drawn in it, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from lxml import etree
from lxml.builder import E

from shuxiang.exports.block_text import one_line, text_lines
from shuxiang.exports.blocks import (
    Align,
    BarChart,
    Block,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Table,
)
from shuxiang.exports.web_chart import chart_figure

_STYLE = files("shuxiang.exports").joinpath("assets", "document.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_SHORT, _BEARABLE = 4, 9
_FEW_ROWS = 12
"""Up to these, a table is not broken over two pages when it is printed."""
_ROW_HEIGHT = "height: {:g}mm"


def web_document(document: Document) -> bytes:
    """The document as one self-contained page; the same document gives the same bytes."""
    title = one_line(document.title)
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.meta(name="color-scheme", content="light dark"),
        E.meta(name="referrer", content="no-referrer"),
        E.meta({"http-equiv": "Content-Security-Policy"}, content=_POLICY),
        E.title(title),
        E.style(_STYLE.read_text(encoding="utf-8") + ("@page { size: A4 landscape; }\n" if document.wide else "")),
    )
    main = E.main(E.h1(title))
    if document.subtitle:
        main.append(_lines(E.p({"class": "subtitle"}), document.subtitle))
    for number, block in enumerate(document.blocks):
        main.append(_WRITERS[type(block)](block, number))
    body = E.body(main)
    if document.footer:
        body.append(E.footer(one_line(document.footer)))
    page = E.html(head, body, lang="zh-CN")
    return b"<!doctype html>\n" + bytes(etree.tostring(page, method="html", encoding="utf-8")) + b"\n"


def _heading(block: Heading, _number: int) -> Any:
    return (E.h2 if block.level < 2 else E.h3)(one_line(block.text))


def _paragraph(block: Paragraph, _number: int) -> Any:
    return _lines(E.p({"class": "note"} if block.note else {}), block.text)


def _items(block: Items, _number: int) -> Any:
    return E.ul(*(_lines(E.li(), text) for text in block.texts))


def _break(_block: PageBreak, _number: int) -> Any:
    return E.div({"class": "break"})


def _chart(block: BarChart, number: int) -> Any:
    return chart_figure(block, f"chart-{number}")


def _table(block: Table, number: int) -> Any:
    """A table that scrolls by itself where the screen is narrow; its first column stays in view."""
    name = f"table-{number}"
    headings = (
        E.th(one_line(column.name), scope="col", style=f"min-width: {_em(block, place)}")
        for place, column in enumerate(block.columns)
    )
    table = E.table()
    if block.caption:
        table.append(E.caption(one_line(block.caption), id=name))
    table.append(E.colgroup(*_widths(block)))
    table.append(E.thead(E.tr(*headings)))
    rows = block.rows[:-1] if block.total else block.rows
    table.append(E.tbody(*(_row(block, row) for row in rows)))
    if block.total and block.rows:
        table.append(E.tfoot(_row(block, block.rows[-1])))
    named = {"aria-labelledby": name} if block.caption else {"aria-label": one_line(block.columns[0].name)}
    scrolling = E.div({"class": "table", "role": "region", "tabindex": "0", **named}, table)
    if not block.note and len(block.rows) > _FEW_ROWS:
        return scrolling
    whole = "whole" if len(block.rows) <= _FEW_ROWS else "noted"
    return E.div({"class": whole}, scrolling, *([_lines(E.p({"class": "note"}), block.note)] if block.note else []))


def _widths(table: Table) -> Iterable[Any]:
    whole = sum(column.width for column in table.columns) or 1
    return (E.col(style=f"width: {100 * column.width / whole:.2f}%") for column in table.columns)


def _em(table: Table, place: int) -> str:
    """Room on a narrow screen for the column's longest text, as far as that is bearable."""
    heading = min(len(table.columns[place].name), _SHORT)
    longest = max((_length(row[place]) for row in table.rows), default=0)
    return f"calc({max(heading, min(longest, _BEARABLE)):g}em + 1.1rem)"


def _length(text: str) -> float:
    """Of the longest line, in Chinese characters; up, to halves."""
    return max(ceil(sum(2 if east_asian_width(c) in "WFA" else 1.2 for c in line)) / 2 for line in text_lines(text))


def _row(table: Table, texts: tuple[str, ...]) -> Any:
    style = {"style": _ROW_HEIGHT.format(table.row_height)} if table.row_height else {}
    cells = (
        _lines((E.th if place == 0 else E.td)(_cell_attributes(place, column.align)), text)
        for place, (text, column) in enumerate(zip(texts, table.columns, strict=True))
    )
    return E.tr(style, *cells)


def _cell_attributes(place: int, align: Align) -> dict[str, str]:
    scope = {"scope": "row"} if place == 0 else {}
    return scope if align is Align.LEFT else {**scope, "class": str(align)}


def _lines(element: Any, text: str) -> Any:
    """The element with the text in it, its lines one below the other."""
    first, *rest = text_lines(text)
    element.text = first
    for line in rest:
        below = etree.SubElement(element, "br")
        below.tail = line
    return element


_WRITERS: Mapping[type[Block], Callable[[Any, int], Any]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Table: _table,
    BarChart: _chart,
    PageBreak: _break,
}
