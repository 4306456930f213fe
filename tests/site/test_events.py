"""Events and lectures: their page, their places on other pages, and what of them is never told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime

import pytest

from built import BuildSite, Built
from shuxiang.pages.span import Span

PROGRAMME = """\
year: 2026
starts: 2026-01-05
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week}
events:
  - {kind: 读书分享会, title: 秋天读书, at: 2026-10-15 15:00, until: 17:00}
  - kind: 委员大讲堂
    title: 怎样听证
    id: hearing
    at: 2026-11-25 15:00
    until: 17:00
    venue: 三楼会议室
    hosts: [学习组, 教育界别]
    groups: [第一学习小组, 第二学习小组]
    note: 带上问题来。
    materials: [now.md, later.md]
  - {kind: 集中学习, at: 2026-12-22, until: 2026-12-23}
"""


@pytest.fixture(scope="module")
def site(build_for_all: BuildSite, reading: Callable[..., str]) -> Built:
    return build_for_all(
        {
            "programme/2026.yml": PROGRAMME,
            "now.md": reading("2026-W47", "这一周"),
            "later.md": reading("2026-W52", "绝密题目", lecture="{at: 2026-12-02 10:00, venue: 绝密会场}"),
            "talk.md": reading("2026-W46", "讲过的一篇", lecture="{at: 2026-11-12 15:00, speaker: 主讲的人}"),
        }
    )


def entries(page: str) -> dict[str, str]:
    """The text of each entry of an events' page, by title."""
    blocks = re.findall(r'<li class="sx-event".*?</li>', page, re.DOTALL)
    texts = [" ".join(re.sub(r"<[^>]+ hidden>[^<]*|<[^>]+>", " ", block).split()) for block in blocks]
    return {text.split()[0]: text for text in texts}


def test_an_event_is_shown_with_all_that_is_said_of_it(site: Built) -> None:
    assert entries(site.text("events/index.html"))["怎样听证"] == (
        "怎样听证 委员大讲堂 时间 2026年11月25日（星期三）15:00至17:00 地点 三楼会议室 主办 学习组、教育界别 "
        "参加 第一学习小组、第二学习小组 说明 带上问题来。 材料 这一周"
    )


def test_what_is_coming_stands_by_month_and_what_has_been_below_with_the_latest_first(site: Built) -> None:
    page = site.text("events/index.html")

    order = ["2026年11月</h2>", "怎样听证", "2026年12月</h2>", "集中学习", "已经举行", "讲过的一篇", "秋天读书"]
    assert [page.index(word) for word in order] == sorted(page.index(word) for word in order)


def test_an_event_that_names_no_group_is_for_all(site: Built) -> None:
    shown = entries(site.text("events/index.html"))

    assert shown["集中学习"] == "集中学习 时间 2026年12月22日至23日（星期二至星期三）全天 参加 全体"


def test_a_lecture_of_a_published_material_stands_among_the_events(site: Built) -> None:
    page = site.text("events/index.html")

    assert entries(page)["讲过的一篇"].endswith("讲座 时间 2026年11月12日（星期四）15:00 主讲 主讲的人")
    assert 'href="../talk/">讲过的一篇</a>' in page


def test_nothing_is_told_of_what_is_not_published(site: Built) -> None:
    assert [path for path, content in site.files().items() if "绝密".encode() in content] == []


def test_home_announces_what_is_near(site: Built) -> None:
    home = site.text("index.html")

    near = home[home.index("近期活动") : home.index("2026年一览")]
    assert re.findall(r'href="\./events/2026/#([^"]+)"', near) == ["event-hearing", "event-2026-12-22"]
    assert "11月25日（星期三）15:00" in near
    assert "秋天读书" not in near


def test_the_schedule_has_events_in_their_months(site: Built) -> None:
    page = site.text("schedule/index.html")

    november = page[page.index('aria-label="2026年11月"') : page.index('aria-label="2026年12月"')]
    rows = re.findall(r'<li class="sx-row sx-row--event".*?</li>', november, re.DOTALL)
    assert [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows] == [
        "讲座 11月12日 15:00 讲过的一篇",
        "委员大讲堂 11月25日 15:00 怎样听证 三楼会议室",
    ]


def test_a_material_shows_the_events_that_name_it(site: Built) -> None:
    page = site.text("now/index.html")

    assert 'href="../events/2026/#event-hearing">怎样听证</a>' in page
    assert "2026年11月25日（星期三）15:00至17:00，三楼会议室" in page
    assert "相关活动" not in site.text("talk/index.html")


def test_the_events_have_a_place_in_the_menu(site: Built) -> None:
    assert re.search(r'<a href="\.\./" aria-current="true">活动</a>', site.text("events/2026/index.html"))
    assert '<a href="events/">活动</a>' in site.text("index.html")


def test_events_lead_to_a_calendar_of_ones_own(site: Built) -> None:
    assert '<a href="../subscribe/">订阅日历</a>' in site.text("events/index.html")
    assert '<a href="../../subscribe/">订阅日历</a>' in site.text("events/2026/index.html")
    home = site.text("index.html")
    near = home[home.index("近期活动") : home.index("2026年一览")]
    assert re.search(r'href="\./events/">全部活动</a> <a class="sx-more" href="\./subscribe/">订阅日历</a>', near)
    assert site.has("subscribe/index.html")


