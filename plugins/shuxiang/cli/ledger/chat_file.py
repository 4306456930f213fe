"""A file of pasted chat text: in whatever encoding it was saved, or in a Word document."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from shuxiang.cli.arguments import sayable
from shuxiang.cli.given_file import first_bytes
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.core.chat_text import Broken, Found, receipts
from shuxiang.intake.document import paragraphs
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.encoding import decoded
from shuxiang.intake.readers.formats import Format, format_of
from shuxiang.intake.source import MAX_BYTES as MOST_OF_A_DOCUMENT
from shuxiang.intake.source import Source

STDIN = "-"
PASTED = "粘贴的文字"
MAX_BYTES = 256 * 1024 * 1024
_AS_TEXT = "请打开它，把聊天内容全选、复制，粘贴到记事本里另存为 .txt，再收这个 .txt 文件。"
_SAVE_AS = "请用能正常显示它的程序打开，另存为 UTF-8 编码的 .txt，再收一次。"
_LARGE = 1_000_000
"""Characters that take so long to read that something should be seen to happen."""
_TEXTS = {Format.TEXT, Format.MARKDOWN}


@dataclass(frozen=True, slots=True)
class Chat:
    """What is in a file: ``name`` as it may be shown and kept, ``digest`` the SHA-256 of the bytes.

    ``pieces`` stand at the lines by which people find them, or at the paragraphs: ``unit`` is 行 or 段. ``length``
    is the number of characters, ``damages`` that of the places that could not be read.
    """

    name: str
    digest: str
    pieces: tuple[Found | Broken, ...]
    length: int
    unit: str
    damages: int


@dataclass(frozen=True, slots=True)
class _Text:
    """A text; ``lines`` are the numbers of its lines where they are not simply counted."""

    text: str
    unit: str = "行"
    lines: Sequence[int] = ()
    damages: int = 0


def read_chat(name: str) -> Chat:
    """Read a file, or standard input for ``-``; Problem with what to do when there is no text to be had from it."""
    shown = PASTED if name == STDIN else sayable(Path(name).name)
    digest, text = _decoded(name, shown)
    with working(f"正在读 {shown}", len(text.text)):
        found = receipts(text.text)
        lines = text.lines
        pieces = tuple(replace(one, line=lines[one.line - 1]) for one in found) if lines else tuple(found)
    return Chat(shown, digest, pieces, len(text.text), text.unit, text.damages)


def working(title: str, length: int) -> AbstractContextManager[None]:
    """Show that something happens while so many characters are worked on, unless they are few."""
    return step(title) if length > _LARGE else nullcontext()


def _decoded(name: str, shown: str) -> tuple[str, _Text]:
    data = _limited(_pasted() if name == STDIN else first_bytes(Path(name), MAX_BYTES), shown)
    digest = hashlib.sha256(data).hexdigest()
    if _is_word(shown, data):
        return digest, _word(shown, data)
    try:
        text = decoded(data)
    except IntakeError:
        raise Problem(f"{shown} 里的文字读不出来。{_SAVE_AS}") from None
    return digest, _Text(sayable(text.text), damages=len(text.damages))


def _is_word(name: str, data: bytes) -> bool:
    """Whether it is a Word document; Problem for what is neither that nor text."""
    try:
        kind = format_of(Source(name, data[:MOST_OF_A_DOCUMENT])) if data else Format.TEXT
    except IntakeError:
        raise Problem(f"{name} 不是文本，也不是 Word 文档，读不出聊天内容。{_AS_TEXT}") from None
    if kind not in {Format.WORD, *_TEXTS}:
        raise Problem(f"{name} 是{kind}，不能直接收。{_AS_TEXT}")
    return kind is Format.WORD


def _word(name: str, data: bytes) -> _Text:
    """The paragraphs of a Word document, without the numbers that Word counts by itself."""
    from shuxiang.intake.readers.reading import read  # noqa: PLC0415  # lxml takes its time to load

    try:
        found = list(paragraphs(read(Source(name, data)).blocks))
    except IntakeError:
        raise Problem(f"{name} 打不开，或者太大。{_AS_TEXT}") from None
    lines = ["".join(span.text for span in one.spans if not span.generated).replace("\n", " ") for one in found]
    return _Text("\n".join(lines), "段", [one.place.number for one in found])


def _pasted() -> bytes:
    if sys.stdin.isatty():
        end = "Ctrl+Z，再按回车" if sys.platform == "win32" else "Ctrl+D"
        print(f"请粘贴聊天记录，贴完另起一行，按 {end}。", flush=True)  # noqa: T201
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _limited(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise Problem(f"{name} 超过 {MAX_BYTES // 1024 // 1024} MB，没有读。请分成几个文件再收。")
    return data
