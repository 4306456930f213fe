"""The text of one part, or of one text box in it, from its first paragraph to its last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from shuxiang.intake.document import Block, Look, Paragraph, Role, Span, paragraphs, plain
from shuxiang.intake.findings import Finding, Place, Unit
from shuxiang.intake.readers.docx.counters import Counters, unknown_form
from shuxiang.intake.readers.docx.fields import Fields
from shuxiang.intake.readers.docx.inline import Surroundings, tokens_of
from shuxiang.intake.readers.docx.letters_of import letters_of
from shuxiang.intake.readers.docx.lines import Line, lines
from shuxiang.intake.readers.docx.matters import Matter, Told, findings
from shuxiang.intake.readers.docx.names import Element, flag, name_of, w
from shuxiang.intake.readers.docx.numbering import Item, Numbering
from shuxiang.intake.readers.docx.paragraphs import Setting, Settings, is_caption
from shuxiang.intake.readers.docx.styles import Styles
from shuxiang.intake.readers.docx.tables import GridReader
from shuxiang.intake.readers.docx.tokens import Anchored, Token, set_aside
from shuxiang.intake.readers.docx.wrappings import unwrapped

_CONTENTS_TITLES = {"目录", "目次", "目錄"}
_DELETIONS = {w("del"), w("moveFrom")}
_NO_END = tuple(f"{w('rPr')}/{w(name)}" for name in ("del", "moveFrom", "specVanish"))
"""Marks of a paragraph whose end was deleted, or which Word sets as a heading at the head of the next."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the paragraphs of a part are read, set and numbered; text boxes count their lists together."""

    around: Surroundings
    styles: Styles
    settings: Settings
    numbering: Numbering
    box_counters: Counters = field(default_factory=Counters)


