import io
from datetime import date, datetime

from openpyxl import load_workbook

from shuxiang.core.calendar import Every, parse_key
from shuxiang.core.ledger.event import Kind, LedgerEvent, NewEvent
from shuxiang.core.ledger.ledger import fold
from shuxiang.core.ledger.query import parse_query
from shuxiang.core.model import Cadence, Programme
from shuxiang.core.report import Report, report
from shuxiang.core.schedule import plan
from shuxiang.exports.blocks import BarChart, Block, Document, Heading, Items, Paragraph, Table
from shuxiang.exports.report_document import report_document
from shuxiang.exports.report_sheets import report_sheets
from shuxiang.exports.report_words import Stamp
from shuxiang.exports.table_sheet import TableSheet
from shuxiang.exports.table_workbook import table_workbook

CADENCES = (Cadence("article", "周学一文", Every.WEEK), Cadence("topic", "月讲一题", Every.MONTH))
PROGRAMME = Programme(2026, "计划", date(2026, 10, 5), date(2027, 1, 4), CADENCES, groups=("第一小组", "第二小组"))
SCHEDULE, _ = plan([PROGRAMME], [])
TODAY = date(2026, 11, 20)
STAMP = Stamp("某办公室", 120, "3f2a-91bc-0012-77de")
NAMED = Stamp("某办公室", 120, "3f2a-91bc-0012-77de", names=True)
NAMES = ("甲某", "乙某")


def made(period: str = "2026-11", *events: NewEvent) -> Report:
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
    return report(of, SCHEDULE, parse_key(period), TODAY)


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
    assert document.title == "月通报"
    assert document.subtitle == "某办公室\n2026年11月\n截至2026年11月20日（本月还没有结束）"
    assert document.blocks[0] == Paragraph("据台账第 1\u2014120 号事件，校验码 3f2a-91bc-0012-77de。", note=True)


def test_each_rate_has_its_denominators() -> None:
    rows = table(below(report_document(made("2026-11", *WORK), STAMP), "、各小组")).rows
    assert [(row[0], row[1], row[2], row[-1]) for row in rows] == [
        ("第一小组", "4", "2", "50.0%（2/4）"),
        ("第二小组", "4", "0", "0.0%（0/4）"),
        ("合计", "8", "2", "25.0%（2/8）"),
    ]


def test_a_table_names_the_query_of_its_figures() -> None:
    note = below(report_document(made(), STAMP), "、各小组")[1]
    assert note == Paragraph("查询 A：时段=2026-11 小组=〔该行〕 计=〔列名〕；合计不写小组", note=True)


def test_the_last_month_stands_beside_this_one_with_the_difference() -> None:
    rows = table(below(report_document(made("2026-11", *WORK), STAMP), "与上月比")).rows
    assert rows[0] == ("第一小组", "4", "2", "50.0%（2/4）", "5", "1", "20.0%（1/5）", "+30.0")
    assert rows[-1][-1] == "+15.0"


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
    for part in ("、各小组", "各节奏", "、各期", "与上月比", "正在进行的期", "活动", "好心得", "下月安排"):
        assert Paragraph("无") in below(document, part)
    assert "完成率：无" in texts(document)
    book = load_workbook(io.BytesIO(table_workbook(report_sheets(made("2026-01"), STAMP))))
    assert book["各小组"]["A6"].value == "无"


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
    assert (document.title, document.subtitle.splitlines()[1]) == ("周调度", "2026年第6周（11月9日至15日）")
    assert (report_document(made("2026-Q4"), STAMP).title, report_document(made("2026"), STAMP).title) == (
        "季评估",
        "年度总结",
    )


def test_the_same_events_give_the_same_document_and_sheets() -> None:
    first, second = (made("2026-11", *WORK) for _ in range(2))
    assert report_document(first, STAMP) == report_document(second, STAMP)
    assert report_sheets(first, STAMP) == report_sheets(second, STAMP)
