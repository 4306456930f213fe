"""Write the page that lists every command, from the commands' own parsers."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import Parser, project_root
from shuxiang.cli.commands import MODULES, command
from shuxiang.cli.problem import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PAGE = "docs/guide/commands.md"
OPENING = """---
title: 命令一览
---

# 命令一览

<!-- 本页由 python3 scripts/reference.py 生成，请不要直接修改。 -->

所有命令都在项目文件夹里运行；Windows 上把 `python3` 写成 `python`。

第一次运行会先准备运行环境（需要联网），以后不再需要。每个命令都可以加 `--help` 查看说明。
"""


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    return Parser("python3 scripts/reference.py", f"按各命令自己的说明重写 {PAGE}。维护人员改动命令后运行。")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page and return the exit code."""
    parser().parse_args(argv)
    return guarded(partial(_write, project_root() / PAGE))


def page() -> str:
    """Return the page's Markdown."""
    return render(command(name).parser() for name in MODULES)


def render(parsers: Iterable[argparse.ArgumentParser]) -> str:
    """Describe the commands one after the other, in the order given."""
    return "\n".join([OPENING, *("\n".join(_section(each)) for each in parsers)])


def _section(each: argparse.ArgumentParser, level: str = "##") -> Iterator[str]:
    yield f"{level} {each.prog}\n"
    yield f"{each.description}\n"
    commands = _commands(each)
    if commands:
        for command_ in commands:
            yield from _section(command_, f"{level}#")
        return
    yield "```text"
    yield each.format_usage().strip()
    yield "```\n"
    yield "| 参数 | 说明 |"
    yield "| --- | --- |"
    yield from (_row(action) for action in each._actions)  # noqa: SLF001  # argparse has no other list of them
    yield ""


def _commands(each: argparse.ArgumentParser) -> tuple[argparse.ArgumentParser, ...]:
    """The commands below a command, such as `plan.py show`, in their order."""
    inner = (action.choices for action in each._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    return tuple(parser for choices in inner for parser in choices.values())


def _row(action: argparse.Action) -> str:
    return f"| {_name(action)} | {_escape(action.help or '')} |"


def _name(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{action.metavar or action.dest}`"
    value = f" {action.metavar or action.dest.upper()}" if action.nargs != 0 else ""
    return "、".join(f"`{option}{value}`" for option in action.option_strings)


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def _write(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(), encoding="utf-8", newline="\n")
    print(f"已写入 {PAGE}。")  # noqa: T201
    return 0
