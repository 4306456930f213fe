"""The elements of a web page, and which of them hold no text: scripts, styles, templates."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from shuxiang.intake.findings import IntakeError

_UNREAD = ("script", "style", "template", "noscript", "title", "noembed", "noframes")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]+")
_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
"""Browsers go on reading behind them, where libxml2 drops what is no element."""

_MAX_ELEMENTS = 60_000
_MAX_TAGS = 1_000_000
"""Signs that may open a tag, in scripts too; with more of them the page is not even taken apart."""

_HOW_ELSE = "请在浏览器里打开原网页，选中正文复制，粘贴成 .txt 或 .docx 再交来。"

Element: TypeAlias = etree._Element  # noqa: SLF001  # lxml has no other name for the type of its elements


def parsed(html: str) -> Element:
    """The root of the page, without comments. IntakeError when it is empty, or nested or long beyond reason."""
    if html.count("<") > _MAX_TAGS:
        raise _too_long()
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_ENDS.sub("", _UNSEEN.sub("", html)).encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise _refused(parser) from error
    if root is None or _is_cut_off(parser):
        raise _refused(parser)
    if sum(1 for _ in root.iter()) > _MAX_ELEMENTS:
        raise _too_long()
    return root


def drop_unread(root: Element) -> int:
    """Take out what is no text, and say how many scripts and styles it was."""
    count = sum(1 for _ in root.iter("script", "style", "template", "noscript"))
    etree.strip_elements(root, *_UNREAD, with_tail=False)
    return count


def letters(root: Element) -> str:
    """All letters that are left, in the order of the file."""
    return _UNSEEN.sub("", "".join(root.itertext()))


def without_unseen(text: str) -> str:
    """A text of the page as :func:`letters` counts it: character references can bring control characters in."""
    return _UNSEEN.sub("", text)


def no_text() -> IntakeError:
    """The refusal of a page that has no article for us to see."""
    return IntakeError(f"网页里没有读得到的正文，可能是打开后才载入的。{_HOW_ELSE}")


def _too_long() -> IntakeError:
    return IntakeError(f"网页的标签多于 {_MAX_ELEMENTS} 个，不像一篇文章。{_HOW_ELSE}")


def _is_cut_off(parser: etree.HTMLParser) -> bool:
    return any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _refused(parser: etree.HTMLParser) -> IntakeError:
    if _is_cut_off(parser):
        return IntakeError(f"网页的标签一层套一层，超过了能读的层数。{_HOW_ELSE}")
    return no_text()
