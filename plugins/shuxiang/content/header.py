"""The header of a Markdown file (front matter): found, split off, read with lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from frontmatter.default_handlers import YAMLHandler

from shuxiang.content.yaml_lines import Value, read_mapping
from shuxiang.core.diagnostics import Diagnostic, Origin

_DASHES = re.compile("[-\u2010-\u2015\u2212\u2500\ufe58\ufe63\uff0d ]+")
_CADENCE = re.compile("\\s*cadence\\s*[:\uff1a]")
_REACH = 60
_NAME = re.compile("\\s*[A-Za-z_]+\\s*[:\uff1a]")


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file in two parts. ``broken``: its header could not be read, though it seems to have one."""

    body: str
    header: dict[str, Value] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    broken: bool = False


def read_document(text: str, shown_as: str) -> Document:
    """Split and read; a file without header is all body."""
    if text.partition("\n")[0].rstrip() == "---":
        return _with_header(text, shown_as)
    problem = _opening(text, shown_as)
    return Document(text, problems=(problem,), broken=True) if problem else Document(text)


def _heading_lines(lines: list[str]) -> Iterator[str]:
    """What may be a header: after dashes all up to the next dashes, else up to the first blank line."""
    dashed = bool(lines) and _DASHES.fullmatch(lines[0].strip())
    yield from lines[:1]
    yield from takewhile(
        lambda line: not _DASHES.fullmatch(line.strip()) if dashed else bool(line.strip()), lines[1:]
    )


def _opening(text: str, shown_as: str) -> Diagnostic | None:
    """What is wrong with the opening of something that was meant as a material's header, if it was."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    block = list(_heading_lines(lines[start : start + _REACH]))
    if not any(_CADENCE.match(line) for line in block):
        return None
    first, origin = block[0].strip(), Origin(shown_as, 1)
    if first == "---" or _NAME.match(first):
        what = "文件的第一行不是单独的 ---，标题区被当成了正文。"
        return Diagnostic(origin, "header-opening", what, "请让 --- 单独成为第一行，前面不留空行和空格。")
    if _DASHES.fullmatch(first):
        what = f"标题区的第一行是“{first}”，不是三个半角短横（常因输入法或 Word 自动改写）。"
        return Diagnostic(origin, "header-dashes", what, "请把首尾两行都改为 ---。")
    return None


def _with_header(text: str, shown_as: str) -> Document:
    try:
        header, body = YAMLHandler().split(text)
    except ValueError:
        what = "标题区没有结束：缺少第二行单独的 ---。"
        problem = Diagnostic(Origin(shown_as, 1), "header-closing", what, "请在标题区末尾另起一行写 ---。")
        return Document(text, problems=(problem,), broken=True)
    start = text.index(header, 3) + len(header) - len(header.lstrip("\n"))
    first_line = text.count("\n", 0, start) + 1
    fields, problems = read_mapping(header.lstrip("\n"), shown_as, first_line)
    return Document(body.lstrip("\n"), fields, problems, broken=bool(problems) and not fields)
