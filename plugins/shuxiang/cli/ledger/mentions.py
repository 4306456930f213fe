"""Files in which a person is named, found by reading them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Container, Iterator
from io import BytesIO
from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
"""What is larger is no document."""

_TAG = re.compile(r"<[^>]*>")
_ENCODINGS = ("utf-8", "gb18030", "utf-16")


def files_naming(folder: Path, names: Callable[[str], bool], apart: Container[Path]) -> Iterator[Path]:
    """The files below a folder whose name or text ``names`` somebody; what is ``apart`` is not read."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path in apart or any(parent in apart for parent in path.parents) or not path.is_file():
            continue
        if names(path.name) or any(map(names, _texts(path))):
            yield path


def _texts(path: Path) -> Iterator[str]:
    """The text of a file, as it may be read; nothing for one that cannot be."""
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError:
        return
    if data.startswith(b"PK"):
        yield from _texts_of_parts(data)
    elif data.startswith(b"%PDF"):
        yield from _pages(data)
    else:
        yield from (data.decode(encoding, "ignore") for encoding in _ENCODINGS)


def _texts_of_parts(data: bytes) -> Iterator[str]:
    """Word's and Excel's parts: a name may be spread over tags, numbers in two cells must not run together."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [item for item in archive.infolist() if item.file_size <= MOST_BYTES]
            for item in parts:
                text = archive.read(item).decode("utf-8", "ignore")
                yield _TAG.sub("", text)
                yield _TAG.sub(" ", text)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return


def _pages(data: bytes) -> Iterator[str]:
    from pypdfium2 import PdfDocument, PdfiumError  # noqa: PLC0415  # it takes its time to load

    try:
        document = PdfDocument(data)
        for page in document:
            yield page.get_textpage().get_text_range()
    except PdfiumError:
        return
