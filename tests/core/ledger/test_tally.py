from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.ledger.tally import Tally, percent_text

TALLIES = st.builds(Tally, *[st.integers(0, 9)] * 7)


def test_who_is_excused_is_not_due() -> None:
    tally = Tally(members=12, excused=2, handed_in=7, made_up=1)
    assert (tally.due, tally.not_begun, tally.rate) == (10, 3, Fraction(7, 10))


def test_where_nobody_is_due_there_is_no_rate() -> None:
    assert Tally(members=2, excused=2).rate is None


@given(TALLIES, TALLIES)
def test_tallies_add_up_number_by_number(one: Tally, other: Tally) -> None:
    both = one + other
    assert (both.members, both.returned, both.due) == (
        one.members + other.members,
        one.returned + other.returned,
        one.due + other.due,
    )
    assert one.times(3) == one + one + one


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(0), "0.0%"),
        (Fraction(1, 100_000), "0.1%"),
        (Fraction(10, 12), "83.3%"),
        (Fraction(99_999, 100_000), "99.9%"),
        (Fraction(1), "100.0%"),
    ],
)
def test_a_rate_is_told_to_a_tenth_and_never_as_all_or_nothing_when_it_is_neither(
    rate: Fraction, text: str
) -> None:
    assert percent_text(rate) == text
