"""Where the plan is in a workbook: the sheet, the row of headings, and the rows below it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuxiang.exports.cell_text import brief, cell_text
from shuxiang.exports.heading_row import HEADING_WITHIN, possible_rows, sheets_with_headings, shown_sheets
from shuxiang.exports.plan_changes import CellProblem
from shuxiang.exports.plan_columns import CADENCE, GROUP, INPUTS, PATH, PERIOD, Column, aptness, column_named
from shuxiang.exports.spreadsheet import Block, Cell, Sheet, WorkbookError, address

SHEET_NAME = "计划"

_SPREAD = (CADENCE, PERIOD, GROUP)
_USED = (CADENCE, PERIOD, *INPUTS)
_WHAT_IS_WANTED = (
    f"表头要有“{CADENCE.name}”“{PERIOD.name}”和“{INPUTS[0].name}”等列，写在前 {HEADING_WITHIN} 行的某一行里。"
    "请核对选对了文件，或重新导出一份模板填写。"
)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row below the headings: its cells by column; ``columns`` has the number of each column of the sheet."""

    number: int
    cells: Mapping[Column, Cell]
    columns: Mapping[Column, int]

    def text(self, column: Column) -> str:
        """The cell's text; empty for no cell."""
        return cell_text(self.cells.get(column))

    def problem(self, column: Column, what: str, fix: str = "") -> CellProblem:
        """A complaint of the cell; where the sheet has no such column, of that with the slot's key."""
        return CellProblem(self.number, self.columns.get(column, self.columns[PERIOD]), what, fix)

    @property
    def in_use(self) -> bool:
        """Whether it has a file or anything filled in; only a slot's name, or remarks in other columns, are not."""
        cells = ((self.cells.get(column), self.text(column)) for column in (*INPUTS, PATH))
        return any(cell and (cell.error or cell.uncomputed or text) for cell, text in cells)


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The plan as found: the rows in use in their order, and the merged cells that nobody can read.

    ``keys`` are the texts under 期次 of all rows, ``above`` those above the headings: they tell the plan's year.
    """

    name: str
    rows: tuple[PlanRow, ...]
    problems: tuple[CellProblem, ...]
    keys: tuple[str, ...]
    above: str


def find_plan(sheets: Sequence[Sheet]) -> PlanSheet:
    """The plan of a workbook, whatever stands before, beside and above it; WorkbookError when there is none."""
    found = sheets_with_headings(sheets, SHEET_NAME, _is_heading)
    if not found:
        raise WorkbookError(f"没有找到计划表：{_nearest_miss(shown_sheets(sheets))}{_WHAT_IS_WANTED}")
    if len(found) > 1:
        names = "、".join(f"“{brief(sheet.name)}”" for sheet, _ in found)
        raise WorkbookError(f"工作表{names}都像是计划。请把要导入的那一张改名为“{SHEET_NAME}”。")
    sheet, row = found[0]
    return _read(sheet, row, _columns(sheet, row))


def _is_heading(sheet: Sheet, number: int) -> bool:
    names = _names(sheet, number)
    return {CADENCE, PERIOD} <= names.keys() and any(column in names for column in INPUTS)


def _names(sheet: Sheet, number: int) -> dict[Column, list[int]]:
    """Which columns the row has headings for, and where."""
    found: dict[Column, list[int]] = {}
    for place, cell in sorted(sheet.rows[number].items()):
        if column := column_named(cell_text(cell)):
            found.setdefault(column, []).append(place)
    return found


def _nearest_miss(sheets: Sequence[Sheet]) -> str:
    rows = [(sheet, number) for sheet in sheets for number in possible_rows(sheet)]
    known = [(len(_names(sheet, number)), sheet.name, number) for sheet, number in rows]
    count, name, number = max(known, key=lambda item: item[0], default=(0, "", 0))
    return f"工作表“{brief(name)}”第 {number} 行只认出 {count} 个列名。" if count > 1 else ""


def _columns(sheet: Sheet, number: int) -> dict[Column, int]:
    """The number of each column; where several headings may mean it, that which says so most plainly."""
    headings = {place: cell_text(cell) for place, cell in sheet.rows[number].items()}
    plainest = {column: _plainest(column, places, headings) for column, places in _names(sheet, number).items()}
    twice = next((pair for pair in plainest.items() if pair[0] in _USED and len(pair[1]) > 1), None)
    if twice:
        column, places = twice
        cells = "和 ".join(f"{address(number, place)}“{brief(headings[place])}”" for place in places)
        what = f"{cells}都可以当作“{column.name}”一列，不知道该读哪一列。"
        raise WorkbookError(f"{what}请改掉用不着的那个列名，要读的那个写作“{column.name}”。")
    return {column: places[0] for column, places in plainest.items()}


def _plainest(column: Column, places: Sequence[int], headings: Mapping[int, str]) -> list[int]:
    """The column's own name goes before its name with a remark in brackets, and that before its other names."""
    ranks = {place: aptness(column, headings[place]) for place in places}
    return [place for place in places if ranks[place] == min(ranks.values())]


