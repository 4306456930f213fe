"""How our Word files look: Chinese fonts in every alphabet, and the styles to read, to tabulate and to sign in."""

from __future__ import annotations

from typing import cast

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph

from shuxiang.exports.word_element import element, put_lines

_BODY, _HEADING, _LATIN = "宋体", "黑体", "Times New Roman"
_ALSO_KNOWN = {
    "宋体": "SimSun;NSimSun;Songti SC;Noto Serif CJK SC;Source Han Serif SC",
    "黑体": "SimHei;微软雅黑;Microsoft YaHei;Heiti SC;Noto Sans CJK SC;Source Han Sans SC",
}
"""What to take where the font is not installed, in Word's own list of fonts."""

_SIZES = {"Normal": 12.0, "Title": 22.0, "Subtitle": 12.0, "Heading 1": 16.0, "Heading 2": 14.0}
_SIZES |= {"List Bullet": 12.0, "Caption": 10.5, "Footer": 9.0, "Body Text": 10.5, "Body Text 2": 9.0}
_SIZES |= {"Body Text 3": 9.0, "Sign Here": 14.0}
CELL, NOTE, SMALL_CELL = "Body Text", "Body Text 2", "Body Text 3"
LARGE_CELL = "Sign Here"
"""Our own style: in high rows, which people write into, names are large."""
_GREY = RGBColor(0x59, 0x59, 0x59)


def dress(file: WordFile) -> None:
    """Give the file our language, fonts and styles."""
    _speak_chinese(file)
    _dress_styles(file)
    _name_fonts(file)


def style_id(name: str) -> str:
    """How a paragraph names its style."""
    return name.replace(" ", "")


def add_paragraph(file: WordFile, style: str, text: str = "") -> WordParagraph:
    """A paragraph in a style, below what the file holds so far; the text is laid out line below line."""
    made = file.add_paragraph()
    set_style(made, style)
    if text:
        put_lines(made, text)
    return made


def set_style(paragraph: WordParagraph, style: str) -> None:
    """Give the paragraph a style, without python-docx's own search through all of them for each paragraph."""
    paragraph._p.get_or_add_pPr().style = style_id(style)  # noqa: SLF001


def _speak_chinese(file: WordFile) -> None:
    """The template's own language is Japanese, by which Word chooses the letters of charts and of its lists."""
    for root in (file.settings.element, file.styles.element):
        for name in ("w:themeFontLang", "w:lang"):
            for language in root.iter(qn(name)):
                language.set(qn("w:eastAsia"), "zh-CN")


def _dress_styles(file: WordFile) -> None:
    """One font for reading and one for headings, in all of a style's four alphabets."""
    file.styles.add_style(LARGE_CELL, WD_STYLE_TYPE.PARAGRAPH)
    for name, size in _SIZES.items():
        style = cast("ParagraphStyle", file.styles[name])
        heading = name in {"Title", "Heading 1", "Heading 2"}
        _set_fonts(style, _HEADING if heading else _BODY)
        style.font.size, style.font.bold, style.font.italic = Pt(size), heading and name != "Title", False
        style.font.color.rgb = _GREY if name in {"Subtitle", "Footer", NOTE} else None
        style.paragraph_format.space_before = Pt({"Heading 1": 18, "Heading 2": 12, "Caption": 10}.get(name, 0))
        style.paragraph_format.space_after = Pt(
            {"Title": 6, "Subtitle": 12, CELL: 0, SMALL_CELL: 0, LARGE_CELL: 0, "Footer": 0}.get(name, 6)
        )
        style.paragraph_format.line_spacing = (
            1.0 if name in {CELL, SMALL_CELL, LARGE_CELL, NOTE, "Footer", "Caption"} else 1.3
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
    language = element("w:lang", {"val": "en-US", "eastAsia": "zh-CN"})
    style.element.get_or_add_rPr().append(language)


def _name_fonts(file: WordFile) -> None:
    """Say in the file's list of fonts what else the Chinese ones are called."""
    part = next(part for part in file.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in _ALSO_KNOWN.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())  # noqa: SLF001  # it has no setter
