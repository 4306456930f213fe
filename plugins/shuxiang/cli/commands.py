"""The list of commands, by the name their script has."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

MODULES = {
    "build": "shuxiang.cli.build",
    "serve": "shuxiang.cli.serve",
    "check": "shuxiang.cli.check",
    "plan": "shuxiang.cli.plan",
    "intake": "shuxiang.cli.intake",
    "ledger": "shuxiang.cli.ledger.commands",
    "publish": "shuxiang.cli.publish",
    "bundle": "shuxiang.cli.bundle",
    "test": "shuxiang.cli.testing",
    "lock": "shuxiang.cli.locking",
    "reference": "shuxiang.cli.reference",
}


class Command(Protocol):
    """What a command's module offers."""

    def parser(self) -> argparse.ArgumentParser:
        """Describe the arguments, in Chinese."""

    def main(self, argv: Sequence[str]) -> int:
        """Do the work and return the exit code."""


def command(name: str) -> Command:
    """Import the one command that is wanted, so that `lock` starts where nothing is installed."""
    return cast("Command", import_module(MODULES[name]))
