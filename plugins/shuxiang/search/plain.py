"""Rendered HTML as the plain text that is searched: what a reader sees, one block a line."""

import re
from html.parser import HTMLParser

_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|math|q|rb|rp|rt|rtc|ruby|s|samp|script|"
    "small|span|strike|strong|style|sub|sup|svg|template|time|tt|u|var|wbr"
)
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr")
_UNREAD = re.compile("script|style|template|noscript|svg|math|head|title|button|select|textarea|rp|rt")
_UNREAD_CLASSES = frozenset({"headerlink", "footnote-ref", "footnote-backref"})
_UNREAD_ATTRIBUTE = "data-search-exclude"
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
_BROKEN_LINE = re.compile(f"(?<=[{_WIDE}])[ \\t\\r]*\\n\\s*(?=[{_WIDE}])")
_SPACES = re.compile(r"\s+")


def plain_text(html: str) -> str:
    """The text of rendered HTML, blocks separated by a newline, no white space at either end of a block.

    Left out: scripts, styles, permalink signs, footnote numbers, ruby readings, and anything marked
    `data-search-exclude`. A line the author broke inside a Chinese sentence is joined again.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects the words of the blocks it passes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[list[str]] = [[]]
        self._open: list[str] = []
        self._unread_from: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break_at(tag)
        if _VOID.fullmatch(tag):
            return
        if self._unread_from is None and _is_unread(tag, dict(attrs)):
            self._unread_from = len(self._open)
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            # Elements that were never closed (<rt> need not be) end with what holds them.
            while self._open.pop() != tag:
                pass
        if self._unread_from is not None and len(self._open) <= self._unread_from:
            self._unread_from = None
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        if self._unread_from is None:
            self._blocks[-1].append(data)

    def text(self) -> str:
        blocks = (_one_line("".join(parts)) for parts in self._blocks)
        return "\n".join(block for block in blocks if block)

    def _break_at(self, tag: str) -> None:
        if self._unread_from is None and self._blocks[-1] and not _INLINE.fullmatch(tag):
            self._blocks.append([])


def _is_unread(tag: str, attributes: dict[str, str | None]) -> bool:
    classes = (attributes.get("class") or "").split()
    return (
        _UNREAD.fullmatch(tag) is not None
        or _UNREAD_ATTRIBUTE in attributes
        or not _UNREAD_CLASSES.isdisjoint(classes)
    )


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", _BROKEN_LINE.sub("", text)).strip()
