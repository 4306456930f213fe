"""Which tables of a web page hold data, and which only place its parts."""

from __future__ import annotations

from collections.abc import Iterator

from shuxiang.intake.readers.html_tree import Element

_LONGEST_CELL = 400
"""Characters; a cell with more of them is a part of the page."""
_MOST_LINES = 8
_WIDEST = 64
_DEEPEST = 1000
_NO_CELL = ("table", "h1", "h2", "h3", "form", "ul", "article")


def is_data(table: Element) -> bool:
    """Whether a table is one to the reader: rows and columns of short cells, and nothing inside that is a page."""
    if table.get("role") in ("presentation", "none") or next(table.iterdescendants(*_NO_CELL), None) is not None:
        return False
    widths = [sum(1 for cell in row if cell.tag in ("td", "th")) for row in table.iter("tr")]
    if len(widths) < 2 or max(widths) < 2:
        return False
    cells = list(table.iter("td", "th"))
    return sum(map(_has_text, cells)) > 1 and not any(map(_is_long, cells))


def reach(cell: Element) -> tuple[int, int]:
    """How many columns and rows a cell takes, within reason."""
    return _count(cell.get("colspan"), _WIDEST), _count(cell.get("rowspan"), _DEEPEST)


def _count(text: str | None, most: int) -> int:
    text = (text or "").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 8 else 1


def _has_text(cell: Element) -> bool:
    return any(text.strip() for text in cell.itertext())


def _is_long(cell: Element) -> bool:
    lines = sum(1 for _ in cell.iter("p", "br", "div"))
    return lines > _MOST_LINES or sum(len(text.strip()) for text in _texts(cell)) > _LONGEST_CELL


def _texts(cell: Element) -> Iterator[str]:
    return (str(text) for text in cell.itertext())
