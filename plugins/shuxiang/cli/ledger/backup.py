"""``ledger.py backup``: the whole ledger in one file, while it is in use."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.named_files import OWNER_ONLY
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.cli.ledger.output import is_folder, output_file, output_folder
from shuxiang.cli.ledger.verify import checked, head_text
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.written_file import replace_file
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.shelf import KEPT
from shuxiang.store.verifying import Verified

_ENDINGS = (".db",)
_WHY = "备份里有委员的个人信息"


def _describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        metavar="文件或文件夹",
        help="另存一份到哪个 .db 文件或文件夹，例如 U 盘。不写则只放在 data/ledger/backups",
    )


def _backup(options: argparse.Namespace) -> int:
    office = open_office(options)
    store = office.store
    target = _target(options, office)
    with office.shelf.alone():
        path = office.shelf.name(office.now)
        with step("写备份"):
            office.shelf.write(store.engine, path)
        verified = verified_copy(path)
        pruned = [] if verified.faults else office.shelf.prune()
        if target:
            _copy(path, target)
    print(f"备份写好了：{office.shown(path)}（{_size(path)}，{head_text(verified.head)}）。")  # noqa: T201
    if target:
        print(f"另存了一份：{target}。它和台账一样写着个人信息，请妥善保管。")  # noqa: T201
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


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{size / 1e3:.0f} KB"


def _target(options: argparse.Namespace, office: Office) -> Path | None:
    """The file for one more copy; Problem where none may be."""
    text: str | None = options.output
    if text is None:
        return None
    if not is_folder(text):
        return output_file(Path(text), _ENDINGS, office.config, _WHY)
    folder = output_folder(Path(text), office.config, _WHY)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / office.shelf.name(office.now).name
    if target.exists():
        raise Problem(f"{folder} 里已有这一分钟的备份，没有覆盖。请过一分钟再运行。")
    return target


def _copy(path: Path, target: Path) -> None:
    """Copy a file whole, for its owner only, and read it back."""
    replace_file(target, path.read_bytes(), mode=OWNER_ONLY, durable=True)
    if digest_of(target) != digest_of(path):
        target.unlink(missing_ok=True)
        raise Problem(f"写到 {target} 的内容读回来不一样，那里的磁盘可能有问题，没有写成。请换一个地方。")


COMMAND = Command(
    "备份台账",
    f"把整份台账写进一个文件，台账正在使用也可以。写完立即核对。放在 data/ledger/backups，留最近 {KEPT} 份。"
    "备份里有个人信息，请和台账一样保管。",
    _describe,
    _backup,
)
