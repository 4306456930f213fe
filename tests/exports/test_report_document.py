import io
from dataclasses import replace
from datetime import date, datetime

from openpyxl import load_workbook

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.diagnostics import Origin
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.query import parse_query
from shuxiang.core.model import Cadence, Event, Material, Programme
from shuxiang.core.report import Report
from shuxiang.core.reporting import report
from shuxiang.core.schedule import Schedule, plan
from shuxiang.exports.blocks import BarChart, Block, Document, Heading, Items, PageBreak, Paragraph, Table
from shuxiang.exports.report_document import report_document
from shuxiang.exports.report_sheets import report_sheets
from shuxiang.exports.report_words import Stamp
from shuxiang.exports.table_sheet import TableSheet
from shuxiang.exports.table_workbook import table_workbook

CADENCES = (Cadence("article", "周学一文", Every.WEEK), Cadence("topic", "月讲一题", Every.MONTH))
PROGRAMME = Programme(2026, "计划", date(2026, 10, 5), date(2027, 1, 4), CADENCES, groups=("第一小组", "第二小组"))
SCHEDULE, _ = plan([PROGRAMME], [])
TODAY = date(2026, 11, 20)
STAMP = Stamp("某办公室", 120, "3f2a-91bc-0012-77de", site="书香政协")
NAMED = replace(STAMP, names=True)
NAMES = ("甲某", "乙某")


def made(period: str = "2026-11", *events: NewEvent, schedule: Schedule = SCHEDULE) -> Report:
    """A report on two members, of whom the first has done what the events say."""
    roster = [
        NewEvent(
            Kind.JOINED,
            number,
            data={"on": "2026-10-05", "group": group, "sector": ""},
            private={"number": f"000{number}", "name": name, "contact": ""},
        )
        for number, group, name in zip("12", PROGRAMME.groups, NAMES, strict=True)
    ]
    entered = datetime.fromisoformat("2026-11-20T09:00:00")
    of = fold(
        LedgerEvent(seq, 1, event.kind, entered, event.member, event.slot, 0, event.data, event.private)
        for seq, event in enumerate([*roster, *events], start=1)
    )
    return report(of, schedule, parse_key(period), TODAY)


def done(slot: str, note: str = "", at: str = "2026-11-05T20:00") -> NewEvent:
    told = {"record": "K7Q2MX4D", "checksum": "x", "note": note, "title": ""}
    return NewEvent(Kind.CHECKED_IN, "1", slot, data={"acts": "学", "at": at}, private=told)


WORK = (
    done("article/2026-W45", "石桥的道理"),
    done("topic/2026-10", at="2026-10-20T20:00"),
    NewEvent(Kind.CHOSEN, "1", "article/2026-W45", data={"good": True}),
    NewEvent(Kind.ATTENDED, "1", "topic/2026-11", data={"event": "talk", "title": "大讲堂", "on": "2026-11-18"}),
)


def below(document: Document, heading: str) -> list[Block]:
    """The blocks between a heading and the next of its level."""
    places = [
        place for place, block in enumerate(document.blocks) if isinstance(block, Heading) and block.level == 1
    ]
    start = next(place for place in places if document.blocks[place].text.endswith(heading))  # type: ignore[union-attr]
    end = min((place for place in places if place > start), default=len(document.blocks))
    return list(document.blocks[start + 1 : end])


def table(blocks: list[Block]) -> Table:
    return next(block for block in blocks if isinstance(block, Table))


def texts(document: Document) -> str:
    return "\n".join(map(str, (document.title, document.subtitle, *document.blocks)))


def test_it_says_whose_it_is_of_when_and_from_what() -> None:
    document = report_document(made(), STAMP)
    assert document.title == "书香政协学习情况月通报"
    assert document.subtitle == "某办公室\n2026年11月\n截至2026年11月20日（本月还没有结束）"
    assert Paragraph("据台账第 1\u2014120 号，校验码 3f2a-91bc-0012-77de。") in below(document, "数字出处")


def test_a_month_ahead_has_not_begun_yet() -> None:
    assert "截至2026年11月20日（本月还没有开始）" in report_document(made("2026-12"), STAMP).subtitle


def test_what_is_technical_stands_on_a_last_page_that_may_be_left_out() -> None:
    blocks = report_document(made("2026-11", *WORK), NAMED).blocks
    last = blocks.index(Heading("数字出处"))
    assert blocks[last - 1] == PageBreak()
    before = "\n".join(map(str, blocks[:last]))
    assert not [word for word in ("查询", "计=", "校验码", "ledger.py", "时段=") if word in before]
    listed = {row[0]: row[2] for row in table(list(blocks[last:])).rows}
    named = [block.note for block in blocks[:last] if isinstance(block, Table) and block.note]
    assert named
    assert {note.removeprefix("（出处 ").removesuffix("）") for note in named} <= set(listed)
    assert all(parse_query(example) for example in ("时段=2026-11 小组=第一小组 计=已交", listed["I"]))


