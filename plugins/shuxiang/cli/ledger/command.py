"""One command of ``ledger.py``: its help, its arguments, what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import NamedTuple

from shuxiang.cli.arguments import Parser, add_commands, add_config_file, add_today

ACTION = "ledger_action"
"""Where the parsed arguments keep what is to be done."""


class Command(NamedTuple):
    """``short`` is one line among others, ``whole`` says all; ``inner`` are the commands below this one, if any."""

    short: str
    whole: str
    describe: Callable[[argparse.ArgumentParser], None] | None = None
    action: Callable[[argparse.Namespace], int] | None = None
    inner: Mapping[str, Command] = {}


def add_all(parser: Parser, commands: Mapping[str, Command], dest: str = "command") -> None:
    """Let the parser have the commands, and those below them."""
    added = add_commands(parser, dest)
    for name, command in commands.items():
        own = added.add_parser(name, help=command.short, description=command.whole)
        if command.inner:
            add_all(own, command.inner, f"{name}_command")
            continue
        if command.describe:
            command.describe(own)
        add_config_file(own)
        add_today(own)
        own.set_defaults(**{ACTION: command.action})
