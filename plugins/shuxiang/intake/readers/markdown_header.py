"""The header (front matter) that a Markdown file already has, as texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml
from frontmatter.default_handlers import YAMLHandler

from shuxiang.intake.findings import Finding, Place
from shuxiang.intake.readers.html_tree import without_unseen

_FENCE = re.compile(r"^---", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,40}")
_LISTED = frozenset(["author", "tags"])
"""Names whose lists can be written in one line."""

_LONGEST_SHOWN = 20
_MOST = 64 * 1024
_DEEPEST = 20
"""Lists and mappings inside each other; a header has one or two."""


class _Loader(yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader):  # type: ignore[misc]
    """Base loader: every value is text, nothing is constructed."""


@dataclass(frozen=True, slots=True)
class Headed:
    """A file in two parts; ``first_line`` is the line of the file on which the body begins."""

    body: str
    header: Mapping[str, str] = field(default_factory=dict)
    first_line: int = 1
    findings: tuple[Finding, ...] = ()


def headed(text: str) -> Headed:
    """Split and read. A header that cannot be read stays in the text, and is told."""
    if text.partition("\n")[0].rstrip() != "---":
        return Headed(text)
    try:
        written, body = YAMLHandler().split(text)
        pairs = _pairs(written)
    except (ValueError, yaml.YAMLError, RecursionError):
        return Headed(_FENCE.sub(r"\\---", text, count=2), findings=(_broken(),))
    header = {name: value for name, value in pairs.items() if value}
    body = body.lstrip("\n")
    first_line = text.count("\n", 0, len(text) - len(body)) + 1
    return Headed(body, header, first_line, tuple(_told(name) for name, value in pairs.items() if value is None))


def _broken() -> Finding:
    what = "文件开头的标题区读不出来，已当作正文。"
    fix = "请检查是否每行都是“名称: 值”，首尾是否各有一行 ---。"
    return Finding(Place(number=1), "header-broken", what, fix)


def _told(name: str) -> Finding:
    shown = " ".join(without_unseen(name).split())[:_LONGEST_SHOWN]
    what = f"标题区的“{shown}”不是一行文字，没有取用。"
    return Finding(Place(number=1), "header-value-dropped", what, "需要的话，请在新文件的标题区里补上。")


def _pairs(written: str) -> dict[str, str | None]:
    """The header's values; None for what is neither a text nor a list of texts. ValueError when it is none."""
    if len(written) > _MOST or _is_deep(written):
        raise ValueError
    node = yaml.compose(written, Loader=_Loader)
    if not isinstance(node, yaml.MappingNode):
        raise ValueError  # noqa: TRY004  # it is what is written that is wrong
    return {
        key.value: _text(value, listed=key.value in _LISTED) if _NAME.fullmatch(key.value) else None
        for key, value in node.value
        if isinstance(key, yaml.ScalarNode)
    }


def _is_deep(written: str) -> bool:
    """Whether lists stand in lists without end; composing such a thing would end the whole process."""
    depth = 0
    for event in yaml.parse(written, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


def _text(node: yaml.Node, *, listed: bool) -> str | None:
    if isinstance(node, yaml.ScalarNode):
        return without_unseen(node.value).strip()
    if (
        listed
        and isinstance(node, yaml.SequenceNode)
        and all(isinstance(item, yaml.ScalarNode) for item in node.value)
    ):
        return "、".join(without_unseen(item.value).strip() for item in node.value)
    return None
