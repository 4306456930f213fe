"""``ledger.py collect``: receipts from chat text into the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from shuxiang.cli.agreeing import add_dry_run, only_looking
from shuxiang.cli.ledger.collect_text import report, undoing
from shuxiang.cli.ledger.command import Command
from shuxiang.cli.ledger.no_roster import refuse_without_roster
from shuxiang.cli.ledger.office import Office, open_office
from shuxiang.core.chat_text import Broken, Found
from shuxiang.core.ledger.collected import Collected, ReceiptEntry
from shuxiang.core.ledger.collecting import collect
from shuxiang.core.ledger.destination import destinations
from shuxiang.core.ledger.standing import Standing, standing

if TYPE_CHECKING:
    import argparse

    from shuxiang.cli.ledger.chat_file import Chat
    from shuxiang.core.ledger.event import LedgerEvent
    from shuxiang.store.run import Run

_SLOT = re.compile("[a-z][a-z0-9_-]{0,60}/[0-9A-Z-]{1,20}")
_MOST_SLOTS = 1_000
"""With more of them, all of the ledger is looked through."""


def _describe(parser: argparse.ArgumentParser) -> None:
    what = "存成文件的聊天记录（.txt 或 .docx），可以写几个；写 - 则直接粘贴"
    parser.add_argument("files", nargs="+", metavar="文件", help=what)
    add_dry_run(parser, "登记")


def _collect(options: argparse.Namespace) -> int:
    """Enter what the files hold, each in a run of its own; 1 when something was left out, else 0."""
    from shuxiang.cli.ledger.chat_file import read_chat, working  # noqa: PLC0415  # knows many formats: slow to load

    chats = [read_chat(name) for name in dict.fromkeys(options.files)]
    work = _Work(open_office(options), chain.from_iterable(chat.pieces for chat in chats))
    left_out = False
    for chat in chats:
        with working(f"正在登记 {chat.name}", chat.length):
            result = work.tried(chat) if options.dry_run else work.entered(chat)
        print("\n".join(chain(report(chat, result, work.so_far), undoing(work.run))), flush=True)  # noqa: T201
        left_out = left_out or bool(result.findings or result.waiting)
    only_looking(options)
    return int(left_out)


class _Work:
    """The ledger, as far as the receipts of all the files have to do with it."""

    def __init__(self, office: Office, pieces: Iterable[Found | Broken]) -> None:
        self._office = office
        self._slots = destinations(office.schedule)
        told = {place for piece in pieces for place in _told(piece)}
        self._numbers = {number for _, number in told if number}
        slots = {self._id(slot) for slot, _ in told}
        placeless = any(number and not slot for slot, number in told)
        self._wanted = None if placeless or len(slots) > _MOST_SLOTS else slots
        self._as_of: tuple[int, bytes] | None = None
        self.so_far = Standing({}, {}, {})
        self.run = 0

    def _id(self, slot: str) -> str:
        """Under which id the ledger has a slot's records, if any; one that the plan no longer has keeps its own."""
        if slot in self._slots:
            return self._slots[slot].slot
        return slot if _SLOT.fullmatch(slot) else ""

    def tried(self, chat: Chat) -> Collected:
        """What would be entered."""
        if self._as_of is None:
            self._look(self._office.store.events(self._wanted), (0, b""))
        return collect(chat.pieces, self.so_far, self._slots, self._office.today)

    def entered(self, chat: Chat) -> Collected:
        """Enter one file's receipts, all or none; what is in the ledger is looked at while nobody else writes."""
        run: Run
        with self._office.store.run("collect", self._office.now, source=chat.name, digest=chat.digest) as run:
            if self._as_of != (run.last, run.head):
                self._look(run.events(self._wanted), (run.last, run.head))
            result = collect(chat.pieces, self.so_far, self._slots, self._office.today)
            for entry in result.entries:
                self._add(run, entry)
            for event in result.uses:
                run.add(event)
            self._as_of, self.run = (run.last, run.head), run.seq
        return result

    def _look(self, events: Iterable[LedgerEvent], head: tuple[int, bytes]) -> None:
        self.so_far, self._as_of = standing(events, self._numbers), head
        refuse_without_roster(self.so_far.members)

    def _add(self, run: Run, entry: ReceiptEntry) -> None:
        """Enter a version of a record; the first one's number holds them together."""
        seq = run.add(entry.event(self.so_far.firsts.get(entry.record)))
        self.so_far.firsts.setdefault(entry.record, seq)


def _told(piece: Found | Broken) -> Iterable[tuple[str, str]]:
    """The slots and record numbers that a piece of text may be about."""
    if isinstance(piece, Broken):
        return [(piece.slot, piece.record)]
    return [(receipt.checkin.slot, receipt.checkin.number) for receipt in piece.readings]


COMMAND = Command(
    "收回执：从聊天记录里登记打卡",
    "从粘贴出来的聊天记录里找出回执，登记到台账。同一份回执只登记一次；改动过的、伪造的、别处的，"
    "按行说明原因，不登记。一个文件要么全部登记，要么一条也不登记。",
    _describe,
    _collect,
)
