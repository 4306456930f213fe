"""How large the streams of a PDF become: the library unpacks them whole, so bombs are told before it opens one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from shuxiang.intake.findings import IntakeError

_MOST = 24 * 1024 * 1024
"""Bytes of one stream; the largest Chinese typefaces have 20 MB, the text of a page has some KB."""
_MOST_OF_ALL = 400 * 1024 * 1024
_STEP = 256 * 1024
_DICTIONARY = 400
"""Bytes before a stream in which its dictionary stands."""
_BEGINS = re.compile(rb"stream\r?\n")
_ZLIB = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x01\x5e\x9c\xda]")


def refuse_bombs(data: bytes) -> None:
    """IntakeError when something in it unpacks to far more than text, typefaces and drawings do; pictures may."""
    total = 0
    for begin in _BEGINS.finditer(data):
        if b"/Image" in data[max(0, begin.start() - _DICTIONARY) : begin.start()]:
            continue
        size = _unpacked_size(data, begin.end())
        total += size
        if size > _MOST or total > _MOST_OF_ALL:
            raise IntakeError(
                "PDF 解压后异常地大（像是“压缩炸弹”），没有读。请向来稿人核实这个文件，或要 Word 版。"
            )


def _unpacked_size(data: bytes, start: int) -> int:
    """The most bytes that a stream has, packed once or twice; counted to a little past the limit."""
    size = inner = 0
    second = zlib.decompressobj() if _packed_twice(data, start) else None
    for piece in _pieces(zlib.decompressobj(), data, start):
        size += len(piece)
        if second:
            inner += sum(len(each) for each in _pieces(second, piece, 0))
        if max(size, inner) > _MOST:
            break
    return max(size, inner)


def _packed_twice(data: bytes, start: int) -> bool:
    first = next(_pieces(zlib.decompressobj(), data[start : start + _DICTIONARY], 0), b"")
    return bool(_ZLIB.match(first))


def _pieces(unpacker: zlib._Decompress, data: bytes, start: int) -> Iterator[bytes]:
    """What comes of the bytes from ``start`` on, in steps; until their end, or the first that is no part of it."""
    at = start
    rest = b""
    try:
        while not unpacker.eof and (rest or at < len(data)):
            if not rest:
                rest, at = data[at : at + _STEP], at + _STEP
            yield unpacker.decompress(rest, _STEP)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return
