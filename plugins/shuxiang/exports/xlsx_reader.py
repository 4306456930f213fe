"""An .xlsx file -> its sheets, in one pass each, whoever saved it.

openpyxl, which writes our workbooks, is no help in reading what offices send back: it stops at an empty
``<fill/>`` that Excel and WPS accept (https://github.com/Yanyutin753/LambChat/pull/526), takes the Chinese built-in
date formats for plain numbers, and gives either formulas or their values and, reading as a stream, no merged cells.
So the few parts that hold values are read here.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import IO

from openpyxl.utils import column_index_from_string

from shuxiang.exports.cell_text import clean
from shuxiang.exports.number_formats import NumberFormat, number_formats
from shuxiang.exports.spreadsheet import Block, Cell, Sheet, Value, WorkbookError
from shuxiang.exports.xlsx_package import MAX_CELL_TEXT, MAX_KEPT_BYTES, Package, damaged, local, told_if_broken

MOST_COLUMNS = 200
MOST_CELLS = 400_000
MOST_SHEETS = 50

_CHUNK = 1 << 20
_EMPTY_ROW = re.compile(rb'<row r="[^<>]*>(?:<c r="[^<>/]*/>)*</row>')
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # workbooks know no time zone


@dataclass(frozen=True, slots=True)
class _Book:
    """What all sheets of a workbook share."""

    texts: Sequence[str]
    formats: Sequence[NumberFormat]
    epoch: datetime


def read_workbook(data: bytes) -> list[Sheet]:
    """The worksheets in their order; WorkbookError says what is wrong with a file that has none."""
    with told_if_broken():
        return _read(data)


def _read(data: bytes) -> list[Sheet]:
    package = Package(data)
    book_name = next((part for kind, part in package.related("").values() if kind == "officeDocument"), "")
    book_name = book_name if book_name in package else "xl/workbook.xml"
    root = package.tree(book_name)
    related = package.related(book_name)
    parts = dict(related.values())
    book = _Book(
        texts=_shared_texts(package, parts.get("sharedStrings", "")),
        formats=number_formats(package, parts.get("styles", "")),
        epoch=_EPOCH_1904 if _uses_1904(root) else _EPOCH,
    )
    listed = [item for item in _listed(root, related) if item[1] in package]
    if not listed:
        raise WorkbookError("工作簿里没有工作表。请用“导出模板”得到的文件填写后再导入。")
    if len(listed) > MOST_SHEETS:
        raise WorkbookError(
            f"工作簿里有 {len(listed)} 张工作表，超过 {MOST_SHEETS} 张。请删去用不着的工作表，保存后再导入。"
        )
    return _sheets(package, book, listed)


def _uses_1904(root: ET.Element) -> bool:
    properties = next((item for item in root if local(item.tag) == "workbookPr"), None)
    return properties is not None and properties.get("date1904", "") in {"1", "true", "on"}


def _listed(root: ET.Element, related: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """Name, part and whether hidden, of every worksheet that the workbook lists."""
    for sheet in (item for group in root if local(group.tag) == "sheets" for item in group):
        ids = (value for key, value in sheet.attrib.items() if key != "id" and local(key) == "id")
        kind, part = related.get(next(ids, ""), ("", ""))
        if kind == "worksheet":
            yield sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"


def _parsed(target: object, stream: Iterator[bytes]) -> None:
    """Feed a part to a target of the streaming parser."""
    parser = ET.XMLParser(target=target)  # noqa: S314  # the targets refuse a document type
    for chunk in stream:
        parser.feed(chunk)
    parser.close()


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")


def _without_empty_rows(stream: IO[bytes]) -> Iterator[bytes]:
    """The part without rows that only have a format, which may be a million, as Excel and its like write them."""
    held = b""
    for chunk in _chunks(stream):
        text = held + chunk
        last_row = text.rfind(b"<row ")
        cut = last_row if last_row >= 0 and len(text) - last_row < _CHUNK else len(text)
        held = text[cut:]
        yield _EMPTY_ROW.sub(b"", text[:cut])
    yield held


@dataclass
class _Text:
    """The text of one cell as it comes, piece by piece."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, piece: str) -> None:
        """Take the next piece; WorkbookError when a cell cannot hold so much."""
        self.pieces.append(piece)
        self.length += len(piece)
        if self.length > MAX_CELL_TEXT:
            raise damaged()

    def __str__(self) -> str:
        return "".join(self.pieces)


