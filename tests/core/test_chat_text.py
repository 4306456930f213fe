import unicodedata
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shuxiang.core.card import signing_key
from shuxiang.core.chat_text import CUT, TAIL, Broken, Found, receipts
from shuxiang.core.checkin import Act, CheckIn
from shuxiang.core.receipt import CLOSING, OPENING, canonical, encode

KEY = signing_key("0123", "K7Q2")
TITLE = "周学一文 第2周"


def written(
    record: str = "AAAAAAA2", note: str = "", *, signed: bool = True, slot: str = "article/2026-W46"
) -> str:
    at = datetime(2026, 11, 12, 20, 0)  # noqa: DTZ001  # China's, like all
    checkin = CheckIn(slot, frozenset({Act.STUDY}), at, record, note)
    return encode(checkin, TITLE, KEY if signed else b"", "0123" if signed else "")


def found(text: str) -> list[Found]:
    """The whole receipts of a text; nothing else may be in it."""
    pieces = list(receipts(text))
    assert all(isinstance(piece, Found) for piece in pieces), pieces
    return [piece for piece in pieces if isinstance(piece, Found)]


def intact(text: str) -> list[tuple[int, str]]:
    """Line and record number of every receipt that one of its readings' checksums fits."""
    return [
        (piece.line, receipt.checkin.number)
        for piece in receipts(text)
        if isinstance(piece, Found)
        for receipt in piece.readings
        if receipt.is_intact(KEY if receipt.member else b"")
    ]


ONE, TWO = written("AAAAAAA2", "一\n二"), written("AAAAAAA3")


def test_receipts_are_told_with_their_lines_and_speakers() -> None:
    text = f"甲 2026/11/12 20:05\n老师好\n{ONE}\n\n乙 2026/11/12 20:06\n{TWO}\n收到"
    told = [(one.line, one.nickname, one.sent and one.sent.minute) for one in found(text)]
    assert told == [(3, "甲", 5), (15, "乙", 6)]
    assert intact(text) == [(3, "AAAAAAA2"), (15, "AAAAAAA3")]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_are_counted_as_editors_count_them(end: str) -> None:
    text = f"早\u2028安\n\n{ONE}\n{TWO}".replace("\n", end)
    assert intact(text) == [(3, "AAAAAAA2"), (13, "AAAAAAA3")]


def test_several_receipts_in_one_message_and_the_same_one_again_are_all_there() -> None:
    assert [number for _, number in intact(f"{ONE}{TWO}{ONE}")] == ["AAAAAAA2", "AAAAAAA3", "AAAAAAA2"]


QUOTED = {
    "mail": lambda text: "> " + text.replace("\n", "\n> "),
    "mail in mail": lambda text: ">> " + text.replace("\n", "\n>> "),
    "mail, with spaces between": lambda text: "> > " + text.replace("\n", "\n> > "),
    "a bar before each line": lambda text: "｜" + text.replace("\n", "\n｜"),
    "mail, of which the first line only is marked": lambda text: "> " + text,
    "mail, all on one line": lambda text: "> " + text.replace("\n", " > "),
    "WeChat": lambda text: f"「甲：{text}」\n- - - - - - -\n收到",
    "WeChat, all on one line": lambda text: f"「甲：{text}」- - - 收到".replace("\n", " "),
}


@pytest.mark.parametrize("quoting", QUOTED)
def test_a_receipt_inside_a_quote_is_read(quoting: str) -> None:
    note = "有人说：\n好" if "one line" in quoting else "> 有人说：\n好\n  > > 是"
    assert intact(QUOTED[quoting](written(note=note))) == [(1, "AAAAAAA2")]


def test_a_long_message_that_was_sent_in_two_is_one_receipt() -> None:
    text = written(note="上半，15:00 写的\n下半")
    broken = text.replace("下半", "\n甲 2026/11/18 15:04:05\n下半")
    assert intact(broken) == [(1, "AAAAAAA2")]


@pytest.mark.parametrize("mark", ["【 书香回执】", "【书香\n回执】", "【书香回\n> 执】", "【书\u200b香回执】"])
def test_an_opening_with_something_inside_is_one(mark: str) -> None:
    assert intact(ONE.replace(OPENING, mark)) == [(1, "AAAAAAA2")]


@pytest.mark.parametrize("mark", ["【回执 完】", "【回执\n完】", "【\u3000回执完】"])
def test_a_closing_with_something_inside_is_one(mark: str) -> None:
    assert intact(f"{ONE.replace(CLOSING, mark)}\n{TWO}") == [(1, "AAAAAAA2"), (11 + mark.count("\n"), "AAAAAAA3")]


def test_a_note_that_tells_of_receipts_is_part_of_its_receipt() -> None:
    text = written(note="从【 书香回执】到【回执 完】都要带上，编号：也要")
    assert intact(f"{text}\n{TWO}") == [(1, "AAAAAAA2"), (10, "AAAAAAA3")]


# What is not whole


def test_a_receipt_whose_end_is_missing_says_so() -> None:
    cut = ONE[: ONE.index("委员")]
    assert list(receipts(f"乙 15:06\n「甲：{cut}…」\n收到")) == [
        Broken(2, CUT, "article/2026-W46", "AAAAAAA2", canonical(cut.removeprefix(OPENING)), "甲")
    ]


def test_a_receipt_whose_beginning_is_missing_says_so() -> None:
    assert list(receipts(f"早\n{ONE[30:]}\n{TWO[20:]}")) == [
        Broken(10, TAIL, "", "AAAAAAA2"),
        Broken(17, TAIL, "", "AAAAAAA3"),
    ]


