from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quick_scans import quick_scans
from shuxiang.cli.problem import Problem
from shuxiang.cli.publish_portable import make_portable, run
from shuxiang.cli.settings import load
from shuxiang.mkdocs_plugin.feeds_output import calendar_id, records_id
from shuxiang.release.errors import ReleaseError

TODAY = date(2026, 11, 21)
CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
EVERYBODYS = CONFIG.replace("书香", "书香政协")
ADDRESSED = f"site_url: https://study.example/\n{EVERYBODYS}"


@pytest.fixture(scope="module", autouse=True)
def _quick_scans() -> Iterator[None]:
    with quick_scans():
        yield


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

    pages = make_portable(source, copy, TODAY).pages

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


@pytest.fixture(scope="module")
def copy_with_address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a site that has everybody's name, an address, and a page that links to itself in full."""
    root = tmp_path_factory.mktemp("address")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
    (root / "docs" / "page.md").write_text(
        "# 一页\n\n[首页](https://study.example/) ![图](https://study.example/a.png)\n", encoding="utf-8"
    )
    (root / "docs" / "a.png").write_bytes(b"\x89PNG")
    (root / "mkdocs.yml").write_text(ADDRESSED, encoding="utf-8")
    made = make_portable(root / "mkdocs.yml", root / "副本", TODAY)
    assert not made.shares_records
    return root / "副本"


def test_links_to_the_sites_own_full_address_lead_into_the_copy(copy_with_address: Path) -> None:
    page = (copy_with_address / "page" / "index.html").read_text(encoding="utf-8")

    assert '<a href="../index.html">首页</a>' in page
    assert 'src="../a.png"' in page


def test_the_copy_still_says_where_the_website_is(copy_with_address: Path) -> None:
    page = (copy_with_address / "subscribe" / "index.html").read_text(encoding="utf-8")

    assert 'href="https://study.example/">https://study.example/</a>' in page


def test_the_copys_records_go_by_the_id_that_tells_offices_apart(source: Path, copy_with_address: Path) -> None:
    facts = re.search(r"portable: (\{.*?\})", (copy_with_address / "portable.js").read_text(encoding="utf-8"))

    assert facts
    assert json.loads(facts[1])["site"] == told(source, ADDRESSED)[1]


def told(source: Path, config: str) -> tuple[str, str]:
    """The ids of the calendars and of the records for a configuration."""
    source.write_text(config, encoding="utf-8")
    loaded = load(source)
    options = loaded.plugins["shuxiang"].config
    return calendar_id(loaded, options), records_id(loaded, options)


def test_records_of_two_offices_with_the_name_of_all_are_apart_and_stay_from_copy_to_copy(source: Path) -> None:
    one, other = (f"site_url: https://{host}/sx/\n{EVERYBODYS}" for host in ("a.example", "b.example"))
    calendars, records = told(source, one)

    assert (calendars, records) == told(source, one) == told(source, one.replace("https", "http"))
    assert told(source, other)[0] == calendars
    assert told(source, other)[1] != records


def test_a_name_or_an_id_of_the_offices_own_is_all_that_tells_its_records(source: Path) -> None:
    named = CONFIG.replace("书香", "甲区书香政协")
    numbered = EVERYBODYS.replace("[shuxiang]", "[shuxiang: {calendar_id: zx.example}]")

    assert told(source, named)[1] == told(source, f"site_url: https://a.example/\n{named}")[1]
    assert told(source, f"site_url: https://a.example/\n{numbered}")[1] == "zx.example"


def test_an_office_that_nothing_tells_from_others_is_asked_for_an_id(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source.write_text(EVERYBODYS, encoding="utf-8")

    assert run(Namespace(config_file=source, output=tmp_path / "副本", today=TODAY, strict=False)) == 0
    assert "calendar_id: " in capsys.readouterr().out.partition("离线副本已做好")[2]


def test_no_copy_is_made_without_a_material_that_cannot_be_read(source: Path, tmp_path: Path) -> None:
    (source.parent / "docs" / "w47.md").write_text("---\ntitle: [\ncadence: article\n---\n正文", encoding="utf-8")
    with pytest.raises(Problem, match=r"(?s)w47\.md:.*没有做副本"):
        make_portable(source, tmp_path / "副本", TODAY)
    assert not (tmp_path / "副本").exists()
