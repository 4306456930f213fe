"""The code that stands in a site's pages: what a strict policy must name by hash, and what it cannot allow."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from lxml import etree

from shuxiang.release.errors import ReleaseError
from shuxiang.release.sealing.charsets import readings

MOST_HASHES = 50
"""More would be a header of kilobytes on every answer, which servers and proxies cut off."""

SHOWN = 5
_EXECUTED = re.compile(
    r"module|importmap|speculationrules"
    r"|(text|application)/(x-)?(java|ecma)script|text/(jscript|livescript|javascript1\.[0-5])"
)
"""The types a browser runs, or takes as instructions; all others are data. https://mimesniff.spec.whatwg.org"""

_HANDLER = re.compile(r"on[a-z]+")
_ADDRESSES = {"action", "data", "formaction", "href", "src", "xlink:href"}
_IGNORED_IN_ADDRESSES = re.compile(r"^[\x00-\x20]+|[\t\r\n]")


def script_hashes(site: Path) -> tuple[str, ...]:
    """The sources (``'sha256-…'``) of all scripts that stand in pages of the site, sorted.

    ReleaseError names the pages that hold code which no hash allows, or says that there are too many scripts.
    """
    pages = sorted(path for path in site.rglob("*") if path.suffix.lower() in {".html", ".htm"})
    trees = [(page.relative_to(site).as_posix(), _trees(page)) for page in pages]
    found = [f"{name}\uff1a{what}" for name, (likeliest, *_) in trees for what in forbidden_code(likeliest)]
    if found:
        raise ReleaseError(_about_forbidden(found))
    hashes = {source for _, seen in trees for tree in seen for source in inline_hashes(tree)}
    if len(hashes) > MOST_HASHES:
        raise ReleaseError(
            f"网页里有 {len(hashes)} 段各不相同的内嵌脚本，安全策略列不下（最多 {MOST_HASHES} 段）。"
            "请把它们移到 .js 文件里，用 mkdocs.yml 的 extra_javascript 引用。"
        )
    return tuple(sorted(hashes))


def _trees(page: Path) -> list[etree._Element]:
    """The page in each encoding that a browser may take it for, the likeliest first."""
    return [parsed(text) for text in readings(page.read_bytes())]


def inline_hashes(tree: etree._Element) -> Iterator[str]:
    """The source of each script that stands in the page itself and is run."""
    for script in tree.iter("script"):
        if script.get("src") is None and is_executed(script.get("type") or ""):
            yield _source(script.text or "")


def forbidden_code(tree: etree._Element) -> Iterator[str]:
    """Attributes that hold code, as they stand in the page."""
    for element in tree.iter(etree.Element):
        for name, value in element.items():
            if _HANDLER.fullmatch(name) or (name in _ADDRESSES and _is_code(value)):
                yield f'<{element.tag} {name}="{value[:40]}">'


def parsed(page: str) -> etree._Element:
    """The page as a browser reads it: what is not closed is closed, comments and texts are no elements."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = etree.fromstring(page.encode() or b" ", parser)
    return etree.Element("html") if tree is None else tree


def is_executed(type_: str) -> bool:
    """Whether a browser runs a script of this type, or takes it as instructions; others are data."""
    return not type_.strip() or _EXECUTED.fullmatch(type_.strip().lower()) is not None


def _source(script: str) -> str:
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _is_code(address: str) -> bool:
    return _IGNORED_IN_ADDRESSES.sub("", address).lower().startswith("javascript:")


def _about_forbidden(found: list[str]) -> str:
    lines = "\n".join(f"  {line}" for line in found[:SHOWN])
    more = f"\n  ……共 {len(found)} 处" if len(found) > SHOWN else ""
    return (
        f"这些网页的标签里写了脚本，严格的安全策略不允许，浏览器不会执行：\n{lines}{more}\n"
        "请删去这些属性，或把脚本移到 .js 文件里，用 mkdocs.yml 的 extra_javascript 引用，再生成一次网站。"
    )
