"""The last gate of a material's page: only what is known to be harmless leaves it.

Known are the elements that Markdown and its usual extensions give, with the attributes that they need. Nothing that
runs, nothing that sends, nothing that is fetched from another host; the words inside of what is taken out stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from html.parser import HTMLParser

import nh3

from shuxiang.core.diagnostics import Diagnostic, Origin, Severity

_PLAIN = (
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd label li main mark "
    "nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th "
    "thead time tr tt u ul var wbr"
)
_MEDIA = "audio img picture source track video"
_DRAWN = "circle defs ellipse g line lineargradient path polygon polyline rect stop svg"
_EVERYWHERE = (
    "class dir id lang title role style align valign width height markdown data-lang data-linenos data-tabs "
    "data-title"
)
_OWN = {
    "a": "href name target rel download hreflang type",
    "audio": "src controls loop muted preload",
    "blockquote": "cite",
    "col": "span",
    "colgroup": "span",
    "del": "cite datetime",
    "details": "open name",
    "font": "color size face",
    "img": "src srcset sizes alt loading decoding",
    "input": "type name checked disabled",
    "ins": "cite datetime",
    "label": "for",
    "li": "value",
    "ol": "start type reversed",
    "q": "cite",
    "source": "src srcset sizes type media",
    "table": "border cellpadding cellspacing summary",
    "td": "colspan rowspan headers abbr",
    "th": "colspan rowspan headers abbr scope",
    "time": "datetime",
    "track": "src kind label srclang default",
    "ul": "type",
    "video": "src poster controls loop muted preload playsinline",
}
_PAINT = (
    "cx cy d fill fill-opacity fill-rule clip-rule focusable gradientunits height offset opacity points r rx ry "
    "stop-color stop-opacity stroke stroke-linecap stroke-linejoin stroke-width transform version viewbox viewBox "
    "width x x1 x2 xmlns y y1 y2"
)
_TAGS = frozenset([*_PLAIN.split(), *_MEDIA.split(), *_DRAWN.split(), "font", "input"])
_WITH_CONTENT = frozenset(["script", "style", "iframe", "noscript", "noembed", "noframes", "template"])
_PREFIXES = ("aria-",)
_WORDS = frozenset(["alt", "title", "summary", "abbr", "data-title"])
_PAINTED = re.compile(r"url\(#[\w-]+\)")
"""What a drawing may be painted with: a part of itself."""

_NAMES = frozenset(["id", "name", "for"])
_PAGES_OWN = re.compile(
    r"__(?:announce|comments|config|consent|drawer|feedback|nav|outdated|palette|search|source|toc|version)"
    r"|sx-|(?:receipt|note)-.*[0-9]{4}",
    re.IGNORECASE,
)
"""By these names the theme's scripts and ours know the parts of a page: one `__config` too many, and the theme
would ask the host that it names."""

_LINKS = frozenset(["href", "cite"])
_FETCHED = frozenset(["src", "poster"])
_STYLES = frozenset(["text-align", "width", "vertical-align"])
_TICKED = frozenset(["checkbox", "radio"])
_STYLE = re.compile(r"\s*([a-z-]+)\s*:\s*[a-z0-9.%-]+\s*", re.IGNORECASE)
_NAME = re.compile(r"[^<>\"']*")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\u2060\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SAFE_SCHEMES = frozenset(["http", "https", "mailto", "tel"])
_TYPED_IN = re.compile(r'<input(?![^>]*\stype=")[^>]*>')
"""In cleaned HTML: an input that is neither of a tab nor of a task list."""

_MOST_ROUNDS = 4
_TAG = re.compile(r"<[!/?a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True, order=True)
class Removed:
    """An element, or an attribute of one (``attribute`` is not empty), that was taken out so many times.

    ``sample`` is how the first of them begins in the text: ``<iframe``, or the attribute's value.
    """

    tag: str
    attribute: str
    count: int
    sample: str = ""

    def __str__(self) -> str:
        """As the organizer wrote it."""
        shown = f"<{self.tag}> 的 {self.attribute}" if self.attribute else f"<{self.tag}>"
        return f"{shown}（{self.count}处）"


def sanitised(html: str, site_url: str = "") -> tuple[str, tuple[Removed, ...]]:
    """The HTML with only what is on the list left, and what was taken out of it.

    Pictures and media may come from below ``site_url`` and from relative addresses.
    """
    clean = _cleaned(html, site_url)
    if _tags(clean) == _tags(html):
        return clean, ()
    return _settled(clean, site_url), _removed(html, site_url)


def _cleaned(html: str, site_url: str) -> str:
    return _TYPED_IN.sub("", _cleaner(site_url).clean(html))


def _settled(clean: str, site_url: str) -> str:
    """What browsers read without mending: what an element that is gone held together may fall apart otherwise."""
    for _ in range(_MOST_ROUNDS):
        again = _cleaned(clean, site_url)
        if again == clean:
            break
        clean = again
    return clean


def html_problem(removed: Iterable[Removed], shown_as: str, source: str = "") -> Diagnostic:
    """What the organizer is told of the page at ``shown_as``: what was left out, and what to do.

    ``source`` is the file's whole text, in which the line is looked up.
    """
    found = sorted(removed)
    what = f"页面里有不能公开的网页代码，已去掉：{'、'.join(map(str, found))}。"
    return Diagnostic(
        Origin(shown_as, _line(found, source)), "html-removed", what, "".join(_advice(found)), Severity.WARNING
    )


def _line(removed: Iterable[Removed], source: str) -> int:
    """The first line on which something was taken out; 0 when none of it is found as it stands."""
    folded = source.lower()
    places = (folded.find(item.sample.lower()) for item in removed if item.sample)
    return min((source.count("\n", 0, place) + 1 for place in places if place >= 0), default=0)


def _advice(removed: Iterable[Removed]) -> Iterator[str]:
    kinds = {(item.tag, item.attribute) for item in removed}
    tags, attributes = {tag for tag, name in kinds if not name}, {name for _, name in kinds}
    if tags & {"iframe", "object", "embed", "frame"}:
        yield "嵌入的视频或网页请改为一个链接。"
    if attributes & {"src", "srcset", "poster"}:
        yield "外站的图片、视频请存到本页旁边，再从那里引用。"
    if "href" in attributes:
        yield "链接只能指向 http、https、mailto、tel 或本站的页面。"
    if "style" in attributes:
        yield "style 里只保留 text-align、width、vertical-align。"
    if "script" in tags or any(name.startswith("on") for name in attributes):
        yield "脚本不会运行，请从文中删去。"
    yield "如果是要给人看的代码，请用反引号括起来。"


@cache
def _cleaner(site_url: str) -> nh3.Cleaner:
    attributes = {tag: set(_attributes(tag)) for tag in _TAGS}
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=attributes,
        generic_attribute_prefixes=set(_PREFIXES),
        attribute_filter=partial(_kept, site_url),
        url_schemes=set(_SAFE_SCHEMES),
        link_rel=None,
    )


@cache
def _attributes(tag: str) -> frozenset[str]:
    drawn = _PAINT.split() if tag in _DRAWN.split() else ()
    return frozenset([*_EVERYWHERE.split(), *drawn, *_OWN.get(tag, "").split()])


def _kept(site_url: str, tag: str, name: str, value: str) -> str | None:
    """What of an attribute's value may stay; None when nothing may."""
    if name == "style":
        return _kept_style(value)
    return value if _may_stay(site_url, tag, name, value) else None


