"""What the feeds of one build tell of, and which programmes they cover."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from shuxiang.core.days import DayOf
from shuxiang.core.model import Material, Programme
from shuxiang.core.schedule import Schedule

DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Publication:
    """A site called ``name`` on China's day ``today``.

    ``schedule`` and ``materials`` (by path) hold only what is published, materials at most ``days_ahead`` early;
    ``address`` turns a material's path into its address below the site's root; ``site_url`` is the root's own
    address, ending in ``/``, or empty where nobody has said it. ``calendar_id`` stands in every id.
    """

    name: str
    calendar_id: str
    schedule: Schedule
    materials: Mapping[str, Material]
    day_of: DayOf
    address: Callable[[str], str]
    today: date
    days_ahead: int
    site_url: str = ""

    def whole_address(self, material: Material) -> str:
        """The address of a material's page with its host, or nothing when the host is not known."""
        return urljoin(self.site_url, self.address(material.path)) if self.site_url else ""


def id_from(name: str) -> str:
    """The calendar id of a site that was given none: a short digest of its name."""
    return hashlib.sha256(name.encode()).hexdigest()[:DIGEST_LENGTH]


def covered(schedule: Schedule, today: date) -> tuple[Programme, ...]:
    """The programmes that are not over on ``today``, after the last one that is."""
    over = [programme for programme in schedule.programmes if programme.ends <= today]
    return (*over[-1:], *(programme for programme in schedule.programmes if programme.ends > today))
