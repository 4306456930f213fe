from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import install
from shuxiang.release.bundle.machine import this_machine
from shuxiang.release.bundle.packing import packed, write_parcel
from shuxiang.release.bundle.packing_list import Kind, Needs, PackingList

HERE = this_machine()


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    return make(tmp_path, HERE.python)


def make(folder: Path, python: str, kind: Kind = Kind.SOFTWARE) -> Path:
    code = folder / "build.py"
    code.write_text("print()\n", encoding="utf-8")
    programs = {"scripts/build.py": code, "plugins/shuxiang/a.py": code, "mkdocs.yml": code}
    sources = {"docs/a.md": code, **(programs if kind is Kind.SOFTWARE else {})}
    needs = Needs(HERE.platform if python else "", python)
    place = folder / "bundle.zip"
    config = "mkdocs.yml" if kind is Kind.SOFTWARE else ""
    write_parcel(place, PackingList(kind, "2026-11-21", "docs", packed(sources), config, needs), sources)
    return place


def run(monkeypatch: pytest.MonkeyPatch, *argv: str | Path) -> int:
    """Run the script up to where it hands over to the code in the parcel; 0 when it gets there."""
    monkeypatch.setattr(sys, "argv", ["install.py", *map(str, argv)])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(install, "hand_over", lambda *_: 0)
    return install.main()


def test_a_good_parcel_for_this_python_is_handed_over(parcel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, parcel) == 0


def test_the_python_that_is_wanted_is_named_and_the_command_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel = make(tmp_path, "3.77")
    assert run(monkeypatch, parcel) == 1
    sentence = f"正在使用的 Python 是 {HERE.python}，这个安装包要用 Python 3.77。"
    assert capsys.readouterr().err.startswith(f"{sentence}请先装 Python 3.77，再运行一次；")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert run(monkeypatch, parcel) == 1
    assert "重新打包，在 --python 后面写 3.11、3.12、3.13 之一。" in capsys.readouterr().err
    monkeypatch.setattr(install.shutil, "which", lambda name: name)
    assert run(monkeypatch, parcel) == 1
    assert "请改用它运行：python3.77 install.py" in capsys.readouterr().err


def test_a_parcel_of_documents_is_told_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, make(tmp_path, "", Kind.DOCUMENTS)) == 1
    assert "这是材料包" in capsys.readouterr().err


