"""Before its time a material is nowhere in the site: no page, no data, no search, no picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from built import BuildSite, Built


def given_away(site: Built, secret: str) -> list[str]:
    """The files whose name or content holds the secret."""
    return [path for path, content in site.files().items() if secret in path or secret.encode() in content]


def test_nothing_gives_an_unpublished_material_away(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site(
        {
            "now.md": reading("2026-W47", "这一周", "看[下文](secret-page.md)。\n"),
            "secret-page.md": reading(
                "2026-W49", "绝密题目", "绝密内容 ![图](secret-picture.png)", tags="[绝密标签]"
            ),
            "secret-picture.png": b"\x89PNG secret",
        },
        search=True,
    )

    for secret in ("绝密", "secret"):
        assert given_away(site, secret) == []


@pytest.mark.parametrize(("today", "shown"), [("2026-11-15", False), ("2026-11-16", True), ("2026-12-24", True)])
def test_a_material_appears_seven_days_before_its_slot(
    build_site: BuildSite, reading: Callable[..., str], today: str, *, shown: bool
) -> None:
    site = build_site({"a.md": reading("2026-W48", "下周的文章")}, today=today)

    assert bool(given_away(site, "下周的文章")) is shown


def test_the_days_ahead_can_be_set(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W48", "下周的文章")}, publish_ahead=0)

    assert given_away(site, "下周的文章") == []


def test_a_link_to_an_unpublished_material_keeps_its_words_only(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site(
        {"now.md": reading("2026-W47", "甲", "看[下文](later.md)。"), "later.md": reading("2026-W50", "乙")}
    )

    assert "看<span>下文</span>。" in site.text("now/index.html")
    assert len(site.warnings) == 1
    assert "docs/now.md:8:链接指向尚未发布的材料（later.md" in site.warnings[0]


def test_programme_files_are_read_and_not_published(build_site: BuildSite) -> None:
    site = build_site({"programme/2026.yml": "year: 2026\n"})

    assert not site.has("programme/2026.yml")
    assert site.has("checkin/article/2026-W01/index.html")


def test_what_only_hidden_pages_name_is_hidden_too(build_site: BuildSite, reading: Callable[..., str]) -> None:
    lecture = "{speaker: 甲, video: files/录像.mp4, handout: files/讲义 终稿.pdf}"
    site = build_site(
        {
            "later.md": reading("2026-W50", lecture=lecture),
            "files/录像.mp4": b"video",
            "files/讲义 终稿.pdf": b"handout",
            "gbk.md": reading("2026-W50", body="![图](picture.png)").encode("gbk"),
            "picture.png": b"picture",
        }
    )

    assert not [path for path in site.files() if path.endswith((".mp4", ".pdf", "picture.png"))]


@pytest.mark.parametrize(
    "body",
    ["![图](图 1.png)", "<img src=secret.png>", "![图](/files/secret.png)", "[![图](secret.png)](now.md)"],
)
def test_however_a_hidden_page_names_a_picture_it_stays_hidden(
    build_site: BuildSite, reading: Callable[..., str], body: str
) -> None:
    names = ("图 1.png", "secret.png", "files/secret.png")
    site = build_site({"later.md": reading("2026-W50", body=body), **dict.fromkeys(names, b"picture")})

    assert len([path for path in site.files() if path in names]) == 2


def test_a_list_of_handouts_is_hidden_whole(build_site: BuildSite, reading: Callable[..., str]) -> None:
    files = {"files/a.pdf": b"a", "files/b.pdf": b"b"}
    site = build_site({"later.md": reading("2026-W50", lecture="{handout: [files/a.pdf, files/b.pdf]}"), **files})

    assert not [path for path in site.files() if path.endswith(".pdf")]


@pytest.mark.parametrize("header", ["cadance: article\nslot: 2026-W52", "节奏: article\n期次: 2026-W52"])
def test_a_slip_in_the_word_cadence_publishes_nothing(build_site: BuildSite, header: str) -> None:
    site = build_site({"a.md": f"---\ntitle: 绝密题目\n{header}\n---\n绝密内容\n"})

    assert given_away(site, "绝密") == []


def test_a_header_behind_a_blank_line_publishes_nothing(build_site: BuildSite) -> None:
    site = build_site({"a.md": "\n---\ntitle: 绝密题目\n\ncadence: article\nslot: 2026-W52\n---\n绝密内容\n"})

    assert given_away(site, "绝密") == []
