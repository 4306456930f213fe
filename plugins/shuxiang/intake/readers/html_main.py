"""Where in a web page the article stands: the element of its text, and the line that is its title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from shuxiang.intake.readers.html_measures import Measure
from shuxiang.intake.readers.html_names import (
    COMMENTS,
    RELATED,
    SIDE,
    is_article_by_name,
    is_title_by_name,
    named_region,
)
from shuxiang.intake.readers.html_tree import Element

_SHARE = 0.6
"""An article is more than this part of the running text of its page."""
_BY_OTHERS = (COMMENTS, RELATED, SIDE)
_NEARLY_ALL = 0.9
_HEADINGS = ("h1", "h2", "h3")


def named_article(root: Element, measured: Mapping[Element, Measure]) -> Element | None:
    """The innermost element that is called an article's text and holds the running text of the page, if one does.

    What readers wrote below the article may be longer than it.
    """
    named = [element for element in root.iter() if element in measured and is_article_by_name(element)]
    most = max((measured[element].marks for element in named), default=0)
    if not most or most < _SHARE * (measured[root].marks - _marks_of_others(root, measured)):
        return None
    return [element for element in named if measured[element].marks >= _NEARLY_ALL * most][-1]


def smallest_with_all(root: Element, measured: Mapping[Element, Measure]) -> Element:
    """The smallest element that holds all running text but a mark or two; the whole page when there is none."""
    element = root
    while True:
        inner = max(
            (child for child in element if child in measured), key=lambda e: measured[e].marks, default=None
        )
        marks = measured[element].marks
        if inner is None or not marks or measured[inner].marks < max(marks - 1, 1) or _is_a_paragraph(inner):
            return element
        element = inner


def _marks_of_others(root: Element, measured: Mapping[Element, Measure]) -> int:
    """Marks in the outermost elements that are called comments or the like."""
    marks = 0
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if element in measured and not is_article_by_name(element) and named_region(element) in _BY_OTHERS:
            marks += measured[element].marks
            walk.skip_subtree()
    return marks


def title_line(candidates: Iterable[Element], said: str) -> Element | None:
    """Which of the short elements, in reading order, is the title: ``said`` is what the page's head calls it."""
    found: list[tuple[int, int, Element]] = []
    for at, element in enumerate(candidates):
        text = "".join("".join(map(str, element.itertext())).split())
        if rank := _rank(element, text, "".join(said.split())):
            found.append((rank, at, element))
    return max(found, key=lambda item: item[:2])[2] if found else None


def _rank(element: Element, text: str, said: str) -> int:
    heading = element.tag in _HEADINGS
    if _is_told(text, said, anywhere=len(text) > (3 if heading else 7)):
        return 6 if heading else 5
    if heading:
        return 4 - _HEADINGS.index(str(element.tag))
    return int(is_title_by_name(element) and len(element) == 0)


def _is_told(text: str, said: str, *, anywhere: bool) -> bool:
    """Whether the page's head names the text, alone or with other things, such as the site."""
    nearly = len(said) > 3 and 2 * len(said) > len(text) and text.startswith(said)
    return nearly or said.startswith(text) or (anywhere and text in said)


def _is_a_paragraph(element: Element) -> bool:
    return element.tag in ("p", "span", "a", "li", "h1", "h2", "h3", "font", "b", "strong")
