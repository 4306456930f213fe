from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.testing import (
    SIDE_BY_SIDE,
    Check,
    Outcome,
    checks,
    parser,
    perform,
    reading_ahead,
    run_check,
    summary,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_lint_format_types_and_tests_are_run_in_this_order() -> None:
    tools = [" ".join(check.arguments[:2]) for check in checks([])]
    assert tools == ["ruff check", "ruff format", "mypy plugins/shuxiang", "pytest -n"]


def test_the_scripts_are_type_checked_too() -> None:
    assert {"scripts/build.py", "scripts/bootstrap/stamp.py"} <= set(checks([])[2].arguments)


def test_arguments_of_its_own_go_to_pytest_in_their_order() -> None:
    _, rest = parser().parse_known_args(["-k", "打卡", "tests/cli", "-x"])
    assert checks(rest)[-1].arguments == ("pytest", *SIDE_BY_SIDE, "-k", "打卡", "tests/cli", "-x")


def test_a_step_that_fails_does_not_stop_the_others() -> None:
    ran: list[str] = []

    def run(check: Check) -> int:
        ran.append(check.name)
        return 1 if check.name == "甲" else 0

    outcomes = perform([Check("甲", ()), Check("乙", ())], run)
    assert ran == ["甲", "乙"]
    assert [outcome.code for outcome in outcomes] == [1, 0]


def test_a_step_that_never_ends_is_stopped_and_named(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_check(Check("丙", ("http.server", "0", "--bind", "127.0.0.1")), seconds=0.5) == 1
    assert "丙：过了 0 秒还没有结束，已停下。" in capfd.readouterr().out


def test_the_tests_are_read_beside_the_checks_and_compiled_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_alone.py").write_text("def test_alone():\n    assert True\n", encoding="utf-8")
    with reading_ahead(["-c", str(tmp_path / "pytest.ini"), str(tmp_path)]) as reading:
        assert reading.wait(60) == 0

    assert [path.name.split(".")[0] for path in (tmp_path / "__pycache__").iterdir()] == ["test_alone"]


def test_the_summary_has_a_line_for_each_step_and_one_for_all() -> None:
    assert summary([Outcome("类型", 0, 1.24), Outcome("测试", 5, 60)]) == [
        "类型：通过，用时 1.2 秒",
        "测试：没有通过（退出码 5），用时 60.0 秒",
        "没有通过：测试",
    ]
    assert summary([Outcome("类型", 0, 1)])[-1] == "全部通过"
