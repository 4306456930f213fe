"""What every command says while there is no roster yet."""

from __future__ import annotations

from collections.abc import Sized

from shuxiang.cli.problem import Problem

SENTENCE = "台账里还没有名册。请先运行 python3 scripts/ledger.py roster import 名册.xlsx。"


def refuse_without_roster(members: Sized) -> None:
    """Problem when the ledger has no members."""
    if not members:
        raise Problem(SENTENCE)
