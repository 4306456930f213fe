"""A copy of the site on a disk: opened by double-click, without a server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from page_kinds import PAGES
from portable_copy import make_copy
from shuxiang.core.card import signing_key
from shuxiang.core.receipt import decode

MONDAY = "2026-11-23T08:00:00+08:00"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_copy(tmp_path_factory.mktemp("portable"), "http://study.example/sx/")


@pytest.fixture
def open_(browser: Browser, copy: Path) -> Iterator[Open]:
    """open_(path, folder=copy, context=None, **options) -> page; nothing may be asked for but files of a copy."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def foreign(url: str) -> bool:
        return not url.startswith((copy.parent.as_uri(), "data:", "blob:"))

    def started(**options: object) -> BrowserContext:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        context.clock.set_fixed_time(MONDAY)
        context.on("request", lambda r: complaints.append(f"asked {r.url}") if foreign(r.url) else None)
        context.on("request", lambda r: complaints.append(r.url) if r.resource_type in {"fetch", "xhr"} else None)
        context.on("console", lambda m: complaints.append(f"said {m.text}") if m.type == "error" else None)
        context.on("weberror", lambda e: complaints.append(f"broke with {e.error}"))
        contexts.append(context)
        return context

    def go(path: str, folder: Path = copy, context: BrowserContext | None = None, **options: object) -> Page:
        page = (context or started(**options)).new_page()
        page.goto((folder / path).as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def check_in(page: Page, note: str) -> None:
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill(note)
    page.locator("[data-submit]").click()
    expect(page.locator("[data-said]").first).to_contain_text("打卡成功")


def search(page: Page, query: str) -> list[str]:
    page.fill("[data-search-page] input", query)
    page.wait_for_selector("[data-search-total]", state="attached")
    return page.locator("[data-search-result]").all_inner_texts()


def test_this_week_is_settled_on_the_day_it_is_opened(open_: Open) -> None:
    page = open_("index.html")

    expect(page.locator(".sx-lead-title:visible")).to_have_text("听完再说的耐心")
    page.get_by_role("link", name="读全文").locator("visible=true").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("听完再说的耐心")


def test_every_link_and_every_file_that_a_page_names_is_there(copy: Path) -> None:
    named = re.compile(r'(?:href|src)="([^"#?]+)')
    count = 0
    for page in copy.rglob("*.html"):
        for address in named.findall(page.read_text("utf-8")):
            if not urlsplit(address).scheme:
                count += 1
                assert (page.parent / unquote(address)).is_file(), f"{page}: {address}"

    assert count > 1000


def test_checking_in_gives_a_receipt_and_is_found_in_my_study(open_: Open) -> None:
    page = open_("readings/2026/w47/index.html")
    expect(page.locator("[data-storage-off]")).to_be_hidden()
    check_in(page, "一句心得")
    page.get_by_role("button", name="复制回执").click()
    expect(page.locator("[data-receipt] [data-copied]")).to_contain_text("已复制")

    page.get_by_role("link", name="我的学习").click()
    expect(page.locator(".sx-note__text")).to_have_text("一句心得")
    page.get_by_role("button", name="生成备份").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="存成文件").click()
    assert "一句心得" in Path(download.value.path()).read_text("utf-8-sig")
    page.locator(".sx-note a").click()
    expect(page.get_by_label("心得（可以不写）")).to_have_value("一句心得")


def test_records_stay_when_the_folder_is_moved_or_a_newer_copy_is_opened(open_: Open, copy: Path) -> None:
    page = open_("checkin/article/2026-W47/index.html")
    check_in(page, "搬家之前写的")
    moved = copy.parent / "别处" / "下一周的副本"
    shutil.copytree(copy, moved)

    page = open_("my/index.html", moved, page.context)

    expect(page.locator(".sx-note__text")).to_have_text("搬家之前写的")


