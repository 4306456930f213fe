"""Tracked changes of a text as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.readers.docx.names import NAMESPACES, Element

_ADDED = etree.XPath("count(//w:ins[w:r] | //w:moveTo[w:r])", namespaces=NAMESPACES)
_DELETED = etree.XPath(
    "count(//w:del[w:r] | //w:moveFrom[w:r] | //w:rPr/w:del | //w:trPr/w:del)", namespaces=NAMESPACES
)


def change_findings(root: Element) -> Iterator[Finding]:
    """That a text has changes which nobody has yet accepted, and how many."""
    added, deleted = int(_ADDED(root)), int(_DELETED(root))
    if added or deleted:
        yield Finding(
            WHOLE,
            "tracked-changes",
            f"文档里有没有定稿的修订（新增 {added} 处，删去 {deleted} 处），已按全部接受来读。",
            "请确认这就是定稿；不是的话，请先在 Word 的“审阅”里逐处接受或拒绝，再重新交来。",
        )
