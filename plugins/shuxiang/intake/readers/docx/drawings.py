"""Drawings, of either kind: pictures, text boxes, lettering, charts and objects in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shuxiang.intake.document import Picture
from shuxiang.intake.readers.docx.album import Album, useful
from shuxiang.intake.readers.docx.letters_of import LETTERS, lines_of, own_letters
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.names import PROPERTIES, Element, a, name_of, o, r, v, w, wp
from shuxiang.intake.readers.docx.package import Relation
from shuxiang.intake.readers.docx.tokens import Anchored, Shown, Token
from shuxiang.intake.readers.docx.wrappings import once

_PARAGRAPH = a("p")
_CHARTS = {
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
}
_PROGRAMS = {
    "excel": "Excel 表格",
    "equation": "公式",
    "word": "Word 文档",
    "powerpoint": "PPT",
    "visio": "Visio 图",
}
_BLIP, _IMAGE, _LETTERING = a("blip"), v("imagedata"), v("textpath")
_BOX, _OBJECT, _CONTROL = w("txbxContent"), o("OLEObject"), w("control")
_ALT_ATTRIBUTES = {wp("docPr"): "descr", v("shape"): "alt"}
_PICTURE_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"


class Drawings:
    """Reads the drawings of one part."""

    def __init__(self, relations: Mapping[str, Relation], album: Album) -> None:
        self._relations = relations
        self._album = album

    def tokens(self, drawing: Element) -> Iterator[Token]:
        """What is in a drawing, in its order."""
        alt = ""
        has_object = next(drawing.iter(_OBJECT), None) is not None
        for element in outermost(drawing):
            alt = useful(_alternative(element)) or alt
            if element.tag in {_BLIP, _IMAGE}:
                yield from self._picture(element, alt, in_object=has_object)
            else:
                yield from _other(element)

    def _picture(self, element: Element, alt: str, *, in_object: bool) -> Iterator[Token]:
        relation_id = element.get(r("embed")) or element.get(r("id")) or element.get(r("pict"))
        relation = self._relations.get(relation_id or "")
        if relation is None:
            linked = element.get(r("link")) or element.get(r("href")) or element.get("src")
            yield Told(Matter.LINKED_PICTURE) if linked else Told(Matter.PICTURE_LOST, detail="文件里没有")
            return
        taken = self._album.take(relation, alt)
        if isinstance(taken, Picture):
            yield Shown(taken.name)
            if not taken.alt:
                yield Told(Matter.ALT_TEXT, detail=taken.name)
        elif not in_object:
            yield taken


def _other(element: Element) -> Iterator[Token]:
    if element.tag == _BOX:
        yield Anchored(element)
    elif element.tag == _PARAGRAPH:
        yield Anchored(lines=lines_of(element))
    elif element.tag == _LETTERING and (lettering := own_letters(element).strip()):
        yield Anchored(lines=(lettering,))
    elif element.tag in _CHARTS:
        yield Told(Matter.CHART)
    elif element.tag == _OBJECT:
        yield Told(Matter.OBJECT, detail=_program(element.get("ProgID", "")))
    elif element.tag == _CONTROL:
        yield Told(Matter.OBJECT, detail="控件")
    elif element.tag in LETTERS:
        yield Told(Matter.STRAY, aside=own_letters(element))


def outermost(drawing: Element) -> Iterator[Element]:
    """What is in a drawing, without what is in its text boxes, and without what is there again for old programs."""
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        yield element
        if element.tag not in {_BOX, _PARAGRAPH}:
            waiting.extend(child for child in reversed(once(element)) if child.tag not in PROPERTIES)


def _alternative(element: Element) -> str:
    if element.tag == _PICTURE_PROPERTIES:
        return str(element.get("descr", ""))
    attribute = _ALT_ATTRIBUTES.get(name_of(element))
    return "" if attribute is None else str(element.get(attribute, ""))


def _program(name: str) -> str:
    """The program of an embedded object, in words."""
    return next((words for start, words in _PROGRAMS.items() if name.lower().startswith(start)), name or "不明")
