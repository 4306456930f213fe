"""Schedule, cadences, tags and the page for what is not there; and that every link of a site leads somewhere."""

import re
import shutil
from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from lxml.html import HTMLParser, document_fromstring
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

LOCATION = re.compile("<loc>(.+?)</loc>")


class Links:
    """The addresses an HTML page names, and the places within it that a link may name."""

    def __init__(self, page: bytes) -> None:
        self.found: list[str] = []
        self.places: set[str] = {""}
        for element in document_fromstring(page, parser=HTMLParser(encoding="utf-8")).iter("*"):
            for name, value in element.items():
                if name in {"href", "src", "action", "poster"} and (element.tag, name) != ("base", "href"):
                    self.found.append(value)
                elif name in {"id", "name"}:
                    self.places.add(value)


class Crawl:
    """Every page and file of a site that can be reached from some of its pages, each asked for once."""

    def __init__(self, address: str, starts: Iterable[str]) -> None:
        self.statuses: dict[str, int] = {}
        self.pages: dict[str, Links] = {}
        self.targets: dict[str, set[tuple[str, str]]] = {}
        connection = HTTPConnection("127.0.0.1", urlsplit(address).port)
        waiting = [urljoin(address, start) for start in starts]
        while waiting:
            url = waiting.pop()
            if url not in self.statuses:
                self._fetch(url, connection)
                waiting += [target for target, _ in self.targets.get(url, ())]
        connection.close()

    def _fetch(self, url: str, connection: HTTPConnection) -> None:
        connection.request("GET", urlsplit(url).path)
        answer = connection.getresponse()
        body = answer.read()
        self.statuses[url] = answer.status
        if answer.status == 200 and answer.headers.get_content_type() == "text/html":
            self.pages[url] = Links(body)
            joined = (urldefrag(urljoin(url, link)) for link in self.pages[url].found)
            self.targets[url] = {(target, unquote(place)) for target, place in joined if target.startswith("http")}

    def broken(self) -> list[str]:
        """What leads nowhere, as sentences."""
        return sorted(
            f"{url} -> {target}#{place}"
            for url, targets in self.targets.items()
            for target, place in targets
            if self.statuses[target] != 200 or (target in self.pages and place not in self.pages[target].places)
        )


def every_page(folder: Path) -> list[str]:
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [path.removesuffix("index.html") for path in paths if path != "404.html"]


@pytest.mark.parametrize("prefix", ["/", "/sx/"])
def test_every_link_leads_somewhere(
    build_site: Callable[..., Path], serve: Callable[..., str], prefix: str
) -> None:
    folder = build_site()
    crawl = Crawl(serve(folder, prefix), every_page(folder))

    assert crawl.broken() == []
    assert len(crawl.pages) > 100


def test_every_link_of_the_projects_own_documents_leads_somewhere(
    own_docs: Path, serve: Callable[..., str]
) -> None:
    assert Crawl(serve(own_docs), every_page(own_docs)).broken() == []


def test_a_site_that_knows_its_address_names_only_pages_that_exist(
    build_site: Callable[..., Path], serve: Callable[..., str]
) -> None:
    folder = build_site(site_url="http://intranet.test/sx/")
    starts = ["404.html", *every_page(folder), *LOCATION.findall((folder / "sitemap.xml").read_text("utf-8"))]

    assert Crawl(serve(folder, "/sx/"), starts).broken() == []


def test_the_sitemap_names_only_pages_that_exist(build_site: Callable[..., Path]) -> None:
    folder = build_site(site_url="http://intranet.test/sx/")
    named = LOCATION.findall((folder / "sitemap.xml").read_text("utf-8"))
    paths = {unquote(address).removeprefix("http://intranet.test/sx/") for address in named}

    assert len(paths) > 10
    assert paths - set(every_page(folder)) == set()


def test_every_material_and_check_in_page_can_be_reached_from_home(
    build_site: Callable[..., Path], serve: Callable[..., str]
) -> None:
    folder = build_site()
    address = serve(folder)
    reached = {url.removeprefix(address) for url in Crawl(address, [""]).pages}
    cadences = {f"cadence/{name}/2026/" for name in ["article", "topic", "law", "book", "manuscript"]}
    another_address_of_the_same = {*cadences, "events/2026/"}

    assert set(every_page(folder)) - reached - another_address_of_the_same == set()


@pytest.mark.parametrize("prefix", ["/", "/sx/"])
def test_the_page_for_what_is_not_there_leads_back(
    build_site: Callable[..., Path], serve: Callable[..., str], visit: Visit, tmp_path: Path, prefix: str
) -> None:
    site = shutil.copytree(build_site(site_url=f"http://intranet.test{prefix}"), tmp_path / "site")
    (site / "no/such/page").mkdir(parents=True)
    shutil.copy(site / "404.html", site / "no/such/page/index.html")  # as a server shows it at any address
    page = visit(serve(site, prefix) + "no/such/page/")

    expect(page.get_by_role("heading", level=1)).to_have_text("找不到这一页")
    page.get_by_role("link", name="回首页").click()
    expect(page.get_by_role("heading", level=1, name="2026年读书计划", exact=True)).to_be_visible()


