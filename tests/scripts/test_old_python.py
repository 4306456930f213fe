from __future__ import annotations

import ast
import io
import subprocess
import sys
from pathlib import Path

import pytest

from environment import objection, other_than_installed, unfinished, writing_chinese

SCRIPTS = Path(__file__).parents[2] / "scripts"
READ_BY_ANY_PYTHON = sorted(SCRIPTS.glob("*.py"))


def has_all(_name: str) -> bool:
    return True


def has_none(_name: str) -> bool:
    return False


def test_python_3_11_and_later_will_do() -> None:
    assert objection((3, 11, 0), has_all, has_none) is None
    assert objection((3, 14, 1), has_all, has_none) is None


def test_an_old_python_is_told_what_to_install() -> None:
    sentence = objection((3, 9, 18), has_all, has_none)
    assert sentence
    assert sentence.startswith("正在使用的 Python 是 3.9，需要 3.11 或更新的版本。")
    assert "sudo apt install python3" in sentence


def test_an_old_python_beside_a_new_one_is_told_to_use_that() -> None:
    sentence = objection((3, 9, 18), has_all, {"python3.12", "python3.11"}.__contains__)
    assert sentence
    assert "请改用它运行，例如：python3.12 scripts/build.py" in sentence


def test_a_python_without_ensurepip_is_told_which_package_brings_it() -> None:
    sentence = objection((3, 11, 2), lambda name: name != "ensurepip", has_none)
    assert sentence
    assert "缺少 ensurepip 组件" in sentence
    assert "sudo apt install python3.11-venv" in sentence


@pytest.mark.parametrize("path", READ_BY_ANY_PYTHON, ids=lambda path: path.name)
def test_python_3_6_can_read_the_scripts(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))
    futures = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "__future__"]
    assert futures == []  # `annotations` came with 3.7, and ast.parse does not mind
    assert [
        ast.unparse(each) for each in annotations_in(tree) if not isinstance(each, ast.Name | ast.Constant)
    ] == []


def annotations_in(tree: ast.AST) -> list[ast.expr]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    found = [argument.annotation for function in functions for argument in function.args.args]
    return [each for each in (*found, *(function.returns for function in functions)) if each]


def test_nothing_needs_to_be_installed_before_the_environment_is_there() -> None:
    plugins = SCRIPTS.parent / "plugins"
    code = (
        f"import sys; sys.path[:0] = [{str(SCRIPTS)!r}, {str(plugins)!r}]\n"
        "import environment, bootstrap.run, shuxiang.cli.locking"
    )
    command = [sys.executable, "-I", "-S", "-c", code]  # without any installed packages
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # written above
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_console_in_gbk_stays_in_gbk_and_survives_what_gbk_lacks() -> None:
    raw = io.BytesIO()
    console = writing_chinese(io.TextIOWrapper(raw, encoding="gbk"))
    console.write("书香🙂")
    console.flush()
    assert raw.getvalue() == "书香?".encode("gbk")


def test_a_console_without_chinese_gets_utf_8() -> None:
    raw = io.BytesIO()
    console = writing_chinese(io.TextIOWrapper(raw, encoding="ascii"))
    console.write("书香")
    console.flush()
    assert raw.getvalue() == "书香".encode()


def test_no_command_runs_while_an_installation_is_not_finished_but_its_own_build(tmp_path: Path) -> None:
    assert unfinished(tmp_path, {}) is None
    (tmp_path / ".installing").mkdir()
    assert unfinished(tmp_path, {}) is None
    (tmp_path / ".installing/parts.json").touch()
    sentence = unfinished(tmp_path, {"SHUXIANG_INSTALLING": "/elsewhere"})
    assert sentence
    assert "没有做完" in sentence
    assert f"install.py --to {tmp_path}" in sentence
    assert unfinished(tmp_path, {"SHUXIANG_INSTALLING": str(tmp_path)}) is None


def test_in_an_installation_the_python_of_its_packages_is_named(tmp_path: Path) -> None:
    needs = '{"needs": {\n"platform": "linux-x86_64",\n"python": "3.11"}}'
    assert other_than_installed(tmp_path, (3, 12, 1), has_none) is None
    (tmp_path / "MANIFEST.json").write_text(needs, encoding="utf-8")
    assert other_than_installed(tmp_path, (3, 12, 1), has_none) is None
    (tmp_path / "wheels").mkdir()
    assert other_than_installed(tmp_path, (3, 11, 9), has_none) is None
    for version in ((3, 9, 2), (3, 12, 1)):
        sentence = other_than_installed(tmp_path, version, has_none)
        assert sentence
        assert "这里的软件包是给 Python 3.11 用的。请用安装时的那个 Python" in sentence
    assert "请改用它运行，例如：python3.11 " in (other_than_installed(tmp_path, (3, 9, 2), has_all) or "")
