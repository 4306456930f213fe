"""Setting a few values in a file's header, and leaving every other byte of the file as it is.

Only what a value itself takes up is replaced, found by the parser's own marks; what is missing becomes a line of
its own at the header's end, or a part of ``lecture``. The new text is then read as any file is, and given back only
when nothing but the wanted values differs.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import yaml

from shuxiang.content.header import Document, read_document
from shuxiang.content.material import KEYS
from shuxiang.content.yaml_lines import Value, compose

_BOM = "\ufeff"
_FENCE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
_CHINESE = "\u2018-\u201d\u2026\u3001-\u30ff\u3400-\u9fff\uff01-\uff5e"
_SURELY_PLAIN = re.compile(f"[{_CHINESE}](?:[{_CHINESE}A-Za-z0-9 .()/-]*[{_CHINESE}A-Za-z0-9.()/-])?")
_ONLY_YAML_BREAKS_HERE = re.compile("[\x85\u2028\u2029]")
_BY_HAND = "请打开文件自己改。"
_PARTS = ("speaker", "at", "venue", "video", "handout")


class HeaderEditError(ValueError):
    """A header that cannot be changed safely. ``str()`` is a Chinese sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class _Splice:
    """Replace ``[start, end)`` of the text with ``new``."""

    start: int
    end: int
    new: str


def skeleton(fields: Mapping[str, str]) -> str:
    """A new file: a header with these values, and nothing below it; ``lecture.at`` and its like are parts.

    Names stand in the order of the guide, those that it does not know after the others.
    """
    plain = {name: _line(value) for name, value in fields.items() if "." not in name and value.strip()}
    parts = {
        name.partition(".")[2]: _line(value) for name, value in fields.items() if "." in name and value.strip()
    }
    names = [*(name for name in KEYS if name in plain), *(name for name in plain if name not in KEYS)]
    lines = [f"{name}: {_scalar(plain[name])}" for name in names]
    lecture = [f"  {name}: {_scalar(parts[name])}" for name in _PARTS if name in parts]
    return "\n".join(["---", *lines, *(["lecture:", *lecture] if lecture else []), "---", ""])


def edit_header(data: bytes, values: Mapping[str, str]) -> bytes:
    """The file with these values in its header, by names as in ``title`` and ``lecture.at``.

    Byte order mark, line endings, comments and the body stay as they are. HeaderEditError when that cannot be.
    """
    bom, raw = _decoded(data)
    before = text = raw.replace("\r\n", "\n").replace("\r", "\n")
    for name, value in values.items():
        text, raw = _set(text, raw, name, _line(value))
    _check(before, text, values)
    return (bom + raw).encode("utf-8")


def _line(value: str) -> str:
    return " ".join(value.split())


def _decoded(data: bytes) -> tuple[str, str]:
    """The byte order mark, if there is one, and the text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise HeaderEditError(f"文件不是 UTF-8 编码，没有动它。{_BY_HAND}") from error
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)


def _set(text: str, raw: str, name: str, value: str) -> tuple[str, str]:
    """One value set, in the text with plain line ends and in the file's own."""
    splice = _splice(text, name, value)
    breaks = [match.start() - number for number, match in enumerate(re.finditer("\r\n", raw))]
    start, end = (place + bisect_left(breaks, place) for place in (splice.start, splice.end))
    ending = "\r\n" if breaks else "\r" if "\r" in raw and "\n" not in raw else "\n"
    new = splice.new.replace("\n", ending)
    return text[: splice.start] + splice.new + text[splice.end :], raw[:start] + new + raw[end:]


def _splice(text: str, name: str, value: str) -> _Splice:
    start, end = _header_span(text)
    header = text[start:end]
    if _ONLY_YAML_BREAKS_HERE.search(header):
        raise HeaderEditError(f"标题区里有看不见的换行符，没有动它。{_BY_HAND}")
    try:
        root = compose(header)
    except (yaml.YAMLError, RecursionError) as error:
        raise HeaderEditError(f"标题区读不出来，没有动它。请先运行 check 改好。{_BY_HAND}") from error
    splice = _in_mapping(header, root, name, value)
    return _Splice(splice.start + start, splice.end + start, splice.new)


def _header_span(text: str) -> tuple[int, int]:
    """Where the lines between the two fences begin and end."""
    fences = list(islice(_FENCE.finditer(text), 2))
    if len(fences) < 2 or fences[0].start():
        raise HeaderEditError(f"文件没有标题区，没有动它。{_BY_HAND}")
    return text.index("\n", fences[0].start()) + 1, fences[1].start()


def _in_mapping(header: str, root: yaml.Node | None, name: str, value: str) -> _Splice:
    outer, _, inner = name.partition(".")
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise HeaderEditError(f"标题区里没有一行一项的内容，没有动它。{_BY_HAND}")
    node = _value_of(root, outer)
    if not inner:
        return _replaced(header, node, outer, value) if node else _added(header, root, [(outer, value)])
    if node is None:
        return _added(header, root, [(outer, ""), (inner, value)])
    if _is_empty(node):
        return _begun(header, root, node, inner, value)
    if not isinstance(node, yaml.MappingNode):
        raise HeaderEditError(f"标题区里的 {outer} 没有分成小项，没有动它。{_BY_HAND}")
    part = _value_of(node, inner)
    return _replaced(header, part, name, value) if part else _added(header, node, [(inner, value)])


