from __future__ import annotations

import io
import re
import time

import pytest

from shuxiang.cli import progress
from shuxiang.cli.progress import clear_line, step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_brief_step_is_one_line_in_a_file() -> None:
    out = io.StringIO()
    with step("读取…", stream=out):
        pass
    assert out.getvalue() == "读取…\n"


def test_a_long_step_keeps_giving_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PLAIN_SECONDS", 0.01)
    out = io.StringIO()
    with step("生成…", lambda: "3 个页面", out):
        time.sleep(0.2)
    lines = out.getvalue().splitlines()
    assert len(lines) > 3
    assert all(re.fullmatch(r"生成…（3 个页面，0\.\d 秒）", line) for line in lines[1:])


def test_a_terminal_sees_one_line_drawn_anew() -> None:
    out = Terminal()
    with step("生成…", stream=out):
        pass
    assert re.fullmatch(r"生成…\r生成…（0\.0 秒）\s+\n", out.getvalue())


def test_a_step_that_fails_does_not_claim_to_be_done() -> None:
    out = Terminal()
    with pytest.raises(ValueError, match="坏"), step("生成…", stream=out):
        raise ValueError("坏")
    assert out.getvalue() == "生成…\n"


def test_a_message_may_stand_in_the_place_of_the_line() -> None:
    terminal, file = Terminal(), io.StringIO()
    clear_line(terminal)
    clear_line(file)
    assert terminal.getvalue().strip(" ") == "\r" + " " * progress.LINE_WIDTH + "\r"
    assert file.getvalue() == ""
