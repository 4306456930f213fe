"""axe finds nothing to mend, on wide screens and phones, light and dark."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import BrowserContext, Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """([rules, contrast]) => axe.run(document, {
  runOnly: {type: "tag", values: rules},
  rules: {"color-contrast": {enabled: contrast}},
  resultTypes: ["violations"],
  preload: false,
}).then(found => found.violations.flatMap(rule => rule.nodes.map(node => rule.id + " " + node.target.join(" "))))"""
PHONE, DESK = (360, 740), (1280, 900)
SCREENS = [(PHONE, "default", False), (PHONE, "slate", True), (DESK, "default", True), (DESK, "slate", False)]
"""Size, colours, and whether contrast is measured: it takes most of the time, so once for each size and colours."""

Prepare = Callable[[Page], None]


def as_it_is(_: Page) -> None:
    pass


def checked_in(page: Page) -> None:
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill("读后记下的一句话")
    page.locator("[data-submit]").click()
    page.get_by_role("button", name="复制回执").click()


def with_records(page: Page) -> None:
    page.evaluate("""() => ["article/2026-W46", "article/2026-W47", "topic/2026-11"].forEach((slot, index) =>
      Shuxiang.records.write({
        slot, title: "一期材料", acts: ["study", "apply"], note: "一句心得", at: "2026-11-1" + index + " 08:00",
        number: "K7Q2MX4" + index,
      }))""")
    page.reload()
    page.get_by_role("button", name="生成备份").click()


def with_results(page: Page) -> None:
    expect(page.locator("[data-search-page] li").nth(2)).to_be_visible()


def with_menu_open(page: Page) -> None:
    page.locator("[data-menu]").dispatch_event("click")


PAGES: dict[str, tuple[str, Prepare]] = {
    "home": ("", as_it_is),
    "home with the menu open": ("", with_menu_open),
    "schedule": ("schedule/", as_it_is),
    "material": ("readings/2026/w47/", as_it_is),
    "check-in": ("checkin/article/2026-W47/", as_it_is),
    "check-in done": ("checkin/article/2026-W47/", checked_in),
    "my study": ("my/", with_records),
    "search with results": ("search/?q=提案", with_results),
    "cadence": ("cadence/article/", as_it_is),
    "events": ("events/", as_it_is),
    "tags": ("tags/", as_it_is),
    "guide": ("guide/commands/", as_it_is),
    "not there": ("404.html", as_it_is),
}


@cache
def axe() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


def faults(page: Page) -> list[str]:
    found: dict[str, list[str]] = {}
    page.evaluate(axe())
    for (width, height), scheme, contrast in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", scheme)
        for fault in page.evaluate(RUN, [RULES, contrast]):
            found.setdefault(fault, []).append(f"{width} {scheme}")
    return [f"{fault} ({', '.join(screens)})" for fault, screens in sorted(found.items())]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    reader: Callable[..., BrowserContext], own_docs: Path, serve: Callable[..., str], name: str
) -> None:
    path, prepare = PAGES[name]
    page = reader("2026-11-21T10:00+08:00", reduced_motion="reduce").new_page()
    page.goto(serve(own_docs) + path)
    prepare(page)

    found = faults(page)
    assert not found, "\n".join([f"{len(found)} faults", *found[:5]])


def test_axe_knows_the_rules_and_finds_what_is_wrong(visit: Callable[..., Page], site: str) -> None:
    page = visit(site)
    page.evaluate("""() => { document.querySelector("#content").innerHTML =
      "<img src='data:,'><p style='color:#bbb;background:#fff'>淡得看不清的字</p>" +
      "<a href='#a' style='position:fixed;top:0;left:0;width:9px;height:9px' aria-label='a'></a>" +
      "<a href='#b' style='position:fixed;top:0;left:9px;width:9px;height:9px' aria-label='b'></a>"; }""")

    assert {"image-alt", "color-contrast", "target-size"} <= {fault.split()[0] for fault in faults(page)}
