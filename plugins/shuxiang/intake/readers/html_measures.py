"""How much running text the parts of a web page hold, and how much of it is links."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from lxml import etree

from shuxiang.intake.readers.html_style import is_hidden
from shuxiang.intake.readers.html_tree import Element

_MARKS = re.compile("[\uff0c\u3002\uff1b\uff01\uff1f\u2026]|[,;!?](?=[\u4e00-\u9fff\\s])")
"""What sentences have and menus have not; colons stand in menus too."""


@dataclass(slots=True)
class Measure:
    """Letters without white space, those in links, links, and marks of sentences outside of links."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    marks: int = 0

    def add(self, other: Measure) -> None:
        """Count what is inside of an inner element."""
        self.letters += other.letters
        self.linked += other.linked
        self.links += other.links
        self.marks += other.marks


def measures(root: Element, without: Container[Element] = ()) -> dict[Element, Measure]:
    """The measure of every element, hidden ones and those in ``without`` left out with all that is in them."""
    found: dict[Element, Measure] = {}
    walk = etree.iterwalk(root, events=("start", "end"))
    stack: list[tuple[Measure, bool]] = []
    for event, element in walk:
        if event == "start":
            unseen = element in without or is_hidden(element)
            measure, linked = Measure(), (bool(stack) and stack[-1][1]) or element.tag == "a"
            stack.append((measure, linked))
            if unseen:
                walk.skip_subtree()
            else:
                found[element] = measure
                measure.links = int(element.tag == "a")
                _count(measure, element.text, linked=linked)
        else:
            measure, _ = stack.pop()
            if stack:
                stack[-1][0].add(measure)
                _count(stack[-1][0], element.tail, linked=stack[-1][1])
    return found


def _count(measure: Measure, text: str | None, *, linked: bool) -> None:
    if not text or text.isspace():
        return
    letters = sum(map(len, text.split()))
    measure.letters += letters
    if linked:
        measure.linked += letters
    else:
        measure.marks += len(_MARKS.findall(text))
