from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import segno
from lxml import html

from shuxiang.core.card import card_link, new_key
from shuxiang.exports.card_sheets import Card, Issue, card_sheets, key_ids

KEY = new_key("0001", b"0123456789")
ONE = Card("0001", "甲某", "第一小组", KEY, "0a1b", card_link("http://study.example/sx/", "0001", KEY))
ISSUE = Issue("某市政协<读书>办公室", "http://study.example/sx/card/", date(2026, 11, 22))


def page(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data.decode())


def modules(path: str, size: int) -> list[list[int]]:
    """The dark modules that a path of strokes draws."""
    rows = [[0] * size for _ in range(size)]
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", path):
        for place in range(int(x), int(x) + int(length)):
            rows[int(y)][place] = 1
    return rows


@pytest.mark.parametrize("small", [False, True])
@pytest.mark.parametrize("number", ["0001", "委2026-甲"])
def test_the_code_is_the_link(number: str, small: bool) -> None:  # noqa: FBT001
    card = replace(ONE, number=number, link=card_link("http://study.example/sx/", number, KEY))
    (svg,) = page(card_sheets([card], ISSUE, small=small)).xpath("//*[local-name()='svg']")
    size = int(svg.get("viewbox").split()[2])
    (path,) = svg.xpath(".//*[local-name()='path']/@d")

    expected = [[*map(int, line)] for line in segno.make_qr(card.link, error="m").matrix_iter(border=4)]
    assert modules(path, size) == expected


def test_a_card_says_whose_it_is_and_all_that_is_needed() -> None:
    text = " ".join(page(card_sheets([ONE], ISSUE)).text_content().split())
    for wanted in (
        "某市政协<读书>办公室",
        "甲某",
        "第一小组",
        "0001",
        KEY,
        ISSUE.place,
        ONE.link,
        "由您自己定",
        "2026年11月22日发",
    ):
        assert wanted in text


@pytest.mark.parametrize(("small", "sheets"), [(False, 9), (True, 2)])
def test_there_are_as_many_sheets_as_are_needed(small: bool, sheets: int) -> None:  # noqa: FBT001
    made = page(card_sheets([ONE] * 9, ISSUE, small=small))
    assert len(made.xpath("//section")) == sheets
    assert len(made.xpath("//article")) == 9


@pytest.mark.parametrize("small", [False, True])
def test_the_file_asks_nobody_for_anything_and_runs_nothing(small: bool) -> None:  # noqa: FBT001
    made = page(card_sheets([ONE], ISSUE, small=small))
    assert made.xpath("//script | //link | //img | //*[@src] | //*[@style]") == []
    assert "url(" not in made.xpath("string(//style)")
    assert made.xpath("//meta[@http-equiv]/@content") == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_the_same_cards_are_the_same_bytes() -> None:
    assert card_sheets([ONE], ISSUE) == card_sheets([ONE], ISSUE)


def test_the_ids_of_the_keys_are_found_in_a_file_that_is_whole() -> None:
    data = card_sheets([ONE, replace(ONE, key_id="ff00")], ISSUE)
    assert key_ids(data) == ("0a1b", "ff00")
    assert key_ids(data[:-20]) == ()
    assert key_ids(b"") == ()
