"""A document of blocks as a Word file: Chinese fonts, A4, page numbers, tables that print well, charts to edit."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from shuxiang.exports.block_text import text_lines
from shuxiang.exports.blocks import (
    Align,
    BarChart,
    Block,
    Column,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Table,
)
from shuxiang.exports.steady_package import steady_package
from shuxiang.exports.word_chart import add_chart

_SHORT_SIDE, _LONG_SIDE = Mm(210), Mm(297)
_MARGIN_ACROSS, _MARGIN_DOWN = Mm(20), Mm(22)
_BODY, _HEADING, _LATIN = "宋体", "黑体", "Times New Roman"
_ALSO_KNOWN = {
    "宋体": "SimSun;NSimSun;Songti SC;Noto Serif CJK SC;Source Han Serif SC",
    "黑体": "SimHei;微软雅黑;Microsoft YaHei;Heiti SC;Noto Sans CJK SC;Source Han Sans SC",
}
"""What to take where the font is not installed, in Word's own list of fonts."""

_SIZES = {"Normal": 12.0, "Title": 22.0, "Subtitle": 12.0, "Heading 1": 16.0, "Heading 2": 14.0}
_SIZES |= {"List Bullet": 12.0, "Caption": 10.5, "Footer": 9.0, "Body Text": 10.5, "Body Text 2": 9.0}
_SIZES |= {"Body Text 3": 9.0, "Sign Here": 14.0}
_CELL, _NOTE, _SMALL_CELL = "Body Text", "Body Text 2", "Body Text 3"
_LARGE_CELL = "Sign Here"
"""Our own style: in high rows, which people write into, names are large."""
_MANY_COLUMNS = 7
"""With more than these, a table is set smaller."""
_FEW_ROWS = 12
"""Up to these, a table is not broken over two pages."""

_BETWEEN_NUMBERS, _MAY_BREAK = re.compile("(?<=[0-9]、)(?=[0-9])"), "\u200b"
"""Where a list of numbers may be broken; LibreOffice would sooner break in the middle of one."""

_GREY = RGBColor(0x59, 0x59, 0x59)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_ALIGNED = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center"}


def word_document(document: Document) -> bytes:
    """The document as a ``.docx``; the same document gives the same bytes."""
    file = docx.Document()
    _set_up(file, document)
    file.add_paragraph(_line(document.title), "Title")
    if document.subtitle:
        _put_lines(file.add_paragraph(style="Subtitle"), document.subtitle)
    for block in document.blocks:
        _WRITERS[type(block)](file, block)
    saved = io.BytesIO()
    file.save(saved)
    return steady_package(saved.getvalue())


def _set_up(file: WordFile, document: Document) -> None:
    told = file.core_properties
    told.author, told.title, told.comments, told.language = "", _line(document.title), "", "zh-CN"
    told.last_modified_by, told.revision = "", 1
    told.created = told.modified = _LONG_AGO
    _drop_thumbnail(file)
    _speak_chinese(file)
    _dress_styles(file)
    _name_fonts(file)
    _lay_paper(file.sections[0], wide=document.wide)
    _number_pages(file.sections[0].footer.paragraphs[0], _line(document.footer))


