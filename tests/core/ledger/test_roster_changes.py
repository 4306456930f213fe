from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.core.ledger.event import LedgerEvent, NewEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.ledger.member import Member, Spell
from shuxiang.core.ledger.roster_change import What, leaving, moving
from shuxiang.core.ledger.roster_changes import RosterChanges, roster_changes
from shuxiang.core.ledger.roster_entry import RosterEntry, RosterTerms

JANUARY, MARCH, JUNE = date(2026, 1, 5), date(2026, 3, 1), date(2026, 6, 1)
GROUPS = ("第一小组", "第二小组")
ONE = RosterEntry("0001", "甲某", "第一小组", "经济界")
TWO = RosterEntry("0002", "乙丙", "第二小组")


class Roster:
    """A ledger that takes what it is told, and the ids it draws."""

    def __init__(self) -> None:
        self.events: list[LedgerEvent] = []
        self.ids: Iterator[str] = (f"m{number}" for number in count(1))

    @property
    def ledger(self) -> Ledger:
        return fold(self.events)

    def see(
        self, *entries: RosterEntry, on: date = JUNE, dated: bool = False, complete: bool = False
    ) -> RosterChanges:
        return roster_changes(
            self.ledger, entries, RosterTerms(on, dated, complete, GROUPS), lambda: next(self.ids)
        )

    def enter(
        self, *entries: RosterEntry, on: date = JUNE, dated: bool = False, complete: bool = False
    ) -> RosterChanges:
        found = self.see(*entries, on=on, dated=dated, complete=complete)
        assert found.objections == ()
        for change in found.changes:
            self.add(change.events)
        return found

    def add(self, events: Sequence[NewEvent]) -> None:
        for event in events:
            seq = len(self.events) + 1
            self.events.append(
                LedgerEvent(
                    *(seq, 1, event.kind, datetime.fromisoformat("2026-06-01T12:00"), event.member, "", event.line),
                    *(event.data, event.private, True),
                )
            )

    def member(self, number: str) -> Member:
        return self.ledger.numbered()[number]


@pytest.fixture
def roster() -> Roster:
    """Two members since January."""
    made = Roster()
    made.enter(ONE, TWO, on=JANUARY)
    return made


def told(found: RosterChanges) -> list[tuple[str, str]]:
    return [(change.what, change.words) for change in found.changes]


def test_who_is_not_known_joins_on_the_day(roster: Roster) -> None:
    found = roster.enter(RosterEntry("0003", "丁某", "第一小组", "无", line=7))

    assert told(found) == [("加入", "第一小组")]
    assert found.changes[0].events[0].line == 7
    assert roster.member("0003").spells == (Spell("第一小组", JUNE),)
    assert roster.member("0003").sector == ""


def test_the_same_roster_again_changes_nothing(roster: Roster) -> None:
    assert roster.see(ONE, TWO).changes == ()
    assert roster.see(ONE, TWO, complete=True).changes == ()
    assert roster.see(ONE, TWO, on=JANUARY, dated=True).changes == ()


def test_a_member_in_another_group_moves_and_the_past_stays(roster: Roster) -> None:
    found = roster.enter(replace(ONE, group="第二小组"))

    assert told(found) == [("调组", "第一小组 → 第二小组")]
    assert roster.member("0001").spells == (Spell("第一小组", JANUARY, JUNE), Spell("第二小组", JUNE))


def test_another_name_and_sector_are_told_and_kept(roster: Roster) -> None:
    found = roster.enter(replace(ONE, name="甲某某", sector="教育界"))

    assert told(found) == [("改写", "姓名 甲某 → 甲某某；界别 经济界 → 教育界")]
    assert (roster.member("0001").name, roster.member("0001").sector) == ("甲某某", "教育界")


def test_what_an_empty_cell_does_not_say_stays(roster: Roster) -> None:
    found = roster.see(replace(ONE, group="", sector=""))

    assert found.changes == ()
    assert found.notes == ("有 1 行没有写小组，照台账里的不变；确实不分组的请写“未分组”。",)


