"""A page saved as one file (.mht) or a mail (.eml): the page or the text in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document
from shuxiang.intake.findings import WHOLE, Finding, IntakeError
from shuxiang.intake.readers.encoding import decoded
from shuxiang.intake.readers.text import read_lines
from shuxiang.intake.source import Source

MAX_BYTES = 24 * 1024 * 1024
"""The standard library's parser goes through it line by line."""

_DAMAGED = "文件不完整或已损坏，读不出来。请打开它，把正文复制到 Word 里再交来。"
_MAX_HEADER_BYTES = 2 * 1024
_MAX_PARTS = 500
"""The parser takes a time that grows with the square of a header, and much for every part."""
_HEADER = re.compile(rb"^content-[a-z-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)

_BROKEN = (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError, RecursionError)
"""What it raises over headers and parts that are made wrong."""


def read_mail(source: Source) -> Document:
    """The longest page in it, or else its text. IntakeError when it has neither, or is damaged."""
    if len(source.data) > MAX_BYTES:
        raise IntakeError(
            f"文件超过 {MAX_BYTES // 1024 // 1024} MB 的上限，没有读。请打开它，把正文复制到 Word 里再交来。"
        )
    headers = [len(header[0]) for header in _HEADER.finditer(source.data)]
    if source.data.count(b"\n--") > _MAX_PARTS or max(headers, default=0) > _MAX_HEADER_BYTES:
        raise IntakeError(_DAMAGED)
    pages, texts, others = _parts(source.data)
    if pages:
        document = _page(source.name, max(pages, key=len))
    elif texts:
        document = read_lines(max(texts, key=len))
    else:
        raise IntakeError("里面没有找到正文。请打开它，把正文复制到 Word 或文本文件里再交来。")
    others += ["另一段正文"] * (len(pages) - 1 if pages else len(texts) - 1)
    return replace(document, findings=(*_told(others), *document.findings))


def _parts(data: bytes) -> tuple[list[str], list[str], list[str]]:
    """The pages, the texts, and the names of what else is in it."""
    pages: list[str] = []
    texts: list[str] = []
    others: list[str] = []
    try:
        for part in _leaves(data):
            kind, name = part.get_content_type(), part.get_filename()
            if kind in {"text/html", "application/xhtml+xml"} and not name:
                pages.append(_text(part))
            elif kind == "text/plain" and not name:
                texts.append(_text(part))
            elif name:
                others.append(_shown(name))
    except IntakeError:
        raise
    except _BROKEN as error:
        raise IntakeError(_DAMAGED) from error
    return pages, texts, others


def _leaves(data: bytes) -> Iterator[Message]:
    message = message_from_bytes(data)
    return (part for part in message.walk() if not part.is_multipart())


def _shown(name: str) -> str:
    """A file's name as people see it; mails write Chinese ones in a code of their own."""
    try:
        return str(make_header(decode_header(name)))
    except _BROKEN:
        return name


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "").text


def _page(name: str, html: str) -> Document:
    from shuxiang.intake.readers.html import read_html  # noqa: PLC0415  # slow to load, and seldom needed

    return read_html(Source(name, codecs.BOM_UTF8 + html.encode("utf-8", "replace")))


def _told(others: list[str]) -> tuple[Finding, ...]:
    if not others:
        return ()
    names = "、".join(others[:5]) + "等" * (len(others) > 5)
    what = f"除正文外还有 {len(others)} 个部分没有取（{names}）。"
    return (Finding(WHOLE, "mail-parts", what, "如要用其中的附件，请另存后单独交来。", Severity.NOTE),)
