"""收回执: which of a chat's receipts go into the ledger, which do not and why, what the office has to decide.

A signed receipt belongs to the member whose key fits it. One without a signature belongs to whom the office has
said that its sender's nickname is; from a member who has a card it is not taken, since anybody may write one. Each
version of a record is entered once, under the number of its first; which of them counts is the ledger's to say, so
the order in which they come in does not matter.
"""

from __future__ import annotations

import hashlib
import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from shuxiang.core.card import CardError, parse_number
from shuxiang.core.chat_text import Broken, Found
from shuxiang.core.checkin import CheckIn
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.member import Member, SigningKey
from shuxiang.core.ledger.standing import Record, Standing, Version
from shuxiang.core.receipt import Receipt, canonical, checksum
from shuxiang.core.schedule import Schedule

LONGEST_NOTE = 20_000
_LONGEST_TITLE = 200
_MOST_LIKELY = 3
_SEPARATOR = "\x1f"
_CLOCKS_DIFFER = timedelta(minutes=10)
_READ_AHEAD = timedelta(days=31)
_RECORD = re.compile("[0-9A-Z]{8}")


class Reason(Enum):
    """Why a receipt was not entered: what is wrong, and what to do."""

    CHANGED = (
        "内容和校验码对不上，发出以后被改动过",
        "请本人打开网页，重新点“复制回执”再发一次。",
    )
    BAD_SIGNATURE = (
        "签名对不上：内容被改动过，或者不是用这个编号的卡签的",
        "请本人核对“我的卡”里的编号，重新点“复制回执”再发一次。",
    )
    FORGED = (
        "写着委员编号，却没有用卡签名，编号是另外添上去的",
        "请向本人核实，由本人从网页上重新复制、发送。",
    )
    NO_CARD = (
        "写着委员编号，但台账里这个编号没有发过卡",
        "请用 python3 scripts/ledger.py roster keys 发卡，本人设好以后重新复制、发送。",
    )
    REVOKED = (
        "签名用的是已经作废的卡",
        "请本人在“我的卡”里换上新卡，重新点“复制回执”再发一次。",
    )
    UNSIGNED = (
        "这位委员发过签名的回执，这一份却没有签名，不能确定是本人发的",
        "请本人在发回执的手机或电脑上打开“我的卡”设好卡，重新点“复制回执”再发一次。",
    )
    NO_SPEAKER = (
        "没有签名，也看不出是谁发的",
        "请在文件里这份回执的上面加一行“昵称：某某”（写发送人的昵称），存盘后再收一次。",
    )
    CLOCK_AHEAD = (
        "没有签名，打卡时间比上面写的发送时间晚（手机时钟可能快了），不能确定是谁发的",
        "请核实是谁发的，在文件里这份回执的上面加一行“昵称：某某”（写发送人的昵称），存盘后再收一次。",
    )
    ANOTHERS = (
        "同一份没有签名的回执已经登记在另一位委员名下，多半是转发的",
        "如果是登记错了人，请用 python3 scripts/ledger.py undo 撤销那一次，改好昵称的决定再收。",
    )
    FOREIGN_SLOT = (
        "期次不在本单位的学习计划里，可能是别处的回执",
        "如果是本单位的，请检查学习计划（docs/programme）是不是改过。",
    )
    FUTURE = (
        "打卡时间还没有到",
        "多半是发送人手机或电脑的日期不对，请本人改正日期，更新打卡后再发一次。",
    )
    LONG_AGO = (
        "打卡时间早得不合常理，那时这一年的学习还没有开始",
        "多半是发送人手机或电脑的日期不对，请本人核对日期，改好后再打一次卡、再发一次。",
    )
    EXPIRED = ("早于保存年限，这一时期的内容已经按规定清除", "不再登记，不用处理。")
    TOO_LONG = (f"心得超过 {LONGEST_NOTE} 个字", "请本人删短一些，更新打卡后再发一次。")


@dataclass(frozen=True, slots=True)
class Finding:
    """One receipt that was not entered. It never repeats a word of it."""

    line: int
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Open:
    """A nickname or a member number that the office must decide about; ``likely`` are numbers it may be."""

    name: str
    lines: tuple[int, ...]
    likely: tuple[str, ...] = ()


class Destination(NamedTuple):
    """Where a slot's receipts go: ``slot`` is its id in the plan, ``opens`` the first day that they may tell."""

    slot: str
    opens: date


@dataclass(frozen=True, slots=True)
class Entry:
    """A receipt to be entered: a version of a record, and the line it was found at."""

    record: Record
    version: Version
    title: str
    line: int

    def event(self, first: int | None) -> NewEvent:
        """The event; ``first`` is the number of the record's first one, None when this is it."""
        version = self.version
        data = {"acts": version.acts, "at": version.at, **({"amends": first} if first else {})}
        private = {
            "record": self.record.number,
            "checksum": version.checksum,
            "note": version.note,
            "title": self.title,
        }
        key = hashlib.sha256(_SEPARATOR.join((*self.record, version.checksum)).encode()).hexdigest()
        return NewEvent(Kind.CHECKED_IN, self.record.member, self.record.slot, self.line, data, private, key)


