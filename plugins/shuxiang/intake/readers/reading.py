"""Which reader a document needs, told by its bytes before its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document
from shuxiang.intake.findings import WHOLE, Finding, IntakeError
from shuxiang.intake.readers.formats import ENDINGS, Format, ending_of, format_of
from shuxiang.intake.readers.mail import read_mail
from shuxiang.intake.readers.misread import misread_findings
from shuxiang.intake.readers.text import read_text
from shuxiang.intake.source import MAX_CHARACTERS, Source, too_long


def read(source: Source) -> Document:
    """The document in the bytes. IntakeError when it cannot be read, or is no document at all."""
    kind = format_of(source)
    try:
        document = _reader(kind)(source)
    except UnicodeDecodeError as error:
        raise IntakeError("文件里有损坏的文字，读不出来。请打开后另存一份再交来。") from error
    if len(document.received) > MAX_CHARACTERS:
        raise IntakeError(too_long("文稿", len(document.received)))
    return replace(
        document, findings=(*_told_name(source.name, kind), *document.findings, *misread_findings(document))
    )


def _reader(kind: Format) -> Callable[[Source], Document]:
    if kind is Format.ZIP:
        raise IntakeError("这是压缩包，不是一篇文稿。请先解压，再把里面的文件交来。")
    return _READERS[kind]


def _word(source: Source) -> Document:
    from shuxiang.intake.readers.docx.reading import read_docx  # noqa: PLC0415  # slow to load, as the others below

    return read_docx(source)


def _office(source: Source) -> Document:
    from shuxiang.intake.readers.office import as_docx  # noqa: PLC0415

    return _word(as_docx(source))


def _pdf(source: Source) -> Document:
    from shuxiang.intake.readers.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(source)


def _page(source: Source) -> Document:
    from shuxiang.intake.readers.html import read_html  # noqa: PLC0415

    return read_html(source)


def _markdown(source: Source) -> Document:
    from shuxiang.intake.readers.markdown_text import read_markdown  # noqa: PLC0415

    return read_markdown(source)


_READERS = {
    Format.WORD: _word,
    Format.OFFICE: _office,
    Format.PDF: _pdf,
    Format.PAGE: _page,
    Format.MAIL: read_mail,
    Format.MARKDOWN: _markdown,
    Format.TEXT: read_text,
}


def _told_name(name: str, kind: Format) -> tuple[Finding, ...]:
    promised = ENDINGS.get(ending_of(name), kind)
    if promised is kind:
        return ()
    what = f"文件名以 {ending_of(name)} 结尾，内容其实是“{kind}”，已按内容读。"
    return (Finding(WHOLE, "name-misleads", what, "不影响结果；转发前可以改正文件名。", Severity.NOTE),)