def _may_stay(site_url: str, tag: str, name: str, value: str) -> bool:
    if name in _LINKS:
        return _scheme(value) in _SAFE_SCHEMES | {""}
    if name in _FETCHED:
        return _is_local(value, site_url)
    if name == "srcset":
        return all(_is_local(part, site_url) for part in value.split(","))
    if name in _NAMES and _PAGES_OWN.match(value.strip()):
        return False
    if name not in _WORDS and "url(" in value.lower() and not _PAINTED.fullmatch(value.strip()):
        return False
    return tag != "input" or _may_stay_on_input(name, value)


def _kept_style(style: str) -> str | None:
    parts = [part for part in style.split(";") if part.strip()]
    kept = [part for part in parts if (match := _STYLE.fullmatch(part)) and match[1].lower() in _STYLES]
    if len(kept) == len(parts):
        return style
    return ";".join(kept) or None


def _may_stay_on_input(name: str, value: str) -> bool:
    """Only the inputs of tabs and task lists are known; one that loses its type goes altogether."""
    return value in _TICKED if name == "type" else bool(_NAME.fullmatch(value))


def _scheme(address: str) -> str:
    """The scheme that a browser would see in an address, however it is disguised; empty for a relative one."""
    match = _SCHEME.match(_UNSEEN.sub("", address))
    return match[1].lower() if match else ""


def _is_local(address: str, site_url: str) -> bool:
    seen = _UNSEEN.sub("", address).replace("\\", "/")
    own = site_url.rstrip("/") + "/"
    return (own != "/" and seen.startswith(own)) or not (_scheme(seen) or seen.startswith("//"))


def _tags(html: str) -> list[str]:
    return [tag.replace(" /", "") for tag in _TAG.findall(html) if not tag.startswith("<!--")]


def _removed(html: str, site_url: str) -> tuple[Removed, ...]:
    reader = _Reader(site_url)
    reader.feed(html)
    reader.close()
    return tuple(sorted(Removed(*key, count, reader.samples.get(key, "")) for key, count in reader.removed.items()))


class _Reader(HTMLParser):
    """Counts what of the HTML is not on the list."""

    def __init__(self, site_url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.site_url = site_url
        self.removed: Counter[tuple[str, str]] = Counter()
        self.samples: dict[tuple[str, str], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS or (tag == "input" and dict(attrs).get("type") not in _TICKED):
            self._remove(tag, "", f"<{tag}")
            return
        for name, value in attrs:
            if not self._stays(tag, name, value or ""):
                self._remove(tag, name, value or "")

    def _remove(self, tag: str, name: str, sample: str) -> None:
        self.removed[tag, name] += 1
        self.samples.setdefault((tag, name), sample)

    def _stays(self, tag: str, name: str, value: str) -> bool:
        known = name in _attributes(tag) or name.startswith(_PREFIXES)
        return known and _kept(self.site_url, tag, name, value) == value
