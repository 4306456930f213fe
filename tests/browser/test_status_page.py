"""The page on the site's own state: what updates have come to, in words, whatever its file holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from shuxiang.core.update import REASON_WORDS, Reason

Serve = Callable[..., str]
OpenPage = Callable[..., Page]
BUILT = "本站内容生成于2026年11月20日（今天）。"

Run = dict[str, Any]


def run(ended: str, result: str, reason: str = "", *, automatic: bool = True) -> Run:
    return {"ended": f"{ended}+08:00", "result": result, "automatic": automatic, "reason": reason}


GOOD = run("2026-11-16T06:31", "published")
MATERIALS = [GOOD, *(run(f"2026-11-20T{time}", "failed", "materials") for time in ("06:31", "07:31"))]


@contextmanager
def holding(page: Page, body: str) -> Iterator[Page]:
    """The page while its file holds this; the file has been answered when the block begins.

    An answer may still be on its way to the page as it was before; the reload breaks it off, and it never finishes.
    """
    asked: list[Request] = []

    def answer(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(body=body)

    page.route("**/status.json", answer)
    with page.expect_request_finished(lambda request: request in asked):
        page.reload()
    page.evaluate("() => new Promise(done => setTimeout(done, 20))")
    yield page
    page.unroute("**/status.json")


@pytest.fixture
def page(open_page: OpenPage, site: str) -> Page:
    opened = open_page()
    opened.goto(f"{site}status/")
    return opened


@pytest.fixture
def told(page: Page) -> Callable[[list[Run]], Page]:
    """told(runs) -> the page when its file tells of these updates."""

    def tell(runs: list[Run]) -> Page:
        with holding(page, json.dumps({"version": 1, "runs": runs})) as shown:
            return shown

    return tell


def said(page: Page) -> str:
    return page.locator("[data-status-said]").inner_text().replace("\n\n", "\n")


def test_a_site_that_was_only_built_says_when_and_nothing_more(page: Page) -> None:
    expect(page.locator(".sx-summary")).to_have_text(BUILT)
    expect(page.locator("[data-status-runs]")).to_be_hidden()
    assert said(page) == ""


def test_every_page_leads_to_it(open_page: OpenPage, site_below: str) -> None:
    page = open_page()
    page.goto(f"{site_below}checkin/article/2026-W47/")
    page.get_by_role("link", name="网站的情况").click()

    expect(page).to_have_url(f"{site_below}status/")
    expect(page.get_by_role("heading", level=1)).to_have_text("网站的情况")


def test_a_successful_update_is_told_with_its_day_and_how(told: Callable[[list[Run]], Page]) -> None:
    page = told([GOOD, run("2026-11-19T06:31", "unchanged")])
    assert said(page) == "最近一次自动更新是2026年11月19日06:31（昨天），没有新的内容，不用更新。"
    page = told([GOOD, run("2026-11-20T09:05", "published", automatic=False)])
    assert said(page) == "最近一次手动更新是2026年11月20日09:05（今天），更新好了。"


def test_a_failure_is_told_with_its_reason_and_what_still_stands_and_what_to_do(
    told: Callable[[list[Run]], Page],
) -> None:
    page = told(MATERIALS)

    assert said(page).splitlines() == [
        "2026年11月20日07:31（今天）的自动更新没有成功：学习材料里有要改的地方。已经接连2次没有成功。",
        "现在看到的还是2026年11月20日（今天）生成的内容，可以照常使用。",
    ]
    expect(page.locator("[data-status-advice]")).to_contain_text(REASON_WORDS[Reason.MATERIALS].fix)
    assert page.locator("[data-status-runs] li").all_inner_texts() == [
        "2026年11月20日07:31（今天）\n自动更新，没有成功：学习材料里有要改的地方",
        "2026年11月20日06:31（今天）\n自动更新，没有成功：学习材料里有要改的地方",
        "2026年11月16日06:31（4天前）\n自动更新，更新好了",
    ]


def test_after_a_failure_a_success_by_hand_puts_it_right(told: Callable[[list[Run]], Page]) -> None:
    page = told([*MATERIALS, run("2026-11-20T09:05", "published", automatic=False)])

    assert said(page) == "最近一次手动更新是2026年11月20日09:05（今天），更新好了。"
    expect(page.locator("[data-status-advice]")).not_to_contain_text("check.py")


def test_a_machine_that_has_stopped_updating_is_noticed(told: Callable[[list[Run]], Page]) -> None:
    assert "已经9天没有自动更新了" in said(told([run("2026-11-11T06:31", "published")]))
    assert "没有自动更新了" not in said(told([run("2026-11-12T06:31", "published")]))
    assert "没有自动更新了" not in said(told([run("2026-09-01T06:31", "published", automatic=False)]))


def test_the_days_are_chinas_wherever_the_reader_is(open_page: OpenPage, site: str) -> None:
    page = open_page("2026-11-20T00:30+08:00", timezone_id="America/New_York")
    page.goto(f"{site}status/")
    with holding(page, json.dumps({"runs": [run("2026-11-19T23:59", "published")]})):
        assert "2026年11月19日23:59（昨天）" in said(page)


EVIL = "<img src=x onerror=window.hacked=1>"
HOSTILE = {
    "no JSON": EVIL,
    "nothing": "",
    "null": "null",
    "a number": "7",
    "no list": json.dumps({"runs": {"length": 3}}),
    "a list of other things": json.dumps({"runs": [None, 1, "x", [], {}, [GOOD], {"result": "failed"}]}),
    "other types": json.dumps(
        {"runs": [{**GOOD, "ended": 7}, {**GOOD, "result": ["failed"]}, {**GOOD, "ended": None}]}
    ),
    "names of every object": json.dumps({"runs": [{**GOOD, "result": name} for name in ("toString", "__proto__")]}),
    "markup for a day": json.dumps({"runs": [{**GOOD, "ended": f"{EVIL}T06:31+08:00"}, {**GOOD, "result": EVIL}]}),
    "no such day": json.dumps({"runs": [{**GOOD, "ended": "2026-13-40T06:31+08:00"}]}),
    "huge": json.dumps({"runs": [GOOD] * 60_000}),
    "deep": '{"runs": ' + "[" * 40_000 + "]" * 40_000 + "}",
}


def test_a_file_that_is_not_ours_leaves_the_page_as_it_was_built(page: Page) -> None:
    before = page.locator("[data-status]").inner_html()
    for name, body in HOSTILE.items():
        with holding(page, body):
            assert page.locator("[data-status]").inner_html() == before, name
    assert page.evaluate("window.hacked") is None


def test_of_a_failure_only_the_pages_own_words_are_shown(told: Callable[[list[Run]], Page]) -> None:
    page = told([{**run("2026-11-20T06:31", "failed", EVIL), "words": EVIL, "automatic": EVIL, "release": EVIL}])

    assert said(page).startswith("2026年11月20日06:31（今天）的手动更新没有成功。\n")
    assert "onerror" not in page.locator("[data-status]").inner_html()
    assert page.locator("[data-status] img").count() == 0


def test_every_reason_is_among_the_pages_words(build_site: Callable[..., Path]) -> None:
    text = (build_site() / "status" / "index.html").read_text("utf-8")

    for reason, words in REASON_WORDS.items():
        assert f'<li data-reason="{reason}"><span data-what>{words.what}</span>' in text


def test_the_page_fits_a_phone_in_the_largest_type(open_page: OpenPage, site: str) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site}status/")
    page.evaluate("localStorage.setItem('shuxiang:text', 'xlarge')")
    with holding(page, json.dumps({"runs": MATERIALS})):
        expect(page.locator("[data-status-runs] li").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_the_day_of_the_build_is_there(open_page: OpenPage, site: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site}status/")

    expect(page.locator(".sx-summary")).to_have_text("本站内容生成于2026年11月20日。")
    expect(page.locator("[data-reasons]")).to_be_hidden()


def test_where_there_is_no_such_file_or_no_server_the_page_stands(
    browser: Browser, build_site: Callable[..., Path], site: str
) -> None:
    said_by_page: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: said_by_page.append(str(error)))
        page.route("**/status.json", lambda route: route.fulfill(status=404, body="<h1>404</h1>"))
        with page.expect_response("**/status.json"):
            page.goto(f"{site}status/")
        expect(page.locator(".sx-summary")).to_contain_text("2026年11月20日")
        page.on("console", lambda message: said_by_page.append(message.text))
        page.goto((build_site() / "status" / "index.html").as_uri())
        expect(page.locator(".sx-summary")).to_contain_text("2026年11月20日（")
    assert said_by_page == []
