"""Text that was read in a wrong encoding and saved so before it came: 锟斤拷 and its kin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document, paragraphs
from shuxiang.intake.findings import Finding
from shuxiang.intake.readers.encoding import chineseness

_LOST = re.compile(
    "\u951f\u65a4\u62f7|(?:\u951f\u65a4){2}|\u70eb{4}|\u5c6f{4}|\ufffd{3}"
    "|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff][\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{5,}"
)
"""U+FFFD in UTF-8 read as GBK, memory that was never written to, accents no language has: not to be restored."""
_WINDOWS = {ord(bytes([byte]).decode("cp1252", "replace")): byte for byte in range(0x80, 0xA0)}
_WESTERN = re.compile("(?:[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122][ -~]?){4,}")
_UTF8 = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){3,20}")
"""Three characters in a row are never so by chance, when most of them are common ones."""
_FAMILIAR = 0.6


def misread_findings(document: Document) -> tuple[Finding, ...]:
    """One error that counts the paragraphs of mojibake, at the first of them and with what it may have said."""
    found = [
        (paragraph.place, *damage)
        for paragraph in paragraphs(document.blocks)
        if (damage := _damage(paragraph.text)) is not None
    ]
    if not found:
        return ()
    place, excerpt, restored = found[0]
    amount = f"等 {len(found)} 段" if len(found) > 1 else "这一段"
    return (
        Finding(
            place,
            "mojibake",
            f"{amount}里有乱码：文字在来之前就因编码转换错误而损坏，不是这次读错的。",
            "请向来稿人要原始文件；无法得到时，请对照原件重新录入。",
            Severity.ERROR,
            excerpt,
            proposed=(restored,) if restored else (),
        ),
    )


def _damage(text: str) -> tuple[str, str] | None:
    """The first stretch of mojibake, and what it said if that can be told."""
    if text.isascii():
        return None
    data = text.encode("gb18030", "replace")
    for start, said in _hidden_utf8(data):
        return data[:start].decode("gb18030", "replace")[-5:] + data[start:].decode("gb18030", "replace")[:15], said
    for stretch in _WESTERN.finditer(text):
        for said in _from_western(stretch[0]):
            return stretch[0][:20], said[:20]
    lost = _LOST.search(text)
    return (text[max(0, lost.start() - 5) : lost.end() + 5][:20], "") if lost else None


def _hidden_utf8(data: bytes) -> Iterator[tuple[int, str]]:
    for run in _UTF8.finditer(data):
        said = run[0].decode("utf-8", "replace")
        if chineseness(said) > _FAMILIAR:
            yield run.start(), said


def _from_western(stretch: str) -> Iterator[str]:
    data = stretch.translate(_WINDOWS).encode("latin-1", "ignore")
    yield from (said for _, said in _hidden_utf8(data))
    yield from (
        said for codec in ("gb18030", "big5hkscs") if chineseness(said := data.decode(codec, "replace")) > _FAMILIAR
    )
