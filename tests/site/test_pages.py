"""One Markdown file becomes a page, a place in the schedule, a check-in page and an entry in the data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from built import BuildSite, Built

PROGRAMME = """\
year: 2026
starts: 2026-01-05
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: law, name: 每月一法, every: month}
"""


@pytest.fixture(scope="module")
def site_of_the_year(build_for_all: BuildSite, reading: Callable[..., str]) -> Built:
    """A year with one material, whose title is not only letters."""
    return build_for_all({"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W47", "甲 & <乙>")})


@pytest.fixture(scope="module")
def site_of_three_weeks(build_for_all: BuildSite, reading: Callable[..., str]) -> Built:
    return build_for_all({f"{n}.md": reading(f"2026-W{n}", f"第{n}篇") for n in (30, 41, 47)})


@pytest.fixture(scope="module")
def site_with_a_week_off(build_for_all: BuildSite) -> Built:
    return build_for_all({"programme/2026.yml": programme("skip")})


def test_one_file_is_enough_for_every_place_a_material_has(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site({"readings/a.md": reading("2026-W47", "提案的写法", summary="一句导语")})

    assert "提案的写法" in site.text("readings/a/index.html")
    assert "提案的写法" in site.text("schedule/index.html")
    assert "提案的写法" in site.text("schedule/2026/index.html")
    assert "提案的写法" in site.text("cadence/article/index.html")
    assert "提案的写法" in site.text("checkin/article/2026-W47/index.html")
    assert "提案的写法" in site.text("index.html")
    assert "提案的写法" in site.text("my/index.html")
    assert site.warnings == ()


def test_every_slot_of_the_year_has_a_check_in_page_also_the_empty_ones(site_of_the_year: Built) -> None:
    pages = {path for path in site_of_the_year.files() if path.startswith("checkin/")}

    weeks = {f"checkin/article/2026-W{number:02}/index.html" for number in range(2, 54)}
    months = {f"checkin/law/2026-{number:02}/index.html" for number in range(1, 13)}
    assert pages == weeks | months
    assert "还没有发布" in site_of_the_year.text("checkin/law/2026-03/index.html")


def test_a_check_in_page_is_the_slots_own(site_of_the_year: Built) -> None:
    page = site_of_the_year.text("checkin/article/2026-W47/index.html")

    assert 'data-slot="article/2026-W47"' in page
    assert "甲 &amp; &lt;乙&gt;" in page
    assert "<乙>" not in page
    assert "SHUXIANG-CHECKIN" not in page
    assert 'href="../../../a/"' in page
    assert "<title>打卡：周学一文 2026年第46周 - 试用</title>" in page


def test_the_frame_of_the_check_in_pages_is_no_page_of_the_site(site_of_the_year: Built) -> None:
    assert not site_of_the_year.has("checkin/cadence/frame/index.html")


def test_weeks_are_counted_over_the_programme_and_shown_with_their_dates(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W53")})

    page = site.text("checkin/article/2026-W53/index.html")

    assert "2026年第52周" in page
    assert "2026年12月28日至2027年1月3日" in page


def test_earlier_years_stay_reachable(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"old.md": reading("2024-W10", "旧文"), "new.md": reading("2026-W47", "新文")})

    assert 'href="../schedule/2024/"' in site.text("schedule/index.html")
    assert "旧文" in site.text("schedule/2024/index.html")
    assert "旧文" in site.text("cadence/article/2024/index.html")
    assert "旧文" not in site.text("cadence/article/index.html")
    assert 'href="../../cadence/article/2024/"' in site.text("cadence/article/index.html")


def test_cadence_pages_list_the_newest_first(site_of_three_weeks: Built) -> None:
    page = site_of_three_weeks.text("cadence/article/index.html")

    assert re.findall(r">第(\d+)篇<", page) == ["47", "41", "30"]


def test_a_week_lies_in_the_month_of_its_thursday(build_site: BuildSite, reading: Callable[..., str]) -> None:
    files = {"a.md": reading("2026-W27", "半年之交"), "b.md": reading("2026-W53", "年末年初")}
    site = build_site({"programme/2026.yml": PROGRAMME, **files}, today="2027-01-02")

    months = dict(
        re.findall(r'aria-label="(\d+年\d+月)">(.*?)</section>', site.text("schedule/index.html"), re.DOTALL)
    )
    assert "6月29日至7月5日" in months["2026年7月"]
    assert "半年之交" not in months["2026年6月"]
    assert "年末年初" in months["2026年12月"]
    assert list(months) == [f"2026年{month}月" for month in range(1, 13)]
    cadence = site.text("cadence/article/index.html")
    assert re.findall(r'class="sx-group">(.*?)</h2>', cadence) == ["2026年12月", "2026年7月"]


def test_a_title_alone_is_not_counted_as_published(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W46"), "b.md": reading("2026-W47", body="")})

    assert "已发布 1 篇，另有 1 篇正文待补，新的在前。" in site.text("cadence/article/index.html")


def coming(page: str) -> list[str]:
    """The columns and dates that home shows under 接下来."""
    part = page[page.index("接下来") : page.index("全年学习计划")]
    rows = re.findall(r"<li (?:(?!hidden)[^>])*>(.*?)</li>", part, re.DOTALL)
    return [" ".join(re.findall(r'class="sx-(?:when|tag)">(.*?)<', row)) for row in rows]


def test_at_the_turn_of_the_year_next_week_still_comes_next(build_site: BuildSite) -> None:
    later = f"year: 2027\nstarts: 2027-01-04\nends: 2028-01-03\ncadences:\n{EIGHT}"
    files = {"programme/2026.yml": programme(cadences=EIGHT), "programme/2027.yml": later}

    assert coming(build_site(files, today="2026-12-30").text("index.html")) == [
        "1月1日至31日 月讲一题",
        "1月1日至31日 每月一法",
        "1月1日至31日 党组每月一学",
        "1月4日至10日 周学一文",
    ]
    assert coming(build_site(files, today="2026-11-21").text("index.html")) == [
        "11月23日至29日 周学一文",
        "11月30日至12月6日 周学一文",
        "12月1日至31日 月讲一题",
        "12月1日至31日 每月一法",
    ]


def test_each_weekly_cadence_keeps_its_next_week_and_one_of_next_year_waits(build_site: BuildSite) -> None:
    many = "".join(f"  - {{id: w{n}, name: 每周第{n}样, every: week}}\n" for n in range(5)) + EIGHT
    later = "year: 2027\nstarts: 2027-01-04\ncadences:\n  - {id: new, name: 明年的栏目, every: week}\n"
    files = {"programme/2026.yml": programme(cadences=many), "programme/2027.yml": later}

    shown = coming(build_site(files, today="2026-06-30").text("index.html"))

    assert sorted(shown) == sorted(["7月6日至12日 周学一文", *(f"7月6日至12日 每周第{n}样" for n in range(5))])


def test_neighbours_lead_through_the_cadence(site_of_three_weeks: Built) -> None:
    page = site_of_three_weeks.text("41/index.html")

    assert re.search(r'href="\.\./30/" rel="prev"', page)
    assert re.search(r'href="\.\./47/" rel="next"', page)


def test_the_material_page_shows_all_that_the_header_says(build_site: BuildSite) -> None:
    source = """\