def test_a_receipt_that_lacks_a_part_says_which() -> None:
    text = "\n".join(line for line in ONE.split("\n") if not line.startswith("时间"))
    assert [(piece.line, piece.what) for piece in receipts(text) if isinstance(piece, Broken)] == [
        (1, "回执里缺少“时间”。")
    ]


def test_what_follows_a_cut_receipt_is_read() -> None:
    assert intact(f"「甲：{ONE[:40]}…」\n{TWO}") == [(5, "AAAAAAA3")]
    assert intact(f"「甲：{ONE[:40]}…」{TWO}") == [(4, "AAAAAAA3")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "请从【书香回执】到【回执完】全部复制。",
        "请带上【书香回执】几个字。\n时间：今天 15:30 以前",
        "后面的【回执完】不要漏。",
        "【书香回执】\n【书香回执】\n【回执完】\n【回执完】",
        "[书香回执]期次：article/2026-W46[回执完]",
        "【回执】编号：1【完】",
    ],
)
def test_where_receipts_are_only_talked_about_there_are_none(text: str) -> None:
    assert list(receipts(text)) == []
    assert intact(f"{text}\n{ONE}") == [(text.count("\n") + 2, "AAAAAAA2")]


def test_who_speaks_of_receipts_may_be_somebody_else() -> None:
    text = f"甲 2026/11/12 20:05\n请从【书香回执】到【回执完】全部复制。\n\n乙：\n{ONE}"
    assert [one.nickname for one in found(text)] == ["乙"]


# Any text


SIGNS = st.sampled_from(
    [
        *"【】书香回执完",
        OPENING,
        CLOSING,
        "期次：",
        "编号：K7Q2MX4D",
        "校验：",
        "\n",
        "> ",
        "「甲：",
        "…」",
        ONE,
        TWO[:30],
    ]
)


@given(st.lists(SIGNS | st.text(), max_size=20).map("".join))
def test_any_text_is_gone_through_in_order(text: str) -> None:
    lines = [piece.line for piece in receipts(text)]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)


@settings(max_examples=20)
@given(st.lists(st.sampled_from([*"【 \n>", "【书", "【回执", OPENING, CLOSING]), min_size=1, max_size=8))
def test_many_marks_take_no_longer_than_few(pieces: list[str]) -> None:
    text = "".join(pieces) * 1_000
    assert all(isinstance(piece, Found | Broken) for piece in receipts(text))


def test_deep_quoting_takes_no_longer_than_shallow() -> None:
    quoting = "> " * 50_000
    assert set(intact(quoting + ONE.replace("\n", f"\n{quoting}"))) == {(1, "AAAAAAA2")}


MANGLERS: dict[str, Callable[[str], str]] = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends lost": lambda text: text.replace("\n", " "),
    "line ends gone": lambda text: text.replace("\n", ""),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "indented lines": lambda text: text.replace("\n", "\n\u3000\u3000"),
    "spaces doubled": lambda text: text.replace(" ", "  "),
    "spaces gone": lambda text: text.replace(" ", ""),
    "full-width digits": lambda text: text.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"}),
    "all half-width": lambda text: unicodedata.normalize("NFKC", text),
    "accents split off": lambda text: unicodedata.normalize("NFD", text),
    "quotes curled": lambda text: text.replace('"', "\u201c").replace("'", "\u2019"),
    "quotes straightened": lambda text: text.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"}),
    "invisible marks": lambda text: text.replace("\n", "\u200b\n\ufeff"),
}
CHATTER = st.sampled_from(["", "老师好", "甲 2026/11/18 15:04", "乙：", "- - - -", "「丙：收到」", "\n"])
NOTES = st.text(max_size=30) | st.sampled_from(
    ["“好”\n  书 Ｗｉ－Ｆｉ", "第1点：\n\n第2点", "> 引用", "15:04 甲 2026/11/18 15:04"]
)


@given(
    st.lists(st.tuples(CHATTER, NOTES, st.booleans()), min_size=1, max_size=4),
    st.lists(st.sampled_from(sorted(MANGLERS)), max_size=3),
    st.none() | st.sampled_from(sorted(name for name in QUOTED if name != "mail, all on one line")),
)
def test_what_programs_do_to_a_chat_loses_no_receipt(
    messages: list[tuple[str, str, bool]], manglers: list[str], quoting: str | None
) -> None:
    text = "\n".join(
        f"{chatter}\n{written(f'AAAAAAA{place}', note, signed=signed)}"
        for place, (chatter, note, signed) in enumerate(messages)
    )
    for mangler in manglers:
        text = MANGLERS[mangler](text)
    text = QUOTED[quoting](text) if quoting else text
    assert {number for _, number in intact(text)} == {f"AAAAAAA{place}" for place in range(len(messages))}


@given(NOTES, st.data())
def test_one_changed_sign_of_a_signed_receipt_is_always_told(note: str, data: st.DataObject) -> None:
    text = written(note=note)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters() | st.sampled_from([*text, ">", "｜", "【", "】", "\u2013", "\uff0d"]))
    changed = text[:place] + other + text[place + 1 :]
    assume(canonical(changed) != canonical(text))
    surroundings = f"甲 2026/11/18 15:04\n{changed}\n\n乙 2026/11/18 15:06\n{TWO}"
    assert [number for _, number in intact(surroundings)] == ["AAAAAAA3"]
    assert len(list(receipts(surroundings))) >= 2
