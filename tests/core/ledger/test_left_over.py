from datetime import date

from ledger_story import Story
from shuxiang.core.calendar import Every, parse_key, period_of
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.left_over import in_period, left_over, left_over_words, work_left_over
from shuxiang.core.model import DEFAULT_CADENCES, Slot

PLANNED = Slot(2026, DEFAULT_CADENCES[0], parse_key("2026-W46"), 2)
NOVEMBER = in_period(period_of(Every.MONTH, date(2026, 11, 1)))


def test_slots_that_are_planned_no_more_are_found_where_they_would_be_counted() -> None:
    ids = ["article/2026-W46", "article/2026-W45", "law/2026-11", "article/2026-W49", "", "strange"]
    assert left_over(ids, [PLANNED], NOVEMBER) == ("article/2026-W45", "law/2026-11")


def test_only_what_was_handed_in_is_told_of() -> None:
    story = Story()
    story.run()
    story.check_in("m1", "law/2026-11")
    story.check_in("m2", "law/2026-11")
    story.excuse(member="m3", slot="law/2026-11")
    story.excuse(member="m3", slot="law/2026-10")
    counts = work_left_over(fold(story.events), ["law/2026-11", "law/2026-10"])
    assert counts == {"law/2026-11": 2}
    assert left_over_words(counts) == "台账里还有 2 人次属于学习计划里已没有的期次（law/2026-11），没有计入。"
    assert left_over_words({}) == ""