@dataclass(slots=True)
class Collected:
    """What became of the receipts of one text; every one is counted in one of these.

    ``entries`` are ``new`` records, ``newer`` and ``older`` versions of records; ``repeated`` ones are in the
    ledger already, ``ignored`` ones nobody's by decision. ``nicknames`` and ``numbers`` wait for a decision.
    ``first_uses`` says, by member, from when on which key signs.
    """

    entries: list[Entry] = field(default_factory=list)
    first_uses: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    new: int = 0
    newer: int = 0
    older: int = 0
    repeated: int = 0
    ignored: int = 0
    findings: list[Finding] = field(default_factory=list)
    nicknames: tuple[Open, ...] = ()
    numbers: tuple[Open, ...] = ()

    @property
    def uses(self) -> tuple[NewEvent, ...]:
        """The events that say who has begun to sign; to be entered with the entries."""
        told = ((member, {"key": key, "at": at.isoformat()}) for member, (key, at) in self.first_uses.items())
        return tuple(NewEvent(Kind.KEY_USED, member, data=data) for member, data in told)

    @property
    def waiting(self) -> int:
        """How many receipts wait for a decision."""
        return sum(len(one.lines) for one in (*self.nicknames, *self.numbers))

    @property
    def found(self) -> int:
        """How many receipts there were."""
        return len(self.entries) + self.repeated + self.ignored + len(self.findings) + self.waiting


class _Verdict(NamedTuple):
    """Whose a reading of a receipt is; ``unknown`` is a number that nobody has. All empty: intact, not signed."""

    problem: Reason | None = None
    member: Member | None = None
    key: SigningKey | None = None
    unknown: str = ""

    @property
    def is_good(self) -> bool:
        return not self.problem and not self.unknown


def destinations(schedule: Schedule) -> dict[str, Destination]:
    """Those of the plan's slots, by every id they go by. Reading ahead is welcome, a month before the year too."""
    opens = {programme.year: programme.starts - _READ_AHEAD for programme in schedule.programmes}
    found = [(slot, Destination(slot.id, opens[slot.programme_year])) for slot in schedule.slots]
    merged = {f"{slot.cadence.id}/{key}": own for slot, own in found for key in slot.keys}
    return merged | {slot.id: own for slot, own in found}


def collect(
    pieces: Iterable[Found | Broken], so_far: Standing, slots: Mapping[str, Destination], today: date
) -> Collected:
    """Decide about what was found in a text, and let ``so_far`` have what is to be entered.

    ``slots`` are the plan's :func:`destinations`. Signed receipts come first: what is signed needs no nickname.
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
        self._records = {record.number for record in so_far.versions}
        self._whole: dict[str, list[Receipt]] = {}
        self._nicknames: dict[str, list[int]] = {}
        self._numbers: dict[str, list[int]] = {}

    def take(self, found: Found) -> None:
        """Enter a signed receipt, and lay one that is not aside."""
        receipt, verdict = self._read(found)
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

    def _read(self, found: Found) -> tuple[Receipt, _Verdict]:
        """The reading whose checksum fits, else the likeliest one."""
        first = (found.readings[0], self._verdict(found.readings[0]))
        if first[1].is_good:
            return first
        others = ((receipt, self._verdict(receipt)) for receipt in found.readings[1:])
        return next((read for read in others if read[1].is_good), first)

    def _verdict(self, receipt: Receipt) -> _Verdict:
        if not _RECORD.fullmatch(receipt.checkin.number):
            return _Verdict(Reason.CHANGED)
        if not receipt.member:
            return _Verdict(None if receipt.is_intact() else Reason.CHANGED)
        try:
            return self._signer(receipt, parse_number(receipt.member))
        except CardError:
            return _Verdict(Reason.BAD_SIGNATURE)

    def _signer(self, receipt: Receipt, number: str) -> _Verdict:
        """Whose key fits a receipt that says it is from this number."""
        holders = self._so_far.holders.get(number, ())
        keys = [(member, key) for member in holders for key in reversed(member.keys) if key.signing]
        found = next(((member, key) for member, key in keys if receipt.is_intact(key.signing)), None)
        if found:
            return _Verdict(member=found[0], key=found[1])
        if replace(receipt, member="").is_intact():
            return _Verdict(Reason.FORGED)
        if not holders:
            return _Verdict(unknown=number)
        return _Verdict(Reason.BAD_SIGNATURE if keys else Reason.NO_CARD)

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
            before = max(so_far.versions.get(record, ()), default=None)
            result.new += before is None
            result.newer += before is not None and version > before
            result.older += before is not None and version < before
            result.entries.append(Entry(record, version, receipt.title[:_LONGEST_TITLE], found.line))
            so_far.take(record, version)
            return True
        return False

    def _told(self, receipt: Receipt, member: str) -> tuple[Record, Version]:
        checkin = receipt.checkin
        code = canonical(receipt.checksum) if receipt.member else checksum(checkin)
        acts, at = sys.intern(checkin.acts_text()), checkin.at.isoformat(timespec="minutes")
        version = Version(at, len(acts), acts, len(checkin.note), code, checkin.note)
        slot = self._slots[checkin.slot].slot if checkin.slot in self._slots else checkin.slot
        return Record(member, slot, checkin.number), version

    def _refuse(self, found: Found, reason: Reason) -> None:
        self._result.findings.append(Finding(found.line, *reason.value))

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


def _incomplete(broken: Broken) -> Finding:
    what, fix = broken.what.rstrip("。"), "请找到原来的那一条，从“【书香回执】”到“【回执完】”全部复制，再收一次。"
    return Finding(broken.line, f"不完整：{what}", fix)
