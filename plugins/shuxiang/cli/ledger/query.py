"""``ledger.py query``: the very rows that a figure of a report counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.row_cells import COLUMNS, NAMED, place_cells
from shuxiang.cli.ledger.which_group import known_group
from shuxiang.cli.problem import Problem
from shuxiang.cli.slot_names import find_slot, known_cadence, period_named
from shuxiang.cli.text_table import text_table
from shuxiang.core.labels import dates_text, day_text, slot_label
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.queried import OF_SLOTS, group_of, queried_places, queried_presences, queried_slots
from shuxiang.core.ledger.query import NAMES, Measure, Query, QueryError, parse_query

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from datetime import date

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.member import Member

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
    office = open_office(options)
    try:
        query = parse_query(" ".join(options.query), lambda text: period_named(office.opened, text))
    except QueryError as error:
        raise Problem(f"查询没有看懂：{error}") from None
    columns, rows = _found(office, query, query.today or office.today, names=options.names)
    if rows:
        print(text_table(columns, rows), end="\n\n")  # noqa: T201
    print(f"共 {len(rows)} 行。")  # noqa: T201
    return 0


def _found(office: Office, query: Query, today: date, *, names: bool) -> Found:
    """The columns and the rows."""
    query = _as_planned(office, query)
    if query.measure in OF_SLOTS:
        return _slots(office, query, today)
    events = office.store.events(told=names)
    ledger = (
        office.ledger(event for event in events if event.seq <= query.last) if query.last else office.ledger(events)
    )
    query = _as_heard_of(office, ledger, query)
    if query.measure is Measure.PRESENT:
        return _presences(query, ledger, names=names)
    return _places(office, query, ledger, today, names=names)


def _as_planned(office: Office, query: Query) -> Query:
    """The query with its slot and cadences as the plan has them; Problem for what neither plan nor ledger has."""
    if query.last > (last := office.store.last()):
        raise Problem(f"台账只有 {last} 号，没有第 {query.last} 号。")
    slot = find_slot(office.opened, query.slot).id if query.slot else ""
    return replace(query, slot=slot, cadence=_cadences(office, query.cadence) if query.cadence else "")


def _cadences(office: Office, text: str) -> str:
    """The ids of one cadence or several."""
    programmes = office.schedule.programmes
    whole = any(text in {cadence.id, cadence.name} for programme in programmes for cadence in programme.cadences)
    parts = [text] if whole else text.split("、")
    return "、".join(known_cadence(office.opened, part.strip()) for part in parts)


def _as_heard_of(office: Office, ledger: Ledger, query: Query) -> Query:
    """The query with its group as it is written everywhere; Problem for a group or an event that is not known."""
    if query.event and all(query.event != presence.event for presence in ledger.attendance):
        raise Problem("台账里没有这个活动的签到。活动的代号请照通报的 Excel 文件里“数字出处”一页抄。")
    return replace(query, group=known_group(query.group, office.schedule, ledger)) if query.group else query


def _slots(office: Office, query: Query, today: date) -> Found:
    rows: list[Sequence[str]] = [
        (slot.cadence.name, slot_label(slot), dates_text(slot.period), slot.id, str(len(slot.materials)))
        for slot in queried_slots(query, office.schedule.slots, today)
    ]
    return ("节奏", "期", "日期", "期次", "材料（篇）"), rows


def _places(office: Office, query: Query, ledger: Ledger, today: date, *, names: bool) -> Found:
    numbers = Numbers(ledger.members.values())
    rows: list[Sequence[str]] = [
        (*_who(numbers, place.member, place.group, names=names), *place_cells(place))
        for place in queried_places(query, ledger, office.schedule.slots, today)
    ]
    return (*(NAMED if names else NAMED[-1:]), *COLUMNS), rows


def _presences(query: Query, ledger: Ledger, *, names: bool) -> Found:
    rows: list[Sequence[str]] = []
    numbers = Numbers(ledger.members.values())
    for presence in queried_presences(query, ledger):
        member = ledger.members[presence.member]
        who = _who(numbers, member, group_of(presence, ledger), names=names)
        rows.append((*who, presence.title, day_text(presence.on), "、".join(map(str, presence.evidence))))
    return (*(NAMED if names else NAMED[-1:]), "活动", "日期", "台账号"), rows


def _who(numbers: Numbers, member: Member, group: str, *, names: bool) -> Iterable[str]:
    return (numbers.typed(member), member.name, group) if names else (group,)


COMMAND = Command(
    "查一个数字数的是哪些记录",
    "把通报里一个数字数的记录一行一行列出来。查询的写法在通报的表格下面和 Excel 文件的“数字出处”一页。",
    describe,
    print_rows,
)