def test_a_card_is_set_by_its_link_and_signs_in_the_whole_copy(open_: Open, copy: Path) -> None:
    page = open_("index.html")
    page.goto(f"{(copy / 'card/index.html').as_uri()}#0123.222J62S62N52G42B7ZXE")
    assert page.url == (copy / "card/index.html").as_uri()
    page.get_by_role("button", name="把这张卡设在这台设备上").click()
    expect(page.get_by_role("heading", name="编号 0123")).to_be_visible()

    page.goto((copy / "checkin/article/2026-W47/index.html").as_uri())
    check_in(page, "一句心得")
    receipt = decode(page.get_by_label("回执文字").input_value())
    assert receipt.is_intact(signing_key("0123", "222J-62S6-2N52-G42B-7ZXE"))
    page.get_by_role("link", name="我的卡").click()
    expect(page.get_by_role("heading", name="编号 0123")).to_be_visible()


FINDS = (
    ("清一件小事", ["怎样写清一件小事"]),  # a title
    ("從一個疑問", ["怎样写清一件小事"]),  # an introduction, in Traditional
    ("問一問", ["怎样写清一件小事"]),  # a heading
    ("ＬＡＷ", ["十一月学一部法"]),  # a tag, in full width
    ("小事 看一看", ["怎样写清一件小事"]),  # two words in two places
    ("每周读", []),  # the text of a page
)


def test_titles_introductions_tags_and_headings_are_found(open_: Open) -> None:
    page = open_("search/index.html")

    assert [(query, search(page, query)) for query, _ in FINDS] == list(FINDS)


def test_the_search_says_that_the_full_text_needs_the_website(open_: Open) -> None:
    page = open_("search/index.html")
    scope = page.locator(".sx-search__scope")

    expect(scope).to_contain_text("找正文里的词，请到网站上搜索")
    expect(scope.get_by_role("link")).to_have_attribute("href", "http://study.example/sx/")


def test_the_dialog_leads_to_the_page_with_all_results(open_: Open) -> None:
    page = open_("readings/2026/w47/index.html")
    page.keyboard.press("/")
    page.get_by_role("searchbox").fill("导语")
    expect(page.locator("dialog [data-search-result]").first).to_be_visible()
    expect(page.locator("dialog .sx-search__excerpt mark").first).to_have_text("导语")
    expect(page.locator("dialog .sx-search__scope")).to_be_visible()

    page.keyboard.press("Enter")

    page.wait_for_selector("[data-search-total]", state="attached")
    expect(page.get_by_role("searchbox")).to_have_value("导语")
    page.locator("[data-search-result]").first.click()
    expect(page.locator(".sx-summary")).to_contain_text("一句话导语")


def test_calendars_say_that_they_need_the_websites_address(open_: Open) -> None:
    page = open_("subscribe/index.html")

    expect(page.locator(".sx-notice")).to_contain_text("订阅日历要用网站的网址")
    expect(page.get_by_role("button", name="复制网址")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载文件").first.click()
    assert download.value.suggested_filename == "programme.ics"


def test_firefox_is_told_that_it_keeps_each_pages_records_apart(open_: Open) -> None:
    page = open_("checkin/article/2026-W47/index.html", user_agent=FIREFOX)
    words = "火狐浏览器把每个本机网页的记录分开存放"

    expect(page.locator("[data-storage-off]")).to_contain_text(words)
    page.get_by_role("link", name="我的学习").click()
    expect(page.locator("[data-storage-off]")).to_contain_text(words)
    page.get_by_role("link", name="我的卡").click()
    expect(page.locator("[data-storage-off]")).to_contain_text("在这一页设的卡，打卡的页面用不上")


def test_every_kind_of_page_opens_and_asks_for_nothing_but_files_of_the_copy(open_: Open, copy: Path) -> None:
    page = open_("index.html")
    for path in PAGES:
        page.goto(f"{copy.as_uri()}/{path}index.html")
        expect(page.get_by_role("link", name="网站的情况")).to_have_count(0)
