"""Files in which a person is named, found by reading them, however large they are."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from shuxiang.cli.ledger.office import DAMAGED

PIECE = 8 * 1024 * 1024
"""So much is read at once."""

_OVERLAP = 4096
"""So many signs of a piece are read with the next one too: a name may lie across."""

_TAG = re.compile(r"<[^>]*>")
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_OPAQUE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
"""How pictures and packed files begin."""

_PICTURES = (".png", ".jpeg", ".jpg", ".gif", ".bmp", ".emf", ".wmf", ".bin")


@dataclass(frozen=True, slots=True)
class Mentions:
    """``naming`` are files that name somebody; what stands in ``unread`` nobody can tell but by looking."""

    naming: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)


class _UnreadError(Exception):
    """A file has no text that can be read."""


def mentions(
    folder: Path, names: Callable[[str], bool], apart: Collection[Path], known: Collection[Path] = ()
) -> Mentions:
    """The files below a folder that ``names`` somebody by name or text; what is ``apart`` is not looked at.

    Of the files ``known`` it is written down whom they name: none of them needs to be looked at for being opaque.
    """
    found = Mentions()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path in apart or any(parent in apart for parent in path.parents) or not path.is_file():
            continue
        try:
            if names(path.name) or any(map(names, _texts(path))):
                found.naming.append(path)
        except _UnreadError:
            if path not in known:
                found.unread.append(path)
    return found


def _texts(path: Path) -> Iterator[str]:
    """The text of a file, as it may be read, piece by piece; _UnreadError for one that cannot be."""
    if path.name.startswith(DAMAGED):
        raise _UnreadError
    try:
        with path.open("rb") as file:
            yield from _texts_of(file, path)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        raise _UnreadError from None


def _texts_of(file: IO[bytes], path: Path) -> Iterator[str]:
    start = file.read(4)
    file.seek(0)
    if start.startswith(_OPAQUE):
        raise _UnreadError
    if start.startswith(b"PK"):
        yield from _texts_of_parts(file)
        yield from _rows(path)
    elif start == b"%PDF":
        yield from _pages(path)
    else:
        for encoding in _ENCODINGS:
            file.seek(0)
            yield from _pieces(file, encoding)


def _pieces(file: IO[bytes], encoding: str) -> Iterator[str]:
    """A text in pieces that overlap; signs that the encoding does not know are left out."""
    decoder, before = codecs.getincrementaldecoder(encoding)("ignore"), ""
    while data := file.read(PIECE):
        text = before + decoder.decode(data)
        yield text
        before = text[-_OVERLAP:]


def _texts_of_parts(file: IO[bytes]) -> Iterator[str]:
    """Word's and Excel's parts: a name may be spread over tags, numbers in two cells must not run together."""
    with zipfile.ZipFile(file) as archive:
        for item in archive.infolist():
            if item.filename.lower().endswith(_PICTURES):
                continue
            with archive.open(item) as part:
                for text in _pieces(part, "utf-8"):
                    yield _TAG.sub("", text)
                    yield _TAG.sub(" ", text)


def _rows(path: Path) -> Iterator[str]:
    """A workbook's cells as they stand below each other."""
    from shuxiang.exports.cell_text import plain_text  # noqa: PLC0415  # it takes its time to load
    from shuxiang.exports.spreadsheet import WorkbookError  # noqa: PLC0415
    from shuxiang.exports.xlsx_reader import read_workbook  # noqa: PLC0415

    if path.suffix.lower() != ".xlsx" or path.stat().st_size > PIECE:
        return
    with suppress(WorkbookError):
        for sheet in read_workbook(path.read_bytes()):
            rows = (
                "\t".join(plain_text(cells[n]) if n in cells else "" for n in range(1, max(cells, default=0) + 1))
                for cells in sheet.rows.values()
            )
            yield "\n".join(rows)


def _pages(path: Path) -> Iterator[str]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  # it takes its time to load

    try:
        with closing(PdfDocument(path)) as document:
            for page in document:
                yield page.get_textpage().get_text_range()
    except PdfiumError:
        raise _UnreadError from None
