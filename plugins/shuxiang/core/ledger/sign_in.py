"""What a sign-in sheet says of whom: its rows as they are written, and the members whom they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from shuxiang.core.card import CardError
from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import Member
from shuxiang.core.ledger.naming import plain
from shuxiang.core.ledger.numbers import Numbers
from shuxiang.core.ledger.occasion import Occasion


class Presence(StrEnum):
    """What a sheet says of somebody; ``UNSAID`` for an empty cell."""

    THERE = "there"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNSAID = "unsaid"


class Part(StrEnum):
    """The cell of a row that a finding is about."""

    NUMBER = "number"
    NAME = "name"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Signed:
    """One row of a sheet, as it is written; ``line`` 0 for none."""

    line: int
    number: str = ""
    name: str = ""
    presence: Presence = Presence.THERE
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RowFinding:
    """Why a row does not count. The sentences repeat nothing that the row says."""

    line: int
    part: Part
    what: str
    fix: str


@dataclass(frozen=True)
class _Roster:
    """Whom a row may be about: not those who are forgotten."""

    ledger: Ledger
    occasion: Occasion

    @cached_property
    def numbers(self) -> Numbers:
        return Numbers(self.ledger.members.values())

    @cached_property
    def by_name(self) -> Mapping[str, list[Member]]:
        return _grouped((plain(m.name), m) for m in self.ledger.members.values() if plain(m.name))

    def member(self, row: Signed) -> Member | RowFinding:
        """The one member whom the row is about; else why not."""
        if row.number:
            return self._numbered(row)
        if row.name:
            return self._named(row)
        return RowFinding(row.line, Part.NUMBER, "这一行没有编号，也没有姓名。", "请补上其中一项。")

    def _numbered(self, row: Signed) -> Member | RowFinding:
        try:
            holders = self.numbers.holders(row.number)
        except CardError:
            return RowFinding(row.line, Part.NUMBER, "编号写得不对。", "请照名册填写，或留空只写姓名。")
        if not holders:
            return RowFinding(row.line, Part.NUMBER, "名册里没有这个编号。", "请核对编号；不是委员的不用登记。")
        alike = [member for member in holders if not row.name or plain(row.name) == plain(member.name)]
        if not alike:
            return RowFinding(row.line, Part.NAME, "编号和姓名不是同一位委员。", "请核对这两格，改正其中一格。")
        return next((member for member in alike if member.belonged_on(self.occasion.on)), alike[0])

    def _named(self, row: Signed) -> Member | RowFinding:
        alike = self.by_name.get(plain(row.name), [])
        present = [member for member in alike if member.belonged_on(self.occasion.on)]
        one = alike if len(alike) == 1 else present
        if len(one) == 1:
            return one[0]
        if alike:
            return RowFinding(row.line, Part.NAME, "名册里有几位同名，不知道是哪一位。", "请在“编号”一列写上编号。")
        return RowFinding(row.line, Part.NAME, "名册里没有这个姓名。", "请核对姓名；不是委员的不用登记。")


def _grouped(pairs: Iterable[tuple[str, Member]]) -> dict[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    for name, member in pairs:
        found.setdefault(name, []).append(member)
    return found


def said_by(rows: Iterable[Signed], ledger: Ledger, occasion: Occasion) -> Said:
    """What the rows say of the members of the ledger."""
    said, roster = Said(), _Roster(ledger, occasion)
    for row in rows:
        said.take(row, roster)
    return said


@dataclass
class Said:
    """The rows of members, each member once; of two rows the one that says something."""

    rows: dict[str, Signed] = field(default_factory=dict)
    findings: list[RowFinding] = field(default_factory=list)
    _torn: set[str] = field(default_factory=set)

    def take(self, row: Signed, roster: _Roster) -> None:
        """Let a row count, if it is clear whom it is about; else tell of it, should it have entered anything."""
        member = roster.member(row)
        if isinstance(member, RowFinding):
            if row.presence in {Presence.THERE, Presence.EXCUSED}:
                self.findings.append(member)
        elif member.id not in self._torn:
            self._say(member.id, row)

    def _say(self, member: str, row: Signed) -> None:
        before = self.rows.setdefault(member, row)
        if before.presence is Presence.UNSAID:
            self.rows[member] = row
        elif row.presence not in {Presence.UNSAID, before.presence}:
            what = f"第 {before.line} 行也是这位委员，两行写的不一样，都没有采用。"
            self.findings.append(RowFinding(row.line, Part.PRESENCE, what, "请留下一行，或改成一样。"))
            self._torn.add(member)
            del self.rows[member]

    def members(self, presence: Presence) -> list[str]:
        """Those of whom this is said."""
        return [member for member, row in self.rows.items() if row.presence is presence]