---
title: 讲一题
cadence: topic
slot: 2026-11
summary: 一句导语
author: 编写组
source: 本会编写
recommended_by: [甲组, 乙组]
lecture: {speaker: 主讲, at: 2026-11-18 15:00, venue: 会议室, handout: [files/讲义.txt, files/b.txt]}
review: {by: 点评者, on: 2026-11-20, text: 很好}
questions: [第一问, 第二问]
apply: 做一件事
tags: [提案, 调研]
---

正文。
"""
    site = build_site({"topics/a.md": source, "topics/files/讲义.txt": "讲义", "topics/files/b.txt": "乙"})

    page = site.text("topics/a/index.html")

    for shown in (
        "一句导语",
        "编写组",
        "本会编写",
        "甲组、乙组",
        "主讲",
        "2026年11月18日（星期三）15:00",
        "会议室",
    ):
        assert shown in page
    for shown in ("点评者", "2026-11-20", "很好", "第一问", "第二问", "做一件事", "提案", "调研"):
        assert shown in page
    assert 'href="../../topics/files/%E8%AE%B2%E4%B9%89.txt"' in page
    assert 'href="../../topics/files/b.txt"' in page


def test_schedule_json_describes_every_slot(build_site: BuildSite, reading: Callable[..., str]) -> None:
    body = "字" * 700
    site = build_site({"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W47", "甲", body)})

    data = json.loads(site.text("schedule.json"))
    about = {"title": "甲", "url": "a/", "summary": "", "group": "", "tags": []}
    material = {**about, "characters": 700, "minutes": 2}

    assert (data["version"], data["built"], data["utc_offset"]) == (1, "2026-11-21", "+08:00")
    assert data["programmes"][0]["cadences"][0] == {
        "id": "article",
        "name": "周学一文",
        "every": "week",
        "at_least": 1,
    }
    slots = {slot["id"]: slot for slot in data["slots"]}
    assert len(slots) == len(data["slots"]) == 64
    assert slots["law/2026-11"]["material"] is None
    assert slots["article/2026-W47"] == {
        "id": "article/2026-W47",
        "cadence": "article",
        "programme": 2026,
        "label": "第46周",
        "start": "2026-11-16",
        "end": "2026-11-23",
        "light": False,
        "checkin": "checkin/article/2026-W47/",
        "material": material,
        "materials": [material],
    }


def test_materials_stay_out_of_the_navigation_and_other_pages_stay_in(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site({"a.md": reading("2026-W47", "不进导航"), "help.md": "# 帮助\n"})

    menu = re.search(r'<nav class="sx-nav".*?</nav>', site.text("help/index.html"), re.DOTALL)

    assert menu
    assert "帮助" in menu[0]
    assert "不进导航" not in menu[0]


def test_an_offices_own_home_page_is_shown_below_the_panels(build_site: BuildSite) -> None:
    site = build_site({"index.md": "本办公室的话。\n", "programme/2026.yml": PROGRAMME})

    page = site.text("index.html")

    assert page.index("本周 · 周学一文") < page.index("本办公室的话。")


def test_a_folder_with_nothing_in_it_still_makes_a_site(build_site: BuildSite) -> None:
    site = build_site({})

    assert "还没有学习计划" in site.text("index.html")
    assert site.warnings == ()


def test_the_same_input_gives_the_same_bytes(build_site: BuildSite, reading: Callable[..., str]) -> None:
    files = {f"{n}.md": reading(f"2026-W{n}", f"第{n}篇", tags="[甲, 乙]") for n in range(40, 48)}

    first = build_site(files, name="first", search=True).files()
    second = build_site(files, name="second", search=True).files()

    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path] and "sitemap" not in path] == []


def test_addresses_hold_without_directory_urls(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47")}, config={"use_directory_urls": False})

    assert 'href="./a.html"' in site.text("index.html")
    assert 'href="../../../a.html"' in site.text("checkin/article/2026-W47/index.html")
    for page in ("schedule", "schedule/2026", "cadence/article", "cadence/article/2026", "my", "tags"):
        assert site.has(f"{page}/index.html")


def test_an_offices_own_templates_come_before_ours(
    build_site: BuildSite, reading: Callable[..., str], tmp_path: Path
) -> None:
    own = tmp_path / "own" / "shuxiang" / "parts"
    own.mkdir(parents=True)
    (own / "footer.html").write_text("<footer>本办公室的页脚</footer>", encoding="utf-8")
    theme = {"name": "material", "language": "zh", "custom_dir": str(tmp_path / "own")}

    site = build_site({"a.md": reading("2026-W47")}, config={"theme": theme})

    assert "本办公室的页脚" in site.text("a/index.html")
    assert "data-md-color-scheme" in site.text("a/index.html")


def test_every_kind_of_page_loads_its_scripts(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47"), "help.md": "# 帮助\n"})

    for page in ("help/index.html", "404.html", "a/index.html", "checkin/article/2026-W47/index.html"):
        text = site.text(page)
        assert "&lt;script" not in text, page
        assert re.search(r'<script src="[^"]*bundle[^"]*\.js">', text), page
        assert re.search(r'<script src="[^"]*/now\.js" defer>', text), page


def programme(policy: str = "keep", cadences: str = "  - {id: article, name: 周学一文, every: week}\n") -> str:
    return f"year: 2026\nstarts: 2026-01-05\nends: 2027-01-04\nholidays: {policy}\ncadences:\n{cadences}"


def rows_of(page: str, name: str) -> list[str]:
    """The text of a page's rows of one class, white space folded."""
    blocks = re.finditer(rf'<(tr|li) class="[^"]*{name}[^"]*".*?</\1>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", block[0]).split()) for block in blocks]


def test_a_skipped_week_is_told_with_its_dates_and_name_and_the_count_goes_on(
    site_with_a_week_off: Built,
) -> None:
    page = site_with_a_week_off.text("schedule/index.html")

    assert rows_of(page, "sx-row--recess") == ["2月16日至22日 春节，休一周"]
    assert rows_of(page, "sx-recess") == ["休 2月16日至22日 春节，休一周"]
    months = page[page.index("第6周") : page.index("第8周")]
    assert re.findall(r"第\d+周|休一周", months) == ["第6周", "休一周", "第7周"]
    assert not site_with_a_week_off.has("checkin/article/2026-W08/index.html")


def test_the_strip_leaves_a_gap_where_a_week_is_off(site_with_a_week_off: Built) -> None:
    page = site_with_a_week_off.text("index.html")

    strip = page[page.index('class="sx-strip"') :]
    assert re.findall(r'data-slot="article/2026-(W0[6-9])"|(休一周)"', strip) == [
        ("W06", ""),
        ("W07", ""),
        ("", "休一周"),
        ("W09", ""),
    ]


def test_a_programme_without_weeks_knows_no_weeks_off(build_site: BuildSite) -> None:
    monthly = programme("skip", "  - {id: law, name: 每月一法, every: month}\n")

    site = build_site({"programme/2026.yml": monthly})

    assert "休一周" not in site.text("schedule/index.html") + site.text("index.html")


def test_in_a_week_off_home_says_so(build_site: BuildSite) -> None:
    page = build_site({"programme/2026.yml": programme("skip")}, today="2026-02-18").text("index.html")

    assert re.search(r'data-when="now" data-when-only="now">2月16日至22日 春节，休一周。</p>', page)
    assert '<p class="sx-open" data-none-now hidden>' in page


def test_a_light_week_says_so_wherever_it_is_shown(build_site: BuildSite, reading: Callable[..., str]) -> None:
    files = {"programme/2026.yml": programme("light"), "a.md": reading("2026-W08"), "b.md": reading("2026-W07")}

    site = build_site(files, today="2026-02-18")

    for path in ("", "schedule/", "cadence/article/", "a/", "checkin/article/2026-W08/"):
        assert ">轻阅读</span>" in site.text(f"{path}index.html"), path
    assert "轻阅读" not in site.text("b/index.html")


def test_in_a_light_week_reading_is_left_to_the_reader(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"programme/2026.yml": programme("light"), "a.md": reading("2026-W08")})

    for path in ("a/index.html", "checkin/article/2026-W08/index.html"):
        assert "这一周是假期，读多读少随意。" in site.text(path)
    assert "读多读少随意" not in site.text("checkin/article/2026-W09/index.html")


