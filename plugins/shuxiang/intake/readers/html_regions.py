"""Which parts of a web page are not its article, and what they are instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise

from lxml import etree

from shuxiang.intake.readers.html_main import named_article, smallest_with_all, title_line
from shuxiang.intake.readers.html_measures import Measure, measures
from shuxiang.intake.readers.html_names import FOOT, HEAD, RELATED, SIDE, named_region, weakly_named_region
from shuxiang.intake.readers.html_tree import Element

_MUCH = 0.4
"""What holds more of the page's running text than this is its article, whatever it is called."""
_LINE_ABOUT = re.compile(
    "\\s*[\u3010\\[\uff08(]?\\s*(?:\u6765\u6e90|\u4f86\u6e90|\u4f5c\u8005|\u7a3f\u4ef6\u6765\u6e90|\u4fe1\u606f"
    "\u6765\u6e90|\u6587\u7ae0\u6765\u6e90|\u53d1\u5e03\u65e5\u671f|\u53d1\u5e03\u65f6\u95f4|\u65f6\u95f4|"
    "\u65e5\u671f|\u8bb0\u8005|\u901a\u8baf\u5458|\u4f9b\u7a3f|\u64b0\u7a3f|\u8d23\u4efb\u7f16\u8f91|\u8d23\u7f16|"
    "\u7f16\u8f91|\u9644\u4ef6|\u76f8\u5173\u9644\u4ef6)"
)
"""Lines about the article (来源, 作者, 时间, 责任编辑, 附件 …) stay with it wherever they stand."""
_LONGEST_LINE_ABOUT = 400
_LONGEST_BY_WEAK_NAME = 200
_LONGEST_LIST = 5000
_LONGEST_TITLE = 120
_MOSTLY = 0.7
_NEIGHBOURS = 8
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|wps|ofd)(?:$|[?#])", re.IGNORECASE)
_KICKERS = ("h2", "h3", "h4", "h5", "h6")
"""A heading right before the title, as newspapers have them, belongs to it."""
_LIST_LIKE = ("div", "ul", "ol", "dl", "table", "tbody", "tr", "td", "p", "section", "span")


@dataclass(slots=True)
class _Page:
    """A page on its way to its regions, by the elements that open them."""

    root: Element
    measured: Mapping[Element, Measure]
    article: Element | None = None
    title: Element | None = None
    regions: dict[Element, str] = field(default_factory=dict)


def regions(root: Element, title: str) -> dict[Element, str]:
    """The region of every element that opens one; ``title`` is what the page's head calls it.

    Text that stands loose beside the article in an element around it is put into an element of its own.
    """
    page = _Page(root, measures(root))
    page.article = named_article(root, page.measured)
    page.title = title_line(_lines_before(page), title)
    _find_furniture(page)
    if page.article is None:
        page.article = smallest_with_all(root, measures(root, page.regions))
        page.title = title_line(_lines_before(page), title)
    _set_surroundings_aside(page)
    return page.regions


def _lines_before(page: _Page) -> Iterator[Element]:
    """The elements that may be the title: short, in no region, before the article where that is known."""
    walk = etree.iterwalk(page.root, events=("start",))
    for _, element in walk:
        if element is page.article:
            return
        if element in page.regions or element not in page.measured:
            walk.skip_subtree()
        elif 1 < page.measured[element].letters <= _LONGEST_TITLE:
            yield element


def _find_furniture(page: _Page) -> None:
    """Find the outermost elements that are furniture by their name, or because they are mere links."""
    around = _around(page.article) | _around(page.title)
    walk = etree.iterwalk(page.root, events=("start", "end"))
    depth_in_article = 0
    for event, element in walk:
        if element is page.article:
            depth_in_article += 1 if event == "start" else -1
        if event == "start" and element not in around and element in page.measured:
            region = _furniture(page, element, in_article=depth_in_article > 0)
            if region:
                page.regions[element] = region
                walk.skip_subtree()


def _around(element: Element | None) -> set[Element]:
    return set() if element is None else {element, *element.iterancestors()}


def _furniture(page: _Page, element: Element, *, in_article: bool) -> str:
    measure, total = page.measured[element], page.measured[page.root]
    if not measure.letters or (page.article is None and measure.marks > _MUCH * total.marks):
        return ""
    region = named_region(element)
    if region and not (region in (HEAD, SIDE) and _has_title(element)):
        return region if not _is_line_about(element) else ""
    if in_article:
        return ""
    return _weak_furniture(page, element, measure)


def _weak_furniture(page: _Page, element: Element, measure: Measure) -> str:
    weak = weakly_named_region(element) if measure.letters <= _LONGEST_BY_WEAK_NAME else ""
    dense = measure.links >= 3 and measure.linked >= _MOSTLY * measure.letters and element.tag in _LIST_LIKE
    if not (weak or dense) or measure.marks > 1 or measure.letters > _LONGEST_LIST:
        return ""
    if _has_title(element) or _has_line_about(element) or _has_files(element):
        return ""
    return weak or ("" if _is_amid_text(page, element) else RELATED)


def _is_amid_text(page: _Page, element: Element) -> bool:
    """Whether running text stands beside the element, before it and behind it: a list that the text gives."""
    before = islice(element.itersiblings(preceding=True), _NEIGHBOURS)
    behind = islice(element.itersiblings(), _NEIGHBOURS)
    return all(any(page.measured.get(e, Measure()).marks for e in side) for side in (before, behind))


def _has_title(element: Element) -> bool:
    return element.tag == "h1" or next(element.iterdescendants("h1"), None) is not None


def _has_files(element: Element) -> bool:
    return any(_FILE.search(link.get("href", "")) for link in element.iter("a"))


def _is_line_about(element: Element) -> bool:
    text = ""
    for part in element.itertext():
        text = (text + str(part)).lstrip()
        if len(text) > _LONGEST_LINE_ABOUT:
            return False
    return bool(_LINE_ABOUT.match(text))


def _has_line_about(element: Element) -> bool:
    return any(_LINE_ABOUT.match(str(text)) for text in element.itertext())


def _set_surroundings_aside(page: _Page) -> None:
    """Give what stands before the title a region, and what stands behind the article."""
    if page.article is None:
        return
    title_around, path = _around(page.title), [page.article, *page.article.iterancestors()]
    behind_title = False
    for inner, outer in reversed(list(pairwise(path))):
        behind = False
        for child in _wrapped(outer):
            if child is inner:
                behind = True
            elif behind:
                _set_aside(page, child, FOOT)
            elif child in title_around:
                _set_before_title_aside(page, child, title_around)
                behind_title = True
            elif not behind_title:
                _set_aside(page, child, HEAD)


def _set_before_title_aside(page: _Page, element: Element, title_around: Collection[Element]) -> None:
    while element is not page.title:
        children = _wrapped(element)
        at = next(number for number, child in enumerate(children) if child in title_around)
        for child in children[:at]:
            if not (children[at] is page.title and child.tag in _KICKERS):
                _set_aside(page, child, HEAD)
        element = children[at]


def _set_aside(page: _Page, element: Element, region: str) -> None:
    """Give a part a region, but for lines about the article in it."""
    waiting = [element]
    while waiting:
        part = waiting.pop()
        if part in page.regions or _is_line_about(part):
            continue
        if _has_line_about(part):
            waiting += _wrapped(part)
        else:
            page.regions[part] = region


def _wrapped(element: Element) -> list[Element]:
    """The children, each loose text between them in an element of its own."""
    for child in reversed(list(element)):
        if child.tail and child.tail.strip():
            loose = etree.Element("span")
            loose.text, child.tail = child.tail, None
            child.addnext(loose)
    if element.text and element.text.strip():
        loose = etree.Element("span")
        loose.text, element.text = element.text, None
        element.insert(0, loose)
    return list(element)
