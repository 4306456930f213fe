"""The comments in the margin: no part of the text, but each is told where it hangs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shuxiang.intake.readers.docx.letters_of import lines_of
from shuxiang.intake.readers.docx.names import Element, w


class Comments:
    """The texts of comments by id, each to be taken once; the names of their authors are not read."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._waiting: dict[str, list[str]] = {}
        for comment in (comment for root in roots for comment in root):
            self._waiting.setdefault(comment.get(w("id"), ""), []).append("\n".join(lines_of(comment)))

    def take(self, comment_id: str) -> str:
        """The comment of this id; nothing when there is none, or it was taken before."""
        return "\n".join(self._waiting.pop(comment_id, ()))

    def untaken(self) -> Iterator[str]:
        """Comments that hang nowhere in the text."""
        return (text for texts in self._waiting.values() for text in texts if text)
