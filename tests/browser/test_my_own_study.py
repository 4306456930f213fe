"""我的学习: the reader's own marks and notes, their export, their backup and its restore."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

Visit = Callable[..., Page]
Record = dict[str, Any]

KEPT = """
Object.keys(localStorage)
  .filter((key) => key.includes(":checkin:"))
  .map((key) => JSON.parse(localStorage.getItem(key)))
"""
HOSTILE = "<img src=x onerror=window.harmed=1><script>window.harmed=1</script><b>粗</b>"


def record(slot: str, **changes: Any) -> Record:
    made = {
        "slot": slot,
        "title": f"一期（{slot}）",
        "acts": ["study"],
        "note": "",
        "at": "2026-11-18 15:04",
        "number": "K7Q2MX4D",
    }
    return {**made, **changes}


WEEK = record("article/2026-W47", acts=["study", "apply"], note="路灯的事，\n要去看一看。")
EARLIER = record("article/2026-W46", note="先前的一句", at="2026-11-12 09:30", number="ABCDEFGH")
MONTH = record("topic/2026-11", acts=["discuss"], number="22223333")


@pytest.fixture
def my_study(visit: Visit, site: str) -> Callable[..., Page]:
    """my_study(*records) -> the page of a reader who has these records."""

    def go(*records: Record) -> Page:
        page = visit(f"{site}my/")
        page.evaluate("records => records.forEach(Shuxiang.records.write)", list(records))
        page.evaluate("window.dispatchEvent(new StorageEvent('storage'))")  # as if another tab had written them
        return page

    return go


def kept(page: Page) -> list[Record]:
    return sorted(page.evaluate(KEPT), key=lambda each: each["slot"])


def restore(page: Page, text: str) -> str:
    page.get_by_label("恢复：把备份文字粘贴在这里").fill(text)
    page.get_by_role("button", name="看看会恢复什么").click()
    return page.locator("[data-restore-said]").inner_text()


def confirm(page: Page) -> str:
    page.get_by_role("button", name="合并到这台设备").click()
    return page.locator("[data-restore-said]").inner_text()


def backup(page: Page) -> str:
    page.get_by_role("button", name="生成备份").click()
    return page.get_by_label("导出的文字").input_value()


def as_backup(*records: Record) -> str:
    return "书香学习记录备份（2026-11-20）\n" + json.dumps({"version": 1, "records": records}, ensure_ascii=False)


def forget(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除这台设备上的全部记录").click()


def test_a_new_reader_is_told_that_nothing_is_kept_yet(my_study: Callable[..., Page]) -> None:
    page = my_study()

    expect(page.locator("[data-own-sum]")).to_contain_text("还没有打卡记录")
    expect(page.locator("[data-no-notes]")).to_be_visible()
    expect(page.get_by_role("button", name="导出心得")).to_be_hidden()
    assert [mark for mark in page.locator("[data-mark]").all_inner_texts() if mark] == []


def test_each_slot_shows_what_was_done(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK, MONTH)

    expect(page.locator("li[data-slot='article/2026-W47'] [data-mark]")).to_have_text("学用")
    expect(page.locator("li[data-slot='topic/2026-11'] [data-mark]")).to_have_text("谈")
    expect(page.locator("li[data-slot='article/2026-W45'] [data-mark]")).to_have_text("")
    expect(page.locator("[data-own-sum]")).to_have_text("您在这台设备上记下了 2 期，写了 1 条心得。")


def test_slots_still_to_come_wait_until_asked_for_unless_already_begun(my_study: Callable[..., Page]) -> None:
    page = my_study(record("article/2026-W50"))
    expect(page.locator("li[data-slot='article/2026-W47']")).to_be_visible()
    expect(page.locator("li[data-slot='article/2026-W50']")).to_be_visible()
    expect(page.locator("li[data-slot='article/2026-W51']")).to_be_hidden()

    page.get_by_label("也列出还没到的和没有材料的各期").check()

    expect(page.locator("li[data-slot='article/2026-W51']")).to_be_visible()


def test_notes_stand_newest_first_and_lead_to_their_check_in(my_study: Callable[..., Page]) -> None:
    page = my_study(EARLIER, WEEK, MONTH)
    notes = page.locator("[data-notes] article")

    assert notes.locator("h3").all_inner_texts() == [WEEK["title"], EARLIER["title"]]
    expect(notes.first.locator(".sx-note__text")).to_have_text(WEEK["note"])
    expect(notes.first).to_contain_text("2026-11-18 15:04 · 学用")
    notes.first.get_by_role("link").click()
    expect(page.get_by_label("心得（可以不写）")).to_have_value(WEEK["note"])


def test_exported_notes_are_plain_text_for_reading(my_study: Callable[..., Page]) -> None:
    page = my_study(EARLIER, WEEK, MONTH)
    page.get_by_role("button", name="导出心得").click()

    assert page.get_by_label("导出的文字").input_value() == (
        "一期（article/2026-W47）\n2026-11-18 15:04 学用\n\n路灯的事，\n要去看一看。\n"
        "\n――――――――\n\n"
        "一期（article/2026-W46）\n2026-11-12 09:30 学\n\n先前的一句\n"
    )


@pytest.mark.parametrize(
    ("button", "name"), [("导出心得", "学习心得-2026-11-20.txt"), ("生成备份", "书香学习备份-2026-11-20.txt")]
)
def test_the_file_holds_the_text_shown(
    my_study: Callable[..., Page], tmp_path: Path, button: str, name: str
) -> None:
    page = my_study(WEEK)
    page.get_by_role("button", name=button).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="存成文件").click()
    download.value.save_as(tmp_path / "file.txt")

    assert download.value.suggested_filename == name
    text = page.get_by_label("导出的文字").input_value()
    assert (tmp_path / "file.txt").read_bytes().decode("utf-8-sig") == text
    assert "路灯的事" in text


def test_the_exported_text_can_be_copied_on_plain_http(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    text = backup(page)
    page.get_by_role("button", name="复制", exact=True).click()
    field = page.get_by_label("恢复：把备份文字粘贴在这里")
    field.press("Control+V")

    assert field.input_value() == text


def test_backup_then_forgetting_then_restoring_gives_the_same_records(my_study: Callable[..., Page]) -> None:
    page = my_study(EARLIER, WEEK, MONTH)
    before = kept(page)
    text = backup(page)
    forget(page)
    assert kept(page) == []
    expect(page.locator("[data-own-sum]")).to_contain_text("还没有打卡记录")

    assert restore(page, text).startswith("新增 3 条，合并 0 条，已有相同的 0 条")
    assert confirm(page) == "已恢复 3 条记录。"

    assert kept(page) == before
    expect(page.locator("li[data-slot='article/2026-W47'] [data-mark]")).to_have_text("学用")
    expect(page.locator("[data-notes] article")).to_have_count(2)


def test_a_backup_saved_as_a_file_restores_with_what_editors_add(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    text = backup(page)
    forget(page)

    restore(page, "\ufeff转发：\r\n" + text.replace("\n", "\r\n") + "\r\n发自手机")
    confirm(page)

    assert kept(page) == [WEEK]


def test_forgetting_needs_a_yes(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", refuse)
    page.get_by_role("button", name="删除这台设备上的全部记录").click()

    assert "不能撤销" in asked[0]
    assert kept(page) == [WEEK]


def test_forgetting_leaves_other_things_of_the_host_alone(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    page.evaluate("localStorage.setItem('oa:session', 'theirs'); localStorage.setItem('shuxiang:text', 'large')")
    forget(page)

    assert page.evaluate("Object.keys(localStorage).sort()") == ["oa:session", "shuxiang:text"]


def test_nothing_is_written_before_the_reader_confirms(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    said = restore(page, as_backup(MONTH, {**WEEK, "note": "另一句"}))

    assert said.startswith("新增 1 条，合并 1 条，已有相同的 0 条")
    assert kept(page) == [WEEK]


def test_restoring_what_is_there_already_offers_nothing(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)

    assert "已有相同的 1 条" in restore(page, backup(page))
    expect(page.get_by_role("button", name="合并到这台设备")).to_be_hidden()


@pytest.mark.parametrize("theirs", ["2026-11-19 08:00", "2026-11-17 08:00"])
def test_restoring_keeps_both_of_two_notes(my_study: Callable[..., Page], theirs: str) -> None:
    page = my_study(WEEK)
    restore(page, as_backup({**WEEK, "acts": ["reflect"], "note": "另一台手机上写的", "at": theirs}))
    confirm(page)

    (merged,) = kept(page)
    assert WEEK["note"] in merged["note"]
    assert "另一台手机上写的" in merged["note"]
    assert set(merged["acts"]) == {"study", "apply", "reflect"}
    assert merged["at"] == max(theirs, WEEK["at"])
    assert merged["number"] == WEEK["number"]


def test_restoring_twice_merges_once(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    other = as_backup({**WEEK, "note": "另一台手机上写的", "at": "2026-11-19 08:00"})
    restore(page, other)
    confirm(page)
    once = kept(page)

    said = restore(page, other)

    assert "已有相同的 1 条" in said
    assert kept(page) == once


def test_two_records_of_one_slot_in_a_backup_lose_no_note(my_study: Callable[..., Page]) -> None:
    page = my_study()
    restore(page, as_backup(WEEK, {**WEEK, "note": "同一期的另一条", "at": "2026-11-19 08:00"}))
    confirm(page)

    (merged,) = kept(page)
    assert WEEK["note"] in merged["note"]
    assert "同一期的另一条" in merged["note"]


NO_BACKUPS = {
    "": "不像是备份文字",
    "今天天气真好": "不像是备份文字",
    "【书香回执】周学一文\n期次：article/2026-W47\n【回执完】": "不像是备份文字",
    "}{": "不像是备份文字",
    as_backup(WEEK, MONTH)[:-40]: "不完整或被改动过",
    as_backup(WEEK).replace('"', "\u201c"): "不完整或被改动过",
    "{}": "不像是本站的备份",
    '{"records": 7}': "不像是本站的备份",
    '[{"a": 1}]': "不像是本站的备份",
}


def test_a_text_that_is_no_backup_gets_a_sentence(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    for text, said in NO_BACKUPS.items():
        assert said in restore(page, text)
        expect(page.get_by_role("button", name="合并到这台设备")).to_be_hidden()
    assert kept(page) == [WEEK]


FOREIGN_RECORDS = (
    {},
    None,
    7,
    {**WEEK, "slot": "../../etc"},
    {**WEEK, "slot": "javascript:alert(1)"},
    {**WEEK, "acts": ["study", "__proto__"]},
    {**WEEK, "acts": "study"},
    {**WEEK, "note": {"toString": 1}},
    {**WEEK, "title": None},
    {**WEEK, "at": "昨天"},
    {**WEEK, "number": "<b>12345"},
)


def test_foreign_records_are_counted_and_left_out(my_study: Callable[..., Page]) -> None:
    page = my_study()
    for bad in FOREIGN_RECORDS:
        assert "读不懂的 1 条（不导入）" in restore(page, as_backup(bad)), bad

    assert "新增 1 条" in restore(page, as_backup(*FOREIGN_RECORDS, MONTH))
    confirm(page)
    assert kept(page) == [MONTH]


def test_a_record_that_does_nothing_is_no_record(my_study: Callable[..., Page]) -> None:
    page = my_study()

    assert "读不懂的 1 条" in restore(page, as_backup(record("article/2026-W47", acts=[])))


def test_damaged_entries_of_the_storage_disturb_nothing(my_study: Callable[..., Page]) -> None:
    page = my_study(WEEK)
    page.evaluate("""() => {
      const [key] = Object.keys(localStorage).filter((key) => key.includes(":checkin:"));
      localStorage.setItem(key.replace("W47", "W46"), "{damaged");
      localStorage.setItem(key.replace("W47", "W45"), "null");
      localStorage.setItem(key.replace("W47", "W44"), '{"slot": "article/2026-W44"}');
    }""")
    page.reload()

    expect(page.locator("[data-notes] article")).to_have_count(1)
    expect(page.locator("[data-own-sum]")).to_contain_text("记下了 1 期")


def test_hostile_words_stay_words_everywhere(my_study: Callable[..., Page], site: str) -> None:
    page = my_study()
    restore(page, as_backup({**WEEK, "title": HOSTILE, "note": HOSTILE}))
    confirm(page)

    expect(page.locator("[data-notes] h3")).to_have_text(HOSTILE)
    expect(page.locator("[data-notes] .sx-note__text")).to_have_text(HOSTILE)
    page.get_by_role("button", name="导出心得").click()
    assert HOSTILE in page.get_by_label("导出的文字").input_value()
    for path in ["", "my/", "schedule/", "cadence/article/", "checkin/article/2026-W47/", "readings/2026/w47/"]:
        page.goto(site + path)
        assert page.evaluate("window.harmed") is None, path
        expect(page.locator("[onerror], #content b:text-is('粗')")).to_have_count(0)


def test_a_failed_restore_says_so(my_study: Callable[..., Page]) -> None:
    page = my_study()
    restore(page, as_backup(WEEK))
    page.evaluate("""() => {
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")

    assert "没能存下" in confirm(page)


def test_without_storage_the_page_says_why_it_is_empty(new_tab: Callable[..., Page], site: str) -> None:
    page = new_tab()
    page.add_init_script("""
      Object.defineProperty(window, "localStorage", {
        get() { throw new DOMException("denied", "SecurityError"); },
      });
    """)
    page.goto(f"{site}my/")

    expect(page.locator("[data-my-study] [data-storage-off]")).to_be_visible()


def test_a_check_in_in_another_tab_appears_here(visit: Visit, site: str) -> None:
    page = visit(f"{site}my/")
    other = page.context.new_page()
    other.goto(f"{site}checkin/article/2026-W47/")
    other.get_by_role("checkbox", name="悟").check()
    other.get_by_label("心得（可以不写）").fill("刚刚写下的")
    other.locator("[data-submit]").click()

    page.bring_to_front()
    expect(page.locator("li[data-slot='article/2026-W47'] [data-mark]")).to_have_text("悟")
    expect(page.locator("[data-notes] .sx-note__text")).to_have_text("刚刚写下的")


def test_marks_show_on_every_list_of_slots_at_any_address(visit: Visit, site_anywhere: str) -> None:
    page = visit(f"{site_anywhere}my/")
    page.evaluate("record => Shuxiang.records.write(record)", WEEK)

    page.goto(site_anywhere)
    cell = page.locator("[data-cell][data-slot='article/2026-W47']")
    assert "sx-done" in (cell.get_attribute("class") or "").split()
    expect(cell).to_contain_text("已打卡")
    expect(page.locator("[data-cell].sx-done")).to_have_count(1)
    expect(page.locator("[data-own-sum]")).to_contain_text("记下了 1 期")

    page.goto(f"{site_anywhere}cadence/article/")
    expect(page.locator("li[data-slot='article/2026-W47'] [data-mark]")).to_have_text("，已打卡")
    expect(page.locator("li[data-slot='article/2026-W46'] [data-mark]")).to_have_text("")

    page.goto(f"{site_anywhere}schedule/")
    done = page.locator("#by-month [data-slot].sx-done")
    assert done.evaluate_all("rows => rows.map(row => row.dataset.slot)") == ["article/2026-W47"]


def test_the_schedule_shows_a_mark_that_can_be_seen(my_study: Callable[..., Page], site: str) -> None:
    page = my_study(WEEK)
    page.goto(f"{site}schedule/")

    expect(page.locator("#by-month li[data-slot='article/2026-W47']")).to_contain_text("已打卡")
    expect(page.locator("#by-month li[data-slot='article/2026-W46']")).not_to_contain_text("已打卡")
