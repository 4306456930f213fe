from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuxiang.cli.arguments import Parser, add_commands
from shuxiang.cli.commands import MODULES, command
from shuxiang.cli.reference import PAGE, page, render

ROOT = Path(__file__).parents[2]


def test_the_page_in_the_guide_is_what_the_parsers_say() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(), "运行 python3 scripts/reference.py"


@pytest.mark.parametrize("name", MODULES)
def test_each_command_has_its_script_and_explains_itself_and_every_argument(name: str) -> None:
    parser = command(name).parser()
    assert parser.prog == f"python3 scripts/{name}.py"
    assert f'"{name}"' in (ROOT / "scripts" / f"{name}.py").read_text(encoding="utf-8")
    assert parser.description
    assert all(action.help for action in parser._actions)


def commands_below(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.values()


@pytest.mark.parametrize("name", MODULES)
def test_each_command_of_a_command_explains_itself_and_every_argument(name: str) -> None:
    parser = command(name).parser()
    for below in commands_below(parser):
        assert isinstance(below, Parser)
        assert below.prog.startswith(f"{parser.prog} ")
        assert below.description
        assert below.description.endswith("。")
        assert all(action.help for action in below._actions)


@pytest.mark.parametrize("name", MODULES)
def test_each_command_of_a_command_has_a_line_in_the_help_and_a_part_of_the_page(name: str) -> None:
    parser = command(name).parser()
    help_ = parser.format_help()
    for below in commands_below(parser):
        assert f"    {below.prog.removeprefix(parser.prog).strip()} " in help_
        assert f"\n### {below.prog}\n\n{below.description}\n" in page()


def test_the_plan_shows_explains_and_finds_gaps() -> None:
    names = [below.prog.split()[-1] for below in commands_below(command("plan").parser())]
    assert {"show", "explain", "gaps"} <= set(names)


def test_commands_of_a_command_stand_below_it_in_their_order_with_their_own_arguments() -> None:
    parser = Parser("python3 scripts/example.py", "一个例子。")
    commands = add_commands(parser)
    for name in ("second", "first"):
        commands.add_parser(name, help="说明", description=f"{name} 的说明。").add_argument(
            "--of", help=f"{name} 的"
        )
    text = render([parser])
    assert "## python3 scripts/example.py\n\n一个例子。\n\n### python3 scripts/example.py second\n" in text
    assert text.index("### python3 scripts/example.py second") < text.index("### python3 scripts/example.py first")
    assert text.count("| 参数 | 说明 |") == 2
    assert "### python3 scripts/example.py first\n\nfirst 的说明。\n\n```text\n" in text
    assert "用法：python3 scripts/example.py first [-h] [--of OF]\n" in text
    assert "| `--of OF` | first 的 |\n" in text


def test_a_command_is_a_heading_its_usage_and_a_row_for_each_argument() -> None:
    parser = Parser("python3 scripts/example.py", "一个例子。")
    parser.add_argument("--count", type=int, metavar="数", help="多少|几个 <个>")
    parser.add_argument("folder", metavar="文件夹", help="放在哪里")
    text = render([parser])
    assert "## python3 scripts/example.py\n\n一个例子。\n" in text
    assert "用法：python3 scripts/example.py [-h] [--count 数] 文件夹\n" in text
    assert "| `-h`、`--help` | 显示这份说明 |\n" in text
    assert r"| `--count 数` | 多少\|几个 &lt;个> |" in text
    assert "| `文件夹` | 放在哪里 |\n" in text
