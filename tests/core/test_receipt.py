import hashlib
import hmac
import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuxiang.core.card import signing_key
from shuxiang.core.checkin import ACT_NAMES, Act, CheckIn
from shuxiang.core.receipt import CLOSING, OPENING, Receipt, ReceiptError, canonical, checksum, decode, encode

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "receipt_vectors.json").read_text(encoding="utf-8")
)
"""Each a record, the member's number and key (empty: not signed) and the receipt that stands for them.

The browser's encoder answers to the same file.
"""


def at(text: str) -> datetime:
    """A time as records have it: China time without zone, to the minute."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007


TITLE = "周学一文 第46周"
PLAIN = CheckIn("article/2026-W47", frozenset({Act.STUDY}), at("2026-11-18 15:04"), "K7Q2MX4D", "很受启发")
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
NOTES = st.text() | st.lists(
    st.sampled_from(
        [
            OPENING,
            CLOSING,
            "期次：",
            "完成：学",
            "时间：",
            "编号：",
            "心得：",
            "校验：",
            "校验",
            "“好”",
            "\n",
            " ",
            "\u3000",
        ]
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)
SIGNING = {"": b"", "0123": signing_key("0123", "K7Q2"), "政-9": "另一把".encode()}
"""What each member signs with; nobody, nothing."""
MEMBERS = st.sampled_from(list(SIGNING))
CHECKINS = st.builds(
    CheckIn,
    slot=st.from_regex(r"[a-z][a-z0-9_-]{0,8}/[0-9]{4}(-W[0-9]{2}|-[0-9]{2}|-Q[1-4]|-H[12]|)", fullmatch=True),
    acts=st.frozensets(st.sampled_from(list(Act)), min_size=1),
    at=st.datetimes(at("2020-01-01 00:00"), at("2099-12-31 00:00")).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    number=st.text(SIGNS, min_size=8, max_size=8),
    note=NOTES,
)


def checkin_of(vector: dict[str, Any]) -> CheckIn:
    record = vector["record"]
    acts = frozenset(map(Act, record["acts"]))
    return CheckIn(record["slot"], acts, at(record["at"]), record["number"], record["note"])


def key_of(vector: dict[str, Any]) -> bytes:
    return signing_key(vector["member"], vector["key"]) if vector["member"] else b""


def as_kept(note: str) -> str:
    """The note as a receipt gives it back: its own marks disarmed, line ends made one kind, ends trimmed."""
    disarmed = note.replace(OPENING, "[书香回执]").replace(CLOSING, "[回执完]")
    return "\n".join(disarmed.strip().splitlines()).strip()


def read(text: str) -> Receipt | ReceiptError:
    try:
        return decode(text)
    except ReceiptError as error:
        return error


def is_taken(text: str, key: bytes = b"") -> bool:
    """Whether a receipt is read and its checksum fits."""
    receipt = read(text)
    return isinstance(receipt, Receipt) and receipt.is_intact(key)


# The text


def test_a_receipt_is_what_its_description_shows() -> None:
    checkin = CheckIn(
        "article/2026-W47",
        frozenset({Act.REFLECT, Act.STUDY}),
        at("2026-11-18 15:04"),
        "K7Q2MX4D",
        "一句\n或几行",
    )
    lines = encode(checkin, TITLE).split("\n")
    assert [*lines[:-2], lines[-1]] == [
        "【书香回执】周学一文 第46周",
        "期次：article/2026-W47",
        "完成：学悟",
        "时间：2026-11-18 15:04",
        "编号：K7Q2MX4D",
        "心得：一句",
        "或几行",
        "【回执完】",
    ]
    covered = "书香回执1\x1farticle/2026-W47\x1f学悟\x1f2026-11-1815:04\x1fK7Q2MX4D\x1f一句或几行"
    digest = hashlib.sha256(covered.encode()).hexdigest().upper()
    assert lines[-2] == f"校验：{digest[:4]}-{digest[4:8]}-{digest[8:12]}"


@pytest.mark.parametrize("vector", VECTORS)
def test_a_record_gives_the_receipt_that_was_written_down(vector: dict[str, Any]) -> None:
    made = encode(checkin_of(vector), vector["record"]["title"], key_of(vector), vector["member"])
    assert made == vector["receipt"]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_receipt_that_was_written_down_gives_its_record(vector: dict[str, Any]) -> None:
    receipt = decode(vector["receipt"])
    checkin = checkin_of(vector)
    assert receipt.checkin == replace(checkin, note=as_kept(checkin.note))
    assert receipt.is_intact(key_of(vector))
    assert (receipt.title, receipt.member) == (vector["record"]["title"], vector["member"])


def test_receipts_signed_with_another_key_or_none_are_told_apart() -> None:
    texts = {key: encode(PLAIN, TITLE, key, "0123" if key else "") for key in (b"", b"one", b"two")}
    assert len(set(texts.values())) == 3
    assert {(key, other) for key, text in texts.items() for other in texts if is_taken(text, other)} == {
        (key, key) for key in texts
    }


def test_a_signed_receipt_covers_all_that_its_description_says() -> None:
    key = SIGNING["0123"]
    text = encode(replace(PLAIN, note="“好” 书"), TITLE, key, "0123")
    covered = (
        '书香回执2\x1farticle/2026-W47\x1f学\x1f2026-11-1815:04\x1fK7Q2MX4D\x1f0123\x1f周学一文第46周\x1f"好"书'
    )
    digest = hmac.new(key, covered.encode(), hashlib.sha256).hexdigest().upper()
    assert text.split("\n")[5] == "委员：0123"
    assert text.split("\n")[-2] == f"校验：{digest[:4]}-{digest[4:8]}-{digest[8:12]}"


def test_a_receipt_is_signed_by_somebody_or_not_at_all() -> None:
    for key, member in ((b"key", ""), (b"", "0123")):
        with pytest.raises(ValueError, match="both the member and the key"):
            encode(PLAIN, TITLE, key, member)


def test_what_stands_around_a_receipt_and_a_plain_one_s_title_do_not_matter() -> None:
    text = encode(PLAIN, TITLE).replace(TITLE, "另一个标题")
    assert decode(f"张三 15:04\n{text}\n收到👍").checkin == PLAIN
    assert is_taken(f"张三 15:04\n{text}\n收到👍")


def test_of_several_receipts_the_first_is_read() -> None:
    other = replace(PLAIN, slot="article/2026-W46")
    assert decode(encode(PLAIN, TITLE) + "\n" + encode(other, TITLE)).checkin == PLAIN


# What is no receipt


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "不是完整的回执：应以“【书香回执】”开头，以“【回执完】”结尾。"),
        ("【书香回执】周学一文", "不是完整的回执：应以“【书香回执】”开头，以“【回执完】”结尾。"),
        ("【回执完】【书香回执】", "不是完整的回执：应以“【书香回执】”开头，以“【回执完】”结尾。"),
        ("【书香回执】【回执完】", "回执里缺少“期次”“完成”“时间”“编号”“校验”。"),
        (encode(PLAIN, TITLE).replace("编号", "号"), "回执里缺少“编号”。"),
        (
            encode(PLAIN, TITLE).replace("完成：学", "完成：学看"),
            "“完成”一行应由“学悟谈用”组成，按这个次序，各写一次。",
        ),
        (
            encode(PLAIN, TITLE).replace("完成：学", "完成："),
            "“完成”一行应由“学悟谈用”组成，按这个次序，各写一次。",
        ),
        (
            encode(PLAIN, TITLE).replace("2026-11-18 15:04", "昨天下午"),
            "“时间”一行应写成 2026-11-18 15:04 的样子。",
        ),
        (
            encode(PLAIN, TITLE).replace("2026-11-18", "2026-02-30"),
            "“时间”一行应写成 2026-11-18 15:04 的样子。",
        ),
    ],
)
def test_a_text_that_is_no_receipt_is_told_why(text: str, message: str) -> None:
    with pytest.raises(ReceiptError) as caught:
        decode(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("written", ["3F9A\u20131C20\u201377BE", "看不清", ""])
def test_a_checksum_that_chat_has_spoilt_does_not_fit(written: str) -> None:
    code = checksum(PLAIN)
    assert not is_taken(encode(PLAIN, TITLE).replace(code, written))


def test_a_note_cut_in_the_middle_of_an_emoji_does_not_fit() -> None:
    assert not is_taken(encode(PLAIN, TITLE).replace("很受启发", "很受启发\ud83d"))


@given(
    st.text()
    | NOTES.map(lambda text: f"{OPENING}\n{text}\n{CLOSING}")
    | st.tuples(NOTES, NOTES, NOTES).map(
        lambda t: (
            f"{OPENING}\n期次：{t[0]}\n完成：学\n时间：2026-11-18 15:04\n编号：{t[1]}\n校验：{t[2]}\n{CLOSING}"
        )
    )
)
def test_any_text_is_a_receipt_intact_or_not_or_is_told_why_not(text: str) -> None:
    receipt = read(text)
    if isinstance(receipt, ReceiptError):
        assert str(receipt).endswith("。")
    else:
        assert receipt.is_intact() in {True, False}
        assert receipt.is_intact(b"key") in {True, False}


# There and back


@given(CHECKINS, MEMBERS)
def test_what_is_written_is_what_is_read(checkin: CheckIn, member: str) -> None:
    key = SIGNING[member]
    receipt = decode(encode(checkin, TITLE, key, member))
    assert receipt.checkin == replace(checkin, note=as_kept(checkin.note))
    assert receipt == Receipt(receipt.checkin, checksum(checkin, key, member, TITLE), TITLE, member)
    assert receipt.is_intact(key)


@given(CHECKINS, st.data())
def test_any_changed_character_of_a_signed_receipt_is_refused(checkin: CheckIn, data: st.DataObject) -> None:
    key = SIGNING["0123"]
    text = encode(checkin, TITLE, key, "0123")
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters() | st.sampled_from([*text, *text.lower(), "\u0662", "\u2013", "\uff0d"]))
    changed = text[:place] + other + text[place + 1 :]
    assume(canonical(changed) != canonical(text))
    assert not is_taken(changed, key)


@pytest.mark.parametrize("written", ["学学", "悟学", "学悟学"])
def test_acts_written_twice_or_in_another_order_are_refused(written: str) -> None:
    key = SIGNING["0123"]
    text = encode(replace(PLAIN, acts=frozenset({Act.STUDY, Act.REFLECT})), TITLE, key, "0123")
    assert is_taken(text, key)
    assert not is_taken(text.replace("完成：学悟", f"完成：{written}"), key)
    assert not is_taken(text.replace("完成：学悟\n", "完成：学悟悟"), key)


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_are_made_canonical_as_all_others_are(text: str) -> None:
    assert canonical(text) == canonical(text + "中").removesuffix("中")


@given(CHECKINS, st.sampled_from(["", " ", "\u3000", "\u200b\n", "\r\n\r\n"]))
def test_a_signed_receipt_outlasts_other_white_space_and_lost_line_ends(checkin: CheckIn, space: str) -> None:
    key = SIGNING["0123"]
    text = encode(checkin, TITLE, key, "0123")
    assert is_taken(text.replace("\n", space), key)
    assert is_taken(unicodedata.normalize("NFKC", text).replace(" ", space), key)


def _curled(text: str) -> str:
    return text.replace('"', "\u201d").replace("'", "\u2019")


def _straightened(text: str) -> str:
    return text.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"})


MANGLERS: dict[str, Callable[[str], str]] = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "empty lines between": lambda text: text.replace("\n", "\n\n"),
    "indented lines": lambda text: text.replace("\n", "\n\u3000\u3000"),
    "spaces at line ends": lambda text: text.replace("\n", " \u00a0\n"),
    "spaces doubled": lambda text: text.replace(" ", "  "),
    "spaces not to break at": lambda text: text.replace(" ", "\u00a0"),
    "spaces gone": lambda text: text.replace(" ", ""),
    "full-width letters made half-width": lambda text: unicodedata.normalize("NFKC", text),
    "accents split off": lambda text: unicodedata.normalize("NFD", text),
    "half-width colons made full-width": lambda text: text.replace(":", "\uff1a"),
    "quotes curled": _curled,
    "quotes straightened": _straightened,
    "invisible marks behind lines": lambda text: text.replace("\n", "\u200b\n"),
}


@pytest.mark.parametrize("mangler", MANGLERS)
@pytest.mark.parametrize("vector", VECTORS)
def test_what_chat_programs_change_leaves_a_receipt_intact(vector: dict[str, Any], mangler: str) -> None:
    assert decode(MANGLERS[mangler](vector["receipt"])).is_intact(key_of(vector))


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\ufeff", "\u2060"])
def test_an_invisible_mark_before_each_line_leaves_a_receipt_intact(mark: str) -> None:
    assert decode(encode(PLAIN, TITLE).replace("\n", f"\n{mark}")).is_intact()


@given(CHECKINS, MEMBERS, st.lists(st.sampled_from(sorted(MANGLERS)), max_size=4))
def test_several_changes_one_after_another_leave_a_receipt_intact(
    checkin: CheckIn, member: str, manglers: list[str]
) -> None:
    text = encode(checkin, TITLE, SIGNING[member], member)
    for mangler in manglers:
        text = MANGLERS[mangler](text)
    assert decode(text).is_intact(SIGNING[member])


@given(st.text())
def test_what_the_checksum_covers_is_settled_after_one_pass(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


def test_a_letter_and_its_accent_with_something_invisible_between_are_settled_after_one_pass() -> None:
    assert canonical("e\u200b\u0301") == canonical("e\u0301") == "é"


# One letter changed


def changed(text: str, where: int, into: str) -> str:
    return text[:where] + into + text[where + 1 :]


@given(CHECKINS, MEMBERS, st.data())
def test_one_changed_sign_in_a_field_is_noticed(checkin: CheckIn, member: str, data: st.DataObject) -> None:
    lines = encode(checkin, TITLE, SIGNING[member], member).split("\n")
    number = data.draw(st.integers(1, 4))
    where = data.draw(st.integers(3, len(lines[number]) - 1))
    into = data.draw(st.sampled_from(sorted({*SIGNS, *SIGNS.lower(), *"01-/:", *ACT_NAMES.values()})))
    assume(lines[number][where] != " ")
    assume(lines[number][where] != into)
    lines[number] = changed(lines[number], where, into)
    assert not is_taken("\n".join(lines), SIGNING[member])


@given(CHECKINS.filter(lambda checkin: as_kept(checkin.note)), MEMBERS, st.data())
def test_one_changed_sign_in_the_note_is_noticed(checkin: CheckIn, member: str, data: st.DataObject) -> None:
    note = as_kept(checkin.note)
    where = data.draw(st.integers(0, len(note) - 1))
    other = changed(note, where, data.draw(st.characters(codec="utf-8")))
    assume(canonical(other) != canonical(note))
    before, mark, rest = encode(replace(checkin, note=note), TITLE, SIGNING[member], member).partition("\n心得：")
    assert rest.startswith(note)
    assert not is_taken(before + mark + other + rest.removeprefix(note), SIGNING[member])


@given(CHECKINS, MEMBERS, st.integers(0, 13), st.sampled_from("0123456789ABCDEFG-"))
def test_one_changed_sign_in_the_checksum_is_noticed(checkin: CheckIn, member: str, where: int, into: str) -> None:
    code = checksum(checkin, SIGNING[member], member, TITLE)
    assume(code[where] != into)
    before, _, after = encode(checkin, TITLE, SIGNING[member], member).rpartition(code)
    assert not is_taken(before + changed(code, where, into) + after, SIGNING[member])


@given(CHECKINS, st.sampled_from([b"key", b"another"]))
def test_nobody_without_the_key_can_sign(checkin: CheckIn, key: bytes) -> None:
    assert not is_taken(encode(checkin, TITLE), key)
    assert not is_taken(encode(checkin, TITLE, key, "0123"))
    assert not is_taken(encode(checkin, TITLE, b"third", "0123"), key)
    assert not is_taken(encode(checkin, TITLE, key, "0123").replace("委员：0123", "委员：0124"), key)