def _value_of(mapping: yaml.MappingNode, name: str) -> yaml.Node | None:
    """The value that counts: of a name that stands twice, the later one's."""
    return next((item for key, item in reversed(mapping.value) if key.value == name), None)


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.start_mark.index == node.end_mark.index


def _replaced(header: str, node: yaml.Node, name: str, value: str) -> _Splice:
    if isinstance(node, yaml.CollectionNode) and not (isinstance(node, yaml.SequenceNode) and node.flow_style):
        raise HeaderEditError(f"标题区里的 {name} 写了好几行，没有动它。{_BY_HAND}")
    if _is_empty(node):  # some versions of the parser put it right behind the colon, some further on
        start = len(header[: node.start_mark.index].rstrip(" "))
        return _Splice(start, start, f" {_scalar(value)}")
    return _Splice(node.start_mark.index, _end(header, node), _scalar(value))


def _end(header: str, node: yaml.Node) -> int:
    """Where the node's own text ends; what the parser counts to a block beyond that is blank or a comment."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(header, last[1] if isinstance(last, tuple) else last)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(header[start:end].rstrip())


def _added(header: str, mapping: yaml.MappingNode, pairs: list[tuple[str, str]]) -> _Splice:
    """A new name in the mapping, after all others; with two pairs the second is a part of the first."""
    if mapping.flow_style:
        return _added_in_flow(header, mapping, pairs)
    indent = " " * mapping.start_mark.column
    lines = [
        f"{indent}{'  ' * depth}{name}:{f' {_scalar(value)}' if value else ''}\n"
        for depth, (name, value) in enumerate(pairs)
    ]
    at = len(header) if mapping.start_mark.column == 0 else _line_end(header, _end(header, mapping))
    return _Splice(at, at, "".join(lines))


def _added_in_flow(header: str, mapping: yaml.MappingNode, pairs: list[tuple[str, str]]) -> _Splice:
    at = _end(header, mapping.value[-1][1]) if mapping.value else mapping.end_mark.index - 1
    text = ": ".join([*(name for name, _ in pairs), _scalar(pairs[-1][1])])
    if len(pairs) > 1:
        text = f"{pairs[0][0]}: {{{pairs[1][0]}: {_scalar(pairs[1][1])}}}"
    return _Splice(at, at, f", {text}" if mapping.value else text)


def _begun(header: str, root: yaml.MappingNode, node: yaml.Node, name: str, value: str) -> _Splice:
    """The first part of a mapping that so far is only a name."""
    indent = " " * (root.start_mark.column + 2)
    at = _line_end(header, node.start_mark.index)
    return _Splice(at, at, f"{indent}{name}: {_scalar(value)}\n")


def _line_end(header: str, place: int) -> int:
    """The start of the line after the one that ``place`` is on."""
    return (header.find("\n", place) + 1) or len(header)


def _scalar(value: str) -> str:
    """The value as YAML, in a block or in brackets; quoted where anybody would read something else into it."""
    return value if _is_plain(value) else json.dumps(value, ensure_ascii=False)


def _is_plain(value: str) -> bool:
    """Whether the value can stand bare; asked of the parsers only where it is not plain to see."""
    if _SURELY_PLAIN.fullmatch(value):
        return True
    if set(value) & set("[]{},?\"'`@"):
        return False
    try:
        found = [yaml.safe_load(text) for text in (f"{{a: {value}}}", f"a: {value}\n")]
    except (yaml.YAMLError, ValueError):
        return False
    return found == [{"a": value}, {"a": value}]


def _check(before: str, after: str, values: Mapping[str, str]) -> None:
    """HeaderEditError unless the header says what it did, with ``values`` changed, and the body is the same."""
    old, new = read_document(before, ""), read_document(after, "")
    if new.broken or new.body != old.body or _plain(new) != _wanted(_plain(old), values):
        raise HeaderEditError(f"标题区的写法特别，改了会牵动别处，没有动它。{_BY_HAND}")


def _plain(document: Document) -> dict[str, object]:
    return {name: _content(value) for name, value in document.header.items()}


def _content(value: Value) -> object:
    if isinstance(value.content, dict):
        return {name: _content(item) for name, item in value.content.items()}
    if isinstance(value.content, list):
        return [_content(item) for item in value.content]
    return value.content


def _wanted(header: dict[str, object], values: Mapping[str, str]) -> dict[str, object]:
    for name, value in values.items():
        outer, _, inner = name.partition(".")
        part = header.get(outer)
        if inner:
            header[outer] = {**(part if isinstance(part, dict) else {}), inner: _line(value)}
        else:
            header[outer] = _line(value)
    return header
