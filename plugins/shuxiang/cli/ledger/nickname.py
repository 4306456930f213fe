"""``ledger.py nickname``: whose receipts without a signature are that come under a nickname."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.member_numbers import members_numbered
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.legible import legible
from shuxiang.cli.problem import Problem
from shuxiang.core.chat_speaker import nickname
from shuxiang.core.ledger.event import Kind, NewEvent

if TYPE_CHECKING:
    import argparse

    from shuxiang.core.ledger.member import Member


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("nickname", nargs="?", metavar="昵称", help="聊天记录里显示的昵称，含空格等时加引号")
    parser.add_argument("number", nargs="?", metavar="编号", help="是哪一位委员，写名册里的编号")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--ignore", action="store_true", help="不是本单位的委员，这个昵称的回执都不登记")
    how.add_argument("--list", action="store_true", help="列出已经认过的昵称")


def _nickname(options: argparse.Namespace) -> int:
    office = open_office(options)
    if options.list:
        return _list(office)
    name = nickname(options.nickname or "")
    if not name or bool(options.number) == options.ignore:
        raise Problem(
            "请写明昵称和编号，例如 python3 scripts/ledger.py nickname 昵称 0012；"
            "不是委员的，写 python3 scripts/ledger.py nickname --ignore 昵称。"
        )
    with office.store.run("nickname", office.now) as run:
        ledger = office.ledger(run.events([]))
        member = None if options.ignore else ledger.members[members_numbered(ledger, [options.number])[0]]
        decided = member.id if member else ""
        changed = ledger.nicknames.get(name) != decided
        if changed:
            data = {"ignored": member is None}
            run.add(NewEvent(Kind.NICKNAMED, decided, data=data, private={"nickname": name}))
    print(legible("\n".join(_said(name, member, changed=changed))))  # noqa: T201
    return 0


def _said(name: str, member: Member | None, *, changed: bool) -> Iterator[str]:
    what = f"是 {member.number}" if member else "不算本单位委员"
    yield f"记下了：昵称“{name}”{what}。" if changed else f"昵称“{name}”本来就记着{what}，没有变化。"
    if member and member.active_key:
        yield "这位委员有卡，没有签名的回执仍然不登记，请本人设好卡再发。"
    elif changed:
        yield "请把聊天记录再收一次，这个昵称的回执就会照此处理。"
        yield "以前登记的不变；登记错了的，请用 python3 scripts/ledger.py undo 撤销。"


def _list(office: Office) -> int:
    """Show the decisions, those for members in the order of their numbers."""
    ledger = office.ledger(office.store.events([]))
    decided = [(ledger.members.get(id_), name) for name, id_ in ledger.nicknames.items()]
    lines = [f"  {member.number}  “{name}”" for member, name in decided if member and member.number]
    ignored = [f"  不算  “{name}”" for member, name in decided if member is None]
    if not lines and not ignored:
        print("还没有认过昵称。收回执时遇到没有签名的，会列出来请您认。")  # noqa: T201
        return 0
    told = [f"认过的昵称 {len(lines) + len(ignored)} 个：", *sorted(lines), *sorted(ignored)]
    print(legible("\n".join(told)))  # noqa: T201
    return 0


COMMAND = Command(
    "认昵称：没有签名的回执是谁的",
    "没有签名的回执上没有编号，只能看昵称。认过一次，以后收回执时就照此登记；改认另一位，再写一次。",
    _describe,
    _nickname,
)
