from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shuxiang.cli.arguments import Parser, add_commands, add_config_file, add_today, add_year, china_date


def a_parser() -> Parser:
    parser = Parser("python3 scripts/example.py", "一个例子。")
    parser.add_argument("--port", type=int, help="端口")
    parser.add_argument("--size", choices=["大", "小"], help="大小")
    parser.add_argument("--fast", action="store_true", help="快些")
    parser.add_argument("folder", metavar="文件夹", help="放在哪里")
    return parser


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["x", "--what"], "不认识的参数：--what"),
        ([], "缺少参数：文件夹"),
        (["x", "--port"], "--port 后面要有一个值"),
        (["x", "--port", "八"], "--port 要的是整数，给的是 '八'"),
        (["x", "--size", "中"], "--size 不能是 '中'，可选：'大', '小'"),
        (["x", "--fast=1"], "--fast 后面不能有值（给了 '1'）"),
        (["x", "--por", "1"], "不认识的参数：--por 1"),
    ],
)
def test_what_is_wrong_with_the_arguments_is_said_in_chinese(
    argv: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        a_parser().parse_args(argv)
    assert stop.value.code == 2
    error = capsys.readouterr().err.replace("大, 小", "'大', '小'")  # Python 3.12 and later: no quotes
    assert error.splitlines()[-1] == f"参数有误：{sentence}。完整说明：python3 scripts/example.py --help"


def test_the_help_has_no_english_of_argparse_in_it() -> None:
    text = a_parser().format_help()
    assert text.startswith("用法：python3 scripts/example.py")
    assert "\n参数：\n" in text
    assert "\n选项：\n" in text
    for english in ("usage", "options", "positional", "show this help"):
        assert english not in text


# Commands of a command


def with_commands() -> Parser:
    parser = Parser("python3 scripts/example.py", "一个例子。")
    commands = add_commands(parser)
    for name in ("show", "hide"):
        each = commands.add_parser(name, help=f"{name} 的说明", description=f"{name} 的详细说明。")
        each.add_argument("--port", type=int, help="端口")
    return parser


def test_a_command_of_a_command_is_a_parser_of_ours_and_known_by_name() -> None:
    options = with_commands().parse_args(["hide", "--port", "8000"])
    assert (options.command, options.port) == ("hide", 8000)


@pytest.mark.parametrize(
    ("argv", "sentence", "prog"),
    [
        ([], "缺少参数：命令", "example.py"),
        (["seek"], "命令 不能是 'seek'，可选：'show', 'hide'", "example.py"),
        (["show", "--port"], "--port 后面要有一个值", "example.py show"),
        (["show", "--port", "八"], "--port 要的是整数，给的是 '八'", "example.py show"),
        (["show", "--por", "8"], "不认识的参数：--por 8", "example.py"),
        (["show", "more"], "不认识的参数：more", "example.py"),
    ],
)
def test_what_is_wrong_with_a_command_of_a_command_is_said_in_chinese(
    argv: list[str], sentence: str, prog: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        with_commands().parse_args(argv)
    assert stop.value.code == 2
    error = capsys.readouterr().err.replace("show, hide", "'show', 'hide'")  # Python 3.12 and later: no quotes
    assert error.splitlines()[-1] == f"参数有误：{sentence}。完整说明：python3 scripts/{prog} --help"


def test_the_help_lists_the_commands_under_a_heading_of_ours() -> None:
    text = with_commands().format_help()
    assert text.startswith("用法：python3 scripts/example.py [-h] 命令 ...\n")
    assert "\n命令：\n" in text
    assert "show 的说明" in text
    assert "hide 的说明" in text


def test_the_help_of_a_command_of_a_command_has_no_english_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        with_commands().parse_args(["show", "--help"])
    text = capsys.readouterr().out
    assert text.startswith("用法：python3 scripts/example.py show [-h] [--port PORT]\n\nshow 的详细说明。\n")
    for english in ("usage", "options", "positional", "show this help"):
        assert english not in text


def test_a_parser_takes_the_colour_that_python_3_14_hands_to_commands_of_commands() -> None:
    handed: dict[str, Any] = {"prog": "x", "description": "一个例子。", "color": True}
    assert Parser(**handed).color is False


# Arguments that several commands have


def test_the_shared_arguments_are_read() -> None:
    parser = Parser("python3 scripts/example.py", "一个例子。")
    for add in (add_config_file, add_today, add_year):
        add(parser)
    given_ = parser.parse_args(["--config-file", "a.yml", "--today", "2026-11-21", "--year", "2026"])
    assert (given_.config_file, given_.today, given_.year) == (Path("a.yml"), date(2026, 11, 21), 2026)
    none = parser.parse_args([])
    assert (none.config_file, none.today, none.year) == (None, None, None)


def test_a_date_is_read() -> None:
    assert china_date("2026-11-21") == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["2026-13-01", "20261121", "2026-W47-6", "2026-1-5", "今天", ""])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="请写成 2026-11-21 这样"):
        china_date(text)
