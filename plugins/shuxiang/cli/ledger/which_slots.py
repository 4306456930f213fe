"""Which slots a command of the ledger is about: one, those of a cadence, those of a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuxiang.cli.slot_names import find_slot, known_cadence, period_named
from shuxiang.core.calendar import Every
from shuxiang.core.home_period import slots_at_home
from shuxiang.core.labels import dated_label, dates_text, period_label, slot_label
from shuxiang.core.ledger.left_over import in_period, in_programme, left_over

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from shuxiang.cli.ledger.office import Office
    from shuxiang.core.calendar import Period
    from shuxiang.core.model import Slot

_SLOT = "例如 article/2026-W46、周学一文/第2周、第2周、2026-11"


@dataclass(frozen=True, slots=True)
class Selection:
    """The slots in their order, and what they are in words."""

    slots: tuple[Slot, ...]
    words: str

    @property
    def ids(self) -> tuple[str, ...]:
        """The slots' ids."""
        return tuple(slot.id for slot in self.slots)


def add_slot(parser: argparse.ArgumentParser) -> None:
    """Add the slot that a command is about."""
    parser.add_argument("slot", metavar="期次", help=_SLOT)


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add ``--slot``, ``--cadence`` and ``--period``."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--slot", metavar="期次", help=f"只看这一期，{_SLOT}")
    which.add_argument("--period", metavar="时段", help="只看这一段时间，例如 2026-11、11月、2026-Q4、第2周")
    parser.add_argument("--cadence", metavar="节奏", help="只看这一个节奏，写名称或 id，例如 周学一文")


def is_narrowed(options: argparse.Namespace) -> bool:
    """Whether the command line has said which slots."""
    return bool(options.slot or options.period or options.cadence)


def selected(office: Office, options: argparse.Namespace) -> Selection:
    """The slots asked for; of a period or a year only those that have begun."""
    if options.slot:
        slot = find_slot(office.opened, options.slot)
        return Selection((slot,), slot_words(slot))
    period, cadence = _period(office, options), _cadence(office, options)
    programme = office.schedule.programme_on(office.today)
    year = programme.year if programme else 0
    mine = slots_at_home(office.schedule.slots, period) if period else _of_year(office, year)
    found = tuple(s for s in mine if s.period.start <= office.today and cadence in {s.cadence.id, ""})
    name = next((slot.cadence.name for slot in found if cadence), "")
    return Selection(found, " ".join(filter(None, [name, period_label(period) if period else f"{year}年至今"])))


def selected_left_over(office: Office, options: argparse.Namespace) -> tuple[str, ...]:
    """The slots asked for of which there is something in the ledger, but which the plan has no longer."""
    if options.slot:
        return ()
    period, cadence = _period(office, options), _cadence(office, options)
    programme = office.schedule.programme_on(office.today)
    asked = in_period(period) if period else in_programme(programme) if programme else lambda _: True
    found = left_over(office.store.slots(), office.schedule.slots, asked)
    return tuple(id_ for id_ in found if not cadence or id_.rpartition("/")[0] == cadence)


def _period(office: Office, options: argparse.Namespace) -> Period | None:
    return period_named(office.opened, options.period) if options.period else None


def _cadence(office: Office, options: argparse.Namespace) -> str:
    return known_cadence(office.opened, options.cadence) if options.cadence else ""


def _of_year(office: Office, year: int) -> Iterable[Slot]:
    return (slot for slot in office.schedule.slots if slot.programme_year == year)


def slot_words(slot: Slot) -> str:
    """周学一文 第2周（11月9日至15日）; a month, quarter or year says itself when it is."""
    if slot.period.every is Every.WEEK:
        return f"{slot.cadence.name} {slot_label(slot)}（{dates_text(slot.period)}）"
    return f"{slot.cadence.name} {dated_label(slot)}"
