from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shuxiang.cli.problem import Problem
from shuxiang.cli.publish_portable import make_portable
from shuxiang.release.errors import ReleaseError

TODAY = date(2026, 11, 21)
CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"


@pytest.fixture
def source(project: Path) -> Path:
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return project / "mkdocs.yml"


def entries(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_copy_is_made_whole_and_made_again_in_its_own_place(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "离线 #1" / "副本"
    make_portable(source, copy, TODAY)
    (copy / "gone.html").write_text("旧")

    pages = make_portable(source, copy, TODAY)

    assert pages == len(list(copy.rglob("*.html")))
    assert {"index.html", "portable.js", "search-index"} <= entries(copy)
    assert not entries(copy) & {"gone.html", "404.html", "status"}
    assert entries(copy.parent) == {"副本"}


def test_a_folder_that_holds_other_things_is_refused_and_untouched(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "桌面"
    other.mkdir()
    (other / "报告.docx").write_bytes(b"x")

    with pytest.raises(Problem, match="不像是生成出来的网站"):
        make_portable(source, other, TODAY)

    assert entries(other) == {"报告.docx"}


def test_the_documents_themselves_are_never_replaced(source: Path) -> None:
    for place in (source.parent, source.parent / "docs", source.parent / "docs" / "副本"):
        with pytest.raises(Problem, match="请换一个"):
            make_portable(source, place, TODAY)


def test_names_for_windows_are_asked_for_and_nothing_is_left(source: Path, tmp_path: Path) -> None:
    (source.parent / "docs" / "aux.md").write_text("# 一页\n", encoding="utf-8")

    with pytest.raises(ReleaseError, match=r"aux/index\.html"):
        make_portable(source, tmp_path / "副本", TODAY)

    assert not (tmp_path / "副本").exists()


def test_without_the_plugin_it_says_what_to_add(project: Path, tmp_path: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: 书香\ntheme: {name: material}\n", encoding="utf-8")

    with pytest.raises(Problem, match="- shuxiang"):
        make_portable(project / "mkdocs.yml", tmp_path / "副本", TODAY)


def test_what_comes_from_elsewhere_is_told_by_the_line_that_was_written(source: Path, tmp_path: Path) -> None:
    (source.parent / "docs" / "page.md").write_text(
        "# 一页\n\n![图](https://e.example/a.png?x=1&y=2)\n\n<iframe src='//player.example/1'></iframe>\n",
        encoding="utf-8",
    )
    (source.parent / "docs" / "own.css").write_text("p {}\np { background: url(//e.example/b.png) }\n")
    source.write_text(
        CONFIG + "extra_css: [own.css]\nextra_javascript:\n  - https://cdn.example/a.js\n", encoding="utf-8"
    )

    with pytest.raises(Problem) as told:
        make_portable(source, tmp_path / "副本", TODAY)

    lines = str(told.value).splitlines()
    assert [":".join(line.split(":")[:2]) for line in lines[:-1]] == [
        "docs/own.css:2",
        "docs/page.md:3",
        "docs/page.md:5",
        "mkdocs.yml:6",
    ]
    assert "https://e.example/a.png?x=1&y=2" in lines[1]
    assert "请改为一个链接" in lines[2]
    assert "个文件里有" in lines[3]
    assert not (tmp_path / "副本").exists()


def test_an_address_that_merely_stands_in_a_script_stops_nothing(source: Path, tmp_path: Path) -> None:
    (source.parent / "docs" / "own.js").write_text('var help = "https://e.example/help";\n')
    source.write_text(CONFIG + "extra_javascript: [own.js]\n", encoding="utf-8")

    assert make_portable(source, tmp_path / "副本", TODAY)
