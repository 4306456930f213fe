"""An argument parser that speaks Chinese where argparse speaks English."""

from __future__ import annotations

import argparse
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import NoReturn

from shuxiang.release.bundle.installed import installed_configuration

HELP_WIDTH = 100
_YEARS = range(1900, 3000)
"""In which a day may lie; further out, the calendar's own arithmetic ends."""

SENTENCES = (
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"one of the arguments (.+) is required", r"以下参数至少要给一个：\1"),
    (r"argument (\S+): expected one argument", r"\1 后面要有一个值"),
    (r"argument (\S+): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (\S+): expected (\d+) arguments?", r"\1 后面要有 \2 个值"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 后面不能有值（给了 \2）"),
    (r"argument (\S+): not allowed with argument (.+)", r"\1 不能和 \2 一起用"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 要的是整数，给的是 \2"),
    (r"argument (\S+): invalid .+ value: (.+)", r"\1 的值不对：\2"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2，可选：\3"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 可以指好几个参数，请写全：\2"),
    (r"argument (\S+): (.+)", r"\1：\2"),
)


class Parser(argparse.ArgumentParser):
    """argparse.ArgumentParser with Chinese headings, help and complaints; options must be written in full."""

    # Python 3.14 hands a `color` to the commands of a command, and would colour what the reference is made from.
    def __init__(self, prog: str, description: str, *, color: bool = False) -> None:  # noqa: ARG002
        super().__init__(
            prog=prog,
            description=description,
            formatter_class=_Layout,
            add_help=False,
            allow_abbrev=False,
        )
        self.color = False
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        """Return the help with full-width colons after its headings."""
        return re.sub(r"^(参数|选项|命令):$", r"\1：", super().format_help(), flags=re.MULTILINE)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and leave with exit code 2."""
        print(  # noqa: T201
            f"{self.format_usage()}参数有误：{in_chinese(message)}。完整说明：{self.prog} --help",
            file=sys.stderr,
        )
        raise SystemExit(2)


class DiscreetParser(Parser):
    """A parser that never repeats what was typed, which may be somebody's name or number; options it does."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, not with which, and leave with exit code 2."""
        unknown = re.fullmatch(r"unrecognized arguments: (.+)", message, re.DOTALL)
        if unknown:
            options = [word.partition("=")[0] for word in unknown[1].split() if word.startswith("--")]
            super().error(f"unrecognized arguments: {' '.join(options) or '多出来的词'}")
        discreet = re.sub(r"'[^']*'(?= \(choose)|(?<=value: )'[^']*'", "别的", message)
        super().error(re.sub(r"“[^”]*”", "给的", discreet))


def add_commands(parser: Parser, dest: str = "command") -> argparse._SubParsersAction[Parser]:
    """Let `parser` have commands of its own, one of which must be given; its name is kept as `dest`."""
    return parser.add_subparsers(
        title="命令", metavar="命令", dest=dest, required=True, parser_class=type(parser), help="要做的事"
    )


class _Layout(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=34, width=HELP_WIDTH)

    def add_argument(self, action: argparse.Action) -> None:
        """Make the column of names as wide as the commands need, which stand further in than argparse counts."""
        super().add_argument(action)
        for command in self._iter_indented_subactions(action):
            length = len(self._format_action_invocation(command)) + self._current_indent
            self._action_max_length = max(self._action_max_length, length)

    def add_usage(self, usage, actions, groups, prefix=None) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
        """Write 用法 where argparse writes usage."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def in_chinese(message: str) -> str:
    """Put a complaint of argparse into Chinese; one that is not known stays as it is."""
    for pattern, sentence in SENTENCES:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(sentence)
    return message


def china_date(text: str) -> date:
    """Read a `--today`: a calendar date in China, written YYYY-MM-DD and no other way."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        value = None
    if value is None or value.isoformat() != text:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-11-21 这样")
    if value.year not in _YEARS:
        raise argparse.ArgumentTypeError(f"“{text}”的年份太早或太晚，请写 {_YEARS[0]} 到 {_YEARS[-1]} 年之间的日期")
    return value


def sayable(text: str) -> str:
    """Words that were typed, without halves of characters, which can be neither written down nor shown."""
    return text.encode("utf-8", "replace").decode()


def add_config_file(parser: argparse.ArgumentParser) -> None:
    """Add `--config-file`; see `config_file` for what stands in when it is not given."""
    parser.add_argument(
        "--config-file", type=Path, metavar="文件", help="网站的配置文件。不写则用本项目的 mkdocs.yml"
    )


def add_today(parser: argparse.ArgumentParser) -> None:
    """Add `--today`."""
    parser.add_argument(
        "--today",
        type=china_date,
        metavar="年-月-日",
        help="把这一天当作“今天”（北京时间），例如 2026-11-21。不写则用当天",
    )


def add_year(parser: argparse.ArgumentParser) -> None:
    """Add `--year`."""
    parser.add_argument(
        "--year", type=int, metavar="年份", help="哪一年的学习计划，例如 2026。不写则用今天所在的一年"
    )


def config_file(given: Path | None) -> Path:
    """The configuration to use, absolute: the one given, else the office's that a bundle brought, else our own."""
    root = project_root()
    return given.absolute() if given else root / (installed_configuration(root) or "mkdocs.yml")


def project_root() -> Path:
    """Return the checkout whose script was run, or the working directory without a script."""
    return Path(os.environ.get("SHUXIANG_ROOT") or Path.cwd())
