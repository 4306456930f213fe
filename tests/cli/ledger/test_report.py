import os
import re
import stat
from argparse import Namespace
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from shuxiang.cli.ledger.office import Office
from shuxiang.cli.ledger.which_period import asked_period
from shuxiang.core.calendar import Every
from shuxiang.core.ledger.event import Kind, NewEvent

NAMES = ("甲某", "乙某", "丙某")


def done(number: str, slot: str, note: str = "") -> NewEvent:
    told = {"record": "K7Q2MX4D", "checksum": "x", "note": note, "title": ""}
    return NewEvent(
        Kind.CHECKED_IN, f"m{number}", slot, data={"acts": "学", "at": "2026-11-12T20:00"}, private=told
    )


@pytest.fixture
def worked(office):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Three of six have handed in the second week; the note of the first is a good one."""
    office.enroll(keys=False)
    slot = "article/2026-W46"
    office.enter([done("0001", slot, "水渠的道理"), done("0002", slot), done("0003", slot)], "collect")
    office.enter([NewEvent(Kind.CHOSEN, "m0001", slot, data={"good": True})], "choose")
    return office


def registered(office) -> dict[str, set[str]]:  # type: ignore[no-untyped-def] # noqa: ANN001
    with office.store.engine.connect() as connection:
        found: dict[str, set[str]] = {}
        for path, member in connection.exec_driver_sql("SELECT path, member FROM named_files"):
            found.setdefault(Path(path).name, set()).add(member)
        return found


def test_three_files_are_written_without_names(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    said = worked.run("report", "month")
    assert said.code == 0, said.err
    folder = worked.folder / "reports" / "2026-11"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"月通报-2026年11月.{ending}" for ending in ("docx", "html", "xlsx")
    ]
    assert "本月还没有结束" in said.out
    assert "--at 2026-10" in said.out
    page = (folder / "月通报-2026年11月.html").read_text(encoding="utf-8")
    assert "水渠的道理" in page
    assert not any(name in page for name in (*NAMES, "0001"))
    head = worked.store.head()
    assert f"据台账第 1\u2014{head.seq} 号，校验码 {head.code}。" in page
    assert docx.Document(str(folder / "月通报-2026年11月.docx")).paragraphs[0].text == "书香学习情况月通报"
    assert (
        load_workbook(folder / "月通报-2026年11月.xlsx")["各小组"]["A1"].value
        == "书香学习情况月通报 2026年11月 本月各小组情况"
    )
    files = [f"月通报-2026年11月.{ending}" for ending in ("docx", "html", "xlsx")]
    assert registered(worked) == {file: {"m0001"} for file in files}


def test_named_files_are_files_of_their_own_remembered_and_for_the_owner_only(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    said = worked.run("report", "week", "--at", "第2周", "--names")
    assert said.code == 0, said.err
    assert "已写出 data/ledger/reports/2026-W46/周调度-2026年第2周（含姓名）.docx" in said.out
    folder = worked.folder / "reports" / "2026-W46"
    paths = sorted(folder.iterdir())
    assert [path.name for path in paths] == [
        f"周调度-2026年第2周（含姓名）.{ending}" for ending in ("docx", "html", "xlsx")
    ]
    assert all(name in paths[1].read_text(encoding="utf-8") for name in NAMES)
    assert registered(worked) == {path.name: {f"m000{number}" for number in range(1, 7)} for path in paths}
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}


@pytest.mark.parametrize(
    ("every", "at", "key"),
    [
        (Every.WEEK, None, "2026-W47"),
        (Every.WEEK, "2026-11-22", "2026-W47"),
        (Every.WEEK, "第2周", "2026-W46"),
        (Every.MONTH, "2026-W49", "2026-12"),
        (Every.QUARTER, "2026-q4", "2026-Q4"),
        (Every.YEAR, "2026-H2", "2026"),
        (Every.MONTH, "12月", "2026-12"),
        (Every.MONTH, "十月份", "2026-10"),
        (Every.MONTH, "２０２７年一月", "2027-01"),
        (Every.QUARTER, "第四季度", "2026-Q4"),
        (Every.QUARTER, "11月", "2026-Q4"),
        (Every.YEAR, "下半年", "2026"),
    ],
)
def test_the_period_is_named_by_a_day_or_by_a_key_as_long_or_shorter(office, every, at, key: str) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    today = date.fromisoformat("2026-11-20")
    own = Office(Namespace(config_file=None, today=today), office.root)
    assert asked_period(own, Namespace(kind=str(every), at=at), "月通报").key == key


def test_a_month_ahead_is_not_said_to_be_running(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    said = worked.run("report", "month", "--at", "2027-01").out
    assert "2027年1月还没有开始" in said
    assert "只算到今天" not in said


def test_the_offices_name_stands_below_a_title_that_begins_with_the_sites(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    (worked.folder / "settings.yml").write_text("office: 某办公室\n", encoding="utf-8")
    worked.run("report", "week")
    (path,) = (worked.folder / "reports" / "2026-W47").glob("*.docx")
    first, second, *_ = docx.Document(str(path)).paragraphs
    assert (first.text, second.text.splitlines()[0]) == ("书香学习情况周调度", "某办公室")


def test_several_cadences_may_be_asked_for_at_once(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    assert count(worked.run("query", "时段=2026-11 节奏=周学一文、月讲一题 计=期数").out) == 4
    assert count(worked.run("query", "时段=2026-11 节奏=周学一文、topic 计=已备").out) == 4
    assert count(worked.run("query", "时段=2026-12 节奏=周学一文 计=排定").out) == 5


def test_an_office_with_an_empty_ledger_gets_its_report(office) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    said = office.run("report", "year")
    assert said.code == 0, said.err
    page = (office.folder / "reports" / "2026" / "年度总结-2026年.html").read_text(encoding="utf-8")
    assert "台账里还没有任何记录" in page
    assert page.count("<p>无</p>") >= 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("week", "--at", "2026-11"), "周调度一次只说一周"),
        (("month", "--at", "2026-11-31"), "不存在"),
        (("month", "--at", "0001-01-01"), "1900"),
        (("month", "--at", "去年"), "写的不是一个期次"),
        (("month", "-o", "docs/通报"), "文档"),
        (("month", "-o", "mkdocs.yml"), "是一个文件"),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_do(office, words, said: str) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    answer = office.run("report", *words)
    assert answer.code == 1
    assert said in answer.err
    assert not (office.root / "docs" / "通报").exists()


# query


def count(said: str) -> int:
    found = re.search(r"共 (\d+) 行。", said)
    assert found
    return int(found[1])


def test_a_query_lists_the_rows_that_a_figure_counts(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    said = worked.run("query", "时段=2026-11 小组=第一小组 计=已交")
    assert count(said.out) == 2
    assert said.out.count("周学一文 第2周") == 2
    assert not any(name in said.out for name in (*NAMES, "0001"))
    named = worked.run("query", "时段=2026-11 小组=第一小组 计=已交", "--names")
    assert re.search("0001 +甲某 +第一小组 +周学一文 第2周", named.out)


def test_a_query_takes_slots_periods_and_groups_as_all_commands_do(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    for query in (
        "期次=第2周 计=已交",
        "期次=周学一文/第2周 计=已交",
        "时段=十一月 小组=第一\u3000小组 计=已交",
        "时段=第2周 计=已交",
    ):
        assert count(worked.run("query", query).out) == (2 if "小组" in query else 3), query


def test_every_query_in_the_workbook_finds_as_many_rows_as_its_figure_says(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    worked.run("report", "month", "-o", str(worked.root / "出"))
    book = load_workbook(worked.root / "出" / "月通报-2026年11月.xlsx")
    heads = [cell.value for cell in book["各小组"][4]]
    for row, source in ((5, "A1"), (9, "A5")):
        (query,) = (line[3].value for line in book["数字出处"].iter_rows() if line[0].value == source)
        said = worked.run("query", f"{query} 计=未开展")
        assert count(said.out) == book["各小组"].cell(row, heads.index("未开展") + 1).value


def test_a_query_can_ask_how_it_was(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    before = worked.store.last()
    worked.enter([done("0004", "article/2026-W46")], "collect")
    assert count(worked.run("query", "期次=article/2026-W46", "计=已交").out) == 4
    assert count(worked.run("query", f"期次=article/2026-W46 计=已交 台账={before}").out) == 3


def test_presences_and_slots_can_be_asked_for(worked) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    data = {"event": "talk", "title": "大讲堂", "on": "2026-11-18"}
    worked.enter([NewEvent(Kind.ATTENDED, "m0001", "topic/2026-11", data=data)], "attend")
    assert re.search("第一小组 +大讲堂 +2026年11月18日", worked.run("query", "活动=talk 计=到会").out)
    assert count(worked.run("query", "时段=2026-11 计=期数").out) == 4
    assert "article/2026-W48" in worked.run("query", "时段=2026-11 计=缺材料").out


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("谁没有交", "名称=内容"),
        ("期次=article/2026-W99 计=已交", "不是一个期次"),
        ("节奏=周学十文 计=已交", "现有 article（周学一文）、topic（月讲一题）"),
        ("计=已交 台账=900", "台账只有"),
        ("小组=第九小组 计=已交", "名册里没有这个小组"),
        ("活动=nothing 计=到会", "没有这个活动"),
    ],
)
def test_a_query_about_what_is_not_there_is_refused(office, query: str, said: str) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    answer = office.run("query", query)
    assert answer.code == 1
    assert said in answer.err
