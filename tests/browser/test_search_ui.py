import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from generated import PLANTED, TRAPS, generate_readings
from search_site import CSP, make_site
from shuxiang.search import LAZY_SCRIPTS, SearchRecord, plain_text
from shuxiang.search.fold import Fold, fold_table
from shuxiang.search.spread import Spread

Serve = Callable[..., str]
Open = Callable[..., Page]
WORD = '书香。,、:;"“”!?()《》.-—…5%\U00020bb7'
ARTICLE = SearchRecord(
    "readings/2026/w47/", "怎样写好一件提案", "先调研,提案要有依据。", "article", "周学一文",
    "第46周 · 11月16日至22日", "2026", "2026-11-16",
)  # fmt: skip
FOLD = Fold(fold_table())


def article(name: str, text: str, **changes: str) -> SearchRecord:
    return replace(ARTICLE, **({"url": f"readings/{name}/", "title": f"文章{name}", "text": text} | changes))


RECORDS = [
    ARTICLE,
    article(
        "a",
        "履职台账写在本子上。\n调研\n提案人要到现场去,走了15公里,看了3.5万亩田,增长30%。",
        year="2025",
        date="2025-03-03",
    ),
    article(
        "b",
        "認真讀《乡土中国》這本書，圖書館裡有，ＡＰＰ上也有。",
        cadence="book",
        cadence_name="季读一书",
        date="2026-07-01",
    ),
    article(
        "c",
        "<b>不是标签</b> & <script>alert(1)</script> 履职很认真。" + "文" * 3000 + "履职到底。",
        date="2026-02-01",
    ),
    article("d", "这一篇谈的是别的事,人人都来," + "的" * 30_000, date="2026-01-05"),
    article("e", "Party ChatGPT 与 café,2026年11月开通5G。人", date="2026-01-06"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("site") / "site", RECORDS)


@pytest.fixture(params=["/", "/sx/"], ids=["at the root", "under a path"])
def prefix(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visit(open_page: Open, new_tab: Open, serve: Serve, site: Path) -> Iterator[Open]:
    """visit(path, prefix="/", folder=site, first="") -> page, on which the script ``first`` has run first.

    Other hosts, violations and script errors fail the test.
    """
    troubles: list[str] = []
    heard: list[tuple[Page, str, Callable[[Any], None]]] = []

    def go(path: str = "", prefix: str = "/", folder: Path = site, first: str = "") -> Page:
        address = serve(folder, prefix, CSP)
        page = (new_tab if first else open_page)(at=None)
        for event, hearer in {
            "pageerror": lambda error: troubles.append(str(error)),
            "console": lambda message: troubles.append(message.text) if message.type == "error" else None,
            "request": lambda request: None if is_own(request.url, address) else troubles.append(request.url),
        }.items():
            page.on(event, hearer)  # type: ignore[call-overload]
            heard.append((page, event, hearer))
        if first:
            page.add_init_script(first)
        page.goto(address + path)
        return page

    yield go
    for page, event, hearer in heard:
        page.remove_listener(event, hearer)
    assert not troubles


def is_own(url: str, address: str) -> bool:
    return url.startswith((address, "data:"))


def results(page: Page) -> list[str]:
    """Titles on the search page, once all are there."""
    page.wait_for_selector("[data-search-total]", state="attached")
    links = page.locator("[data-search-result]").all_inner_texts()
    assert page.get_attribute("[data-search-total]", "data-search-total") == str(len(links))
    return links


def search(page: Page, query: str) -> list[str]:
    page.fill("[data-search-page] input", query)  # with the first letter the total of another query is gone
    return results(page)


# --- what is found


FINDS = (
    ("履职", ["文章c", "文章a"]),
    ("履職", ["文章c", "文章a"]),
    ("研提", []),
    ("调研,提案", ["怎样写好一件提案"]),
    ("调研，提案", ["怎样写好一件提案"]),
    ("调研提案", []),
    ("提案", ["怎样写好一件提案", "文章a"]),
    ("15公里", ["文章a"]),
    ("5公里", ["文章a"]),
    ("3.5万亩", ["文章a"]),
    ("35万亩", []),
    ("5万", ["文章a"]),
    ("30%", ["文章a"]),
    ("３０％", ["文章a"]),
    ("2026年11月", ["文章e"]),
    ("5G", ["文章e"]),
    ("图书馆", ["文章b"]),
    ("《鄉土中國》", ["文章b"]),
    ("乡土中国", ["文章b"]),
    ("app", ["文章b"]),
    ("CHATGPT", ["文章e"]),
    ("Part", ["文章e"]),
    ("cafe\u0301", ["文章e"]),
    ("人", ["文章e", "文章d", "文章a"]),
    ("人人", ["文章d"]),
    ("谈的是", ["文章d"]),
    ("的是别的", ["文章d"]),
    ("是别的", ["文章d"]),
    ("的的的的", ["文章d"]),
    ("的", ["文章d"]),
    ("履职 现场", ["文章a"]),
    ("提案 依据", ["怎样写好一件提案"]),
    ("怎样 现场", []),
    ("</b> &", ["文章c"]),
    ("到底。", ["文章c"]),
    ("没有这个词", []),
    ('"履职"', []),
)


def test_a_query_finds_the_pages_that_contain_it(visit: Open) -> None:
    page = visit("search/")
    found = []
    for query, _ in FINDS:
        page.fill("[data-search-page] input", query)
        page.keyboard.press("Enter")
        found.append((query, results(page)))
    assert found == list(FINDS)


def test_sixty_readings_are_searched_exactly(visit: Open, tmp_path: Path) -> None:
    records = [
        article(name, plain_text(f"<p>{body.replace(chr(10) * 2, '</p><p>')}</p>"), title=title)
        for name, title, body in generate_readings(60, 5000, seed=11)
    ]
    page = visit("search/", folder=make_site(tmp_path / "site", records))
    page.wait_for_function("window.Shuxiang && window.Shuxiang.searchEngine")
    others = ("的", "委员", "发展，", "员会深入", "研究乡村振兴")
    terms = [*PLANTED, *(trap for trap in TRAPS if " " not in trap), *others]
    find = "async term => (await (await Shuxiang.searchEngine()).search(term)).hits.map(hit => hit.page.title)"
    found = {term: page.evaluate(find, term) for term in terms}
    texts = {record.title: FOLD(f"{record.title}\n{record.text}") for record in records}
    truth = {term: {title for title, text in texts.items() if FOLD(term) in text} for term in terms}
    assert len(terms) > 60
    assert sum(map(len, truth.values())) > 300
    assert {term: set(titles) for term, titles in found.items()} == truth


def test_both_halves_fold_and_spread_alike(visit: Open) -> None:
    page = visit("search/")
    page.wait_for_function("window.Shuxiang && window.Shuxiang.searchEngine")
    codes = [*range(0xD800), *range(0xE000, 0x10000)]
    folded = page.evaluate(
        """async codes => {
            const fold = (await Shuxiang.searchEngine()).fold;
            return codes.map(code => fold(String.fromCodePoint(code)));
        }""",
        codes,
    )
    # A browser knows characters that are younger than this Python; they are none that readings use.
    differ = [code for code, there in zip(codes, folded, strict=True) if FOLD(chr(code)) != there]
    assert len(differ) < 40
    assert not [hex(code) for code in differ if unicodedata.category(chr(code)) != "Cn"]
    for text in ("ｶﾞｷﾞﾞ", "e\u0301e\u0302\u0323", "\u0301x", "\ufb01\u0301", "圖\ufe0f書\u200b館", "𠮷\U000e0101野İI"):
        assert page.evaluate("async text => (await Shuxiang.searchEngine()).fold(text)", text) == FOLD(text)
    assert page.evaluate("word => Shuxiang.spreadWord(word, '')", WORD) == Spread()(WORD)


# --- results


def test_titles_come_first_then_newer_pages(visit: Open) -> None:
    page = visit("search/")
    assert search(page, "文章 文") == ["文章b", "文章c", "文章e", "文章d", "文章a"]


def test_a_result_says_where_it_stands_and_links_there(visit: Open, prefix: str) -> None:
    page = visit("search/?q=依据", prefix)
    results(page)
    item = page.locator(".sx-search__item")
    expect(item.locator(".sx-search__origin")).to_have_text("周学一文 · 2026年 · 第46周 · 11月16日至22日")
    item.locator("a").click()
    expect(page.locator("h1")).to_have_text("怎样写好一件提案")
    assert page.url.endswith(f"{prefix}readings/2026/w47/")


def test_excerpts_keep_the_original_characters_and_mark_the_words(visit: Open) -> None:
    page = visit("search/?q=图书馆 app")
    excerpt = page.locator(".sx-search__excerpt[data-ready]")
    expect(excerpt).to_have_text("認真讀《乡土中国》這本書，圖書館裡有，ＡＰＰ上也有。")
    assert excerpt.locator("mark").all_inner_texts() == ["圖書館", "ＡＰＰ"]


def test_data_never_becomes_markup(visit: Open) -> None:
    page = visit("search/")
    search(page, "alert(1)")
    excerpt = page.locator(".sx-search__excerpt[data-ready]")
    expect(excerpt).to_contain_text("<b>不是标签</b> & <script>alert(1)</script> 履职很认真。")
    assert excerpt.locator("script, b").count() == 0


def test_two_windows_show_two_matches_and_where_the_text_was_cut(visit: Open) -> None:
    page = visit("search/?q=认真 到底")
    excerpt = page.locator(".sx-search__excerpt[data-ready]")
    expect(excerpt).to_have_text(re.compile(r"^….*履职很认真。文+…文+履职到底。$"))
    assert excerpt.locator("mark").all_inner_texts() == ["认真", "到底"]
    assert len(excerpt.inner_text()) < 150


def test_a_match_in_the_title_is_marked_and_the_text_opens_the_excerpt(visit: Open) -> None:
    page = visit("search/?q=怎样写好")
    results(page)
    assert page.locator("[data-search-result] mark").all_inner_texts() == ["怎样写好"]
    expect(page.locator(".sx-search__excerpt[data-ready]")).to_have_text("先调研,提案要有依据。")


def test_nothing_found_is_said_with_two_hints(visit: Open) -> None:
    page = visit("search/?q=没有这个词")
    assert results(page) == []
    expect(page.get_by_role("status")).to_have_text("没有找到")
    assert page.locator(".sx-search__nothing li").count() == 2


# --- the page


TYPED = """text => {
    const input = document.querySelector("[data-search-page] input");
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return document.querySelectorAll("[data-search-total]").length;
}"""
"""Types and looks at once: before any answer can be there."""


def test_the_total_is_there_only_when_results_are_complete(visit: Open) -> None:
    page = visit("search/")
    total = page.locator("[data-search-total]")
    expect(page.get_by_role("status")).to_contain_text("输入一个词")
    expect(total).to_have_count(0)
    search(page, "履职")
    expect(total).to_have_count(1)
    assert page.evaluate(TYPED, "提") == 0
    page.fill("[data-search-page] input", " ")
    expect(page.get_by_role("status")).to_contain_text("输入一个词")
    expect(total).to_have_count(0)
    expect(page.locator("[data-search-result]")).to_have_count(0)


def test_cadence_and_year_narrow_the_list_and_stand_in_the_address(visit: Open) -> None:
    page = visit("search/?q=文章&cadence=book&year=2026")
    assert results(page) == ["文章b"]
    page.get_by_label("栏目").select_option("周学一文")
    assert results(page) == ["文章c", "文章e", "文章d"]
    assert page.url.endswith("?q=%E6%96%87%E7%AB%A0&cadence=article&year=2026")
    page.get_by_label("年份").select_option("2025年")
    assert results(page) == ["文章a"]
    page.reload()
    assert results(page) == ["文章a"]
    page.get_by_label("栏目").select_option("季读一书")
    assert results(page) == []
    expect(page.get_by_role("status")).to_contain_text("其他地方有 5 篇")


def test_back_and_forward_walk_through_what_was_asked(visit: Open) -> None:
    page = visit("search/?q=履职")
    results(page)
    page.fill("[data-search-page] input", "图书馆")
    page.keyboard.press("Enter")
    assert results(page) == ["文章b"]
    page.go_back()
    expect(page.locator("[data-search-page] input")).to_have_value("履职")
    expect(page.locator("[data-search-result]")).to_have_count(2)
    page.go_forward()
    expect(page.locator("[data-search-result]")).to_have_count(1)
    assert page.locator("[data-search-page] input").input_value() == "图书馆"


def test_pasted_and_dropped_text_is_searched(visit: Open) -> None:
    page = visit("search/")
    page.locator("[data-search-page] input").focus()
    page.evaluate("document.execCommand('insertText', false, '圖書館')")
    assert results(page) == ["文章b"]


def test_a_slow_answer_never_replaces_a_newer_one(visit: Open) -> None:
    page = visit("search/")
    search(page, "履职")
    page.evaluate(
        """async () => {
            const engine = await Shuxiang.searchEngine(), search = engine.search;
            engine.search = async query => {
                const answer = await search(query);
                if (query === '图书馆') await new Promise(done => {
                    window.answerAtLast = done;
                    document.body.dataset.waiting = "";
                });
                return answer;
            };
        }"""
    )
    page.fill("[data-search-page] input", "图书馆")
    expect(page.locator("body[data-waiting]")).to_be_attached()
    assert search(page, "依据") == ["怎样写好一件提案"]
    page.evaluate("() => { answerAtLast(); return new Promise(done => setTimeout(done, 100)); }")
    assert results(page) == ["怎样写好一件提案"]


COMPOSE = """([type, value]) => {
    const input = document.querySelector('dialog[open] input, [data-search-page] input');
    if (value !== undefined) {
        input.value = value;
        input.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: type !== 'compositionend'}));
    }
    input.dispatchEvent(new CompositionEvent(type, {bubbles: true}));
}"""


def test_nothing_is_searched_while_an_input_method_composes(visit: Open) -> None:
    page = visit("search/")
    page.locator("[data-search-page] input").focus()
    page.evaluate(COMPOSE, ["compositionstart", "lv'zhi"])
    page.wait_for_timeout(500)
    expect(page.locator("[data-search-total]")).to_have_count(0)
    assert "q=" not in page.url
    page.evaluate(COMPOSE, ["compositionend", "履职"])
    assert results(page) == ["文章c", "文章a"]


def test_an_enter_that_ends_a_composition_does_not_submit(visit: Open) -> None:
    page = visit()
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.evaluate(COMPOSE, ["compositionstart", "履职"])
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert "search/" not in page.url
    page.evaluate(COMPOSE, ["compositionend"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


# --- the dialog


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_keys_open_the_dialog_and_escape_closes_it(visit: Open, key: str) -> None:
    page = visit(f"{RECORDS[1].url}")
    page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="搜索")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_slash_in_a_field_is_a_slash(visit: Open) -> None:
    page = visit()
    page.locator("#other").focus()
    page.keyboard.type("1/2")
    expect(page.locator("#other")).to_have_value("1/2")
    expect(page.locator("dialog")).to_have_count(0)


def test_the_button_opens_and_gets_the_focus_back(visit: Open) -> None:
    page = visit()
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="搜索")).to_be_focused()


def test_the_dialog_shows_results_and_the_way_to_all(visit: Open, prefix: str) -> None:
    page = visit(RECORDS[2].url, prefix)
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("履职")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text("找到 2 篇")
    expect(page.locator("[data-search-total]")).to_have_count(0)
    dialog.get_by_role("link", name="全部 2 条结果").click()
    assert results(page) == ["文章c", "文章a"]
    assert f"{prefix}search/?q=" in page.url


def test_enter_goes_to_all_results_and_arrows_to_one(visit: Open) -> None:
    page = visit()
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("履职")
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("找到 2 篇")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="文章c")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/readings/c/")
    page.go_back()
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("履职")
    page.keyboard.press("Enter")
    assert results(page) == ["文章c", "文章a"]


