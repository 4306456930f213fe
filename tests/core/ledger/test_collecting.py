"""What becomes of receipts: told by the ledger that is there afterwards, and by what the office is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from types import MappingProxyType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuxiang.core.card import new_key, signing_key
from shuxiang.core.chat_text import Found, receipts
from shuxiang.core.checkin import ACT_NAMES, Act, CheckIn
from shuxiang.core.ledger.collected import Collected, Open
from shuxiang.core.ledger.collecting import collect
from shuxiang.core.ledger.destination import Destination, destinations
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.refusal import LONGEST_NOTE, Reason
from shuxiang.core.ledger.row import Row
from shuxiang.core.ledger.standing import standing
from shuxiang.core.receipt import canonical, encode
from shuxiang.core.schedule import default_programme, plan

TODAY = date(2026, 11, 20)
OPENS = date(2026, 10, 2)
SLOTS = {f"article/2026-W{week}": Destination(f"article/2026-W{week}", OPENS) for week in (45, 46, 47)}
SLOTS["article/2026-W44"] = SLOTS["article/2026-W45"]
CARDED, PLAIN = ("0001", "0002", "0003"), ("0005", "0006")
"""Members with cards and without; :data:`NICKNAMES` says under which nicknames the latter are known."""
NICKNAMES = {"爱读书": "0005", "早起": "0006", "路人": ""}


def signing(number: str, edition: int = 1) -> bytes:
    return signing_key(number, new_key(number, f"{number}{edition}".encode().rjust(10, b".")))


def written(  # noqa: PLR0917  # a receipt has so many parts
    number: str = "",
    slot: str = "article/2026-W46",
    record: str = "AAAAAAA2",
    at: str = "2026-11-12 20:00",
    note: str = "",
    acts: str = "学",
    key: bytes = b"",
) -> str:
    done = frozenset(act for act in Act if ACT_NAMES[act] in acts)
    checkin = CheckIn(slot, done, datetime.fromisoformat(at), record, note)
    return encode(checkin, "周学一文 第2周", (key or signing(number)) if number else b"", number)


@dataclass
class Books:
    """A ledger of events, without a database."""

    events: list[LedgerEvent] = field(default_factory=list)

    def enter(self, events: Iterable[NewEvent]) -> int:
        """Add events as one run, and give its number."""
        run = len(self.events) + 1
        for event in (NewEvent(Kind.RUN, data={"command": "", "digest": ""}), *events):
            told = (event.kind, datetime(2026, 11, 20, 12), event.member, event.slot, event.line)  # noqa: DTZ001
            seq = len(self.events) + 1
            self.events.append(LedgerEvent(seq, run, *told, event.data, event.private, event.private is not None))
        return run

    def collect(
        self, text: str, today: date = TODAY, slots: Mapping[str, Destination] = MappingProxyType(SLOTS)
    ) -> Collected:
        """Collect one text, in a run of its own."""
        pieces = list(receipts(text))
        numbers = {one.checkin.number for piece in pieces for one in getattr(piece, "readings", ())}
        numbers |= {getattr(piece, "record", "") for piece in pieces}
        so_far = standing(self.events, numbers)
        result = collect(pieces, so_far, slots, today)
        new: list[NewEvent] = []
        for entry in result.entries:
            first = so_far.firsts.setdefault(entry.record, len(self.events) + len(new) + 2)
            new.append(entry.event(None if first == len(self.events) + len(new) + 2 else first))
        if new:
            self.enter([*new, *result.uses])
        return result

    def rows(self) -> dict[tuple[str, str], Row]:
        """The rows, apart from the numbers of their events and white space in notes."""
        rows = fold(self.events).rows
        return {place: replace(row, evidence=(), note=canonical(row.note)) for place, row in rows.items()}

    def use(self, number: str, at: str) -> None:
        """Let the member have begun to sign."""
        data = {"key": f"k{number}1", "at": at}
        self.enter([NewEvent(Kind.KEY_USED, f"m{number}", data=data)])

    def issue(self, number: str, edition: int = 1) -> None:
        data, private = {"key": f"k{number}{edition}"}, {"signing": signing(number, edition).hex()}
        self.enter([NewEvent(Kind.KEY_ISSUED, f"m{number}", data=data, private=private)])

    def revoke(self, number: str, edition: int = 1) -> None:
        self.enter([NewEvent(Kind.KEY_REVOKED, f"m{number}", data={"key": f"k{number}{edition}"})])

    def name(self, nickname: str, number: str) -> None:
        told = {"nickname": nickname}
        member = f"m{number}" if number else ""
        self.enter([NewEvent(Kind.NICKNAMED, member, data={"ignored": not number}, private=told)])


def books() -> Books:
    """A roster of five, three of them with cards, and what has been decided about nicknames."""
    return Books([*_enrolled().events])


@cache
def _enrolled() -> Books:
    made = Books()
    for number in (*CARDED, *PLAIN):
        private = {"number": number, "name": f"委员{number}", "contact": ""}
        data = {"on": "2026-11-02", "group": "第一小组", "sector": ""}
        made.enter([NewEvent(Kind.JOINED, f"m{number}", data=data, private=private)])
    for number in CARDED:
        made.issue(number)
    made.use("0001", "2026-11-03T08:00")
    for nickname, number in NICKNAMES.items():
        made.name(nickname, number)
    return made


def told(result: Collected) -> list[tuple[int, Reason]]:
    """Line and reason of all that was left out with a reason."""
    reasons = {reason.value: reason for reason in Reason}
    return [(finding.line, reasons[finding.what, finding.fix]) for finding in result.findings]


def reason_for(text: str, made: Books | None = None) -> Reason:
    """Why the only receipt of a text was not entered."""
    result = (made or books()).collect(text)
    assert (result.entries, result.found) == ([], 1)
    return told(result)[0][1]


# What is entered


def test_a_signed_receipt_is_entered_with_all_that_it_says() -> None:
    made = books()
    result = made.collect(f"谁\n{written('0001', note='很好', acts='学悟')}")
    assert (result.new, result.found) == (1, 1)
    event = made.events[-1]
    assert (event.kind, event.member, event.slot, event.line) == (Kind.CHECKED_IN, "m0001", "article/2026-W46", 2)
    assert event.data == {"acts": "学悟", "at": "2026-11-12T20:00"}
    assert event.private is not None
    assert event.private.keys() == {"record", "checksum", "note", "title"}
    assert (event.told("record"), event.told("note"), event.told("title")) == ("AAAAAAA2", "很好", "周学一文 第2周")


def test_the_same_receipt_is_entered_once_however_often_it_comes() -> None:
    made = books()
    text = written("0001")
    first = made.collect("\n".join([text] * 5))
    again = made.collect(f"> {text}".replace("\n", "\n> "))
    assert (first.new, first.repeated, again.new, again.repeated) == (1, 4, 0, 1)
    assert len(made.rows()) == 1


def test_an_entry_has_a_key_of_member_slot_record_and_checksum() -> None:
    texts = [written(), written(record="AAAAAAA3"), written(note="好"), written(slot="article/2026-W45")]
    result = books().collect("爱读书：\n" + "\n".join(texts))
    keys = [entry.event(None).key for entry in result.entries]
    assert len(set(keys)) == 4
    assert all(len(key) == 64 for key in keys)
    assert keys == [entry.event(7).key for entry in result.entries]


def test_a_newer_version_of_a_record_amends_the_first() -> None:
    made = books()
    made.collect(written("0001", at="2026-11-12 20:00"))
    first = made.events[-1].seq
    for minute in (1, 2):
        result = made.collect(written("0001", at=f"2026-11-12 20:0{minute}", note="又想了想"))
        assert (result.new, result.newer) == (0, 1)
        assert made.events[-1].data["amends"] == first
    assert [row.note for row in made.rows().values()] == ["又想了想"]


def test_an_older_version_is_entered_too_and_changes_nothing_but_when_it_began() -> None:
    made = books()
    made.collect(written("0001", at="2026-11-12 20:01", note="新"))
    result = made.collect(written("0001", at="2026-11-12 20:00", note="旧"))
    assert (result.new, result.newer, result.older) == (0, 0, 1)
    (row,) = made.rows().values()
    assert (row.note, row.first_at, row.last_at) == (
        "新",
        datetime(2026, 11, 12, 20, 0),  # noqa: DTZ001
        datetime(2026, 11, 12, 20, 1),  # noqa: DTZ001
    )


def test_versions_that_come_together_hang_together() -> None:
    made = books()
    result = made.collect(f"{written('0001', note='二', at='2026-11-13 09:00')}\n{written('0001', note='一')}")
    assert (result.new, result.older) == (1, 1)
    assert "amends" not in made.events[-2].data
    assert made.events[-1].data["amends"] == made.events[-2].seq


def test_what_was_withdrawn_can_be_entered_again() -> None:
    made = books()
    made.collect(written("0001"))
    made.enter([NewEvent(Kind.WITHDRAWN, data={"of": made.events[-1].run})])
    assert made.collect(written("0001")).new == 1
    assert len(made.rows()) == 1


def test_a_slot_that_has_become_part_of_another_is_entered_under_that() -> None:
    made = books()
    made.collect(written("0001", slot="article/2026-W44"))
    assert list(made.rows()) == [("article/2026-W45", "m0001")]


def test_a_card_outlasts_its_holder_s_change_of_number() -> None:
    made = books()
    private = {"number": "1001", "name": "委员0001", "contact": ""}
    made.enter([NewEvent(Kind.DESCRIBED, "m0001", data={"sector": ""}, private=private)])
    assert made.collect(written("0001")).entries[0].record.member == "m0001"


def test_a_new_holder_of_a_number_comes_before_the_former() -> None:
    made = books()
    for member, number in (("m0001", "1001"), ("m0005", "0001")):
        private = {"number": number, "name": "", "contact": ""}
        made.enter([NewEvent(Kind.DESCRIBED, member, data={"sector": ""}, private=private)])
    other = signing("0001", 9)
    issued = NewEvent(Kind.KEY_ISSUED, "m0005", data={"key": "k9"}, private={"signing": other.hex()})
    made.enter([issued])
    entries = made.collect(f"{written('0001')}\n{written('0001', record='AAAAAAA3', key=other)}").entries
    assert [entry.record.member for entry in entries] == ["m0001", "m0005"]


# Receipts without a signature


def test_a_receipt_without_a_signature_is_its_speaker_s_once_that_is_decided() -> None:
    made = books()
    text = f"书友 2026/11/18 15:04\n{written()}"
    assert made.collect(text).nicknames == (Open("书友", (2,)),)
    made.name("书友", "0005")
    assert made.collect(text).entries[0].record.member == "m0005"


def test_a_nickname_that_looks_like_a_member_is_a_hint_and_no_more() -> None:
    text = f"委员0005：{written()}\n第一小组-委员0006：{written(record='AAAAAAA3')}"
    result = books().collect(text)
    assert result.entries == []
    assert [(one.name, one.likely) for one in result.nicknames] == [
        ("委员0005", ("0005",)),
        ("第一小组-委员0006", ("0006",)),
    ]


def test_who_is_nobody_s_is_passed_over() -> None:
    result = books().collect(f"路人：{written()}")
    assert (result.ignored, result.found) == (1, 1)


def test_a_receipt_of_nobody_known_is_told() -> None:
    assert reason_for(written()) is Reason.NO_SPEAKER


def test_a_heading_older_than_the_receipt_is_not_its_own() -> None:
    late = written(at="2026-11-12 20:16")
    assert reason_for(f"爱读书 2026/11/12 20:05\n{late}") is Reason.CLOCK_AHEAD
    assert reason_for(f"没认过的人 2026/11/12 20:05\n{late}") is Reason.CLOCK_AHEAD
    assert books().collect(f"爱读书 2026/11/12 20:06\n{late}").new == 1


def test_the_office_says_whose_a_receipt_of_a_fast_clock_is() -> None:
    late, made = written(at="2026-11-12 20:16"), books()
    assert made.collect(f"爱读书 2026/11/12 20:05\n收到\n昵称：早起\n{late}").entries[0].record.member == "m0006"


def test_a_heading_at_the_end_of_time_is_no_error() -> None:
    assert books().collect(f"爱读书 9999/12/31 23:59\n{written()}").new == 1


def test_whoever_has_begun_to_sign_goes_on_signing() -> None:
    made = books()
    made.name("书友", "0001")
    assert reason_for(f"书友：{written()}", made) is Reason.UNSIGNED
    assert made.collect(f"书友：{written(record='AAAA2222', at='2026-11-03 07:59')}").new == 1
    made.revoke("0001")
    assert made.collect(f"书友：{written()}").new == 1


def test_a_card_that_nobody_uses_changes_nothing() -> None:
    made = books()
    made.name("书友", "0002")
    assert made.collect(f"书友：{written()}").new == 1


def test_of_one_text_what_is_signed_says_when_signing_began() -> None:
    made = books()
    made.name("书友", "0002")
    signed = written("0002", record="BBBB2222", at="2026-11-11 08:00")
    result = made.collect(f"书友：{written()}\n书友：{signed}")
    assert (result.new, [finding.what for finding in result.findings]) == (1, [Reason.UNSIGNED.value[0]])
    assert result.first_uses == {"m0002": ("k00021", datetime.fromisoformat("2026-11-11 08:00"))}


def test_what_was_entered_before_the_card_is_repeated_not_refused() -> None:
    made = books()
    made.collect(f"爱读书：{written()}")
    made.issue("0005")
    assert made.collect(f"爱读书：{written()}").repeated == 1


@pytest.mark.parametrize("speaker", ["", "路过的人：", "0001："])
def test_a_copy_without_a_signature_of_a_signed_receipt_is_repeated(speaker: str) -> None:
    both = f"{speaker}{written()}\n{written('0001')}"
    made = books()
    result = made.collect(both)
    assert (result.new, result.repeated) == (1, 1)
    assert made.collect(both).repeated == 2


def test_a_signed_copy_of_what_was_entered_without_a_signature_is_repeated() -> None:
    made = books()
    made.collect(f"爱读书：{written()}")
    made.issue("0005")
    assert made.collect(written("0005")).repeated == 1


def test_another_s_receipt_sent_on_is_not_entered_a_second_time() -> None:
    made = books()
    result = made.collect(f"爱读书：{written()}\n早起：{written()}\n早起：{written(note='改成我的')}")
    assert (result.new, told(result)) == (1, [(8, Reason.ANOTHERS), (15, Reason.ANOTHERS)])
    assert made.collect(f"没认过的人：{written()}").repeated == 1


def test_two_who_share_a_device_each_have_their_own() -> None:
    made = books()
    assert made.collect(f"{written('0001')}\n{written('0002')}").new == 2


# What is not entered


def test_one_that_was_edited_is_told() -> None:
    assert reason_for(written().replace("学", "学悟")) is Reason.CHANGED
    assert reason_for(written("0001").replace("学", "学悟")) is Reason.BAD_SIGNATURE


def test_one_that_names_another_member_is_told() -> None:
    assert reason_for(written("0001").replace("委员：0001", "委员：0002")) is Reason.BAD_SIGNATURE
    assert reason_for(written().replace("\n校验", "\n委员：0001\n校验")) is Reason.FORGED
    assert reason_for(written("0001").replace("委员：0001", "委员：？")) is Reason.BAD_SIGNATURE
    assert reason_for(written("0001").replace("委员：0001\n", "")) is Reason.CHANGED


def test_one_signed_by_a_member_who_never_had_a_card_is_told() -> None:
    assert reason_for(written("0005")) is Reason.NO_CARD


def test_a_revoked_card_signs_for_nothing_new() -> None:
    made = books()
    made.collect(written("0001"))
    made.revoke("0001")
    made.issue("0001", 2)
    assert made.collect(written("0001")).repeated == 1
    assert reason_for(written("0001", record="AAAAAAA3"), made) is Reason.REVOKED
    assert made.collect(written("0001", record="AAAAAAA3", key=signing("0001", 2))).new == 1


def test_what_belongs_to_no_slot_of_the_plan_is_told_first() -> None:
    assert reason_for(written("0001", slot="article/2026-W99")) is Reason.FOREIGN_SLOT
    assert reason_for(written(slot="law/2026-11")) is Reason.FOREIGN_SLOT
    assert reason_for(written("9999", slot="law/2026-11")) is Reason.FOREIGN_SLOT


def test_tomorrow_is_allowed_for_clocks_that_are_ahead() -> None:
    assert books().collect(written("0001", at="2026-11-21 23:59")).new == 1
    assert reason_for(written("0001", at="2026-11-22 00:00")) is Reason.FUTURE


@pytest.mark.parametrize("number", ["0001", "0099", ""])
def test_a_clock_that_has_fallen_back_is_told(number: str) -> None:
    speaker = "" if number else "爱读书："
    for at in ("1000-01-01 08:00", "1970-01-01 00:00", "2026-10-01 23:59"):
        assert reason_for(f"{speaker}{written(number, at=at)}") is Reason.LONG_AGO
    assert books().collect(written("0001", at="2026-10-02 00:00")).new == 1


def test_a_slot_opens_a_month_before_its_year() -> None:
    programme = replace(default_programme(2026), starts=date(2026, 11, 2), ends=date(2026, 12, 28))
    schedule, _ = plan([programme], [])
    found = destinations(schedule)
    assert found["article/2026-W46"] == Destination("article/2026-W46", date(2026, 10, 2))
    assert {one.opens for one in found.values()} == {date(2026, 10, 2)}
    assert {slot.id for slot in schedule.slots} <= found.keys()


def test_what_was_entered_is_repeated_though_its_slot_has_gone_from_the_plan() -> None:
    made = books()
    text = f"{written('0001')}\n爱读书：{written(record='AAAAAAA3')}"
    made.collect(text)
    left = {slot: place for slot, place in SLOTS.items() if not slot.endswith("W46")}
    result = made.collect(f"{text}\n{written('0002')}", slots=left)
    assert (result.repeated, result.new, told(result)) == (2, 0, [(16, Reason.FOREIGN_SLOT)])


def test_what_was_entered_with_a_wrong_day_is_repeated() -> None:
    made = books()
    early = {slot: place._replace(opens=date.min) for slot, place in SLOTS.items()}
    text = written("0001", at="1970-01-01 00:00")
    assert made.collect(text, slots=early).new == 1
    assert made.collect(text).repeated == 1


def test_what_has_been_let_go_of_does_not_come_back() -> None:
    made = books()
    made.enter([NewEvent(Kind.EXPIRED, data={"before": "2026-11-12"})])
    assert reason_for(written("0001", at="2026-11-11 23:59"), made) is Reason.EXPIRED
    assert made.collect(written("0001")).new == 1


def test_a_whole_book_is_no_note() -> None:
    assert reason_for(written("0001", note="好" * (LONGEST_NOTE + 1))) is Reason.TOO_LONG


@pytest.mark.parametrize("record", ["AAAAAAA", "AAAAAAAAA", "aaaaaaa2", ""])
def test_a_record_number_that_none_has_is_told(record: str) -> None:
    assert reason_for(written("0001", record=record)) is Reason.CHANGED


def test_numbers_that_nobody_has_are_asked_about() -> None:
    result = books().collect(f"{written('0099')}\n{written('0098')}\n\n{written('0099', note='好')}")
    assert result.numbers == (Open("0098", (9,)), Open("0099", (1, 18)))
    assert (result.waiting, result.found) == (3, 3)


def test_who_is_forgotten_is_nobody() -> None:
    made = books()
    events = [replace(e, private=None) if e.member == "m0001" else e for e in made.events]
    made = Books([*events])
    made.enter([NewEvent(Kind.FORGOTTEN, "m0001")])
    assert made.collect(written("0001")).numbers == (Open("0001", (1,)),)


# Pieces


def cut(text: str, before: str) -> str:
    return text[: text.index(before)]


@pytest.mark.parametrize("before", ["完成", "编号", "委员", "校验"])
def test_a_quote_cut_short_is_not_told_where_the_whole_receipt_is(before: str) -> None:
    made, whole = books(), written("0001", note="很好")
    text = f"「甲：{cut(whole, before)}…」\n- - -\n收到\n甲：\n{whole}"
    assert made.collect(text).findings == []


def test_a_quote_cut_short_is_not_told_where_the_receipt_was_entered_before() -> None:
    made, whole = books(), written("0001")
    made.collect(whole)
    assert made.collect(f"「甲：{cut(whole, '校验')}…」").findings == []
    assert len(made.collect(f"「甲：{cut(whole, '编号')}…」").findings) == 1


def test_a_quote_cut_short_is_told_where_it_may_be_of_another_receipt() -> None:
    whole = written("0001")
    findings = books().collect(f"「甲：{cut(whole, '完成')}…」\n乙：\n{whole}").findings
    assert [(one.line, one.what) for one in findings] == [(1, "不完整：没有结尾，只剩下前面一段")]


def test_a_thousand_cuts_beside_a_thousand_receipts_are_held_against_one_another_quickly() -> None:
    texts = [written("0001", record=f"AAAA{place:04}", note="好" * 200) for place in range(1_000)]
    pieces = [f"「甲：{cut(text, '完成')}{place}…」" for place, text in enumerate(texts)]
    result = books().collect("甲：\n" + "\n".join([*texts, *pieces]))
    assert (result.new, len(result.findings)) == (1_000, 1_000)


def test_what_lacks_a_part_is_told_with_its_name() -> None:
    findings = books().collect(written("0001").replace("时间", "时辰")).findings
    assert [(one.line, one.what) for one in findings] == [(1, "不完整：回执里缺少“时间”")]


# Whatever comes


def test_no_finding_repeats_a_word_of_what_it_is_about() -> None:
    canaries = ("110101199001011234", "13800000000", "丙某某", "AAAAAAA9", "0777")
    text = written("0001", note="".join(canaries[:3]), record="AAAAAAA9")
    spoilt = [text.replace("学", "学悟"), text[:60], text[20:], text.replace("时间：2026", "时间：")]
    spoilt += [
        written(note=canaries[2]),
        written("0001", at="2030-01-01 00:00"),
        written("0777", slot="law/2026-11"),
    ]
    findings = [finding for one in spoilt for finding in books().collect(one).findings]
    assert len(findings) == len(spoilt)
    said = "".join(one.what + one.fix for one in findings)
    assert not [canary for canary in canaries if canary in said]


@given(st.data())
def test_any_single_changed_sign_of_a_signed_receipt_keeps_it_out_and_is_told(data: st.DataObject) -> None:
    text = written("0001", note="一句\n或几行")
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters() | st.sampled_from([*text, ">", "\u2013", "\uff0d", "0", "O"]))
    changed = text[:place] + other + text[place + 1 :]
    assume(canonical(changed) != canonical(text))
    result = books().collect(f"甲 2026/11/18 15:04\n{changed}\n\n{written('0002', record='AAAAAAA3')}")
    assert [entry.record.member for entry in result.entries] == ["m0002"]
    assert result.findings or result.numbers


VERSIONS = st.builds(
    lambda number, week, minute, acts, note: (number, week, minute, acts, note),
    st.sampled_from([*CARDED, *PLAIN]),
    st.sampled_from([45, 46, 47]),
    st.integers(0, 3),
    st.sampled_from(["学", "悟", "学悟"]),
    st.sampled_from(["", "好", "很好", "“好” 书\n二"]),
)
"""Versions of one record that each member has for each slot."""


def message(number: str, week: int, minute: int, acts: str, note: str) -> str:
    """The message in which a version is sent, under a nickname where it is not signed."""
    own = number if number in CARDED else ""
    speaker = next((nickname for nickname, whose in NICKNAMES.items() if whose == number), "谁")
    record = f"AAAA{number[-1]}2{week}"
    text = written(own, f"article/2026-W{week}", record, f"2026-11-12 20:0{minute}", note, acts)
    return f"{speaker} 2026/11/18 15:04\n{text}\n\n"


MANGLED = st.sampled_from(
    [
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: f"> {text}".replace("\n", "\n> "),
        lambda text: text.replace("：", ":"),
    ]
)


def after(texts: Sequence[str]) -> dict[tuple[str, str], Row]:
    made = books()
    for text in texts:
        made.collect(text)
    return made.rows()


@given(st.lists(VERSIONS, min_size=1, max_size=8), st.data())
def test_the_order_of_what_comes_in_makes_no_difference(
    versions: list[tuple[str, int, int, str, str]], data: st.DataObject
) -> None:
    messages = [message(*version) for version in versions]
    again = data.draw(st.permutations([*messages, *data.draw(st.lists(st.sampled_from(messages), max_size=4))]))
    mangled = [data.draw(MANGLED)(text) for text in again]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(mangled)), max_size=3)))
    files = ["".join(mangled[start:end]) for start, end in zip([0, *cuts], [*cuts, len(mangled)], strict=True)]
    assert after(files) == after(["".join(messages)])


@given(
    st.lists(VERSIONS, max_size=6),
    st.lists(st.sampled_from([*"【】>：\n", "「甲：", "…」", written()[:40]]), max_size=6),
)
def test_every_receipt_is_counted_once(versions: list[tuple[str, int, int, str, str]], noise: list[str]) -> None:
    text = "\n".join([*(message(*version) for version in versions), *noise])
    made = books()
    first, again = made.collect(text), made.collect(text)
    pieces = [finding for finding in first.findings if finding.what.startswith("不完整")]
    assert first.found - len(pieces) == sum(isinstance(piece, Found) for piece in receipts(text))
    assert len(first.entries) == first.new + first.newer + first.older
    assert (again.entries, again.repeated) == ([], len(first.entries) + first.repeated)


def test_a_clock_ten_minutes_fast_is_believed() -> None:
    sent = datetime(2026, 11, 12, 20, 0)  # noqa: DTZ001
    for minutes, expected in ((10, 1), (11, 0)):
        at = f"{sent + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"
        assert books().collect(f"爱读书 2026/11/12 20:00\n{written(at=at)}").new == expected