@dataclass(slots=True)
class Story:
    """Reads a text from beginning to end, counting its paragraphs and its lists.

    Places are those of the paragraphs that are not empty, as Word counts them, unless ``fixed`` is given for all.
    """

    text: Element
    manner: Manner
    counters: Counters = field(default_factory=Counters)
    fixed: Place | None = None
    _fields: Fields = field(init=False)
    _carried: list[Token] = field(default_factory=list)
    _contents: list[Told] = field(default_factory=list)
    _contents_place: Place | None = None
    _findings: list[Finding] = field(default_factory=list)
    _count: int = 0
    _gap: bool = False
    _tables: int = 0

    def __post_init__(self) -> None:
        self._fields = Fields(self.text)

    def read(self) -> tuple[list[Block], list[Finding]]:
        """The blocks of the text, and what is to be said of it."""
        blocks = self._blocks(self.text)
        if self._contents_place is not None:
            blocks = self._without_contents_title(blocks, self._contents_place)
            self._findings.append(Matter.TOC.finding(self._contents_place, self._contents))
        return blocks, self._findings

    def _without_contents_title(self, blocks: list[Block], place: Place) -> list[Block]:
        """The blocks without the line over a table of contents, which says that it is one."""
        kept: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph) and block.place == place and _is_contents_title(block):
                self._contents.insert(0, Told(Matter.TOC, aside=block.text))
            else:
                kept.append(block)
        return kept

    def _blocks(self, container: Element) -> list[Block]:
        self._gap = False
        return [*self._elements(container), *self._put_carried()]

    def _elements(self, container: Element) -> Iterator[Block]:
        for element in unwrapped(container):
            if element.tag == w("p"):
                yield from self._paragraph(element)
            elif element.tag == w("tbl"):
                yield from self._put_carried()
                yield from self._table(element)
            else:
                self._tell([Told(Matter.EMBEDDED_FILE)] * (element.tag == w("altChunk")))
                self._drop(element)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        """The blocks of a paragraph; when it has no end of its own, they go with the next one."""
        properties = element.find(w("pPr"))
        style = self.manner.styles.of_paragraph(properties)
        self._carried.extend(self._fields.resolved(tokens_of(self.manner.around, element, style)))
        if not _runs_on(properties):
            yield from self._put(self._taken(), properties, style)

    def _put_carried(self) -> Iterator[Block]:
        """What a deleted end has left over, where there is no next paragraph to go with."""
        if self._carried:
            yield from self._put(self._taken(), None, self.manner.styles.of_paragraph(None))

    def _taken(self) -> tuple[Token, ...]:
        tokens, self._carried = tuple(self._carried), []
        return tokens

    def _put(self, tokens: Sequence[Token], properties: Element | None, style: str) -> Iterator[Block]:
        setting = self.manner.settings.of(properties, style)
        if setting.in_contents:
            tokens = tuple(shown for token in tokens for shown in set_aside(token, Matter.TOC))
        found = lines(tokens)
        anchored = tuple(token for token in tokens if isinstance(token, Anchored))
        self._count += bool(found or anchored)
        item = None if setting.in_contents else self.manner.numbering.item(properties, style)
        yield from self._paragraphs(found, setting, self._numbered(item, properties, shown=bool(found)))
        self._gap = not found and not anchored
        self._tell([token for token in tokens if isinstance(token, Told)], found[0].letters if found else "")
        for hanging in anchored:
            yield from self._box(hanging)

    def _numbered(self, item: Item | None, properties: Element | None, *, shown: bool) -> _Head:
        """What stands at the head of a paragraph in a list; an empty one counts too, a hidden one does not."""
        mark = None if properties is None else properties.find(w("rPr"))
        if item is None or (not shown and flag(mark, w("vanish"))):
            return _Head()
        number = self.counters.number(item)
        if item.level.form == "bullet":
            return _Head(bullet=item.depth + 1, in_list=True)
        if form := unknown_form(item):
            self._tell([Told(Matter.NUMBER_FORMAT, detail=form)], number)
        return _Head(number, in_list=True)

    def _paragraphs(self, found: Iterable[Line], setting: Setting, head: _Head) -> Iterator[Paragraph]:
        """The lines of a paragraph as paragraphs; only the first has what a list puts at its head."""
        gap = self._gap
        for line in found:
            may_lean = not head.in_list and not self._tables
            lean = setting.leaning(line.lead, len(line.letters)) if may_lean else (setting.centred, setting.right)
            caption = setting.is_caption or is_caption(line.letters)
            yield Paragraph(
                (*_generated(head.number, line), *line.spans),
                self._place,
                Look(*lean, line.bold, line.size, line.face, setting.level, head.bullet, gap),
                Role.CAPTION if caption else Role.BODY,
            )
            head, gap = _Head(in_list=head.in_list), False

    def _table(self, element: Element) -> list[Block]:
        count, self._tables = self._count, self._tables + 1
        grid = GridReader(self._blocks, self._drop).grid(element)
        self._tables -= 1
        if grid.lone is not None:
            return grid.lone
        self._gap = False
        place = self.fixed or Place(number=min(count + 1, max(self._count, 1)), unit=Unit.PARAGRAPH)
        table, nested = grid.table(place), list(grid.nested())
        text = next((paragraph.text for paragraph in paragraphs([table]) if paragraph.text), "")
        told = [Told(Matter.MERGED_CELLS)] * grid.merged + [Told(Matter.NESTED_TABLE)] * len(nested)
        self._findings.extend(findings(place, told, text))
        return [table, *nested] if grid.rows else []

    def _box(self, hanging: Anchored) -> Iterator[Block]:
        """The paragraphs of a text box, after the paragraph that it hangs on."""
        blocks: list[Block] = [plain(line, self._place) for line in hanging.lines]
        if hanging.box is not None:
            blocks, said = Story(hanging.box, self.manner, self.manner.box_counters, self._place).read()
            self._findings.extend(said)
        text = next((paragraph.text for paragraph in paragraphs(blocks) if paragraph.text), "")
        if text:
            self._tell([Told(Matter.BOX)], text)
        return iter(blocks)

    @property
    def _place(self) -> Place:
        return self.fixed or Place(number=max(self._count, 1), unit=Unit.PARAGRAPH)

    def _tell(self, told: Iterable[Told], text: str = "") -> None:
        """Say what is to be said here; a table of contents is told as a whole at the end."""
        here = []
        for one in told:
            if one.matter is Matter.TOC:
                self._contents.append(one)
                self._contents_place = self._contents_place or self._place
            else:
                here.append(one)
        self._findings.extend(findings(self._place, here, text))

    def _drop(self, element: Element) -> None:
        """Say which text went with something that was deleted, or stands where no text should."""
        if letters := letters_of(element).strip():
            matters = {w("sdt"): Matter.TOC, w("tr"): Matter.DELETED, w("tc"): Matter.DELETED}
            matter = Matter.DELETED if element.tag in _DELETIONS else matters.get(name_of(element), Matter.STRAY)
            self._tell([Told(matter, aside=letters)])


@dataclass(frozen=True, slots=True)
class _Head:
    """What a list puts at the head of its paragraph: a number, or that it is an item without one."""

    number: str = ""
    bullet: int = 0
    in_list: bool = False


def _is_contents_title(paragraph: Paragraph) -> bool:
    return "".join(paragraph.text.split()) in _CONTENTS_TITLES and not any(
        span.generated for span in paragraph.spans
    )


def _runs_on(properties: Element | None) -> bool:
    """Whether a paragraph goes on in the next: its end is no end, or it is the large first letter of that."""
    if properties is None:
        return False
    frame = properties.find(w("framePr"))
    is_initial = frame is not None and frame.get(w("dropCap"), "none") != "none"
    return is_initial or any(properties.find(mark) is not None for mark in _NO_END)


def _generated(number: str, line: Line) -> tuple[Span, ...]:
    return (Span(number, strong=line.spans[0].strong, generated=True),) if number else ()
