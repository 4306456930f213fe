"""The walk along the chain: each event is held against all that came before it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Row

from shuxiang.core.ledger.event import Kind
from shuxiang.store.chain import START, link, seal
from shuxiang.store.gone import Gone
from shuxiang.store.shape import refuse_other_shape

_OF_A_MEMBER = frozenset(Kind) - {Kind.RUN, Kind.SAMPLED, Kind.WITHDRAWN, Kind.ERASED, Kind.EXPIRED, Kind.NICKNAMED}
_OF_A_SLOT = frozenset({Kind.CHECKED_IN, Kind.EXCUSED, Kind.PICKED, Kind.CLOSED, Kind.RETURNED, Kind.CHOSEN})


class _Missing(NamedTuple):
    """An event whose private part is not there."""

    seq: int
    member: str
    day: str
    seal: bytes


@dataclass(slots=True)
class Checking:
    """What has been seen so far. ``kinds`` holds one byte for each event: its kind, 255 for an unknown one."""

    seq: int = 0
    link: bytes = START
    run: int = 0
    sampled: bool = False
    faults: list[str] = field(default_factory=list)
    kinds: bytearray = field(default_factory=lambda: bytearray(b"\xff"))
    withdrawn: set[int] = field(default_factory=set)
    missing: list[_Missing] = field(default_factory=list)
    expiries: list[tuple[int, str]] = field(default_factory=list)
    with_parts: dict[str, int] = field(default_factory=dict)
    described: dict[str, tuple[int, bool]] = field(default_factory=dict)
    keys: dict[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)

    def take(self, row: Row[*tuple[Any, ...]]) -> None:
        """Look at the next event."""
        try:
            self._take(row)
        except (TypeError, ValueError, AttributeError):
            self._say(row.seq, "里有不该出现的内容，读不懂")

    def _take(self, row: Row[*tuple[Any, ...]]) -> None:
        if row.seq != self.seq + 1:
            self._say(self.seq + 1, "缺了" if row.seq == self.seq + 2 else f"到第 {row.seq - 1} 号缺了")
            self.kinds.extend(b"\xff" * (row.seq - self.seq - 1))
        fields = (row.seq, row.run, row.kind, row.entered, row.member, row.slot, row.line, row.data)
        if link(self.link, fields, row.seal) != row.link:
            self._say(row.seq, "和校验码对不上：它被改动过，或者它前面缺了、换了记录")
        self.seq, self.link = row.seq, row.link
        has_part = self._sealed(row)
        kind = _KINDS.get(row.kind)
        self.kinds.append(255 if kind is None else _ORDER[kind])
        if kind is None:
            self._say(row.seq, "是这个版本不认识的记录")
        else:
            self._sense(row, kind, has_part=has_part)

    def unexplained(self, gone: Gone) -> Iterator[str]:
        """Sentences about the private parts that are not there, or still there, against what ``gone`` says."""
        for each in self.missing:
            if not self._expired(each) and not gone.holds(each.member, each.seal):
                yield f"第 {each.seq} 号的个人内容不见了，没有注销或到期清除的记录。"
        for member in sorted(gone.members & self.with_parts.keys()):
            yield (
                f"第 {self.with_parts[member]} 号的委员已经注销，"
                "个人内容却还在。请再运行一次 python3 scripts/ledger.py forget。"
            )
        needed = [(member, *told) for member, told in self.described.items()]
        needed += [(member, *told) for (member, _), told in self.keys.items()]
        for member, seq, is_there in needed:
            if not is_there and member not in gone.members:
                yield f"第 {seq} 号是在册委员的登记或有效的密钥，内容不见了。"

    def _expired(self, part: _Missing) -> bool:
        return any(seq > part.seq and part.day < before for seq, before in self.expiries)

    def _sealed(self, row: Row[*tuple[Any, ...]]) -> bool:
        """Whether the event's private part is there; whether it is the right one is told."""
        if row.salt is None:
            if row.seal is not None:
                self.missing.append(_Missing(row.seq, row.member, row.entered[:10], row.seal))
            return False
        if row.seal is None or seal(row.salt, row.key, row.content) != row.seal:
            self._say(row.seq, "的个人内容被改动过")
        if row.member:
            self.with_parts.setdefault(row.member, row.seq)
        return True

    def _sense(self, row: Row[*tuple[Any, ...]], kind: Kind, *, has_part: bool) -> None:
        """Whether the event can follow on what has been seen."""
        self.run = row.seq if kind is Kind.RUN else self.run
        if row.run != self.run:
            self._say(row.seq, "不属于它所在的那次登记")
        try:
            data = json.loads(row.data)
            refuse_other_shape(kind, data)
        except (ValueError, TypeError, KeyError):
            self._say(row.seq, "的内容不完整，读不懂")
            return
        if kind in {Kind.JOINED, Kind.DESCRIBED}:
            self.described[row.member] = (row.seq, has_part)
        if kind in _OF_A_MEMBER and row.member not in self.described:
            self._say(row.seq, "说的委员不在名册里")
        if kind in _OF_A_SLOT and not row.slot:
            self._say(row.seq, "没有写是哪一期")
        self._refer(row, kind, data, has_part=has_part)

    def _refer(self, row: Row[*tuple[Any, ...]], kind: Kind, data: dict[str, Any], *, has_part: bool) -> None:
        """Whether what the event points at is there."""
        if kind is Kind.KEY_ISSUED:
            self.keys[row.member, data["key"]] = (row.seq, has_part)
        elif kind is Kind.KEY_REVOKED:
            self.keys.pop((row.member, data["key"]), None)
        elif kind is Kind.EXPIRED:
            self._expire(row, data["before"])
        elif kind is Kind.ERASED:
            for number in data["of"]:
                self._point(row.seq, number)
        elif kind is Kind.SAMPLED:
            self.sampled = True
        elif kind is Kind.WITHDRAWN:
            self.withdrawn.add(data["of"])
            self._point(row.seq, data["of"], Kind.RUN)
        elif kind is Kind.CHECKED_IN and "amends" in data:
            self._point(row.seq, data["amends"], Kind.CHECKED_IN)

    def _expire(self, row: Row[*tuple[Any, ...]], before: str) -> None:
        if before > row.entered[:10]:
            self._say(row.seq, "说还没有到的日子也清除过了")
        else:
            self.expiries.append((row.seq, before))

    def _point(self, seq: int, at: object, kind: Kind | None = None) -> None:
        if not isinstance(at, int) or not 0 < at < seq or (kind and self.kinds[at] != _ORDER[kind]):
            self._say(seq, "指向的记录不存在")

    def _say(self, seq: int, what: str) -> None:
        self.faults.append(f"第 {seq} 号{what}。")


_KINDS = {str(kind): kind for kind in Kind}
_ORDER = {kind: number for number, kind in enumerate(Kind)}