def test_no_group_and_no_sector_can_be_said(roster: Roster) -> None:
    roster.enter(replace(ONE, group="未分组", sector="无"))
    assert roster.member("0001").group_on(JUNE) == "未分组"
    assert roster.member("0001").sector == ""


def test_a_group_written_otherwise_is_the_same_group(roster: Roster) -> None:
    assert (
        roster.see(replace(ONE, group="第一 小组"), replace(TWO, group="第二小組".replace("組", "组"))).changes
        == ()
    )


def test_one_new_group_written_in_two_ways_is_one(roster: Roster) -> None:
    found = roster.see(RosterEntry("3", "丁某", "机关Ａ组"), RosterEntry("4", "戊某", "机关 a组"))
    assert told(found) == [("加入", "机关Ａ组"), ("加入", "机关Ａ组")]


def test_a_group_that_the_programme_does_not_know_is_asked_about(roster: Roster) -> None:
    found = roster.see(replace(ONE, group="第一学习小组"), replace(TWO, group="驻外人员"))
    assert found.notes == (
        "学习计划的 groups 里没有“第一学习小组”（1 行）：是不是“第一小组”？",
        "学习计划的 groups 里没有“驻外人员”（1 行）：确有这个小组的，不用管。",
    )


def test_who_is_not_in_the_roster_is_only_mentioned(roster: Roster) -> None:
    found = roster.see(ONE)
    assert found.changes == ()
    assert [member.number for member in found.absent] == ["0002"]


def test_who_is_not_in_a_complete_roster_leaves(roster: Roster) -> None:
    found = roster.enter(ONE, complete=True)

    assert told(found) == [("离开", "第二小组")]
    assert found.absent == ()
    assert roster.member("0002").spells == (Spell("第二小组", JANUARY, JUNE),)


def test_who_comes_back_is_the_same_member(roster: Roster) -> None:
    before = roster.member("0002").id
    roster.enter(ONE, on=MARCH, complete=True)
    found = roster.enter(replace(TWO, group="第一小组"))

    assert told(found) == [("重新加入", "第一小组")]
    assert roster.member("0002").id == before
    assert roster.member("0002").spells == (Spell("第二小组", JANUARY, MARCH), Spell("第一小组", JUNE))


def test_who_comes_back_without_a_group_has_the_former_one(roster: Roster) -> None:
    roster.enter(ONE, on=MARCH, complete=True)
    assert told(roster.see(replace(TWO, group=""))) == [("重新加入", "第二小组")]


def test_the_number_of_one_who_left_may_be_anothers(roster: Roster) -> None:
    before = roster.member("0002").id
    roster.add(leaving(roster.member("0002"), MARCH).events)
    roster.enter(RosterEntry("0002", "丁戊", "第二小组"))

    assert roster.member("0002").id != before
    assert roster.ledger.members[before].name == "乙丙"


def test_a_number_belongs_to_who_has_it_now(roster: Roster) -> None:
    roster.enter(RosterEntry("0009", "丁某", "第一小组"), on=MARCH)
    roster.add(leaving(roster.member("0009"), JUNE).events)
    first = roster.member("0001").id
    roster.enter(RosterEntry("0009", "甲某", "第一小组", former="0001"))

    assert roster.member("0009").id == first


def test_a_number_with_quite_another_name_is_not_guessed(roster: Roster) -> None:
    found = roster.see(replace(ONE, name="丁戊", place="B17"), TWO)

    assert found.changes == ()
    assert found.absent == ()
    (sentence,) = found.objections
    assert sentence.startswith("B17\uff1a这个编号在台账里是另一个姓名")
    assert not {"甲某", "丁戊", "0001"} & set(sentence)


