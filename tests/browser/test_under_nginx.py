"""The site behind a real nginx with the configuration that is generated for it: nothing it needs is forbidden."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from nginx import running, unused_port
from served import HOST, served
from shuxiang.release.page_scripts import script_hashes
from shuxiang.release.policy import meta_policy, policy
from shuxiang.release.servers import nginx
from shuxiang.release.servers.address import parse_address
from shuxiang.release.servers.served import Served
from shuxiang.release.stamp import stamp

SATURDAY_MORNING = "2026-11-21T10:00+08:00"
"""The own documents are built on that day."""

MISSING = ("nowhere/", "nowhere/at/all/index.html")

TELL = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("forbidden: " + event.effectiveDirective + " " + event.blockedURI);
});
"""


class Site(NamedTuple):
    """Where a site is served, and its folder."""

    address: str
    folder: Path


def configuration(site: Site, hashes: tuple[str, ...], *, old_browsers: bool = False) -> str:
    csp = policy(hashes, old_browsers=old_browsers)
    return nginx.whole(Served("内网", str(site.folder), parse_address(site.address), csp))


@pytest.fixture(scope="module")
def root(own_docs: Path) -> Site:
    """The project's own documents, with a page of every kind."""
    return Site(f"http://{HOST}:{unused_port()}/", own_docs)


@pytest.fixture(scope="module")
def below(build_site: Callable[..., Path]) -> Site:
    """The scratch site, built for the path it has."""
    folder = build_site(site_url=f"http://{HOST}/sx/")
    return Site(f"http://{HOST}:{unused_port()}/sx/", folder)


@pytest.fixture(scope="module", autouse=True)
def _served(root: Site, below: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    both = "".join(configuration(site, script_hashes(site.folder)) for site in (root, below))
    with running(both, tmp_path_factory.mktemp("nginx"), parse_address(root.address).port):
        yield


@pytest.fixture
def look(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """look() -> a new reader's browser; at the end nothing may have been forbidden or have gone wrong."""
    with complaining(browser) as (context, complaints):
        yield lambda: context
        assert not complaints


@contextmanager
def complaining(browser: Browser) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A reader's browser and what its pages complain of."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not is_about_the_missing_page(message):
            complaints.append(f"{message.location['url']} {message.text}")

    with browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") as context:
        context.set_default_timeout(10_000)
        context.clock.set_fixed_time(datetime.fromisoformat(SATURDAY_MORNING))
        context.add_init_script(TELL)
        context.on("console", listen)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        yield context, complaints


def is_about_the_missing_page(message: ConsoleMessage) -> bool:
    """The browser says so of every page whose status is 404."""
    return message.location["url"].endswith(MISSING) and "status of 404" in message.text


def kinds(folder: Path) -> list[str]:
    """A page of every kind: the first at each depth of each part of the site."""
    pages = sorted(path.parent.relative_to(folder) for path in folder.rglob("index.html"))
    return list({(page.parts[:1], len(page.parts)): f"{page.as_posix()}/" for page in reversed(pages)}.values())


def walk(page: Page, site: Site) -> None:
    for path in kinds(site.folder):
        page.goto(site.address + path.removeprefix("./"))
        expect(page.locator("h1, .wall-sheet").first).to_be_visible()


def search(page: Page, site: Site) -> None:
    page.goto(f"{site.address}search/?q=怎样")
    expect(page.locator("[data-search-page] mark").first).to_be_visible()


def check_in(page: Page, site: Site) -> None:
    page.goto(f"{site.address}checkin/article/2026-W47/")
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill("先到现场看一看")
    page.locator("[data-submit]").click()
    page.get_by_role("button", name="复制回执").click()
    page.goto(f"{site.address}my/")
    page.get_by_role("button", name="生成备份").click()
    with page.expect_download() as download:
        page.locator("[data-download]").click()
    assert "先到现场看一看" in download.value.path().read_text("utf-8-sig")


@pytest.mark.parametrize("where", ["root", "below"])
def test_no_kind_of_page_asks_for_what_is_forbidden(
    look: Callable[[], BrowserContext], where: str, request: pytest.FixtureRequest
) -> None:
    walk(look().new_page(), request.getfixturevalue(where))


@pytest.mark.parametrize("where", ["root", "below"])
def test_searching_and_checking_in_are_not_forbidden(
    look: Callable[[], BrowserContext], where: str, request: pytest.FixtureRequest
) -> None:
    site, page = request.getfixturevalue(where), look().new_page()
    search(page, site)
    check_in(page, site)
    page.goto(site.address)
    page.get_by_role("button", name="深色").click()
    page.get_by_role("link", name="搜索").click()
    page.get_by_role("dialog").get_by_role("searchbox").fill("怎样")
    expect(page.get_by_role("dialog").locator("mark").first).to_be_visible()


@pytest.mark.parametrize("where", ["root", "below"])
def test_the_page_for_what_is_not_there_finds_its_parts_at_any_depth(
    look: Callable[[], BrowserContext], where: str, request: pytest.FixtureRequest
) -> None:
    site, page = request.getfixturevalue(where), look().new_page()
    for path in MISSING:
        answer = page.goto(site.address + path)
        assert answer
        assert answer.status == 404
        expect(page.get_by_role("heading", name="找不到这一页")).to_be_visible()
    page.get_by_role("link", name="回首页").click()
    expect(page).to_have_url(site.address)


def test_a_weeks_new_pages_need_no_new_configuration(root: Site, below: Site) -> None:
    assert script_hashes(root.folder) == script_hashes(below.folder)


def test_browsers_before_wasm_unsafe_eval_can_search_too(
    look: Callable[[], BrowserContext], below: Site, tmp_path: Path
) -> None:
    site = below._replace(address=f"http://{HOST}:{unused_port()}/sx/")
    lenient = configuration(site, script_hashes(site.folder), old_browsers=True)
    assert "'wasm-unsafe-eval'" not in lenient
    with running(lenient, tmp_path, parse_address(site.address).port):
        search(look().new_page(), site)


def test_pages_that_carry_the_policy_themselves_work_as_well(
    look: Callable[[], BrowserContext], below: Site, tmp_path: Path
) -> None:
    folder = shutil.copytree(below.folder, tmp_path / "site")
    stamp(folder, date(2026, 11, 20), meta_policy(script_hashes(folder)))
    with served(folder, "/sx/") as address:
        page = look().new_page()
        search(page, Site(address, folder))
        check_in(page, Site(address, folder))


def test_a_script_without_its_hash_is_stopped_and_seen(browser: Browser, below: Site, tmp_path: Path) -> None:
    site = below._replace(address=f"http://{HOST}:{unused_port()}/sx/")
    with (
        running(configuration(site, ()), tmp_path, parse_address(site.address).port),
        complaining(browser) as (context, complaints),
    ):
        context.new_page().goto(site.address)
        assert any("forbidden: script-src-elem inline" in complaint for complaint in complaints)
