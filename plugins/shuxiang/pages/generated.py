"""The pages that no file stands behind: which there are, where they lie, which template shows what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shuxiang.pages.checkin_page import FRAME_PATH, Frame
from shuxiang.pages.events import EventView, events_pages
from shuxiang.pages.home import home
from shuxiang.pages.my_study import my_study
from shuxiang.pages.recess_view import RecessView, recess_views
from shuxiang.pages.slot_view import Site, SlotView
from shuxiang.pages.status_page import status_page
from shuxiang.pages.tag_page import tags
from shuxiang.pages.year_pages import all_cadences, cadence_pages, year_page

HOME_PATH = "index.md"


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page at ``path`` (as if it were a Markdown file), titled, shown by ``template`` with ``view``."""

    path: str
    title: str
    template: str
    view: Any


def generated_pages(
    site: Site, slots: tuple[SlotView, ...], events: tuple[EventView, ...], *, search: bool
) -> Iterator[GeneratedPage]:
    """All generated pages of a site; the search page only where there is a search, the events' where there are."""
    recesses = recess_views(site)
    yield GeneratedPage(HOME_PATH, "首页", "home", home(site, slots, recesses, events))
    yield GeneratedPage("my/index.md", "我的学习", "my-study", my_study(site.schedule, slots, site.today))
    yield GeneratedPage("card/index.md", "我的卡", "card", None)
    yield GeneratedPage("tags/index.md", "标签", "tags", {"tags": tags(slots)})
    yield GeneratedPage("status/index.md", "网站的情况", "status", status_page())
    yield GeneratedPage(FRAME_PATH, "打卡", "checkin", Frame())
    if search:
        yield GeneratedPage("search/index.md", "搜索", "search", None)
    yield from _schedules(site, slots, recesses, events)
    yield from _cadences(site, slots)
    yield from _events(site, events)


def _events(site: Site, events: tuple[EventView, ...]) -> Iterator[GeneratedPage]:
    for page in events_pages(site, events):
        path, title = (f"events/{page.year}/", f"{page.year}年活动安排") if page.year else ("events/", "活动安排")
        yield GeneratedPage(f"{path}index.md", title, "events", page)


def _schedules(
    site: Site, slots: tuple[SlotView, ...], recesses: tuple[RecessView, ...], events: tuple[EventView, ...]
) -> Iterator[GeneratedPage]:
    running = site.schedule.programme_on(site.today)
    for programme in site.schedule.programmes:
        view = year_page(programme, site.schedule, slots, recesses, events)
        if programme is running:
            yield GeneratedPage("schedule/index.md", "学习计划", "schedule", view)
        yield GeneratedPage(f"schedule/{programme.year}/index.md", programme.title, "schedule", view)


def _cadences(site: Site, slots: tuple[SlotView, ...]) -> Iterator[GeneratedPage]:
    for cadence in all_cadences(site.schedule):
        pages = cadence_pages(cadence, site.schedule, slots)
        yield GeneratedPage(f"cadence/{cadence.id}/index.md", cadence.name, "cadence", pages[0])
        for page in pages:
            title = f"{cadence.name} {page.year}年"
            yield GeneratedPage(f"cadence/{cadence.id}/{page.year}/index.md", title, "cadence", page)