def test_a_merged_week_shows_its_whole_range(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"programme/2026.yml": programme("merge"), "a.md": reading("2026-W08", "并在一起的一期")})

    assert "2月16日至3月1日" in site.text("checkin/article/2026-W09/index.html")
    assert "2月16日至3月1日" in site.text("a/index.html")
    assert "休一周" not in site.text("schedule/index.html")


TOPICS = "  - {id: topic, name: 月讲一题, every: month, at_least: 2}\n"


@pytest.fixture(scope="module")
def three_topics(build_for_all: BuildSite, reading: Callable[..., str]) -> Built:
    """A month that wants two materials and has three, one of them without a text yet."""
    text = "字" * 700
    return build_for_all(
        {
            "programme/2026.yml": programme(cadences=TOPICS),
            "a.md": reading("2026-11", "题目甲", text, cadence="topic", group="第一学习小组"),
            "b.md": reading("2026-11", "题目乙", text, cadence="topic"),
            "c.md": reading("2026-11", "题目丙", "", cadence="topic", summary="只有导语"),
        }
    )


@pytest.mark.parametrize(
    "path", ["index.html", "schedule/index.html", "cadence/topic/index.html", "checkin/topic/2026-11/index.html"]
)
def test_all_materials_of_a_slot_can_be_opened_from_its_lists(three_topics: Built, path: str) -> None:
    page = three_topics.text(path)

    for file, title in (("a", "题目甲"), ("b", "题目乙"), ("c", "题目丙")):
        assert re.search(rf'href="[./]*/{file}/">{title}</a>', page)


