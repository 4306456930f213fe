"""Footnotes and endnotes: numbered together in the order in which they are called."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from shuxiang.intake.readers.docx.letters_of import letters_of
from shuxiang.intake.readers.docx.names import Element, w
from shuxiang.intake.readers.docx.package import Part

_NOTES = (w("footnote"), w("endnote"))
_DRAWINGS = (w("drawing"), w("pict"), w("object"))
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


class NoteCalls:
    """Which notes there are, and which have been called. The lines that part notes from text are no notes."""

    def __init__(self, parts: Iterable[tuple[str, Part]]) -> None:
        self._waiting: dict[tuple[str, str], tuple[Part, Element]] = {}
        self._others: list[Element] = []
        self._called: dict[tuple[str, str], str] = {}
        self._new: deque[tuple[str, Part, Element]] = deque()
        for kind, part in parts:
            self._enter(kind, part)

    def called(self, kind: str, note_id: str) -> str:
        """The id in our document of a note that is called here; nothing when there is no such note."""
        key = (kind, note_id)
        if key in self._waiting:
            self._called[key] = str(len(self._called) + 1)
            self._new.append((self._called[key], *self._waiting.pop(key)))
        return self._called.get(key, "")

    def bodies(self) -> Iterator[tuple[str, Part, Element]]:
        """Called notes, those too that are called while these are read."""
        while self._new:
            yield self._new.popleft()

    def uncalled(self) -> Iterator[Element]:
        """Notes that nothing in the text calls, and what else is in their parts."""
        yield from (note for _, note in self._waiting.values())
        yield from self._others

    def _enter(self, kind: str, part: Part) -> None:
        for note in part.tree.root:
            key = (kind, note.get(w("id"), ""))
            if _is_note(note) and key not in self._waiting:
                self._waiting[key] = (part, note)
            else:
                self._others.append(note)


def _is_note(element: Element) -> bool:
    """Whether there is something to read in it; an empty note would leave a mark that leads nowhere."""
    if element.tag not in _NOTES or element.get(w("type")) in _SEPARATORS:
        return False
    return bool(letters_of(element).strip()) or next(element.iter(*_DRAWINGS), None) is not None
