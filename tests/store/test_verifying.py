"""Each way of tampering with a ledger shows."""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text

from ledger_desk import Desk, checked_in
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.sampling import draw
from shuxiang.store.chain import canonical_json, code, link, seal
from shuxiang.store.head import Head
from shuxiang.store.leaving import expire, expiry, forget
from shuxiang.store.opening import snapshot
from shuxiang.store.verifying import MOST, against, verify

TODAY = date(2026, 11, 20)
_ONE_MORE = """
    INSERT INTO events SELECT 14, run, kind, entered, member, slot, line, data, seal, link
    FROM events WHERE seq = 13
"""


def faults(desk: Desk) -> str:
    return "\n".join(desk.verified().faults)


def test_an_untouched_ledger_is_sound(full: Desk) -> None:
    verified = full.verified()

    assert verified.faults == ()
    assert verified.head == full.store.head() == Head(13, verified.head.code)
    assert verified.parts_gone == 0


def test_a_ledger_without_events_is_sound(desk: Desk) -> None:
    assert desk.verified().faults == ()
    assert desk.store.head() == Head(0, "")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE events SET slot = 'article/2026-W47' WHERE seq = 12", "第 12 号和校验码对不上"),
        ("UPDATE events SET member = 'm2' WHERE seq = 11", "第 11 号和校验码对不上"),
        ("UPDATE events SET entered = '2026-11-19T12:00:00' WHERE seq = 11", "第 11 号和校验码对不上"),
        ("UPDATE events SET line = 8 WHERE seq = 11", "第 11 号和校验码对不上"),
        ('UPDATE events SET data = \'{"acts":"学悟","at":"2026-11-12T20:00"}\' WHERE seq = 11', "第 11 号"),
        ("UPDATE events SET kind = 'closed' WHERE seq = 11", "第 11 号和校验码对不上"),
        ("UPDATE events SET kind = 'strange' WHERE seq = 11", "不认识"),
        ("UPDATE events SET data = 'strange' WHERE seq = 11", "读不懂"),
        ("UPDATE events SET data = x'00ff' WHERE seq = 11", "读不懂"),
        ("UPDATE events SET seal = NULL WHERE seq = 11", "第 11 号和校验码对不上"),
        ("UPDATE events SET link = zeroblob(32) WHERE seq = 11", "第 11 号和校验码对不上"),
        ("DELETE FROM events WHERE seq = 11", "第 11 号缺了"),
        ("DELETE FROM events WHERE seq IN (11, 12)", "第 11 号到第 12 号缺了"),
        ("DELETE FROM events WHERE seq = 13", "第 13 号没有记录，却有个人内容"),
        ("UPDATE private SET content = replace(content, '石桥', '石墙') WHERE seq = 11", "第 11 号的个人"),
        ("UPDATE private SET salt = zeroblob(16) WHERE seq = 11", "第 11 号的个人内容被改动"),
        ("DELETE FROM private WHERE seq = 11", "第 11 号的个人内容不见了"),
        ("DELETE FROM private WHERE seq = 2", "第 2 号是在册委员的登记"),
        ("UPDATE private SET content = (SELECT content FROM private WHERE seq = 6) WHERE seq = 3", "第 3 号的个人"),
        ("UPDATE entry_keys SET seq = 12 WHERE seq = 11", "第 11 号的防重标记"),
        ("UPDATE entry_keys SET key = 'other' WHERE seq = 11", "第 11 号的防重标记"),
        ("DELETE FROM entry_keys WHERE seq = 11", "第 11 号的防重标记"),
        ("INSERT INTO entry_keys VALUES ('other', 11)", "第 11 号有一个不该有的防重标记"),
        (_ONE_MORE, "第 14 号和校验码对不上"),
    ],
)
def test_whatever_is_changed_behind_its_back_is_found(full: Desk, statement: str, said: str) -> None:
    with full.behind_its_back() as connection:
        connection.execute(text(statement.replace(":", "\\:")))

    assert said in faults(full)


def test_two_events_that_change_places_are_found(full: Desk) -> None:
    with full.behind_its_back() as connection:
        for before, after in ((11, 99), (12, 11), (99, 12)):
            for table in ("events", "private"):
                connection.execute(text(f"UPDATE {table} SET seq = {after} WHERE seq = {before}"))  # noqa: S608

    assert "第 11 号和校验码对不上" in faults(full)


