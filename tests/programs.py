"""The servers that some tests drive: nginx, sshd and their like, as the test command has found or fetched them."""

from __future__ import annotations

from shuxiang.cli.browser import Machine
from shuxiang.cli.problem import Problem
from shuxiang.cli.test_programs import find_program


def program(name: str) -> str:
    """Where the program is; Problem says what to install without it."""
    found = find_program(Machine.this(), name)
    if not found:
        raise Problem(f"这个测试需要 {name}。请运行 python3 scripts/test.py（它会自己取来），或先安装它。")
    return found
