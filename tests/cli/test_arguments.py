from __future__ import annotations

import argparse
from datetime import date

import pytest

from shuxiang.cli.arguments import Parser, china_date


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


def test_a_date_is_read() -> None:
    assert china_date("2026-11-21") == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["2026-13-01", "20261121", "2026-W47-6", "2026-1-5", "今天", ""])
def test_what_is_no_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="请写成 2026-11-21 这样"):
        china_date(text)
