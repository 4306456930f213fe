"""What browser tests rely on: of a page that another test has used nothing is left but the page."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from scratch_site import FRIDAY
from seat import Seat

KEEP = "() => { localStorage.setItem('a', 'b'); sessionStorage.setItem('a', 'b'); }"
BLOCKED = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });"
)
FOUND = """() => [
  localStorage.length, sessionStorage.length, innerWidth, innerHeight, new Date().toISOString().slice(0, 16),
  ...["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"].map(q => matchMedia(q).matches),
]"""


@pytest.fixture
def seat(browser: Browser) -> Iterator[Seat]:
    taken = Seat(browser, clock=True)
    yield taken
    taken.context.close()


def stays(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate(KEEP)


def goes_on_to_another_site(page: Page, site: str) -> None:
    stays(page, site)
    page.goto(site.replace("//", "//www."))


def opens_a_tab(page: Page, site: str) -> None:
    stays(page.context.new_page(), site)


def opens_a_tab_that_keeps_nothing(page: Page, site: str) -> None:
    stays(page, site)
    page.goto("about:blank")
    other = page.context.new_page()
    other.add_init_script(BLOCKED)
    other.goto(site)


@pytest.mark.parametrize("reader", [stays, goes_on_to_another_site, opens_a_tab, opens_a_tab_that_keeps_nothing])
def test_a_reader_finds_nothing_of_the_one_before(
    seat: Seat, site: str, reader: Callable[[Page, str], None]
) -> None:
    seat.take("2027-01-01T10:00+08:00", {"width": 360, "height": 740}, "dark", "reduce")
    reader(seat.page, site)
    seat.page.emulate_media(media="print")
    seat.leave()
    seat.take(f"{FRIDAY}T10:00+08:00")

    assert [page.url for page in seat.context.pages] == ["about:blank"]
    seat.page.goto(site)
    assert seat.page.evaluate(FOUND) == [0, 0, 1280, 720, f"{FRIDAY}T02:00", False, False, False]
