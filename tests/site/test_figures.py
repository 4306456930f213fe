"""小组学习情况 in the site: not there unless the office has chosen so, and then nothing but what it has chosen."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from mkdocs.config import load_config
from watchdog.events import FileModifiedEvent, FileMovedEvent

from built import BuildSite
from shuxiang.core.figures_form import from_text
from shuxiang.mkdocs_plugin.figures_file import watch

PAGE = "figures/index.html"
CANARY = "张三13900000000"


def line(people: int, due: int, least: int, most: int, **name: str) -> dict[str, Any]:
    return {**name, "people": people, "due": due, "least": least, "most": most}


def content(**fields: Any) -> dict[str, Any]:
    article = {
        "id": "article",
        "name": "周学一文",
        "slots": 3,
        "groups": [line(12, 36, 30, 30, name="第一小组"), line(9, 27, 26, 27, name="<b>第二</b>小组")],
        "others": line(11, 33, 0, 1),
        "total": line(32, 96, 56, 58),
    }
    empty = {"id": "topic", "name": "月讲一题", "slots": 1, "groups": [], "others": None, "total": None}
    return {
        "format": "shuxiang-figures",
        "version": 1,
        "period": "2026-11",
        "as_of": "2026-11-20",
        "smallest_group": 5,
        "ranked": False,
        "cadences": [article, empty],
        **fields,
    }


def ranked() -> dict[str, Any]:
    fields = content(ranked=True)
    fields["cadences"][0]["groups"].reverse()
    return fields


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[str], None]:
    """publish(text): this is what stands in the office's file of figures."""

    def write(text: str) -> None:
        file = tmp_path / "data" / "ledger" / "figures.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return write


def test_without_figures_no_page_and_no_word_of_them(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47"), "figures.md": "# 插图\n"})

    assert "<h1>插图</h1>" in site.text(PAGE).replace(' id="_1"', "")
    for path, data in site.files().items():
        if path.endswith(".html"):
            assert "小组情况" not in data.decode(), path
    assert site.warnings == ()


def test_figures_have_a_page_and_every_page_leads_to_it(
    build_site: BuildSite, reading: Callable[..., str], publish: Callable[[str], None]
) -> None:
    publish(json.dumps(content()))
    site = build_site({"a.md": reading("2026-W47")})
    page = site.text(PAGE)

    assert site.warnings == ()
    assert "2026年11月，截至2026年11月20日。这个月还没有结束，数字还会变。" in page
    assert "不按多少排列" in page
    assert "人数太少，不列数字。" in page
    for words in ("第一小组", "83.3%", "26或27", "96.3%以上", "0或1", "3.0%以下", "56至58", "约59.4%"):
        assert words in page
    assert "&lt;b&gt;第二&lt;/b&gt;小组" in page
    for path in ("index.html", "a/index.html", "checkin/article/2026-W47/index.html", "404.html"):
        assert 'figures/">小组情况</a>' in site.text(path), path
        assert "本站不排名" in site.text(path), path


def test_groups_in_the_order_of_their_rates_come_with_who_chose_so_and_why_it_may_be_unwelcome(
    build_site: BuildSite, reading: Callable[..., str], publish: Callable[[str], None]
) -> None:
    publish(json.dumps(ranked()))
    site = build_site({"a.md": reading("2026-W47")})
    page = site.text(PAGE)

    before, _, after = page.partition("<table")
    assert before.index("各小组按完成率从高到低排列") < before.index("截至2026年11月20日")
    for words in ("办公室的选择", "学习打卡是自愿的", "国办函〔2026〕12号", "应付学习"):
        assert words in before
    assert after.index("第二") < after.index("第一小组") < after.index("其他小组")
    assert "本站不排名" not in page
    assert "本站不给任何个人排名" in site.text("a/index.html")


def test_without_that_choice_nothing_can_put_the_groups_in_order(
    build_site: BuildSite, publish: Callable[[str], None]
) -> None:
    publish(json.dumps(content()))
    page = build_site({}).text(PAGE)

    own = page[page.index("data-figures") : page.index("<script", page.index("data-figures"))]
    assert own.count("<tr") == 5
    for word in ("<button", "<select", "<input", "onclick", "sort", "<a "):
        assert word not in own


@pytest.mark.parametrize(
    "text",
    [f"{{{CANARY}", json.dumps(content(member=CANARY)), json.dumps(content(as_of=CANARY))],
    ids=["broken", "with more in it", "changed by hand"],
)
def test_a_file_that_is_not_as_it_was_written_is_told_and_shows_nothing(
    build_site: BuildSite, publish: Callable[[str], None], caplog: pytest.LogCaptureFixture, text: str
) -> None:
    publish(text)
    with caplog.at_level(logging.DEBUG):
        site = build_site({})

    (warning,) = site.warnings
    assert warning.startswith("shuxiang: data/ledger/figures.json:小组学习情况没有放进网站：")
    assert "publish-figures；" in warning
    assert "--off" in warning
    assert not site.has(PAGE)
    assert CANARY not in caplog.text
    assert [path for path, data in site.files().items() if CANARY.encode() in data] == []


def test_a_file_saved_by_an_editor_counts_and_a_folder_in_its_place_does_not(
    build_site: BuildSite, publish: Callable[[str], None], tmp_path: Path
) -> None:
    publish("\ufeff" + json.dumps(content()).replace("{", "{\r\n"))
    assert build_site({}).has(PAGE)

    (tmp_path / "data" / "ledger" / "figures.json").unlink()
    (tmp_path / "data" / "ledger" / "figures.json").mkdir()
    site = build_site({}, name="again")
    assert not site.has(PAGE)
    assert "文件读不出来" in site.warnings[0]


def test_the_file_may_lie_elsewhere_or_be_left_aside(
    build_site: BuildSite, publish: Callable[[str], None], tmp_path: Path
) -> None:
    publish(json.dumps(content()))
    assert not build_site({}, figures="").has(PAGE)

    (tmp_path / "figures").mkdir()
    (tmp_path / "data" / "ledger" / "figures.json").rename(tmp_path / "figures" / "公开.json")
    assert build_site({}, name="again", figures="figures/公开.json").has(PAGE)


def test_the_same_figures_make_the_same_pages(build_site: BuildSite, publish: Callable[[str], None]) -> None:
    publish(json.dumps(content()))
    first = build_site({}).files()

    assert build_site({}, name="again").files() == first
    from_text(json.dumps(content()))


def test_a_preview_follows_the_figures_and_nothing_else_of_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    source = tmp_path / "mkdocs.yml"
    source.write_text("site_name: 试用\ntheme: {name: material}\nplugins: [shuxiang]\n", encoding="utf-8")
    config = load_config(str(source))
    options = config.plugins["shuxiang"].config
    followed: list[Any] = []
    observer = SimpleNamespace(schedule=lambda handler, folder: followed.append((handler, folder)))
    server: Any = SimpleNamespace(observer=observer, _rebuild_cond=threading.Condition(), _want_rebuild=False)

    watch(server, config, options)
    assert followed == []

    folder = tmp_path / "data" / "ledger"
    folder.mkdir(parents=True)
    watch(server, config, options)
    ((handler, where),) = followed
    assert where == str(folder)
    handler.dispatch(FileModifiedEvent(str(folder / "ledger.db")))
    assert not server._want_rebuild
    handler.dispatch(FileMovedEvent(str(folder / ".sx-1"), str(folder / "figures.json")))
    assert server._want_rebuild
