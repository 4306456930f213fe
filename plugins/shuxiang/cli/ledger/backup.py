"""``ledger.py backup``: the whole ledger in one file, while it is in use."""

from __future__ import annotations

import argparse
import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.office import Office, office
from shuxiang.cli.ledger.verify import checked, head_text
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.written_file import refuse_published
from shuxiang.store.gone import Gone
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.shelf import KEPT, put_durably
from shuxiang.store.verifying import Verified


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件",
        help="另存一份到哪个文件或文件夹，例如 U 盘。不写则只放在 data/ledger/backups",
    )


def _backup(options: argparse.Namespace) -> int:
    place = office(options)
    store = place.store
    target = _target(options, place)
    with place.shelf.alone():
        path = place.shelf.name(place.now)
        with step("写备份"):
            place.shelf.write(store.engine, path, Gone())
        verified = verified_copy(path)
        pruned = [] if verified.faults else place.shelf.prune()
        if target:
            copied = target / path.name if target.is_dir() else target
            _copy(path, copied)
    print(f"备份写好了：{place.shown(path)}（{path.stat().st_size / 1e6:.1f} MB，{head_text(verified.head)}）。")  # noqa: T201
    if target:
        print(f"另存了一份：{copied}。它和台账一样写着个人信息，请妥善保管。")  # noqa: T201
    if pruned:
        print(f"只留最近 {KEPT} 份，删去了最旧的 {len(pruned)} 份。")  # noqa: T201
    if verified.faults:
        raise Problem(
            "\n".join(["但是台账本身核对没有通过，备份也一样：", *(f"  {each}" for each in verified.told)])
        )
    return 0


def verified_copy(path: Path) -> Verified:
    """A backup, read from its file from beginning to end."""
    with snapshot(copy_engine(path)) as connection:
        return checked(connection, "核对备份")


def digest_of(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _target(options: argparse.Namespace, place: Office) -> Path | None:
    """Where one more copy is wanted; Problem where none may be."""
    target: Path | None = options.output
    if target is None:
        return None
    refuse_published(target / "x" if target.is_dir() else target, place.config, "备份")
    if not target.is_dir() and (target.exists() or not target.absolute().parent.is_dir()):
        raise Problem(f"不能写到 {target}：文件已经存在，或者它所在的文件夹不存在。请换一个文件名。")
    if target.is_dir() and (target / place.shelf.name(place.now).name).exists():
        raise Problem(f"{target} 里已有这一分钟的备份，没有覆盖。请过一分钟再运行。")
    return target


def _copy(path: Path, copied: Path) -> None:
    """Copy a file whole, for its owner only, and read it back."""
    beside = copied.with_name(f".{copied.name}.part")
    try:
        shutil.copyfile(path, beside)
        with suppress(OSError):  # a memory stick knows no owners
            beside.chmod(0o600)
        if digest_of(beside) != digest_of(path):
            raise Problem(f"写到 {copied} 的内容读回来不一样，那里的磁盘可能有问题，没有写成。请换一个地方。")
        put_durably(beside, copied)
    finally:
        beside.unlink(missing_ok=True)


COMMAND = Command(
    "备份台账",
    f"把整份台账写进一个文件，台账正在使用也可以。写完立即核对。放在 data/ledger/backups，留最近 {KEPT} 份。"
    "备份里有个人信息，请和台账一样保管。",
    _describe,
    _backup,
)
