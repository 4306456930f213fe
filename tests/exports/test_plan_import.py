import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from plan_year import NOVEMBER, PROGRAMME, Year
from plan_year import W46 as LIGHTS
from shuxiang.core.calendar import Every
from shuxiang.core.days import Day
from shuxiang.core.model import Cadence, HolidayPolicy
from shuxiang.core.schedule import plan
from shuxiang.exports.plan_baseline import find_baseline
from shuxiang.exports.plan_changes import PlanChanges
from shuxiang.exports.plan_files import Shelf
from shuxiang.exports.plan_import import plan_import
from shuxiang.exports.plan_sheet import find_plan
from shuxiang.exports.spreadsheet import Cell, Sheet, WorkbookError
from shuxiang.exports.xlsx_reader import read_workbook

FIXTURES = Path(__file__).parent / "fixtures"
W46 = "readings/2026/w46.md"

Fill = Callable[[bytes, Mapping[str, object]], bytes]
RowOf = Callable[..., int]


def said(changes: PlanChanges) -> list[str]:
    return [str(problem) for problem in (*changes.conflicts, *changes.bad)]


def wishes(changes: PlanChanges) -> list[tuple[str, str, str]]:
    """Path, field and value of everything that is to be written."""
    made = [(c.path, name, value) for c in changes.creations for name, value in c.fields.items()]
    return made + [(u.material.path, c.field, c.new) for u in changes.updates for c in u.changes]


def nothing(changes: PlanChanges) -> bool:
    return not (changes.creations or changes.updates or changes.conflicts or changes.bad or changes.kept)


def test_a_plan_that_comes_back_as_it_went_changes_nothing(year: Year) -> None:
    changes = year.read(year.template())
    assert nothing(changes)
    assert changes.rows == 2


def test_a_title_in_a_free_row_makes_a_file_in_the_folder_of_its_cadence(
    year: Year,
    fill: Fill,
    row_of: RowOf,
) -> None:
    data = year.template()
    row, month = row_of(data, "2026-W47"), row_of(data, "2026-12", "月讲一题")
    changes = year.read(fill(data, {f"F{row}": "写小事", f"K{row}": "李四", f"F{month}": "十二月讲坛"}))
    assert wishes(changes) == [
        ("readings/2026/2026-W47.md", "title", "写小事"),
        ("readings/2026/2026-W47.md", "lecture.speaker", "李四"),
        ("topic/2026/2026-12.md", "title", "十二月讲坛"),
    ]
    assert said(changes) == []


def test_a_new_file_never_takes_a_name_that_is_in_use(year: Year, fill: Fill, row_of: RowOf) -> None:
    other = year.materials["topic/11.md"]
    year.materials["readings/2026/2026-w47.md"] = replace(other, path="readings/2026/2026-w47.md", cadence_id="x")
    year.others |= {"readings/2026/2026-W47.md", "readings/2026/2026-W47-2.md"}
    data = year.template()
    (made,) = year.read(fill(data, {f"F{row_of(data, '2026-W47')}": "写小事"})).creations
    assert made.path == "readings/2026/2026-W47-3.md"


def test_what_has_been_imported_changes_nothing_the_next_time(year: Year, fill: Fill, row_of: RowOf) -> None:
    data = year.template()
    first, second = row_of(data, "2026-W46"), row_of(data, "2026-W47")
    filled = fill(
        data,
        {
            f"F{first}": "数一数路灯",
            f"G{first}": "书香编写组",
            f"F{second}": 1984,
            f"J{second}": "经济界，第一小组",
            f"L{second}": "11月18日下午3点",
            f"M{second}": "会议室",
        },
    )
    year.apply(year.read(filled))
    assert year.materials["readings/2026/2026-W47.md"].title == "1984"
    assert year.materials["readings/2026/2026-W47.md"].group == "经济界、第一小组"
    assert year.materials["readings/2026/2026-W47.md"].lecture.at == "2026-11-18 15:00"
    assert nothing(year.read(filled))
    assert nothing(year.read(year.template()))