def test_in_a_complete_roster_it_is_another_person(roster: Roster) -> None:
    before = roster.member("0001").id
    found = roster.enter(replace(ONE, name="丁戊"), TWO, complete=True)

    assert [(change.what, change.name) for change in found.changes] == [("加入", "丁戊"), ("离开", "甲某")]
    assert roster.ledger.members[before].spells == (Spell("第一小组", JANUARY, JUNE),)
    assert roster.member("0001").name == "丁戊"


@pytest.mark.parametrize("complete", [False, True])
def test_a_known_member_under_a_new_number_is_not_guessed(roster: Roster, complete: bool) -> None:  # noqa: FBT001
    found = roster.see(replace(ONE, number="0101", place="B2"), TWO, complete=complete)
    assert [sentence[:3] for sentence in found.objections] == ["B2\uff1a"]


def test_a_namesake_joins_where_the_other_is_named_too(roster: Roster) -> None:
    assert told(roster.see(ONE, replace(ONE, number="0101"))) == [("加入", "第一小组  经济界")]


def test_a_namesake_of_another_group_joins(roster: Roster) -> None:
    assert told(roster.see(replace(ONE, number="0101", group="第二小组"))) == [("加入", "第二小组  经济界")]


def test_a_former_number_says_who_it_is(roster: Roster) -> None:
    before = roster.member("0001").id
    renumbered = replace(ONE, number="0101", former="0001", group="第二小组")
    found = roster.enter(renumbered)

    assert told(found) == [("调组", "第一小组 → 第二小组"), ("换编号", "编号 0001 → 0101")]
    assert roster.member("0101").id == before
    assert roster.see(renumbered).changes == ()


def test_two_may_change_their_numbers_for_each_others(roster: Roster) -> None:
    first, second = roster.member("0001").id, roster.member("0002").id
    swap = (replace(ONE, number="0002", former="0001"), replace(TWO, number="0001", former="0002"))
    roster.enter(*swap)

    assert (roster.member("0002").id, roster.member("0001").id) == (first, second)
    assert roster.see(*swap).changes == ()


def test_a_new_number_that_another_has_is_refused(roster: Roster) -> None:
    found = roster.see(replace(ONE, number="0002", former="0001", place="B2"))
    assert found.objections == ("B2\uff1a新编号现在是另一位委员的。请先给那一位换编号，或换一个没有用过的。",)


def test_in_a_complete_roster_it_may_be_that_of_one_who_leaves(roster: Roster) -> None:
    found = roster.see(replace(ONE, number="0002", former="0001"), complete=True)
    assert told(found) == [("离开", "第二小组"), ("换编号", "编号 0001 → 0002")]


@pytest.mark.parametrize("number", ["1", "01", "00001"])
def test_a_number_short_of_its_zeros_is_the_known_one(roster: Roster, number: str) -> None:
    found = roster.see(replace(ONE, number=number))

    assert found.changes == ()
    assert found.notes == ("有 1 行的编号少了或多了前面的零，照台账里的写法认。",)


def test_two_lines_about_one_member_are_refused(roster: Roster) -> None:
    found = roster.see(replace(ONE, place="B2"), replace(ONE, number="1", place="B3"))
    assert found.objections == ("B3\uff1a和 B2 说的是同一位委员。请只留一行。",)


def test_what_is_planned_for_later_is_not_undone_by_the_roster_of_today(roster: Roster) -> None:
    roster.enter(replace(ONE, group="第二小组"), RosterEntry("0003", "丁某", "第一小组"), on=JUNE)

    assert roster.see(ONE, TWO, RosterEntry("0003", "丁某", "第一小组"), on=MARCH).changes == ()
    assert roster.see(replace(ONE, group="第二小组"), on=MARCH).changes == ()


def test_a_day_that_is_given_goes_before_what_was_known_of_later_days(roster: Roster) -> None:
    roster.enter(replace(ONE, group="第二小组"), RosterEntry("0003", "丁某", "第一小组"), on=JUNE)
    found = roster.enter(
        replace(ONE, group="未分组"), RosterEntry("0003", "丁某", "第一小组"), on=MARCH, dated=True
    )

    assert told(found) == [
        ("加入", "第一小组（原来记的2026年6月1日起第一小组不再算数）"),
        ("调组", "第一小组 → 未分组（原来记的2026年6月1日起第二小组不再算数）"),
    ]
    assert roster.member("0001").spells == (Spell("第一小组", JANUARY, MARCH), Spell("未分组", MARCH))
    assert roster.member("0003").spells == (Spell("第一小组", MARCH),)


