from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from scratch_site import FRIDAY, write_sources
from seat import Seat, new_context
from served import CHROMIUM_ARGUMENTS, HOST, chromium, served

Serve = Callable[..., str]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """serve(folder, prefix="/", headers=None) -> address, on a host that is not localhost.

    The same folder is served at the same address to all tests: what it is made of is fetched only once.
    """
    addresses: dict[tuple[object, ...], str] = {}
    with ExitStack() as servers:

        def start(folder: Path, prefix: str = "/", headers: Mapping[str, str] | None = None) -> str:
            site = (folder, prefix, *sorted((headers or {}).items()))
            if site not in addresses:
                addresses[site] = servers.enter_context(served(folder, prefix, headers))
            return addresses[site]

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


@pytest.fixture
def site_below(build_site: BuildSite, serve: Serve) -> str:
    """The scratch site below its host's root, where also those links lead astray that would do at the root."""
    return serve(build_site(), "/sx/")


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


@pytest.fixture
def reader(browser: Browser, watch: Callable[[BrowserContext], BrowserContext]) -> Iterator[Reader]:
    """reader(at=FRIDAY_MORNING, **options) -> a new reader's own browser, whose clock stands still."""
    contexts: list[BrowserContext] = []

    def start(at: str = FRIDAY_MORNING, **options: Any) -> BrowserContext:
        context = watch(new_context(browser, **options))
        contexts.append(context)
        context.clock.set_fixed_time(datetime.fromisoformat(at))
        return context

    yield start
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def resting() -> dict[str, list[Seat]]:
    """Those that no test uses now, by the options they were made with."""
    return {}


@pytest.fixture
def open_page(
    browser: Browser,
    watch: Callable[[BrowserContext], BrowserContext],
    resting: dict[str, list[Seat]],
) -> Iterator[OpenPage]:
    """open_page(at=FRIDAY_MORNING, viewport=…, **options) -> an empty page of a reader new to every site.

    At no moment (None) its clock goes on, and `performance` is the browser's own.
    To start a browser costs more than most tests do in it, and so does a page, so they are ones that earlier
    tests have done with. A test that does to a page what stays with it from document to document (scripts that run
    first, what is answered to questions) asks for a `new_tab`; one that does something to all pages of a browser
    (permissions, routes, a running clock) asks for a `reader` instead.
    """
    used: list[tuple[Seat, list[Seat]]] = []

    def start(
        at: str | None = FRIDAY_MORNING,
        viewport: Any = None,
        color_scheme: Any = None,
        reduced_motion: Any = None,
        **options: Any,
    ) -> Page:
        others = resting.setdefault(repr((at is None, sorted(options.items()))), [])
        seat = others.pop() if others else Seat(browser, clock=at is not None, **options)
        seat.take(at, viewport, color_scheme, reduced_motion)
        watch(seat.context)
        used.append((seat, others))
        return seat.page

    yield start
    for seat, others in used:
        seat.leave()
        others.append(seat)


@pytest.fixture
def new_tab(open_page: OpenPage) -> OpenPage:
    """new_tab(at=FRIDAY_MORNING, **options) -> an empty page that no other test will have; see `open_page`."""

    def start(at: str | None = FRIDAY_MORNING, **options: Any) -> Page:
        return open_page(at, **options).context.new_page()

    return start


@pytest.fixture
def visit(open_page: OpenPage) -> Visit:
    """visit(address, at=FRIDAY_MORNING, **options) -> the page as a new reader sees it; see `open_page`."""

    def go(address: str, at: str = FRIDAY_MORNING, **options: Any) -> Page:
        page = open_page(at, **options)
        page.goto(address)
        return page

    return go


AXE_FINDS = """([place, wanted]) => axe.run(place || document, {
  ...(wanted && { runOnly: wanted }),
  resultTypes: ["violations"],
  preload: false,
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node => rule.id + " " + node.target.join(" "))))"""


@pytest.fixture(scope="session")
def axe_finds() -> Callable[..., list[str]]:
    """axe_finds(page, wanted=None, place=None) -> the rules broken, and where: of all rules, on the whole page."""
    script = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")

    def find(page: Page, wanted: Mapping[str, object] | None = None, place: str | None = None) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(script)
        found: list[str] = page.evaluate(AXE_FINDS, [place, wanted])
        return found

    return find
