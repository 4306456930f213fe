from datetime import date

import pytest

from ledger_story import Story
from shuxiang.core.calendar import Every
from shuxiang.core.ledger.dossier import Dossier, dossier, dossiers
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.model import Cadence, Programme
from shuxiang.core.schedule import plan

ARTICLE = Cadence("article", "周学一文", Every.WEEK)
TOPIC = Cadence("topic", "月讲一题", Every.MONTH)
PROGRAMME = Programme(2026, "计划", date(2026, 11, 2), date(2027, 1, 4), (ARTICLE, TOPIC))
NEXT = Programme(2027, "计划", date(2027, 1, 4), date(2027, 3, 1), (ARTICLE,))
SCHEDULE, _ = plan([PROGRAMME, NEXT], [])
TODAY = date(2026, 11, 20)


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run()
    told.join("m1", on="2026-11-02")
    return told


def of(story: Story, member: str = "m1", programme: Programme = PROGRAMME, today: date = TODAY) -> Dossier:
    return dossier(fold(story.events), SCHEDULE.slots, programme, member, today)


def test_what_was_done_is_counted_and_nothing_that_was_not(story: Story) -> None:
    story.check_in("m1", "article/2026-W46")
    story.check_in("m1", "article/2026-W47", at="2026-11-30T20:00")
    story.excuse("住院", "m1", "article/2026-W45")
    assert [(strand.handed_in, strand.made_up) for strand in of(story).strands] == [(2, 1), (0, 0)]


def test_works_are_those_of_the_programme_in_order_of_time(story: Story) -> None:
    for slot in ("article/2026-W47", "article/2026-W45", "topic/2026-11", "article/2027-W02"):
        story.check_in("m1", slot)
    assert [row.slot for _, row in of(story).works] == ["article/2026-W45", "article/2026-W47", "topic/2026-11"]
    assert [row.slot for _, row in of(story, programme=NEXT).works] == ["article/2027-W02"]


def test_work_for_a_slot_that_the_plan_has_no_longer_is_not_lost(story: Story) -> None:
    story.check_in("m1", "law/2026-11")
    story.check_in("m1", "law/2027-02")
    story.check_in("m1", "nonsense")
    assert [row.slot for row in of(story).others] == ["law/2026-11"]


def test_attendance_is_that_of_the_programmes_time_by_day(story: Story) -> None:
    story.attend("m1", "", event="late", on="2026-11-18")
    story.attend("m1", "", event="early", on="2026-11-03")
    story.attend("m1", "", event="before", on="2026-10-30")
    story.attend("m2", "", event="others", on="2026-11-18")
    found = of(story)
    assert [presence.event for presence in found.attendance] == ["early", "late"]
    assert [kind for kind, _ in found.deeds({"late": "委员大讲堂"}).presences] == ["", "委员大讲堂"]


def test_all_who_were_there_in_the_programmes_time_have_a_file(story: Story) -> None:
    story.join("m2", on="2026-11-01")
    story.tell(Kind.LEFT, "m2", data={"on": "2026-11-02"})
    story.join("m3", on="2026-11-01")
    story.tell(Kind.LEFT, "m3", data={"on": "2026-11-03"})
    story.join("m4", on="2026-11-21")
    forgotten = story.join("m5", on="2026-11-02")
    story.tell(Kind.FORGOTTEN, "m5")
    story.let_go(forgotten)
    story.check_in("m3", "article/2026-W45")
    found = list(dossiers(fold(story.events), SCHEDULE.slots, PROGRAMME, TODAY))
    assert [one.member.id for one in found] == ["m1", "m3"]
    assert found == [of(story, "m1"), of(story, "m3")]
