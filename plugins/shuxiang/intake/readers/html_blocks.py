"""Elements of a web page -> paragraphs and tables, each with its look; what is no part of the text, set aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from shuxiang.intake.document import Block, Cell, Look, Paragraph, Role, Span, Table
from shuxiang.intake.findings import Place, Unit
from shuxiang.intake.readers.html_lists import Numbering
from shuxiang.intake.readers.html_style import Style, inner_style, is_block, is_hidden
from shuxiang.intake.readers.html_tables import is_data, reach
from shuxiang.intake.readers.html_tree import Element, without_unseen

HIDDEN = "隐藏的文字"
_READINGS = "注音"
_EMBEDDED = "嵌入的内容"
_REGIONS = {
    "rt": _READINGS,
    "rp": _READINGS,
    "svg": "图形里的文字",
    "button": "按钮和表单",
    "select": "按钮和表单",
    "textarea": "按钮和表单",
    "datalist": "按钮和表单",
    "iframe": _EMBEDDED,
    "object": _EMBEDDED,
    "embed": _EMBEDDED,
    "video": _EMBEDDED,
    "audio": _EMBEDDED,
    "canvas": _EMBEDDED,
}
_WIDE = "\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NUMBERED = re.compile(
    r"\s*[\uff08(]?[0-9\uff10-\uff19\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,3}[.\uff0e\u3001)\uff09]|\s*\u7b2c|\s*[\u2460-\u2473]"
)

Region = Callable[[Element], str]
"""The region an element opens that is no part of the text; nothing when it opens none."""


def no_region(element: Element) -> str:  # noqa: ARG001
    """All of the page is text."""
    return ""


@dataclass(slots=True)
class Blocks:
    """What was found: the blocks, the texts of each region that is no part of them, and the pictures seen.

    ``unlinked`` are addresses that could not stay links; ``embedded`` counts what plays or shows other pages.
    """

    blocks: list[Block] = field(default_factory=list)
    asides: dict[str, list[str]] = field(default_factory=dict)
    pictures: list[tuple[Place, Element]] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)
    embedded: int = 0


@dataclass(frozen=True, slots=True)
class _Open:
    """What an open element means for the letters in it."""

    style: Style
    region: str = ""


@dataclass(slots=True)
class _Grid:
    """A table that is being read: its rows so far, the last cell open."""

    rows: list[list[Cell]] = field(default_factory=list)
    cell: list[Paragraph] | None = None
    reach: tuple[int, int] = (1, 1)


def read_blocks(
    root: Element,
    region: Region = no_region,
    calls: Mapping[Element, str] | None = None,
    picture: Callable[[Element], str] | None = None,
) -> Blocks:
    """The text below ``root``.

    ``calls`` are elements that stand for the call of a note; ``picture`` gives the name of a picture that was in
    the page itself, or nothing.
    """
    reader = _Reader(region, calls or {}, picture or (lambda element: ""))  # noqa: ARG005
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reader.start(element)
        else:
            reader.end(element, root)
    reader.flush()
    return reader.found


class _Reader:
    """Walks through the page in reading order; the paragraph that is being read, and what stands around it."""

    def __init__(self, region: Region, calls: Mapping[Element, str], picture: Callable[[Element], str]) -> None:
        self.found = Blocks()
        self.region_of, self.calls, self.picture = region, calls, picture
        self.open = [_Open(Style())]
        self.spans: list[Span] = []
        self.begun = False
        self.look = Style()
        self.gap = False
        self.marker = ""
        self.bulleted = False
        self.numbering = Numbering()
        self.grids: list[_Grid | None] = []

    def start(self, element: Element) -> None:
        outer = self.open[-1]
        region = outer.region or self._region(element)
        self.found.embedded += region == _EMBEDDED and not outer.region
        if is_block(element):
            self._break(region)
        inner = _Open(inner_style(outer.style, element), region)
        self.open.append(inner)
        if not region:
            self._begin(element)
        if element in self.calls:
            self._add(Span("", note=self.calls[element]))
        self._text(element.text, inner)

    def end(self, element: Element, root: Element) -> None:
        inner = self.open.pop()
        if is_block(element):
            self._break(inner.region)
        if not inner.region:
            self._finish(element)
        if element is not root:
            self._text(element.tail, self.open[-1])

    def flush(self) -> None:
        """End the paragraph, if there is one."""
        spans = _tidy(self.spans)
        self.spans, self.begun = [], False
        if not spans:
            return
        look, self.gap = self._look(spans), False
        number = Span(self.marker, generated=True) if self.marker else None
        if number and not _NUMBERED.match("".join(span.text for span in spans)):
            spans = (number, *spans)
        self.marker, self.bulleted = "", False
        role = self.look.role or (Role.QUOTE if self.look.quote else Role.BODY)
        self._put(Paragraph(spans, self._place(), look, role))

    def _region(self, element: Element) -> str:
        if is_hidden(element):
            return HIDDEN
        return _REGIONS.get(str(element.tag), "") or self.region_of(element)

    def _break(self, region: str) -> None:
        if region and region in self.found.asides:
            self.found.asides[region].append("\n")
        if not region:
            self.flush()

    def _begin(self, element: Element) -> None:
        name = str(element.tag)
        if name == "table":
            self.grids.append(_Grid() if is_data(element) and not any(self.grids) else None)
        elif name == "tr" and (grid := self._grid()):
            grid.rows.append([])
        elif name in ("td", "th") and (grid := self._grid()):
            grid.cell, grid.reach = [], reach(element)
        elif name in ("ol", "ul", "li", "menu", "dir"):
            self._item(element)
        elif name == "br":
            self._line_break()
        elif name == "hr":
            self.gap = True
        elif name == "img":
            self._picture(element)
        elif name == "a" and element.get("href") and not self.open[-1].style.href:
            self.found.unlinked.append(str(element.get("href")).strip())

    def _finish(self, element: Element) -> None:
        name = str(element.tag)
        grid = self._grid()
        if name in ("td", "th") and grid and grid.cell is not None:
            across, down = grid.reach
            grid.rows = grid.rows or [[]]
            grid.rows[-1].append(Cell(tuple(grid.cell), across, down))
            grid.cell = None
        elif name == "table" and self.grids:
            self.grids.pop()
            if grid and any(cell.paragraphs for row in grid.rows for cell in row):
                self._put_table(grid)
        elif name in ("ol", "ul", "menu", "dir"):
            self.numbering.close()

    def _grid(self) -> _Grid | None:
        return self.grids[-1] if self.grids else None

    def _item(self, element: Element) -> None:
        if element.tag != "li":
            self.numbering.open(element)
            return
        self.marker = self.numbering.next(element)
        self.bulleted = not self.marker

    def _line_break(self) -> None:
        self.gap = self.gap or not self.spans
        self.flush()

    def _picture(self, element: Element) -> None:
        if name := self.picture(element):
            self._add(Span("", picture=name))
        else:
            self.found.pictures.append((self._place(), element))

    def _text(self, text: str | None, where: _Open) -> None:
        if not text:
            return
        text = without_unseen(text)
        if where.region:
            self.found.asides.setdefault(where.region, []).append(text)
        elif where.style.literal:
            self._literal(text, where.style)
        else:
            self._add(_span(_SPACES.sub(" ", _WRAP.sub("", text)), where.style), where.style)

    def _literal(self, text: str, style: Style) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self._line_break()
            self._add(_span(line, style), style)

    def _add(self, span: Span, style: Style | None = None) -> None:
        if not self.begun and (span.text.strip() or span.picture):
            self.look = style or self.open[-1].style
            self.begun = bool(span.text.strip())
        if span.text or span.note or span.picture:
            self.spans.append(span)

    def _look(self, spans: Iterable[Span]) -> Look:
        style = self.look
        return Look(
            centred=style.align == "center",
            right=style.align == "right",
            bold=all(span.strong for span in spans if span.text.strip())
            and any(span.text.strip() for span in spans),
            size=style.size,
            face=style.face,
            level=style.level,
            bullet=style.item if self.bulleted else 0,
            after_gap=self.gap,
        )

    def _place(self) -> Place:
        return Place(number=len(self.found.blocks) + 1, unit=Unit.PARAGRAPH)

    def _put(self, paragraph: Paragraph) -> None:
        grid = self._grid()
        if grid and grid.cell is not None:
            grid.cell.append(paragraph)
        else:
            self.found.blocks.append(paragraph)

    def _put_table(self, grid: _Grid) -> None:
        rows = tuple(tuple(row) for row in grid.rows if row)
        self.found.blocks.append(Table(rows, self._place()))


def _span(text: str, style: Style) -> Span:
    return Span(text, strong=style.strong, emphasis=style.emphasis, script=style.script, href=style.href)


def _tidy(spans: list[Span]) -> tuple[Span, ...]:
    """The spans without white space at either end and with like ones joined; none when nothing is to be seen."""
    if not any(span.text.strip() or span.picture or span.note for span in spans):
        return ()
    joined = list(_joined(spans))
    joined[0] = replace(joined[0], text=joined[0].text.lstrip())
    joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(span for span in joined if span.text or span.picture or span.note)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    held: list[Span] = []
    for span in spans:
        alike = held and replace(held[0], text="") == replace(span, text="") and span.text and held[0].text
        if held and not alike:
            yield replace(held[0], text="".join(part.text for part in held))
            held = []
        held.append(span)
    if held:
        yield replace(held[0], text="".join(part.text for part in held))