def _read(sheet: Sheet, heading: int, columns: Mapping[Column, int]) -> PlanSheet:
    below = {number: dict(cells) for number, cells in sheet.rows.items() if number > heading}
    blocks = sorted(block for block in sheet.merged if block.top > heading)
    problems = _unmerged(below, blocks, columns)
    rows = [PlanRow(number, _by_column(below[number], columns), columns) for number in sorted(below)]
    return PlanSheet(
        name=sheet.name,
        rows=tuple(row for row in rows if row.in_use),
        problems=tuple(problems),
        keys=tuple(row.text(PERIOD) for row in rows),
        above=" ".join(
            cell_text(cell) for n in sorted(sheet.rows) if n < heading for cell in sheet.rows[n].values()
        ),
    )


def _unmerged(
    rows: Mapping[int, dict[int, Cell]], blocks: Iterable[Block], columns: Mapping[Column, int]
) -> list[CellProblem]:
    """Give each row of a block its value; blocks that nobody can read are emptied, and returned as problems.

    ``blocks`` come from top to bottom. Each row that there is takes one value for a column, once: a block may
    claim a million rows that are not there, and a damaged workbook may have blocks upon blocks.
    """
    numbers = sorted(rows)
    done: dict[int, int] = {}
    problems = []
    for block in (b for b in blocks if b.left in rows.get(b.top, {})):
        if _is_spread(block, columns):
            first = bisect_left(numbers, max(block.top, done.get(block.left, 0) + 1))
            for number in numbers[first : bisect_right(numbers, block.bottom)]:
                rows[number][block.left] = rows[block.top][block.left]
            done[block.left] = max(block.bottom, done.get(block.left, 0))
        elif said := _unclear(block, columns):
            problems.append(said)
            del rows[block.top][block.left]
    return problems


def _by_column(cells: Mapping[int, Cell], columns: Mapping[Column, int]) -> dict[Column, Cell]:
    return {column: cells[place] for column, place in columns.items() if place in cells}


def _is_spread(block: Block, columns: Mapping[Column, int]) -> bool:
    """Whether every row of the block has its value: one column of a kind that whole groups of rows share."""
    return block.left == block.right and block.left in {columns.get(column) for column in _SPREAD}


def _unclear(block: Block, columns: Mapping[Column, int]) -> CellProblem | None:
    covered = list(_covered(block, columns))
    several = block.bottom > block.top
    if not covered or not (several or (covered[0] in INPUTS and len(covered) > 1)):
        return None
    whose = "行" if several else "列"
    what = f"{block} 是合并的单元格，看不出内容属于哪一{whose}，没有采用。"
    return CellProblem(block.top, block.left, what, f"请取消合并，在该写的每一{whose}各写一遍。")


def _covered(block: Block, columns: Mapping[Column, int]) -> Iterator[Column]:
    return (column for column in _USED if column in columns and block.left <= columns[column] <= block.right)
