"""``ledger.py verify``: proof that nobody has changed the ledger behind its back."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.store.errors import StoreError
from shuxiang.store.head import Head
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.verifying import Verified, against, verify
from shuxiang.store.witness import head_then

_KEPT = re.compile(r"[^0-9]*([0-9]{1,12})[^0-9a-f]+((?:[0-9a-f]{4}[^0-9a-f]*){4})")


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against",
        metavar="台账号:校验码",
        help="和以前打印出来的台账号和校验码核对，例如 120:3f2a-91bc-0012-77de（通报和本命令都会打印）",
    )


def _verify(options: argparse.Namespace) -> int:
    kept = _head(options.against) if options.against else None
    office = open_office(options)
    with snapshot(office.store.engine) as connection:
        verified = checked(connection)
        beside = _beside(connection, office)
        wrong = [*verified.told, *beside.faults, *filter(None, [against(connection, kept) if kept else ""])]
    if wrong:
        raise Problem("\n".join(["台账核对没有通过：", *(f"  {each}" for each in wrong), _WHAT_NOW]))
    print("\n".join(_sentences(verified, kept, beside)))  # noqa: T201
    return 0


def checked(connection: Connection, title: str = "核对台账", verify: Callable[..., Verified] = verify) -> Verified:
    """Verify a ledger while its progress is shown."""
    number = 0

    def seen(so_far: int) -> None:
        nonlocal number
        number = so_far

    with step(title, lambda: f"到第 {number} 号" if number else ""):
        return verify(connection, seen=seen)


@dataclass(slots=True)
class _Beside:
    """``number`` backups have been compared, the ``newest`` of which goes so far; ``faults`` are sentences."""

    number: int = 0
    newest: int = 0
    faults: list[str] = field(default_factory=list)


def _beside(connection: Connection, office: Office) -> _Beside:
    """Whether the ledger still has what it had when the backups on the shelf were made: a tail cut off shows so."""
    found = _Beside()
    for path in office.shelf.backups():
        with suppress(StoreError, ValueError), snapshot(copy_engine(path)) as backup:
            then = head_then(connection, backup)
            if then and then.seq:
                found.number, found.newest = found.number + 1, max(found.newest, then.seq)
                wrong = against(connection, then)
                found.faults += [f"和备份 {path.name} 对不上：{wrong}"] if wrong else []
    return found


def head_text(head: Head) -> str:
    """How far a ledger goes, as it is printed everywhere."""
    return f"共 {head.seq} 号，校验码 {head.code}" if head.seq else "还是空的"


_WHAT_NOW = (
    "台账没有改动。请先别再登记，留着这几句话，问清有没有人直接改过数据库；"
    "要回到没有问题的时候，用 python3 scripts/ledger.py restore 从备份恢复。"
)


def _head(text: str) -> Head:
    """The number and code as somebody has copied them."""
    match = _KEPT.fullmatch(unicodedata.normalize("NFKC", text).lower())
    if not match:
        raise Problem("--against 的写法是 台账号:校验码，例如 120:3f2a-91bc-0012-77de。请照着打印出来的核对。")
    return Head(int(match[1]), "-".join(re.findall("[0-9a-f]{4}", match[2])))


def _sentences(verified: Verified, kept: Head | None, beside: _Beside) -> list[str]:
    lines = [f"核对通过：台账{head_text(verified.head)}。"]
    if verified.head.seq:
        lines.append(f"到第 {verified.head.seq} 号为止，每一号都在，内容和次序没有改动，各号互相对得上。")
    if verified.parts_gone:
        lines.append(f"有 {verified.parts_gone} 号的个人内容不在了，都有注销或到期清除的记录。")
    if kept:
        lines.append(f"和当时的第 {kept.seq} 号、校验码 {kept.code} 一致。")
    if beside.newest:
        lines.append(
            f"和 data/ledger/backups 里的 {beside.number} 份备份也对得上，其中最新的到第 {beside.newest} 号。"
        )
    if verified.head.seq and not kept:
        lines.append(
            "把台账号和校验码抄下来或打印存档，"
            "以后用 python3 scripts/ledger.py verify --against 核对，可以知道有没有被删改。"
        )
    return lines


COMMAND = Command(
    "核对台账有没有被改动",
    "从头核对台账：台账号连续、每一号和它的校验码对得上、个人内容没有改过、抽查能重抽出同样的结果。"
    "不改动任何东西。核对不过时逐条说明，退出码为 1。",
    _describe,
    _verify,
)
