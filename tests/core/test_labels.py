from datetime import date, datetime

import pytest

from shuxiang.core.calendar import parse_key
from shuxiang.core.diagnostics import Origin
from shuxiang.core.labels import dated_label, dates_text, day_text, event_label, period_label, slot_label
from shuxiang.core.model import Cadence, Event, Slot


def slot_of(key: str, number: int) -> Slot:
    period = parse_key(key)
    return Slot(2026, Cadence("any", "任一", period.every), period, number)


@pytest.mark.parametrize(
    ("key", "short", "dated", "alone", "dates"),
    [
        ("2026-W47", "第46周", "2026年第46周", "2026年11月16日至22日", "11月16日至22日"),
        ("2026-W49", "第46周", "2026年第46周", "2026年11月30日至12月6日", "11月30日至12月6日"),
        (
            "2026-W53",
            "第46周",
            "2026年第46周",
            "2026年12月28日至2027年1月3日",
            "2026年12月28日至2027年1月3日",
        ),
        ("2026-11", "11月", "2026年11月", "2026年11月", "11月1日至30日"),
        ("2026-01", "1月", "2026年1月", "2026年1月", "1月1日至31日"),
        ("2026-Q1", "第一季度", "2026年第一季度", "2026年第一季度", "1月1日至3月31日"),
        ("2026-Q2", "第二季度", "2026年第二季度", "2026年第二季度", "4月1日至6月30日"),
        ("2026-Q3", "第三季度", "2026年第三季度", "2026年第三季度", "7月1日至9月30日"),
        ("2026-Q4", "第四季度", "2026年第四季度", "2026年第四季度", "10月1日至12月31日"),
        ("2026-H1", "上半年", "2026年上半年", "2026年上半年", "1月1日至6月30日"),
        ("2026-H2", "下半年", "2026年下半年", "2026年下半年", "7月1日至12月31日"),
        ("2026", "2026年", "2026年", "2026年", "1月1日至12月31日"),
    ],
)
def test_a_slot_is_called_what_people_call_it(key: str, short: str, dated: str, alone: str, dates: str) -> None:
    slot = slot_of(key, 46)
    assert slot_label(slot) == short
    assert dated_label(slot) == dated
    assert period_label(slot.period) == alone
    assert dates_text(slot.period) == dates


def test_a_week_is_counted_in_its_programmes_year_even_when_it_begins_before() -> None:
    slot = slot_of("2027-W01", 53)
    assert (slot_label(slot), dated_label(slot)) == ("第53周", "2026年第53周")


def test_days_are_written_without_leading_zeros() -> None:
    assert day_text(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.parametrize(
    ("kind", "title", "label"),
    [
        ("委员大讲堂", "怎样读预算", "委员大讲堂：怎样读预算"),
        ("委员大讲堂", "委员大讲堂第三期", "委员大讲堂第三期"),
        ("集中学习", "集中学习", "集中学习"),
        ("", "茶叙", "茶叙"),
    ],
)
def test_an_event_is_called_by_its_kind_and_its_title_each_said_once(kind: str, title: str, label: str) -> None:
    noon = datetime.fromisoformat("2026-11-25T12:00")
    assert event_label(Event("a", kind, title, noon, noon, Origin("f.yml"))) == label
