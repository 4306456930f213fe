"""Group figures that anybody may see: what they tell, and that they tell of nobody."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.figures import CadenceFigures, Figures, Line, Terms, figures, group_sizes, veiled
from shuxiang.core.figures_form import FiguresError, from_text, to_text
from shuxiang.core.ledger.member import Member, Spell
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.ledger.tally import Place
from shuxiang.core.model import Cadence, Slot

ARTICLE = Cadence("article", "周学一文", Every.WEEK)
TOPIC = Cadence("topic", "月讲一题", Every.MONTH)
SLOTS = {key: Slot(2026, ARTICLE, parse_key(key), number) for number, key in enumerate(("2026-W45", "2026-W46"), 1)}
NOVEMBER, DAY = parse_key("2026-11"), date(2026, 11, 20)
MOMENT = datetime.fromisoformat("2026-11-05T08:00")


def place(group: str, who: int, state: State | None, slot: Slot = SLOTS["2026-W45"]) -> Place:
    id_ = f"{group}/{who}"
    member = Member(id_, "", "", "", "", (Spell(group, date(2026, 1, 1)),))
    row = Row(id_, slot.id, state, (1,), first_at=MOMENT) if state else None
    return Place(member, slot, group, row)


def places(groups: Mapping[str, tuple[int, int]]) -> list[Place]:
    """Places of one slot; of each group its members, and how many of them handed in."""
    return [
        place(group, who, State.HANDED_IN if who < done else None)
        for group, (members, done) in groups.items()
        for who in range(members)
    ]


def made(found: Sequence[Place], smallest: int = 5, *, ranked: bool = False, order: Sequence[str] = ()) -> Figures:
    return figures(found, NOVEMBER, DAY, Terms(smallest, ranked, order))


def only(found: Sequence[Place], smallest: int = 5, **terms: Any) -> CadenceFigures:
    (cadence,) = made(found, smallest, **terms).cadences
    return cadence


def told(cadence: CadenceFigures) -> list[tuple[str, int, int, int]]:
    return [(line.name, line.due, line.least, line.most) for line in cadence.lines]


def test_groups_that_are_large_enough_stand_alone_in_the_offices_order_whatever_their_rates() -> None:
    found = places({"甲组": (6, 2), "乙组": (5, 3), "丙组": (7, 4)})

    assert told(only(found, order=["丙组", "甲组", "乙组"])) == [
        ("丙组", 7, 4, 4),
        ("甲组", 6, 2, 2),
        ("乙组", 5, 3, 3),
        ("合计", 18, 9, 9),
    ]


def test_a_small_group_is_never_the_only_one_left_out() -> None:
    cadence = only(places({"甲组": (8, 4), "乙组": (3, 2), "丙组": (6, 2)}))

    assert told(cadence) == [("甲组", 8, 4, 4), ("其他小组", 9, 4, 4), ("合计", 17, 8, 8)]


def test_small_groups_that_are_enough_together_take_in_no_other() -> None:
    cadence = only(places({"甲组": (6, 3), "乙组": (3, 2), "丙组": (2, 0)}))

    assert told(cadence) == [("甲组", 6, 3, 3), ("其他小组", 5, 2, 2), ("合计", 11, 5, 5)]


@pytest.mark.parametrize(
    "groups",
    [{"甲组": (9, 4)}, {"甲组": (2, 1), "乙组": (4, 3), "丙组": (3, 0)}, {"甲组": (7, 3), "乙组": (2, 1)}],
    ids=["one group", "all too small", "one and the others' only help"],
)
def test_where_no_group_would_stand_alone_there_is_only_the_total(groups: dict[str, tuple[int, int]]) -> None:
    cadence = only(places(groups))

    assert told(cadence) == [("合计", 9, 4, 4)]


def test_where_all_together_are_too_few_there_is_nothing() -> None:
    cadence = only(places({"甲组": (2, 1), "乙组": (2, 1)}))

    assert cadence.lines == ()
    assert only(places({"甲组": (2, 1), "乙组": (2, 1)}), smallest=4).total


def test_all_looks_like_all_but_one_and_none_like_one_in_the_total_too() -> None:
    shown = [
        told(only(places({"甲组": (6, first), "乙组": (5, second)}), order=["甲组", "乙组"]))
        for first, second in ((6, 0), (5, 0), (6, 1), (5, 1))
    ]

    assert shown == [[("甲组", 6, 5, 6), ("乙组", 5, 0, 1), ("合计", 11, 5, 7)]] * 4


def test_who_is_excused_makes_a_group_no_larger_and_is_not_due() -> None:
    found = places({"甲组": (6, 3), "乙组": (6, 3), "丙组": (4, 2)})
    found.append(place("丙组", 9, State.EXCUSED))

    assert group_sizes(found, ()) == {"甲组": 6, "乙组": 6, "丙组": 4}
    assert told(only(found))[-2:] == [("其他小组", 10, 5, 5), ("合计", 16, 8, 8)]


def test_a_member_counts_once_in_a_group_however_many_slots() -> None:
    found = [place("甲组", who, None, slot) for slot in SLOTS.values() for who in range(4)]

    assert only(found).total is None
    assert only(found).slots == 2


def test_each_cadence_is_divided_for_itself() -> None:
    topic = Slot(2026, TOPIC, NOVEMBER, 11)
    found = places({"甲组": (6, 3), "乙组": (5, 2)})
    found += [place(group, who, None, topic) for group in ("甲组", "乙组") for who in range(4)]

    article, second = made(found).cadences

    assert [line.name for line in article.lines] == ["甲组", "乙组", "合计"]
    assert told(second) == [("合计", 8, 0, 1)]
    assert (second.id, second.name) == ("topic", "月讲一题")


def test_only_where_the_office_has_said_so_groups_stand_by_their_rates_and_ties_as_listed() -> None:
    found = places({"甲组": (6, 2), "乙组": (6, 3), "丙组": (6, 6), "丁组": (6, 3), "戊组": (2, 2), "己组": (3, 3)})
    order = ["戊组", "丁组", "甲组", "乙组"]

    assert [line.name for line in only(found, order=order).groups] == ["丁组", "甲组", "乙组", "丙组"]
    ranked = only(found, order=order, ranked=True)
    assert [line.name for line in ranked.lines] == ["丙组", "丁组", "乙组", "甲组", "其他小组", "合计"]


def test_an_office_without_slots_or_members_has_no_figures() -> None:
    assert made([]).cadences == ()


SIZES = st.dictionaries(
    st.sampled_from("甲乙丙丁戊己庚"),
    st.integers(1, 9).flatmap(lambda members: st.tuples(st.just(members), st.integers(0, members))),
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(groups=SIZES, smallest=st.integers(3, 8), ranked=st.booleans())
def test_every_line_is_about_enough_people_and_all_add_up(
    groups: dict[str, tuple[int, int]], smallest: int, *, ranked: bool
) -> None:
    result = made(places(groups), smallest, ranked=ranked)

    for cadence in result.cadences:
        for line in cadence.lines:
            assert line.people >= smallest
            assert line.most >= 1
            assert line.least < line.due
        if cadence.total:
            assert cadence.total.due == sum(members for members, _ in groups.values())
            assert cadence.total.least <= sum(done for _, done in groups.values()) <= cadence.total.most
    assert from_text(to_text(result)) == result


@settings(max_examples=15, deadline=None)
@given(members=st.lists(st.integers(1, 5), min_size=1, max_size=3), smallest=st.integers(3, 4))
def test_not_even_who_knows_the_rules_can_tell_that_all_or_none_of_a_group_have_handed_in(
    members: list[int], smallest: int
) -> None:
    """Every world is tried; those that look alike must differ about each group."""
    worlds: dict[str, list[tuple[int, ...]]] = {}
    for done in itertools.product(*(range(most + 1) for most in members)):
        groups = {f"{at}组": pair for at, pair in enumerate(zip(members, done, strict=True))}
        worlds.setdefault(to_text(made(places(groups), smallest)), []).append(done)

    for alike in worlds.values():
        for at, most in enumerate(members):
            assert {done[at] for done in alike} not in ({0}, {most})


def test_what_is_told_of_a_number() -> None:
    assert [veiled(number, 6) for number in range(7)] == [(0, 1), (0, 1), (2, 2), (3, 3), (4, 4), (5, 6), (5, 6)]
    assert [veiled(number, 3) for number in range(4)] == [(0, 1), (0, 1), (2, 3), (2, 3)]


EXAMPLE = made(places({"甲组": (6, 3), "乙组": (5, 5), "丙组": (3, 1), "丁组": (2, 0)}))


def changed(**fields: Any) -> str:
    return json.dumps({**json.loads(to_text(EXAMPLE)), **fields})


def with_cadence(**fields: Any) -> str:
    (cadence,) = json.loads(to_text(EXAMPLE))["cadences"]
    return changed(cadences=[{**cadence, **fields}])


def with_group(**fields: Any) -> str:
    (cadence,) = json.loads(to_text(EXAMPLE))["cadences"]
    return with_cadence(groups=[{**cadence["groups"][0], **fields}, *cadence["groups"][1:]])


def numbers(people: int, due: int, least: int, most: int) -> dict[str, int]:
    return {"people": people, "due": due, "least": least, "most": most}


REFUSED = {
    "nothing": "",
    "no JSON": "小组,应交,已交",
    "cut off": to_text(EXAMPLE)[:-20],
    "nested without end": "[" * 100_000,
    "a list": "[]",
    "another program's": '{"groups": []}',
    "a later version's": changed(version=2),
    "something more": changed(names=["张三"]),
    "no such period": changed(period="2026-13"),
    "a week": changed(period="2026-W46"),
    "a number for a period": changed(period=2026),
    "no day": changed(as_of="2026-02-30"),
    "a long number for a day": changed(as_of="20261120"),
    "groups of two": changed(smallest_group=2),
    "a smallest group larger than the lines": changed(smallest_group=6),
    "true for one": changed(smallest_group=True),
    "perhaps ranked": changed(ranked="yes"),
    "cadences by name": changed(cadences={}),
    "a cadence that is a text": changed(cadences=["张三"]),
    "a cadence twice": changed(cadences=json.loads(to_text(EXAMPLE))["cadences"] * 2),
    "a member": with_group(member="张三"),
    "a group without a number": with_cadence(groups=[{"name": "甲组"}]),
    "a group of nobody": with_group(people=0),
    "a group of a few": with_group(people=4),
    "more people than were due": with_group(people=7),
    "a name of two lines": with_group(name="甲组\n张三"),
    "no name": with_group(name=""),
    "a name without end": with_group(name="组" * 101),
    "a group twice": with_group(name="乙组"),
    "half a receipt": with_group(least=2.5, most=2.5),
    "more than were due": with_group(least=3, most=7),
    "less than nothing": with_group(least=-1, most=-1),
    "all of a group": with_group(least=6, most=6),
    "none of a group": with_group(least=0, most=0),
    "a range where there need be none": with_group(least=2, most=3),
    "sums that show a hidden group": with_cadence(others=None),
    "a total that is another": with_cadence(total=numbers(16, 16, 8, 10)),
    "groups without a total": with_cadence(total=None),
    "the others alone": with_cadence(groups=[], others=numbers(16, 16, 8, 8), total=numbers(16, 16, 8, 8)),
    "one group and the total": with_cadence(
        groups=[{"name": "甲组", **numbers(6, 6, 3, 3)}], others=None, total=numbers(6, 6, 3, 3)
    ),
    "a number too long to be read": to_text(EXAMPLE).replace('"slots": 1', f'"slots": {"9" * 5000}'),
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_not_as_it_was_written_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(FiguresError) as refused:
        from_text(text)

    assert "张三" not in str(refused.value)


def test_groups_that_are_said_to_be_ranked_must_be() -> None:
    ranked = json.loads(to_text(made(places({"甲组": (6, 2), "乙组": (6, 4)}), ranked=True)))
    ranked["cadences"][0]["groups"].reverse()

    with pytest.raises(FiguresError, match="顺序"):
        from_text(json.dumps(ranked))


def test_the_same_figures_make_the_same_text_which_people_can_read() -> None:
    text = to_text(EXAMPLE)

    assert from_text(text) == EXAMPLE
    assert text == to_text(from_text(text))
    assert '"name": "甲组"' in text
    assert Line("甲组", 6, 6, 3, 3) in EXAMPLE.cadences[0].groups


def test_a_period_runs_until_its_last_day_is_over() -> None:
    assert EXAMPLE.is_running
    assert replace(EXAMPLE, as_of=date(2026, 11, 30)).is_running
    assert not replace(EXAMPLE, as_of=date(2026, 12, 1)).is_running