def test_each_rate_has_its_denominators() -> None:
    rows = table(below(report_document(made("2026-11", *WORK), STAMP), "、各小组")).rows
    assert [(row[0], row[1], row[2], row[-1]) for row in rows] == [
        ("第一小组", "4", "2", "50.0%（2/4）"),
        ("第二小组", "4", "0", "0.0%（0/4）"),
        ("合计", "8", "2", "25.0%（2/8）"),
    ]


def test_a_table_names_the_query_of_its_figures() -> None:
    document = report_document(made(), STAMP)
    assert table(below(document, "、各小组")).note == "（出处 A）"
    sources = {row[0]: row[2] for row in table(below(document, "数字出处")).rows}
    assert sources["A"] == "时段=2026-11 小组=〔该行〕 计=〔列名〕；合计不写小组"


def test_the_last_month_stands_beside_this_one_with_the_difference() -> None:
    rows = table(below(report_document(made("2026-11", *WORK), STAMP), "与上月比")).rows
    assert rows[0] == ("第一小组", "4", "2", "50.0%（2/4）", "5", "1", "20.0%（1/5）", "+30.0")
    assert rows[1][-1] == "持平"
    assert rows[-1][-1] == "+15.0"


def test_periods_whose_cadences_differ_are_compared_by_those_that_both_have() -> None:
    """The week with the last day of October has the monthly topic too."""
    of = made("2026-W44", done("article/2026-W44"))
    document = report_document(of, STAMP)
    told = "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "本周和上周的期不同：月讲一题只有本周有。只比都有的：周学一文。" in told
    assert "只算周学一文：本周完成率 50.0%（1/2），上周 0.0%（0/2）。本周比上周高 50.0 个百分点。" in told
    (chart,) = (block for block in document.blocks if isinstance(block, BarChart))
    assert [series.name for series in chart.series] == ["本周"]
    groups, cadences = (block for block in below(document, "与上周比") if isinstance(block, Table))
    assert groups.rows[-1] == ("合计", "2", "1", "50.0%（1/2）", "2", "0", "0.0%（0/2）", "+50.0")
    assert [row[0] for row in cadences.rows] == ["周学一文", "合计"]
    sheets = {sheet.name: sheet for sheet in report_sheets(of, STAMP)}
    queries = {str(row[0]): str(row[3]) for row in sheets["数字出处"].rows}
    assert queries["E1"] == "时段=2026-W44 节奏=周学一文 小组=第一小组"


def test_a_period_after_one_without_slots_is_not_compared() -> None:
    told = "\n".join(map(str, report_document(made("2026-Q4"), STAMP).blocks))
    assert "上季度没有已经开始的期，不作比较。" in told
    assert "个百分点" not in told


def test_a_year_is_told_by_its_quarters_and_its_materials_by_cadence() -> None:
    of = made("2026", *WORK)
    document = report_document(of, STAMP)
    assert not [block for block in document.blocks if isinstance(block, Heading) and block.text.endswith("、各期")]
    assert [row[0] for row in table(below(document, "各季度")).rows] == ["2026年第四季度", "合计"]
    assert table(below(report_document(made("2026-Q4"), STAMP), "各月")).rows[0][:2] == ("2026年10月", "5")
    tables = [block for block in below(document, "下一年安排") if isinstance(block, Table)]
    assert tables[-1].rows == (("周学一文", "13", "0", "13"), ("月讲一题", "3", "0", "3"))
    names = {sheet.name for sheet in report_sheets(of, STAMP)}
    assert {"各期", "各季度", "缺材料", "本年缺材料"} <= names


EVENTS = tuple(
    Event(
        id_,
        "委员大讲堂",
        title,
        *(datetime.fromisoformat(f"{day}T{hour}:00") for hour in (15, 17)),
        Origin("docs/programme/2026.yml", 9),
        venue=venue,
        hosts=("办公室",),
    )
    for id_, title, day, venue in (
        ("a", "怎样读预算", "2026-11-18", ""),
        ("b", "怎样写提案", "2026-12-03", "报告厅"),
    )
)
MATERIAL = Material("a.md", Origin("docs/a.md", 3), "水渠", "article", parse_key("2026-W50"), 900)
EVENTFUL, _ = plan([replace(PROGRAMME, events=EVENTS)], [MATERIAL])


