"""A roster as it was read, line by line, and how it is meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One line of a roster; what is empty says nothing. ``place`` is where it stands: ``B17``.

    ``former`` is the number that the member had before; ``number`` is as ``core.card.parse_number`` gives it.
    """

    number: str
    name: str
    group: str = ""
    sector: str = ""
    contact: str = ""
    former: str = ""
    line: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class RosterTerms:
    """How a roster is meant: ``groups`` are the programme's own, ``complete`` says that who is not in it has left.

    It holds from the day ``on``; where that was ``dated`` by the organizer, what is known of later days goes.
    """

    on: date
    dated: bool = False
    complete: bool = False
    groups: tuple[str, ...] = ()
