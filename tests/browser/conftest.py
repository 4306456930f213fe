from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scratch_site import FRIDAY, write_sources
from served import CHROMIUM_ARGUMENTS, HOST, chromium, served

Serve = Callable[..., str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """serve(folder, prefix="/", headers=None) -> address, on a host that is not localhost."""
    with ExitStack() as servers:

        def start(folder: Path, prefix: str = "/", headers: Mapping[str, str] | None = None) -> str:
            return servers.enter_context(served(folder, prefix, headers))

        yield start


BuildSite = Callable[..., Path]
Reader = Callable[..., BrowserContext]
OpenPage = Callable[..., Page]
Visit = Callable[..., Page]

FRIDAY_MORNING = f"{FRIDAY}T10:00+08:00"
REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def build_site(tmp_path_factory: pytest.TempPathFactory) -> BuildSite:
    """build_site(today="2026-11-20", site_url="") -> the scratch site's folder, built once for each pair."""

    @cache
    def built(today: str = FRIDAY, site_url: str = "") -> Path:
        folder = tmp_path_factory.mktemp("scratch")
        config = load_config(str(write_sources(folder, today, site_url)))
        build(config)
        return Path(config.site_dir)

    return built


@pytest.fixture(scope="session")
def own_docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own documents as a site, built on 21 November 2026."""
    folder = tmp_path_factory.mktemp("own")
    config = load_config(str(REPOSITORY / "mkdocs.yml"), site_dir=str(folder))
    config.plugins["shuxiang"].config["today"] = "2026-11-21"
    build(config)
    return folder


@pytest.fixture
def site(build_site: BuildSite, serve: Serve) -> str:
    """The address of the scratch site."""
    return serve(build_site())


@pytest.fixture(params=["/", "/sx/"], ids=["at the root", "below it"])
def site_anywhere(request: pytest.FixtureRequest, build_site: BuildSite, serve: Serve) -> str:
    """The address of the scratch site, once at its host's root and once below it."""
    return serve(build_site(), request.param)


@pytest.fixture
def watch() -> Iterator[Callable[[BrowserContext], BrowserContext]]:
    """watch(context) -> the context; at the end no page may have complained or asked another host for anything."""
    complaints: list[str] = []
    hearers = {
        "request": lambda r: complaints.append(f"asked {r.url}") if is_foreign(r.url) else None,
        "console": lambda m: complaints.append(f"said {m.text}") if m.type == "error" else None,
        "weberror": lambda e: complaints.append(f"broke with {e.error}"),
    }
    watched: list[BrowserContext] = []

    def on(context: BrowserContext) -> BrowserContext:
        for event, hearer in hearers.items():
            context.on(event, hearer)
        watched.append(context)
        return context

    yield on
    for context in watched:
        for event, hearer in hearers.items():
            context.remove_listener(event, hearer)
    assert not complaints


def is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob"} and not f".{parts.hostname}".endswith(f".{HOST}")


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(**{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options})
    context.set_default_timeout(10_000)
    return context


def stand_still(context: BrowserContext, at: str | None, options: Mapping[str, Any]) -> None:
    if at and options.get("java_script_enabled", True):
        context.clock.set_fixed_time(datetime.fromisoformat(at))


@pytest.fixture
def reader(browser: Browser, watch: Callable[[BrowserContext], BrowserContext]) -> Iterator[Reader]:
    """reader(at=FRIDAY_MORNING, **options) -> a new reader's own browser, whose clock stands still."""
    contexts: list[BrowserContext] = []

    def start(at: str = FRIDAY_MORNING, **options: Any) -> BrowserContext:
        context = watch(new_context(browser, **options))
        contexts.append(context)
        stand_still(context, at, options)
        return context

    yield start
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def resting() -> dict[str, list[BrowserContext]]:
    """Browsers that no test uses now, by the options they were made with; an empty page keeps each awake."""
    return {}


@pytest.fixture
def open_page(
    browser: Browser,
    watch: Callable[[BrowserContext], BrowserContext],
    resting: dict[str, list[BrowserContext]],
) -> Iterator[OpenPage]:
    """open_page(at=FRIDAY_MORNING, **options) -> an empty page in the browser of a reader new to every site.

    At no moment (None) its clock goes on, and `performance` is the browser's own.
    To start a browser costs more than most tests do in it, so it is one that earlier tests have done with: their
    sites had other addresses, their pages are gone, the clock is set anew. A test that does something to all pages
    of a browser (scripts that run first, permissions, routes, a running clock) asks for a `reader` instead.
    """
    used: list[tuple[BrowserContext, Page, list[BrowserContext]]] = []

    def start(at: str | None = FRIDAY_MORNING, **options: Any) -> Page:
        others = resting.setdefault(repr((at is None, sorted(options.items()))), [])
        context = others.pop() if others else new_context(browser, **options)
        stand_still(context, at, options)
        page = watch(context).new_page()
        used.append((context, page, others))
        return page

    yield start
    for context, page, others in used:
        for other in context.pages:
            if other != page:
                other.close()
        page.goto("about:blank")
        others.append(context)


@pytest.fixture
def visit(open_page: OpenPage) -> Visit:
    """visit(address, at=FRIDAY_MORNING, **options) -> the page as a new reader sees it; see `open_page`."""

    def go(address: str, at: str = FRIDAY_MORNING, **options: Any) -> Page:
        page = open_page(at, **options)
        page.goto(address)
        return page

    return go
