"""What a page, a stylesheet or a script loads, wherever from, and what is to be done if it must not.

A page "loads" what a browser asks for without the reader's doing: pictures, scripts, styles, frames, and what these
load in turn. A form that sends, and a page that moves its reader on, count too. Links do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from shuxiang.release.page_scripts import is_executed, parsed
from shuxiang.release.sealing.script_addresses import script_addresses
from shuxiang.release.sealing.style_addresses import style_addresses


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of loading: what is said of it, and what to do about it."""

    what: str
    fix: str


PICTURE = Kind("图片、音频或视频来自外站", "请把它存到 docs 文件夹里，改用相对地址引用。")
SCRIPT = Kind("脚本来自外站", "请把脚本下载到 docs 文件夹里，改写成它在本站的路径；用不着的请删去。")
STYLE = Kind("样式或字体来自外站", "请把它连同它引用的文件下载到 docs 文件夹里，改写成它在本站的路径。")
FRAME = Kind("嵌入了外站的内容", "请改为一个链接。")
FORM = Kind("表单会把内容发往外站", "请去掉表单，或者改为一个链接。")
MOVED = Kind("页面会自己跳到外站，或者所有地址都改指外站", "请删去这一行，需要时改为一个链接。")
AHEAD = Kind("页面会提前连接外站", "请删去这一行。")
DIAGRAM = Kind("主题会从外站取来画图的程序（mermaid）", "请把图存成图片，放到 docs 文件夹里引用。")
REPOSITORY = Kind("主题会向代码托管网站查询项目的情况", "请去掉这个仓库链接，或者改成普通的链接。")
RUNNING = Kind("脚本会去外站取东西", "请去掉这段脚本，或者换成不联网的。")
MENTION = Kind("脚本里写着外站的地址", "请向提供脚本的人确认：它不会自己去取。")


@dataclass(frozen=True, slots=True)
class Load:
    """One address that is loaded, and on which line of the file it stands."""

    line: int
    address: str
    kind: Kind


_SOURCES = {
    **dict.fromkeys(["audio", "feimage", "image", "img", "input", "source", "track", "video"], PICTURE),
    **dict.fromkeys(["embed", "frame", "iframe", "object", "applet", "portal", "fencedframe", "use"], FRAME),
    "script": SCRIPT,
}
_FETCHED = frozenset(["src", "poster", "background", "lowsrc", "dynsrc"])
_FETCHED_BY_OBJECTS = frozenset(["data", "code", "codebase", "archive"])
_PAINTED = re.compile(r"style|fill|stroke|filter|mask|clip-path|cursor|marker(?:-start|-mid|-end)?")
"""Attributes that may hold a ``url()``."""

_DRAWN = frozenset(["image", "feimage", "use", "script"])
"""Elements of SVG that load what their ``href`` names."""

_LINKED = {
    **dict.fromkeys(["stylesheet", "preload", "modulepreload"], STYLE),
    **dict.fromkeys(["icon", "apple-touch-icon", "apple-touch-startup-image", "mask-icon", "manifest"], PICTURE),
    **dict.fromkeys(["prefetch", "prerender", "preconnect", "dns-prefetch", "pingback"], AHEAD),
}
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
_PROCESSING = re.compile(r"<\?xml-stylesheet\b[^>]*\bhref\s*=\s*[\"']([^\"']*)", re.IGNORECASE)


def page_loads(text: str) -> Iterator[Load]:
    """What an HTML page or an SVG drawing loads, its inline styles and scripts included."""
    yield from (Load(1, match[1], STYLE) for match in _PROCESSING.finditer(text))
    root = parsed(text.encode())
    for element in root.iter(etree.Element):
        yield from _of_element(element)
    yield from _of_theme(root)


def _of_element(element: etree._Element) -> Iterator[Load]:
    tag, line = str(element.tag).lower(), element.sourceline or 1
    attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
    for name, value in attributes.items():
        yield from (Load(line, address, kind) for address, kind in _of_attribute(tag, name, value, attributes))
    inside = element.text or ""
    if tag == "style":
        yield from style_loads(inside, line)
    elif tag == "script" and is_executed(attributes.get("type", "")):
        yield from script_loads(inside, line)


def _of_attribute(tag: str, name: str, value: str, attributes: dict[str, str]) -> Iterator[tuple[str, Kind]]:
    """``(address, kind)`` of what one attribute loads."""
    if name in _FETCHED or (tag in {"object", "applet"} and name in _FETCHED_BY_OBJECTS):
        yield value, _SOURCES.get(tag, PICTURE)
    elif name in {"srcset", "imagesrcset"}:
        yield from ((part.strip(), PICTURE) for part in re.split(r",\s|\s", value))
    elif name in {"href", "xlink:href"}:
        kind = _kind_of_link(tag, attributes)
        if kind:
            yield value, kind
    elif name in {"action", "formaction", "ping"}:
        yield from ((part, FORM) for part in value.split())
    elif name == "content" and attributes.get("http-equiv", "").strip().lower() == "refresh":
        yield from ((match[1], MOVED) for match in _REFRESH.finditer(value))
    elif name == "srcdoc":
        yield from ((load.address, load.kind) for load in page_loads(value))
    elif name.startswith("on"):
        yield from ((load.address, load.kind) for load in script_loads(value))
    elif _PAINTED.fullmatch(name):
        yield from ((load.address, load.kind) for load in style_loads(value))


def _kind_of_link(tag: str, attributes: dict[str, str]) -> Kind | None:
    """What an ``href`` of this element loads; None for a mere link."""
    if tag == "base":
        return MOVED
    if tag in _DRAWN:
        return _SOURCES[tag]
    if tag != "link":
        return None
    if attributes.get("rel") == "alternate":
        return AHEAD  # the theme's script takes it for a translation and asks for the sitemap beside it
    return next((kind for word, kind in _LINKED.items() if word in attributes.get("rel", "").lower().split()), None)


def _of_theme(root: etree._Element) -> Iterator[Load]:
    """What only the theme's script loads, when it meets these elements on a page."""
    own_program = root.xpath('//script[contains(@src, "mermaid")]')
    for element in root.xpath(
        '//*[@data-md-component="content"]//pre[contains(concat(" ", @class, " "), " mermaid ")]'
    ):
        if not own_program:
            yield Load(element.sourceline or 1, "https://unpkg.com/mermaid", DIAGRAM)
    for element in root.xpath('//*[@data-md-component="source"]'):
        yield Load(element.sourceline or 1, str(element.get("href", "")), REPOSITORY)


def style_loads(css: str, line: int = 1) -> Iterator[Load]:
    """What a stylesheet loads that begins on the line."""
    for place, address in style_addresses(css):
        yield Load(line + css.count("\n", 0, place), address, STYLE)


def script_loads(code: str, line: int = 1) -> Iterator[Load]:
    """The addresses of hosts in a script that begins on the line."""
    for mention in script_addresses(code):
        yield Load(
            line + code.count("\n", 0, mention.place), mention.address, RUNNING if mention.loaded else MENTION
        )