def _drop_thumbnail(file: WordFile) -> None:
    """Take out the little picture of another, empty document that the template brings."""
    related = file.part.package.rels
    for id_ in [id_ for id_, relation in related.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del related[id_]


def _speak_chinese(file: WordFile) -> None:
    """The template's own language is Japanese, by which Word chooses the letters of charts and of its lists."""
    for root in (file.settings.element, file.styles.element):
        for name in ("w:themeFontLang", "w:lang"):
            for language in root.iter(qn(name)):
                language.set(qn("w:eastAsia"), "zh-CN")


def _dress_styles(file: WordFile) -> None:
    """One font for reading and one for headings, in all of a style's four alphabets."""
    file.styles.add_style(_LARGE_CELL, WD_STYLE_TYPE.PARAGRAPH)
    for name, size in _SIZES.items():
        style = cast("ParagraphStyle", file.styles[name])
        heading = name in {"Title", "Heading 1", "Heading 2"}
        _set_fonts(style, _HEADING if heading else _BODY)
        style.font.size, style.font.bold, style.font.italic = Pt(size), heading and name != "Title", False
        style.font.color.rgb = _GREY if name in {"Subtitle", "Footer", _NOTE} else None
        style.paragraph_format.space_before = Pt({"Heading 1": 18, "Heading 2": 12, "Caption": 10}.get(name, 0))
        style.paragraph_format.space_after = Pt(
            {"Title": 6, "Subtitle": 12, _CELL: 0, _SMALL_CELL: 0, _LARGE_CELL: 0, "Footer": 0}.get(name, 6)
        )
        style.paragraph_format.line_spacing = (
            1.0 if name in {_CELL, _SMALL_CELL, _LARGE_CELL, _NOTE, "Footer", "Caption"} else 1.3
        )
        style.paragraph_format.keep_with_next = name in {"Heading 1", "Heading 2", "Caption"}
    for name in ("Title", "Subtitle", "Footer"):
        cast("ParagraphStyle", file.styles[name]).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in list(file.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _set_fonts(style: ParagraphStyle, chinese: str) -> None:
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    latin = chinese if chinese == _HEADING else _LATIN
    names = {"ascii": latin, "hAnsi": latin, "eastAsia": chinese, "cs": _LATIN}
    for alphabet, font in names.items():
        fonts.set(qn(f"w:{alphabet}"), font)
    language = _element("w:lang", {"val": "en-US", "eastAsia": "zh-CN"})
    style.element.get_or_add_rPr().append(language)


def _name_fonts(file: WordFile) -> None:
    """Say in the file's list of fonts what else the Chinese ones are called."""
    part = next(part for part in file.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _ALSO_KNOWN.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())  # noqa: SLF001  # it has no setter


def _lay_paper(section: Section, *, wide: bool) -> None:
    sides = (_LONG_SIDE, _SHORT_SIDE) if wide else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = _MARGIN_ACROSS
    section.top_margin = section.bottom_margin = _MARGIN_DOWN
    section.footer_distance = Mm(12)


def _number_pages(paragraph: WordParagraph, footer: str) -> None:
    paragraph.add_run(f"{footer}\u3000第 " if footer else "第 ")
    paragraph._p.append(_field("PAGE"))  # noqa: SLF001  # python-docx has no fields
    paragraph.add_run(" 页，共 ")
    paragraph._p.append(_field("NUMPAGES"))  # noqa: SLF001
    paragraph.add_run(" 页")


def _field(name: str) -> BaseOxmlElement:
    return _element("w:fldSimple", {"instr": name}, _run("1"))


def _write_heading(file: WordFile, block: Heading) -> None:
    file.add_paragraph(_line(block.text), f"Heading {min(max(block.level, 1), 2)}")


def _write_paragraph(file: WordFile, block: Paragraph) -> None:
    _put_lines(file.add_paragraph(style=_NOTE if block.note else None), block.text)


def _write_items(file: WordFile, block: Items) -> None:
    for text in block.texts:
        _put_lines(file.add_paragraph(style="List Bullet"), text)


def _write_break(file: WordFile, _block: PageBreak) -> None:
    file.add_paragraph(style=_NOTE).add_run().add_break(WD_BREAK.PAGE)


def _write_chart(file: WordFile, block: BarChart) -> None:
    add_chart(file, block, _text_width(file))


def _write_table(file: WordFile, block: Table) -> None:
    """The table's rows stand whole on a page, its headings on each, its note or a line of air below."""
    if block.caption:
        file.add_paragraph(_line(block.caption), "Caption")
    widths = _widths(block, _text_width(file))
    headings = tuple(column.name for column in block.columns)
    last = len(block.rows) if block.total else 0
    rows = [_row(block, widths, headings, heading=True)]
    rows += [_row(block, widths, row, bold=number == last) for number, row in enumerate(block.rows, start=1)]
    _keep_together(rows, block)
    grid = _element("w:tblGrid", {}, *(_element("w:gridCol", {"w": str(width)}) for width in widths))
    file.element.body.add_p().addprevious(_element("w:tbl", {}, _table_properties(widths), grid, *rows))
    below = file.paragraphs[-1]
    below.style = file.styles[_NOTE]
    _put_lines(below, block.note)


def _keep_together(rows: Sequence[BaseOxmlElement], table: Table) -> None:
    """A row stays with the next: in a short table each, else the headings; the last with the note."""
    short = len(table.rows) <= _FEW_ROWS
    kept = [*rows[: -1 if short else 1], *(rows[-2:] if table.note else ())]
    for row in kept:
        for properties in row.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, _element("w:keepNext"))


def _table_properties(widths: Iterable[int]) -> BaseOxmlElement:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    line = {"val": "single", "sz": "4", "space": "0", "color": "808080"}
    sides = (("top", 40), ("left", 70), ("bottom", 40), ("right", 70))
    margins = (_element(f"w:{side}", {"w": str(width), "type": "dxa"}) for side, width in sides)
    return _element(
        "w:tblPr",
        {},
        _element("w:tblW", {"w": str(sum(widths)), "type": "dxa"}),
        _element("w:jc", {"val": "center"}),
        _element("w:tblBorders", {}, *(_element(f"w:{edge}", line) for edge in edges)),
        _element("w:tblLayout", {"type": "fixed"}),
        _element("w:tblCellMar", {}, *margins),
        _element("w:tblLook", {"val": "0020", "firstRow": "1"}),
    )


def _row(
    table: Table, widths: list[int], texts: tuple[str, ...], *, heading: bool = False, bold: bool = False
) -> BaseOxmlElement:
    properties = [_element("w:cantSplit")]
    if table.row_height:
        height = str(Mm(table.row_height).twips)
        properties.append(_element("w:trHeight", {"val": height, "hRule": "atLeast"}))
    if heading:
        properties.append(_element("w:tblHeader"))
    cells = (
        _cell(text, width, _paragraph(table, column, heading=heading), heading=heading, bold=bold or heading)
        for text, width, column in zip(texts, widths, table.columns, strict=True)
    )
    return _element("w:tr", {}, _element("w:trPr", {}, *properties), *cells)


def _paragraph(table: Table, column: Column, *, heading: bool) -> BaseOxmlElement:
    """A cell's paragraph, empty yet."""
    small = _SMALL_CELL if len(table.columns) > _MANY_COLUMNS else _CELL
    style = (_LARGE_CELL if table.row_height else small).replace(" ", "")
    aligned = "center" if heading else _ALIGNED[column.align]
    properties = (_element("w:pStyle", {"val": style}), _element("w:jc", {"val": aligned}))
    return _element("w:p", {}, _element("w:pPr", {}, *properties))


def _cell(text: str, width: int, paragraph: BaseOxmlElement, *, heading: bool, bold: bool) -> BaseOxmlElement:
    properties = [_element("w:tcW", {"w": str(width), "type": "dxa"})]
    if heading or bold:
        fill = "E7E0D8" if heading else "F4F0EB"
        properties.append(_element("w:shd", {"val": "clear", "color": "auto", "fill": fill}))
    properties.append(_element("w:vAlign", {"val": "center"}))
    for number, line in enumerate(text_lines(text)):
        paragraph.append(_run(_BETWEEN_NUMBERS.sub(_MAY_BREAK, line), bold=bold, below=number > 0))
    return _element("w:tc", {}, _element("w:tcPr", {}, *properties), paragraph)


def _run(text: str, *, bold: bool = False, below: bool = False) -> BaseOxmlElement:
    written = OxmlElement("w:t")
    written.text = text
    written.set(qn("xml:space"), "preserve")
    parts = [_element("w:rPr", {}, _element("w:b"))] if bold else []
    parts += [_element("w:br")] if below else []
    return _element("w:r", {}, *parts, written)


def _put_lines(paragraph: WordParagraph, text: str) -> None:
    for number, line in enumerate(text_lines(text)):
        paragraph._p.append(_run(line, below=number > 0))  # noqa: SLF001  # add_run reads markup into the text


def _line(text: str) -> str:
    return " ".join(text_lines(text))


def _text_width(file: WordFile) -> Length:
    section = file.sections[0]
    return Length(cast("int", section.page_width) - 2 * _MARGIN_ACROSS)


def _widths(table: Table, width: Length) -> list[int]:
    """In twentieths of a point, which is what a table's grid counts in."""
    whole = sum(column.width for column in table.columns) or 1
    return [int(width.twips * column.width / whole) for column in table.columns]


def _element(name: str, attributes: Mapping[str, str] | None = None, *children: Any) -> BaseOxmlElement:
    made = OxmlElement(name, {qn(f"w:{key}"): value for key, value in (attributes or {}).items()})
    made.extend(children)
    return made


_WRITERS: Mapping[type[Block], Callable[[WordFile, Any], None]] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Items: _write_items,
    Table: _write_table,
    BarChart: _write_chart,
    PageBreak: _write_break,
}
