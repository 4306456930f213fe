"""The servers that the tests drive, where they are installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shuxiang.cli.browser import Machine

SYSTEM_FOLDERS = ("/usr/sbin", "/sbin", "/usr/local/sbin")
"""Debian keeps servers where an ordinary user's PATH does not look."""


def find_program(machine: Machine, name: str) -> str | None:
    """Where a program is."""
    places = (name, *(f"{folder}/{name}" for folder in SYSTEM_FOLDERS))
    return next(filter(None, map(machine.find, places)), None)