def test_my_study_and_the_strip_name_all_materials_of_a_slot(three_topics: Built) -> None:
    assert '<span class="sx-mark-title">题目甲、题目乙、题目丙</span>' in three_topics.text("my/index.html")
    assert 'title="11月（11月1日至30日）题目甲、题目乙、题目丙"' in three_topics.text("index.html")


def test_pages_say_how_many_materials_a_period_wants(three_topics: Built) -> None:
    assert "本月至少2篇" in three_topics.text("index.html")
    assert "每月至少2篇" in three_topics.text("schedule/index.html")
    assert "每月至少2篇。" in three_topics.text("cadence/topic/index.html")


def test_a_slot_is_checked_in_under_one_name_from_each_of_its_pages(three_topics: Built) -> None:
    pages = ["a", "b", "c", "checkin/topic/2026-11"]
    named = [re.findall(r'data-title="([^"]+)"', three_topics.text(f"{page}/index.html")) for page in pages]

    assert named == [["月讲一题 2026年11月《题目甲》《题目乙》等3篇"]] * 4
    assert "这一期还有" in three_topics.text("b/index.html")
    assert "打卡合在一起记" in three_topics.text("checkin/topic/2026-11/index.html")


def test_the_data_holds_all_materials_of_a_slot(three_topics: Built) -> None:
    slots = {slot["id"]: slot for slot in json.loads(three_topics.text("schedule.json"))["slots"]}
    november = slots["topic/2026-11"]

    assert november["material"] == november["materials"][0]
    assert [(m["title"], m["minutes"], m["group"]) for m in november["materials"]] == [
        ("题目甲", 2, "第一学习小组"),
        ("题目乙", 2, ""),
        ("题目丙", 0, ""),
    ]
    assert slots["topic/2026-12"]["materials"] == []


