import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.ledger.sign_in import Presence
from shuxiang.exports.presence_marks import CHOICES, read_presence
from shuxiang.exports.spreadsheet import Cell

SAID = {
    Presence.THERE: [
        *(
            "到",
            "已到",
            " 到 ",
            "到。",
            "到会",
            "参加",
            "是",
            "迟到",
            "到（迟到）",
            "到(10:00)",
            "线上",
            "1",
            1.0,
            True,
        ),
        *("√", "✓", "✔", "✔\ufe0f", "☑", "✅", "v", "V", "Y", "yes", "\uff39", "\u00fc"),
    ],
    Presence.EXCUSED: ["请假", "请 假", "假", "事假", "请假（出差）", "请假\uff08病\uff09", "因公", "公差"],
    Presence.ABSENT: ["未到", "缺", "缺席", "没来", "否", "×", "✗", "x", "X", "\uff38", "0", 0.0, False, "无"],
    Presence.UNSAID: ["", " ", "/", "-", "——", "。", "待定"],
}


@pytest.mark.parametrize(
    ("presence", "value"), [(said, value) for said, values in SAID.items() for value in values]
)
def test_marks_are_read_as_people_write_them(presence: Presence, value: str | float | bool) -> None:  # noqa: FBT001
    assert read_presence(Cell(value)) is presence


def test_the_sheets_own_choices_are_read() -> None:
    assert {read_presence(Cell(word)): presence for presence, word in CHOICES.items()} == {p: p for p in CHOICES}
    assert read_presence(None) is Presence.UNSAID


@pytest.mark.parametrize("value", ["R", "○", "△", "代", "23", 23.0, "没到过几次", "到还是没到"])
def test_what_might_mean_either_is_not_guessed(value: str | float) -> None:
    assert read_presence(Cell(value)) is None


def test_what_has_no_value_is_not_taken_for_empty() -> None:
    assert read_presence(Cell("", error="#REF!")) is None
    assert read_presence(Cell("", uncomputed=True)) is None


@given(text=st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert read_presence(Cell(text)) in {*Presence, None}
