from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page

from shuxiang.core.card import card_link, new_key
from shuxiang.exports.card_sheets import Card, Issue, card_sheets

A4 = ("594", "841")
LONG_SITE = "https://shuxiang.study.intranet.some-city.gov.example/zhengxie/shuxiang/"
PEOPLE = [
    ("0001", "甲某", "第一小组"),
    (
        "委2026-0123-ABCDEF-甲乙",
        "阿卜杜热西提·阿卜杜热合曼江·艾合买提江",
        "中国国民党革命委员会与中国民主同盟联合界别学习小组",
    ),
    *((f"01{number:02}", "欧阳某某", "第二小组") for number in range(7)),
]
OUTSIDE = """() => Array.from(document.querySelectorAll(".sheet, .card, .facts, .key, dd, p, li"))
  .filter(box => box.scrollWidth > box.clientWidth + 1
    || (box.matches(".sheet, .card") && box.scrollHeight > box.clientHeight + 1))
  .map(box => box.className + box.tagName + box.scrollWidth + "/" + box.clientWidth)"""


def cards() -> list[Card]:
    keys = [new_key(number, number.encode().rjust(10)[-10:]) for number, _, _ in PEOPLE]
    return [
        Card(number, name, group, key, "0a", card_link(LONG_SITE, number, key))
        for (number, name, group), key in zip(PEOPLE, keys, strict=True)
    ]


@pytest.mark.parametrize(("small", "pages"), [(False, 9), (True, 2)])
def test_cards_fill_as_many_pages_as_are_promised_and_nothing_runs_over(
    open_page: Callable[..., Page],
    small: bool,  # noqa: FBT001
    pages: int,
) -> None:
    issue = Issue("某某自治区某某市某某县政协委员会读书活动办公室", f"{LONG_SITE}card/", date(2026, 11, 22))
    page = open_page()
    page.set_content(card_sheets(cards(), issue, small=small).decode())
    page.emulate_media(media="print")

    assert page.evaluate(OUTSIDE) == []
    page.add_style_tag(content="* { visibility: hidden !important; }")  # fonts take most of the time
    pdf = page.pdf(prefer_css_page_size=True).decode("latin-1")
    sizes = re.findall(r"/MediaBox\s*\[\s*0 0 (\d+)[\d.]* (\d+)", pdf)
    assert sizes == [A4] * pages