def test_a_material_without_a_text_is_shown_calmly_and_has_no_length(three_topics: Built) -> None:
    page = three_topics.text("c/index.html")

    assert "正文待补。" in page
    assert "篇幅" not in page
    assert "正文待补" not in three_topics.text("a/index.html")
    for path in ("index.html", "cadence/topic/index.html", "checkin/topic/2026-11/index.html"):
        assert "约10字" not in three_topics.text(path)
        assert "约0字" not in three_topics.text(path)


def test_the_group_in_charge_is_named(three_topics: Built) -> None:
    assert "<dt>承办</dt><dd>第一学习小组</dd>" in three_topics.text("a/index.html")
    assert "承办：第一学习小组" in three_topics.text("cadence/topic/index.html")


EIGHT = """\
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month}
  - {id: law, name: 每月一法, every: month}
  - {id: party, name: 党组每月一学, every: month}
  - {id: book, name: 季读一书, every: quarter}
  - {id: film, name: 季看一片, every: quarter}
  - {id: consensus, name: 凝聚共识活动, every: half_year}
  - {id: manuscript, name: 年撰一稿, every: year}
"""


def test_any_number_of_cadences_is_shown(build_site: BuildSite) -> None:
    site = build_site({"programme/2026.yml": programme("skip", EIGHT)})
    home = site.text("index.html")

    for name in re.findall(r"name: (\S+),", EIGHT):
        assert home.count(name) >= 3, name
    assert "本半年 · 凝聚共识活动" in home
    assert ">上半年</span>" in home
    assert "sx-now--crowded" in home
    assert site.has("checkin/consensus/2026-H2/index.html")


def test_a_cadence_of_next_year_waits_for_it(build_site: BuildSite) -> None:
    cadences = "  - {id: article, name: 周学一文, every: week}\n  - {id: new, name: 新的栏目, every: month}\n"
    later = f"year: 2027\ncadences:\n{cadences}"

    site = build_site({"programme/2026.yml": programme(), "programme/2027.yml": later})

    home = site.text("index.html")
    assert 'href="./cadence/new/"' not in home
    panel = re.search(r'<section class="sx-small"[^>]*aria-labelledby="now-new"', home)
    assert panel
    assert 'data-start="2027-01-01"' in panel[0]
    assert " hidden" in panel[0]
