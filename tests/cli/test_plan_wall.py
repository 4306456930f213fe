"""The wall of everything planned: one file, for the office, never inside the documents or the site."""

from __future__ import annotations

import errno
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest

from shuxiang.cli.arguments import Parser, add_config_file, add_today
from shuxiang.cli.plan_wall import NOTE, add_wall, wall
from shuxiang.cli.problem import guarded

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
LATER = "---\ntitle: 以后才发布的题目\ncadence: article\nslot: 2026-W50\nsource: 本会编写\n---\n正文\n"


@pytest.fixture
def docs(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents of a project that has our plugin; what `--today` sets in the environment is taken back."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (project / "docs" / "programme").mkdir()
    (project / "docs" / "programme" / "2026.yml").write_text("year: 2026\n", encoding="utf-8")
    (project / "docs" / "a.md").write_text(LATER, encoding="utf-8")
    return project / "docs"


def run(*arguments: str) -> int:
    parser = Parser("python3 scripts/plan.py wall", "")
    add_wall(parser)
    add_config_file(parser)
    add_today(parser)
    return guarded(partial(wall, parser.parse_args(["--today", "2026-11-21", *arguments])))


def test_the_file_holds_what_is_not_published_yet_and_says_so(docs: Path) -> None:
    assert run("-o", "wall.html") == 0
    text = (docs.parent / "wall.html").read_text(encoding="utf-8")
    assert "以后才发布的题目" in text
    assert NOTE in text


def test_the_file_needs_no_other_file(docs: Path) -> None:
    assert run("-o", "wall.html") == 0
    text = (docs.parent / "wall.html").read_text(encoding="utf-8")
    assert ".wall-sheet {" in text
    assert "window.print()" in text
    assert 'rel="stylesheet"' not in text
    assert "src=" not in text
    assert "://" not in text


@pytest.mark.parametrize(
    ("sheet", "size"), [("a3", "420mm 297mm"), ("A4", "297mm 210mm"), ("2026-12", "297mm 210mm")]
)
def test_the_sheet_decides_the_paper_and_the_usual_name(
    docs: Path, sheet: str, size: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--sheet", sheet) == 0
    path = docs.parent / f"挂图-2026-{sheet.lower()}.html"
    assert size in path.read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"已写入 {path}。请用浏览器打开，再打印。{NOTE}\n"


def test_the_year_can_be_chosen(docs: Path) -> None:
    (docs / "programme" / "2027.yml").write_text("year: 2027\ntitle: 明年的计划\n", encoding="utf-8")
    assert run("--year", "2027", "-o", "wall.html") == 0
    assert "<h1" in (text := (docs.parent / "wall.html").read_text(encoding="utf-8"))
    assert "明年的计划" in text


def test_the_same_plan_gives_the_same_bytes_and_an_earlier_wall_is_replaced(docs: Path) -> None:
    assert run("-o", "wall.html") == 0
    first = (docs.parent / "wall.html").read_bytes()
    assert run("-o", "wall.html") == 0
    assert (docs.parent / "wall.html").read_bytes() == first


def test_a_full_disk_leaves_the_earlier_wall(docs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("-o", "wall.html") == 0
    first = (docs.parent / "wall.html").read_bytes()

    def full(file: BinaryIO, data: bytes) -> None:
        with file:
            file.write(data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shuxiang.cli.written_file._fill", full)
    assert run("-o", "wall.html") == 1
    assert (docs.parent / "wall.html").read_bytes() == first
    assert sorted(path.name for path in docs.parent.iterdir()) == ["docs", "mkdocs.yml", "wall.html"]


@pytest.mark.parametrize(
    "place", ["docs/wall.html", "docs/programme/wall.html", "site/wall.html", "site/deep/w.html"]
)
def test_it_is_not_written_where_it_would_be_published(
    docs: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs.parent / "site" / "deep").mkdir(parents=True)
    assert run("-o", place) == 1
    assert "不能写到" in capsys.readouterr().err
    assert not (docs.parent / place).exists()


def test_a_link_into_the_documents_is_seen_through(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (docs.parent / "elsewhere").symlink_to(docs, target_is_directory=True)
    assert run("-o", "elsewhere/wall.html") == 1
    assert "不能写到文档文件夹里" in capsys.readouterr().err


def test_a_file_that_is_something_else_stays_as_it_is(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = docs.parent / "plan.html"
    kept.write_text("别人的文件", encoding="utf-8")
    assert run("-o", "plan.html") == 1
    assert "没有动它" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "别人的文件"


def test_a_folder_that_is_not_there_is_told(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("-o", "nowhere/wall.html") == 1
    assert capsys.readouterr().err == f"没有文件夹 {docs.parent / 'nowhere'}。请先建好，或用 -o 换一个地方。\n"


@pytest.mark.parametrize("sheet", ["a5", "2025-11", "2027-01", "2026-W47", "11", "../a3"])
def test_a_sheet_that_there_is_not_is_told(docs: Path, sheet: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--sheet", sheet) == 1
    assert capsys.readouterr().err == (
        f"--sheet 不能是“{sheet}”。可以写 a3、a4，或 2026-01 至 2026-12 中的一个月。\n"
    )
    assert [path.name for path in docs.parent.glob("*.html")] == []


def test_a_year_without_a_programme_is_told(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.is_dir()
    assert run("--year", "2031") == 1
    assert "没有2031年的学习计划" in capsys.readouterr().err
