from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from shuxiang.cli.bundle import main
from shuxiang.cli.bundle_output import grouped
from shuxiang.release.bundle.delivered import FOLDER
from shuxiang.release.manifest import sha256_of

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
TODAY = "2026-11-21"


def material(title: str, slot: str) -> str:
    return f"---\ntitle: {title}\ncadence: article\nslot: {slot}\nsource: 本会编写\n---\n正文\n"


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def bundle(*argv: str | Path) -> int:
    return main([*map(str, argv), "--today", TODAY])


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's side of the world that has the internet."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    folder = tmp_path / "outside"
    write(folder / "docs", index="# 首页\n", a=material("甲", "2026-W46"), b=material("乙", "2026-W47"))
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture
def inside(project: Path) -> Path:
    """The other side, with nothing but a home page."""
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (project / "docs/index.md").write_text("# 首页\n", encoding="utf-8")
    return project


def pack(outside: Path, *files: str) -> Path:
    parcel = outside / "week.zip"
    assert bundle("--config-file", outside / "mkdocs.yml", "--content-only", "-o", parcel, *files) == 0
    return parcel


def taken(outside: Path, *options: str) -> int:
    return bundle("--take", outside / "week.zip", *options)


def test_new_documents_are_shown_taken_and_what_to_do_next_is_said(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 0
    out, error = capsys.readouterr()
    assert error == ""
    assert "2026-11-21 打包的全部材料，3 个文件，完好。它的 SHA-256：\n" in out
    assert grouped(sha256_of(outside / "week.zip")) in out
    assert "新增（2）：\n  docs/a.md\n  docs/b.md\n" in out
    assert "收好了。" in out
    assert out.endswith("生成网站：python3 scripts/build.py\n")
    assert texts(inside / "docs") == texts(outside / "docs")


def test_what_changed_and_what_is_gone_is_shown(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(outside / "docs", a=material("甲之二", "2026-W46"))
    (outside / "docs/b.md").unlink()
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 0
    assert "改动（1）：\n  docs/a.md\n删去（1）：\n  docs/b.md\n" in capsys.readouterr().out
    assert texts(inside / "docs") == texts(outside / "docs")
    assert taken(outside) == 0
    assert "没有要写入的改动。" in capsys.readouterr().out


def test_the_folder_it_was_unpacked_to_will_do(outside: Path, inside: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(pack(outside)) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert bundle("--take", tmp_path / "unpacked") == 0
    assert texts(inside / "docs") == texts(outside / "docs")


def test_to_look_is_not_to_take(outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(outside)
    assert taken(outside, "--dry-run") == 0
    assert "只是看看，没有写入。" in capsys.readouterr().out
    assert list(texts(inside / "docs")) == ["index"]


def test_documents_with_an_error_are_refused_whole_and_the_error_is_told_as_check_tells_it(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(outside / "docs", b=material("乙", "2026-W54"))
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert "要改的1处：\n  docs/b.md:4:期次“2026-W54”不存在" in out
    assert error == "材料有错，一个文件也没有写入。请在外网改好，重新打包。\n"
    assert list(texts(inside / "docs")) == ["index"]
    assert sorted(path.name for path in inside.iterdir()) == ["data", "docs", "mkdocs.yml"]


def test_what_both_sides_changed_is_not_overwritten_until_it_is_wanted(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(inside / "docs", a=material("本地", "2026-W46"), index="# 本地首页\n", own=material("自己", "2026-W45"))
    write(outside / "docs", a=material("外网", "2026-W46"))
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert "保留本地的（2）：\n  docs/index.md\n  docs/own.md\n两边都改过（1）：\n  docs/a.md\n" in out
    assert "加 --yes 再运行一次" in error
    assert "本地" in texts(inside / "docs")["a"]
    assert taken(outside, "--yes") == 0
    assert "外网" in texts(inside / "docs")["a"]
    assert "本地" in texts(inside / FOLDER / "former")["a"]
    assert texts(inside / "docs")["index"] == "# 本地首页\n"


def test_a_week_s_material_leaves_the_rest_alone(outside: Path, inside: Path) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(outside / "docs", c=material("丙", "2026-W48"))
    (outside / "docs/a.md").unlink()
    pack(outside, "docs/c.md")
    assert taken(outside) == 0
    assert sorted(texts(inside / "docs")) == ["a", "b", "c", "index"]


def test_a_damaged_parcel_is_refused_before_anything_is_looked_at(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel = pack(outside)
    data = parcel.read_bytes()
    parcel.write_bytes(data.replace("甲".encode(), "丁".encode()))
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert "里的 docs/a.md 与清单不符" in error
    assert list(texts(inside / "docs")) == ["index"]


def test_two_do_not_take_at_once(outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(outside)
    lock = inside / FOLDER / "lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock):
        assert taken(outside) == 1
    assert "另一个命令正在收材料" in capsys.readouterr().err
    assert taken(outside) == 0


def test_a_long_list_is_cut(outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(40):
        write(outside / "docs", **{f"note{number:02}": "# 一页\n"})
    pack(outside)
    assert taken(outside, "--dry-run") == 0
    assert "新增（42）：" in (out := capsys.readouterr().out)
    assert "  ……还有 12 个\n" in out
    assert inside.exists()
