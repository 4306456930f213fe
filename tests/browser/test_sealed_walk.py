"""Every kind of page, used, with all other hosts out of reach, at a host's root and below it.

The same from a disk is in test_portable.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from page_kinds import NOT_THERE, ONLY_ONLINE, PAGES
from scratch_site import FRIDAY
from served import served


@dataclass
class Walk:
    """A way through the site at ``root``: what it asked of other hosts, and what its pages complained of."""

    root: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.route(self._is_outside, lambda route: route.abort())
        context.on("request", lambda r: self.outside.append(r.url) if self._is_outside(r.url) else None)
        context.on(
            "console", lambda m: self.errors.append(f"{m.location}: {m.text}") if m.type == "error" else None
        )
        context.on("weberror", lambda e: self.errors.append(str(e.error)))

    def _is_outside(self, url: str) -> bool:
        return not url.startswith((urljoin(self.root, "/"), "data:", "blob:"))


@pytest.fixture(params=["/", "/sx/"], ids=["at the root", "below it"])
def walk(request: pytest.FixtureRequest, build_site: Callable[..., Path]) -> Iterator[Walk]:
    with served(build_site(), request.param) as root:
        yield Walk(root)


@pytest.fixture
def page(walk: Walk, browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        walk.watch(context)
        context.set_default_timeout(20_000)
        context.clock.set_fixed_time(datetime.fromisoformat(f"{FRIDAY}T10:00+08:00"))
        yield context.new_page()


def use(page: Page, root: str) -> None:
    """Check in, look at one's own study, search on the page and in the dialog."""
    page.goto(f"{root}checkin/article/2026-W47/")
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill("一句心得")
    page.locator("[data-submit]").click()
    page.goto(f"{root}my/")
    expect(page.locator(".sx-note__text")).to_have_text("一句心得")
    page.goto(f"{root}search/?q=小事")
    expect(page.locator("[data-search-result]").first).to_contain_text("怎样写清一件小事")
    page.goto(f"{root}guide/")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("导语")
    expect(page.locator("dialog[open] [data-search-result]").first).to_be_visible()


def test_nothing_is_asked_of_any_other_host(page: Page, walk: Walk) -> None:
    for path in (*PAGES, *ONLY_ONLINE):
        page.goto(walk.root + path)
    use(page, walk.root)
    assert walk.errors == []
    for path in NOT_THERE:
        page.goto(walk.root + path)
    assert walk.outside == []

    with page.expect_event("requestfailed"):
        page.evaluate("() => { new Image().src = 'http://elsewhere.test/count.gif'; }")
    assert walk.outside == ["http://elsewhere.test/count.gif"]  # the walk would have noticed


def test_the_walk_sees_every_kind_of_page(build_site: Callable[..., Path]) -> None:
    folder = build_site()
    kinds = {path.relative_to(folder).parts[0] for path in folder.rglob("index.html") if path.parent != folder}

    assert kinds == {path.split("/")[0] for path in (*PAGES, *ONLY_ONLINE) if path}
