"""The roster as a sheet that can be filled in, or changed, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from shuxiang.core.labels import day_text
from shuxiang.core.ledger.member import Member
from shuxiang.exports.roster_columns import RosterColumn
from shuxiang.exports.roster_sheet import SHEET_NAME
from shuxiang.exports.table_sheet import Field, TableSheet

_WIDTHS = {
    RosterColumn.NUMBER: 14,
    RosterColumn.NAME: 18,
    RosterColumn.GROUP: 22,
    RosterColumn.SECTOR: 18,
    RosterColumn.CONTACT: 24,
}
_NOTES = (
    "一位委员一行，“编号”“姓名”必填。编号由办公室定，定了以后不变；不要用身份证号、手机号当编号。",
    "可以加自己用的列，导入时不读。填好保存，运行 python3 scripts/ledger.py roster import 这个文件。",
)


def empty_roster(groups: Sequence[str]) -> TableSheet:
    """A sheet without members, with the groups to choose from."""
    return _sheet("委员名册", groups, (), contact=False)


def roster_table(
    members: Iterable[Member], groups: Sequence[str], on: date, *, contact: bool = False
) -> TableSheet:
    """The members as they are on the day, in their order."""
    rows = tuple(_row(member, on, contact=contact) for member in members)
    return _sheet(f"委员名册（{day_text(on)}，{len(rows)} 人）", groups, rows, contact=contact)


def _sheet(title: str, groups: Sequence[str], rows: tuple[tuple[str, ...], ...], *, contact: bool) -> TableSheet:
    fields = tuple(
        Field(column.value, width=width, choices=tuple(groups) if column is RosterColumn.GROUP else ())
        for column, width in _WIDTHS.items()
        if contact or column is not RosterColumn.CONTACT
    )
    return TableSheet(SHEET_NAME, title, fields, rows, notes=_NOTES)


def _row(member: Member, on: date, *, contact: bool) -> tuple[str, ...]:
    texts = (member.number, member.name, member.group_on(on), member.sector)
    return (*texts, member.contact) if contact else texts