def test_who_is_to_join_later_joins_the_other_group_then(roster: Roster) -> None:
    roster.enter(RosterEntry("0003", "丁某", "第一小组"), on=JUNE, dated=True)
    roster.enter(RosterEntry("0003", "丁某", "第二小组"), on=MARCH)
    assert roster.member("0003").spells == (Spell("第二小组", JUNE),)


def test_moving_tells_that_a_leaving_is_off(roster: Roster) -> None:
    roster.add(leaving(roster.member("0001"), JUNE).events)
    change = moving(roster.member("0001"), "第二小组", MARCH)
    assert change.words == "第一小组 → 第二小组（原来记的2026年6月1日起离开不再算数）"


def test_changes_are_shown_sort_by_sort(roster: Roster) -> None:
    found = roster.see(replace(ONE, name="甲某某", group="第二小组"), RosterEntry("0003", "丁某"), complete=True)
    assert [change.what for change in found.changes] == [What.JOINS, What.LEAVES, What.MOVES, What.DESCRIBED]


def test_a_number_short_of_its_zeros_with_another_name_is_not_guessed(roster: Roster) -> None:
    found = roster.see(RosterEntry("1", "甲某某", place="B2"))
    assert found.objections == ("B2\uff1a台账里有一个编号和它只差前面的零，姓名又不同，没有猜。请核对这个编号。",)


def entries(*former: str) -> st.SearchStrategy[list[RosterEntry]]:
    """Rosters in which few numbers and names meet in every way."""
    one = st.builds(
        RosterEntry,
        number=st.sampled_from(["1", "01", "2", "02", "3", "甲", "A-1"]),
        name=st.sampled_from(["甲某", "乙某", "丙", "丁戊", "甲"]),
        group=st.sampled_from(["", "第一小组", "第 一小组", "未分组", "第三小组"]),
        sector=st.sampled_from(["", "无", "经济界"]),
        former=st.sampled_from(["", *former]),
        place=st.just("B2"),
    )
    return st.lists(one, max_size=6, unique_by=lambda entry: entry.number.lstrip("0"))


DAYS = st.sampled_from([JANUARY, MARCH, JUNE])
Reading = tuple[list[RosterEntry], date, bool, bool]


def took(roster: Roster, read: Reading) -> tuple[str, ...]:
    """Let the ledger take a roster, unless something must be asked first; what must be."""
    some, on, dated, complete = read
    found = roster.see(*some, on=on, dated=dated, complete=complete)
    for change in () if found.objections else found.changes:
        roster.add(change.events)
    return found.objections


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(entries(), DAYS, st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_whatever_rosters_came_the_last_one_brings_nothing_new(
    rosters: list[Reading],
) -> None:
    roster = Roster()
    objections: tuple[str, ...] = ()
    for read in rosters:
        objections = took(roster, read)
    some, on, dated, complete = rosters[-1]

    assert objections or roster.see(*some, on=on, dated=dated, complete=complete).changes == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(entries("1", "2", "A-1"), DAYS, st.booleans(), st.booleans()), max_size=4))
def test_whatever_rosters_came_no_number_is_two_members_and_no_day_two_groups(
    rosters: list[Reading],
) -> None:
    roster = Roster()
    for read in rosters:
        took(roster, read)

    members = roster.ledger.members.values()
    present = [member.number for member in members if any(spell.end is None for spell in member.spells)]
    assert len(set(present)) == len(present)
    assert all(
        earlier.end and earlier.end <= later.start
        for member in members
        for earlier, later in pairwise(member.spells)
    )
