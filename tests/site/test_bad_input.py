"""Whatever is wrong with one file, the others are built, and each problem has a sentence of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from mkdocs.exceptions import Abort, ConfigurationError

from built import BuildSite
from shuxiang.search import SearchIndexError


def test_all_problems_are_told_in_one_run_and_the_rest_is_built(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site(
        {
            "good.md": reading("2026-W47", "好文章"),
            "no-such-week.md": reading("2026-W54"),
            "no-such-month.md": reading("2026-13"),
            "a-day.md": reading("2026-1-5"),
            "first.md": reading("2026-W40"),
            "second.md": reading("2026-W40", "后来的"),
            "unknown.md": reading("2026-W41", cadence="artcle"),
            "no-title.md": "---\ncadence: article\nslot: 2026-W42\nsource: 本会\n---\n正文\n",
            "wide.md": "---\ntitle\uff1a甲\ncadence: article\nslot: 2026-W43\n---\n正文\n",
            "bom.md": "\ufeff" + reading("2026-W44", "有记号"),
            "gbk.md": reading("2026-W45").encode("gbk"),
            "tab.md": "---\ntitle: 甲\nlecture:\n\tspeaker: 乙\n---\n正文\n",
            "huge.md": b"a" * 20_000_000,
            "programme/2026.yml": "year: 2026\n",
            "programme/2027.yml": "year: 2027\nstarts: 2026-12-01\n",
        }
    )

    told = "\n".join(site.warnings)
    for place in (
        "docs/no-such-week.md:4:",
        "docs/no-such-month.md:4:",
        "docs/a-day.md:4:",
        "docs/second.md:4:",
        "docs/unknown.md:3:",
        "docs/no-title.md:1:",
        "docs/wide.md:2:",
        "docs/bom.md:1:",
        "docs/gbk.md:2:",
        "docs/tab.md:4:",
        "docs/huge.md:",
        "docs/programme/2027.yml:2:",
    ):
        assert told.count(place) == 1, place
    assert len(site.warnings) == 12
    assert "好文章" in site.text("good/index.html")
    assert "有记号" in site.text("bom/index.html")
    assert "后来的" in site.text("second/index.html")
    for withheld in ("no-such-week", "wide", "gbk", "tab", "huge"):
        assert not site.has(f"{withheld}/index.html")


def test_strict_fails_on_a_problem(build_site: BuildSite, reading: Callable[..., str]) -> None:
    with pytest.raises(Abort, match="strict"):
        build_site({"a.md": reading("2026-W54")}, config={"strict": True})


@pytest.mark.parametrize(
    "options", [{"publish_ahead": -1}, {"publish_ahead": "七"}, {"today": "2026-2-30"}, {"stale_after": True}]
)
def test_options_are_validated_the_mkdocs_way(build_site: BuildSite, options: dict[str, object]) -> None:
    with pytest.raises((Abort, ConfigurationError)):
        build_site({}, **options)


def test_an_index_that_cannot_be_made_ends_the_build_with_its_sentence(
    build_site: BuildSite, reading: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SearchIndexError("索引写不进去。")

    monkeypatch.setattr("shuxiang.mkdocs_plugin.output.build_index", fail)

    with pytest.raises(Abort):
        build_site({"a.md": reading("2026-W47")}, search=True)


def test_script_in_a_title_stays_text_everywhere(build_site: BuildSite, reading: Callable[..., str]) -> None:
    hostile = "<script>alert(1)</script>"
    site = build_site(
        {"a.md": reading("2026-W47", hostile, summary=hostile, author=hostile, tags=f"['{hostile}']")}
    )

    pages = [
        path for path, content in site.files().items() if path.endswith(".html") and hostile.encode() in content
    ]

    assert pages == []


def test_another_theme_is_refused_with_what_to_write(
    build_site: BuildSite, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        build_site({}, config={"theme": {"name": "readthedocs"}})

    assert "theme: {name: material, language: zh}" in caplog.text


def test_two_sources_for_one_address_are_told_and_neither_is_lost_in_silence(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site(
        {
            "tags.md": "# 我的标签页\n",
            "r/w47.md": "# 一\n",
            "r/w47/index.md": "# 二\n",
            "a.md": reading("2026-W47"),
        }
    )

    told = "\n".join(site.warnings)
    assert "docs/tags.md:它的网址（tags/）上是网站自动生成的页面，本文件没有采用。请给它换一个文件名。" in told
    assert "docs/r/w47/index.md:它的网页和 r/w47.md 的在同一个网址（r/w47/），只能留一个" in told
    assert len(site.warnings) == 2


def test_a_header_that_only_mkdocs_would_trip_over_is_not_printed_as_text(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site({"a.md": reading("2026-W47", "题目", "正文。", date="2026-13-45")})

    assert "cadence: article" not in site.text("a/index.html")
    assert "正文。" in site.text("a/index.html")


def test_a_name_with_a_colon_is_a_title_like_any_other(build_site: BuildSite) -> None:
    programme = (
        'year: 2026\ntitle: "2026年: 计划 #1"\ncadences:\n  - {id: forum, name: "每月: 一议", every: month}\n'
    )
    site = build_site({"programme/2026.yml": programme})

    assert "<title>每月: 一议 - 试用</title>" in site.text("cadence/forum/index.html")
    assert "<title>2026年: 计划 #1 - 试用</title>" in site.text("schedule/2026/index.html")
