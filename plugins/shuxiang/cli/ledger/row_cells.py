"""Lines of the ledger on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from shuxiang.core.card import number_order
from shuxiang.core.checkin import named_acts
from shuxiang.core.labels import day_of_month, slot_label
from shuxiang.core.ledger.row import MADE_UP, NOT_BEGUN, STATE_NAMES, State

if TYPE_CHECKING:
    from shuxiang.core.ledger.row import Row
    from shuxiang.core.ledger.tally import Place

COLUMNS = ("期次", "状态", "完成", "日期", "台账号")
NAMED = ("编号", "姓名", "小组")


def place_cells(place: Place) -> tuple[str, ...]:
    """Of :data:`COLUMNS`: how far one member has come with one slot."""
    row = place.row
    name = f"{place.slot.cadence.name} {slot_label(place.slot)}"
    if row is None:
        return (name, NOT_BEGUN, "", "", "")
    days = day_of_month(row.first_at.date()) if row.first_at else ""
    return (name, state_text(place), acts_text(row), days, "、".join(map(str, row.evidence)))


def named_cells(place: Place, number: str) -> tuple[str, ...]:
    """Of :data:`NAMED` and :data:`COLUMNS`."""
    return (number, place.member.name, place.group, *place_cells(place))


def state_text(place: Place) -> str:
    """The state in words: 已交, 补学（待审）, 请假."""
    row = place.row
    if row is None:
        return NOT_BEGUN
    if not row.made_up(place.slot.period.end):
        return STATE_NAMES[row.state]
    return MADE_UP if row.state is State.HANDED_IN else f"{MADE_UP}（{STATE_NAMES[row.state]}）"


def acts_text(row: Row) -> str:
    """学悟 in their fixed order, and whether the member was at the event."""
    acts = named_acts(row.acts)
    return f"{acts}（到会）" if row.attended else acts


def note_lines(note: str) -> Iterator[str]:
    """A note's lines without what would move a terminal's cursor."""
    for line in note.splitlines():
        yield "".join(character if character.isprintable() else " " for character in line).strip()


def ordered(places: Iterable[Place], groups: Iterable[str]) -> list[Place]:
    """The places by slot as they come, then by group, then by number."""
    rank = {group: number for number, group in enumerate(groups)}
    found = list(places)
    slots = {slot: number for number, slot in enumerate(dict.fromkeys(place.slot.id for place in found))}

    def order(place: Place) -> tuple[object, ...]:
        return (slots[place.slot.id], rank.get(place.group, len(rank)), number_order(place.member.number))

    return sorted(found, key=order)
