"""Weeks off as the pages show them: their dates, their name, and how far their time has come."""

from __future__ import annotations

from dataclasses import dataclass

from shuxiang.core.labels import days_text
from shuxiang.core.model import Programme, Recess
from shuxiang.pages.slot_view import Site, when

_COUNTS = "一两三四五六七八九十"


@dataclass(frozen=True, slots=True)
class RecessView:
    """Weeks without a slot: ``dates`` 2月16日至22日, ``text`` 春节，休一周; ISO days, ``end`` exclusive."""

    year: int
    name: str
    dates: str
    text: str
    start: str
    end: str
    when: str


def recess_views(site: Site) -> tuple[RecessView, ...]:
    """The weeks off of all programmes, in order; edges that make no whole week are not worth a word."""
    owned = ((recess, site.schedule.owner_of(recess)) for recess in site.schedule.recesses)
    return tuple(_view(recess, owner, site) for recess, owner in owned if owner)


def _view(recess: Recess, programme: Programme, site: Site) -> RecessView:
    weeks = len(recess.keys)
    count = _COUNTS[weeks - 1] if weeks <= len(_COUNTS) else str(weeks)
    return RecessView(
        year=programme.year,
        name=recess.name,
        dates=days_text(recess.start, recess.end),
        text=f"{recess.name}，休{count}周",
        start=recess.start.isoformat(),
        end=recess.end.isoformat(),
        when=when(recess.start, recess.end, site.today),
    )
