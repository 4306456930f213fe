"""What a web page says of itself in its head: title, author, source and date, as hints only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from shuxiang.intake.readers.html_tree import Element, without_unseen

_NAMES = {
    "title": ("og:title", "articletitle", "twitter:title", "headline"),
    "author": ("author", "article:author", "og:article:author"),
    "source": ("contentsource", "source", "og:site_name"),
    "date": ("article:published_time", "pubdate", "publishdate", "og:release_date", "datepublished"),
}
_LINKED_DATA = {"title": "headline", "author": "author", "source": "publisher", "date": "datePublished"}
_SEPARATORS = re.compile(
    "[_|\uff5c]+|\\s[-\u2013\u2014\u00b7]\\s|-{2,}|-(?=[^-]{2,12}[\u7f51\u62a5\u793e\u53f0\u7ad9]$)"
)
_LABEL = re.compile("(?:\u6765\u6e90|\u4f5c\u8005|\u65f6\u95f4|\u65e5\u671f)\\s*[:\uff1a]\\s*")
_DAY = re.compile(r"\d{4}.\d{1,2}.\d{1,2}")
_LONGEST = 200
_MOST_DATA = 200_000


def hints(root: Element) -> dict[str, str]:
    """The hints by their names; what the page says in several places, as it says it in the most reliable one."""
    said = _meta(root)
    data = _linked_data(root)
    found = {
        key: next(filter(None, [*(said.get(name, "") for name in names), data.get(key, "")]), "")
        for key, names in _NAMES.items()
    }
    found["title"] = found["title"] or _longest_part(page_title(root))
    found["source"] = _by_id(root, "js_name") or found["source"]
    found["date"] = found["date"] or _by_id(root, "publish_time")
    bare = {key: _LABEL.sub("", value, count=1) for key, value in found.items()}
    return {key: value for key, value in bare.items() if value}


def page_title(root: Element) -> str:
    """What the page's tab says, with the site's name."""
    element = next(root.iter("title"), None)
    return "" if element is None else _tidy("".join(map(str, element.itertext())))


def _longest_part(title: str) -> str:
    """A tab's words without the site, the column and the day, which stand before or behind the title."""
    return max((part for part in _SEPARATORS.split(title) if not _DAY.search(part)), key=len, default="").strip()


def _by_id(root: Element, id_: str) -> str:
    """A text that WeChat puts under a name of its own: its head names neither account nor time."""
    element = next(
        (element for element in root.iter("a", "strong", "em", "span") if element.get("id") == id_), None
    )
    return "" if element is None else _tidy("".join(map(str, element.itertext())))


def _meta(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        found.setdefault(name.strip().lower(), _tidy(element.get("content", "")))
    return found


def _linked_data(root: Element) -> dict[str, str]:
    for element in root.iter("script"):
        text = element.text or ""
        if element.get("type") == "application/ld+json" and len(text) <= _MOST_DATA:
            for item in _items(text):
                if "headline" in item:
                    return {key: _name(item.get(name)) for key, name in _LINKED_DATA.items()}
    return {}


def _items(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    items = data if isinstance(data, list) else [data]
    for item in items:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in (graph if isinstance(graph, list) else ()) if isinstance(part, dict))


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name")
    return _tidy(value) if isinstance(value, str) else ""


def _tidy(text: str) -> str:
    return " ".join(without_unseen(text).split())[:_LONGEST]
