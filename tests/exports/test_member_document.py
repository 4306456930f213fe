from datetime import date
from decimal import Decimal

import pytest

from ledger_story import Story
from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.credit import Basis, CreditRules, Rule, credit
from shuxiang.core.diagnostics import Origin
from shuxiang.core.ledger.dossier import Dossier, dossier
from shuxiang.core.ledger.event import Kind
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.model import Cadence, Material, Programme
from shuxiang.core.schedule import plan
from shuxiang.exports.blocks import Document, Heading, Items, Paragraph, Table
from shuxiang.exports.member_document import member_document

PROGRAMME = Programme(
    2026,
    "2026年学习计划",
    date(2026, 11, 2),
    date(2027, 1, 4),
    (Cadence("article", "周学一文", Every.WEEK), Cadence("topic", "月讲一题", Every.MONTH)),
)
MATERIAL = Material("a.md", Origin("docs/a.md", 3), "水渠", "article", parse_key("2026-W46"), 900)
RULES = CreditRules(
    "积分办法",
    (
        Rule("读一篇文章", Basis.CHECKIN, Decimal("0.5"), Decimal("0.8"), cadence="article"),
        Rule("好心得", Basis.GOOD_NOTE, Decimal(2)),
    ),
)


@pytest.fixture
def story() -> Story:
    told = Story()
    told.run()
    told.join("m1", "第一小组", number="0001")
    return told


def of(story: Story) -> Dossier:
    schedule, _ = plan([PROGRAMME], [MATERIAL])
    return dossier(fold(story.events), schedule.slots, PROGRAMME, "m1", date(2026, 11, 20))


def section(document: Document, name: str) -> list[object]:
    """The blocks below a heading, up to the next one of its level."""
    found: list[object] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.text.endswith(f"、{name}")
        elif inside:
            found.append(block)
    return found


def test_the_file_says_whose_it_is_when_and_from_what(story: Story) -> None:
    document = member_document(of(story), "据台账第 1—2 号")
    assert (document.title, document.subtitle, document.footer) == (
        "一人一档：m1某",
        "2026年学习计划，截至2026年11月20日",
        "据台账第 1—2 号",
    )
    assert section(document, "基本情况") == [Items(("编号：0001", "小组：第一小组"))]


def test_moves_and_the_sector_are_told(story: Story) -> None:
    story.tell(Kind.MOVED, "m1", data={"on": "2026-11-16", "group": "第二小组"})
    told = {"number": "0001", "name": "甲", "contact": "13800000000"}
    story.tell(Kind.DESCRIBED, "m1", data={"sector": "教育界"}, private=told)
    document = member_document(of(story), "")
    assert section(document, "基本情况") == [
        Items(
            (
                "编号：0001",
                "小组：第一小组（11月2日至15日）；第二小组（2026年11月16日起）",
                "界别：教育界",
            )
        )
    ]
    assert "13800000000" not in repr(document)


def test_who_has_done_nothing_has_a_valid_file(story: Story) -> None:
    document = member_document(of(story), "")
    assert section(document, "写下的心得") == [Paragraph("无")]
    assert section(document, "参加的活动") == [Paragraph("无")]
    assert section(document, "学了什么") == [
        Heading("周学一文", 2),
        Paragraph("无"),
        Heading("月讲一题", 2),
        Paragraph("无"),
    ]


def test_what_was_done_is_summed_up_and_it_is_no_bill(story: Story) -> None:
    story.check_in("m1", at="2026-11-17T08:00", note="想到一点")
    story.choose()
    story.excuse("住院", slot="article/2026-W45")
    document = member_document(of(story), "")
    table = section(document, "学了多少")[0]
    assert isinstance(table, Table)
    assert table.rows == (
        ("周学一文", "1", "1", "1", "1"),
        ("月讲一题", "0", "0", "0", "0"),
        ("合计", "1", "1", "1", "1"),
    )
    assert not [word for word in ("应交", "未开展", "完成率") if word in repr(document.blocks)]


def test_works_notes_and_events_are_told_with_their_evidence(story: Story) -> None:
    seq = story.check_in("m1", acts="学谈", at="2026-11-17T08:00", note="第一行\n\n第二行")
    chosen = story.choose()
    there = story.attend("m1", "topic/2026-11", title="委员大讲堂：怎样读预算", on="2026-11-18")
    document = member_document(of(story), "")
    works = [block for block in section(document, "学了什么") if isinstance(block, Table)]
    assert [table.rows for table in works] == [
        (("第2周", "《水渠》", "学谈", "11月17日", "已交，补学", f"{seq}、{chosen}"),),
        (("11月", "", "学（到会）", "11月18日", "已交", str(there)),),
    ]
    assert section(document, "写下的心得") == [
        Heading("周学一文 第2周《水渠》（11月17日，选为好心得）", 2),
        Paragraph("第一行"),
        Paragraph("第二行"),
    ]
    (events,) = section(document, "参加的活动")
    assert isinstance(events, Table)
    assert events.rows == (("11月18日", "委员大讲堂：怎样读预算", "月讲一题 11月", str(there)),)


def test_work_for_a_slot_that_is_gone_has_a_part_of_its_own(story: Story) -> None:
    seq = story.check_in("m1", "law/2026-11")
    blocks = section(member_document(of(story), ""), "学了什么")
    assert blocks[-2] == Heading("计划里已经没有的期", 2)
    assert isinstance(blocks[-1], Table)
    assert blocks[-1].rows == (("law/2026-11", "学", "11月12日", "已交", str(seq)),)


def test_without_rules_there_is_no_word_of_credit(story: Story) -> None:
    story.check_in("m1")
    document = member_document(of(story), "")
    assert len([block for block in document.blocks if isinstance(block, Heading) and block.level == 1]) == 5
    assert "分" not in repr([block for block in document.blocks if not isinstance(block, Items)])


def test_with_rules_credit_is_told_line_by_line(story: Story) -> None:
    first, second = story.check_in("m1"), story.check_in("m1", "article/2026-W47", at="2026-11-18T08:00")
    found = of(story)
    document = member_document(found, "", RULES, credit(RULES, found.deeds({})))
    table = section(document, "积分办法")[0]
    assert isinstance(table, Table)
    assert table.total
    assert table.rows == (
        ("读一篇文章", "2 × 0.5 = 1，封顶 0.8", "0.8", f"{first}、{second}"),
        ("好心得", "0 × 2 = 0", "0", "无"),
        ("合计", "0.8 + 0 = 0.8", "0.8", ""),
    )
