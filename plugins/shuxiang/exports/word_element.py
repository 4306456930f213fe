"""The smallest pieces of a Word file: elements, stretches of text, fields. No text is ever read as markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from shuxiang.exports.block_text import text_lines


def element(name: str, attributes: Mapping[str, str] | None = None, *children: Any) -> BaseOxmlElement:
    """An element of WordprocessingML; its attributes are named without the ``w:``."""
    made = OxmlElement(name, {qn(f"w:{key}"): value for key, value in (attributes or {}).items()})
    made.extend(children)
    return made


def run(text: str, *, bold: bool = False, below: bool = False) -> BaseOxmlElement:
    """A stretch of text, as it is; ``below`` on a line of its own."""
    written = OxmlElement("w:t")
    written.text = text
    written.set(qn("xml:space"), "preserve")
    parts = [element("w:rPr", {}, element("w:b"))] if bold else []
    parts += [element("w:br")] if below else []
    return element("w:r", {}, *parts, written)


def put_lines(paragraph: WordParagraph, text: str) -> None:
    """Add the text to the paragraph, line below line."""
    for number, line in enumerate(text_lines(text)):
        paragraph._p.append(run(line, below=number > 0))  # noqa: SLF001  # add_run reads markup into the text


def field(name: str) -> BaseOxmlElement:
    """What Word works out itself, such as PAGE."""
    return element("w:fldSimple", {"instr": name}, run("1"))
