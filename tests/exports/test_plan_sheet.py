from collections.abc import Mapping

import pytest

from shuxiang.exports.plan_columns import CADENCE, COLUMNS, GROUP, INPUTS, PERIOD, TITLE, Column, column_named
from shuxiang.exports.plan_sheet import PlanSheet, _unmerged, find_plan
from shuxiang.exports.spreadsheet import Block, Cell, Sheet, WorkbookError

HEADINGS = ("栏目", "期次", "题目", "作者", "小组/界别")
ONE = ("周学一文", "2026-W47", "题目")


def sheet(
    *rows: tuple[str, ...], name: str = "计划", hidden: bool = False, merged: tuple[Block, ...] = ()
) -> Sheet:
    """A sheet of texts; an empty one is no cell."""
    cells = {
        number: {place: Cell(text) for place, text in enumerate(row, start=1) if text}
        for number, row in enumerate(rows, start=1)
    }
    return Sheet(name, hidden, {number: row for number, row in cells.items() if row}, merged)


def texts(plan: PlanSheet) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, {column.name: row.text(column) for column in row.cells}) for row in plan.rows]


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_known_by_each_of_its_names(column: Column) -> None:
    assert {column_named(name) for name in (column.name, *column.others)} == {column}


@pytest.mark.parametrize("heading", ["题 目", "题\n目", " 题目 ", "题目*", "题目（必填）", "题目：", "标题"])
def test_a_heading_is_known_however_it_is_laid_out(heading: str) -> None:
    assert column_named(heading) is TITLE


def test_headings_are_found_below_a_title_and_among_other_columns() -> None:
    plan = find_plan([sheet(("2026年学习计划",), (), ("序号", *HEADINGS, "备注"), ("1", *ONE, "", "", "给领导看"))])
    assert texts(plan) == [(4, {"栏目": "周学一文", "期次": "2026-W47", "题目": "题目"})]


def test_columns_may_stand_in_any_order() -> None:
    plan = find_plan([sheet(("题目", "期次", "栏目"), ("题目", "2026-W47", "周学一文"))])
    assert texts(plan) == [(2, {"栏目": "周学一文", "期次": "2026-W47", "题目": "题目"})]


def test_rows_in_which_nothing_is_filled_in_are_no_matter() -> None:
    plan = find_plan(
        [
            sheet(
                HEADINGS,
                ("周学一文", "2026-W46"),
                ("一月",),
                (),
                ("周学一文", "", "待定"),
                ("说明：每周一篇",),
                ONE,
            )
        ]
    )
    assert [row.number for row in plan.rows] == [7]


def test_the_sheet_named_plan_is_taken_wherever_it_stands() -> None:
    copy, plan = sheet(HEADINGS, ONE, name="计划 (2)"), sheet(HEADINGS, ONE, name=" 计 划")
    assert find_plan([sheet(("说明",), name="说明"), copy, plan]).name == " 计 划"


def test_the_only_sheet_with_the_headings_is_taken_whatever_its_name() -> None:
    assert find_plan([sheet(("说明",), name="计划"), sheet(HEADINGS, ONE, name="Sheet2")]).name == "Sheet2"


def test_a_hidden_sheet_is_taken_only_when_all_are_hidden() -> None:
    hidden, shown = sheet(HEADINGS, ONE, hidden=True), sheet(HEADINGS, ONE, name="Sheet2")
    assert find_plan([hidden, shown]).name == "Sheet2"
    assert find_plan([hidden]).name == "计划"


def test_of_two_plans_neither_is_guessed() -> None:
    with pytest.raises(WorkbookError, match="工作表“甲”、“乙”都像是计划。请把要导入的那一张改名为“计划”。"):
        find_plan([sheet(HEADINGS, ONE, name="甲"), sheet(HEADINGS, ONE, name="乙")])


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (("标题", "题目"), "乙"),
        (("题目", "篇名"), "甲"),
        (("题目（必填）", "标题"), "甲"),
        (("题目（备选）", "题 目"), "乙"),
    ],
)
def test_a_columns_own_name_goes_before_its_other_names(headings: tuple[str, str], wanted: str) -> None:
    plan = find_plan([sheet(("栏目", "期次", *headings), ("周学一文", "2026-W47", "甲", "乙"))])
    assert [row.text(TITLE) for row in plan.rows] == [wanted]


@pytest.mark.parametrize("own", ["时间", "地点", "推荐", "小组", "界别", "出处", "标题"])
def test_a_clerk_may_add_a_column_of_a_name_that_we_would_understand(own: str) -> None:
    headings = tuple(column.name for column in COLUMNS)
    theirs = ("周学一文", "2026-W47", "", "", "", *(["甲"] * len(INPUTS)), "", "乙")
    (row,) = find_plan([sheet((*headings, own), theirs)]).rows
    assert {row.text(column) for column in INPUTS} == {"甲"}


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (("小组", "界别"), "C1“小组”和 D1“界别”都可以当作“小组/界别”一列，不知道该读哪一列。"),
        (("题目", "题　目"), "C1“题目”和 D1“题 目”都可以当作“题目”一列，不知道该读哪一列。"),
        (("题目（甲）", "题目（乙）"), "C1“题目（甲）”和 D1“题目（乙）”都可以当作“题目”一列"),
    ],
)
def test_headings_that_mean_a_column_equally_are_quoted(headings: tuple[str, str], message: str) -> None:
    with pytest.raises(WorkbookError) as told:
        find_plan([sheet(("栏目", "期次", *headings, "作者"), ONE)])
    assert message in str(told.value)


