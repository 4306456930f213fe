"""What a file is: told by its bytes first, by its name second."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from shuxiang.intake.archive import Archive
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.source import MAX_BYTES, OLE_MAGIC, Source


class Format(StrEnum):
    """A format that can be read; the value is what people call it."""

    WORD = "Word 文档（.docx）"
    OFFICE = "旧格式的文字文档（.doc、.wps、.rtf、.odt 等）"
    PDF = "PDF"
    PAGE = "网页"
    MAIL = "单个文件的网页或邮件（.mht、.eml）"
    MARKDOWN = "Markdown 文本"
    TEXT = "纯文本"
    ZIP = "压缩包（.zip）"


ENDINGS = {
    ".docx": Format.WORD,
    ".docm": Format.WORD,
    ".dotx": Format.WORD,
    ".doc": Format.OFFICE,
    ".dot": Format.OFFICE,
    ".wps": Format.OFFICE,
    ".wpt": Format.OFFICE,
    ".rtf": Format.OFFICE,
    ".odt": Format.OFFICE,
    ".fodt": Format.OFFICE,
    ".pdf": Format.PDF,
    ".html": Format.PAGE,
    ".htm": Format.PAGE,
    ".shtml": Format.PAGE,
    ".xhtml": Format.PAGE,
    ".mht": Format.MAIL,
    ".mhtml": Format.MAIL,
    ".eml": Format.MAIL,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".zip": Format.ZIP,
}
"""What the ending of a name promises."""

ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

_HEAD = 8 * 1024
_AS_DOCX = "请打开后另存为 .docx 再交来。"
_PICTURE = "这是一张图片（扫描件或照片），里面没有可以取出的文字。请先做文字识别（OCR），校对后把文字交来。"
_SOUND = "这是录音或录像，不是文稿。请整理成文字稿再交来。"
_PACKED = "这是压缩文件，不能直接读。请先解压，再把里面的文件交来（或改用 .zip 压缩）。"
_PROGRAM = "这是程序，不是文稿，没有读。请确认文件来源是否可靠。"
_CAJ = "这是知网的 .caj 类文件，读不了。请用 CAJViewer 打开，另存为 PDF 或复制出文字再交来。"
_CEB = "这是方正的 .ceb 文件，读不了。请用 Apabi Reader 打开，复制出文字，或向发文单位要 Word 版。"
_OFD = "这是 .ofd 版式文件，读不了。请用 WPS 或 OFD 阅读器打开，导出为 Word 或 PDF 再交来。"
_SHEET = "这是表格文件，不是文稿。请把要用的内容复制到 Word 文档里再交来；年度计划的表格请用 plan.py 导入。"
_SLIDES = "这是演示文稿，读不了。请把要用的文字复制到 Word 文档里再交来。"
_PASSWORD = "文件设了打开密码，读不了。请打开后取消密码，保存后再交来。"  # noqa: S105  # a sentence about one
_MESSAGE = "这是 Outlook 邮件（.msg），读不了。请打开邮件，把正文或附件另存后再交来。"
_PAGES = "这是苹果 Pages 文稿，读不了。请在 Pages 里导出为 Word（.docx）再交来。"
_EBOOK = "这是电子书，读不了。请把要用的一篇复制到 Word 文档或文本文件里再交来。"
_EMPTY = "文件是空的（0 字节）。请确认已经保存，再交来。"
_ZEROS = "文件里全是空字节，没有内容，多半是拷贝中断了。请重新拷贝一份，或让来稿人再发一次。"
_SHORTCUT = "这是快捷方式，不是文件本身。请找到它指向的文件再交来。"
_UNKNOWN_OLE = f"认不出是哪一种旧格式的文件。{_AS_DOCX}"

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", _PICTURE),
    (rb".{4}ftyp(?:hei[cfmsx]|mif1|avif)|AT&TFORM", _PICTURE),
    (rb"ID3[\2-\4]|\xff[\xfb\xf3\xf2\xf1\xf9][\x10-\xfe]|fLaC|OggS|#!AMR|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp", _SOUND),
    (rb"\x1a\x45\xdf\xa3|FLV\x01|\x30\x26\xb2\x75\x8e\x66\xcf\x11|\0\0\x01[\xb3\xba]", _SOUND),
    (rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ\0|MSCF\0\0\0\0", _PACKED),
    (rb"MZ.{58}..\0\0|\x7fELF", _PROGRAM),
    (rb"CAJ\0|HN\0\0|HN\xc8\0|KDH |TEB\0", _CAJ),
    (rb"Founder CEB", _CEB),
    (rb"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
)
_REFUSED = tuple((re.compile(pattern, re.DOTALL), sentence) for pattern, sentence in _MAGIC)
_REFUSED_ENDINGS = {".caj": _CAJ, ".nh": _CAJ, ".kdh": _CAJ, ".ceb": _CEB, ".cebx": _CEB}

_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", _PASSWORD),
    ("WordDocument", ""),
    ("Workbook", _SHEET),
    ("PowerPoint Document", _SLIDES),
    ("__substg1.0_", _MESSAGE),
    ("Book", _SHEET),
)
"""Names in the directory of an OLE file, the surest first; an empty sentence: it can be read."""
_OLE_ENDINGS = {".xls": _SHEET, ".et": _SHEET, ".ppt": _SLIDES, ".pps": _SLIDES, ".dps": _SLIDES}

_COMMENT = rb"<!--(?:(?!-->).)*-->"
_BEFORE_ROOT = rb"\s*(?:<\?xml[^>]*>\s*)?(?:" + _COMMENT + rb"\s*)*"
_HTML = re.compile(_BEFORE_ROOT + rb"<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE)
_FRAGMENT = re.compile(
    _BEFORE_ROOT + rb"<(p|div|h[1-6]|table|span|article|section|meta|title|center|font|ul|ol)\b[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_SVG = re.compile(_BEFORE_ROOT + rb"(?:<!doctype\s+svg[^>]*>\s*)?<svg\b", re.DOTALL | re.IGNORECASE)
_FLAT_OFFICE = re.compile(rb"<(?:w:wordDocument|pkg:package|office:document)\b")
_MIME = re.compile(rb"[A-Za-z-]+:[^\r\n]*[\r\n].*?^content-type:", re.DOTALL | re.IGNORECASE | re.MULTILINE)


def format_of(source: Source) -> Format:
    """The format; IntakeError with a sentence of its own for each thing that cannot be read."""
    data = source.data
    if len(data) > MAX_BYTES:
        size = f"文件有 {len(data) / 1024 / 1024:.0f} MB，超过 {MAX_BYTES // 1024 // 1024} MB 的上限，没有读。"
        raise IntakeError(f"{size}请删去里面的大图片，或拆成几份再交来。")
    if not data:
        raise IntakeError(_EMPTY)
    if not data.strip(b"\0"):
        raise IntakeError(_ZEROS)
    ending = ending_of(source.name)
    if data.startswith(ZIP_MAGIC):
        return _of_zip(data)
    if data.startswith(OLE_MAGIC):
        return _of_ole(data, ending)
    _refuse(data, ending)
    return _of_text(data, ending)


def needs_office(source: Source) -> bool:
    """Whether the file seems to be in one of the formats that LibreOffice opens; a guess, without opening it."""
    return source.data.startswith((OLE_MAGIC, b"{\\rtf")) or b"mimetypeapplication/vnd.oasis" in source.data[:200]


def ending_of(name: str) -> str:
    """The ending of a file name, in small letters and with its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def _refuse(data: bytes, ending: str) -> None:
    for magic, sentence in _REFUSED:
        if magic.match(data):
            raise IntakeError(sentence)
    if ending in _REFUSED_ENDINGS and not _is_pdf(data):
        raise IntakeError(_REFUSED_ENDINGS[ending])
    if _SVG.match(data[:_HEAD]):
        raise IntakeError(_PICTURE)


