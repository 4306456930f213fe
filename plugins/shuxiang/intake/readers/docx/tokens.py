"""What stands in a paragraph, one thing after another, before it is put into lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from shuxiang.intake.readers.docx.letters import PLAIN, LetterLook
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.names import Element


@dataclass(frozen=True, slots=True)
class Text:
    """Letters that look the same. ``generated`` ones are not written in the document."""

    text: str
    look: LetterLook = PLAIN
    href: str = ""
    generated: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A footnote or an endnote is called here; ``note`` is its id in our document."""

    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was taken out stands here."""

    picture: str


@dataclass(frozen=True, slots=True)
class Anchored:
    """A text box hangs here: an element with paragraphs, or the lines of a drawing that has letters only."""

    box: Element | None = None
    lines: tuple[str, ...] = ()


class Step(Enum):
    """The three marks of a field: where its instruction begins, where what it shows begins, where it ends."""

    BEGIN = "begin"
    SEPARATE = "separate"
    END = "end"


@dataclass(frozen=True, slots=True)
class FieldMark:
    """One of the marks of a field; ``shows`` is what a check box shows, which has no text of its own."""

    step: Step
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Instruction:
    """A piece of a field's instruction."""

    text: str


Token = Text | Break | NoteCall | Shown | Anchored | FieldMark | Instruction | Told


def set_aside(token: Token, matter: Matter) -> Iterator[Token]:
    """The token, or if it is text what is said of text that was taken out; blanks go without a word."""
    if not isinstance(token, Text):
        yield token
    elif token.text.strip():
        yield Told(matter, aside="" if token.generated else token.text)
