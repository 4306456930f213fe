"""我的卡: a member's card set in the browser, and the receipts that it signs."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Dialog, Page, expect

from shuxiang.core.card import LETTERS, CardError, card_link, new_key, parse_key, parse_number, signing_key
from shuxiang.core.checkin import Act, CheckIn
from shuxiang.core.receipt import Receipt, decode, encode

Visit = Callable[..., Page]
OpenPage = Callable[..., Page]

CHECKIN = "checkin/article/2026-W47/"
MATERIAL = "readings/2026/w47/"
NUMBER, KEY = "0123", "222J-62S6-2N52-G42B-7ZXE"
SIGNING = "6653cefda997684523b5d221ac537165b9e298c593b0f4742b15be5212074455"
OTHER = "政协0009"
OTHER_KEY = new_key(OTHER, bytes(10))

PRESS = "把这张卡设在这台设备上"
ALL_KEPT = "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
CARDS = """
Object.entries(localStorage).filter(([key]) => key.endsWith(":card")).map(([key, text]) => [key, JSON.parse(text)])
"""
FULL = """() => {
  Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
"""


def fill(page: Page, number: str, key: str) -> None:
    page.get_by_label("委员编号").fill(number)
    page.get_by_label("密钥", exact=True).fill(key)


def press(page: Page) -> None:
    page.get_by_role("button", name=PRESS).click()


def set_card(page: Page, site: str, number: str = NUMBER, key: str = KEY) -> None:
    page.goto("about:blank")
    page.goto(card_link(site, number, key))
    press(page)
    expect(said(page)).to_have_text("设好了。")


def said(page: Page) -> Any:
    return page.locator("[data-said]")


def set_now(page: Page) -> list[str]:
    """The numbers of the cards set in this browser."""
    return [card["number"] for _, card in page.evaluate(CARDS)]


def answer(page: Page, *, yes: bool) -> list[str]:
    """Answer the next question; the list will hold what was asked."""
    asked: list[str] = []

    def on(dialog: Dialog) -> None:
        asked.append(dialog.message)
        (dialog.accept if yes else dialog.dismiss)()

    page.once("dialog", on)
    return asked


def check_in(page: Page, note: str = "") -> None:
    page.get_by_role("checkbox", name="学").check()
    page.get_by_label("心得（可以不写）").fill(note)
    page.locator("[data-submit]").click()


def receipt_text(page: Page) -> str:
    return page.get_by_label("回执文字").input_value()


def receipt(page: Page) -> Receipt:
    return decode(receipt_text(page))


def is_signed(page: Page, number: str = NUMBER, key: str = KEY) -> bool:
    found = receipt(page)
    return found.member == number and found.is_intact(signing_key(number, key))


# ---- what Python and the browser must agree on ----

READ = """cards => cards.map(([number, key]) => {
  try {
    const card = Shuxiang.card.parse(number, key);
    return [card.number, card.key, Shuxiang.card.signing(card.number, card.key)];
  } catch (fault) {
    return [fault.message];
  }
})"""
WRITE = "all => all.map(([record, card]) => Shuxiang.receipt.encode(record, card))"

NOTE_SIGNS = [
    *"一二政协书香学习ａＢ１，。：；“”‘’「」《》()（）\"' -—–\n\t\u3000\xa0\u200b\u2060\ufeff\x85\x1f",
    *(
        "【书香回执】",
        "【回执完】",
        "校验：",
        "委员：9",
        "👩\u200d👩\u200d👧",
        "1\ufe0f\u20e3",
        "e\u0301",
        "\u200b\u0301",
    ),
    *("𠮷", "ﬁ", "①", "㎡", "ｶﾞ", "\u1100\u1161", "豈", "\u0958", "Å", "\r\n"),
]
NUMBER_SIGNS = [*"0123456789ABCXYZ", *"政协委员组"]
STRANGE_NUMBERS = ("", "-1", "1-", "1/2", "9" * 21, "1\u00e9", "a.b", "ß7", "\u200b1", "１ ２\u3000３\x1f４", "ﬁ")


def typed(chance: random.Random, text: str) -> str:
    """A number or key as somebody may type it."""
    text = chance.choice([text, text.lower(), text.replace("-", chance.choice(["", " ", "—", "\uff0d"]))])
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    return chance.choice([text, wide, f" {text}\n"])


def slipped(chance: random.Random, key: str) -> str:
    """A key with one letter wrong, missing or too many."""
    where = chance.randrange(len(key))
    return key[:where] + chance.choice([*LETTERS, "0", "o", "", "中", "22"]) + key[where + 1 :]


def random_number(chance: random.Random) -> str:
    inner = "".join(chance.choices([*NUMBER_SIGNS, "-"], k=chance.randrange(8)))
    return chance.choice(NUMBER_SIGNS) + inner + chance.choice(NUMBER_SIGNS)


def random_cards() -> Iterator[tuple[str, str]]:
    chance = random.Random(20261118)  # noqa: S311 - examples, no secrets
    for strange in STRANGE_NUMBERS:
        yield strange, KEY
    for _ in range(150):
        number = random_number(chance)
        key = new_key(number, chance.randbytes(10))
        yield typed(chance, number), typed(chance, key)
        yield number, typed(chance, slipped(chance, key))
        yield random_number(chance), key


def as_python_reads(number: str, key: str) -> list[str]:
    try:
        kept = parse_number(number)
        whole = parse_key(kept, key)
    except CardError as error:
        return [str(error)]
    return [kept, whole, signing_key(kept, whole).hex()]


def random_text(chance: random.Random) -> str:
    """Nothing, or strange signs between two plain ones: what stands at the edges each side trims in its own way."""
    inner = "".join(chance.choices(NOTE_SIGNS, k=chance.randrange(12)))
    return inner and f"我{inner}看"


def random_receipts() -> Iterator[tuple[CheckIn, str, str, bytes]]:
    chance = random.Random(20261119)  # noqa: S311 - examples, no secrets
    for count in range(150):
        number = random_number(chance)
        key = signing_key(number, new_key(number, chance.randbytes(10)))
        title, note = (random_text(chance) for _ in range(2))
        acts = frozenset(chance.sample(list(Act), chance.randint(1, 4)))
        at = datetime(2026, 11, 18, count % 24, count % 60)  # noqa: DTZ001 - China time, as receipts have it
        yield CheckIn("article/2026-W47", acts, at, "K7Q2MX4D", note), title, number, key


def as_record(checkin: CheckIn, title: str) -> dict[str, Any]:
    return {
        "slot": checkin.slot,
        "title": title,
        "acts": sorted(checkin.acts),
        "note": checkin.note,
        "at": f"{checkin.at:%Y-%m-%d %H:%M}",
        "number": checkin.number,
    }


def test_numbers_and_keys_are_read_and_refused_as_python_does(visit: Visit, site: str) -> None:
    cards = [(NUMBER, KEY), *random_cards()]
    page = visit(f"{site}card/")
    found = page.evaluate(READ, cards)

    assert found[0] == [NUMBER, KEY, SIGNING]
    assert found == [as_python_reads(*card) for card in cards]
    assert {len(each) for each in found} == {1, 3}


def test_signed_receipts_are_the_same_to_the_letter(visit: Visit, site: str) -> None:
    made = list(random_receipts())
    page = visit(site + CHECKIN)
    written = page.evaluate(
        WRITE,
        [
            (as_record(checkin, title), {"number": number, "signing": key.hex()})
            for checkin, title, number, key in made
        ],
    )

    assert written == [encode(checkin, title, key, number) for checkin, title, number, key in made]
    assert all(decode(text).is_intact(key) for text, (*_, key) in zip(written, made, strict=True))


# ---- setting a card ----


def test_a_card_typed_in_as_people_type_signs_the_next_receipt(visit: Visit, site_anywhere: str) -> None:
    page = visit(f"{site_anywhere}card/")
    fill(page, " ０１２３", "２２２ｊ 62s6—2n52 g42b7zxe")
    page.get_by_label("密钥", exact=True).press("Enter")

    expect(said(page)).to_have_text("设好了。")
    expect(page.get_by_role("region", name="编号 0123")).to_be_focused()
    page.goto(site_anywhere + MATERIAL)
    check_in(page, "路口的灯，\n多等十秒就好。")
    assert is_signed(page)
    assert receipt(page).checkin.note == "路口的灯，\n多等十秒就好。"
    assert "委员：0123" in receipt_text(page).splitlines()


def test_only_number_and_signing_key_are_kept_and_under_the_sites_own_name(
    visit: Visit, build_site: Callable[..., Path], serve: Callable[..., str]
) -> None:
    site = serve(build_site(), "/sx/")
    page = visit(site)
    set_card(page, site)

    assert page.evaluate(CARDS) == [["shuxiang:/sx/:card", {"number": NUMBER, "signing": SIGNING}]]
    everything = page.evaluate(ALL_KEPT).upper() + page.content().upper()
    assert KEY not in everything
    assert KEY.replace("-", "") not in everything
    assert page.evaluate("[...document.querySelectorAll('.sx-field')].map(field => field.value)") == ["", ""]


def test_a_cards_link_fills_both_in_and_waits_for_one_press(visit: Visit, site: str) -> None:
    asked: list[str] = []
    page = visit(site)
    page.goto(card_link(site, OTHER, OTHER_KEY))

    expect(page.get_by_label("委员编号")).to_have_value(OTHER)
    expect(page.get_by_label("密钥", exact=True)).to_have_value(OTHER_KEY)
    expect(said(page)).to_contain_text(f"链接里是编号 {OTHER} 的卡")
    assert page.evaluate(CARDS) == []
    assert page.evaluate("[location.href, document.URL]") == [f"{site}card/", f"{site}card/"]

    page.on("request", lambda request: asked.append(request.url))
    press(page)
    expect(page.get_by_role("heading", name=f"编号 {OTHER}")).to_be_visible()
    assert set_now(page) == [OTHER]
    assert asked == []


def test_going_back_and_forth_brings_no_key_back(visit: Visit, site: str) -> None:
    page = visit(f"{site}card/")
    page.evaluate(
        "link => { location.href = link; }", card_link(site, NUMBER, KEY)
    )  # the page stays, the link comes
    expect(page.get_by_label("委员编号")).to_have_value(NUMBER)
    page.goto(f"{site}my/")
    page.go_back()

    assert page.url == f"{site}card/"
    page.reload()
    expect(page.get_by_label("密钥", exact=True)).to_have_value("")
    assert set_now(page) == []


WRONG_LINKS = (
    "0123",
    "0123.",
    ".222J62S62N52G42B7ZXE",
    "0123.222J62S62N52G42",
    "0124.222J62S62N52G42B7ZXE",
    "0123.222J62S62N52G42B7ZXF",
    "%E6%94.222J62S62N52G42B7ZXE",
    "%zz.%zz",
    "__proto__.constructor",
    quote("<img src=x onerror=window.harmed=1>") + ".222J62S62N52G42B7ZXE",
)


def test_a_link_that_is_not_whole_gets_a_calm_sentence_and_sets_nothing(visit: Visit, site: str) -> None:
    page = visit(f"{site}card/")
    for wrong in WRONG_LINKS:
        page.evaluate("document.querySelector('[data-said]').textContent = ''")
        page.evaluate("fragment => { location.hash = fragment; }", wrong)
        expect(said(page)).to_contain_text("这个链接不完整，或者有错字")
        assert "222J" not in page.locator("#content").inner_text()
        assert page.url == f"{site}card/"

    assert page.get_by_label("委员编号").input_value() == ""
    assert page.evaluate("[window.harmed, localStorage.length]") == [None, 0]


def test_a_link_within_the_page_is_no_card(visit: Visit, site: str) -> None:
    page = visit(f"{site}card/#facts-heading")

    assert page.url == f"{site}card/#facts-heading"
    expect(said(page)).to_be_hidden()


FAULTS = (
    ("1/2", KEY, "委员编号由 1 到 20 个", "委员编号", ["true", "false"]),
    (
        NUMBER,
        KEY[:-1],
        "密钥是 20 个字母和数字（没有 0、1、I、O），请照着卡片核对。现在填了 19 个。",
        "密钥",
        ["false", "true"],
    ),
    (NUMBER, KEY.replace("J", "O"), "请照着卡片核对。", "密钥", ["false", "true"]),
    ("0124", KEY, "密钥和编号对不上", "密钥", ["true", "true"]),
)


def test_a_slip_is_told_with_the_field_to_look_at(visit: Visit, site: str) -> None:
    page = visit(f"{site}card/")
    fields = [page.get_by_label("委员编号"), page.get_by_label("密钥", exact=True)]
    for number, key, words, focused, invalid in FAULTS:
        fill(page, number, key)
        press(page)

        expect(page.get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_label(focused, exact=True)).to_be_focused()
        assert [field.get_attribute("aria-invalid") for field in fields] == invalid
        assert key not in page.get_by_role("alert").inner_text()

    assert set_now(page) == []
    fill(page, NUMBER, KEY)
    press(page)
    expect(page.get_by_role("alert")).to_be_hidden()
    assert set_now(page) == [NUMBER]


def test_another_members_card_is_replaced_only_after_a_yes(visit: Visit, site: str) -> None:
    page = visit(site)
    set_card(page, site)
    page.goto(card_link(site, OTHER, OTHER_KEY))
    asked = answer(page, yes=False)
    press(page)

    assert asked == [f"这台设备上设的是编号 {NUMBER} 的卡。要换成编号 {OTHER} 的吗？"]
    assert set_now(page) == [NUMBER]

    page.get_by_role("button", name="不换了").click()
    expect(page.get_by_label("密钥", exact=True)).to_be_hidden()
    page.get_by_role("button", name="换一张卡").click()
    fill(page, OTHER, OTHER_KEY)
    answer(page, yes=True)
    press(page)
    assert set_now(page) == [OTHER]


def test_the_same_members_new_key_is_set_without_a_question_and_the_same_card_not_again(
    visit: Visit, site: str
) -> None:
    page = visit(site)
    set_card(page, site)
    set_card(page, site, NUMBER, new_key(NUMBER, bytes(10)))
    page.goto(card_link(site, NUMBER, new_key(NUMBER, bytes(10))))

    expect(said(page)).to_contain_text("编号 0123 的卡已经设在这台设备上了")
    expect(page.get_by_label("密钥", exact=True)).to_be_hidden()


def test_a_card_taken_off_is_gone_and_receipts_are_plain_again(visit: Visit, site: str) -> None:
    page = visit(site)
    set_card(page, site)
    page.goto(site + CHECKIN)
    check_in(page)
    assert is_signed(page)

    page.get_by_role("link", name="我的卡").click()
    asked = answer(page, yes=True)
    page.get_by_role("button", name="取下这张卡").click()

    assert "打卡照旧" in asked[0]
    expect(said(page)).to_have_text("已经取下。")
    assert page.evaluate(CARDS) == []
    page.goto(site + CHECKIN)
    assert receipt(page).member == ""
    assert receipt(page).is_intact()


def test_where_nothing_can_be_kept_that_is_said_and_no_form_offered(new_tab: OpenPage, site: str) -> None:
    page = new_tab()
    page.add_init_script(NO_STORAGE)
    page.goto(card_link(site, NUMBER, KEY))

    expect(page.locator("[data-storage-off]")).to_contain_text("卡设不上。打卡照旧")
    expect(page.get_by_label("密钥", exact=True)).to_be_hidden()
    assert page.url == f"{site}card/"
    page.goto(site + CHECKIN)
    check_in(page)
    assert receipt(page).is_intact()


def test_a_full_storage_is_told(visit: Visit, site: str) -> None:
    page = visit(f"{site}card/")
    page.evaluate(FULL)
    fill(page, NUMBER, KEY)
    press(page)

    expect(said(page)).to_contain_text("存储空间已满，没能设上")
    assert set_now(page) == []


def test_without_scripts_the_page_says_that_no_card_is_needed(visit: Visit, site: str) -> None:
    page = visit(f"{site}card/", java_script_enabled=False)

    expect(page.locator("noscript, .sx-notice").filter(has_text="不设也一样打卡")).to_have_count(1)
    expect(page.locator("form[data-form]")).to_be_hidden()


# ---- what the other pages make of it ----


def test_without_a_card_the_form_says_nothing_of_cards(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    check_in(page)

    expect(page.get_by_role("link", name="我的卡")).to_have_count(0)
    assert "委员" not in page.locator("form").inner_text() + receipt_text(page)


DAMAGED = ("{", "null", '{"number": "0123"}', f'{{"number": 123, "signing": "{SIGNING}"}}')


def test_a_damaged_card_is_no_card(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    check_in(page)
    for damaged in DAMAGED:
        page.evaluate("text => localStorage.setItem('shuxiang:/:card', text)", damaged)
        page.reload()
        assert receipt(page).is_intact()


def test_a_receipt_from_before_the_card_is_signed_once_it_is_set(open_page: OpenPage, site: str) -> None:
    page = open_page()
    page.goto(site + CHECKIN)
    check_in(page, "先打了卡")
    before = receipt(page)
    assert before.is_intact()

    other = page.context.new_page()
    set_card(other, site)

    expect(page.locator("[data-card]")).to_have_text("回执会带上您的委员编号 0123 和签名。我的卡")
    assert is_signed(page)
    assert receipt(page).checkin == before.checkin
    page.get_by_role("button", name="复制回执").click()
    expect(page.locator("[data-copied]")).to_contain_text("已复制")


def test_a_backup_holds_no_card_and_forgetting_takes_it_off_too(visit: Visit, site: str) -> None:
    page = visit(site)
    set_card(page, site)
    page.goto(site + CHECKIN)
    check_in(page, "一句心得")
    page.get_by_role("link", name="我的学习").click()
    page.get_by_role("button", name="生成备份").click()
    text = page.get_by_label("导出的文字").input_value()

    assert "一句心得" in text
    assert [secret for secret in (NUMBER, SIGNING, KEY) if secret in text] == []
    expect(page.get_by_text("备份里没有卡")).to_be_visible()

    asked = answer(page, yes=True)
    page.get_by_role("button", name="删除这台设备上的全部记录").click()
    assert "并取下编号 0123 的卡" in asked[0]
    assert page.evaluate("Object.keys(localStorage)") == []
    expect(page.get_by_text("备份里没有卡")).to_be_hidden()
