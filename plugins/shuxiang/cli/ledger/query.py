"""``ledger.py query``: the very rows that a figure of a report counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, office
from shuxiang.cli.ledger.row_cells import COLUMNS, NAMED, place_cells
from shuxiang.cli.problem import Problem
from shuxiang.cli.text_table import text_table
from shuxiang.core.labels import dates_text, day_text, slot_label
from shuxiang.core.ledger.member import NO_GROUP
from shuxiang.core.ledger.query import (
    NAMES,
    Measure,
    Query,
    QueryError,
    group_of,
    parse_query,
    queried_places,
    queried_presences,
    queried_slots,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shuxiang.core.ledger.ledger import Ledger

    Found = tuple[Sequence[str], list[Sequence[str]]]


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    example = "时段=2026-11 小组=第一小组 计=已交"
    parser.add_argument(
        "query",
        nargs="+",
        metavar="查询",
        help=f"照通报上写的，例如 “{example}”。可用的名称：{'、'.join(NAMES.values())}",
    )
    parser.add_argument("--names", action="store_true", help="列出编号和姓名")


def print_rows(options: argparse.Namespace) -> int:
    """Print the rows and how many they are."""
    try:
        query = parse_query(" ".join(options.query))
    except QueryError as error:
        raise Problem(f"查询没有看懂：{error}") from None
    own = office(options)
    columns, rows = _found(own, query, query.today or own.today, names=options.names)
    if rows:
        print(text_table(columns, rows), end="\n\n")  # noqa: T201
    print(f"共 {len(rows)} 行。")  # noqa: T201
    return 0


def _found(own: Office, query: Query, today: date, *, names: bool) -> Found:
    """The columns and the rows."""
    _refuse_unknown(own, query)
    if query.measure in {Measure.SLOTS, Measure.EMPTY}:
        return _slots(own, query, today)
    events = own.store.events(told=names)
    ledger = own.ledger(event for event in events if event.seq <= query.last) if query.last else own.ledger(events)
    _refuse_unheard_of(ledger, query)
    if query.measure is Measure.PRESENT:
        return _presences(query, ledger, names=names)
    return _places(own, query, ledger, today, names=names)


def _refuse_unknown(own: Office, query: Query) -> None:
    """Problem for a slot, cadence or number that there is not, which would quietly find nothing."""
    slots = own.schedule.slots
    if query.slot and all(slot.id != query.slot for slot in slots):
        raise Problem(
            f"学习计划里没有期次 {query.slot}。期次的写法如 {slots[0].id if slots else 'article/2026-W47'}。"
        )
    if query.cadence and all(query.cadence not in {slot.cadence.id, slot.cadence.name} for slot in slots):
        known = "、".join(dict.fromkeys(slot.cadence.name for slot in slots))
        raise Problem(f"学习计划里没有节奏“{query.cadence}”。现有 {known}。")
    if query.last > (last := own.store.last()):
        raise Problem(f"台账只有 {last} 号，没有第 {query.last} 号。")


def _refuse_unheard_of(ledger: Ledger, query: Query) -> None:
    """Problem for a group or an event that the ledger does not know."""
    groups = {spell.group for member in ledger.members.values() for spell in member.spells}
    if query.group and query.group not in {*groups, NO_GROUP}:
        raise Problem("名册里没有这个小组。请照名册上的写法写全，可用 ledger.py roster list 核对。")
    if query.event and all(query.event != presence.event for presence in ledger.attendance):
        raise Problem("台账里没有这个活动的签到。活动的编号请照通报的 Excel 文件里“数字出处”一页抄。")


def _slots(own: Office, query: Query, today: date) -> Found:
    rows: list[Sequence[str]] = [
        (slot.cadence.name, slot_label(slot), dates_text(slot.period), slot.id, str(len(slot.materials)))
        for slot in queried_slots(query, own.schedule.slots, today)
    ]
    return ("节奏", "期", "日期", "期次", "材料（篇）"), rows


def _places(own: Office, query: Query, ledger: Ledger, today: date, *, names: bool) -> Found:
    rows: list[Sequence[str]] = [
        (*_who(place.member.number, place.member.name, place.group, names=names), *place_cells(place))
        for place in queried_places(query, ledger, own.schedule.slots, today)
    ]
    return (*_who(*NAMED, names=names), *COLUMNS), rows


def _presences(query: Query, ledger: Ledger, *, names: bool) -> Found:
    rows: list[Sequence[str]] = []
    for presence in queried_presences(query, ledger):
        member = ledger.members[presence.member]
        who = _who(member.number, member.name, group_of(presence, ledger), names=names)
        rows.append((*who, presence.title, day_text(presence.on), "、".join(map(str, presence.evidence))))
    return (*_who(*NAMED, names=names), "活动", "日期", "台账号"), rows


def _who(number: str, name: str, group: str, *, names: bool) -> Iterable[str]:
    return (number, name, group) if names else (group,)


COMMAND = Command(
    "查一个数字数的是哪些记录",
    "把通报里一个数字数的记录一行一行列出来。查询的写法在通报的表格下面和 Excel 文件的“数字出处”一页。",
    describe,
    print_rows,
)
