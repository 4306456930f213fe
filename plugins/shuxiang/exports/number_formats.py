"""Which of a workbook's number formats make a date of a number, or give it leading zeros."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS

from shuxiang.exports.xlsx_package import Package, local

_CHINESE_DATES = {*range(27, 37), *range(50, 59)}
"""Built-in formats that no file spells out, dates and times in a Chinese Excel (ECMA-376 part 1, 18.8.30)."""
_YEARLESS = {28, 29, 30, 51, 53, 54, 58}
_ZEROS = re.compile(r"(?:\[[^\]]*\]|_.|\*.)*(0{1,20})(?:_.|\*.)*")
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """``is_date`` is true of times too; ``yearless`` of dates that are shown without their year.

    ``digits`` is how many a whole number is shown with at least: 4 for ``0000``, under which 3 is 0003.
    """

    is_date: bool = False
    yearless: bool = False
    digits: int = 0


def number_formats(package: Package, part: str) -> Sequence[NumberFormat]:
    """The format of each style number; none when the workbook has no styles."""
    if part not in package:
        return ()
    groups = {local(group.tag): group for group in package.tree(part)}
    own = {item.get("numFmtId", ""): item.get("formatCode", "") for item in groups.get("numFmts", ())}
    return [_format(item.get("numFmtId", "0"), own) for item in groups.get("cellXfs", ())]


def _format(number: str, own: Mapping[str, str]) -> NumberFormat:
    code = own.get(number)
    if code is None and number.isdigit() and int(number) in _CHINESE_DATES:
        return NumberFormat(is_date=True, yearless=int(number) in _YEARLESS)
    code = code or BUILTIN_FORMATS.get(int(number) if number.isdigit() else 0) or ""
    zeros = _ZEROS.fullmatch(code.partition(";")[0])
    if zeros:
        return NumberFormat(digits=len(zeros[1]))
    letters = _NOT_CODE.sub("", code.partition(";")[0]).lower()
    is_date = any(letter in letters for letter in "ymdhs") and "general" not in letters
    return NumberFormat(is_date=is_date, yearless=is_date and "d" in letters and "y" not in letters)
