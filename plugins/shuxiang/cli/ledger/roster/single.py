"""One member's change: leaving, moving, another name, another number, a card that holds no longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import add_agreeing
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.member_numbers import add_numbers, members_numbered
from shuxiang.cli.ledger.office import open_office
from shuxiang.cli.ledger.roster.entering import Input, enter
from shuxiang.cli.ledger.roster.importing import NEW_NUMBER, add_on
from shuxiang.cli.problem import Problem
from shuxiang.core.card import CardError, parse_number
from shuxiang.core.labels import day_text
from shuxiang.core.ledger.groups import group_names, groups_on, nearest_group, same_group
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.roster_change import (
    Change,
    Description,
    What,
    described_by,
    describing,
    leaving,
    moving,
    revoking,
)
from shuxiang.core.ledger.roster_changes import RosterChanges, unlisted_group
from shuxiang.core.ledger.roster_keys import is_on_roster

if TYPE_CHECKING:
    import argparse
    from datetime import date

    from shuxiang.core.ledger.ledger import Ledger
    from shuxiang.core.ledger.member import Member

LONGEST = 40


def _enter(options: argparse.Namespace, command: str, find: Callable[[Ledger], RosterChanges]) -> int:
    """Show the changes with their notes, and enter them when agreed to; the exit code."""
    enter(open_office(options), options, Input(command), find)
    return 0


def _from(on: date) -> str:
    return f"从 {day_text(on)} 起算，以前的不改。"


def _members(ledger: Ledger, numbers: list[str]) -> list[Member]:
    return [ledger.members[id_] for id_ in dict.fromkeys(members_numbered(ledger, numbers))]


def _day(options: argparse.Namespace) -> date:
    day: date = options.on or open_office(options).today
    return day


def _belonging(members: list[Member], on: date) -> list[Member]:
    away = [str(place) for place, member in enumerate(members, start=1) if not member.belonged_on(on)]
    if away:
        which = f"第 {'、'.join(away)} 个编号" if len(members) > 1 else "这个编号"
        raise Problem(
            f"{which}的委员那一天不在名册上，没有可以改的。"
            "请用 python3 scripts/ledger.py roster list --on 日期 核对。"
        )
    return members


def _describe_leave(parser: argparse.ArgumentParser) -> None:
    add_numbers(parser)
    add_on(parser, "今天")
    parser.add_argument("--revoke", action="store_true", help="手里的委员卡同时作废")
    add_agreeing(parser)


def _leave(options: argparse.Namespace) -> int:
    on = _day(options)

    def find(ledger: Ledger) -> RosterChanges:
        members = _belonging(_members(ledger, options.numbers), on)
        holders = [member for member in members if member.active_key]
        notes = [_from(on), *([] if options.revoke else _cards_left(holders))]
        revoked = map(_revoked, holders if options.revoke else ())
        return RosterChanges((*(leaving(member, on) for member in members), *revoked), notes=tuple(notes))

    return _enter(options, "roster leave", find)


def _cards_left(holders: Sequence[Member]) -> Iterator[str]:
    if holders:
        yield f"{len(holders)} 位手里有委员卡，离开以后还能签名。要同时作废，加 --revoke。"


def _revoked(member: Member) -> Change:
    return Change(What.REVOKED, member.number, member.name, "手里的卡不再有效", tuple(revoking(member)))


def _describe_move(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="编号", help="委员编号")
    parser.add_argument("group", metavar="小组", help="调到哪个小组；不分组的写“未分组”")
    add_on(parser, "今天")
    add_agreeing(parser)


def _move(options: argparse.Namespace) -> int:
    on, wanted = _day(options), _line(options.group, "小组")
    office = open_office(options)
    listed = groups_on(office.schedule, office.today)

    def find(ledger: Ledger) -> RosterChanges:
        names = group_names(listed, ledger)
        group = names.get(same_group(wanted), wanted)
        members = _belonging(_members(ledger, [options.number]), on)
        changes = [moving(member, group, on) for member in members if member.group_on(on) != group]
        new = () if same_group(wanted) in names else _new_group(group, tuple(names.values()))
        return RosterChanges(tuple(changes), notes=(_from(on), *(unlisted_group(group, listed) if listed else new)))

    return _enter(options, "roster move", find)


def _new_group(group: str, known: Sequence[str]) -> Iterator[str]:
    """A question about a group that nobody has been in yet."""
    near = nearest_group(group, known)
    yield f"名册里还没有“{group}”这个小组{f'：是不是“{near}”？' if near else '，会新加一个。'}"


def _describe_rename(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="编号", help="委员编号")
    parser.add_argument("name", metavar="姓名", help="改成的姓名")
    add_agreeing(parser)


def _rename(options: argparse.Namespace) -> int:
    name = _line(options.name, "姓名")

    def find(ledger: Ledger) -> RosterChanges:
        (member,) = _members(ledger, [options.number])
        return RosterChanges(_described(member, replace(described_by(member), name=name)))

    return _enter(options, "roster rename", find)


def _describe_renumber(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", metavar="旧编号", help="现在的编号")
    parser.add_argument("new", metavar="新编号", help="改成的编号，没有别人在用的")
    add_agreeing(parser)


def _renumber(options: argparse.Namespace) -> int:
    try:
        number = parse_number(options.new)
    except CardError as error:
        raise Problem(f"新编号不对：{error}") from None
    office = open_office(options)

    def find(ledger: Ledger) -> RosterChanges:
        (member,) = _members(ledger, [options.number])
        holder = Numbers(ledger.members.values()).meant(number)
        if holder and holder is not member and is_on_roster(holder, office.today):
            raise Problem("新编号是另一位委员的（前面的零不算），没有改。请换一个，或先给那一位换编号。")
        changes = _described(member, replace(described_by(member), number=number))
        return RosterChanges(changes, notes=(NEW_NUMBER,))

    return _enter(options, "roster renumber", find)


def _described(member: Member, described: Description) -> tuple[Change, ...]:
    return tuple(filter(None, [describing(member, described)]))


def _describe_revoke(parser: argparse.ArgumentParser) -> None:
    add_numbers(parser)
    add_agreeing(parser)


def _revoke(options: argparse.Namespace) -> int:
    def find(ledger: Ledger) -> RosterChanges:
        holders = [member for member in _members(ledger, options.numbers) if member.active_key]
        return RosterChanges(tuple(map(_revoked, holders)))

    return _enter(options, "roster revoke", find)


def _line(text: str, what: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > LONGEST or not line.isprintable():
        raise Problem(f"{what}要写一行，不超过 {LONGEST} 个字。")
    return line


LEAVE = Command(
    "登记离开",
    "登记委员从哪一天起不在名册上。以前的各期照算，以后的不再算。先列出，同意了才写入。",
    _describe_leave,
    _leave,
)
MOVE = Command("登记调组", "登记一位委员从哪一天起在哪个小组。以前的各期仍算原来的小组。", _describe_move, _move)
RENAME = Command(
    "改正姓名", "改正一位委员的姓名。换了人的不要用它：先让原来那一位离开，再导入新的。", _describe_rename, _rename
)
RENUMBER = Command(
    "换编号",
    "给一位委员换编号。手里的卡照旧能用，只是上面印的是旧编号；"
    "要换卡的，再用 python3 scripts/ledger.py roster keys 发。",
    _describe_renumber,
    _renumber,
)
REVOKE = Command(
    "作废委员卡",
    "作废委员手里的卡（丢了、被别人看到了、不想用了）。以前登记的不受影响；"
    "要补发用 python3 scripts/ledger.py roster keys 编号。",
    _describe_revoke,
    _revoke,
)
