"""The reader of Word documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Block, Document, Paragraph, paragraphs
from shuxiang.intake.findings import WHOLE, Finding, IntakeError, Place, Unit
from shuxiang.intake.readers.docx import furniture
from shuxiang.intake.readers.docx.album import Album
from shuxiang.intake.readers.docx.changes import change_findings
from shuxiang.intake.readers.docx.comments import Comments
from shuxiang.intake.readers.docx.drawings import Drawings
from shuxiang.intake.readers.docx.inline import Surroundings
from shuxiang.intake.readers.docx.letters import Letters
from shuxiang.intake.readers.docx.letters_of import letters_of
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.names import Element, w
from shuxiang.intake.readers.docx.notes import NoteCalls
from shuxiang.intake.readers.docx.numbering import Numbering
from shuxiang.intake.readers.docx.package import Package, Part
from shuxiang.intake.readers.docx.paragraphs import Settings
from shuxiang.intake.readers.docx.story import Manner, Story
from shuxiang.intake.readers.docx.styles import Styles
from shuxiang.intake.readers.docx.xml_part import PartError
from shuxiang.intake.source import MAX_CHARACTERS, Source, too_long

_KINDS = {
    "styles": "样式（标题、居中、字体等可能认不出）",
    "numbering": "自动编号（编号可能缺失）",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "comments": "批注",
    "header": "页眉",
    "footer": "页脚",
    "chart": "图表",
    "chartEx": "图表",
    "diagramData": "图示",
}
"""The parts that are read beside the text, and what they hold."""
_WITH_TEXT = tuple(kind for kind in _KINDS if kind not in {"styles", "numbering"})


def read_docx(source: Source) -> Document:
    """A Word document, tracked changes accepted. IntakeError when it is none, or cannot be read safely."""
    package = Package(source)
    try:
        main = package.part(package.main())
    except PartError as error:
        raise IntakeError(f"文件的正文部分{error}。请打开后另存为新的 .docx 再交来。") from error
    if main.tree.root.tag != w("document"):
        raise IntakeError("这不是 Word 文档：它的正文部分不是文档。请用 Word 或 WPS 另存为 .docx 再交来。")
    return _document(_Parts(package, main))


def _document(parts: _Parts) -> Document:
    received = "\n".join(map(letters_of, (parts.main.tree.root, *parts.roots(*_WITH_TEXT))))
    if len(received) > MAX_CHARACTERS:
        raise IntakeError(too_long("文档", len(received)))
    shared = _Shared(parts)
    blocks, said = Story(parts.main.tree.root, shared.manner(parts.main)).read()
    notes, said_of_notes = _notes(shared)
    findings = (
        *parts.findings(),
        *change_findings(parts.main.tree.root),
        *_emptiness(blocks),
        *said,
        *said_of_notes,
        *furniture.uncalled(shared.calls),
        *furniture.unhung(shared.comments),
        *furniture.charts(parts.roots("chart", "chartEx", "diagramData")),
        *furniture.running("页眉", parts.roots("header")),
        *furniture.running("页脚", parts.roots("footer")),
    )
    return Document(tuple(blocks), received, notes, shared.album.pictures, findings)


class _Parts:
    """The parts of a document, each read once; one that cannot be read does not lose the rest."""

    def __init__(self, package: Package, main: Part) -> None:
        self.package = package
        self.main = main
        self._lost: list[tuple[str, str]] = []
        self._of = {kind: tuple(self._read(kind)) for kind in _KINDS}

    def of(self, kind: str) -> tuple[Part, ...]:
        """The parts of a kind, in the order in which they are named."""
        return self._of[kind]

    def roots(self, *kinds: str) -> tuple[Element, ...]:
        """The roots of the parts of these kinds."""
        return tuple(part.tree.root for kind in kinds for part in self._of[kind])

    def root(self, kind: str) -> Element | None:
        """The root of the only part of a kind."""
        return next(iter(self.roots(kind)), None)

    def findings(self) -> Iterator[Finding]:
        """What could not be read, or only in part, and that there were programs."""
        for kind, why in self._lost:
            what = f"文件里的{_KINDS[kind]}{why}，没有读出。"
            yield Finding(WHOLE, "part-lost", what, "请打开原件核对，或另存为新的 .docx 再交来。", Severity.ERROR)
        damaged = (kind for kind, found in self._of.items() if any(part.tree.damaged for part in found))
        for words in ("正文",) * self.main.tree.damaged + tuple(_KINDS[kind] for kind in damaged):
            what = f"文件里的{words}已损坏，只读出了没有坏的部分，文字可能不全。"
            yield Finding(WHOLE, "part-damaged", what, "请对照原件核对，或重新拷贝一份再交来。", Severity.ERROR)
        if self.package.has_macros:
            yield Finding(WHOLE, "macros", "文件带有宏（程序），只读了文字，宏没有运行。", "", Severity.NOTE)

    def _read(self, kind: str) -> Iterator[Part]:
        for name in self.package.related(self.main, kind):
            try:
                yield self.package.part(name)
            except PartError as error:
                self._lost.append((kind, str(error)))


class _Shared:
    """What all stories of a document share."""

    def __init__(self, parts: _Parts) -> None:
        self.comments = Comments(parts.roots("comments"))
        self.calls = NoteCalls((kind, part) for kind in ("footnotes", "endnotes") for part in parts.of(kind))
        self.album = Album(parts.package)
        self._styles = Styles(parts.root("styles"))
        self._settings = Settings(self._styles)
        self._letters = Letters(self._styles)
        self._numbering = Numbering(parts.root("numbering"), self._styles)
        self._manners: dict[str, Manner] = {}

    def manner(self, part: Part) -> Manner:
        """How the paragraphs of a part are read."""
        if part.name not in self._manners:
            drawings = Drawings(part.relations, self.album)
            around = Surroundings(self._letters, drawings, part.relations, self.calls, self.comments)
            self._manners[part.name] = Manner(around, self._styles, self._settings, self._numbering)
        return self._manners[part.name]


def _notes(shared: _Shared) -> tuple[Mapping[str, tuple[Paragraph, ...]], list[Finding]]:
    notes: dict[str, tuple[Paragraph, ...]] = {}
    findings: list[Finding] = []
    for note, part, text in shared.calls.bodies():
        place = Place(number=int(note), unit=Unit.NOTE)
        blocks, said = Story(text, shared.manner(part), fixed=place).read()
        notes[note] = tuple(paragraphs(blocks))
        findings.extend(said)
        if not all(isinstance(block, Paragraph) for block in blocks):
            findings.append(Matter.NOTE_TABLE.finding(place, [Told(Matter.NOTE_TABLE)], notes[note][0].text))
    return notes, findings


def _emptiness(blocks: list[Block]) -> Iterator[Finding]:
    if any(paragraph.spans for paragraph in paragraphs(blocks)):
        return
    what = "文档的正文里没有文字，也没有图片。"
    fix = "请打开原件看一看：文字是不是只在页眉、批注里，或者都是隐藏的、已删去的。"
    yield Finding(WHOLE, "body-empty", what, fix, Severity.ERROR)
