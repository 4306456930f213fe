from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.ledger.queried import COUNTED, OF_SLOTS, TALLIED
from shuxiang.core.ledger.query import Measure, Query, QueryError, parse_query, query_text

WORDS = st.text(alphabet="第一二三小组委员会 ABC（）", min_size=1, max_size=12).map(str.strip).filter(bool)
QUERIES = st.builds(
    Query,
    period=st.sampled_from(["", "2026-11", "2026-W47", "2026-Q4", "2026"]),
    cadence=st.sampled_from(["", "article", "周学一文"]),
    group=st.just("") | WORDS,
    event=st.sampled_from(["", "talk@2026-11-18"]),
    measure=st.sampled_from(Measure),
    last=st.integers(0, 10**9),
    today=st.none() | st.dates(),
)


@given(QUERIES)
def test_what_is_written_is_read_back(query: Query) -> None:
    assert parse_query(query_text(query)) == query


def test_a_query_is_read_as_people_type_it() -> None:
    typed = "  时段＝2026-w47   小组= 第一 小组　 计＝已交 "
    assert parse_query(typed) == Query("2026-W47", group="第一 小组", measure=Measure.HANDED_IN)


def test_without_a_measure_what_is_due_is_meant() -> None:
    assert parse_query("期次=article/2026-W47") == Query(slot="article/2026-W47", measure=Measure.DUE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "时段=2026-11 计=已交"),
        ("多少人没交", "名称=内容"),
        ("全部 计=已交", "名称=内容"),
        ("小组= 计=已交", "“小组=”后面没有内容"),
        ("计=已交 计=应交", "写了两次"),
        ("计=完成率", "未开展"),
        ("时段=2026-13", "2026-13"),
        ("时段=2026-11 期次=topic/2026-11", "只能写一个"),
        ("台账=0", "台账=120"),
        ("台账=第3号", "台账=120"),
        ("当日=11月20日", "当日=2026-11-20"),
    ],
)
def test_a_query_that_says_nothing_is_answered_with_what_to_write(text: str, said: str) -> None:
    with pytest.raises(QueryError, match="。") as raised:
        parse_query(text)
    assert said in str(raised.value)


@given(st.text())
def test_any_text_is_a_query_or_is_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert parse_query(query_text(replace(query, measure=Measure.MEMBERS))).measure is Measure.MEMBERS


def test_each_measure_of_places_has_both_ways_to_be_counted() -> None:
    assert set(COUNTED) == set(TALLIED) | {Measure.CHOSEN}
    assert set(Measure) - set(COUNTED) == {Measure.PRESENT, *OF_SLOTS}


def test_a_day_is_kept_as_a_day() -> None:
    assert parse_query("计=应交 当日=2026-11-20").today == date(2026, 11, 20)
