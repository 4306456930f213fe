"""The schedule page and the wall tell of a week in the same month."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shuxiang.core.calendar import parse_key
from shuxiang.core.labels import period_label
from shuxiang.core.schedule import Schedule
from shuxiang.pages.months import slot_month
from shuxiang.pages.rows import Row
from shuxiang.pages.wall.entries import month_entries
from shuxiang.pages.wall.plan import Plan, months_of
from shuxiang.pages.year_pages import year_page

WEEKLY = "cadences:\n  - {id: article, name: 周学一文, every: week}\n"


def name(row: Row) -> str:
    return row.slot.label if row.slot else row.recess.text if row.recess else ""


@pytest.mark.parametrize("policy", ["skip", "merge", "light", "keep"])
@pytest.mark.parametrize(
    ("starts", "ends"), [("2026-01-05", "2027-01-04"), ("2025-12-29", "2026-12-28"), ("2026-03-04", "2026-07-01")]
)
def test_the_schedule_and_the_wall_put_every_week_into_the_same_month(
    make_plan: Callable[..., Plan], starts: str, ends: str, policy: str
) -> None:
    text = f"year: 2026\nstarts: {starts}\nends: {ends}\nholidays: {policy}\n{WEEKLY}"
    plan = make_plan({"programme/2026.yml": text})
    programme = plan.programmes[0]

    page = year_page(programme, Schedule((programme,), ()), plan.slots, plan.recesses, ())
    listed = {month.label: [name(row) for row in month.weeks] for month in page.months}
    entries = month_entries(plan, programme, months_of(programme))

    assert listed == {
        period_label(month): [entry.title if entry.kind == "rest" else entry.label for entry in found]
        for month, found in entries.items()
    }


def test_merged_weeks_lie_in_the_month_of_the_week_that_is_worked(make_plan: Callable[..., Plan]) -> None:
    files = {
        "programme/2026.yml": f"year: 2026\nholidays: merge\n{WEEKLY}",
        "programme/holidays.yml": "off:\n  2026-07-27 至 2026-07-31: 暑休\n",
    }
    plan = make_plan(files)
    (merged,) = (slot for slot in plan.slots if slot.start == "2026-07-27")

    assert (merged.end, merged.id) == ("2026-08-10", "article/2026-W32")
    assert slot_month(merged) == parse_key("2026-08")
