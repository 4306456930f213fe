"""Groups: in which order they stand, never by rate, and which one is meant, however it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher, get_close_matches

from shuxiang.core.ledger.ledger import Ledger
from shuxiang.core.ledger.member import NO_GROUP
from shuxiang.core.ledger.naming import plain
from shuxiang.core.model import Slot
from shuxiang.core.schedule import Schedule


class GroupError(ValueError):
    """A group that there is not. ``str()`` is a Chinese sentence; it does not repeat what was given."""


def listed_groups(schedule: Schedule, years: Collection[int]) -> tuple[str, ...]:
    """The groups that the programmes of these years list, each once."""
    own = (programme.groups for programme in schedule.programmes if programme.year in years)
    return tuple(dict.fromkeys(group for groups in own for group in groups))


def groups_on(schedule: Schedule, day: date) -> tuple[str, ...]:
    """The groups that the programme of a day lists."""
    programme = schedule.programme_on(day)
    return listed_groups(schedule, {programme.year} if programme else ())


def groups_of(schedule: Schedule, slots: Iterable[Slot]) -> tuple[str, ...]:
    """The groups that the programmes of some slots list."""
    return listed_groups(schedule, {slot.programme_year for slot in slots})


def in_group_order(found: Iterable[str], listed: Sequence[str], ledger: Ledger) -> tuple[str, ...]:
    """The groups found, each once: as the programme lists them, then as the roster came to know them."""
    wanted = set(found)
    return tuple(
        group for group in dict.fromkeys([*listed, *_of_roster(ledger), *sorted(wanted)]) if group in wanted
    )


def group_names(listed: Sequence[str], ledger: Ledger) -> dict[str, str]:
    """Each group's name by how it is compared: as the programme writes it, else as it was first written."""
    names: dict[str, str] = {}
    for name in [*listed, NO_GROUP, *_of_roster(ledger)]:
        names.setdefault(same_group(name), name)
    return names


def same_group(name: str) -> str:
    """How a group's name is compared."""
    return plain(name) or name


def group_named(text: str, names: Mapping[str, str]) -> str:
    """The group that is meant, as it is written everywhere; GroupError when :func:`group_names` has none."""
    found = names.get(same_group(text))
    if found is None:
        near = nearest_group(text, tuple(names.values()))
        ask = f"是不是“{near}”？" if near else ""
        raise GroupError(f"名册里没有这个小组。{ask}可用 python3 scripts/ledger.py roster list 核对小组的写法。")
    return found


def nearest_group(text: str, among: Sequence[str]) -> str:
    """The group whose name is most like the text; empty where none is, or several are as like."""
    near = get_close_matches(text, among, 2, 0.5)
    likeness = [SequenceMatcher(None, name, text).ratio() for name in near]
    return "" if not near or likeness[:1] == likeness[1:] else near[0]


def _of_roster(ledger: Ledger) -> Iterable[str]:
    return (spell.group for member in ledger.members.values() for spell in member.spells)
