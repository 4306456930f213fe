from __future__ import annotations

from pathlib import Path

import pytest

from shuxiang.cli.arguments import Parser
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
