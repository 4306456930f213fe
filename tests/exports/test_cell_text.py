from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.exports.block_text import text_lines
from shuxiang.exports.cell_text import LONGEST, cell_text, meaning, shown
from shuxiang.exports.spreadsheet import Cell, Value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (" 题目\n副题 ", "题目 副题"),
        ("\u3000题目\u200b", "题目"),
        ("甲\x07乙\ud800", "甲乙"),
        ("\u202e甲\u2066乙\u2069\u200f\u061c", "甲乙"),
        (1984.0, "1984"),
        (2026.5, "2026.5"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (datetime(2026, 11, 18), "2026年11月18日"),  # noqa: DTZ001
        (datetime(2026, 11, 18, 15, 30), "2026年11月18日 15:30"),  # noqa: DTZ001
        (time(15, 30), "15:30"),
        ("\uff08全角\uff09", "\uff08全角\uff09"),
    ],
)
def test_a_cell_says_what_a_person_sees(value: Value, text: str) -> None:
    assert cell_text(Cell(value)) == text


def test_no_line_of_a_text_stands_in_another_order_than_it_has() -> None:
    assert text_lines("\u202e心得\n\u2067第二行\u2069\u206e") == ("心得", "第二行")


@pytest.mark.parametrize("value", ["待定", " 待补 ", "-", "—", "——", "/", "未定"])
def test_what_stands_for_nothing_is_nothing(value: str) -> None:
    assert cell_text(Cell(value)) == ""


def test_no_cell_is_nothing() -> None:
    assert cell_text(None) == ""


@pytest.mark.parametrize(
    ("one", "other"), [("周学一文", " 周学 一文"), ("ARTICLE", "\uff41rticle"), ("(一)", "（一）")]
)
def test_names_mean_the_same_in_any_width_and_case(one: str, other: str) -> None:
    assert meaning(one) == meaning(other)


@given(st.text())
def test_what_is_shown_is_one_clean_line_and_stays_so(text: str) -> None:
    line = shown(text)
    assert len(line) <= LONGEST
    assert line.isprintable() or all(c.isprintable() or not c.isspace() for c in line)
    assert shown(line) == line
