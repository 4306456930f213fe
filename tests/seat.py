"""A browser and a page in it that one test after another uses."""

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Request

TELL = """addEventListener("securitypolicyviolation", (event) => {
  console.error("forbidden: " + event.effectiveDirective + " " + event.blockedURI);
});"""
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); return true; } catch { return false; } }"


class Seat:
    """A browser and a page in it at which one reader after another sits down; none finds what another has left."""

    def __init__(self, browser: Browser, *, clock: bool, **options: Any) -> None:
        self.context = new_context(browser, **options)
        self.context.add_init_script(TELL)
        self.page = self.context.new_page()
        self._scripts = options.get("java_script_enabled", True)
        self._clock = clock and self._scripts
        self._sites: set[str] = set()
        self._usual = self.page.viewport_size
        self.context.on("request", self._remember)

    def _remember(self, request: Request) -> None:
        if request.is_navigation_request() and request.url.startswith("http"):
            self._sites.add(urljoin(request.url, "/"))

    def take(
        self, at: str | None, viewport: Any = None, color_scheme: Any = None, reduced_motion: Any = None
    ) -> None:
        """Look at the clock, and at the page as this reader does."""
        if at and self._clock:
            moment = datetime.fromisoformat(at)
            if self.page.evaluate("Date.now()") != moment.timestamp() * 1000:
                self.context.clock.set_fixed_time(moment)
        size = viewport or self._usual
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        self.page.emulate_media(
            media="null",
            color_scheme=color_scheme or "light",
            reduced_motion=reduced_motion or "no-preference",
        )

    def leave(self) -> None:
        """Close what was opened, and forget what was kept."""
        here = {urljoin(page.url, "/") for page in self.context.pages if self._scripts and page.evaluate(FORGET)}
        for other in self.context.pages:
            if other != self.page:
                other.close()
        for site in self._sites - here if self._scripts else ():
            self.page.goto(site)
            assert self.page.evaluate(FORGET)
        self._sites.clear()
        self.page.goto("about:blank")


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(**{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
    context.set_default_timeout(10_000)
    return context
