"""Reading an organizer's text file: UTF-8, told kindly when it is something else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shuxiang.core.diagnostics import Diagnostic, Origin, Severity

MAX_BYTES = 2 * 1024 * 1024
"""A text of 4,000 characters has 12 KB; past this a file is no reading but something pasted into one."""

_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "请用记事本或 WPS 打开，另存为时把编码选为 UTF-8。"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A decoded file: ``text`` without BOM, lines ending in LF, or None when it cannot be read.

    ``guess`` is what an unreadable file may say, good enough to know which files it names and for nothing else.
    """

    text: str | None
    problems: tuple[Diagnostic, ...] = ()
    guess: str = ""


def read_text(path: Path, shown_as: str) -> TextFile:
    """Read a file; ``shown_as`` is its path in messages. Never raises for what a file may hold or lack."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else None
    except OSError:
        return TextFile(None, (_missing(shown_as),))
    if data is None:
        return TextFile(None, (_too_large(shown_as, size),))
    return decode(data, shown_as)


def decode(data: bytes, shown_as: str) -> TextFile:
    """Decode UTF-8, with or without BOM; anything else is named, with its first bad line."""
    if data.startswith(_UTF16_BOMS):
        return TextFile(None, (_utf16(shown_as),), data.decode("utf-16", "replace"))
    problems = (_bom(shown_as),) if data.startswith(_BOM) else ()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return TextFile(None, (_not_utf8(shown_as, line, data),), data.decode("gb18030", "replace"))
    return TextFile(text.replace("\r\n", "\n").replace("\r", "\n"), problems)


def _missing(shown_as: str) -> Diagnostic:
    what = "读不出这个文件。"
    return Diagnostic(Origin(shown_as), "file-unreadable", what, "请检查文件是否存在、有无权限。")


def _too_large(shown_as: str, size: int) -> Diagnostic:
    what = f"文件有 {size / 1024 / 1024:.1f} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限。"
    fix = "正文里如嵌有图片，请把图片另存为文件再引用；文章过长请拆成几篇。"
    return Diagnostic(Origin(shown_as), "file-too-large", what, fix)


def _utf16(shown_as: str) -> Diagnostic:
    what = "文件是 UTF-16 编码（记事本里叫“Unicode”）。"
    return Diagnostic(Origin(shown_as), "file-encoding", what, _SAVE_AS)


def _not_utf8(shown_as: str, line: int, data: bytes) -> Diagnostic:
    what = f"文件不是 UTF-8 编码{'，像是 GBK（GB18030）' if _is_gb18030(data) else ''}。"
    return Diagnostic(Origin(shown_as, line), "file-encoding", what, _SAVE_AS)


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _bom(shown_as: str) -> Diagnostic:
    return Diagnostic(
        Origin(shown_as, 1),
        "file-bom",
        "文件开头有看不见的 BOM 标记（已跳过，不影响显示）。",
        "另存为“UTF-8”而不是“带有 BOM 的 UTF-8”即可去掉。",
        Severity.WARNING,
    )
