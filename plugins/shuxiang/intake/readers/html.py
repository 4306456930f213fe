"""A web page that was saved from a browser: its article, and all that stands around it set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.readers.encoding import decoded, encoding_findings
from shuxiang.intake.readers.html_blocks import HIDDEN, read_blocks
from shuxiang.intake.readers.html_hints import hints, page_title
from shuxiang.intake.readers.html_names import FOOT, HEAD
from shuxiang.intake.readers.html_pictures import Pictures, picture_findings
from shuxiang.intake.readers.html_regions import regions
from shuxiang.intake.readers.html_tree import drop_unread, letters, no_text, parsed
from shuxiang.intake.source import Source

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HEAD_BYTES = 8192
_SENTENCE_ENDS = re.compile("[\u3002\uff01\uff1f]")
_MANY_SENTENCES = 3


def read_html(source: Source) -> Document:
    """The article of a page, its surroundings in findings. IntakeError when it has no text, or is too deep."""
    declared = _DECLARED.search(source.data[:_HEAD_BYTES])
    text = decoded(source.data, declared[1].decode("ascii", "replace") if declared else "")
    root = parsed(text.text)
    said, title = hints(root), page_title(root)
    unread = drop_unread(root)
    received = letters(root)
    pictures, parts = Pictures(source.folder), regions(root, f"{said.get('title', '')} {title}")
    found = read_blocks(root, lambda element: parts.get(element, ""), picture=pictures.take)
    if not found.blocks:
        raise no_text()
    return Document(
        tuple(found.blocks),
        received,
        pictures=tuple(pictures.taken),
        findings=(
            *encoding_findings(text),
            *aside_findings(found.asides),
            *unread_findings(unread),
            *unlinked_findings(found.unlinked),
            *embedded_findings(found.embedded),
            *picture_findings(pictures.taken, found.pictures),
        ),
        hints=said,
    )


def aside_findings(asides: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """One finding for each region, with all of its text."""
    for region, parts in asides.items():
        text = "".join(parts).strip()
        if not text:
            continue
        count = sum(map(len, text.split()))
        many = len(_SENTENCE_ENDS.findall(text)) >= _MANY_SENTENCES
        what = f"“{region}”（{count}字）没有算作正文。"
        fix = "里面有成句的话，请看一看是不是正文；是的话请从原件补上。" if many else "无需处理。"
        doubtful = many and region in (HIDDEN, HEAD, FOOT)
        severity = Severity.WARNING if doubtful else Severity.NOTE
        yield Finding(WHOLE, "region-set-aside", what, fix, severity, _first_words(text), text)


def unread_findings(count: int) -> Iterator[Finding]:
    """That scripts, styles and comments were no text."""
    if count:
        what = f"脚本、样式等（{count}处）不是文字，没有取用。"
        yield Finding(WHOLE, "scripts-left-out", what, "无需处理。", Severity.NOTE)


def unlinked_findings(addresses: Iterable[str]) -> Iterator[Finding]:
    """Which links lost their addresses."""
    lost = list(dict.fromkeys(address[:60] for address in addresses))
    if lost:
        what = f"有 {len(lost)} 种链接只在原处有用，或不安全，已去掉链接、保留文字，如“{lost[0]}”。"
        fix = "需要的话请改写成 https:// 开头的完整地址。"
        yield Finding(WHOLE, "unsafe-link", what, fix, Severity.NOTE)


def embedded_findings(count: int) -> Iterator[Finding]:
    """That videos and the like were not taken."""
    if count:
        what = f"有 {count} 处嵌入的视频、音频或别的网页，没有取用。"
        yield Finding(WHOLE, "embedded-document", what, "需要的话，请在文章里写上它的链接。", Severity.NOTE)


def _first_words(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip())[:20]
