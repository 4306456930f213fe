import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.exports.neutral import neutral, restored

LIVE = [
    *("=1+1", "+86 138", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1"),
    *("\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)"),
    *("\ufe661", "\ufe621", "\ufe631", "\ufe6bA1", "\u207a1", "\u2a751"),
    *(
        " =1",
        "\u3000=1",
        "\u00a0=1",
        "\t=1",
        "\r\n=1",
        "\u200b=1",
        "\ufeff=1",
        "\u00ad=1",
        "\x00=1",
        "\u2060\u202e=1",
    ),
    *("\t甲", "\r甲", "\n甲"),
    *("'=1", "''\uff1d1", "' =1"),
]
HARMLESS = ["", "甲", "1-1", "a=b", "——引文", "'", "'甲'", "（=1）", "“=”", " 甲", "0001", "\u4e00=1"]


@pytest.mark.parametrize("text", LIVE)
def test_what_a_spreadsheet_could_compute_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text
    assert restored(text) == text


@given(text=st.text(st.sampled_from("'=+-@\uff1d\uff0d \t\r\n\u200b甲a1"), max_size=8) | st.text())
def test_every_text_comes_back_and_none_goes_out_live(text: str) -> None:
    assert restored(neutral(text)) == text
    assert neutral(text)[:1] not in {"=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n"}
    assert neutral(text).lstrip()[:1] not in {"=", "+", "-", "@"}


def test_an_apostrophe_that_a_spreadsheet_program_has_eaten_is_not_missed() -> None:
    assert restored("=1+1") == "=1+1"
