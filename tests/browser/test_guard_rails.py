"""What this software must never do, each held by a test of its own."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from scratch_site import FUTURE_CANARY, NOT_YET, READINGS, ROSTER_CANARY
from served import served

RANKING_AND_TIMING = (
    "排行", "排名第", "名次", "积分", "打卡率", "连续打卡", "未打卡", "缺卡",
    "在线时长", "学习时长", "阅读时长", "倒计时", "流动红旗", "leaderboard",
)  # fmt: skip
MATERIALS_OWN = ".__"
"""Stands in every key that the theme keeps."""

TIMING_CODE = ("setInterval", "performance.now", "sendBeacon", "XMLHttpRequest", "WebSocket", "EventSource")


def tour(page: Page, site: str) -> None:
    """What a reader does in a year, in a minute."""
    page.goto(site)
    page.get_by_role("button", name="字号").click()
    page.get_by_role("button", name="深色").click()
    for path in ["schedule/", "cadence/article/", "tags/", "guide/", "readings/2026/w47/"]:
        page.goto(site + path)
    page.goto(f"{site}checkin/article/2026-W47/")
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill("一句心得")
    page.locator("[data-submit]").click()
    page.get_by_role("button", name="复制回执").click()
    page.goto(f"{site}my/")
    page.get_by_role("button", name="生成备份").click()
    page.goto(f"{site}search/?q=提案")
    expect(page.locator("[data-search-page] [role=status]")).to_contain_text("没有找到")


@dataclass
class Tour:
    """Where the tour went, the page it ended on, and all that was asked for on the way."""

    site: str
    page: Page
    asked: list[Request]


@pytest.fixture(scope="module")
def toured(browser: Browser, build_site: Callable[..., Path]) -> Iterator[Tour]:
    with served(build_site()) as site, browser.new_context() as context:
        seen: list[Request] = []

        def remember(request: Request) -> None:
            seen.append(request)

        context.on("request", remember)
        context.clock.set_fixed_time(datetime.fromisoformat("2026-11-20T10:00+08:00"))
        page = context.new_page()
        tour(page, site)
        yield Tour(site, page, seen)


def test_no_request_leaves_the_host(toured: Tour) -> None:
    hosts = {urlsplit(r.url).netloc for r in toured.asked if not r.url.startswith(("data:", "blob:"))}

    assert hosts == {urlsplit(toured.site).netloc}


def test_nothing_is_ever_sent_only_fetched(toured: Tour) -> None:
    assert {request.method for request in toured.asked} == {"GET"}
    assert [r.url for r in toured.asked if "一句" in unquote(r.url) or "checkin:" in unquote(r.url)] == []


def test_cookies_stay_empty(toured: Tour) -> None:
    assert toured.page.context.cookies() == []
    assert toured.page.evaluate("document.cookie") == ""


def test_storage_holds_only_what_is_ours(toured: Tour) -> None:
    keys = toured.page.evaluate("Object.keys(localStorage)")

    assert "shuxiang:/:checkin:article/2026-W47" in keys
    assert [key for key in keys if not key.startswith("shuxiang:") and MATERIALS_OWN not in key] == []
    assert [key for key in toured.page.evaluate("Object.keys(sessionStorage)") if MATERIALS_OWN not in key] == []
    assert toured.page.evaluate("indexedDB.databases().then(found => found.length)") == 0


@pytest.mark.parametrize("path", ["", "readings/2026/w47/", "checkin/article/2026-W47/", "my/"])
def test_nothing_goes_on_ticking_on_a_page(new_tab: Callable[..., Page], site: str, path: str) -> None:
    page = new_tab()
    page.add_init_script("""
      window.ticking = new Set();
      const { setInterval, clearInterval } = window;
      window.setInterval = (...given) => {
        const number = setInterval(...given);
        window.ticking.add(number);
        return number;
      };
      window.clearInterval = (number) => {
        window.ticking.delete(number);
        clearInterval(number);
      };
    """)
    page.goto(site + path)

    page.wait_for_function("window.ticking.size === 0")  # the theme's one-shot delays are intervals, soon cleared


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a site as text, unpacked where it is packed; the theme's own scripts left out."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("assets/javascripts/"):
            data = path.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            yield name, data.decode("utf-8", "replace")


def holding(folder: Path, words: tuple[str, ...], suffixes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, w) for name, text in texts(folder) if name.endswith(suffixes) for w in words if w in text]


def test_the_pages_speak_of_no_ranking_and_no_timing(build_site: Callable[..., Path]) -> None:
    folder = build_site()

    assert holding(folder, RANKING_AND_TIMING, (".html", ".js", ".json", ".css")) == []
    assert "本站不排名、不计时" in (folder / "index.html").read_text("utf-8")


def test_our_scripts_hold_no_means_to_time_or_to_send(build_site: Callable[..., Path]) -> None:
    folder = build_site()
    ours = [name for name, _ in texts(folder) if name.startswith("assets/") and name.endswith(".js")]

    assert len(ours) > 10
    assert holding(folder, TIMING_CODE, tuple(ours)) == []


def test_nothing_kept_beside_the_documents_gets_into_the_site(build_site: Callable[..., Path]) -> None:
    canaries = (ROSTER_CANARY, " ".join(ROSTER_CANARY), "M-0717", "roster")
    folder = build_site()

    assert (folder.parent / "data" / "roster.csv").exists()
    assert holding(folder, canaries, ("",)) == []
    assert [path for path in folder.rglob("*") if path.name in {"data", "roster.csv", "keys.yml"}] == []


def test_what_is_not_yet_due_gets_into_no_file(build_site: Callable[..., Path]) -> None:
    titles = [READINGS[path][2] for path in NOT_YET]
    secret = (FUTURE_CANARY, FUTURE_CANARY.lower(), *titles, *map(" ".join, titles))

    assert holding(build_site(), secret, ("",)) == []


def test_the_canaries_would_be_found(build_site: Callable[..., Path]) -> None:
    due = "听完再说的耐心"
    found = {name for name, _ in holding(build_site(), (due, " ".join(due)), ("",))}

    assert "readings/2026/w48/index.html" in found
    assert any(name.startswith("search-index/") for name in found)


def test_programme_files_stay_sources(build_site: Callable[..., Path]) -> None:
    assert list(build_site().rglob("*.yml")) == []


def test_checking_in_is_nobodys_duty(visit: Callable[..., Page], site: str) -> None:
    page = visit(f"{site}checkin/article/2026-W47/")

    expect(page.locator(".sx-footer")).to_contain_text("打卡自愿")
    expect(page.locator("[required], [aria-required=true]")).to_have_count(0)
    page.goto(f"{site}readings/2026/w47/")
    order = page.evaluate("""() => {
      const text = document.querySelector(".sx-text"), form = document.querySelector("form");
      return text.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING;
    }""")
    assert order
