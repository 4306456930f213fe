"""签到表: one to be signed on paper, and one in which it is typed who came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from shuxiang.core.labels import day_text, days_text, weekday
from shuxiang.core.ledger.invitation import Invited
from shuxiang.core.ledger.member import NO_GROUP
from shuxiang.core.ledger.occasion import Occasion
from shuxiang.core.moments import last_day
from shuxiang.exports.blocks import Align, Block, Column, Document, Paragraph, Table
from shuxiang.exports.presence_marks import CHOICES
from shuxiang.exports.table_sheet import CellKind, Field, TableSheet

NAME = "签到表"
NUMBER, PERSON, GROUP, PRESENCE, REMARK = "编号", "姓名", "小组", "到会", "备注"
MARK_EVENT, MARK_TITLE, MARK_DAY = "活动", "名称", "日期"

_PAPER_ROW = 12.0
"""Millimetres: room for a signature."""

_SCREEN_ROW = 24.0
"""Points."""

_SPARE_ROWS = 5
_BLANK = "\uff3f" * 3
_WALKED_IN = "名单上没有的，请签在最后几行。"
_HOW = (
    "“到会”一列选“到”“请假”或“未到”，写 √ 也可以；没来的可以空着。",
    "名单上没有的委员，接在最后一行下面写：写编号；不知道编号的写姓名。不是委员的不用写。",
)


def paper_sheet(occasion: Occasion, people: tuple[Invited, ...]) -> Document:
    """The sheet for the desk. Members' numbers are nobody's business there."""
    columns = (
        Column("序号", 1.1, Align.CENTRE),
        Column(PERSON, 2.6),
        Column(GROUP, 2.8),
        Column("签到", 3.4),
        Column(REMARK, 2.2),
    )
    listed = [(str(n), one.member.name, _group(one), "", "") for n, one in enumerate(people, start=1)]
    spare = [("", "", "", "", "")] * _SPARE_ROWS
    blocks: tuple[Block, ...] = (
        Table(columns, (*listed, *spare), row_height=_PAPER_ROW),
        Paragraph(f"应到 {len(people)} 人，实到{_BLANK}人，请假{_BLANK}人。{_WALKED_IN}"),
    )
    return Document(NAME, blocks, "\n".join(_about(occasion)), occasion.title)


def typing_sheet(occasion: Occasion, people: tuple[Invited, ...]) -> TableSheet:
    """The sheet that is filled in afterwards and read back; what it is about stands in its marks."""
    return TableSheet(
        name=NAME,
        title=f"{NAME}\uff1a{occasion.title}",
        notes=(" ".join([*list(_about(occasion))[1:], f"应到 {len(people)} 人"]), *_HOW),
        fields=(
            Field("序号", CellKind.ORDINAL, 7),
            Field(NUMBER, CellKind.TEXT, 12),
            Field(PERSON, CellKind.TEXT, 24),
            Field(GROUP, CellKind.TEXT, 18),
            Field(PRESENCE, CellKind.TEXT, 11, tuple(CHOICES.values())),
            Field(REMARK, CellKind.TEXT, 22),
        ),
        rows=tuple(
            (n, one.member.number, one.member.name, _group(one), None, None) for n, one in enumerate(people, 1)
        ),
        row_height=_SCREEN_ROW,
        marks=((MARK_EVENT, occasion.id), (MARK_TITLE, occasion.title), (MARK_DAY, occasion.on.isoformat())),
    )


def _about(occasion: Occasion) -> Iterator[str]:
    yield occasion.title
    yield when_text(occasion)
    if occasion.venue:
        yield f"地点：{occasion.venue}"


def when_text(occasion: Occasion) -> str:
    """2026年11月18日 星期三 09:30—11:30; days without a time, or of several, by themselves."""
    first, last = occasion.on, last_day(occasion.ends)
    if first != last:
        days = days_text(first, last + timedelta(days=1))
        return days if days.startswith(str(first.year)) else f"{first.year}年{days}"
    day = f"{day_text(first)} {weekday(first)}"
    if not occasion.timed:
        return day
    begins = f"{day} {occasion.starts:%H:%M}"
    return begins if occasion.open_end else f"{begins}\u2014{occasion.ends:%H:%M}"


def _group(one: Invited) -> str:
    return "" if one.group == NO_GROUP else one.group
