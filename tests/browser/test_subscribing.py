"""The page on subscribing: addresses that are right wherever the site lies, and ways to take them along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
Serve = Callable[..., str]
FETCHED = """address => fetch(address, { signal: AbortSignal.timeout(10_000) }).then(answer => answer.text())"""


def test_an_address_is_whole_wherever_the_site_lies(visit: Visit, site_anywhere: str) -> None:
    page = visit(f"{site_anywhere}subscribe/")

    expect(page.get_by_label("网址").first).to_have_value(f"{site_anywhere}calendar/programme.ics")


def test_the_sites_own_address_does_not_mislead_it(
    visit: Visit, build_site: Callable[..., Path], serve: Serve
) -> None:
    address = serve(build_site(site_url="https://elsewhere.test/other/"), "/sx/")
    page = visit(f"{address}subscribe/")

    expect(page.get_by_label("网址").first).to_have_value(f"{address}calendar/programme.ics")


def test_every_address_gives_a_calendar(visit: Visit, site_anywhere: str) -> None:
    page = visit(f"{site_anywhere}subscribe/")
    page.get_by_text("也可以只要一部分").click()
    fields = page.get_by_label("网址").all()

    assert len(fields) == 7  # all, what is dated, and five cadences
    for field in fields:
        text = page.evaluate(FETCHED, field.input_value())
        assert text.startswith("BEGIN:VCALENDAR\r\n")


def test_the_link_that_subscribes_at_once_leads_to_the_same_place(visit: Visit, site_below: str) -> None:
    page = visit(f"{site_below}subscribe/")
    link = page.get_by_role("link", name="直接订阅").first

    expect(link).to_have_attribute("href", f"webcal{site_below.removeprefix('http')}calendar/programme.ics")


def test_the_address_is_copied_on_plain_http_and_the_page_says_so(visit: Visit, site_below: str) -> None:
    page = visit(f"{site_below}subscribe/")
    assert not page.evaluate("isSecureContext")
    page.get_by_role("button", name="复制网址").first.click()

    expect(page.get_by_role("status").filter(has_text="网址已复制")).to_be_visible()
    page.evaluate("document.body.append(document.createElement('textarea'))")
    pasted = page.locator("body > textarea")
    pasted.focus()
    page.keyboard.press("Control+V")
    expect(pasted).to_have_value(f"{site_below}calendar/programme.ics")


def test_where_copying_is_not_allowed_the_address_stands_selected(visit: Visit, site: str) -> None:
    page = visit(f"{site}subscribe/")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="复制网址").first.click()

    expect(page.get_by_role("status").filter(has_text="不允许自动复制")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == f"{site}calendar/programme.ics"


def test_the_file_can_be_taken_along(visit: Visit, site_below: str) -> None:
    page = visit(f"{site_below}subscribe/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").first.click()

    assert download.value.suggested_filename == "programme.ics"
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_without_scripts_the_link_is_there_and_no_empty_field(
    visit: Visit, build_site: Callable[..., Path], serve: Serve
) -> None:
    address = serve(build_site(), "/sx/")
    page = visit(f"{address}subscribe/", java_script_enabled=False)
    page.get_by_text("也可以只要一部分").click()

    expect(page.get_by_label("网址")).to_have_count(7)
    for field in page.get_by_label("网址").all():
        expect(field).to_be_hidden()
    expect(page.get_by_role("button", name="复制网址")).to_have_count(0)
    expect(page.locator("noscript .sx-notice")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").nth(2).click()
    assert urlsplit(download.value.url).path == "/sx/calendar/cadence/article.ics"


def test_the_page_is_found_from_the_schedule(visit: Visit, site_below: str) -> None:
    page = visit(f"{site_below}schedule/")
    page.get_by_role("link", name="订阅日历").click()

    expect(page).to_have_url(f"{site_below}subscribe/")
    expect(page.get_by_role("heading", level=1)).to_have_text("订阅日历")


def test_no_page_asks_for_a_sitemap_because_of_the_feeds(open_page: Callable[..., Page], site: str) -> None:
    asked: list[str] = []
    page = open_page()
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{site}subscribe/", wait_until="networkidle")

    assert len(asked) > 3
    assert [path for path in asked if path.endswith(("sitemap.xml", ".ics", "atom.xml"))] == []


def test_the_page_fits_a_phone_in_the_largest_type(visit: Visit, site: str) -> None:
    page = visit(f"{site}subscribe/", viewport={"width": 360, "height": 740})
    for _ in range(2):
        page.locator("[data-text-size]").click()
    page.get_by_text("也可以只要一部分").click()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@pytest.mark.parametrize(("colours", "widths"), [("light", (360, 1280)), ("dark", (1280, 360))])
def test_axe_finds_nothing(
    visit: Visit, site: str, axe_finds: Callable[..., list[str]], colours: str, widths: tuple[int, int]
) -> None:
    """Everything at the first width; at the other only what sees colours."""
    first, other = widths
    page = visit(f"{site}subscribe/", viewport={"width": first, "height": 800}, color_scheme=colours)
    page.get_by_text("也可以只要一部分").click()
    page.get_by_role("button", name="复制网址").first.click()

    assert axe_finds(page) == []
    page.set_viewport_size({"width": other, "height": 800})
    assert axe_finds(page, COLOUR_RULES) == []
