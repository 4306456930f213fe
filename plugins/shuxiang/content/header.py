"""The header of a Markdown file (front matter): found, split off, read with lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from frontmatter.default_handlers import YAMLHandler

from shuxiang.content.yaml_lines import Value, read_mapping
from shuxiang.core.diagnostics import Diagnostic, Origin

_DASHES = re.compile(r"[-\u2010-\u2015\u2212\u2500\ufe58\ufe63\uff0d ]{2,}")
_MATERIAL_KEY = re.compile("^\\s*cadence\\s*[:\uff1a]", re.MULTILINE)
_HEADER_REACH = 60


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file in two parts. ``broken``: its header could not be read, though it seems to have one."""

    body: str
    header: dict[str, Value] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    broken: bool = False


def read_document(text: str, shown_as: str) -> Document:
    """Split and read; a file without header is all body."""
    first, _, rest = text.partition("\n")
    if first.rstrip() == "---":
        return _with_header(text, shown_as)
    if _DASHES.fullmatch(first.rstrip()) and _looks_like_header(rest):
        what = f"标题区的第一行是“{first.strip()}”，不是三个半角短横（常因输入法或 Word 自动改写）。"
        return _broken(text, Diagnostic(Origin(shown_as, 1), "header-dashes", what, "请把首尾两行都改为 ---。"))
    if _MATERIAL_KEY.match(text) or (not first.strip() and _looks_like_header(rest.lstrip())):
        what = "文件第一行不是 ---，标题区被当成了正文。"
        return _broken(
            text, Diagnostic(Origin(shown_as, 1), "header-opening", what, "请让 --- 单独成为第一行，前面不留空行。")
        )
    return Document(text)


def _with_header(text: str, shown_as: str) -> Document:
    try:
        header, body = YAMLHandler().split(text)
    except ValueError:
        what = "标题区没有结束：缺少第二行单独的 ---。"
        return _broken(
            text, Diagnostic(Origin(shown_as, 1), "header-closing", what, "请在标题区末尾另起一行写 ---。")
        )
    start = text.index(header, 3) + len(header) - len(header.lstrip("\n"))
    first_line = text.count("\n", 0, start) + 1
    fields, problems = read_mapping(header.lstrip("\n"), shown_as, first_line)
    return Document(body.lstrip("\n"), fields, problems, broken=bool(problems) and not fields)


def _looks_like_header(text: str) -> bool:
    return bool(_MATERIAL_KEY.search("\n".join(text.split("\n")[:_HEADER_REACH])))


def _broken(text: str, problem: Diagnostic) -> Document:
    return Document(text, {}, (problem,), broken=True)