def test_one_change_is_told_as_one_fault(full: Desk) -> None:
    with full.behind_its_back() as connection:
        connection.execute(text("UPDATE events SET line = 8 WHERE seq = 4"))

    assert len(full.verified().faults) == 1


def test_of_very_many_faults_only_so_many_are_told(full: Desk) -> None:
    full.enter(*(checked_in("m1", note=str(number)) for number in range(MOST + 5)))
    with full.behind_its_back() as connection:
        connection.execute(text("DELETE FROM private WHERE seq > 14"))
        connection.execute(text("DELETE FROM entry_keys WHERE seq > 14"))

    assert full.verified().told[-1] == "还有 5 处。"
    assert len(full.verified().told) == MOST + 1


def test_no_fault_repeats_what_the_ledger_holds(full: Desk) -> None:
    with full.behind_its_back() as connection:
        connection.execute(text("UPDATE private SET content = content || '甲某某'"))
        connection.execute(text("UPDATE events SET data = '甲某某 石桥'"))

    for word in ("甲某某", "石桥", "0001", "13900001"):
        assert word not in faults(full)


def test_a_tail_that_was_cut_off_shows_against_a_code_kept_before(full: Desk) -> None:
    kept = full.store.head()
    with full.behind_its_back() as connection:
        for table in ("events", "private", "entry_keys"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq > 11"))  # noqa: S608

    assert full.verified().faults == ()
    with snapshot(full.store.engine) as connection:
        assert "后面的记录被删掉了" in against(connection, kept)


def test_a_history_written_anew_shows_against_a_code_kept_before(full: Desk) -> None:
    kept = full.store.head(11)
    with full.behind_its_back() as connection:
        for table in ("events", "private", "entry_keys"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq > 10"))  # noqa: S608
    full.enter(checked_in("m1", note="另一句"))

    assert full.verified().faults == ()
    with snapshot(full.store.engine) as connection:
        assert "第 11 号的校验码和当时的不同" in against(connection, kept)


def test_a_code_kept_before_agrees_with_a_ledger_that_went_on(full: Desk) -> None:
    kept = full.store.head()
    full.enter(checked_in("m1", "article/2026-W47"))

    with snapshot(full.store.engine) as connection:
        assert against(connection, kept) == ""
        assert against(connection, full.store.head(5)) == ""


def test_what_was_forgotten_or_has_expired_is_not_missed(full: Desk) -> None:
    with full.store.run("forget", full.ledger().runs[1].entered) as run:
        forget(run, full.ledger(), "m1", TODAY)
    later = date(2027, 11, 21)
    with full.store.run("expire", full.ledger().runs[1].entered.replace(year=2027, day=25)) as run:
        expire(run, full.ledger(), expiry(run.events(), full.ledger(), later), later)

    verified = full.verified()
    assert verified.faults == ()
    assert verified.parts_gone == 6  # two of the roster and a receipt; a file's name and two receipts


def test_an_event_entered_after_a_clearing_out_may_not_lack_its_private_part(full: Desk) -> None:
    with full.store.run("expire", full.ledger().runs[1].entered) as run:
        expire(run, full.ledger(), expiry(run.events(), full.ledger(), TODAY), TODAY)
    full.enter(checked_in("m1", note="新的"))
    with full.behind_its_back() as connection:
        connection.execute(text("DELETE FROM private WHERE seq = 17"))
        connection.execute(text("DELETE FROM entry_keys WHERE seq = 17"))

    assert faults(full) == "第 17 号的个人内容不见了，没有注销或到期清除的记录。"


def test_no_word_beside_the_events_excuses_a_part_that_is_missing(full: Desk) -> None:
    excuse = '{"before":"2999-01-01","members":["m1"],"parts":[]}'
    with full.behind_its_back() as connection:
        for table in ("private", "entry_keys"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq = 11"))  # noqa: S608
        connection.execute(text("INSERT INTO facts VALUES ('gone', :excuse)"), {"excuse": excuse})

    assert faults(full) == "第 11 号的个人内容不见了，没有注销或到期清除的记录。"


def test_a_clearing_out_of_days_yet_to_come_excuses_nothing(full: Desk) -> None:
    full.enter(NewEvent(Kind.EXPIRED, data={"before": "2026-11-21"}))
    with full.behind_its_back() as connection:
        for table in ("private", "entry_keys"):
            connection.execute(text(f"DELETE FROM {table} WHERE seq = 11"))  # noqa: S608

    assert "第 11 号的个人内容不见了" in faults(full)
    assert "第 15 号说还没有到的日子也清除过了。" in faults(full)


def test_what_is_still_there_of_somebody_forgotten_is_found(full: Desk) -> None:
    full.enter(NewEvent(Kind.FORGOTTEN, "m1"))

    assert "第 2 号的委员已经注销，个人内容却还在" in faults(full)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (checked_in("m9"), "说的委员不在名册里"),
        (NewEvent(Kind.CHECKED_IN, "m1", "", data={"acts": "学", "at": "2026-11-12T20:00"}), "没有写是哪一期"),
        (NewEvent(Kind.CHECKED_IN, "m1", "article/2026-W46", data={"acts": "学"}), "读不懂"),
        (NewEvent(Kind.CHECKED_IN, "m1", "article/2026-W46", data={"acts": "学", "at": "昨天"}), "读不懂"),
        (checked_in("m1", amends=2), "指向的记录不存在"),
        (checked_in("m1", amends=99), "指向的记录不存在"),
        (checked_in("m1", amends="x"), "指向的记录不存在"),
        (NewEvent(Kind.WITHDRAWN, data={"of": 2}), "指向的记录不存在"),
        (NewEvent(Kind.WITHDRAWN, data={"of": []}), "读不懂"),
    ],
)
def test_an_event_that_follows_from_nothing_is_found(full: Desk, event: NewEvent, said: str) -> None:
    full.enter(event)

    assert said in faults(full)


def test_keys_of_a_withdrawn_run_are_not_missed_and_may_come_again(full: Desk) -> None:
    with full.store.run("undo", full.ledger().runs[1].entered) as run:
        run.withdraw(10)
    assert full.verified().faults == ()

    full.enter(checked_in("m1", note="石桥的桥"))
    assert full.verified().faults == ()


@pytest.mark.parametrize("is_right", [True, False])
def test_a_sample_is_drawn_again(full: Desk, is_right: bool) -> None:  # noqa: FBT001
    slots = ["article/2026-W46"]
    population = [(slots[0], member) for member in ("m1", "m2", "m3")]
    ((_, right),) = draw(population, Fraction(30, 100), "7")
    picked = right if is_right else next(member for _, member in population if member != right)
    data = {"seed": "7", "share": "30%", "among": "", "slots": slots, "of": 3, "picked": 1}
    full.enter(NewEvent(Kind.SAMPLED, data=data), NewEvent(Kind.PICKED, picked, slots[0]), command="review")

    assert faults(full) == ("" if is_right else "第 15 号的抽查按记下的种子重抽，结果不同。")


def test_a_damaged_file_is_found(full: Desk) -> None:
    data = bytearray(full.path.read_bytes())
    with full.behind_its_back() as connection:
        page = connection.execute(text("SELECT rootpage FROM sqlite_master WHERE name = 'named_files_by_member'"))
        start = (page.scalar_one() - 1) * 4096
    data[start : start + 8] = b"\x0a\x00\x00\x00\x09\x0f\xf0\x00"
    full.path.write_bytes(data)

    assert "数据库文件有损坏的地方" in faults(full)


def test_the_chain_is_computed_as_it_is_described() -> None:
    content = canonical_json({"b": 1, "a": "石桥"})
    sealed = seal(b"\1" * 16, "key", content)
    assert content == '{"a":"石桥","b":1}'
    assert sealed == hashlib.sha256(b"\1" * 16 + b"key\0" + content.encode()).digest()

    first = link(b"\0" * 32, (1, 1, "run", "2026-11-20T12:00:00", "", "", 0, "{}"), sealed)
    fields = b'[1,1,"run","2026-11-20T12:00:00","","",0,"{}"]'
    assert first == hashlib.sha256(b"\0" * 32 + sealed + fields).digest()
    assert code(first) == "-".join(first.hex()[n : n + 4] for n in (0, 4, 8, 12))


def test_progress_is_told(full: Desk) -> None:
    seen: list[int] = []
    full.enter(*(checked_in("m1", note=str(number)) for number in range(2_000)))

    with snapshot(full.store.engine) as connection:
        verify(connection, seen=seen.append)
    assert seen == [2_000]
