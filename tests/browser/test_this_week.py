"""Which slot is current is decided on the day the page is read, in China."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

MONDAY = "2026-11-23T08:00+08:00"
LEAD = ".sx-lead [data-when-only=now]:not([hidden])"


def settle_again(page: Page, at: str) -> None:
    """The reader comes back to a tab that was left open."""
    page.clock.set_fixed_time(datetime.fromisoformat(at))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_on_the_day_of_the_build_home_shows_that_week(visit: Callable[..., Page], site_below: str) -> None:
    page = visit(site_below)

    expect(page.locator(LEAD)).to_have_count(1)
    expect(page.locator(LEAD)).to_contain_text("第46周 · 11月16日至22日")
    expect(page.locator(LEAD).get_by_role("link", name="怎样写清一件小事")).to_be_visible()


def test_a_site_built_on_friday_shows_mondays_week_on_monday(visit: Callable[..., Page], site_below: str) -> None:
    page = visit(site_below, at=MONDAY)

    expect(page.locator(LEAD)).to_have_count(1)
    expect(page.locator(LEAD)).to_contain_text("第47周 · 11月23日至29日")
    page.locator(LEAD).get_by_role("link", name="读全文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("听完再说的耐心")


@pytest.mark.parametrize(
    ("at", "week"), [("2026-11-22T23:59:59+08:00", "第46周"), ("2026-11-23T00:00:00+08:00", "第47周")]
)
def test_the_week_turns_at_midnight_in_china(visit: Callable[..., Page], site: str, at: str, week: str) -> None:
    expect(visit(site, at=at).locator(LEAD)).to_contain_text(week)


def test_a_reader_in_new_york_counts_chinas_day(visit: Callable[..., Page], site: str) -> None:
    page = visit(site, at="2026-11-22T11:30-05:00", timezone_id="America/New_York")

    assert page.evaluate("new Date().getDay()") == 0
    expect(page.locator(LEAD)).to_contain_text("第47周")


def test_the_strip_marks_exactly_the_current_cell_of_each_cadence(visit: Callable[..., Page], site: str) -> None:
    page = visit(site, at=MONDAY)
    current = page.locator("[data-strip]:not([hidden]) [data-cell][aria-current=date]")

    assert [cell.get_attribute("data-slot") for cell in current.all()] == [
        "article/2026-W48",
        "topic/2026-11",
        "law/2026-11",
        "book/2026-Q4",
        "manuscript/2026",
    ]


def test_what_is_coming_leaves_out_what_has_begun(visit: Callable[..., Page], site: str) -> None:
    coming = visit(site, at=MONDAY).locator("[data-coming] li:visible")

    expect(coming).to_have_count(4)
    expect(coming.first).to_contain_text("11月30日至12月6日")


def test_at_the_turn_of_the_year_next_week_still_comes_next(visit: Callable[..., Page], site: str) -> None:
    coming = visit(site, at="2026-12-30T08:00+08:00").locator("[data-coming] li:visible .sx-when")

    assert coming.all_inner_texts() == ["1月1日至31日", "1月1日至31日", "1月1日至3月31日", "1月4日至10日"]


def test_every_cadence_has_its_current_material(visit: Callable[..., Page], site: str) -> None:
    titles = visit(site).locator(".sx-small [data-when-only=now]:not([hidden]) h3")

    assert titles.all_inner_texts() == ["十一月讲坛", "十一月学一部法", "冬天里读的一本书", "写一份自己的稿子"]


def test_without_scripts_the_builds_week_is_shown_as_of_its_day(visit: Callable[..., Page], site: str) -> None:
    page = visit(site, java_script_enabled=False)

    expect(page.locator(LEAD)).to_have_count(1)
    expect(page.locator(LEAD)).to_be_visible()
    expect(page.locator(LEAD)).to_contain_text("第46周")
    expect(page.locator(".sx-built-note")).to_be_visible()
    expect(page.locator(".sx-built-note")).to_contain_text("2026年11月20日生成时为准")


def test_with_scripts_nothing_speaks_of_the_build(visit: Callable[..., Page], site: str) -> None:
    expect(visit(site).locator(".sx-built-note")).to_be_hidden()


@pytest.mark.parametrize("path", ["", "checkin/article/2026-W47/"])
def test_a_site_says_when_it_has_not_been_built_for_long(visit: Callable[..., Page], site: str, path: str) -> None:
    page = visit(site + path, at="2026-11-30T23:00+08:00")
    banner = page.locator("[data-stale-after]")

    expect(banner).to_be_hidden()
    settle_again(page, "2026-12-01T00:30+08:00")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("本站内容生成于2026年11月20日")


def test_a_tab_left_open_over_midnight_shows_the_new_week_when_looked_at_again(
    visit: Callable[..., Page], site: str
) -> None:
    page = visit(site, at="2026-11-22T23:50+08:00")
    expect(page.locator(LEAD)).to_contain_text("第46周")

    settle_again(page, "2026-11-23T00:10+08:00")

    expect(page.locator(LEAD)).to_have_count(1)
    expect(page.locator(LEAD)).to_contain_text("第47周")
    expect(page.locator("[data-cell][data-slot='article/2026-W48']")).to_have_attribute("aria-current", "date")
    expect(page.locator("[data-cell][data-slot='article/2026-W47']")).not_to_have_attribute("aria-current", "date")


def test_the_new_year_brings_its_own_strip_and_slot(
    visit: Callable[..., Page], build_site: Callable[..., Path], serve: Callable[..., str]
) -> None:
    page = visit(serve(build_site("2027-01-01")), at="2027-01-03T23:00+08:00")
    expect(page.get_by_role("heading", name="2026年一览")).to_be_visible()
    expect(page.locator(LEAD)).to_contain_text("第52周")

    settle_again(page, "2027-01-04T08:00+08:00")

    expect(page.get_by_role("heading", name="2027年一览")).to_be_visible()
    expect(page.get_by_role("heading", name="2026年一览")).to_be_hidden()
    expect(page.locator(LEAD)).to_contain_text("第1周 · 1月4日至10日")
    expect(page.locator(LEAD).get_by_role("link", name="新年第一周的书单")).to_be_visible()


def test_the_new_year_has_its_own_title_too(
    visit: Callable[..., Page], build_site: Callable[..., Path], serve: Callable[..., str]
) -> None:
    page = visit(serve(build_site("2027-01-01")), at="2027-01-04T08:00+08:00")

    expect(page.get_by_role("heading", level=1, name="2027年读书计划", exact=True)).to_be_visible()


def test_when_all_programmes_are_over_the_panels_say_so(visit: Callable[..., Page], site: str) -> None:
    page = visit(site, at="2028-03-01T08:00+08:00")

    expect(page.locator(LEAD)).to_have_count(0)
    expect(page.locator(".sx-lead")).to_contain_text("眼下没有正在进行的一期")
    notes = page.locator("[data-none-now]")
    expect(notes).to_have_count(5)
    for note in notes.all():
        expect(note).to_be_visible()
    expect(page.locator("[data-coming] li:visible")).to_have_count(0)


def test_the_schedule_marks_the_readers_week(visit: Callable[..., Page], site_below: str) -> None:
    page = visit(f"{site_below}schedule/", at=MONDAY)

    assert page.locator(".sx-row[data-when=now]").evaluate_all("rows => rows.map(r => r.dataset.slot)") == [
        "manuscript/2026",
        "book/2026-Q4",
        "topic/2026-11",
        "law/2026-11",
        "article/2026-W48",
    ]


def test_a_cadence_names_what_is_current_and_what_is_ahead(visit: Callable[..., Page], site: str) -> None:
    page = visit(f"{site}cadence/article/")
    tags = {
        item.get_by_role("heading").inner_text(): item.locator("[data-when-only]:visible").all_inner_texts()
        for item in page.locator(".sx-list li").all()
    }

    assert tags == {
        "听完再说的耐心": ["预告"],
        "怎样写清一件小事": ["当期"],
        "数一数巷口的路灯": [],
        "石桥边的一次走访": [],
    }
