"""YAML as the organizer typed it: every scalar a string, every value with its line.

YAML's own types surprise people (``19:30`` is 1170, ``2026-1-5`` a string and ``2026-01-05`` a date), so nothing
is converted here; the readers of headers and programmes check each value by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from shuxiang.core.diagnostics import Diagnostic, Origin

_FULL_WIDTH_KEY = re.compile("^\\s*(?:-\\s*)?([A-Za-z_]+)\\s*\uff1a")


@dataclass(frozen=True, slots=True)
class Value:
    """One YAML value with the line it begins on: a string, a list, a mapping (also kept in order), or None."""

    content: str | list[Value] | dict[str, Value] | None
    line: int


class _Loader(yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader):  # type: ignore[misc]
    """Base loader: no tag is resolved, nothing is constructed."""


def read_mapping(text: str, shown_as: str, first_line: int) -> tuple[dict[str, Value], tuple[Diagnostic, ...]]:
    """The top-level mapping of ``text``, whose first line is line ``first_line`` of the file.

    With a syntax error the mapping is empty and the diagnostics say why; an empty text is an empty mapping.
    """
    problems = _typed_wrong(text, shown_as, first_line)
    if problems:
        return {}, problems
    try:
        node = yaml.compose(text, Loader=_Loader)
        value = _value(node, first_line, depth=0) if node else Value({}, first_line)
    except yaml.YAMLError as error:
        return {}, (_syntax(error, shown_as, first_line),)
    if not isinstance(value.content, dict):
        what = "这里应是一行一项的“名称: 值”，现在读不出名称。"
        return {}, (
            Diagnostic(Origin(shown_as, value.line), "yaml-not-mapping", what, "例如 title: 怎样写好一件提案。"),
        )
    return value.content, _repeated(node, shown_as, first_line)


def _typed_wrong(text: str, shown_as: str, first_line: int) -> tuple[Diagnostic, ...]:
    """What YAML would report late, or not at all: full-width colons after a name, and tabs as indent."""
    found = []
    for line, content in enumerate(text.split("\n"), start=first_line):
        origin = Origin(shown_as, line)
        if match := _FULL_WIDTH_KEY.match(content):
            what = f"“{match[1]}”后面是全角冒号“：”。"
            found.append(
                Diagnostic(origin, "yaml-full-width-colon", what, f"请改为半角冒号加一个空格，如 {match[1]}: …。")
            )
        elif "\t" in content[: len(content) - len(content.lstrip())]:
            found.append(Diagnostic(origin, "yaml-tab", "行首用了制表符（Tab）。", "请改用空格缩进。"))
    return tuple(found)


def _value(node: yaml.Node, first_line: int, depth: int) -> Value:
    line = node.start_mark.line + first_line
    if depth > 5:
        return Value(None, line)
    if isinstance(node, yaml.MappingNode):
        pairs = {key.value: _value(item, first_line, depth + 1) for key, item in node.value if _is_text(key)}
        return Value(pairs, line)
    if isinstance(node, yaml.SequenceNode):
        return Value([_value(item, first_line, depth + 1) for item in node.value], line)
    return Value(node.value.strip() or None, line)


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _repeated(node: yaml.Node | None, shown_as: str, first_line: int) -> tuple[Diagnostic, ...]:
    seen: set[str] = set()
    found = []
    for key, _ in node.value if node else ():
        if _is_text(key) and key.value in seen:
            origin = Origin(shown_as, key.start_mark.line + first_line)
            found.append(
                Diagnostic(origin, "yaml-repeated", f"“{key.value}”写了两次，以后一次为准。", "请删去多余的一行。")
            )
        seen.add(str(key.value))
    return tuple(found)


def _syntax(error: yaml.YAMLError, shown_as: str, first_line: int) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or "")
    line = (mark.line if mark else 0) + first_line
    what, fix = _explained(problem)
    return Diagnostic(Origin(shown_as, line), "yaml-syntax", what, fix)


def _explained(problem: str) -> tuple[str, str]:
    """The parser's complaint in the organizer's words."""
    if "mapping values are not allowed" in problem:
        return (
            "这一行的值里又出现了半角冒号加空格，读不明白。",
            "请给整个值加上英文双引号，或把里面的冒号改为全角“：”。",
        )
    if "cannot start any token" in problem:
        return "这一行以有特殊含义的符号开头（如 @ ` %）。", "请给值加上英文双引号。"
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return "这一行和上下行对不齐，或缺了半角冒号。", "请检查缩进是否一致、名称后是否是“: ”（半角冒号加空格）。"
    if "expected ',' or" in problem or "quoted scalar" in problem or "unexpected end of stream" in problem:
        return "引号或括号没有成对。", "请补上另一半，或去掉多余的一个。"
    return f"这里的写法读不明白（{problem}）。", "请对照指南中的样例改写，常见原因是引号、括号不成对或缩进不齐。"
