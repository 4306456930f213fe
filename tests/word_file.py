"""A small Word file, written by hand: the XML of its parts as a test says it, and what belongs to what."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, paragraphs
from shuxiang.intake.readers.docx.reading import read_docx
from shuxiang.intake.source import Source

SCHEMAS = "http://schemas.openxmlformats.org"
NAMESPACES = {
    "w": f"{SCHEMAS}/wordprocessingml/2006/main",
    "r": f"{SCHEMAS}/officeDocument/2006/relationships",
    "a": f"{SCHEMAS}/drawingml/2006/main",
    "wp": f"{SCHEMAS}/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "pic": f"{SCHEMAS}/drawingml/2006/picture",
    "c": f"{SCHEMAS}/drawingml/2006/chart",
    "mc": f"{SCHEMAS}/markup-compatibility/2006",
    "m": f"{SCHEMAS}/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
ROOTS = {"header": "hdr", "footer": "ftr"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def word_file(
    body: str,
    parts: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    media: Mapping[str, bytes] | None = None,
    name: str = "来稿.docx",
) -> Source:
    """A document of this body.

    ``parts`` are further parts by name (``styles``, ``numbering``, ``footnotes``, ``header1`` …), their XML without
    its root; ``links`` addresses and ``media`` files, by the id that the body calls them by.
    """
    parts = parts or {}
    files = {
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml", False)]),
        "word/document.xml": rooted("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(
            [
                *((part, part.rstrip("0123456789"), f"{part}.xml", False) for part in parts),
                *((key, "hyperlink", address, True) for key, address in (links or {}).items()),
                *((key, "image", f"media/{key}", False) for key in media or {}),
            ]
        ),
        **{f"word/{part}.xml": rooted(part.rstrip("0123456789"), xml) for part, xml in parts.items()},
        **{f"word/media/{key}": data for key, data in (media or {}).items()},
    }
    return Source(name, zipped(files))


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """These files as a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return packed.getvalue()


def rooted(kind: str, xml: str) -> str:
    """The XML of a part in its root."""
    declared = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    root = f"w:{ROOTS.get(kind, kind)}"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{root} {declared}>{xml}</{root}>'


def relations(items: list[tuple[str, str, str, bool]]) -> str:
    """A list of relations: id, kind, target, and whether that is outside."""
    mode = {True: ' TargetMode="External"', False: ""}
    lines = (
        f'<Relationship Id="{key}" Type="{NAMESPACES["r"]}/{kind}" Target={quoteattr(target)}{mode[outside]}/>'
        for key, kind, target, outside in items
    )
    return f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">{"".join(lines)}</Relationships>'


def p(*runs: str, props: str = "") -> str:
    """A paragraph of texts and runs, with the XML of its properties."""
    inner = "".join(part if part.startswith("<") else r(part) for part in runs)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{inner}</w:p>"


def r(text: str, props: str = "") -> str:
    """A run of letters, with the XML of its properties."""
    look = f"<w:rPr>{props}</w:rPr>" if props else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def numbered(number_id: int, level: int = 0) -> str:
    """The property of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'


def read(source: Source) -> Document:
    """The document; every letter that came in is in it, or in what its findings set aside."""
    document = read_docx(source)
    assert missing_and_extra(document, [Article("", document.blocks, notes=document.notes)]) == ({}, {})
    return document


def read_word(body: str, parts: Mapping[str, str] | None = None, **more: Mapping[str, str | bytes]) -> Document:
    """The document of a body and further parts, as :func:`word_file` takes them."""
    return read(word_file(body, parts, **more))  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    """The letters of its paragraphs, those in tables too."""
    return [paragraph.text for paragraph in paragraphs(document.blocks)]


def codes(document: Document) -> list[str]:
    """The codes of its findings."""
    return [finding.code for finding in document.findings]
