"""The zip file that a .docx is, opened with care: what else it may be, and how large it may grow."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote

from shuxiang.intake.archive import Archive
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.docx.names import Element
from shuxiang.intake.readers.docx.xml_part import Parsed, PartError, parsed
from shuxiang.intake.source import OLE_MAGIC, Source, is_locked

MAX_XML_BYTES = 64 * 1024 * 1024
"""Of all XML parts together, which are in memory as trees at the same time."""
MAX_TAGS = 600_000
"""Of the same parts; a book of 500 pages has fewer, and takes some seconds."""
MAX_MEDIA_BYTES = 32 * 1024 * 1024
"""Of one picture."""

SAVE_AS = "请用 Word 或 WPS 打开它，另存为“Word 文档（*.docx）”，再交来。"


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points at: ``kind`` is the last word of its type, ``target`` a part or an outside address."""

    kind: str
    target: str
    external: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One XML part, and what its ids point at."""

    name: str
    tree: Parsed
    relations: Mapping[str, Relation]


class Package:
    """The parts of one document, by name; names do not tell small letters from capitals."""

    def __init__(self, source: Source) -> None:
        _refuse_other_files(source.data)
        self._archive = Archive(source.data)
        if self._archive.is_locked:
            raise IntakeError("文件里的部件加了密码，读不了。请去掉密码后再交来。")
        self._entries = {_folded(entry.filename): entry for entry in self._archive.entries}
        self._read = self._tags = 0
        _refuse_other_documents(self._entries)

    @property
    def has_macros(self) -> bool:
        """Whether programs came with the document; nothing here ever reads them."""
        return any(name.endswith("vbaproject.bin") for name in self._entries)

    def data(self, name: str, most: int = MAX_MEDIA_BYTES) -> bytes:
        """The bytes of an entry. PartError when there is none, or it cannot be unpacked safely."""
        entry = self._entries.get(_folded(name))
        if entry is None:
            raise PartError("文件里没有")
        if entry.file_size > most:
            raise PartError("太大，没有读")
        try:
            return self._archive.content(entry, most)
        except IntakeError as error:
            raise PartError("已损坏或不正常，解压不出来") from error

    def part(self, name: str) -> Part:
        """An XML part with its relations; those may be missing. PartError when the part itself cannot be read."""
        return Part(name, self._parsed(name), MappingProxyType(self._relations(name)))

    def main(self) -> str:
        """The name of the part that holds the text."""
        found = (item.target for item in self._relations("").values() if item.kind == "officeDocument")
        return next(found, "word/document.xml")

    def related(self, part: Part, kind: str) -> tuple[str, ...]:
        """The names of the parts of a kind that a part points at, each once.

        Where the list of relations has been lost, the name that every program gives such a part.
        """
        named = {item.target: None for item in part.relations.values() if item.kind == kind and not item.external}
        usual = posixpath.join(posixpath.dirname(part.name), f"{kind}.xml")
        if not part.relations and _folded(usual) in self._entries:
            return (usual,)
        return tuple(named)

    def _parsed(self, name: str) -> Parsed:
        data = self.data(name, MAX_XML_BYTES - self._read)
        self._read += len(data)
        self._tags += data.count(b"<")
        if self._tags > MAX_TAGS:
            raise PartError("太大，没有读")
        return parsed(data)

    def _relations(self, name: str) -> dict[str, Relation]:
        folder, file = posixpath.split(name)
        try:
            root = self._parsed(posixpath.join(folder, "_rels", f"{file}.rels")).root
        except PartError:
            return {}
        return {item.get("Id", ""): _relation(folder, item) for item in root}


def _relation(folder: str, said: Element) -> Relation:
    kind, target = said.get("Type", "").rpartition("/")[2], said.get("Target", "")
    if said.get("TargetMode", "") == "External":
        return Relation(kind, target, external=True)
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/"))


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise IntakeError("文件是空的（0 字节）。请确认已经保存，再交来。")
    if is_locked(data):
        raise IntakeError("文件设了打开密码，读不了。请打开后取消密码，保存后再交来。")
    if data.startswith(OLE_MAGIC):
        raise IntakeError(f"这是旧格式的文件（.doc 或 .wps），只是名字叫 .docx。{SAVE_AS}")
    if not data.startswith(b"PK"):
        raise IntakeError(f"这不是 Word 文件（.docx），只是名字像。是不是选错了？{SAVE_AS}")


def _refuse_other_documents(names: Collection[str]) -> None:
    if any(name.startswith("word/") for name in names):
        return
    if any(name.startswith("xl/") for name in names):
        raise IntakeError("这是 Excel 工作簿，不是 Word 文档。请选 Word 文档；表格请复制到 Word 里再交来。")
    if any(name.startswith("ppt/") for name in names):
        raise IntakeError("这是 PPT 演示文稿，不是 Word 文档。请把文字复制到 Word 里再交来。")
    if "content.xml" in names:
        raise IntakeError(f"这是 OpenDocument 文件（.odt 等），只是名字叫 .docx。{SAVE_AS}")
    if "_rels/.rels" not in names:
        raise IntakeError("这是压缩包，不是 Word 文档。请解压后把里面的文档交来。")