def test_events_of_the_programme_are_told_past_and_coming() -> None:
    document = report_document(made(schedule=EVENTFUL), STAMP)
    assert table(below(document, "、活动")).rows == (("委员大讲堂：怎样读预算", "2026年11月18日", "没有登记"),)
    coming, events, short = (block for block in below(document, "下月安排") if isinstance(block, Table))
    assert [column.name for column in events.columns] == ["时间", "活动", "地点", "主办"]
    assert events.rows == (("12月3日 15:00", "委员大讲堂：怎样写提案", "报告厅", "办公室"),)
    assert [column.name for column in coming.columns] == ["节奏", "期", "日期", "材料"]
    assert short.columns[-1].name == "还缺（篇）"
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings.count("下月安排") == 0
    (sheet,) = (sheet for sheet in report_sheets(made(schedule=EVENTFUL), STAMP) if sheet.name == "活动")
    assert sheet.rows == (("委员大讲堂：怎样读预算", date(2026, 11, 18), "没有登记"),)


def test_the_chart_shows_groups_in_their_own_order() -> None:
    (chart,) = (
        block for block in report_document(made("2026-11", *WORK), STAMP).blocks if isinstance(block, BarChart)
    )
    assert chart.categories == ("第一小组", "第二小组")
    assert [(series.name, series.values) for series in chart.series] == [
        ("本月", (50.0, 0.0)),
        ("上月", (20.0, 0.0)),
    ]


def test_an_empty_month_says_so_in_every_part() -> None:
    document = report_document(made("2026-01"), STAMP)
    for part in ("、各小组", "各节奏", "、各期", "与上月比", "正在进行的期", "、活动", "好心得", "下月安排"):
        assert Paragraph("无") in below(document, part)
    assert "完成率：无" in texts(document)
    book = load_workbook(io.BytesIO(table_workbook(report_sheets(made("2026-01"), STAMP))))
    assert book["各小组"]["A5"].value == "无"


def test_a_good_note_is_quoted_with_its_group_and_without_its_writer() -> None:
    (items,) = (b for b in below(report_document(made("2026-11", *WORK), STAMP), "好心得") if isinstance(b, Items))
    assert items.texts == ("第一小组，周学一文 第5周（11月2日至8日）：石桥的道理",)


def test_names_come_only_when_they_are_asked_for() -> None:
    of = made("2026-11", *WORK)
    without, with_names = (texts(report_document(of, stamp)) for stamp in (STAMP, NAMED))
    assert not any(name in without for name in (*NAMES, "0001", "0002"))
    assert all(name in with_names for name in (*NAMES, "0001", "0002"))
    cells, named_cells = (all_cells(report_sheets(of, stamp)) for stamp in (STAMP, NAMED))
    assert not {*NAMES, "0001", "0002"} & cells
    assert {*NAMES, "0001", "0002"} <= named_cells


def all_cells(sheets: list[TableSheet]) -> set[object]:
    return {value for sheet in sheets for row in sheet.rows for value in row}


def test_nothing_is_said_that_blames() -> None:
    said = texts(report_document(made("2026-11", *WORK), NAMED))
    assert not [word for word in ("欠", "落后", "通报批评", "排名", "末位", "未完成", "逾期") if word in said]


def test_the_workbook_has_every_rows_query_and_each_can_be_asked() -> None:
    sheets = {sheet.name: sheet for sheet in report_sheets(made("2026-11", *WORK), STAMP)}
    queries = {str(row[0]): str(row[3]) for row in sheets["数字出处"].rows}
    assert queries["A1"] == "时段=2026-11 小组=第一小组"
    assert queries["C2"] == "时段=2026-11 节奏=月讲一题 小组=第一小组"
    assert queries["H1"] == "时段=2026-11 活动=talk 计=到会"
    assert len(queries) == len(sheets["数字出处"].rows)
    assert [name for name in queries if name.startswith("K")] == ["K1", "K6"]
    for query in queries.values():
        parse_query(query)


def test_a_stretch_of_too_many_lines_is_not_listed_one_by_one(monkeypatch) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    assert "明细" in {sheet.name for sheet in report_sheets(made(), NAMED)}
    monkeypatch.setattr("shuxiang.exports.report_sheets.MOST_DETAILED", 3)
    sheets = report_sheets(made(), NAMED)
    assert "明细" not in {sheet.name for sheet in sheets}
    assert "请按月生成" in next(sheet.notes[1] for sheet in sheets if sheet.name == "名单")


def test_a_week_is_told_by_its_number_and_dates() -> None:
    document = report_document(made("2026-W46"), STAMP)
    assert document.subtitle.splitlines()[1] == "2026年第6周（11月9日至15日）"
    kinds = {"2026-W46": "周调度", "2026-11": "月通报", "2026-Q4": "季评估", "2026": "年度总结"}
    for key, kind in kinds.items():
        assert report_document(made(key), STAMP).title == f"书香政协学习情况{kind}"


def test_the_same_events_give_the_same_document_and_sheets() -> None:
    first, second = (made("2026-11", *WORK) for _ in range(2))
    assert report_document(first, STAMP) == report_document(second, STAMP)
    assert report_sheets(first, STAMP) == report_sheets(second, STAMP)
