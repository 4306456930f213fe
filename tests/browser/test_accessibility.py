"""axe finds nothing to mend, on wide screens and phones, light and dark."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Page, expect

from scratch_site import FIGURES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
REPOSITORY = Path(__file__).parents[2]
EARLIER_AND_LATER = ("w[23]?.md", "w4[0-4].md", "2026-0*.md", "2026-10.md", "2026-q3.md", "2027*")
PHONE, DESK = (360, 740), (1280, 900)
SCREENS = [
    (PHONE, "default", {"type": "rule", "values": ["link-in-text-block"]}),
    (PHONE, "slate", {"type": "tag", "values": RULES}),
    (DESK, "default", {"type": "tag", "values": RULES}),
    (DESK, "slate", {"type": "rule", "values": ["link-in-text-block"]}),
]
"""Size, colours, and what is looked at: everything once for each size and for each colours.

Of the other rules only that on links within text sees colours; contrast, the slowest, is not measured again.
"""

Prepare = Callable[[Page], None]


def as_it_is(_: Page) -> None:
    pass


def checked_in(page: Page) -> None:
    page.evaluate("""() => Shuxiang.card.set({ number: "0123", key: "222J-62S6-2N52-G42B-7ZXE" })""")
    page.reload()
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


def with_fault(page: Page) -> None:
    page.get_by_label("委员编号").fill("0123")
    page.get_by_role("button", name="把这张卡设在这台设备上").click()
    expect(page.get_by_role("alert")).to_be_visible()


def with_card(page: Page) -> None:
    page.goto(f"{page.url}#0123.222J62S62N52G42B7ZXE")
    page.get_by_role("button", name="把这张卡设在这台设备上").click()
    expect(page.get_by_role("status")).to_have_text("设好了。")


def with_results(page: Page) -> None:
    expect(page.locator("[data-search-page] li").nth(2)).to_be_visible()


def with_failed_update(page: Page) -> None:
    run = {"ended": "2026-11-21T06:31+08:00", "result": "failed", "automatic": True, "reason": "materials"}
    page.route("**/status.json", lambda route: route.fulfill(json={"runs": [run]}))
    page.reload()
    expect(page.locator("[data-status-runs] li")).to_be_visible()
    page.unroute("**/status.json")


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
    "card wrongly typed": ("card/", with_fault),
    "card set": ("card/", with_card),
    "search with results": ("search/?q=提案", with_results),
    "cadence": ("cadence/article/", as_it_is),
    "events": ("events/", as_it_is),
    "tags": ("tags/", as_it_is),
    "figures in the order of rates": ("figures/", as_it_is),
    "the site's state": ("status/", with_failed_update),
    "guide": ("guide/publish/", as_it_is),
    "a guide's smallest headings": ("guide/commands/", as_it_is),
    "not there": ("404.html", as_it_is),
}

PARTS = {"home with the menu open": ".sx-header", "a guide's smallest headings": "h4:first-of-type"}
"""Where only a part differs from other pages in the list, that part is looked at."""


@pytest.fixture(scope="module")
def own_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own documents, their programme cut to its last nine weeks: all kinds of page, none long."""
    folder = tmp_path_factory.mktemp("weeks")
    shutil.copytree(REPOSITORY / "docs", folder / "docs", ignore=shutil.ignore_patterns(*EARLIER_AND_LATER))
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    programme = folder / "docs/programme/2026.yml"
    whole = programme.read_text("utf-8")
    programme.write_text(whole.replace("starts: 2026-01-05", "starts: 2026-11-02"), "utf-8")
    (folder / "figures.json").write_text(FIGURES.replace('"ranked": false', '"ranked": true'), "utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    config.plugins["shuxiang"].config["today"] = "2026-11-21"
    config.plugins["shuxiang"].config["figures"] = "figures.json"
    build(config)
    return Path(config.site_dir)


@pytest.fixture
def faults(axe_finds: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """faults(page, place=None) -> what axe finds there, each with the screens on which it does."""

    def find(page: Page, place: str | None = None) -> list[str]:
        found: dict[str, list[str]] = {}
        for (width, height), scheme, wanted in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("name => document.body.setAttribute('data-md-color-scheme', name)", scheme)
            for fault in axe_finds(page, wanted, place):
                found.setdefault(fault, []).append(f"{width} {scheme}")
        return [f"{fault} ({', '.join(screens)})" for fault, screens in sorted(found.items())]

    return find


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(
    visit: Callable[..., Page],
    own_weeks: Path,
    serve: Callable[..., str],
    faults: Callable[..., list[str]],
    name: str,
) -> None:
    path, prepare = PAGES[name]
    page = visit(serve(own_weeks) + path, "2026-11-21T10:00+08:00", reduced_motion="reduce")
    prepare(page)

    found = faults(page, PARTS.get(name))
    assert not found, "\n".join([f"{len(found)} faults", *found[:5]])


def test_axe_knows_the_rules_and_finds_what_is_wrong(
    visit: Callable[..., Page], site: str, faults: Callable[..., list[str]]
) -> None:
    page = visit(site)
    page.evaluate("""() => { document.querySelector("#content").innerHTML =
      "<img src='data:,'><p style='color:#bbb;background:#fff'>淡得看不清的字</p>" +
      "<a href='#a' style='position:fixed;top:0;left:0;width:9px;height:9px' aria-label='a'></a>" +
      "<a href='#b' style='position:fixed;top:0;left:9px;width:9px;height:9px' aria-label='b'></a>"; }""")

    assert {"image-alt", "color-contrast", "target-size"} <= {fault.split()[0] for fault in faults(page)}
