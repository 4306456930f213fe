"""The zip file that an .xlsx is, opened with care: what else it may be, and how large it may grow."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO

from shuxiang.exports.spreadsheet import WorkbookError

MAX_BYTES = 50 * 1024 * 1024
"""A plan of 300 rows has 40 KB; one whose every row down to 1,048,576 is formatted may have 40 MB."""
MAX_READ_BYTES = 600 * 1024 * 1024
"""Of all parts together; the sheet of that has 420 MB, which are read as a stream."""
MAX_KEPT_BYTES = 48 * 1024 * 1024
"""Of a part whose texts are kept while it is streamed."""
MAX_TREE_BYTES = 4 * 1024 * 1024
"""Of a part that becomes a tree, which takes many times as much memory."""
MAX_CELL_TEXT = 40_000
"""Characters; Excel itself takes no more than 32,767."""

SAVE_AS = "请用 Excel、WPS 表格或 LibreOffice 打开它，另存为“Excel 工作簿（*.xlsx）”，再导入另存的文件。"
_DAMAGED = "文件不完整或已损坏，读不出来。请重新拷贝一份，或打开后另存为新的 .xlsx 再导入。"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,  # encrypted, or a compression that is not known
    ValueError,
    LookupError,
    OverflowError,
    ET.ParseError,
)
"""What zipfile, the XML parser and the conversions of numbers raise over damaged bytes."""


class _NoDoctype(ET.TreeBuilder):
    def doctype(self, *_: object) -> None:
        raise WorkbookError(_DAMAGED)


def damaged() -> WorkbookError:
    """What to raise for a part that does not hold what it should."""
    return WorkbookError(_DAMAGED)


@contextmanager
def told_if_broken() -> Iterator[None]:
    """Turn what damaged bytes make others raise into a WorkbookError."""
    try:
        yield
    except WorkbookError:
        raise
    except _BROKEN as error:
        raise damaged() from error


class Package:
    """The parts of one workbook, by their names below the root; to be used inside :func:`told_if_broken`."""

    def __init__(self, data: bytes) -> None:
        _refuse_other_files(data)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._read = 0
        self._parts = {i.filename.replace("\\", "/").lstrip("/"): i for i in self._zip.infolist()}
        _refuse_other_documents(self._parts.keys())

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    @contextmanager
    def open(self, name: str, limit: int | None = None) -> Iterator[IO[bytes]]:
        """A part as a stream, never of more bytes than the zip's own directory says.

        WorkbookError when those are more than ``limit``, or more than may be read of the whole workbook.
        """
        if name not in self._parts:
            raise damaged()
        size = self._parts[name].file_size
        self._read += size
        if self._read > MAX_READ_BYTES or size > (limit or MAX_READ_BYTES):
            raise WorkbookError(
                f"工作簿里的内容展开后太大（{self._read // 1024 // 1024} MB 以上），没有读。"
                "多半是数据下面有大量设了格式的空行：请选中这些行，右键“删除”，保存后再导入。"
            )
        with self._zip.open(self._parts[name]) as stream:
            yield stream

    def tree(self, name: str) -> ET.Element:
        """A small part, parsed."""
        if name in self._parts and self._parts[name].file_size > MAX_TREE_BYTES:
            raise WorkbookError(
                "工作簿里的样式、名称等太多，没有读。请新建一个工作簿，把“计划”一张的内容复制过去，再导入新的。"
            )
        with self.open(name) as stream:
            parser = ET.XMLParser(target=_NoDoctype())  # noqa: S314  # a document type is refused
            parser.feed(stream.read())
            root: ET.Element = parser.close()
            return root

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part (or the root, under an empty name) points at: ``(last word of the type, part)`` by id."""
        folder, file = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self._parts:
            return {}
        return {
            item.get("Id", ""): (
                item.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
            )
            for item in self.tree(path)
        }


def local(tag: str) -> str:
    """A tag or attribute without its namespace: strict and transitional workbooks differ in nothing else here."""
    return tag.rpartition("}")[2]


def _refuse_other_files(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise WorkbookError(
            f"文件有 {len(data) / 1024 / 1024:.0f} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限。"
            "请删去里面的图片和用不着的工作表，再导入。"
        )
    if not data:
        raise WorkbookError("文件是空的（0 字节）。请确认已经保存，再导入。")
    if data.startswith(_OLD_OFFICE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise WorkbookError("文件设了打开密码，读不了。请打开后取消密码，保存后再导入。")
    if data.startswith(_OLD_OFFICE):
        raise WorkbookError(f"这是旧格式的文件（.xls 或 .et），读不了。{SAVE_AS}")
    if not data.startswith(b"PK"):
        raise WorkbookError(f"这不是 .xlsx 工作簿（可能是 CSV、网页或文本，只是名字像）。{SAVE_AS}")


def _refuse_other_documents(parts: Collection[str]) -> None:
    if "content.xml" in parts or any(name.startswith("Index/") for name in parts):
        raise WorkbookError(f"这不是 .xlsx 工作簿（可能是 .ods 或 Numbers 表格）。{SAVE_AS}")
    if any(name.startswith("word/") for name in parts):
        raise WorkbookError("这是 Word 文档，不是工作簿。请选用“导出模板”得到的 .xlsx 文件。")
    if "xl/workbook.bin" in parts:
        raise WorkbookError(f"这是二进制工作簿（.xlsb），读不了。{SAVE_AS}")