def test_at_most_eight_results_are_shown_in_the_dialog(visit: Open, tmp_path: Path) -> None:
    folder = make_site(tmp_path / "site", [article(str(n), "履职") for n in range(12)])
    page = visit(folder=folder)
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("履职")
    expect(page.get_by_role("link", name="全部 12 条结果")).to_be_visible()
    expect(page.locator("dialog [data-search-result]")).to_have_count(8)


def test_on_the_search_page_the_keys_lead_to_its_own_field(visit: Open) -> None:
    page = visit("search/?q=履职")
    results(page)
    page.locator("body").press("/")
    expect(page.locator("[data-search-page] input")).to_be_focused()
    expect(page.locator("dialog")).to_have_count(0)


# --- places where not everything works


def test_a_page_that_nobody_searches_loads_little(visit: Open) -> None:
    page = visit()
    loaded = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name.split('/').pop())")
    assert sorted(loaded) == ["search-open.js", "search.css", "theme.css"]


def test_nothing_of_pagefind_that_is_not_used_is_fetched(visit: Open) -> None:
    page = visit("search/?q=履职")
    results(page)
    loaded = " ".join(page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"))
    assert not re.search(r"worker|highlight|-ui|fragment", loaded)
    assert all(name in loaded for name in LAZY_SCRIPTS)


NO_STORAGE = """
for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
    Object.defineProperty(window, name, {get() { throw new DOMException('blocked', 'SecurityError'); }});
"""


def test_it_works_without_storage_and_without_a_secure_context(visit: Open) -> None:
    page = visit("search/?q=履职", first=NO_STORAGE)
    assert results(page) == ["文章c", "文章a"]
    assert page.evaluate("window.isSecureContext") is False


def test_without_webassembly_titles_are_searched_and_it_is_said(browser: Browser, serve: Serve, site: Path) -> None:
    page = browser.new_page()
    page.goto(serve(site, "/", {"Content-Security-Policy": "script-src 'self'"}) + "search/?q=写好")
    expect(page.get_by_role("status")).to_contain_text("只列出标题")
    assert page.locator("[data-search-result]").all_inner_texts() == ["怎样写好一件提案"]
    expect(page.locator("[data-search-total]")).to_have_count(0)
    page.close()


def test_a_missing_index_is_told_kindly(browser: Browser, serve: Serve, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(serve(make_site(tmp_path / "site", RECORDS[:1], index=False)) + "search/?q=履职")
    expect(page.get_by_role("status")).to_contain_text("缺少搜索索引")
    page.close()


def test_a_file_says_that_search_needs_an_address(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("履职")
    expect(page.get_by_role("status")).to_contain_text("全文搜索需要通过网址打开")
    page.close()


def test_an_empty_site_finds_nothing(visit: Open, tmp_path: Path) -> None:
    page = visit("search/?q=履职", folder=make_site(tmp_path / "site", []))
    assert results(page) == []


def test_every_control_is_large_enough_for_a_finger_and_the_phone_dialog_fills_the_screen(visit: Open) -> None:
    page = visit()
    page.set_viewport_size({"width": 360, "height": 740})
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("履职")
    expect(page.locator("dialog [data-search-result]")).to_have_count(2)
    box = page.locator("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    script = "nodes => nodes.map(node => node.getBoundingClientRect()).map(box => [box.width, box.height])"
    sizes: Any = page.locator("dialog input, dialog button, dialog a").evaluate_all(script)
    assert min(min(size) for size in sizes) >= 44, sizes
