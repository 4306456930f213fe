"""What a PDF prints on its pages beside the text: running heads, page numbers, watermarks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.readers.pdf_fragments import Fragment

_EDGE = 0.12
"""Of the page's height: so near to its upper or lower edge stand heads and page numbers."""
_ROWS = 2
_SAME_HEIGHT = 4
"""Points."""
_DIGITS = re.compile(r"\d+")
_NUMBER = r"[-\u2014\u2013\u00b7\s]*(?:\d{1,4}|[ivxlIVXL]{1,6})[-\u2014\u2013\u00b7\s]*"
_OF_PAGES = r"(?:\s*[\uff0c,/]?\s*\u5171\s*\d+\s*\u9875)?"
_PAGE_NUMBER = re.compile(
    rf"{_NUMBER}(?:/{_NUMBER})?|\u7b2c\s*\d+\s*\u9875{_OF_PAGES}|Page \d+(?: of \d+)?", re.IGNORECASE
)
_PRINTED_FROM = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?")
_PRINTED_AT = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}[,\s]+\S*\d{1,2}:\d\d.*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fragments of one page; ``number`` counts from 1."""

    number: int
    height: float
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line near an edge of a page."""

    page: int
    top: bool
    height: float
    text: str
    fragments: tuple[Fragment, ...]

    @property
    def kind(self) -> tuple[bool, str]:
        """What the same line on other pages shares: its words, whatever the numbers in it."""
        return self.top, _DIGITS.sub("#", self.text)


def without_furniture(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Finding]]:
    """The pages with their text alone, and what was set aside, each kind of line once."""
    kinds: dict[tuple[bool, str], list[_Row]] = defaultdict(list)
    for sheet in sheets:
        for row in _edge_rows(sheet):
            kinds[row.kind].append(row)
    printed = any(_PRINTED_FROM.fullmatch(row.text) for rows in kinds.values() for row in rows)
    furniture = [rows for rows in kinds.values() if _is_furniture(rows, len(sheets), printed=printed)]
    taken = {id(fragment) for rows in furniture for row in rows for fragment in row.fragments}
    kept = [
        Sheet(sheet.number, sheet.height, tuple(each for each in sheet.fragments if id(each) not in taken))
        for sheet in sheets
    ]
    return kept, [_told(rows) for rows in furniture]


def without_watermarks(sheets: Iterable[Sheet]) -> tuple[list[Sheet], list[Finding]]:
    """The pages without text that lies askew across them."""
    kept: list[Sheet] = []
    findings: list[Finding] = []
    for sheet in sheets:
        tilted = tuple(fragment for fragment in sheet.fragments if fragment.tilted)
        upright = tuple(fragment for fragment in sheet.fragments if not fragment.tilted)
        kept.append(Sheet(sheet.number, sheet.height, upright or tilted))
        text = "".join(fragment.text for fragment in tilted)
        if text and upright:
            what = "页面上有斜放的文字，多半是水印，已移出正文。"
            place = Place(page=sheet.number)
            findings.append(Finding(place, "pdf-watermark", what, "", Severity.NOTE, text[:20], set_aside=text))
        elif text:
            what = "整页文字是横放或倒放的，读出的次序多半不对。"
            fix = "请把这一页转正后另存，再交来；或对照原件重新录入。"
            findings.append(Finding(Place(page=sheet.number), "pdf-turned", what, fix, Severity.ERROR, text[:20]))
    return kept, findings


def _edge_rows(sheet: Sheet) -> Iterator[_Row]:
    """The outermost lines at the top and at the bottom, as far as they are near the edge."""
    for top in (True, False):
        edge = (
            [each for each in sheet.fragments if each.bottom > sheet.height * (1 - _EDGE)]
            if top
            else [each for each in sheet.fragments if each.top < sheet.height * _EDGE]
        )
        for row in _rows(sorted(edge, key=lambda each: each.bottom, reverse=top))[:_ROWS]:
            ordered = tuple(sorted(row, key=lambda each: each.left))
            text = " ".join(each.text for each in ordered)
            yield _Row(sheet.number, top, round(row[0].bottom / _SAME_HEIGHT), text, ordered)


def _rows(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Fragments at about one height together; they come sorted by it."""
    rows: list[list[Fragment]] = []
    for fragment in fragments:
        if rows and abs(rows[-1][0].bottom - fragment.bottom) < _SAME_HEIGHT:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows


def _is_furniture(rows: Sequence[_Row], pages: int, *, printed: bool) -> bool:
    """Whether the line is on most pages (or on all left or right ones), or can be nothing else."""
    text = rows[0].text
    if not rows[0].top and _PAGE_NUMBER.fullmatch(text):
        return True
    if printed and (_PRINTED_FROM.fullmatch(text) or _PRINTED_AT.fullmatch(text)):
        return True
    often = len(rows) >= max(2, pages * 0.4)
    return often and max(row.height for row in rows) - min(row.height for row in rows) <= 1


def _told(rows: Sequence[_Row]) -> Finding:
    first = rows[0]
    kind = "页码" if _PAGE_NUMBER.fullmatch(first.text) else "页眉" if first.top else "页脚"
    where = f"在 {len(rows)} 页上都有，" if len(rows) > 1 else ""
    return Finding(
        Place(page=first.page),
        "pdf-running-line",
        f"页面{'顶' if first.top else '底'}端的“{first.text[:20]}”{where}是{kind}，已移出正文。",
        severity=Severity.NOTE,
        excerpt=first.text[:20],
        set_aside="\n".join(row.text for row in rows),
    )
