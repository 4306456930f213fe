"""What one row of a roster says. What is wrong is told by the cell, never with what stands in it.

A cell may hold an identity number or a telephone number in the wrong column: neither becomes a number, a name, or a
group, which is kept for good.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from shuxiang.core.card import CardError, parse_number
from shuxiang.exports.cell_text import cell_text
from shuxiang.exports.neutral import restored
from shuxiang.exports.roster_columns import RosterColumn
from shuxiang.exports.spreadsheet import Cell, address

LONGEST = 40
LONGEST_CONTACT = 80

_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_PHONE = re.compile(r"1[3-9]\d{9}")
_LONG_DIGITS = re.compile(r"\d{5}")
_CJK_AND_SPACE = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff\\s]+")
_CJK = re.compile("[\u3400-\u9fff]")
_MIDDLE_DOTS = re.compile("\\s*[\u2022\u2027\u2219\u22c5\u30fb\uff65.\uff0e]\\s*")
_NO_RESULT = "公式没有算出结果。请复制这一列，“选择性粘贴”成“数值”再保存。"
_UNREADABLE = "有读不出的字。请用能正常显示的程序打开，另存为 .xlsx。"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """The cells of one row below the headings; ``prefix`` goes before an address, for the sheet's name."""

    row: int
    cells: Mapping[int, Cell]
    columns: Mapping[RosterColumn, int]
    prefix: str = ""
    problems: list[str] = field(default_factory=list)

    def cell(self, column: RosterColumn) -> Cell | None:
        """The cell under that heading."""
        place = self.columns.get(column)
        return self.cells.get(place) if place else None

    def says(self, column: RosterColumn) -> bool:
        """Whether anything stands there, readable or not."""
        cell = self.cell(column)
        return cell is not None and bool(cell.error or cell.uncomputed or cell_text(cell))

    def place(self, column: RosterColumn) -> str:
        """The cell's address."""
        return f"{self.prefix}{address(self.row, self.columns[column])}"

    def number(self, column: RosterColumn) -> str:
        """A member's number as it is kept."""
        cell, text = self.cell(column), self._text(column)
        if cell and not isinstance(cell.value, str | float):
            return self._complain(column, f"{column}被当成了日期或逻辑值。请把这一列设为“文本”，重新填写。")
        return self._number(column, text) if text else self._complain_of_nothing(column)

    def name(self) -> str:
        """A name; one of two characters without the spaces that make it as wide as three."""
        column = RosterColumn.NAME
        text = self._text(column)
        if not text:
            return self._complain_of_nothing(column)
        if len(text) > LONGEST or _LONG_DIGITS.search(_narrow(text)):
            return self._complain(column, "不像姓名（太长，或有一长串数字）。请核对是不是错了列。")
        return _usual(text)

    def term(self, column: RosterColumn) -> str:
        """A group or the like; empty for none."""
        text = self._text(column)
        if len(text) > LONGEST or _LONG_DIGITS.search(_narrow(text)):
            return self._complain(column, f"不像{column}（太长，或有一长串数字）。请核对是不是错了列。")
        return text

    def contact(self) -> str:
        """How to reach the member, as it is written; empty for none."""
        text = self._text(RosterColumn.CONTACT)
        if len(text) > LONGEST_CONTACT or _IDENTITY.fullmatch(_narrow(text)):
            return self._complain(RosterColumn.CONTACT, "不像联系方式（太长，或像身份证号）。请核对是不是错了列。")
        return text

    def _text(self, column: RosterColumn) -> str:
        """The cell's text; empty, and a problem, for one that cannot be read."""
        cell = self.cell(column)
        text = restored(cell_text(cell))
        if cell and (cell.error or cell.uncomputed):
            return self._complain(column, _NO_RESULT)
        return self._complain(column, _UNREADABLE) if "\ufffd" in text else text

    def _number(self, column: RosterColumn, text: str) -> str:
        plain = _narrow(text)
        if _IDENTITY.fullmatch(plain):
            return self._complain(column, f"像是身份证号，不能当{column}。台账不收身份证号，请另定编号。")
        if _PHONE.fullmatch(plain):
            return self._complain(column, f"像是手机号，不能当{column}。请另定编号。")
        try:
            return parse_number(text)
        except CardError as error:
            return self._complain(column, str(error))

    def _complain_of_nothing(self, column: RosterColumn) -> str:
        return self._complain(column, f"缺{column}。请补上；这一行不是委员的，请删去。")

    def _complain(self, column: RosterColumn, what: str) -> str:
        """Tell what is wrong with the cell, unless that has been told; gives an empty value."""
        place = f"{self.place(column)}\uff1a"
        if not any(problem.startswith(place) for problem in self.problems):
            self.problems.append(f"{place}{what}")
        return ""


def _narrow(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _usual(name: str) -> str:
    if _CJK_AND_SPACE.fullmatch(name):
        return "".join(name.split())
    return _MIDDLE_DOTS.sub("\u00b7", name) if _CJK.search(name) else name
