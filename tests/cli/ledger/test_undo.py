from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ledger_story import Story
from shuxiang.cli.ledger.undo import KIND_NAMES
from shuxiang.core.ledger.event import Kind

if TYPE_CHECKING:
    from conftest import SmallOffice

W46 = "article/2026-W46"


@pytest.fixture
def busy(office: SmallOffice) -> SmallOffice:
    """A run with two receipts under one key each, and one that closes the first."""
    office.enroll(keys=False)
    story = Story()
    story.check_in("m0001")
    story.check_in("m0002")
    receipts = [replace(event, key=f"key{number}") for number, event in enumerate(story.new_events())]
    office.enter(receipts, "collect")
    office.run("close", "第2周", "0001")
    return office


def test_the_last_runs_are_listed(busy: SmallOffice) -> None:
    lines = [line.split() for line in busy.run("undo").out.splitlines()]
    assert ["1", "2026-11-20", "12:00", "roster", "import", "加入名册", "6"] in lines
    assert ["8", "2026-11-20", "12:00", "collect", "打卡", "2"] in lines
    assert ["11", "2026-11-20", "12:00", "close", "销号", "1"] in lines


def test_it_is_said_what_a_withdrawal_means_before_it_is_done(busy: SmallOffice) -> None:
    last = busy.store.last()
    said = busy.run("undo", "8", "--dry-run")
    assert said.out.splitlines() == [
        "台账第 8 号那一次：2026-11-20 12:00 collect，打卡 2。撤销以后：",
        "  周学一文 第2周（11月9日至15日）：2 人不再有登记",
        "记录不会抹掉，台账里仍查得到，只是不再算数。",
        "只是看看，没有撤销。",
    ]
    assert "这里不能询问" in busy.run("undo", "8").out
    assert busy.store.last() == last


def test_a_withdrawn_run_counts_no_longer_and_its_input_can_come_again(busy: SmallOffice) -> None:
    assert busy.run("undo", "8", "--yes").out.endswith(
        "已撤销台账第 8 号那一次，记为第 13 号。原来的文件改好后可以再收。\n"
    )
    assert busy.ledger().rows == {}
    with busy.store.run("collect", busy.ledger().runs[1].entered) as run:
        assert run.known(["key0", "key1"]) == {}
    assert "打卡 2（已撤销）" in busy.run("undo").out
    assert busy.run("verify").code == 0


def test_only_the_close_is_withdrawn(busy: SmallOffice) -> None:
    said = busy.run("undo", "11", "--yes")
    assert "  周学一文 第2周（11月9日至15日）：1 人回到这一次以前的样子\n" in said.out
    assert {str(row.state) for row in busy.ledger().rows.values()} == {"handed-in"}


def test_what_cannot_be_withdrawn_is_refused_with_what_to_do_instead(busy: SmallOffice) -> None:
    busy.run("undo", "11", "--yes")
    wrong = {
        "99": "台账里没有第 99 号。",
        "9": "台账第 9 号是第 8 号那一次登记的。要撤销那一次，请写 8。",
        "11": "台账第 11 号那一次已经撤销过了。",
        "13": "这一次撤销或更正过以前的登记，不能再撤销。",
        "1": "这一次加入的委员，后来有了别的登记，不能撤销。要让谁离开，请用 python3 ",
    }
    for number, sentence in wrong.items():
        said = busy.run("undo", number, "--yes")
        assert (said.code, said.err[: len(sentence)]) == (1, sentence)


def test_a_nickname_is_forgotten_but_not_what_was_entered_by_it(busy: SmallOffice) -> None:
    story = Story()
    story.tell(Kind.NICKNAMED, "m0001", data={"ignored": False}, private={"nickname": "山"})
    busy.enter(story.new_events(), "nickname")
    out = busy.run("undo", "13", "--yes").out
    assert "昵称不再认得；已经按它登记的回执不跟着撤销" in out
    assert busy.ledger().nicknames == {}


def test_many_slots_are_summed_up(busy: SmallOffice) -> None:
    story = Story()
    for number in range(14):
        story.check_in("m0003", f"gone/{number:02}")
    busy.enter(story.new_events(), "collect")
    out = busy.run("undo", "13", "--dry-run").out
    assert "  gone/00：1 人不再有登记\n" in out
    assert "  另外 2 期：2 人次不再有登记\n" in out


def test_an_empty_ledger_has_nothing_to_undo(office: SmallOffice) -> None:
    assert office.run("undo").out == "台账还是空的。\n"


def test_each_kind_of_event_has_a_name() -> None:
    assert set(KIND_NAMES) == set(Kind) - {Kind.RUN}