class TestAFileThatCannotBeRead:
    """It is there, and nothing is known of it."""

    UNREAD = "在，但标题区读不出来或编码不对。请先运行 python3 scripts/check.py，改好再导入。"

    def test_the_row_that_names_it_is_not_told_to_clear_the_cell(self, year: Year) -> None:
        data = year.template()
        del year.materials[W46]
        year.others.add(W46)
        changes = year.read(data)
        assert wishes(changes) == []
        assert said(changes) == [f"O9\uff1a文件“{W46}”{self.UNREAD}"]

    def test_no_second_file_is_made_beside_it(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        year.others.add("readings/2026/2026-W47.md")
        data = year.template()
        row = row_of(data, "2026-W47")
        changes = year.read(fill(data, {f"F{row}": "写小事"}))
        assert wishes(changes) == []
        assert said(changes) == [f"O{row}\uff1a文件“readings/2026/2026-W47.md”{self.UNREAD}"]

    def test_where_several_files_are_wanted_the_next_name_is_taken(
        self, year: Year, fill: Fill, row_of: RowOf
    ) -> None:
        year.others.add("party/2026/2026-11.md")
        data = year.template()
        changes = year.read(fill(data, {f"F{row_of(data, '2026-11', '每月两学')}": "甲篇"}))
        assert wishes(changes) == [("party/2026/2026-11-2.md", "title", "甲篇")]


class TestALectureFarAway:
    """A year typed out of habit."""

    @pytest.mark.parametrize(
        ("key", "typed", "day"),
        [
            ("2026-W46", "2025-11-11 15:00", "2025-11-11"),
            ("2026-W47", "2027年11月18日下午3点", "2027-11-18"),
            ("2026-W47", datetime(2026, 1, 18, 15), "2026-01-18"),  # noqa: DTZ001
            ("2026-W47", "2026-10-01", "2026-10-01"),
            ("2026-W47", "2027-02-04", "2027-02-04"),
        ],
    )
    def test_it_is_told_in_old_rows_and_new(
        self, year: Year, fill: Fill, key: str, typed: object, day: str
    ) -> None:
        data = year.template()
        row, dates = {"2026-W46": (9, "11月9日至15日"), "2026-W47": (10, "11月16日至22日")}[key]
        changes = year.read(fill(data, {f"L{row}": typed, f"F{row}": "写小事"}))
        assert [name for _, name, _ in wishes(changes)] == ["title"]
        assert said(changes) == [f"L{row}\uff1a{day} 离这一期（{key}，{dates}）太远，没有采用。请核对年份。"]

    @pytest.mark.parametrize("typed", ["2026-10-02", "2027-02-03 15:00", "12月31日"])
    def test_a_month_around_the_programme_is_near_enough(
        self, year: Year, fill: Fill, row_of: RowOf, typed: str
    ) -> None:
        data = year.template()
        row = row_of(data, "2026-W47")
        changes = year.read(fill(data, {f"L{row}": typed, f"F{row}": "写小事"}))
        assert [name for _, name, _ in wishes(changes)] == ["title", "lecture.at"]
        assert said(changes) == []

    def test_half_a_year_from_its_slot_is_too_far_in_a_long_programme(
        self, year: Year, fill: Fill, row_of: RowOf
    ) -> None:
        year.programme = replace(year.programme, ends=date(2027, 11, 1))
        data = year.template()
        row = row_of(data, "2026-11", "月讲一题")
        assert said(year.read(fill(data, {f"L{row}": "2027-06-02"})))
        assert not said(year.read(fill(data, {f"L{row}": "2027-06-01"})))
        manuscript = row_of(data, "2027", "年撰一稿")
        assert not said(year.read(fill(data, {f"L{manuscript}": "2027-12-01", f"F{manuscript}": "一稿"})))


class TestTitlesThatMoveWhileTheirTextsStay:
    def warnings(self, changes: PlanChanges) -> list[str]:
        return [str(warning) for warning in changes.warnings]

    @pytest.fixture
    def two(self, year: Year) -> Year:
        """The small year with a second week's file."""
        new = replace(year.materials[W46], path="readings/2026/w47.md", title="写小事")
        year.materials[new.path] = replace(new, period=replace(new.period, key="2026-W47"))
        return year

    def test_the_titles_of_two_weeks_exchanged(self, two: Year, fill: Fill) -> None:
        changes = two.read(fill(two.template(), {"F9": "写小事", "F10": "数 路灯"}))
        assert len(wishes(changes)) == 2
        assert said(changes) == []
        assert self.warnings(changes) == [
            (
                "F9\uff1a《数路灯》有正文，题目改了正文不会跟着换。"
                "《写小事》是 docs/readings/2026/w47.md 现在的题目，它的正文不会跟着过来。"
            ),
            (
                "F10\uff1a《写小事》有正文，题目改了正文不会跟着换。"
                "《数 路灯》是 docs/readings/2026/w46.md 现在的题目，它的正文不会跟着过来。"
            ),
        ]

    def test_a_new_title_over_a_text(self, year: Year, fill: Fill) -> None:
        changes = year.read(fill(year.template(), {"F9": "数一数路灯"}))
        assert self.warnings(changes) == ["F9\uff1a《数路灯》有正文，题目改了正文不会跟着换。"]

    def test_a_title_moved_to_a_free_week(self, year: Year, fill: Fill) -> None:
        changes = year.read(fill(year.template(), {"F9": None, "F10": "数路灯"}))
        assert self.warnings(changes) == [
            "F10\uff1a《数路灯》是 docs/readings/2026/w46.md 现在的题目，它的正文不会跟着过来。"
        ]

    def test_without_texts_only_a_title_that_stands_twice_is_worth_a_word(self, two: Year, fill: Fill) -> None:
        for path, material in two.materials.items():
            two.materials[path] = replace(material, blank=True)
        data = two.template()
        assert self.warnings(two.read(fill(data, {"F9": "数一数路灯"}))) == []
        assert self.warnings(two.read(fill(data, {"F9": "写小事"}))) == [
            "F9\uff1a《写小事》是 docs/readings/2026/w47.md 现在的题目。"
        ]

    def test_other_fields_and_titles_that_are_left_alone_are_no_matter(self, two: Year, fill: Fill) -> None:
        data = two.template()
        two.change(W46, title="改过的")
        assert self.warnings(two.read(fill(data, {"F9": "又改的", "H9": "某报", "F11": "新的"}))) == []


class TestTheMergeOfThree:
    """The header at export, the cell, the header now."""

    def cell(
        self, year: Year, fill: Fill, row_of: RowOf, value: object, *, now: str, column: str = "H"
    ) -> PlanChanges:
        """Import a plan whose 来源 (本会编写 at export) is ``value``, over a file that says ``now``."""
        data = year.template()
        year.change(W46, source=now)
        changes: PlanChanges = year.read(fill(data, {f"{column}{row_of(data, '2026-W46')}": value}))
        return changes

    def test_only_the_cell_has_changed(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        changes = self.cell(year, fill, row_of, "某报", now="本会编写")
        assert wishes(changes) == [(W46, "source", "某报")]
        assert changes.updates[0].changes[0].old == "本会编写"

    def test_only_the_file_has_changed(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        assert nothing(self.cell(year, fill, row_of, "本会编写", now="某报"))

    def test_both_have_changed_alike(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        assert nothing(self.cell(year, fill, row_of, "某报", now="某报"))

    def test_both_have_changed(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        changes = self.cell(year, fill, row_of, "某报", now="某刊")
        assert wishes(changes) == []
        assert said(changes) == [
            (
                "H9\uff1a来源，表里是“某报”，文件里是“某刊”，是导出以后改的，没有动它。"
                "请在文件里改，或重新导出后再填。"
            )
        ]

    def test_the_cell_is_emptied(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        changes = self.cell(year, fill, row_of, None, now="本会编写")
        assert wishes(changes) == []
        assert changes.kept == ("H9",)

    @pytest.mark.parametrize("column", "FGHIJKLMN")
    def test_the_cell_has_become_a_formula_that_nobody_has_worked_out(
        self, year: Year, fill: Fill, row_of: RowOf, column: str
    ) -> None:
        changes = self.cell(year, fill, row_of, "=A1", now="本会编写", column=column)
        assert wishes(changes) == []
        assert changes.kept == ()
        assert [problem.startswith(f"{column}9\uff1a这一格是公式") for problem in said(changes)] == [True]

    def test_the_file_is_emptied_and_the_cell_left(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        assert nothing(self.cell(year, fill, row_of, "本会编写", now=""))

    def test_the_file_is_emptied_and_the_cell_changed(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        assert wishes(self.cell(year, fill, row_of, "某报", now="")) == [(W46, "source", "某报")]

    def test_the_file_had_nothing(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        assert wishes(self.cell(year, fill, row_of, "甲", now="本会编写", column="G")) == [(W46, "author", "甲")]

    def test_a_file_that_has_come_since_is_only_added_to(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        data = year.template()
        new = replace(
            year.materials[W46], path="new.md", period=replace(year.materials[W46].period, key="2026-W47")
        )
        year.materials["new.md"] = new
        row = row_of(data, "2026-W47")
        changes = year.read(fill(data, {f"F{row}": "别的题目", f"G{row}": "甲"}))
        assert wishes(changes) == [("new.md", "author", "甲")]
        assert [problem.address for problem in changes.conflicts] == [f"F{row}"]


def test_a_row_cleared_as_a_whole_deletes_nothing_either(year: Year, fill: Fill) -> None:
    changes = year.read(fill(year.template(), dict.fromkeys(["F9", "H9", "J9", "L9"])))
    assert wishes(changes) == []
    assert changes.kept == ("F9", "H9", "J9", "L9")


def without_baseline(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    del book["_shuxiang"]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_a_retyped_plan_fills_in_what_is_missing_and_overwrites_nothing(
    year: Year,
    fill: Fill,
    row_of: RowOf,
) -> None:
    data = without_baseline(year.template())
    row = row_of(data, "2026-W46")
    changes = year.read(fill(data, {f"F{row}": "新题目", f"G{row}": "甲"}))
    assert wishes(changes) == [(W46, "author", "甲")]
    assert said(changes) == [
        (
            f"F{row}\uff1a题目，表里是“新题目”，文件里是“数路灯”。这份表没有导出时的底稿，不知道哪个是新的，没有动它。"
            "请在文件里改。"
        )
    ]


def test_a_baseline_of_a_later_format_is_none(year: Year, fill: Fill, row_of: RowOf) -> None:
    data = year.template()
    book = load_workbook(io.BytesIO(data))
    book["_shuxiang"]["B1"] = "99"
    saved = io.BytesIO()
    book.save(saved)
    changes = year.read(fill(saved.getvalue(), {f"F{row_of(data, '2026-W46')}": "新题目"}))
    assert ["没有导出时的底稿" in problem for problem in said(changes)] == [True]


class TestWhichFileARowIsAbout:
    def test_rows_may_be_sorted(self, year: Year, rearranged: Callable[..., bytes]) -> None:
        def turn(sheet: Worksheet) -> None:
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
            for number, row in enumerate(reversed(rows), start=4):
                for place, value in enumerate(row, start=1):
                    sheet.cell(number, place).value = value

        assert nothing(year.read(rearranged(year.template(), turn)))

    def test_a_file_under_another_name_is_found_by_its_slot(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        data = year.template()
        year.materials["moved.md"] = replace(year.materials.pop(W46), path="moved.md")
        changes = year.read(fill(data, {f"H{row_of(data, '2026-W46')}": "某报"}))
        assert wishes(changes) == [("moved.md", "source", "某报")]

    def test_a_file_that_is_gone_is_not_made_again(self, year: Year) -> None:
        data = year.template()
        del year.materials[W46]
        changes = year.read(data)
        assert wishes(changes) == []
        assert said(changes) == [
            f"O9\uff1a找不到文件“{W46}”，可能改了名或删去了。请清空这一格再导入；文件改了名的，请重新导出一份工作簿。"
        ]

    def test_a_path_may_be_written_with_its_folder_or_windows_strokes(
        self,
        year: Year,
        fill: Fill,
    ) -> None:
        assert nothing(year.read(fill(year.template(), {"O9": "docs\\readings\\2026\\w46.md"})))

    def test_a_path_may_differ_in_case(self, year: Year, fill: Fill) -> None:
        changes = year.read(fill(year.template(), {"O9": "Readings/2026/W46.MD", "H9": "某报"}))
        assert wishes(changes) == [(W46, "source", "某报")]

    def test_a_path_that_cannot_be_read_keeps_its_row_out(self, year: Year, fill: Fill) -> None:
        changes = year.read(fill(year.template(), {"O9": "=A1", "H9": "某报"}))
        assert wishes(changes) == []
        assert [problem.startswith("O9\uff1a这一格是公式") for problem in said(changes)] == [True]

    def test_a_row_copied_with_its_file_is_told_to_clear_that(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        old = year.materials["topic/11.md"]
        year.materials["party/1.md"] = replace(old, path="party/1.md", cadence_id="party")
        data = year.template()
        row = row_of(data, "2026-11", "每月两学")
        copied = {"A30": "每月两学", "B30": "2026-11", "F30": "另一篇", "O30": "party/1.md"}
        changes = year.read(fill(data, copied))
        assert wishes(changes) == []
        assert said(changes) == [f"O30\uff1a和第 {row} 行写的是同一个文件。要另加一篇，请清空这一格。"]
        assert wishes(year.read(fill(data, copied | {"O30": None}))) == [
            ("party/2026/2026-11.md", "title", "另一篇")
        ]

    def test_a_row_copied_with_its_file_where_one_is_all_that_a_slot_takes(self, year: Year, fill: Fill) -> None:
        copied = {"A30": "周学一文", "B30": "2026-W46", "F30": "另一篇", "O30": W46}
        assert said(year.read(fill(year.template(), copied))) == [
            (
                "O30\uff1a和第 9 行写的是同一个文件。"
                "一期只能有一篇，请删去一行；要写另一期的，请改正期次，并清空这一格。"
            )
        ]

    def test_a_row_moved_to_another_slot_is_told(self, year: Year, fill: Fill) -> None:
        changes = year.read(fill(year.template(), {"B9": "2026-W47"}))
        assert wishes(changes) == []
        assert said(changes) == [
            (
                f"O9\uff1a文件“{W46}”是 article 的 2026-W46，和这一行的栏目、期次不同。"
                "要给文件换期次，请改文件里的 slot；要为这一期另建文件，请清空这一格。"
            )
        ]

    def test_two_rows_of_one_slot_are_told(self, year: Year, fill: Fill) -> None:
        cells = {"A30": "周学一文", "B30": "2026-W46", "F30": "另一篇"}
        changes = year.read(fill(year.template(), cells))
        assert wishes(changes) == []
        assert said(changes) == [
            "B30\uff1a和第 9 行是同一期，一期只能有一篇。这一行没有采用。请删去一行，或改正期次。"
        ]

    def test_several_files_of_one_slot_are_told_apart_by_title(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        data = year.template()
        row = row_of(data, "2026-11", "每月两学")
        cells = {f"F{row}": "甲篇", f"F{row + 1}": "乙篇", "A30": "每月两学", "B30": "2026-11", "F30": "丙篇"}
        filled = fill(data, cells)
        changes = year.read(filled)
        assert [c.path for c in changes.creations] == [
            "party/2026/2026-11.md",
            "party/2026/2026-11-2.md",
            "party/2026/2026-11-3.md",
        ]
        year.apply(changes)
        assert nothing(year.read(filled))
        assert nothing(year.read(year.template()))
        sheet = load_workbook(io.BytesIO(year.template())).worksheets[0]
        assert [sheet.cell(number, 6).value for number in range(row, row + 3)] == ["甲篇", "乙篇", "丙篇"]
        again = year.read(fill(filled, {"G30": "丁", "F30": "丙 篇"}))
        assert wishes(again)[-1] == ("party/2026/2026-11-3.md", "author", "丁")

    def test_the_same_title_twice_in_one_slot_is_told(self, year: Year, fill: Fill, row_of: RowOf) -> None:
        data = year.template()
        row = row_of(data, "2026-11", "每月两学")
        changes = year.read(fill(data, {f"F{row}": "甲篇", f"F{row + 1}": "甲篇"}))
        assert len(changes.creations) == 1
        assert said(changes) == [
            f"B{row + 1}\uff1a和第 {row} 行是同一期的同一篇。这一行没有采用。请删去一行，或改正期次。"
        ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"A": "周学一问"}, "A10\uff1a没有“周学一问”这个栏目。可用的有 周学一文、月讲一题、每月两学、年撰一稿。"),
        ({"A": None}, "A10\uff1a这一行填了内容，“栏目”却空着，不知道属于哪一期。请补上。"),
        ({"B": None}, "B10\uff1a这一行填了内容，“期次”却空着，不知道属于哪一期。请补上。"),
        ({"B": "2026-11"}, "B10\uff1a“周学一文”每周一期，“2026-11”却不是周。请写成 2026-W47 的样子。"),
        ({"B": "2026-W54"}, "B10\uff1a期次“2026-W54”不存在（2026 年到第 53 周）。请改为 2026-W01 至 2026-W53。"),
        ({"B": "2026-W50"}, "B10\uff1a2026-W50 这一周放假（校庆），不设期。请把内容移到前一期或后一期的那一行。"),
        (
            {"A": None, "B": "2026-W50"},
            "B10\uff1a2026-W50 这一周放假（校庆），不设期。请把内容移到前一期或后一期的那一行。",
        ),
        (
            {"A": None, "B": "第2周"},
            "A10\uff1a这一行填了内容，“栏目”却空着，不知道属于哪一期。请补上。期次请写成 2026-W46。",
        ),
        (
            {"A": None, "B": "第80周"},
            "A10\uff1a这一行填了内容，“栏目”却空着，不知道属于哪一期。请补上。",
        ),
        (
            {"B": "第80周"},
            "B10\uff1a“周学一文”的计划里没有“第80周”这一期。请核对栏目和期次，写成 2026-W47 的样子。",
        ),
        (
            {"B": "11月"},
            "B10\uff1a“周学一文”的计划里没有“11月”这一期。请核对栏目和期次，写成 2026-W47 的样子。",
        ),
        (
            {"B": "2027-W40"},
            (
                "B10\uff1a“周学一文”的各年计划里没有 2027-W40 这一期。"
                "请核对期次；2027 年的计划如还没有，请先建 programme/2027.yml。"
            ),
        ),
        (
            {"B": "=1/0"},
            "B10\uff1a这一格是公式，文件里没有存下它的结果。请复制这一格，再“只粘贴数值”，保存后导入。",
        ),
        ({"F": None, "G": "甲"}, "F10\uff1a这一行填了别的，还没有题目，没有新建文件。请补上题目再导入。"),
        (
            {"F": "=A1"},
            "F10\uff1a这一格是公式，文件里没有存下它的结果。请复制这一格，再“只粘贴数值”，保存后导入。",
        ),
        ({"F": "字" * 2001}, "F10\uff1a这一格有 2001 个字，超过 2000 个。正文请写进文件里，表里只写简短的说明。"),
    ],
)
def test_a_cell_that_keeps_its_row_out_is_named(
    year: Year, fill: Fill, cells: dict[str, object], message: str
) -> None:
    filled = {"F10": "写小事", **{f"{column}10": value for column, value in cells.items()}}
    changes = year.read(fill(year.template(), filled))
    assert wishes(changes) == []
    assert said(changes) == [message]


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("L", "下周三", "L10\uff1a“下周三”看不出是哪一天。"),
        ("J", "第三小组", "J10\uff1a学习计划里没有“第三小组”这个小组或界别。可用的有 第一小组、经济界；"),
        ("J", "经济界、第三小组", "J10\uff1a学习计划里没有“第三小组”这个小组或界别。"),
        ("G", "=A1", "G10\uff1a这一格是公式"),
    ],
)
def test_a_bad_cell_beside_good_ones_is_named_and_the_rest_is_used(
    year: Year,
    fill: Fill,
    column: str,
    value: str,
    what: str,
) -> None:
    changes = year.read(fill(year.template(), {"F10": "写小事", f"{column}10": value}))
    assert wishes(changes) == [("readings/2026/2026-W47.md", "title", "写小事")]
    assert [problem.startswith(what) for problem in said(changes)] == [True]


def test_a_file_made_from_a_row_does_not_hush_its_bad_cells(year: Year, fill: Fill) -> None:
    filled = fill(year.template(), {"F10": "写小事", "G10": "=A1", "L10": "下周三"})
    first = year.read(filled)
    year.apply(first)
    second = year.read(filled)
    assert wishes(second) == []
    assert said(second) == said(first)
    assert [problem.address for problem in second.bad] == ["G10", "L10"]


def test_the_title_in_a_row_of_weeks_off_gets_the_last_word_at_once(year: Year, fill: Fill) -> None:
    year.day_of = lambda day: Day(working=not date(2026, 12, 7) <= day < date(2026, 12, 21), name="校庆")
    data = year.template()
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    row = next(number for number in range(4, 40) if sheet.cell(number, 3).value == "不设期")
    last = f"B{row}\uff1a2026-W50、2026-W51 这几周放假（校庆），不设期。请把内容移到前一期或后一期的那一行。"
    assert said(year.read(fill(data, {f"F{row}": "写小事"}))) == [last]
    assert said(year.read(fill(data, {f"F{row}": "写小事", f"A{row}": "周学一文"}))) == [last]


def test_an_error_in_a_cell_is_named(year: Year, handmade: Callable[..., bytes]) -> None:
    heads = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in ("栏目", "期次", "题目", "作者"))
    row = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("周学一文", "2026-W47", "写小事"))
    changes = year.read(handmade(f'<row>{heads}</row><row>{row}<c t="e"><v>#REF!</v></c></row>'))
    assert said(changes) == ["D2\uff1a这一格显示的是错误值 #REF!。请改成要写的内容，或清空。"]
    assert [c.path for c in changes.creations] == ["readings/2026/2026-W47.md"]


def test_values_that_the_file_has_already_are_not_examined(year: Year, fill: Fill, row_of: RowOf) -> None:
    year.change(W46, group="从前的小组")
    year.materials[W46] = replace(year.materials[W46], lecture=replace(year.materials[W46].lecture, at="下周三"))
    data = year.template()
    changes = year.read(fill(data, {f"G{row_of(data, '2026-W46')}": "甲"}))
    assert wishes(changes) == [(W46, "author", "甲")]
    assert said(changes) == []


def test_a_month_that_excel_made_a_date_of_is_the_month(year: Year, fill: Fill, row_of: RowOf) -> None:
    data = year.template()
    row = row_of(data, "2026-12", "月讲一题")
    cells = {f"B{row}": datetime(2026, 12, 1), f"F{row}": "十二月讲坛"}  # noqa: DTZ001
    assert [c.path for c in year.read(fill(data, cells)).creations] == ["topic/2026/2026-12.md"]


@pytest.mark.parametrize(
    ("cadence", "typed", "path"),
    [
        ("周学一文", "第3周", "readings/2026/2026-W47.md"),
        ("周学一文", "2026年第3周", "readings/2026/2026-W47.md"),
        ("周学一文", "2026-w47", "readings/2026/2026-W47.md"),
        ("周学一文", "2027年第3周", "readings/2027/2027-W03.md"),
        ("月讲一题", "12月", "topic/2026/2026-12.md"),
        ("月讲一题", "12月份", "topic/2026/2026-12.md"),
        ("月讲一题", "2027年5月份", "topic/2027/2027-05.md"),
        ("凝聚共识", "下半年", "unity/2026/2026-H2.md"),
        ("凝聚共识", "2027年上半年", "unity/2027/2027-H1.md"),
        ("季读一书", "第四季度", "book/2026/2026-Q4.md"),
        ("季读一书", "4季度", "book/2026/2026-Q4.md"),
    ],
)
def test_a_slot_is_known_by_what_people_call_it_in_the_year_of_the_plan(
    year: Year, fill: Fill, cadence: str, typed: str, path: str
) -> None:
    changes = two_years(year, fill(year.template(), {"A30": cadence, "B30": typed, "F30": "新的"}))
    assert said(changes) == []
    assert [made.path for made in changes.creations] == [path]


@pytest.mark.parametrize(
    ("above", "paths", "message"),
    [
        ("学习安排表", [], ["B3\uff1a看不出“4月”是哪一年的。请写成 2026-04 或 2027-04。"]),
        ("2027 年学习安排", ["topic/2027/2027-04.md"], []),
        ("2025年学习安排", [], ["B3\uff1a看不出“4月”是哪一年的。请写成 2026-04 或 2027-04。"]),
    ],
)
def test_in_a_plan_typed_anew_the_year_is_that_of_its_title(
    year: Year, handmade: Callable[..., bytes], above: str, paths: list[str], message: list[str]
) -> None:
    year.programme = replace(year.programme, starts=date(2026, 1, 5))
    rows = [inline(above), inline("栏目", "期次", "题目"), inline("月讲一题", "4月", "新的")]
    changes = two_years(year, handmade("".join(f"<row>{row}</row>" for row in rows)))
    assert [made.path for made in changes.creations] == paths
    assert said(changes) == message


def two_years(year: Year, data: bytes) -> PlanChanges:
    """Import a plan where a second year is planned too, both with two more cadences."""
    more = (Cadence("unity", "凝聚共识", Every.HALF_YEAR), Cadence("book", "季读一书", Every.QUARTER))
    first = replace(year.programme, cadences=(*PROGRAMME.cadences, *more))
    second = replace(first, year=2027, starts=date(2027, 1, 4), ends=date(2028, 1, 3))
    schedule = plan([first, second], year.materials.values(), year.day_of)[0]
    sheets = read_workbook(data)
    shelf = Shelf(schedule, year.materials, "docs/", year.materials.__contains__)
    return plan_import(find_plan(sheets), find_baseline(sheets), shelf)


def test_a_row_may_name_its_cadence_by_id_and_any_week_of_a_merged_slot(year: Year, fill: Fill) -> None:
    year.programme = replace(year.programme, policy=HolidayPolicy.MERGE)
    cells = {"A30": "ＡＲＴＩＣＬＥ", "B30": "2026-W50", "F30": "两周一篇"}
    assert [c.path for c in year.read(fill(year.template(), cells)).creations] == ["readings/2026/2026-W51.md"]


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("*.xlsx")))
def test_a_plan_that_another_program_has_saved_says_the_same(year: Year, name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    changes = year.read(data)
    assert wishes(changes) == [
        ("readings/2026/2026-W47.md", "title", "写小事"),
        ("readings/2026/2026-W47.md", "lecture.speaker", "李四"),
        ("readings/2026/2026-W47.md", "lecture.at", "2026-11-18 15:00"),
        (W46, "source", "某报"),
    ]
    assert said(changes) == []
    year.apply(changes)
    assert nothing(year.read(data))


WPS_STYLES = (
    "<fills><fill/></fills>"
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="58"/><xf numFmtId="57"/><xf numFmtId="22"/></cellXfs>'
)


def inline(*texts: str) -> str:
    """Cells with their text in them, as WPS and many programs write it."""
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' if text else "<c/>" for text in texts)


def test_a_plan_typed_anew_in_wps_is_read_too(year: Year, handmade: Callable[..., bytes]) -> None:
    heads = inline("序号", "栏 目", "期次", "题目（必填）", "主讲人", "时间")
    week = "<c><v>1</v></c>" + inline("周学一文", "2026-W47", "写小事", "李四") + '<c s="1"><v>44517.625</v></c>'
    month = (
        "<c><v>2</v></c>" + inline("月讲一题") + '<c s="2"><v>44895</v></c>' + inline("讲坛", "", "12月9日下午三点")
    )
    blank = "".join(f'<row r="{number}" s="1"><c r="A{number}" s="1"/></row>' for number in range(6, 500))
    rows = f'<row r="1"><c/>{inline("2026年学习计划")}</row><row r="2">{heads}</row><row r="3">{week}</row>'
    after = '<mergeCells><mergeCell ref="A1:F1"/></mergeCells>'
    data = handmade(f'{rows}<row r="4">{month}</row>{blank}', after=after, styles=WPS_STYLES, date1904=True)
    changes = year.read(data)
    assert wishes(changes) == [
        ("readings/2026/2026-W47.md", "title", "写小事"),
        ("readings/2026/2026-W47.md", "lecture.speaker", "李四"),
        ("readings/2026/2026-W47.md", "lecture.at", "2026-11-18 15:00"),
        ("topic/2026/2026-12.md", "title", "讲坛"),
    ]
    assert [problem.startswith("F4\uff1a“12月9日下午三点”看不出是哪一天。") for problem in said(changes)] == [True]


def test_a_plan_that_everybody_has_worked_on_works_or_says_which_cell_to_change(
    year: Year, rearranged: Callable[..., bytes]
) -> None:
    def work(sheet: Worksheet) -> None:
        sheet.insert_cols(1)
        sheet["A3"] = "序号"
        sheet["G10"], sheet["M10"], sheet["L10"] = "写小事", "2026.11.18 下午3点", "=A1"
        sheet["G11"] = "听与说"
        sheet.merge_cells("B10:B11")
        sheet["L13"] = "王五"
        sheet.merge_cells("L13:L15")
        sheet["G17"] = "新年"
        for number in range(40, 400):
            sheet.cell(number, 3).number_format = "@"
        book = sheet.parent
        assert book is not None
        book.move_sheet(sheet, 2)
        book.move_sheet("_shuxiang", -1)

    changes = year.read(rearranged(year.template(), work))
    assert wishes(changes) == [
        ("readings/2026/2026-W47.md", "title", "写小事"),
        ("readings/2026/2026-W47.md", "lecture.at", "2026-11-18 15:00"),
        ("readings/2026/2026-W48.md", "title", "听与说"),
        ("readings/2026/2026-W51.md", "title", "新年"),
    ]
    assert [problem.partition("\uff1a")[0] for problem in said(changes)] == ["L10", "L13"]


CELLS = st.dictionaries(
    st.builds("{}{}".format, st.sampled_from("ABFGHIJKLMNO"), st.integers(1, 32)),
    st.none()
    | st.sampled_from(["周学一文", "2026-W47", "2026-11", "待定", "经济界", "11月18日", W46, "=A1", "题目", "栏目"])
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.datetimes(datetime(1901, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001
    max_size=12,
)


@pytest.fixture(scope="module")
def template() -> list[Sheet]:
    """The sheets of the small year's workbook, read once."""
    return read_workbook(Year({m.path: m for m in (LIGHTS, NOVEMBER)}).template())


def typed(sheets: list[Sheet], cells: Mapping[str, object]) -> list[Sheet]:
    """The sheets after these have been typed into the first, as a reader finds them."""
    rows = {number: dict(row) for number, row in sheets[0].rows.items()}
    for address, value in cells.items():
        number, place = coordinate_to_tuple(address)
        rows.setdefault(number, {}).pop(place, None)
        if cell := cell_of(value):
            rows[number][place] = cell
    return [replace(sheets[0], rows={number: row for number, row in rows.items() if row}), *sheets[1:]]


def cell_of(value: object) -> Cell | None:
    if isinstance(value, str):
        formula = len(value) > 1 and value.startswith("=")
        return Cell("", uncomputed=True) if formula else Cell(value) if value.strip() else None
    if isinstance(value, bool | datetime):
        return Cell(value)
    return Cell(float(value)) if isinstance(value, int | float) else None


def imported(year: Year, sheets: list[Sheet]) -> PlanChanges:
    """What an import of these sheets would do to the year's files."""
    schedule = year.schedule
    placed = {m.path: m for slot in schedule.slots for m in slot.materials}
    shelf = Shelf(schedule, year.materials | placed, "docs/", (year.others | set(year.materials)).__contains__)
    return plan_import(find_plan(sheets), find_baseline(sheets), shelf)


def test_what_is_typed_into_the_sheets_is_what_a_workbook_brings(
    year: Year, fill: Fill, template: list[Sheet]
) -> None:
    cells = {"F10": "写小事", "G10": "=A1", "H10": 7, "L10": datetime(2026, 11, 18, 15), "J9": None, "B30": "x"}  # noqa: DTZ001
    assert typed(template, cells) == read_workbook(fill(year.template(), cells))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=CELLS)
def test_whatever_is_typed_is_used_or_told_and_is_used_once(
    year: Year, template: list[Sheet], cells: dict[str, object]
) -> None:
    mine = replace(year, materials=dict(year.materials))
    filled = typed(template, cells)
    try:
        first = imported(mine, filled)
    except WorkbookError as error:
        assert "请" in str(error)  # noqa: PT017
        return
    mine.apply(first)
    second = imported(mine, filled)
    assert wishes(second) == []
    assert second.bad == first.bad


@pytest.mark.parametrize("folder", ["templates/a", "Templates", ".hidden", "a/.b"])
def test_a_file_that_no_reader_would_ever_see_is_not_made(year: Year, template: list[Sheet], folder: str) -> None:
    first, *others = year.programme.cadences
    year.programme = replace(year.programme, cadences=(replace(first, folder=folder), *others))
    changes = imported(year, typed(template, {"F10": "写小事"}))
    assert wishes(changes) == []
    assert said(changes) == [
        (
            f"O10\uff1a按学习计划，这一期的文件应是 {folder}/2026/2026-W47.md，网站不读那里的文件，没有新建。"
            "请改正节奏的 folder。"
        )
    ]


def test_a_slot_of_a_year_that_no_plan_can_have_is_told(year: Year, template: list[Sheet]) -> None:
    last = datetime(9999, 12, 31)  # noqa: DTZ001
    changes = imported(year, typed(template, {"A30": "月讲一题", "B30": last, "F30": "题目"}))
    assert said(changes) == ["B30\uff1a期次“9999年12月31日”的年份不在 1900 到 2999 之间。请核对年份。"]


def test_an_error_is_quoted_on_one_line_and_briefly(year: Year, template: list[Sheet]) -> None:
    sheets = typed(template, {"F10": "写小事"})
    rows = {**sheets[0].rows, 10: {**sheets[0].rows[10], 7: Cell("", error="#REF!\n\x1b[31m" + "错" * 500)}}
    (told,) = said(imported(year, [replace(sheets[0], rows=rows), *sheets[1:]]))
    assert told == f"G10\uff1a这一格显示的是错误值 #REF! [31m{'错' * 50}…。请改成要写的内容，或清空。"


@pytest.mark.parametrize("cell", ["A10", "B10", "J10", "L10", "O10"])
def test_what_a_cell_says_is_quoted_briefly(year: Year, template: list[Sheet], cell: str) -> None:
    (told,) = said(imported(year, typed(template, {"F10": "写小事", cell: "字" * 1999})))
    assert "字" * 60 + "…" in told
    assert "字" * 61 not in told
