"""The ledger: from what members send to what the office sends out."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from shuxiang.cli.arguments import DiscreetParser, Parser
from shuxiang.cli.ledger_command import ACTION, Command, add_all
from shuxiang.cli.ledger_office import discreetly
from shuxiang.cli.problem import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MODULES = {
    "roster": "ledger_roster",
    "collect": "ledger_collect",
    "nickname": "ledger_nickname",
    "sheet": "ledger_sheet",
    "attend": "ledger_attend",
    "show": "ledger_show",
    "review": "ledger_review",
    "close": "ledger_close",
    "return": "ledger_return",
    "excuse": "ledger_excuse",
    "choose": "ledger_choose",
    "undo": "ledger_undo",
    "report": "ledger_report",
    "query": "ledger_query",
    "member": "ledger_member",
    "publish-figures": "ledger_figures",
    "verify": "ledger_verify",
    "backup": "ledger_backup",
    "restore": "ledger_restore",
    "forget": "ledger_forget",
    "expire": "ledger_expire",
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
    return cast("Command", import_module(f"shuxiang.cli.{module}").COMMAND)