def test_without_events_nothing_speaks_of_them(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47")})

    assert not site.has("events/index.html")
    for path in ("index.html", "schedule/index.html", "a/index.html"):
        assert "活动" not in site.text(path)
    assert json.loads(site.text("schedule.json"))["events"] == []


def test_a_lecture_that_an_event_tells_of_is_not_told_twice(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    event = "events:\n  - {kind: 委员大讲堂, at: 2026-11-18 15:00, materials: [a.md]}\n"
    lecture = "{at: 2026-11-18 15:00}"

    site = build_site(
        {"programme/2026.yml": f"year: 2026\n{event}", "a.md": reading("2026-W47", "一讲", lecture=lecture)}
    )

    assert list(entries(site.text("events/index.html"))) == ["委员大讲堂"]


def test_each_year_has_its_events_and_the_front_page_all_that_is_coming(build_site: BuildSite) -> None:
    site = build_site(
        {
            f"programme/{year}.yml": f"year: {year}\nevents:\n  - {{title: 第{year}场, at: {year}-03-04}}\n"
            for year in (2025, 2026, 2027)
        }
    )

    assert list(entries(site.text("events/index.html"))) == ["第2027场", "第2026场"]
    for year in (2025, 2026, 2027):
        assert list(entries(site.text(f"events/{year}/index.html"))) == [f"第{year}场"]
        assert f'href="../events/{year}/"' in site.text("events/index.html")


def test_the_data_holds_events_and_weeks_off(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site(
        {
            "programme/2026.yml": PROGRAMME + "holidays: skip\n",
            "now.md": reading("2026-W47", "这一周", lecture="{at: 2026-11-18 15:00, speaker: 主讲的人}"),
        }
    )

    data = json.loads(site.text("schedule.json"))

    spring = {"programme": 2026, "name": "春节", "start": "2026-02-16", "end": "2026-02-23"}
    assert data["recesses"] == [spring]
    events = {event["id"]: event for event in data["events"]}
    assert events["event-hearing"] == {
        "id": "event-hearing",
        "programme": 2026,
        "kind": "委员大讲堂",
        "title": "怎样听证",
        "start": "2026-11-25T15:00",
        "end": "2026-11-25T17:00",
        "venue": "三楼会议室",
        "hosts": ["学习组", "教育界别"],
        "groups": ["第一学习小组", "第二学习小组"],
        "note": "带上问题来。",
        "url": "events/2026/#event-hearing",
        "materials": ["now/"],
    }
    assert [events["event-2026-12-22"][name] for name in ("start", "end")] == ["2026-12-22", "2026-12-24"]
    lecture = events["lecture-article-2026-W47"]
    assert [lecture[name] for name in ("start", "end", "kind", "url")] == ["2026-11-18T15:00", None, "讲座", "now/"]


@pytest.mark.parametrize(
    ("starts", "ends", "timed", "brief", "opening", "times"),
    [
        ("2026-11-25T15:00", "2026-11-25T17:00", True, "11月25日 15:00", "15:00", "11月25日（星期三）15:00至17:00"),
        ("2026-11-25T19:00", "2026-11-26T00:00", True, "11月25日 19:00", "19:00", "11月25日（星期三）19:00至24:00"),
        ("2026-11-25T00:00", "2026-11-26T00:00", False, "11月25日", "全天", "11月25日（星期三）全天"),
        (
            "2026-11-30T00:00",
            "2026-12-03T00:00",
            False,
            "11月30日至12月2日",
            "全天",
            "11月30日至12月2日（星期一至星期三）全天",
        ),
        (
            "2026-11-25T15:00",
            "2026-11-27T12:00",
            True,
            "11月25日 15:00至27日",
            "12:00",
            "11月25日（星期三）15:00至11月27日（星期五）12:00",
        ),
        (
            "2026-12-31T00:00",
            "2027-01-03T00:00",
            False,
            "2026年12月31日至2027年1月2日",
            "全天",
            "2026年12月31日至2027年1月2日（星期四至星期六）全天",
        ),
        (
            "2026-12-31T22:00",
            "2027-01-01T02:00",
            True,
            "2026年12月31日 22:00至2027年1月1日",
            "02:00",
            "12月31日（星期四）22:00至1月1日（星期五）02:00",
        ),
        ("2026-11-25T15:00", "", True, "11月25日 15:00", "15:00", "11月25日（星期三）15:00"),
        ("2026-11-25T00:00", "", False, "11月25日", "（星期三）", "11月25日（星期三）"),
    ],
)
def test_times_are_told_as_people_tell_them(
    starts: str, ends: str, brief: str, opening: str, times: str, *, timed: bool
) -> None:
    span = Span(datetime.fromisoformat(starts), datetime.fromisoformat(ends) if ends else None, timed=timed)

    assert (span.brief, span.times) == (brief, times)
    assert span.opening.endswith(opening)
    assert span.full_times == (times if times.startswith("2026年") else f"2026年{times}")
