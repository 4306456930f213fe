"""The pictures of a document: taken out when they are what their bytes say, never fetched from elsewhere."""

from __future__ import annotations

import posixpath
import re

from shuxiang.intake.document import Picture
from shuxiang.intake.images import ending_of
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.package import Package, Relation
from shuxiang.intake.readers.docx.xml_part import PartError

MAX_PICTURES = 500
"""Of one document; a photograph for every paragraph is no article."""

MAX_BYTES = 128 * 1024 * 1024
"""Of all pictures of a document."""

_VECTOR = {".emf": "EMF", ".wmf": "WMF", ".svg": "SVG", ".tif": "TIFF", ".tiff": "TIFF", ".wdp": "WDP"}
_FILE_NAME = re.compile(r".*\.(?:png|jpe?g|gif|bmp|webp|tiff?|emf|wmf)", re.IGNORECASE | re.DOTALL)
_LONGEST_ALT = 500


class Album:
    """Takes pictures out as they are met, and names them in that order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._met: dict[str, Picture | Told] = {}
        self._pictures: list[Picture] = []

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All that were taken out."""
        return tuple(self._pictures)

    def take(self, relation: Relation, alt: str) -> Picture | Told:
        """The picture that a relation points at, or what is to be said of it."""
        if relation.external:
            return Told(Matter.LINKED_PICTURE)
        if relation.target not in self._met:
            found = self._read(relation.target, alt)
            self._met[relation.target] = found
            if isinstance(found, Picture):
                self._pictures.append(found)
        return self._met[relation.target]

    def _read(self, name: str, alt: str) -> Picture | Told:
        ending = posixpath.splitext(name)[1].lower()
        if ending in _VECTOR:
            return Told(Matter.PICTURE_FORM, detail=_VECTOR[ending])
        if len(self._met) >= MAX_PICTURES or sum(len(picture.data) for picture in self._pictures) > MAX_BYTES:
            return Told(Matter.PICTURE_LOST, detail="图片太多")
        try:
            data = self._package.data(name)
        except PartError as error:
            return Told(Matter.PICTURE_LOST, detail=str(error))
        kind = ending_of(data)
        if not kind:
            return Told(Matter.PICTURE_FORM, detail=ending.lstrip(".").upper() or "不明")
        return Picture(f"{len(self._pictures) + 1}.{kind}", data, alt)


def useful(alt: str) -> str:
    """The alternative text; a file name is none, and neither is what a program wrote under it."""
    words = " ".join(alt.split())[:_LONGEST_ALT]
    return "" if _FILE_NAME.fullmatch(words) else words
