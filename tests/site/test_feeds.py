"""The feeds of a built site: where they lie, what they keep back, and what they remember."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from mkdocs.exceptions import Abort, ConfigurationError

from built import BuildSite, Built
from shuxiang.cli import build
from shuxiang.feeds.revisions import Before, read_before
from shuxiang.mkdocs_plugin import feeds_output

Reading = Callable[..., str]
ALL = "calendar/programme.ics"
PROGRAMME = """\
year: 2026
starts: 2026-01-05
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month}
events:
  - id: hall
    kind: 委员大讲堂
    title: 怎样写提案
    at: 2026-11-25 15:00
    venue: 三楼会议室
    materials: [a.md, late.md]
"""


@pytest.fixture(scope="module")
def site_with_a(build_for_all: BuildSite, reading: Reading) -> Built:
    """A site with a programme and one material in it."""
    return build_for_all({"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W47", "一篇")})


def feeds(site: Built) -> dict[str, str]:
    """Every feed of the site, its folded lines put together."""
    found = {path: data.decode() for path, data in site.files().items() if path.endswith((".ics", "atom.xml"))}
    return {path: text.replace("\r\n ", "") for path, text in found.items()}


def entry(text: str, uid: str) -> dict[str, str]:
    """One entry of a calendar by the beginning of its uid: its lines by what stands before their colon."""
    (lines,) = [e for e in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL) if f"UID:{uid}@" in e]
    return {name: value for name, _, value in (line.partition(":") for line in lines.split("\r\n"))}


def test_the_feeds_lie_below_the_sites_root(site_with_a: Built) -> None:
    found = feeds(site_with_a)

    assert set(found) == {
        *(ALL, "calendar/events.ics", "calendar/cadence/article.ics", "calendar/cadence/topic.ics", "atom.xml")
    }
    assert entry(found[ALL], "article-2026-W47")["SUMMARY"] == "周学一文 第46周：一篇"
    assert entry(found["calendar/events.ics"], "event.hall.2026")["LOCATION"] == "三楼会议室"
    assert "<title>一篇</title>" in found["atom.xml"]


def test_a_calendars_lines_end_as_the_standard_says(site_with_a: Built) -> None:
    data = site_with_a.files()[ALL]

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_nothing_under_embargo_is_in_any_feed(build_site: BuildSite, reading: Reading) -> None:
    lecture = "{speaker: 绝密主讲, at: 2026-12-20 15:00, venue: 绝密地点}"
    secret = {"summary": "绝密导语", "lecture": lecture, "author": "绝密作者", "tags": "[绝密标签]"}
    files = {
        "programme/2026.yml": PROGRAMME,
        "a.md": reading("2026-W47", "一篇"),
        "late.md": reading("2026-W51", "绝密题目", "绝密正文", **secret),
    }
    early, due = build_site(files), build_site(files, name="later", today="2026-12-14")

    for path, text in feeds(early).items():
        assert "绝密" not in text, path
        assert "late" not in text, path
    for path in (ALL, "atom.xml"):
        assert "绝密题目" in feeds(due)[path]
        assert "绝密导语" in feeds(due)[path]
    assert "绝密地点" in feeds(due)["calendar/events.ics"]


def test_no_feed_names_a_person(build_site: BuildSite, reading: Reading) -> None:
    people = {
        "author": "欧阳明轩",
        "recommended_by": "欧阳明轩",
        "lecture": "{speaker: 欧阳明轩, at: 2026-11-18 15:00}",
        "review": "{by: 欧阳明轩, on: 2026-11-20, text: 好}",
    }
    site = build_site({"a.md": reading("2026-W47", **people)})

    assert "lecture.article-2026-W47" in feeds(site)[ALL]
    assert [path for path, text in feeds(site).items() if "欧阳" in text] == []


@pytest.mark.parametrize("site_url", ["", "https://office.test/sx/"])
def test_no_feed_has_the_address_of_another_host(build_site: BuildSite, reading: Reading, site_url: str) -> None:
    site = build_site(
        {"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W47", lecture="{at: 2026-11-18 15:00}")},
        config={"site_url": site_url},
    )

    hosts = {host for text in feeds(site).values() for host in re.findall(r"\w+://([^/\s<\"]*)", text)}
    assert hosts - {"www.w3.org"} == (
        {"office.test"} if site_url else set()
    )  # the one is the name of Atom's own tags


def test_addresses_are_whole_where_the_site_has_said_its_own(build_site: BuildSite, reading: Reading) -> None:
    site = build_site({"a b.md": reading("2026-W47")}, config={"site_url": "https://office.test/sx"})
    found = feeds(site)

    assert entry(found[ALL], "article-2026-W47")["URL"] == "https://office.test/sx/a%20b/"
    assert 'href="https://office.test/sx/a%20b/"' in found["atom.xml"]


@pytest.mark.parametrize(
    "given",
    ["https://h.example/a b/政协", "https://h.example/a%20b/%E6%94%BF%E5%8D%8F/"],
    ids=["as typed", "quoted"],
)
def test_an_address_is_quoted_once(build_site: BuildSite, reading: Reading, given: str) -> None:
    root = "https://h.example/a%20b/%E6%94%BF%E5%8D%8F/"
    found = feeds(build_site({"文 章.md": reading("2026-W47")}, config={"site_url": given}))
    address = f"{root}%E6%96%87%20%E7%AB%A0/"

    assert re.findall('href="([^"]*)"', found["atom.xml"]) == [f"{root}atom.xml", root, address]
    assert entry(found[ALL], "article-2026-W47")["URL"] == address
    assert f"全文\uff1a{address}" in entry(found[ALL], "article-2026-W47")["DESCRIPTION"]


def test_two_builds_of_a_day_are_the_same_bytes(build_site: BuildSite, reading: Reading) -> None:
    files = {"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W47", lecture="{at: 2026-11-18 15:00}")}

    assert feeds(build_site(files)) == feeds(build_site(files)) == feeds(build_site({}, name="beside"))


def test_a_changed_title_keeps_its_uid_and_raises_its_number(build_site: BuildSite, reading: Reading) -> None:
    programme = {"programme/2026.yml": PROGRAMME}
    before = feeds(build_site({**programme, "a.md": reading("2026-W47", "旧题目")}))[ALL]
    after = feeds(build_site({"a.md": reading("2026-W47", "新题目")}, today="2026-11-25"))[ALL]
    changed = {"article-2026-W47", "event.hall.2026"}  # the event names the material

    assert re.findall("UID:(.*)\r", before) == re.findall("UID:(.*)\r", after)
    for uid in re.findall("UID:(.*)@", before):
        assert entry(before, uid)["SEQUENCE"] == "324"
        assert entry(after, uid)["SEQUENCE"] == ("328" if uid in changed else "324"), uid


def test_a_text_that_is_written_late_is_new_on_the_day_of_its_build(
    build_site: BuildSite, reading: Reading
) -> None:
    build_site({"a.md": reading("2026-W47", "一篇"), "late.md": reading("2026-W30", "迟到", "")})
    files = {"late.md": reading("2026-W30", "迟到", "正文")}
    once = feeds(build_site(files, today="2026-11-25"))["atom.xml"]

    assert re.findall("<title>(.*)</title>", once)[1:] == ["迟到", "一篇"]
    assert re.findall("<updated>(.*)T", once)[1:] == ["2026-11-25", "2026-11-09"]
    assert feeds(build_site({}, today="2026-11-25"))["atom.xml"] == once


def spoil_with_text(path: Path) -> None:
    path.write_bytes(b"\xff\xfe not a calendar")


def spoil_with_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def spoil_with_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def spoil_with_a_circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def spoil_with_bulk(path: Path) -> None:
    os.truncate(path, 2**30)


@pytest.mark.parametrize(
    "spoil", [spoil_with_text, spoil_with_a_folder, spoil_with_a_pipe, spoil_with_a_circle, spoil_with_bulk]
)
def test_old_feeds_that_cannot_be_read_are_as_good_as_none(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    if spoil in {spoil_with_a_pipe, spoil_with_a_circle} and os.name == "nt":
        pytest.skip("Windows has neither")
    old = tmp_path / "programme.ics"
    old.write_bytes(b"BEGIN:VCALENDAR\r\n")
    spoil(old)
    assert read_before(feeds_output.read(old)) == Before()


def test_old_feeds_that_cannot_be_read_stop_no_build(build_site: BuildSite, reading: Reading) -> None:
    old = build_site({"a.md": reading("2026-W47", "旧题目")})
    spoil_with_a_folder(old.folder / ALL)
    spoil_with_text(old.folder / "atom.xml")

    site = build_site({"a.md": reading("2026-W47", "新题目"), "b.md": reading("2026-W46")}, today="2026-11-25")
    assert entry(feeds(site)[ALL], "article-2026-W47")["SEQUENCE"] == "328"
    assert re.findall("<updated>(.*)T", feeds(site)["atom.xml"])[1:] == ["2026-11-09", "2026-11-02"]


def test_the_build_command_remembers_the_site_that_it_replaces(
    tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795233600")  # else the command would set it, for other tests too
    settings = {
        "site_name": "试用",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"shuxiang": {"search": False}}],
    }
    source = tmp_path / "mkdocs.yml"
    source.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    (tmp_path / "docs").mkdir()

    def sequence(title: str, today: str) -> str:
        (tmp_path / "docs" / "a.md").write_text(reading("2026-W47", title), encoding="utf-8")
        assert build.main(["--config-file", str(source), "--today", today]) == 0
        text = (tmp_path / "site" / ALL).read_bytes().decode().replace("\r\n ", "")
        return entry(text, "article-2026-W47")["SEQUENCE"]

    assert sequence("旧题目", "2026-11-21") == "324"
    assert sequence("旧题目", "2026-11-22") == "324"
    assert sequence("新题目", "2026-11-22") == "325"
    assert sequence("再改题目", "2026-11-22") == "326"


def test_the_ids_can_be_given_an_end_of_their_own(build_site: BuildSite, reading: Reading) -> None:
    site = build_site({"a.md": reading("2026-W47")}, calendar_id="zx.example-1")

    assert "UID:article-2026-W47@zx.example-1\r\n" in feeds(site)[ALL]


@pytest.mark.parametrize("given", ["a b", "书香", "a@b", ".a", "a-", "a\r\nb", "x" * 101])
def test_an_end_of_ids_that_calendars_might_stumble_over_is_refused(
    build_site: BuildSite, given: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises((Abort, ConfigurationError)):
        build_site({}, calendar_id=given)
    assert "只能用英文字母、数字、- 和 ." in caplog.text


def test_every_calendar_is_offered_and_every_offer_is_there(site_with_a: Built) -> None:
    offered = re.findall(r'href="\.\./(calendar/[^"]*)"[^>]* download', site_with_a.text("subscribe/index.html"))

    assert sorted(offered) == sorted(path for path in feeds(site_with_a) if path != "atom.xml")
    assert offered[0] == ALL


def test_pages_of_any_depth_tell_a_browser_of_the_feeds(site_with_a: Built) -> None:
    for path, way in (
        ("index.html", ""),
        ("a/index.html", "../"),
        ("checkin/article/2026-W47/index.html", "../../../"),
    ):
        text = site_with_a.text(path)
        assert f'type="application/atom+xml" title="试用 新发布的材料" href="{way}atom.xml"' in text
        assert f'type="text/calendar" title="试用 全部安排" href="{way}calendar/programme.ics"' in text


def test_no_page_offers_a_feed_as_a_translation(site_with_a: Built) -> None:
    pages = {path: data for path, data in site_with_a.files().items() if path.endswith(".html")}

    assert len(pages) > 50
    assert [path for path, data in pages.items() if b'rel="alternate"' in data] == []


def test_the_schedule_leads_to_the_page_on_subscribing(site_with_a: Built) -> None:
    assert 'subscribe/">订阅日历</a>' in site_with_a.text("schedule/index.html")


def test_a_page_of_the_organizers_own_cannot_take_the_pages_place(build_site: BuildSite) -> None:
    site = build_site({"subscribe.md": "# 我们的订阅\n"})

    assert "docs/subscribe.md:" in "".join(site.warnings)
    assert "先选一个日历" in site.text("subscribe/index.html")


def test_a_site_without_a_programme_is_built_all_the_same(build_site: BuildSite) -> None:
    site = build_site({"guide.md": "# 说明\n"})

    assert set(feeds(site)) == {ALL, "calendar/events.ics", "atom.xml"}
    assert "先选一个日历" in site.text("subscribe/index.html")
