"""What is over, what is near and which weeks are off is decided on the day the page is read, in China."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Locator, Page, expect

Visit = Callable[..., Page]

PROGRAMME = """\
year: 2026
starts: 2026-01-05
ends: 2027-01-04
holidays: skip
cadences:
  - {id: article, name: 周学一文, every: week}
events:
  - {kind: 委员大讲堂, title: 第一场, at: 2026-02-10 15:00, until: 17:00, venue: 会议室}
  - {kind: 集中学习, title: 第二场, at: 2026-02-12, until: 2026-02-13}
  - {kind: 读书分享会, title: 第三场, at: 2026-02-25 15:00}
  - {kind: 读书分享会, title: 第四场, at: 2026-03-04 15:00}
  - {kind: 界别活动, title: 第五场, at: 2026-03-11}
"""
FUTURE = """\
year: 2027
starts: 2027-01-04
ends: 2027-07-05
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: new, name: 新的栏目, every: half_year}
"""
BUILD_DAY = "2026-02-09"
MORNING = f"{BUILD_DAY}T10:00+08:00"
LAST = "2026-03-12T08:00+08:00"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site built on 9 February with five events ahead and the Spring Festival off."""
    root = tmp_path_factory.mktemp("events")
    docs = root / "docs" / "programme"
    docs.mkdir(parents=True)
    (docs / "2026.yml").write_text(PROGRAMME, "utf-8")
    (docs / "2027.yml").write_text(FUTURE, "utf-8")
    settings = {
        "site_name": "活动小站",
        "theme": {"name": "material", "language": "zh", "font": False, "palette": {"scheme": "default"}},
        "plugins": [{"shuxiang": {"today": BUILD_DAY}}],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    config = load_config(str(root / "mkdocs.yml"))
    build(config)
    return Path(config.site_dir)


@pytest.fixture
def address(folder: Path, serve: Callable[..., str]) -> str:
    return serve(folder, "/sx/")


def settle_again(page: Page, at: str) -> None:
    """The reader comes back to a tab that was left open."""
    page.clock.set_fixed_time(datetime.fromisoformat(at))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def titles(part: Locator) -> list[str]:
    return [text.split()[0] for text in part.locator("li:visible h3").all_inner_texts()]


def near(page: Page) -> list[str]:
    return page.locator(".sx-upcoming li:visible a").all_inner_texts()


def test_home_announces_the_next_three_and_no_more(visit: Visit, address: str) -> None:
    assert near(visit(address, at=MORNING)) == ["第一场", "第二场", "第三场"]


def test_home_forgets_what_is_over(visit: Visit, address: str) -> None:
    page = visit(address, at="2026-02-10T23:00+08:00")
    assert near(page) == ["第一场", "第二场", "第三场"]
    expect(page.locator(".sx-upcoming li:visible").first).to_contain_text("今天")

    settle_again(page, "2026-02-11T00:10+08:00")

    assert near(page) == ["第二场", "第三场", "第四场"]
    expect(page.locator(".sx-upcoming")).not_to_contain_text("今天", use_inner_text=True)


def test_an_event_of_several_days_stays_until_its_last_is_over(visit: Visit, address: str) -> None:
    page = visit(address, at="2026-02-13T23:00+08:00")
    assert near(page)[0] == "第二场"
    expect(page.locator(".sx-upcoming li:visible").first).to_contain_text("正在进行")

    settle_again(page, "2026-02-14T00:10+08:00")

    assert near(page)[0] == "第三场"


def test_home_has_no_empty_section_when_all_is_over(visit: Visit, address: str) -> None:
    page = visit(address, at=LAST)

    expect(page.get_by_role("heading", name="近期活动")).to_be_hidden()


def test_an_announcement_leads_to_all_that_is_said_of_it(visit: Visit, address: str) -> None:
    page = visit(address, at=MORNING)
    page.locator(".sx-upcoming").get_by_role("link", name="第一场").click()

    expect(page.locator("li:target")).to_contain_text("会议室")
    expect(page.locator("li:target")).to_be_in_viewport()


def test_what_is_over_moves_below_with_the_latest_first(visit: Visit, address: str) -> None:
    page = visit(f"{address}events/", at=MORNING)
    assert titles(page.locator("[data-coming-month]")) == ["第一场", "第二场", "第三场", "第四场", "第五场"]
    expect(page.get_by_role("heading", name="已经举行")).to_be_hidden()

    settle_again(page, "2026-03-01T08:00+08:00")

    assert titles(page.locator("[data-past]")) == ["第三场", "第二场", "第一场"]
    assert titles(page.locator("[data-coming-month]")) == ["第四场", "第五场"]
    expect(page.get_by_role("heading", name="2026年2月")).to_be_hidden()
    expect(page.get_by_role("heading", name="已经举行")).to_be_visible()


def test_when_all_is_over_the_events_say_so(visit: Visit, address: str) -> None:
    page = visit(f"{address}events/", at=LAST)

    expect(page.get_by_text("眼下没有预定的活动。")).to_be_visible()
    assert titles(page.locator("[data-past]")) == ["第五场", "第四场", "第三场", "第二场", "第一场"]


def test_without_scripts_the_events_stand_as_of_the_build(visit: Visit, address: str) -> None:
    page = visit(f"{address}events/", java_script_enabled=False)

    assert titles(page.locator("[data-coming-month]")) == ["第一场", "第二场", "第三场", "第四场", "第五场"]
    expect(page.get_by_text("眼下没有预定的活动。")).to_be_hidden()


def test_in_a_week_off_home_names_it_and_nothing_else(visit: Visit, address: str) -> None:
    page = visit(address, at="2026-02-18T08:00+08:00")

    expect(page.locator(".sx-lead")).to_contain_text("2月16日至22日 春节，休一周。", use_inner_text=True)
    expect(page.locator(".sx-lead [data-none-now]")).to_be_hidden()
    settle_again(page, "2026-02-23T08:00+08:00")
    expect(page.locator(".sx-lead")).to_contain_text("第7周", use_inner_text=True)
    expect(page.locator(".sx-lead")).not_to_contain_text("休一周", use_inner_text=True)


def test_the_schedule_leads_to_the_week_off_while_it_lasts(visit: Visit, address: str) -> None:
    page = visit(f"{address}schedule/", at="2026-02-18T08:00+08:00")
    page.get_by_role("button", name="看当期").click()

    expect(page.locator(".sx-row--recess")).to_be_in_viewport()
    expect(page.locator(".sx-row--recess")).to_have_attribute("data-when", "now")


def test_a_cadence_of_next_year_appears_with_its_year(visit: Visit, address: str) -> None:
    page = visit(address, at="2026-12-31T23:50+08:00")
    expect(page.get_by_role("heading", name="本半年 · 新的栏目")).to_be_hidden()

    settle_again(page, "2027-01-04T08:00+08:00")

    expect(page.get_by_role("heading", name="本半年 · 新的栏目")).to_be_visible()


@pytest.mark.parametrize("path", ["", "events/", "events/2026/", "schedule/"])
def test_nothing_sticks_out_on_a_phone_in_large_type(visit: Visit, address: str, path: str) -> None:
    page = visit(address + path, at=MORNING, viewport={"width": 360, "height": 740})
    for size in ("normal", "large", "xlarge"):
        page.evaluate("size => { document.documentElement.dataset.sxText = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, size
