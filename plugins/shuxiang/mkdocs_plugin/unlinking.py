"""Links that are dead in this build are shown as their words, before MkDocs would complain of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from shuxiang.content.links import resolve

_AFTER_INLINE = 10
"""Between Python-Markdown's own inline patterns (20), which make the links, and MkDocs's link check (0)."""

_HTML_LINK = re.compile(r"""<a\b[^<>]*\bhref\s*=\s*(["'])([^"'<>]*)\1[^<>]*>([^<>]*)</a>""", re.IGNORECASE)
_HTML_IMAGE = re.compile(r"""<img\b[^<>]*\bsrc\s*=\s*(["'])([^"'<>]*)\1[^<>]*>""", re.IGNORECASE)


class Unlinking(Extension):
    """Knows which page is being rendered, and which targets are dead on it."""

    def __init__(self) -> None:
        super().__init__()
        self.page = ""
        self.dead: frozenset[str] = frozenset()

    def turn_to(self, page: str, dead: Mapping[str, frozenset[str]]) -> None:
        """From now on it is ``page`` that is rendered; ``dead`` are all pages' dead targets."""
        self.page, self.dead = page, dead.get(page, frozenset())

    def is_dead(self, target: str | None) -> bool:
        """Whether a link's address, as written on the page, is dead."""
        return bool(target) and resolve(self.page, str(target)) in self.dead

    def in_html(self, markdown: str) -> str:
        """The text with dead links and images that are written as HTML reduced to their words."""
        if not self.dead or "<" not in markdown:
            return markdown
        text = _HTML_LINK.sub(lambda match: match[3] if self.is_dead(match[2]) else match[0], markdown)
        return _HTML_IMAGE.sub(lambda match: "" if self.is_dead(match[2]) else match[0], text)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name for it
        """Take part in the rendering."""
        md.treeprocessors.register(_Unlinker(md, self), "shuxiang-unlinking", _AFTER_INLINE)


class _Unlinker(Treeprocessor):
    def __init__(self, md: Markdown, unlinking: Unlinking) -> None:
        super().__init__(md)
        self.unlinking = unlinking

    def run(self, root: Element) -> None:
        for element in root.iter() if self.unlinking.dead else ():
            if element.tag == "a" and self.unlinking.is_dead(element.get("href")):
                _reduce(element)
            elif element.tag == "img" and self.unlinking.is_dead(element.get("src")):
                element.text = element.get("alt")
                _reduce(element)


def _reduce(element: Element) -> None:
    element.tag = "span"
    element.attrib.clear()