PLACES = {
    "": ("首页", "page"),
    "schedule/": ("学习计划", "page"),
    "schedule/2027/": ("学习计划", "true"),
    "cadence/topic/": ("月讲一题", "page"),
    "readings/2026/w47/": ("周学一文", "true"),
    "topics/2026-11/": ("月讲一题", "true"),
    "my/": ("我的学习", "page"),
    "figures/": ("小组情况", "page"),
    "guide/": ("使用说明", "page"),
}


def places_in_the_menu(page: Path) -> list[tuple[str, str]]:
    """What the menu marks as the reader's place, with the kind of mark."""
    menu = document_fromstring(page.read_bytes(), parser=HTMLParser(encoding="utf-8")).get_element_by_id("sx-nav")
    marked = menu.xpath(".//a[@aria-current]")
    return [(" ".join(link.text_content().split()), link.get("aria-current")) for link in marked]


def test_the_menu_says_where_the_reader_is(build_site: Callable[..., Path]) -> None:
    folder = build_site()

    assert {path: places_in_the_menu(folder / path / "index.html") for path in PLACES} == {
        path: [place] for path, place in PLACES.items()
    }


def test_pages_outside_the_menu_claim_no_place_in_it(build_site: Callable[..., Path]) -> None:
    for path in ["tags/index.html", "search/index.html", "404.html"]:
        assert places_in_the_menu(build_site() / path) == [], path


def test_the_years_of_a_schedule_lead_to_one_another(visit: Visit, site_below: str) -> None:
    page = visit(f"{site_below}schedule/")
    years = page.get_by_role("navigation", name="各年学习计划")
    expect(years.locator("[aria-current=page]")).to_have_text("2026年")

    years.get_by_role("link", name="2027年").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("2027年读书计划")
    expect(years.locator("[aria-current=page]")).to_have_text("2027年")


def test_the_schedule_shows_published_titles_and_keeps_others_open(visit: Visit, site: str) -> None:
    page = visit(f"{site}schedule/")
    row = "#by-month li[data-slot='article/2026-{}'] .sx-row-title"

    expect(page.locator(row.format("W48"))).to_have_text("听完再说的耐心")
    expect(page.locator(row.format("W49"))).to_have_text("待定")


def test_a_cadence_lists_its_materials_newest_first(visit: Visit, site: str) -> None:
    page = visit(f"{site}cadence/article/")

    assert page.locator(".sx-list h3").all_inner_texts() == [
        "听完再说的耐心",
        "怎样写清一件小事",
        "数一数巷口的路灯",
        "石桥边的一次走访",
    ]
    page.get_by_role("link", name="怎样写清一件小事").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样写清一件小事")


def test_a_tag_leads_to_all_that_carries_it(visit: Visit, site_below: str) -> None:
    page = visit(f"{site_below}readings/2026/w47/")
    page.locator(".sx-tags").get_by_role("link", name="示例").click()

    section = page.get_by_role("region", name="示例")
    expect(section).to_be_in_viewport()
    expect(section.get_by_role("listitem")).to_have_count(9)


def test_on_paper_the_schedule_stands_alone(visit: Visit, site: str) -> None:
    page = visit(f"{site}schedule/")
    page.emulate_media(media="print")

    for gone in [".sx-header", ".sx-footer", ".sx-page-tools", ".sx-years", "#by-cadence"]:
        expect(page.locator(gone)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#by-month li[data-slot='article/2026-W47']")).to_be_visible()


def test_on_paper_a_material_leaves_its_form_behind(visit: Visit, site: str) -> None:
    page = visit(f"{site}readings/2026/w47/")
    page.emulate_media(media="print")

    expect(page.locator("form")).to_be_hidden()
    expect(page.locator(".sx-header")).to_be_hidden()
    expect(page.get_by_role("heading", name="写一写")).to_be_visible()


def test_on_paper_a_dark_screen_prints_dark_on_white(visit: Visit, site: str) -> None:
    page = visit(f"{site}schedule/", color_scheme="dark")
    page.emulate_media(media="print")
    colours = page.locator("#by-month li").first.evaluate(
        "row => [getComputedStyle(row).color, getComputedStyle(document.body).backgroundColor]"
    )

    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_the_print_button_prints(visit: Visit, site: str) -> None:
    page = visit(f"{site}schedule/")
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="打印").click()

    assert page.evaluate("window.printed") is True
