"""收回执: which of a chat's receipts go into the ledger, which do not and why, what the office has to decide.

A signed receipt belongs to the member whose key fits it. One without a signature belongs to whom the office has
said that its sender's nickname is; from a member who has a card it is not taken, since anybody may write one. Each
version of a record is entered once, under the number of its first; which of them counts is the ledger's to say, so
the order in which they come in does not matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

from shuxiang.core.chat_text import Broken, Found
from shuxiang.core.checkin import CheckIn
from shuxiang.core.ledger.collected import Collected, Open, ReceiptEntry
from shuxiang.core.ledger.destination import Destination
from shuxiang.core.ledger.member import Member, SigningKey
from shuxiang.core.ledger.refusal import LONGEST_NOTE, Reason, ReceiptFinding
from shuxiang.core.ledger.standing import Record, Standing
from shuxiang.core.ledger.verdict import best_reading
from shuxiang.core.ledger.version import Version
from shuxiang.core.receipt import Receipt, canonical, checksum

_LONGEST_TITLE = 200
_MOST_LIKELY = 3
_CLOCKS_DIFFER = timedelta(minutes=10)


def collect(
    pieces: Iterable[Found | Broken], so_far: Standing, slots: Mapping[str, Destination], today: date
) -> Collected:
    """Decide about what was found in a text, and let ``so_far`` have what is to be entered.

    ``slots`` are the plan's destinations. Signed receipts come first: what is signed needs no nickname.
    """
    work = _Collecting(so_far, slots, today)
    broken: list[Broken] = []
    for piece in pieces:
        if isinstance(piece, Broken):
            broken.append(piece)
        else:
            work.take(piece)
    return work.finished(broken)


class _Collecting:
    """The receipts of one text, one after another."""

    def __init__(self, so_far: Standing, slots: Mapping[str, Destination], today: date) -> None:
        self._so_far = so_far
        self._slots = slots
        self._latest = today + timedelta(days=1)
        self._result = Collected()
        self._unsigned: list[tuple[Found, Receipt]] = []
        self._records = {record.number for record in so_far.newest}
        self._whole: dict[str, list[Receipt]] = {}
        self._nicknames: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}

    def take(self, found: Found) -> None:
        """Enter a signed receipt, and lay one that is not aside."""
        receipt, verdict = best_reading(found, self._so_far.holders)
        self._records.add(receipt.checkin.number)
        self._whole.setdefault(found.nickname, []).append(receipt)
        objection = self._objection(receipt.checkin)
        if verdict.problem:
            self._refuse(found, verdict.problem)
        elif verdict.member and verdict.key:
            objection = objection or (Reason.REVOKED if verdict.key.revoked else None)
            if self._enter(found, receipt, verdict.member, objection):
                self._use(verdict.member, verdict.key, receipt.checkin.at)
        elif not verdict.unknown:
            self._unsigned.append((found, receipt))
        elif objection:
            self._refuse(found, objection)
        else:
            self._numbers.setdefault(verdict.unknown, []).append(found.line)

    def finished(self, broken: Iterable[Broken]) -> Collected:
        """What has become of all of them; ``broken`` are those that are not whole."""
        for found, receipt in self._unsigned:
            self._put_down(found, receipt)
        result = self._result
        result.findings += [_incomplete(one) for one in broken if not self._is_elsewhere(one)]
        result.findings.sort(key=lambda finding: finding.line)
        names = sorted(self._nicknames.items(), key=lambda item: item[1])
        result.nicknames = tuple(Open(name, tuple(lines), self._likely(name)) for name, lines in names)
        result.numbers = tuple(Open(number, tuple(lines)) for number, lines in sorted(self._numbers.items()))
        return result

    def _objection(self, checkin: CheckIn) -> Reason | None:
        """What stands against an intact receipt, whosever it is."""
        day, expired_before = checkin.at.date(), self._so_far.expired_before
        destination = self._slots.get(checkin.slot)
        if destination is None:
            return Reason.FOREIGN_SLOT
        if day > self._latest:
            return Reason.FUTURE
        if day < destination.opens:
            return Reason.LONG_AGO
        if expired_before and day < expired_before:
            return Reason.EXPIRED
        return Reason.TOO_LONG if len(checkin.note) > LONGEST_NOTE else None

    def _put_down(self, found: Found, receipt: Receipt) -> None:
        """Enter a receipt without a signature under whom its speaker's nickname stands for."""
        record, version = self._told(receipt, "")
        owner = self._so_far.owners.get((record.slot, record.number), "")
        doubt = self._objection(receipt.checkin) or _doubt(found, receipt)
        decided = None if doubt else self._so_far.nicknames.get(found.nickname)
        member = self._so_far.members.get(decided or "")
        if (member is None or member.id == owner) and self._so_far.has(record._replace(member=owner), version):
            self._result.repeated += 1
        elif doubt:
            self._refuse(found, doubt)
        elif decided == "":
            self._result.ignored += 1
        elif member is None:
            self._nicknames.setdefault(found.nickname, []).append(found.line)
        elif owner not in {"", member.id}:
            self._refuse(found, Reason.ANOTHERS)
        else:
            signs = self._signs(member, receipt.checkin.at)
            self._enter(found, receipt, member, Reason.UNSIGNED if signs else None)

    def _use(self, member: Member, key: SigningKey, at: datetime) -> None:
        """Note when a member began to sign: from then on, what is not signed may be somebody else's."""
        before = self._so_far.uses.get(member.id, key.used_from)
        if before is None or at < before:
            self._result.first_uses[member.id] = (key.id, at)
            self._so_far.uses[member.id] = at

    def _signs(self, member: Member, at: datetime) -> bool:
        began = self._so_far.uses.get(member.id)
        return member.signs_on(at) or (began is not None and began <= at)

    def _enter(self, found: Found, receipt: Receipt, member: Member, objection: Reason | None) -> bool:
        """Enter a receipt, unless the ledger has it already or there is an objection to one that is new."""
        record, version = self._told(receipt, member.id)
        so_far, result = self._so_far, self._result
        if so_far.has(record, version):
            result.repeated += 1
        elif objection:
            self._refuse(found, objection)
        else:
            before = so_far.newest.get(record)
            result.new += before is None
            result.newer += before is not None and version > before
            result.older += before is not None and version < before
            result.entries.append(ReceiptEntry(record, version, receipt.title[:_LONGEST_TITLE], found.line))
            so_far.take(record, version)
            return True
        return False

    def _told(self, receipt: Receipt, member: str) -> tuple[Record, Version]:
        checkin = receipt.checkin
        code = canonical(receipt.checksum) if receipt.member else checksum(checkin)
        version = Version.made(checkin.at, checkin.acts_text(), code, checkin.note)
        slot = self._slots[checkin.slot].slot if checkin.slot in self._slots else checkin.slot
        return Record(member, slot, checkin.number), version

    def _refuse(self, found: Found, reason: Reason) -> None:
        self._result.findings.append(ReceiptFinding(found.line, *reason.value))

    def _is_elsewhere(self, broken: Broken) -> bool:
        """Whether the receipt that this is a piece of is there, whole."""
        if broken.record:
            return broken.record in self._records
        own = self._beginnings.get(broken.nickname, []) if broken.nickname and broken.beginning else []
        place = bisect_left(own, broken.beginning)
        return place < len(own) and own[place].startswith(broken.beginning)

    @cached_property
    def _beginnings(self) -> Mapping[str, list[str]]:
        """How the whole receipts of each nickname begin, in order; asked for when all are there."""
        return {name: sorted(map(_beginning, own)) for name, own in self._whole.items()}

    @cached_property
    def _names(self) -> tuple[tuple[str, str], ...]:
        """Names and numbers of the members that may still be asked for."""
        members = self._so_far.members.values()
        return tuple((canonical(m.name), m.number) for m in members if m.number and len(m.name) > 1)

    def _likely(self, nickname: str) -> tuple[str, ...]:
        """Whose name the nickname is, else whose it has in it. A hint and no more: nicknames are for anyone."""
        same = tuple(number for name, number in self._names if name == nickname)
        return same or tuple(number for name, number in self._names if name in nickname)[:_MOST_LIKELY]


def _doubt(found: Found, receipt: Receipt) -> Reason | None:
    """Why it cannot be told whose message an unsigned receipt stands in."""
    if not found.nickname:
        return Reason.NO_SPEAKER
    late = found.sent is not None and receipt.checkin.at - found.sent > _CLOCKS_DIFFER
    return Reason.CLOCK_AHEAD if late else None


def _beginning(receipt: Receipt) -> str:
    """What follows a whole receipt's opening mark, as :class:`Broken` has it."""
    checkin = receipt.checkin
    parts = {"期次": checkin.slot, "完成": checkin.acts_text(), "时间": f"{checkin.at:%Y-%m-%d %H:%M}"}
    parts |= {"编号": checkin.number, "委员": receipt.member, "心得": checkin.note}
    return canonical(receipt.title + "".join(f"{name}:{value}" for name, value in parts.items() if value))


def _incomplete(broken: Broken) -> ReceiptFinding:
    what, fix = broken.what.rstrip("。"), "请找到原来的那一条，从“【书香回执】”到“【回执完】”全部复制，再收一次。"
    return ReceiptFinding(broken.line, f"不完整：{what}", fix)
