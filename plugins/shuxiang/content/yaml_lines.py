"""YAML as the organizer typed it: every scalar a string, every value with its line.

YAML's own types surprise people (``19:30`` is 1170, ``2026-1-5`` a string and ``2026-01-05`` a date), so nothing
is converted here; the readers of headers and programmes check each value by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from shuxiang.core.diagnostics import Diagnostic, Origin

_FULL_WIDTH_KEY = re.compile("\\s*([A-Za-z_]+)\\s*\uff1a")
_ONLY_YAML_BREAKS_HERE = str.maketrans("\x85\u2028\u2029", "   ")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What an escape in double quotes can bring in: it would move a terminal's cursor, or break a line elsewhere."""

_DEEPEST = 6
_DEEPEST_COMPOSED = 1000
"""Lists in lists; past some 20,000 the parser itself ends the process."""
_TOO_DEEP = "nested without end"
_BRANCH = re.compile(r"[\[{?:]|-\s")


@dataclass(frozen=True, slots=True)
class Value:
    """One YAML value with the line it begins on: a string, a list, a mapping (also kept in order), or None."""

    content: str | list[Value] | dict[str, Value] | None
    line: int


def yes_or_no(text: str) -> bool | None:
    """Yes and no as people write them, in Chinese too; None for anything else."""
    return {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}.get(text.lower())


class Loader(yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader):  # type: ignore[misc]
    """Base loader: no tag is resolved, nothing is constructed; also for those who want only the nodes' places."""


def compose(text: str) -> yaml.Node | None:
    """The text's root node; yaml.YAMLError for what is no YAML, or nested without end."""
    if len(_BRANCH.findall(text)) > _DEEPEST_COMPOSED and _is_deep(text):
        raise yaml.MarkedYAMLError(problem=_TOO_DEEP)
    node: yaml.Node | None = yaml.compose(text, Loader=Loader)
    return node


def _is_deep(text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST_COMPOSED:
            return True
    return False


def read_mapping(text: str, shown_as: str, first_line: int) -> tuple[dict[str, Value], tuple[Diagnostic, ...]]:
    """The top-level mapping of ``text``, whose first line is line ``first_line`` of the file.

    With a syntax error the mapping is empty and the diagnostics say why; an empty text is an empty mapping.
    """
    try:
        node = compose(text.translate(_ONLY_YAML_BREAKS_HERE))
    except yaml.YAMLError as error:
        return {}, _typed_wrong(text, shown_as, first_line) or (_syntax(error, text, shown_as, first_line),)
    value = _value(node, first_line, {}, 0) if node else Value({}, first_line)
    if isinstance(value.content, dict):
        return value.content, _repeated(node, shown_as, first_line)
    what = "这里应是一行一项的“名称: 值”，现在读不出名称。"
    said = Diagnostic(Origin(shown_as, value.line), "yaml-not-mapping", what, "例如 title: 怎样写好一件提案。")
    return {}, _typed_wrong(text, shown_as, first_line) or (said,)


def _typed_wrong(text: str, shown_as: str, first_line: int) -> tuple[Diagnostic, ...]:
    """The usual reasons why a text is no YAML, each at its line: full-width colons after a name, tabs as indent."""
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


def _value(node: yaml.Node, first_line: int, seen: dict[int, Value], depth: int) -> Value:
    """The node's value; a node that aliases repeat is read once, so that they cannot multiply."""
    if id(node) not in seen:
        seen[id(node)] = Value(None, node.start_mark.line + first_line)
        seen[id(node)] = Value(_content(node, first_line, seen, depth + 1), node.start_mark.line + first_line)
    return seen[id(node)]


def _content(
    node: yaml.Node, first_line: int, seen: dict[int, Value], depth: int
) -> str | list[Value] | dict[str, Value] | None:
    if depth > _DEEPEST:
        return None
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(item, first_line, seen, depth) for key, item in node.value if _is_text(key)}
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, first_line, seen, depth) for item in node.value]
    return _CONTROLS.sub("", node.value).strip() or None


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _repeated(node: yaml.Node | None, shown_as: str, first_line: int) -> tuple[Diagnostic, ...]:
    """A diagnostic for each name that stands twice, at the top or in a mapping right below it."""
    top = node.value if node else []
    inner = [item.value for _, item in top if isinstance(item, yaml.MappingNode)]
    return tuple(
        Diagnostic(
            Origin(shown_as, key.start_mark.line + first_line),
            "yaml-repeated",
            f"“{key.value}”写了两次，以后一次为准。",
            "请删去多余的一行。",
        )
        for pairs in [top, *inner]
        for key in _second_time([key for key, _ in pairs if _is_text(key)])
    )


def _second_time(keys: list[yaml.Node]) -> list[yaml.Node]:
    seen: set[str] = set()
    return [key for key in keys if key.value in seen or seen.add(key.value)]  # type: ignore[func-returns-value]


def _syntax(error: yaml.YAMLError, text: str, shown_as: str, first_line: int) -> Diagnostic:
    if isinstance(error, yaml.reader.ReaderError):
        return _control_character(error, text, shown_as, first_line)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or "")
    line = (mark.line if mark else 0) + first_line
    what, fix = _explained(problem)
    return Diagnostic(Origin(shown_as, line), "yaml-syntax", what, fix)


def _control_character(error: yaml.reader.ReaderError, text: str, shown_as: str, first_line: int) -> Diagnostic:
    code = error.character if isinstance(error.character, int) else ord(error.character)
    at = text.find(chr(code))
    line = first_line + text.count("\n", 0, max(at, 0))
    what = f"这一行有看不见的控制字符（U+{code:04X}），常是从 Word 里带来的。"
    return Diagnostic(Origin(shown_as, line), "yaml-control", what, "请删去这一行重新输入。")


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
    if problem == _TOO_DEEP:
        return "列表一层套一层，超过了能读的层数。", "请改为一行一项。"
    return f"这里的写法读不明白（{problem}）。", "请对照指南中的样例改写，常见原因是引号、括号不成对或缩进不齐。"