def _of_zip(data: bytes) -> Format:
    archive = Archive(data)
    names = {entry.filename.lstrip("/") for entry in archive.entries}
    top = {name.partition("/")[0] for name in names if "/" in name}
    if "word" in top and "[Content_Types].xml" in names:
        return Format.WORD
    if "mimetype" in names and "content.xml" in names:
        return _of_open_document(archive)
    for found, sentence in (
        ("xl" in top, _SHEET),
        ("ppt" in top, _SLIDES),
        ("OFD.xml" in names, _OFD),
        (any(name.endswith(".iwa") for name in names), _PAGES),
        ("mimetype" in names and "META-INF/container.xml" in names, _EBOOK),
    ):
        if found and (sentence not in (_SHEET, _SLIDES) or "[Content_Types].xml" in names):
            raise IntakeError(sentence)
    return Format.ZIP


def _of_open_document(archive: Archive) -> Format:
    def text(name: str) -> bytes:
        found = (entry for entry in archive.entries if entry.filename == name)
        return next((archive.content(entry, MAX_BYTES) for entry in found), b"")

    kind = text("mimetype")
    if b"spreadsheet" in kind:
        raise IntakeError(_SHEET)
    if b"presentation" in kind or b"graphics" in kind:
        raise IntakeError(_SLIDES)
    if b"encryption-data" in text("META-INF/manifest.xml"):
        raise IntakeError(_PASSWORD)
    return Format.OFFICE


def _of_ole(data: bytes, ending: str) -> Format:
    if ending in _OLE_ENDINGS:
        raise IntakeError(_OLE_ENDINGS[ending])
    for name, sentence in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            if sentence:
                raise IntakeError(sentence)
            return Format.OFFICE
    raise IntakeError(_UNKNOWN_OLE)


def _of_text(data: bytes, ending: str) -> Format:
    promised = ENDINGS.get(ending)
    head = _readable_head(data)
    if head.startswith(b"{\\rtf") or _FLAT_OFFICE.search(head):
        return Format.OFFICE
    if _is_pdf(data):
        return Format.PDF
    if _HTML.match(head):
        return Format.PAGE
    if _is_mail(head, promised):
        return Format.MAIL
    if promised in (Format.PAGE, Format.MARKDOWN):
        return promised
    fragment = _FRAGMENT.match(head) if promised is None else None
    return Format.PAGE if fragment and b"</" + fragment[1].lower() in data.lower() else Format.TEXT


def _readable_head(data: bytes) -> bytes:
    """The beginning without a BOM, and in UTF-8 where a BOM says that it is UTF-16."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _is_mail(head: bytes, promised: Format | None) -> bool:
    if not _MIME.match(head):
        return False
    lower = head.lower()
    return promised is Format.MAIL or (b"mime-version:" in lower and b"multipart/" in lower)