def test_code_that_is_not_what_the_list_says_is_never_run(
    parcel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel.write_bytes(parcel.read_bytes().replace(b"print()", b"evil!()"))
    assert run(monkeypatch, parcel) == 1
    assert "没有安装。请重新拷贝一份。" in capsys.readouterr().err


def test_code_that_was_changed_in_an_unpacked_parcel_is_never_run_either(
    parcel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(parcel) as archive:
        archive.extractall(tmp_path / "folder")
    assert run(monkeypatch, tmp_path / "folder") == 0
    (tmp_path / "folder/scripts/build.py").write_text("evil()\n", encoding="utf-8")
    assert run(monkeypatch, tmp_path / "folder") == 1
    assert "scripts/build.py 与清单不符" in capsys.readouterr().err


@pytest.mark.parametrize("length", [0, 20, 43, 300])
def test_a_parcel_that_was_cut_off_is_a_sentence(
    length: int, parcel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel.write_bytes(parcel.read_bytes()[:length])
    assert run(monkeypatch, parcel) == 1
    error = capsys.readouterr().err
    assert error.endswith("没有安装。请重新拷贝一份。\n")
    assert len(error.splitlines()) == 1


def test_the_digest_that_was_read_out_must_be_that_of_the_zip(
    parcel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = hashlib.sha256(parcel.read_bytes()).hexdigest()
    groups = [digest[at : at + 4].upper() for at in range(0, 64, 4)]
    assert run(monkeypatch, parcel, "--sha256", digest) == 0
    assert run(monkeypatch, parcel, "--sha256", *groups) == 0
    assert run(monkeypatch, parcel, "--sha256", " ".join(groups)) == 0
    assert run(monkeypatch, parcel, "--sha256", digest.replace(digest[5], "0" if digest[5] != "0" else "1", 1)) == 1
    assert "和给的不一样，没有安装" in capsys.readouterr().err
    assert run(monkeypatch, parcel, "--sha256", digest[:60]) == 1
    assert "给的是 60 个字符" in capsys.readouterr().err
    assert run(monkeypatch, parcel, "--sha256", "") == 1
    assert "给的是 0 个字符" in capsys.readouterr().err


def test_the_digest_is_compared_before_the_zip_is_opened(
    parcel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel.write_bytes(b"no zip at all")
    assert run(monkeypatch, parcel, "--sha256", "0" * 64) == 1
    assert "和给的不一样" in capsys.readouterr().err


def test_the_one_parcel_beside_the_script_is_found(parcel: Path) -> None:
    (parcel.parent / "letters.zip").write_bytes(b"PK\x03\x04")
    assert install.find_parcel(parcel.parent) == parcel
    (parcel.parent / "MANIFEST.json").touch()
    assert install.find_parcel(parcel.parent) == parcel.parent


def test_an_installation_is_not_taken_for_a_parcel(parcel: Path) -> None:
    (parcel.parent / "MANIFEST.json").touch()
    (parcel.parent / ".venv").mkdir()
    with pytest.raises(install.Refusal, match="是装好的书香，不是安装包"):
        install.find_parcel(parcel.parent)


def test_no_parcel_or_several_are_told(parcel: Path) -> None:
    parcel.with_name("older.zip").write_bytes(parcel.read_bytes())
    with pytest.raises(install.Refusal, match=r"好几个安装包：bundle\.zip、older\.zip"):
        install.find_parcel(parcel.parent)
    for path in parcel.parent.glob("*.zip"):
        path.unlink()
    with pytest.raises(install.Refusal, match="里没有安装包"):
        install.find_parcel(parcel.parent)


def test_a_parcel_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path / "none.zip") == 1
    assert "找不到" in capsys.readouterr().err
    assert run(monkeypatch, tmp_path) == 1
    assert "里没有清单 MANIFEST.json" in capsys.readouterr().err


def test_help_and_complaints_are_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--help") == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：python3 install.py")
    for option in ("--to", "--today", "--yes", "--sha256"):
        assert f"\n  {option} " in out
    with pytest.raises(SystemExit) as leaving:
        run(monkeypatch, "--frobnicate")
    assert leaving.value.code == 2
    assert capsys.readouterr().err.startswith("参数有误。\n用法：")


# programs that are on no list


def test_a_program_that_was_added_to_a_zip_is_never_run(
    parcel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(parcel, "a") as archive:
        archive.writestr("scripts/environment/__init__.py", "evil()")
    assert run(monkeypatch, parcel) == 1
    assert "多出了清单上没有的 scripts/environment/__init__.py，没有安装" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_program_that_is_twice_in_a_zip_is_never_run(
    parcel: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(parcel, "a") as archive:
        archive.writestr("scripts/build.py", "print()\n")
    assert run(monkeypatch, parcel) == 1
    assert "scripts/build.py" in capsys.readouterr().err


@pytest.fixture
def folder(parcel: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(parcel) as archive:
        archive.extractall(tmp_path / "folder")
    return tmp_path / "folder"


@pytest.mark.parametrize(
    "name",
    [
        "scripts/__pycache__/build.cpython-311.pyc",
        "scripts/subprocess.py",
        "plugins/sitecustomize.py",
        "plugins/a.pth",
    ],
)
def test_a_program_that_was_added_to_an_unpacked_parcel_is_never_run(
    name: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).touch()
    assert run(monkeypatch, folder) == 1
    assert f"多出了清单上没有的 {name}，没有安装" in capsys.readouterr().err


def test_a_link_or_a_pipe_among_the_programs_is_refused_and_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scripts/build.py").unlink()
    os.mkfifo(folder / "scripts/build.py")
    assert run(monkeypatch, folder) == 1
    assert "是链接或特殊文件" in capsys.readouterr().err
    (folder / "scripts/build.py").unlink()
    (folder / "scripts/build.py").symlink_to(folder.parent / "build.py")
    assert run(monkeypatch, folder) == 1
    assert "是链接或特殊文件" in capsys.readouterr().err


def test_a_pipe_beside_the_script_is_not_waited_for(parcel: Path) -> None:
    os.mkfifo(parcel.with_name("pipe.zip"))
    assert install.find_parcel(parcel.parent) == parcel


def test_what_systems_leave_beside_programs_is_overlooked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "scripts/.DS_Store").touch()
    (folder / "scripts/._build.py").touch()
    assert run(monkeypatch, folder) == 0


def test_only_a_copy_of_what_was_looked_at_is_run(
    parcel: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[dict[str, bytes]] = []
    monkeypatch.setattr(install, "hand_over", lambda code, *_: ran.append(code) or 0)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    for place in (parcel, folder):
        monkeypatch.setattr(sys, "argv", ["install.py", str(place)])
        assert install.main() == 0
    assert ran == [dict.fromkeys(["plugins/shuxiang/a.py", "scripts/build.py"], b"print()\n")] * 2


def test_a_parcel_without_the_programs_is_a_sentence_and_leaves_nothing(parcel: Path, tmp_path: Path) -> None:
    done = run_script(parcel, tmp_path, "--to", str(tmp_path / "here"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "里的程序不完整，不是 bundle.py 打出来的安装包" in done.stderr
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "here").exists()


def test_a_module_that_lies_beside_the_script_is_not_taken_for_python_s_own(parcel: Path, tmp_path: Path) -> None:
    for name in ("json.py", "hashlib.py", "contextlib.py"):
        (tmp_path / name).write_text("raise SystemExit('evil')\n", encoding="utf-8")
    assert "evil" not in run_script(parcel, tmp_path).stderr


def run_script(parcel: Path, tmp_path: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    """Run the script as people do, from a copy beside the parcel."""
    shutil.copyfile(install.__file__, tmp_path / "install.py")
    (tmp_path / "temporary").mkdir()
    return subprocess.run(  # noqa: S603  # written here
        [sys.executable, str(tmp_path / "install.py"), str(parcel), *argv],
        capture_output=True,
        text=True,
        check=False,
        env={"TMPDIR": str(tmp_path / "temporary"), "PYTHONUTF8": "1"},
    )
