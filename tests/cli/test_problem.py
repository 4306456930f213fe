from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from shuxiang.cli.problem import Problem, guarded


def ending(error: BaseException, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    def action() -> int:
        raise error

    return guarded(action), capsys.readouterr().err


def test_what_goes_well_is_passed_on() -> None:
    assert guarded(lambda: 7) == 7


def test_a_problem_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert ending(Problem("门锁了。", code=3), capsys) == (3, "门锁了。\n")


def test_ctrl_c_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert ending(KeyboardInterrupt(), capsys) == (130, "")


def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = ending(OSError(errno.ENOSPC, "No space left on device"), capsys)
    assert code == 1
    assert text.startswith("磁盘空间不足")


def test_a_forbidden_file_is_told_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = ending(PermissionError(errno.EACCES, "Permission denied", "/srv/site"), capsys)
    assert code == 1
    assert text.startswith("没有权限读写 /srv/site。")


def test_anything_else_is_one_sentence_and_its_traceback_goes_to_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code, text = ending(ValueError("数不对"), capsys)
    assert code == 2
    match = re.fullmatch(r"程序出错：ValueError: 数不对。详细经过已写入 (\S+)，请把它交给维护人员。\n", text)
    assert match
    assert "Traceback" in Path(match[1]).read_text(encoding="utf-8")
