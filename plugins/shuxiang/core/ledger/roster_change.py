"""One change of the roster: what it is in words, and the events that make it. The past stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuxiang.core.labels import day_text
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.ledger.member import Member

NONE = "无"
"""What is written for having no 界别 or no contact any more; an empty cell says nothing."""


class What(StrEnum):
    """The sorts of change, in the order in which they are shown."""

    JOINS = "加入"
    RETURNS = "重新加入"
    LEAVES = "离开"
    MOVES = "调组"
    RENUMBERED = "换编号"
    DESCRIBED = "改写"
    REVOKED = "作废旧卡"


@dataclass(frozen=True, slots=True)
class Description:
    """What a member is called and how to reach them."""

    number: str
    name: str
    sector: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """``words`` say what becomes of whom, and name them: they are for the organizer who asked."""

    what: What
    number: str
    name: str
    words: str
    events: tuple[NewEvent, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """All that the organizer was shown of it."""
        return (self.what, self.number, self.name, self.words)


def described_by(member: Member) -> Description:
    """The member's description as it is now."""
    return Description(member.number, member.name, member.sector, member.contact)


def joining(member: str, described: Description, group: str, on: date, line: int = 0) -> Change:
    """A new member, under an id drawn at random."""
    words = "  ".join(filter(None, [group, described.sector]))
    return Change(
        What.JOINS, described.number, described.name, words, (_joined(member, described, group, on, line),)
    )


def returning(member: Member, described: Description, group: str, on: date, line: int = 0) -> Change:
    """Someone who had left, or who is to belong from an earlier day than was known."""
    group = group or member.group_on(on)
    words = "；".join([f"{group}{_void(member, on)}", *_differences(member, described)])
    what = What.RETURNS if any(spell.start <= on for spell in member.spells) else What.JOINS
    event = _joined(member.id, described, group, on, line)
    return Change(what, described.number, described.name, words, (event,))


def leaving(member: Member, on: date) -> Change:
    """From that day on the member belongs no more."""
    words = f"{member.group_on(on)}{_void(member, on)}"
    event = NewEvent(Kind.LEFT, member.id, data={"on": on.isoformat()})
    return Change(What.LEAVES, member.number, member.name, words, (event,))


def moving(member: Member, group: str, on: date, line: int = 0) -> Change:
    """From that day on the member belongs to the group."""
    words = f"{member.group_on(on)} → {group}{_void(member, on)}"
    event = NewEvent(Kind.MOVED, member.id, line=line, data={"on": on.isoformat(), "group": group})
    return Change(What.MOVES, member.number, member.name, words, (event,))


def describing(member: Member, described: Description, line: int = 0) -> Change | None:
    """What the member is called now; None where nothing differs. A card with the former number still holds."""
    words = "；".join(_differences(member, described))
    if not words:
        return None
    what = What.DESCRIBED if described.number == member.number else What.RENUMBERED
    event = NewEvent(Kind.DESCRIBED, member.id, line=line, data=_lasting(described), private=_told(described))
    return Change(what, member.number, member.name, words, (event,))


def revoking(member: Member) -> list[NewEvent]:
    """The end of every key that the member has."""
    return [NewEvent(Kind.KEY_REVOKED, member.id, data={"key": key.id}) for key in member.keys if not key.revoked]


def _joined(member: str, described: Description, group: str, on: date, line: int) -> NewEvent:
    data = {"on": on.isoformat(), "group": group, **_lasting(described)}
    return NewEvent(Kind.JOINED, member, line=line, data=data, private=_told(described))


def _lasting(described: Description) -> dict[str, str]:
    return {"sector": described.sector}


def _told(described: Description) -> dict[str, str]:
    return {"number": described.number, "name": described.name, "contact": described.contact}


def _differences(member: Member, described: Description) -> Iterator[str]:
    if described.number != member.number:
        yield f"编号 {member.number} → {described.number}"
    if described.name != member.name:
        yield f"姓名 {member.name} → {described.name}"
    if described.sector != member.sector:
        yield f"界别 {member.sector or NONE} → {described.sector or NONE}"
    if described.contact != member.contact:
        yield f"联系方式 {member.contact or NONE} → {described.contact or NONE}"


def _void(member: Member, on: date) -> str:
    """What was known of later days and holds no longer."""
    later = list(_later(member, on))
    return f"（原来记的{'、'.join(later)}不再算数）" if later else ""


def _later(member: Member, on: date) -> Iterator[str]:
    starts = {spell.start for spell in member.spells}
    for spell in member.spells:
        if spell.start > on:
            yield f"{day_text(spell.start)}起{spell.group}"
        if spell.end and spell.end > on and spell.end not in starts:
            yield f"{day_text(spell.end)}起离开"
