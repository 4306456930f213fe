from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.checkin import Act
from shuxiang.core.credit import Basis, CreditLine, CreditRules, Deeds, Rule, credit, number, total
from shuxiang.core.ledger.ledger import Attendance
from shuxiang.core.ledger.row import Row, State
from shuxiang.core.model import Cadence, Slot

ARTICLE = Cadence("article", "周学一文", Every.WEEK)
TOPIC = Cadence("topic", "月讲一题", Every.MONTH)


def work(slot: str = "article/2026-W46", state: State = State.HANDED_IN, **said: object) -> tuple[Slot, Row]:
    id_, _, key = slot.partition("/")
    made = Slot(2026, ARTICLE if id_ == "article" else TOPIC, parse_key(key), 1)
    return made, Row("m1", slot, state, said.pop("evidence", (7,)), **said)  # type: ignore[arg-type]


def presence(kind: str, *evidence: int) -> tuple[str, Attendance]:
    return kind, Attendance("m1", f"e{evidence}", "讲座", date(2026, 11, 11), (), evidence)


def rule(basis: Basis, each: str = "1", **said: object) -> Rule:
    return Rule("一条", basis, Decimal(each), **said)  # type: ignore[arg-type]


def line(found: Rule, *rows: tuple[Slot, Row], presences: tuple[tuple[str, Attendance], ...] = ()) -> CreditLine:
    (one,) = credit(CreditRules("办法", (found,)), Deeds(rows, presences))
    return one


def test_a_rule_tells_its_arithmetic_and_its_evidence() -> None:
    found = line(
        rule(Basis.CHECKIN, "0.5"), work(evidence=(9, 12)), work("article/2026-W47", evidence=(4,)), work()
    )
    assert (found.count, found.arithmetic, found.points, found.evidence) == (
        3,
        "3 × 0.5 = 1.5",
        Decimal("1.5"),
        (4, 7, 9, 12),
    )


def test_more_than_the_most_is_said_to_be_cut() -> None:
    found = line(rule(Basis.CHECKIN, "0.5", at_most=Decimal(1)), work(), work(), work())
    assert (found.arithmetic, found.points) == ("3 × 0.5 = 1.5，封顶 1", Decimal(1))
    found = line(rule(Basis.CHECKIN, "0.5", at_most=Decimal(1)), work(), work())
    assert (found.arithmetic, found.points) == ("2 × 0.5 = 1", Decimal(1))


def test_a_rule_that_nothing_fits_gives_nothing_and_says_so() -> None:
    found = line(rule(Basis.NOTE))
    assert (found.arithmetic, found.points, found.evidence) == ("0 × 1 = 0", 0, ())


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.HANDED_IN, True),
        (State.WAITING, True),
        (State.CLOSED, True),
        (State.RETURNED, False),
        (State.EXCUSED, False),
    ],
)
def test_what_is_returned_or_only_excused_does_not_count(state: State, *, counts: bool) -> None:
    assert line(rule(Basis.CHECKIN), work(state=state, note="有")).count == int(counts)
    assert line(rule(Basis.NOTE), work(state=state, note="有")).count == int(counts)


@pytest.mark.parametrize(
    ("narrowed", "fits", "fits_not"),
    [
        (rule(Basis.CHECKIN, cadence="topic"), work("topic/2026-11"), work()),
        (rule(Basis.CHECKIN, act=Act.APPLY), work(acts=frozenset({Act.APPLY, Act.STUDY})), work()),
        (rule(Basis.CLOSED), work(state=State.CLOSED), work()),
        (rule(Basis.NOTE), work(note="有"), work()),
        (rule(Basis.GOOD_NOTE), work(note="有", chosen=True), work(note="有")),
        (rule(Basis.NOTE, cadence="topic"), work("topic/2026-11", note="有"), work(note="有")),
    ],
)
def test_a_rule_counts_what_it_says(narrowed: Rule, fits: tuple[Slot, Row], fits_not: tuple[Slot, Row]) -> None:
    assert line(narrowed, fits, fits_not).count == 1


def test_presences_count_by_the_kind_of_their_event_and_once_each() -> None:
    there = (presence("委员大讲堂", 3, 4), presence("走访", 5))
    assert line(rule(Basis.ATTENDED), work(), presences=there).count == 2
    found = line(rule(Basis.ATTENDED, event_kind="委员大讲堂"), presences=there)
    assert (found.count, found.evidence) == (1, (3, 4))


def test_each_rule_counts_for_itself() -> None:
    rules = CreditRules("办法", (rule(Basis.CHECKIN, "0.1"), rule(Basis.NOTE, "0.2")))
    lines = credit(rules, Deeds([work(note="有")], ()))
    assert (total(lines), number(total(lines))) == (Decimal("0.3"), "0.3")


@pytest.mark.parametrize(
    ("value", "text"), [("0", "0"), ("0.00", "0"), ("10", "10"), ("1.50", "1.5"), ("100.0", "100"), ("1E+2", "100")]
)
def test_a_number_has_no_zeros_that_say_nothing(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 200), st.decimals(0, 1000, places=4)), max_size=6))
def test_sums_are_exact(parts: list[tuple[int, Decimal]]) -> None:
    lines = [CreditLine(rule(Basis.CHECKIN, str(each)), count, ()) for count, each in parts]
    assert Fraction(total(lines)) == sum((Fraction(each) * count for count, each in parts), Fraction())
