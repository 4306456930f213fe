"""A PDF with a text layer: its lines put together to paragraphs. Scans are refused, links and scripts not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby

import pypdfium2
import pypdfium2.raw as pdfium

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document, Paragraph
from shuxiang.intake.findings import WHOLE, Finding, IntakeError, Place
from shuxiang.intake.readers.encoding import chineseness
from shuxiang.intake.readers.pdf_drawings import Drawings, drawings
from shuxiang.intake.readers.pdf_fragments import all_letters, fragments
from shuxiang.intake.readers.pdf_furniture import Sheet, without_furniture, without_watermarks
from shuxiang.intake.readers.pdf_lines import Line, lines, rows_beside
from shuxiang.intake.readers.pdf_notes import Note, footnotes
from shuxiang.intake.readers.pdf_paragraphs import Setting, paragraphs
from shuxiang.intake.readers.pdf_streams import refuse_bombs
from shuxiang.intake.source import MAX_CHARACTERS, Source

MAX_PAGES = 500

_FEW_LETTERS = 50
"""A page with a picture all over it and fewer letters is a scan, to which a program added its name or a number."""
_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_UNREADABLE = 0.2
"""Of all letters beyond ASCII: below this they are not what one sees on the page."""
_TABLE_ROWS = 3
_GET_WORD = "请向来稿人要 Word 版"


@dataclass(frozen=True, slots=True)
class _Page:
    """What was read of one page; ``letters`` is its text as the library gives it in one call."""

    sheet: Sheet
    letters: str
    drawings: Drawings

    @property
    def is_scan(self) -> bool:
        return self.drawings.is_covered and len("".join(self.letters.split())) < _FEW_LETTERS

    @property
    def is_recognised(self) -> bool:
        """Whether the text lies unseen on a picture of itself, where character recognition put it."""
        hidden = sum(fragment.hidden for fragment in self.sheet.fragments)
        return bool(hidden) and hidden >= len(self.sheet.fragments) / 2


def read_pdf(source: Source) -> Document:
    """The paragraphs of the text layer, page for page. IntakeError when it has none, is locked or is damaged."""
    refuse_bombs(source.data)
    pages, damaged = _pages(source.data)
    _refuse_scan(pages)
    upright, askew = without_watermarks(page.sheet for page in pages)
    sheets, furniture = without_furniture(upright)
    text = [line for sheet in sheets for line in lines(sheet.number, sheet.fragments)]
    setting = Setting(text)
    text, notes, marks = footnotes(text, setting.body)
    blocks, called = _in_order(text, notes, setting)
    received = "\n".join(page.letters for page in pages)
    findings = (*damaged, *_told_pages(pages), *_told_tables(pages, text), *askew, *furniture, *marks)
    return Document(tuple(blocks), received, called, findings=(*_told_unmapped(pages, received), *findings))


def _pages(data: bytes) -> tuple[list[_Page], list[Finding]]:
    """Every page that can be read, and what could not."""
    pages: list[_Page] = []
    damaged: list[Finding] = []
    amount = 0
    with closing(_opened(data)) as document:
        if len(document) > MAX_PAGES:
            raise IntakeError(f"PDF 有 {len(document)} 页，超过 {MAX_PAGES} 页的上限。请拆成几份再交来。")
        for number in range(1, len(document) + 1):
            try:
                page = _page(document, number, MAX_CHARACTERS - amount)
            except pypdfium2.PdfiumError:
                fix = f"{_GET_WORD}，或对照原件补上这一页。"
                damaged.append(
                    Finding(Place(page=number), "pdf-page-damaged", "这一页已损坏，读不出来。", fix, Severity.ERROR)
                )
            else:
                amount += len(page.letters)
                pages.append(page)
    if not pages:
        raise IntakeError(f"PDF 已损坏，没有一页读得出来。请重新拷贝一份，或{_GET_WORD[1:]}。")
    return pages, damaged


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise IntakeError(f"PDF 设了打开密码，读不了。请打开后取消密码另存，或{_GET_WORD[1:]}。") from error
        raise IntakeError(f"PDF 不完整或已损坏，打不开。请重新拷贝一份，或{_GET_WORD[1:]}。") from error


def _page(document: pypdfium2.PdfDocument, number: int, most: int) -> _Page:
    with closing(document[number - 1]) as page, closing(page.get_textpage()) as textpage:
        if textpage.count_chars() > most:
            raise IntakeError(f"PDF 的文字超过 {MAX_CHARACTERS // 10_000} 万字的上限。请拆成几份再交来。")
        sheet = Sheet(number, page.get_height(), tuple(fragments(page, textpage)))
        return _Page(sheet, all_letters(textpage), drawings(page))


def _refuse_scan(pages: Sequence[_Page]) -> None:
    written = [page for page in pages if not page.is_scan]
    if not written:
        raise IntakeError(
            f"这是扫描件：每一页都是图片，没有文字层。请先做文字识别（OCR），校对后把文字交来，或{_GET_WORD[1:]}。"
        )
    if not any(page.sheet.fragments for page in written):
        raise IntakeError(f"PDF 里没有可以取出的文字（可能已转成图形）。{_GET_WORD}，或先做文字识别（OCR）。")


def _in_order(
    text: Sequence[Line], notes: Sequence[Note], setting: Setting
) -> tuple[list[Paragraph], dict[str, tuple[Paragraph, ...]]]:
    """The paragraphs, notes that nothing calls after those of their page; and the called notes by id."""
    called = {note.id: tuple(paragraphs(note.lines, setting)) for note in notes if note.id}
    uncalled = [line for note in notes if not note.id for line in note.lines]
    blocks = paragraphs(text, setting)
    if uncalled:
        loose = {
            page: paragraphs(list(group), setting) for page, group in groupby(uncalled, key=lambda line: line.page)
        }
        blocks = list(_with_notes(blocks, loose))
    return blocks, called


def _with_notes(blocks: Iterable[Paragraph], loose: dict[int, list[Paragraph]]) -> Iterator[Paragraph]:
    for block in blocks:
        for page in [page for page in loose if page < block.place.page]:
            yield from loose.pop(page)
        yield block
    for notes in loose.values():
        yield from notes


def _told_pages(pages: Sequence[_Page]) -> Iterator[Finding]:
    scans = [page.sheet.number for page in pages if page.is_scan]
    if scans:
        what = f"{_listed(scans)}是扫描的图片，上面的文字没有读出来。"
        fix = f"请对这几页做文字识别（OCR）并校对，补到文中；或{_GET_WORD[1:]}。"
        yield Finding(Place(page=scans[0]), "pdf-scanned-pages", what, fix, Severity.ERROR)
    recognised = [page.sheet.number for page in pages if page.is_recognised]
    if recognised:
        what = f"{_listed(recognised)}的文字是程序从扫描图片上认出来的，可能有错字、漏字。"
        yield Finding(Place(page=recognised[0]), "pdf-recognised-text", what, "请对照图片逐字校对。")
    pictured = [page.sheet.number for page in pages if page.drawings.pictures and not page.drawings.is_covered]
    if pictured:
        amount = sum(page.drawings.pictures for page in pages if not page.drawings.is_covered)
        what = f"{_listed(pictured)}共有 {amount} 幅图片，没有取出。"
        yield Finding(Place(page=pictured[0]), "pdf-pictures", what, "如果要用，请从原件另存后插入文中。")


def _told_tables(pages: Iterable[_Page], text: Iterable[Line]) -> Iterator[Finding]:
    rows = {page: rows_beside(list(group)) for page, group in groupby(text, key=lambda line: line.page)}
    for page in pages:
        if page.drawings.is_ruled or rows.get(page.sheet.number, 0) >= _TABLE_ROWS:
            what = "这一页像有表格，已逐行读成文字，格子的分界可能不对。"
            fix = "请对照原件，把它改成表格或改写成文字。"
            yield Finding(Place(page=page.sheet.number), "pdf-table", what, fix)


def _told_unmapped(pages: Iterable[_Page], received: str) -> Iterator[Finding]:
    if not received.isascii() and chineseness(received[:10_000]) < _UNREADABLE:
        what = "文字层里的字和页面上看到的不一样（字体没有带对照表），取出来是乱码。"
        fix = f"{_GET_WORD}，或对页面做文字识别（OCR）后校对。"
        yield Finding(WHOLE, "pdf-unreadable", what, fix, Severity.ERROR, received.strip()[:20])
        return
    for page in pages:
        first = _UNMAPPED.search(page.letters)
        if first:
            what = (
                f"有 {len(_UNMAPPED.findall(page.letters))} 个字在文字层里没有对应的编码，取出来是方框或别的符号。"
            )
            excerpt = page.letters[max(0, first.start() - 10) : first.end() + 10].strip()
            fix = "请对照页面补正这些字。"
            yield Finding(Place(page=page.sheet.number), "pdf-unmapped", what, fix, Severity.ERROR, excerpt)


def _listed(pages: Sequence[int]) -> str:
    """第 1、2、3 页."""
    return f"第 {'、'.join(str(page) for page in pages[:10])} 页{'等' if len(pages) > 10 else ''}"