@dataclass
class _Texts:
    """Target of the parser: text inside ``t``, but not that of the pronunciation (``rPh``)."""

    found: list[str] = field(default_factory=list)
    text: _Text = field(default_factory=_Text)
    in_text: bool = False
    in_sound: bool = False

    def doctype(self, *_: object) -> None:
        raise damaged()

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        name = local(tag)
        self.in_sound = self.in_sound or name == "rPh"
        self.in_text = name == "t" and not self.in_sound
        if name == "si":
            self.text = _Text()

    def data(self, text: str) -> None:
        if self.in_text:
            self.text.add(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        self.in_text = False
        if name == "rPh":
            self.in_sound = False
        elif name == "si":
            self.found.append(str(self.text))


def _shared_texts(package: Package, part: str) -> Sequence[str]:
    if part not in package:
        return ()
    texts = _Texts()
    with package.open(part, MAX_KEPT_BYTES) as stream:
        _parsed(texts, _chunks(stream))
    return texts.found


@dataclass
class _Raw:
    """What the XML says of one cell."""

    column: int
    kind: str
    style: str
    text: _Text = field(default_factory=_Text)
    formula: bool = False


@dataclass
class _Rows:
    """Target of the parser: the cells of one sheet; ``before`` counts those of the sheets before it."""

    book: _Book
    before: int = 0
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[Block] = field(default_factory=list)
    row: int = 0
    column: int = 0
    count: int = 0
    raw: _Raw | None = None
    in_value: bool = False
    in_sound: bool = False

    def doctype(self, *_: object) -> None:
        raise damaged()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local(tag)
        self.in_sound = self.in_sound or name == "rPh"
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f" and self.raw:
            self.raw.formula = True
        elif name == "mergeCell" and (block := _block(attributes.get("ref", ""))):
            self.merged.append(block)
            self._count()
        self.in_value = name in {"v", "t"} and not self.in_sound

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        place = _ADDRESS.fullmatch(attributes.get("r", ""))
        self.column = column_index_from_string(place[1]) if place else self.column + 1
        self.raw = _Raw(self.column, attributes.get("t", "n"), attributes.get("s", ""))

    def data(self, text: str) -> None:
        if self.in_value and self.raw:
            self.raw.text.add(text)

    def end(self, tag: str) -> None:
        name = local(tag)
        self.in_value = False
        if name == "rPh":
            self.in_sound = False
        elif name == "c" and self.raw:
            self._keep(self.raw)
            self.raw = None

    def _keep(self, raw: _Raw) -> None:
        cell = _cell(raw, self.book) if raw.column <= MOST_COLUMNS else None
        if cell:
            self._count()
            self.rows.setdefault(self.row, {})[raw.column] = cell

    def _count(self) -> None:
        self.count += 1
        if self.before + self.count > MOST_CELLS:
            raise WorkbookError(f"工作簿里的内容超过 {MOST_CELLS} 格，不像是学习计划。请核对选对了文件。")


def _sheets(package: Package, book: _Book, listed: Sequence[tuple[str, str, bool]]) -> list[Sheet]:
    """The sheets; a part that stands for several is read once, and cells are counted over all."""
    read: dict[str, _Rows] = {}
    for _, part, _ in listed:
        if part not in read:
            read[part] = _rows(package, book, part, sum(rows.count for rows in read.values()))
    return [Sheet(clean(name), hidden, read[part].rows, tuple(read[part].merged)) for name, part, hidden in listed]


def _rows(package: Package, book: _Book, part: str, before: int) -> _Rows:
    rows = _Rows(book, before=before)
    with package.open(part) as stream:
        _parsed(rows, _without_empty_rows(stream))
    return rows


def _block(reference: str) -> Block | None:
    ends = [_ADDRESS.fullmatch(part) for part in reference.split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1]:
        return None
    (left, top), (right, bottom) = ((column_index_from_string(end[1]), int(end[2])) for end in ends if end)
    return Block(top, left, bottom, right)


def _cell(raw: _Raw, book: _Book) -> Cell | None:
    """The cell, or None for one without content."""
    text = str(raw.text)
    if raw.kind == "e":
        return Cell("", error=text or "#ERROR!")
    if not text:
        return Cell("", uncomputed=True) if raw.formula and raw.kind != "str" else None
    if raw.kind == "s":
        text = book.texts[int(text)] if 0 <= int(text) < len(book.texts) else ""
    if raw.kind in {"s", "str", "inlineStr"}:
        plain = _unescaped(text)
        return Cell(plain) if plain.strip() else None
    if raw.kind == "b":
        return Cell(text.strip() in {"1", "true"})
    if raw.kind == "d":
        return Cell(datetime.fromisoformat(text))
    return _number(text, raw.style, book)


def _unescaped(text: str) -> str:
    """``_x000D_`` and its like are single characters (ECMA-376 22.9.2.19, ST_Xstring)."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _number(text: str, style: str, book: _Book) -> Cell:
    number = float(text)
    place = int(style) if style.isdigit() else 0
    how = book.formats[place] if place < len(book.formats) else NumberFormat()
    value = _moment(number, book.epoch) if how.is_date else None
    return Cell(number, digits=how.digits) if value is None else Cell(value, yearless=how.yearless)


def _moment(number: float, epoch: datetime) -> Value | None:
    """The moment of a serial number to the second; None for a number that is none."""
    try:
        moment = epoch + timedelta(seconds=round(number * 86400))
    except OverflowError:
        return None
    if number < 0:
        return None
    return moment.time() if number < 1 and epoch == _EPOCH else moment


def serial_moment(number: float) -> datetime:
    """The moment that a number without a date's format stands for, as Excel counts days from 1900."""
    return _EPOCH + timedelta(seconds=round(number * 86400))
