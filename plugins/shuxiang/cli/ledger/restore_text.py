"""What ``ledger.py restore`` tells before it is agreed to: what is lost, what comes back, what is gone for good."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from shuxiang.cli.ledger.verify import head_text
from shuxiang.store.gone import Gone, read_gone
from shuxiang.store.opening import copy_engine, snapshot
from shuxiang.store.restoring import Clearing, Comparison, RunMade, staying_away

if TYPE_CHECKING:
    from pathlib import Path

_SHOWN = 20


def preview(found: Comparison) -> Iterator[str]:
    """What goes from the present ledger and what comes out of the backup."""
    if not found.present.seq:
        yield "现在的台账还是空的。"
        return
    yield f"现在的台账{head_text(found.present)}，和备份一样的是前 {found.common} 号。"
    yield from _runs("会失去这以后登记的", found.lost)
    yield from _runs("会回来的是备份里", found.gained)
    yield "现在的台账会先存进 data/ledger/backups，文件名带“恢复前”；要反悔，就从它恢复。"


def for_good(backup: Path, known: Gone, here: Clearing) -> Iterator[str]:
    """What a backup does not bring back, and what it clears away that nobody here knows to be gone."""
    with snapshot(copy_engine(backup)) as then:
        away, new = staying_away(then, known), read_gone(then).beyond(known)
    if away:
        yield f"已经注销或到期的不会回来：备份里 {_amount(away)}。"
    if new or here:
        told = [f"注销了 {len(new.members)} 位委员"] if new.members else []
        told += [f"清除了 {new.before} 以前的个人内容"] if new.before else []
        told += [f"删去了 {len(new.parts)} 号里提到已注销的人的内容"] if new.parts else []
        yield f"注意，这里不知道而备份里记着的：{'、'.join(told) or '注销和清除'}。恢复以后会照样清除，不能反悔："
        yield f"  现在的台账里 {_amount(here)}；data/ledger/backups 里的备份也一样，“恢复前”那份也一样。"


def _amount(clearing: Clearing) -> str:
    members = f"，注销 {clearing.members} 位委员" if clearing.members else ""
    return f"{clearing.parts} 号的个人内容{members}"


def _runs(title: str, runs: Sequence[RunMade]) -> Iterator[str]:
    if not runs:
        return
    yield f"{title} {sum(run.events for run in runs)} 号，分 {len(runs)} 次："
    for run in runs[-_SHOWN:]:
        yield f"  第 {run.seq} 号起，{run.entered:%Y-%m-%d %H:%M}，{run.command}，{run.events} 号"
    if len(runs) > _SHOWN:
        yield f"  更早的还有 {len(runs) - _SHOWN} 次。"
