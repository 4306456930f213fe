"""The header's tools, and that no page is wider than a phone."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
"""
DARK = "getComputedStyle(document.body).backgroundColor === 'rgb(23, 24, 26)'"
PHONE = {"width": 360, "height": 740}


def root_size(page: Page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")


def test_the_text_size_goes_round_and_stays_on_every_page(visit: Visit, site_below: str) -> None:
    page = visit(site_below)
    button = page.get_by_role("button", name="字号")
    sizes = [root_size(page)]
    for name in ["大", "特大", "标准", "大"]:
        button.click()
        expect(button).to_have_text(f"字号：{name}")
        sizes.append(root_size(page))

    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[3:] == sizes[:2]
    page.goto(f"{site_below}readings/2026/w47/")
    assert root_size(page) == sizes[1]
    expect(button).to_have_text("字号：大")


def test_dark_stays_on_every_page(visit: Visit, site_below: str) -> None:
    page = visit(site_below)
    assert not page.evaluate(DARK)
    page.get_by_role("button", name="深色").click()
    assert page.evaluate(DARK)

    page.goto(f"{site_below}checkin/article/2026-W47/")

    assert page.evaluate(DARK)
    page.get_by_role("button", name="浅色").click()
    page.reload()
    assert not page.evaluate(DARK)


def test_a_reader_whose_system_is_dark_begins_in_the_dark(visit: Visit, site: str) -> None:
    page = visit(site, color_scheme="dark")
    assert page.evaluate(DARK)

    page.get_by_role("button", name="浅色").click()
    page.reload()

    assert not page.evaluate(DARK)


def test_the_tools_work_for_the_page_when_storage_is_blocked(new_tab: Callable[..., Page], site: str) -> None:
    page = new_tab()
    page.add_init_script(NO_STORAGE)
    page.goto(site)
    before = root_size(page)

    page.get_by_role("button", name="字号").click()
    page.get_by_role("button", name="深色").click()

    assert root_size(page) > before
    assert page.evaluate(DARK)


def test_a_nonsense_choice_in_storage_is_the_usual_size(visit: Visit, site: str) -> None:
    page = visit(site)
    usual = root_size(page)
    page.evaluate("localStorage.setItem('shuxiang:text', 'enormous')")
    page.reload()

    assert root_size(page) == usual
    expect(page.get_by_role("button", name="字号")).to_have_text("字号：标准")


def test_on_a_phone_the_menu_opens_and_closes(visit: Visit, site_below: str) -> None:
    page = visit(site_below, viewport=PHONE)
    menu = page.get_by_role("button", name="菜单")
    link = page.get_by_role("link", name="季读一书", exact=True)
    expect(link).to_be_hidden()
    expect(menu).to_have_attribute("aria-expanded", "false")

    menu.click()
    expect(link).to_be_visible()
    expect(menu).to_have_attribute("aria-expanded", "true")
    menu.click()
    expect(link).to_be_hidden()

    menu.press("Enter")
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("季读一书")


def test_on_a_phone_without_scripts_the_menu_lies_open(visit: Visit, site: str) -> None:
    page = visit(site, viewport=PHONE, java_script_enabled=False)

    expect(page.get_by_role("link", name="季读一书", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="菜单")).to_be_hidden()
    expect(page.get_by_role("button", name="字号")).to_be_hidden()


def test_on_a_wide_screen_there_is_no_menu_button(visit: Visit, site: str) -> None:
    page = visit(site)

    expect(page.get_by_role("button", name="菜单")).to_be_hidden()
    expect(page.get_by_role("link", name="季读一书", exact=True)).to_be_visible()


KINDS_OF_PAGE = [
    "",
    "schedule/",
    "cadence/article/",
    "readings/2026/w47/",
    "checkin/article/2026-W47/",
    "tags/",
    "my/",
    "search/?q=提案",
    "guide/commands/",
    "404.html",
]
LONG_NOTE = "https://example.invalid/" + "x" * 300


def test_no_page_is_wider_than_a_phone(visit: Visit, own_docs: Path, serve: Callable[..., str]) -> None:
    address = serve(own_docs)
    page = visit(f"{address}checkin/article/2026-W47/", viewport=PHONE)
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill(LONG_NOTE)
    page.locator("[data-submit]").click()

    widths = {}
    for path in KINDS_OF_PAGE:
        page.goto(address + path)
        if path.startswith("search/"):
            expect(page.locator("[data-search-page] li").first).to_be_visible()
        for size in ("normal", "xlarge"):
            page.evaluate("size => { document.documentElement.dataset.sxText = size; }", size)
            widths[path, size] = page.evaluate("document.scrollingElement.scrollWidth")

    assert {place: width for place, width in widths.items() if width > PHONE["width"]} == {}
