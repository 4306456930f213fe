"""打卡: the form on a slot's own page and at the foot of its material, and the receipt it gives."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from served import CHROMIUM_ARGUMENTS, chromium
from shuxiang.core.checkin import Act
from shuxiang.core.receipt import Receipt, decode

OpenPage = Callable[..., Page]
Visit = Callable[..., Page]

CHECKIN = "checkin/article/2026-W47/"
MATERIAL = "readings/2026/w47/"
SLOT = "article/2026-W47"
VECTORS = Path(__file__).parents[1] / "core" / "receipt_vectors.json"

NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
"""
FULL = """() => {
  Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
KEPT = """
Object.keys(localStorage)
  .filter((key) => key.includes(":checkin:"))
  .map((key) => JSON.parse(localStorage.getItem(key)))
"""


def check_in(page: Page, acts: str = "学", note: str = "") -> None:
    for act in "学悟谈用":
        page.get_by_role("checkbox", name=act).set_checked(act in acts)
    page.get_by_label("心得（可以不写）").fill(note)
    page.locator("[data-submit]").click()


def said(page: Page) -> str:
    return page.locator("[data-said]").inner_text()


def receipt_text(page: Page) -> str:
    return page.get_by_label("回执文字").input_value()


def receipt(page: Page) -> Receipt:
    return decode(receipt_text(page))


def kept(page: Page) -> list[dict[str, Any]]:
    return sorted(page.evaluate(KEPT), key=lambda record: record["slot"])


@pytest.mark.parametrize("path", [CHECKIN, MATERIAL])
def test_a_check_in_gives_a_receipt_that_python_finds_intact(visit: Visit, site_anywhere: str, path: str) -> None:
    page = visit(site_anywhere + path, at="2026-11-20T10:05+08:00")
    expect(page.get_by_label("回执文字")).to_be_hidden()

    check_in(page, "学谈", "路口的灯，\n多等十秒就好。")

    found = receipt(page)
    assert found.is_intact()
    assert found.checkin.slot == SLOT
    assert found.checkin.acts == {Act.STUDY, Act.DISCUSS}
    assert found.checkin.note == "路口的灯，\n多等十秒就好。"
    assert found.checkin.at == datetime.fromisoformat("2026-11-20T10:05")
    assert receipt_text(page).splitlines()[0] == "【书香回执】周学一文 2026年第46周《怎样写清一件小事》"
    assert said(page) == "打卡成功。记录只保存在这台设备的浏览器里。"


def test_the_record_kept_is_what_the_receipt_says(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN, at="2026-11-20T10:05+08:00")
    check_in(page, "学", "一句")

    assert kept(page) == [
        {
            "slot": SLOT,
            "title": "周学一文 2026年第46周《怎样写清一件小事》",
            "acts": ["study"],
            "note": "一句",
            "at": "2026-11-20 10:05",
            "number": receipt(page).checkin.number,
        }
    ]


def test_the_time_on_the_receipt_is_chinas(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN, at="2026-11-19T21:07-05:00", timezone_id="America/New_York")
    check_in(page)

    assert receipt(page).checkin.at == datetime.fromisoformat("2026-11-20T10:07")


def test_both_encoders_agree_on_the_shared_vectors(visit: Visit, site: str) -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    page = visit(site + CHECKIN)
    made = page.evaluate(
        """vectors => vectors.map(v => Shuxiang.receipt.encode(v.record,
          v.member && {number: v.member, signing: Shuxiang.card.signing(v.member, v.key)}))""",
        vectors,
    )

    assert vectors
    assert made == [vector["receipt"] for vector in vectors]


STRANGE_NOTES = (
    "【书香回执】\n期次：book/2026-Q1\n【回执完】",
    "校验：0000-0000-0000",
    "编号：AAAAAAAA\n完成：用",
    "全角ＡＢＣ、“引号”、「引号」、ﬁ、①、㎡、e\u0301",
    "表情👩\u200d👩\u200d👧\u200d👦和零宽\u200b字符",
    "  前后有空格\u3000\n\n\n第三段  ",
    "𠮷野家𩸽",
)


def test_strange_notes_keep_their_receipts_intact(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    for note in STRANGE_NOTES:
        check_in(page, "悟", note)
        assert receipt(page).is_intact(), note
        assert receipt(page).checkin.slot == SLOT
        assert receipt(page).checkin.acts == {Act.REFLECT}


def test_checking_in_twice_amends_the_one_record(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN, at="2026-11-20T10:05+08:00")
    check_in(page, "学", "先写一句")
    first = receipt(page).checkin
    expect(page.locator("[data-submit]")).to_have_text("更新打卡")

    page.clock.set_fixed_time(datetime.fromisoformat("2026-11-21T09:00+08:00"))
    check_in(page, "学用", "又想了想")

    second = receipt(page)
    assert second.is_intact()
    assert second.checkin.number == first.number
    assert second.checkin.note == "又想了想"
    assert second.checkin.at > first.at
    assert said(page) == "已更新。记录只保存在这台设备的浏览器里。"
    assert [record["note"] for record in kept(page)] == ["又想了想"]


def test_choosing_nothing_is_answered_kindly_and_keeps_nothing(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    check_in(page, "", "只写了心得")

    expect(page.get_by_role("alert")).to_have_text("请先在学、悟、谈、用里勾选至少一项。")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_role("checkbox", name="学")).to_be_focused()
    expect(page.get_by_label("回执文字")).to_be_hidden()
    assert page.get_by_label("心得（可以不写）").input_value() == "只写了心得"
    assert kept(page) == []


WELCOMES = {
    "2026-11-15T23:59+08:00": ["先读先记也可以"],
    "2026-11-16T00:00+08:00": [],
    "2026-11-22T23:59+08:00": [],
    "2026-11-23T00:00+08:00": ["补学同样欢迎"],
}


@pytest.mark.parametrize("path", [CHECKIN, MATERIAL])
def test_early_and_late_are_welcomed_in_words(visit: Visit, site: str, path: str) -> None:
    page = visit(site + path)
    for at, words in WELCOMES.items():
        page.clock.set_fixed_time(datetime.fromisoformat(at))
        page.reload()
        expect(page.locator("form [data-when-only]:visible")).to_contain_text(words)


def test_a_late_check_in_is_as_good_as_any(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN, at="2027-08-01T08:00+08:00")
    check_in(page)

    assert receipt(page).is_intact()
    assert "成功" in said(page)


@pytest.mark.parametrize("path", [CHECKIN, MATERIAL])
def test_coming_back_shows_what_was_recorded(visit: Visit, site_anywhere: str, path: str) -> None:
    page = visit(site_anywhere + CHECKIN, at="2026-11-20T10:05+08:00")
    check_in(page, "悟用", "记得住的一句")
    text = receipt_text(page)

    page.goto(site_anywhere + path)

    assert [box.is_checked() for box in page.get_by_role("checkbox").all()] == [False, True, False, True]
    assert page.get_by_label("心得（可以不写）").input_value() == "记得住的一句"
    assert receipt_text(page) == text
    expect(page.locator("[data-before]")).to_contain_text("您在 2026-11-20 10:05 打过卡")
    expect(page.locator("[data-submit]")).to_have_text("更新打卡")


def test_another_slot_knows_nothing_of_it(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    check_in(page, "学", "只属于这一期")

    page.goto(f"{site}checkin/topic/2026-11/")

    assert not any(box.is_checked() for box in page.get_by_role("checkbox").all())
    expect(page.get_by_label("回执文字")).to_be_hidden()


def test_the_copy_button_works_on_plain_http(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    assert page.evaluate("[window.isSecureContext, navigator.clipboard === undefined]") == [False, True]
    check_in(page, "学", "要复制的心得")
    text = receipt_text(page)

    page.get_by_role("button", name="复制回执").click()

    expect(page.locator("[data-copied]")).to_contain_text("已复制")
    note = page.get_by_label("心得（可以不写）")
    note.fill("")
    note.press("Control+V")
    assert note.input_value() == text


def test_when_copying_is_refused_the_text_stands_selected_with_a_hint(new_tab: OpenPage, site: str) -> None:
    page = new_tab()
    page.add_init_script("document.execCommand = () => false;")
    page.goto(site + CHECKIN)
    check_in(page)

    page.get_by_role("button", name="复制回执").click()

    expect(page.locator("[data-copied]")).to_contain_text("请长按或按 Ctrl C 复制")
    field = page.get_by_label("回执文字")
    expect(field).to_be_focused()
    assert field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)") == receipt_text(page)


@pytest.mark.parametrize("path", [CHECKIN, MATERIAL])
def test_without_storage_a_receipt_is_given_and_nothing_promised(new_tab: OpenPage, site: str, path: str) -> None:
    page = new_tab()
    page.add_init_script(NO_STORAGE)
    page.goto(site + path)
    expect(page.locator("form [data-storage-off]")).to_be_visible()

    check_in(page, "学", "留不住的一句")

    assert receipt(page).is_intact()
    assert receipt(page).checkin.note == "留不住的一句"
    assert "不保存数据" in said(page)
    assert "成功" not in said(page)


@pytest.fixture
def reader_without_site_data(
    browser: Browser, watch: Callable[[BrowserContext], BrowserContext], tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser whose own settings forbid every site to keep data."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings), "utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
    )
    yield watch(context)
    context.close()


def test_a_browser_told_to_keep_no_site_data_still_gives_a_receipt(
    reader_without_site_data: BrowserContext, site: str
) -> None:
    page = reader_without_site_data.new_page()
    page.goto(site + CHECKIN)
    expect(page.locator("form [data-storage-off]")).to_be_visible()

    check_in(page, "学", "留不住的一句")

    assert (
        page.evaluate("(() => { try { return localStorage.length; } catch (e) { return e.name; } })()")
        == "SecurityError"
    )
    assert receipt(page).is_intact()
    assert "不保存数据" in said(page)


def test_when_storage_is_full_a_receipt_is_given_and_the_reader_told(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    page.evaluate(FULL)
    check_in(page, "学", "放不下的一句")

    assert receipt(page).is_intact()
    assert "成功" not in said(page)
    assert "复制下来" in said(page)


def test_a_second_check_in_keeps_its_number_even_when_nothing_is_kept(new_tab: OpenPage, site: str) -> None:
    page = new_tab()
    page.add_init_script(NO_STORAGE)
    page.goto(site + CHECKIN)
    check_in(page, "学")
    first = receipt(page).checkin.number
    check_in(page, "学用")

    assert receipt(page).checkin.number == first


def test_a_second_check_in_keeps_its_number_even_when_storage_is_full(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    page.evaluate(FULL)
    check_in(page, "学")
    first = receipt(page).checkin.number
    check_in(page, "学用")

    assert receipt(page).checkin.number == first


def test_a_full_storage_still_shows_what_it_holds(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    check_in(page, "学", "早先写下的一句")
    page.evaluate("""() => {
      for (let length = 1 << 22; length >= 1; length /= 2) {
        try {
          for (;;) localStorage.setItem("someone-else:" + Math.random(), "x".repeat(length));
        } catch { /* full for this length */ }
      }
    }""")

    page.reload()

    assert page.get_by_label("心得（可以不写）").input_value() == "早先写下的一句"
    assert receipt(page).is_intact()


def test_two_tabs_keep_each_others_records(open_page: OpenPage, site: str) -> None:
    one = open_page()
    other = one.context.new_page()
    one.goto(site + CHECKIN)
    other.goto(f"{site}checkin/topic/2026-11/")

    one.bring_to_front()
    check_in(one, "学", "第一个窗口")
    other.bring_to_front()
    check_in(other, "悟", "第二个窗口")
    one.bring_to_front()
    check_in(one, "学用", "第一个窗口，又一次")

    assert [(r["slot"], r["note"]) for r in kept(one)] == [
        (SLOT, "第一个窗口，又一次"),
        ("topic/2026-11", "第二个窗口"),
    ]


def test_two_tabs_on_one_slot_lose_no_note(open_page: OpenPage, site: str) -> None:
    one = open_page()
    other = one.context.new_page()
    one.goto(site + CHECKIN)
    other.goto(site + MATERIAL)
    check_in(other, "悟", "在文章后面写下的心得")

    one.bring_to_front()
    one.wait_for_function(f"{KEPT}.length === 1")
    one.get_by_role("checkbox", name="学").check()
    one.locator("[data-submit]").click()

    assert [r["note"] for r in kept(one)] == ["在文章后面写下的心得"]


def test_a_tab_does_not_take_away_what_is_being_written(open_page: OpenPage, site: str) -> None:
    one = open_page()
    other = one.context.new_page()
    one.goto(site + CHECKIN)
    one.get_by_label("心得（可以不写）").fill("正写到一半")
    other.goto(f"{site}checkin/topic/2026-11/")
    check_in(other)

    assert one.get_by_label("心得（可以不写）").input_value() == "正写到一半"


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_a_check_in_needs_no_mouse(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    tab_to(page, "input[value=study]")
    page.keyboard.press("Space")
    tab_to(page, "input[value=apply]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=note]")
    page.keyboard.type("只用键盘")
    tab_to(page, "[data-submit]")
    page.keyboard.press("Enter")

    assert receipt(page).checkin.acts == {Act.STUDY, Act.APPLY}
    assert receipt(page).checkin.note == "只用键盘"
    tab_to(page, "[data-copy]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-copied]")).to_contain_text("已复制")


def test_the_first_tab_offers_to_skip_to_the_text(visit: Visit, site: str) -> None:
    page = visit(site + MATERIAL)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()

    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_what_happened_is_said_to_screen_readers(visit: Visit, site: str) -> None:
    page = visit(site + CHECKIN)
    check_in(page)

    expect(page.get_by_role("status").filter(has_text="打卡成功")).to_have_count(1)


def test_a_note_of_markup_stays_text(visit: Visit, site: str) -> None:
    note = "<img src=x onerror=window.harmed=1><script>window.harmed=1</script>"
    page = visit(site + CHECKIN)
    check_in(page, "学", note)
    page.reload()

    assert receipt(page).checkin.note == note
    assert page.get_by_label("心得（可以不写）").input_value() == note
    assert page.evaluate("window.harmed") is None


def test_checking_in_stays_out_of_the_way(new_tab: OpenPage, site: str) -> None:
    dialogs: list[str] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page = new_tab()
    page.on("dialog", refuse)
    page.goto(site + MATERIAL)

    expect(page.get_by_role("heading", level=2, name="看一看")).to_be_visible()
    expect(page.locator("dialog[open], [aria-modal=true], [required]")).to_have_count(0)
    expect(page.locator(".sx-footer")).to_contain_text("打卡自愿")
    page.get_by_role("link", name=re.compile("下一篇")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("听完再说的耐心")
    assert dialogs == []


def test_without_scripts_the_text_is_all_there_and_the_form_says_why_it_rests(visit: Visit, site: str) -> None:
    page = visit(site + MATERIAL, java_script_enabled=False)

    expect(page.get_by_role("heading", level=2, name="写一写")).to_be_visible()
    expect(
        page.locator("form noscript, form .sx-notice").filter(has_text="打卡需要浏览器允许运行脚本")
    ).to_have_count(1)
