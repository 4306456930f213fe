"""The styles of a document: which builds on which, and what each says."""

from __future__ import annotations

from collections.abc import Iterator

from shuxiang.intake.readers.docx.names import Element, value, w

_LONGEST_CHAIN = 20
"""Word lets eleven styles build on each other."""

_ID, _TYPE, _DEFAULT = w("styleId"), w("type"), w("default")


class Styles:
    """Styles by id. Ids that no style has are as if nothing had been said."""

    def __init__(self, root: Element | None) -> None:
        found = () if root is None else tuple(root.iterchildren(w("style")))
        self._by_id = {style.get(_ID, ""): style for style in found}
        self._chains: dict[str, tuple[Element, ...]] = {}
        self._default = next((_id(style) for style in found if _is_default(style)), "")
        defaults = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self.default_letters: Element | None = defaults

    def of_paragraph(self, properties: Element | None) -> str:
        """The id of a paragraph's style: its own, or that which all others have."""
        return value(properties, w("pStyle")) or self._default

    def chain(self, style_id: str) -> tuple[Element, ...]:
        """A style and those that it builds on, itself first. A circle is cut where it closes."""
        if style_id not in self._chains:
            self._chains[style_id] = tuple(self._followed(style_id))
        return self._chains[style_id]

    def names(self, style_id: str) -> Iterator[str]:
        """The names along the chain, in small letters without blanks: ``heading1``, ``标题1``."""
        for style in self.chain(style_id):
            yield "".join((value(style, w("name")) or "").lower().split())

    def properties(self, style_id: str, kind: str) -> Iterator[Element]:
        """What the chain says of its paragraphs (``pPr``) or letters (``rPr``), the nearest first."""
        for style in self.chain(style_id):
            said = style.find(w(kind))
            if said is not None:
                yield said

    def _followed(self, style_id: str) -> Iterator[Element]:
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style_id)
            yield self._by_id[style_id]
            style_id = value(self._by_id[style_id], w("basedOn")) or ""


def _id(style: Element) -> str:
    return str(style.get(_ID, ""))


def _is_default(style: Element) -> bool:
    return style.get(_TYPE) == "paragraph" and style.get(_DEFAULT, "") in {"1", "true", "on"}
