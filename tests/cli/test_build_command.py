from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuxiang.cli import build

if TYPE_CHECKING:
    from pathlib import Path


def index(root: Path) -> Path:
    return root / "docs" / "index.md"


def entries(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_a_build_ends_by_saying_how_many_pages_there_are_and_how_to_look(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "docs" / "second.md").write_text("# 第二页\n", encoding="utf-8")
    assert build.main([]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == "网站已生成：site/（2 个页面）。预览：python3 scripts/serve.py"


def test_a_build_leaves_the_site_and_nothing_else(project: Path) -> None:
    assert build.main([]) == 0
    assert entries(project) == {"docs", "mkdocs.yml", "site"}
    assert "首页" in (project / "site" / "index.html").read_text(encoding="utf-8")


def test_a_second_build_takes_away_pages_that_are_gone(project: Path) -> None:
    (project / "docs" / "old.md").write_text("# 旧页\n", encoding="utf-8")
    build.main([])
    (project / "docs" / "old.md").unlink()
    assert build.main([]) == 0
    assert not (project / "site" / "old").exists()


def test_a_build_that_fails_keeps_the_old_site_and_says_so(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build.main([])
    before = (project / "site" / "index.html").read_bytes()

    def explode(_config: object) -> None:
        raise RuntimeError("突然")

    monkeypatch.setattr(build, "mkdocs_build", explode)
    assert build.main([]) == 2
    assert (project / "site" / "index.html").read_bytes() == before
    assert entries(project) == {"docs", "mkdocs.yml", "site"}
    assert "RuntimeError: 突然" in capsys.readouterr().err


def test_ctrl_c_keeps_the_old_site_and_ends_quietly(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build.main([])
    capsys.readouterr()

    def interrupt(_config: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "mkdocs_build", interrupt)
    assert build.main([]) == 130
    assert entries(project) == {"docs", "mkdocs.yml", "site"}
    assert capsys.readouterr().err == ""


def test_a_warning_is_shown_and_does_not_stop_the_build(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index(project).write_text("[缺](missing.md)\n", encoding="utf-8")
    assert build.main([]) == 0
    assert capsys.readouterr().err.startswith("警告 ")


def test_strict_makes_a_warning_a_failure_and_builds_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index(project).write_text("[缺](missing.md)\n", encoding="utf-8")
    assert build.main(["--strict"]) == 1
    assert entries(project) == {"docs", "mkdocs.yml"}
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("网站没有生成：有 1 条警告，而 --strict 要求一条也没有。")


def test_the_site_can_go_to_another_folder_relative_to_where_one_stands(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    assert build.main(["--site-dir", "elsewhere"]) == 0
    assert (project.parent / "elsewhere" / "index.html").exists()
    assert not (project / "site").exists()


def test_a_folder_with_other_things_in_it_is_refused_and_untouched(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = project.parent / "Documents"
    documents.mkdir()
    (documents / "report.docx").write_bytes(b"x")
    assert build.main(["--site-dir", str(documents)]) == 1
    assert entries(documents) == {"report.docx"}
    assert "不像是生成出来的网站" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("theme: mkdocs\n", "Config value 'site_name': Required"),
        ("site_name: [书香\n", "expected ',' or ']'"),
        ("site_name: 书香\nplugins: [no-such-plugin]\n", 'The "no-such-plugin" plugin is not installed'),
    ],
)
def test_a_wrong_configuration_is_told_with_mkdocs_own_words(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, detail: str
) -> None:
    (project / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert build.main([]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"配置文件 {project / 'mkdocs.yml'} 有误")
    assert detail in error


def test_a_configuration_that_is_not_there_is_told_by_name(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main(["--config-file", "absent.yml"]) == 1
    assert capsys.readouterr().err.startswith(f"找不到配置文件 {project / 'absent.yml'}。")


def test_today_without_the_plugin_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--today", "2026-11-21"]) == 1
    assert "plugins 里没有它" in capsys.readouterr().err
    assert not (project / "site").exists()


def test_the_same_day_gives_the_same_bytes(project: Path) -> None:
    config = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [{shuxiang: {search: false}}]\n"
    (project / "mkdocs.yml").write_text(config, encoding="utf-8")
    sites = [project.parent / name for name in ("first", "second")]
    for site in sites:
        assert build.main(["--today", "2026-11-21", "--site-dir", str(site)]) == 0
    assert contents(sites[0]) == contents(sites[1])
    assert "2026-11-21" in (sites[0] / "schedule.json").read_text(encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
