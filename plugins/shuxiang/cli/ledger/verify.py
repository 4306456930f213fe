"""``ledger.py verify``: proof that nobody has changed the ledger behind its back."""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Callable

from sqlalchemy import Connection

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import office
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.store.opening import snapshot
from shuxiang.store.store import Head
from shuxiang.store.verifying import Verified, against, verify

_KEPT = re.compile(r"[^0-9]*([0-9]{1,12})[^0-9a-f]+((?:[0-9a-f]{4}[^0-9a-f]*){4})")


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against",
        metavar="号数:校验码",
        help="和以前打印出来的号数、校验码核对，例如 120:3f2a-91bc-0012-77de（通报和 verify 都会打印）",
    )


def _verify(options: argparse.Namespace) -> int:
    kept = _head(options.against) if options.against else None
    with snapshot(office(options).store.engine) as connection:
        verified = checked(connection)
        wrong = [*verified.told, *filter(None, [against(connection, kept) if kept else ""])]
    if wrong:
        raise Problem("\n".join(["台账核对没有通过：", *(f"  {each}" for each in wrong), _WHAT_NOW]))
    print("\n".join(_sentences(verified, kept)))  # noqa: T201
    return 0


def checked(connection: Connection, title: str = "核对台账", verify: Callable[..., Verified] = verify) -> Verified:
    """Verify a ledger while its progress is shown."""
    number = 0

    def seen(so_far: int) -> None:
        nonlocal number
        number = so_far

    with step(title, lambda: f"到第 {number} 号" if number else ""):
        return verify(connection, seen=seen)


def head_text(head: Head) -> str:
    """How far a ledger goes, as it is printed everywhere."""
    return f"共 {head.seq} 号，校验码 {head.code}" if head.seq else "还没有记录"


_WHAT_NOW = (
    "台账没有改动。请先别再登记，留着这几句话，问清有没有人直接改过数据库；"
    "要回到没有问题的时候，用 python3 scripts/ledger.py restore 从备份恢复。"
)


def _head(text: str) -> Head:
    """The number and code as somebody has copied them."""
    match = _KEPT.fullmatch(unicodedata.normalize("NFKC", text).lower())
    if not match:
        raise Problem("--against 的写法是 号数:校验码，例如 120:3f2a-91bc-0012-77de。请照着打印出来的核对。")
    return Head(int(match[1]), "-".join(re.findall("[0-9a-f]{4}", match[2])))


def _sentences(verified: Verified, kept: Head | None) -> list[str]:
    lines = [f"核对通过：{head_text(verified.head)}。"]
    if verified.head.seq:
        lines.append("每一号都在，内容和次序没有改动，各号互相对得上。")
    if verified.parts_gone:
        lines.append(f"有 {verified.parts_gone} 号的个人内容不在了，都有注销或到期清除的记录。")
    if kept:
        lines.append(f"和当时的第 {kept.seq} 号、校验码 {kept.code} 一致。")
    elif verified.head.seq:
        lines.append("把号数和校验码抄下来或打印存档，以后用 verify --against 核对，可以知道有没有被删改。")
    return lines


COMMAND = Command(
    "核对台账有没有被改动",
    "从头核对台账：编号连续、每一号和它的校验码对得上、个人内容没有改过、抽签能重抽出同样的结果。"
    "不改动任何东西。核对不过时逐条说明，退出码为 1。",
    _describe,
    _verify,
)
