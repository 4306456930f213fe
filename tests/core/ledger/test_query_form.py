"""How a query is written: whatever a group or an event is called, the query of a report is read back as it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shuxiang.core.ledger.query import NAMES, Measure, Query, QueryError, parse_query, query_text

PIECES = st.sampled_from(["甲组", " ", "\u3000", "=", "\uff1d", "\u201c", "\u201d", "、", "\n", *NAMES.values()])
TEXTS = st.text(min_size=1) | st.lists(PIECES, min_size=1, max_size=12).map("".join)
QUERIES = st.builds(
    Query,
    period=st.sampled_from(["", "2026-11", "2026-W47"]),
    cadence=st.just("") | TEXTS,
    group=st.just("") | TEXTS,
    event=st.just("") | TEXTS,
    measure=st.sampled_from(Measure),
    last=st.integers(0, 10**9),
    today=st.none() | st.dates(),
)


@example(Query(group="甲组 计=乙", cadence="读 小组\uff1d书"))
@example(Query(group="\u201c甲\u201d 计=乙\u201d"))
@given(QUERIES)
def test_what_is_written_is_read_back_whatever_things_are_called(query: Query) -> None:
    assert parse_query(query_text(query)) == query


@given(QUERIES, st.sampled_from(Measure))
def test_a_measure_may_be_added_to_a_query_without_one(query: Query, measure: Measure) -> None:
    bare = query_text(Query(query.period, cadence=query.cadence, group=query.group), measured=False)
    wanted = Query(query.period, cadence=query.cadence, group=query.group, measure=measure)
    assert parse_query(f"{bare} 计={measure}") == wanted


def test_a_name_that_would_be_read_as_another_part_stands_in_quotation_marks() -> None:
    query = Query("2026-11", group="甲组 计=乙", measure=Measure.HANDED_IN)
    assert query_text(query) == "时段=2026-11 小组=\u201c甲组 计=乙\u201d 计=已交"


def test_other_names_stand_as_they_are() -> None:
    query = Query("2026-11", group="第一 小组\uff08机关\uff09", measure=Measure.HANDED_IN)
    assert query_text(query) == "时段=2026-11 小组=第一 小组\uff08机关\uff09 计=已交"


def test_whoever_types_quotation_marks_means_what_is_inside() -> None:
    typed = "小组\uff1d \u201c 甲组 计=乙\u201d   计=\u201c已交\u201d"
    assert parse_query(typed) == Query(group=" 甲组 计=乙", measure=Measure.HANDED_IN)


def test_a_quotation_mark_that_is_not_closed_is_a_part_of_the_name() -> None:
    assert parse_query("小组=\u201c甲组 计=已交") == Query(group="\u201c甲组", measure=Measure.HANDED_IN)


def test_empty_quotation_marks_say_nothing() -> None:
    with pytest.raises(QueryError, match="“小组=”后面没有内容"):
        parse_query("小组=\u201c\u201d 计=已交")
