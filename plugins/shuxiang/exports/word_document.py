"""A document of blocks as a Word file: Chinese fonts, A4, page numbers, tables that print well, charts to edit."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, cast

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.section import Section
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph as WordParagraph

from shuxiang.exports.block_text import one_line
from shuxiang.exports.blocks import BarChart, Block, Document, Heading, Items, PageBreak, Paragraph, Table
from shuxiang.exports.steady_package import steady_package
from shuxiang.exports.word_chart import add_chart
from shuxiang.exports.word_element import field, put_lines
from shuxiang.exports.word_styles import NOTE, add_paragraph, dress
from shuxiang.exports.word_table import add_table

_SHORT_SIDE, _LONG_SIDE = Mm(210), Mm(297)
_MARGIN_ACROSS, _MARGIN_DOWN = Mm(20), Mm(22)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def word_document(document: Document) -> bytes:
    """The document as a ``.docx``; the same document gives the same bytes."""
    file = docx.Document()
    _set_up(file, document)
    add_paragraph(file, "Title", one_line(document.title))
    if document.subtitle:
        add_paragraph(file, "Subtitle", document.subtitle)
    for block in document.blocks:
        _WRITERS[type(block)](file, block)
    saved = io.BytesIO()
    file.save(saved)
    return steady_package(saved.getvalue())


def _set_up(file: WordFile, document: Document) -> None:
    told = file.core_properties
    told.author, told.title, told.comments, told.language = "", one_line(document.title), "", "zh-CN"
    told.last_modified_by, told.revision = "", 1
    told.created = told.modified = _LONG_AGO
    _drop_thumbnail(file)
    dress(file)
    _lay_paper(file.sections[0], wide=document.wide)
    _number_pages(file.sections[0].footer.paragraphs[0], one_line(document.footer))


def _drop_thumbnail(file: WordFile) -> None:
    """Take out the little picture of another, empty document that the template brings."""
    related = file.part.package.rels
    for id_ in [id_ for id_, relation in related.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del related[id_]


def _lay_paper(section: Section, *, wide: bool) -> None:
    sides = (_LONG_SIDE, _SHORT_SIDE) if wide else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = _MARGIN_ACROSS
    section.top_margin = section.bottom_margin = _MARGIN_DOWN
    section.footer_distance = Mm(12)


def _number_pages(paragraph: WordParagraph, footer: str) -> None:
    paragraph.add_run(f"{footer}\u3000第 " if footer else "第 ")
    paragraph._p.append(field("PAGE"))  # noqa: SLF001  # python-docx has no fields
    paragraph.add_run(" 页，共 ")
    paragraph._p.append(field("NUMPAGES"))  # noqa: SLF001
    paragraph.add_run(" 页")


def _write_heading(file: WordFile, block: Heading) -> None:
    add_paragraph(file, f"Heading {min(max(block.level, 1), 2)}", one_line(block.text))


def _write_paragraph(file: WordFile, block: Paragraph) -> None:
    put_lines(add_paragraph(file, NOTE) if block.note else file.add_paragraph(), block.text)


def _write_items(file: WordFile, block: Items) -> None:
    for text in block.texts:
        add_paragraph(file, "List Bullet", text)


def _write_break(file: WordFile, _block: PageBreak) -> None:
    add_paragraph(file, NOTE).add_run().add_break(WD_BREAK.PAGE)


def _write_chart(file: WordFile, block: BarChart) -> None:
    add_chart(file, block, _text_width(file))


def _write_table(file: WordFile, block: Table) -> None:
    add_table(file, block, _text_width(file))


def _text_width(file: WordFile) -> Length:
    section = file.sections[0]
    return Length(cast("int", section.page_width) - 2 * _MARGIN_ACROSS)


_WRITERS: Mapping[type[Block], Callable[[WordFile, Any], None]] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Items: _write_items,
    Table: _write_table,
    BarChart: _write_chart,
    PageBreak: _write_break,
}
