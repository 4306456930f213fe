"""The ledger: from what members send to what the office sends out."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from shuxiang.cli.arguments import DiscreetParser, Parser
from shuxiang.cli.ledger.command import ACTION, Command, add_all
from shuxiang.cli.ledger.office import discreetly
from shuxiang.cli.problem import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MODULES = {
    "roster": "roster.commands",
    "collect": "collect",
    "nickname": "nickname",
    "sheet": "sheet",
    "attend": "attend",
    "show": "show",
    "review": "review",
    "close": "close",
    "return": "give_back",
    "excuse": "excuse",
    "choose": "choose",
    "undo": "undo",
    "report": "report",
    "query": "query",
    "member": "member",
    "publish-figures": "figures",
    "verify": "verify",
    "backup": "backup",
    "restore": "restore",
    "forget": "forget",
    "expire": "expire",
}
"""The module of each command; it has a ``COMMAND``."""


def parser(names: Iterable[str] = MODULES) -> Parser:
    """Describe the commands of these names and their arguments."""
    result = DiscreetParser(
        "python3 scripts/ledger.py",
        "台账：名册和卡片、收回执、签到、审核、通报、一人一档。全部放在 data/ledger 里，不进入网站。",
    )
    add_all(result, {name: _command(MODULES[name]) for name in names})
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command says and return the exit code."""
    named = [word for word in list(argv or ())[:1] if word in MODULES]
    options = parser(named or MODULES).parse_args(argv)
    return guarded(partial(discreetly, partial(getattr(options, ACTION), options)))


def _command(module: str) -> Command:
    return cast("Command", import_module(f"shuxiang.cli.ledger.{module}").COMMAND)