@pytest.mark.parametrize(
    "rows", [(), (("栏目", "题目"),), (("期次", "题目"),), (("栏目", "期次"),), (("",),) * 30 + (HEADINGS,)]
)
def test_a_sheet_without_the_headings_is_told_what_they_are(rows: tuple[tuple[str, ...], ...]) -> None:
    with pytest.raises(WorkbookError, match="表头要有“栏目”“期次”和“题目”等列"):
        find_plan([sheet(*rows)])


def test_the_row_that_comes_nearest_to_headings_is_named() -> None:
    with pytest.raises(WorkbookError, match="工作表“计划”第 2 行只认出 2 个列名"):
        find_plan([sheet(("甲",), ("栏目", "题目"), ("作者",))])


def test_a_merged_column_of_groups_speaks_for_all_its_rows() -> None:
    rows = (("", "2026-W46", "甲"), ("", "2026-W47", "乙"), ("月讲一题", "2026-11", "丙"))
    first = ("周学一文", "2026-W45", "子", "", "第一小组")
    merged = (Block(2, 1, 4, 1), Block(2, 5, 1_048_576, 5))
    plan = find_plan([sheet(HEADINGS, first, *rows, merged=merged)])
    assert [row.text(CADENCE) for row in plan.rows] == ["周学一文"] * 3 + ["月讲一题"]
    assert [row.text(GROUP) for row in plan.rows] == ["第一小组"] * 4
    assert not plan.problems


class Counted(dict[int, Cell]):
    """The cells of a row, and how often one is put in."""

    put = 0

    def __setitem__(self, place: int, cell: Cell) -> None:
        Counted.put += 1
        super().__setitem__(place, cell)


def test_a_merged_column_fills_only_rows_that_there_are() -> None:
    last = 1_048_576
    rows = {1: {n: Cell(text) for n, text in enumerate(HEADINGS, start=1)}, 2: {1: Cell("周学一文"), 3: Cell("甲")}}
    far = {last: {3: Cell("乙")}}
    plan = find_plan([Sheet("计划", hidden=False, rows=rows | far, merged=(Block(2, 1, last, 1),))])
    assert [(row.number, row.text(CADENCE)) for row in plan.rows] == [(2, "周学一文"), (last, "周学一文")]
    assert len(plan.keys) == 2


def test_blocks_upon_blocks_fill_no_row_twice() -> None:
    rows = {number: Counted({1: Cell(str(number)), 3: Cell("甲")}) for number in range(2, 302)}
    Counted.put = 0
    _unmerged(rows, [Block(number, 1, 301, 1) for number in range(2, 302)], {CADENCE: 1, PERIOD: 2, TITLE: 3})
    assert Counted.put == 300
    assert {row[1].value for row in rows.values()} == {"2"}


def test_names_are_quoted_on_one_line_and_briefly() -> None:
    name = "表\n" + "长" * 100
    with pytest.raises(WorkbookError) as told:
        find_plan([sheet(HEADINGS, ONE, name=name), sheet(HEADINGS, ONE, name="乙")])
    assert f"工作表“表 {'长' * 58}…”、“乙”都像是计划。" in str(told.value)


@pytest.mark.parametrize(
    ("merged", "message"),
    [
        (
            Block(2, 3, 4, 3),
            "C2\uff1aC2:C4 是合并的单元格，看不出内容属于哪一行，没有采用。请取消合并，在该写的每一行各写一遍。",
        ),
        (
            Block(2, 3, 2, 4),
            "C2\uff1aC2:D2 是合并的单元格，看不出内容属于哪一列，没有采用。请取消合并，在该写的每一列各写一遍。",
        ),
        (
            Block(2, 1, 3, 2),
            "A2\uff1aA2:B3 是合并的单元格，看不出内容属于哪一行，没有采用。请取消合并，在该写的每一行各写一遍。",
        ),
    ],
)
def test_merged_cells_that_nobody_can_read_are_told(merged: Block, message: str) -> None:
    plan = find_plan([sheet(HEADINGS, ONE, merged=(merged,))])
    assert [str(problem) for problem in plan.problems] == [message]


@pytest.mark.parametrize("merged", [Block(1, 1, 1, 3), Block(3, 1, 3, 5), Block(2, 6, 3, 6), Block(2, 4, 3, 4)])
def test_merged_headings_remarks_and_empty_cells_are_no_matter(merged: Block) -> None:
    plan = find_plan([sheet(HEADINGS, (*ONE, "", "", "注"), ("以下是二月",), merged=(merged,))])
    assert not plan.problems
    assert [row.number for row in plan.rows] == [2]


def test_a_problem_of_a_column_that_is_not_there_is_told_at_the_key() -> None:
    (row,) = find_plan([sheet(("栏目", "期次", "作者"), ("周学一文", "2026-W47", "甲"))]).rows
    assert row.problem(TITLE, "没有题目").address == "B2"
    assert row.problem(PERIOD, "").address == "B2"


def test_what_a_clerk_fills_in_is_named_once() -> None:
    names: Mapping[str, Column] = {column.name: column for column in COLUMNS}
    assert len(names) == len(COLUMNS)
    assert len({column.field for column in INPUTS}) == len(INPUTS)
